"""The files of a deployment agree with the settings, the policy, the verifier and the Makefile."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from service.edge.auth.token_claims import read_principal
from service.edge.policy_files import load_policies
from service.edge.settings import Settings
from tests.walking import walked
from workflows.codes.people import Role

ROOT = Path(__file__).parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())
SERVICES: dict[str, Any] = COMPOSE["services"]
REALM: dict[str, Any] = json.loads((ROOT / "service/edge/auth/keycloak/tindak-realm.json").read_text())
CLIENT: dict[str, Any] = REALM["clients"][0]
OURS = [name for name, service in SERVICES.items() if "build" in service]
CONDITIONS = {"service_started", "service_healthy", "service_completed_successfully"}


def _mapped_claims() -> dict[str, dict[str, str]]:
    return {m["config"]["claim.name"]: m["config"] for m in CLIENT["protocolMappers"] if "claim.name" in m["config"]}


@pytest.mark.parametrize("name", SERVICES)
def test_what_a_service_waits_for_exists_and_can_come_about(name: str) -> None:
    for other, wait in SERVICES[name].get("depends_on", {}).items():
        assert wait["condition"] in CONDITIONS
        if wait["condition"] == "service_healthy":
            assert "test" in SERVICES[other]["healthcheck"]
        if wait["condition"] == "service_completed_successfully":
            assert SERVICES[other]["restart"] == "no"


@pytest.mark.parametrize("name", OURS)
def test_every_variable_of_ours_is_a_setting(name: str) -> None:
    known = {f"TINDAK_{field.upper()}" for field in Settings.model_fields}
    assert set(SERVICES[name]["environment"]) <= known


@pytest.mark.parametrize("name", OURS)
def test_our_containers_are_hardened(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]


def test_every_service_of_ours_accepts_its_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    given = {
        "TINDAK_SEALING_KEY": "A" * 43 + "=",
        "TINDAK_SIGNER_SECRET": "a" * 32,
        "TINDAK_LOG_ORIGIN": "tindak.local",
    }
    for name in OURS:
        for variable, value in SERVICES[name]["environment"].items():
            monkeypatch.setenv(variable, given.get(variable, value))
        assert not Settings().embedded


def test_the_worker_asks_the_signer_where_it_listens() -> None:
    asked, shown = SERVICES["worker"]["environment"], SERVICES["signer"]["environment"]
    port = Settings.model_fields["signer_port"].default
    assert asked["TINDAK_SIGNER_URL"] == f"http://signer:{port}"
    assert shown["TINDAK_SIGNER_HOST"] == "0.0.0.0"
    for variable in ("TINDAK_SIGNER_SECRET", "TINDAK_LOG_ORIGIN"):
        assert asked[variable] == shown[variable]


def test_the_api_waits_for_its_key_of_receipts_and_nobody_else_has_it() -> None:
    kept, made = SERVICES["api"], SERVICES["receipt-key"]
    assert "receipt-key" in kept["depends_on"]
    assert kept["environment"]["TINDAK_LOG_ORIGIN"] == made["environment"]["TINDAK_LOG_ORIGIN"]
    having = [name for name, one in SERVICES.items() if set(kept["volumes"]) & set(one.get("volumes", []))]
    assert having == ["api", "receipt-key"]


def test_what_is_kept_lies_where_the_image_lets_its_user_write() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text()
    [home] = re.findall(r"TINDAK_HOME=(\S+)", dockerfile)
    [user] = re.findall(r"^USER (\d+)$", dockerfile, re.MULTILINE)
    assert f"install -d -o {user} -g 0 -m 0700 {home}" in dockerfile
    for name in OURS:
        for volume in SERVICES[name].get("volumes", []):
            kept, _, place = volume.partition(":")
            assert kept in COMPOSE["volumes"]
            assert place == home


@pytest.mark.parametrize("name", [name for name in SERVICES if name not in OURS])
def test_images_are_pinned(name: str) -> None:
    assert re.fullmatch(r"[\w./-]+:v?\d+\.\d+(\.\d+)?", SERVICES[name]["image"])


def test_no_secret_is_written_down() -> None:
    for service in SERVICES.values():
        for variable, value in service.get("environment", {}).items():
            if "PASSWORD" in variable or "KEY" in variable:
                assert re.fullmatch(r"\$\{[A-Z_]+:\?\}", value), variable
    assert {c["value"] for user in REALM["users"] for c in user["credentials"]} == {"${TINDAK_DEMO_PASSWORD}"}


def test_ports_are_open_to_this_machine_only() -> None:
    ports = walked(port for service in SERVICES.values() for port in service.get("ports", []))
    assert all(port.startswith("127.0.0.1:") for port in ports)


def test_every_core_and_local_agency_has_a_demo_user_the_verifier_takes() -> None:
    policy = load_policies().of("33.05")
    for user in REALM["users"]:
        attributes = user["attributes"]
        claims = {"iss": "i", "sub": user["username"], "exp": 9_999_999_999, "agency": attributes["agency"][0]}
        principal = read_principal(claims | {"role": attributes["role"][0], "regions": attributes["regions"]}, b"")
        assert principal.actor.agency in policy.agencies
        assert principal.actor.regions == {"33.05"}
    assert {user["attributes"]["agency"][0] for user in REALM["users"]} == set(policy.agencies)


def test_the_realm_maps_every_claim_the_verifier_needs() -> None:
    claims = _mapped_claims()
    assert set(claims) == {"client_id", "agency", "role", "regions"}
    assert claims["regions"]["multivalued"] == "true"
    assert claims["role"]["multivalued"] == claims["agency"]["multivalued"] == "false"
    providers = {m["protocolMapper"] for m in CLIENT["protocolMappers"]}
    assert {"oidc-sub-mapper", "oidc-audience-mapper"} <= providers
    audiences = {m["config"].get("included.custom.audience") for m in CLIENT["protocolMappers"]} - {None}
    assert audiences == {Settings.model_fields["oidc_audience"].default}


def test_tokens_are_typed_and_codes_are_proved() -> None:
    assert CLIENT["publicClient"] is True
    assert CLIENT["directAccessGrantsEnabled"] is CLIENT["implicitFlowEnabled"] is False
    assert CLIENT["attributes"]["access.token.header.type.rfc9068"] == "true"
    assert CLIENT["attributes"]["pkce.code.challenge.method"] == "S256"


def test_nobody_may_change_their_own_agency_role_or_regions() -> None:
    [provider] = REALM["components"]["org.keycloak.userprofile.UserProfileProvider"]
    profile = json.loads(provider["config"]["kc.user.profile.config"][0])
    declared = {attribute["name"]: attribute for attribute in profile["attributes"]}
    for name in ("agency", "role", "regions"):
        assert declared[name]["permissions"]["edit"] == ["admin"]
    assert set(declared["role"]["validations"]["options"]["options"]) == set(Role)


def test_the_image_installs_as_make_does() -> None:
    def steps(text: str) -> list[str]:
        joined = text.replace("\\\n", " ")
        installs = re.findall(r"(--require-hashes -r requirements/run\.txt|--no-deps --no-build-isolation)", joined)
        return [str(step) for step in installs]

    assert steps((ROOT / "Dockerfile").read_text()) == steps((ROOT / "Makefile").read_text()) != []


def test_the_image_does_not_run_as_root() -> None:
    last_stage = (ROOT / "Dockerfile").read_text().rpartition("FROM ")[2]
    assert re.search(r"^USER [1-9]\d+$", last_stage, re.MULTILINE)
    assert "HEALTHCHECK" in last_stage


def test_what_the_image_copies_passes_dockerignore() -> None:
    kept = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    sources = re.findall(r"^COPY (?!--from)(.+) \S+$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    named = {name.split("/")[0] for line in sources for name in line.split()}
    assert named <= kept
    assert all((ROOT / name).exists() for name in named)
