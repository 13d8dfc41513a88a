"""The embedded run's own issuer, and which issuer a deployment believes."""

import asyncio
import os
import re
import stat
import subprocess
import sys
from asyncio.subprocess import PIPE
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier
from typing import Literal

import pytest
from joserfc.jwk import ECKey, KeyParameters
from pydantic import SecretStr

from service.edge.auth.local_issuer import INTEGRATOR_SCOPES, mint, refuse_beside_real_issuer
from service.edge.auth.local_keys import ensure_key
from service.edge.auth.sign_in_errors import KeysUnavailable, LocalIssuerRefused, Reason, TokenRefused
from service.edge.auth.verifier import open_verifier
from service.edge.policy_files import load_policies
from service.edge.settings import Settings, SettingsError, load_settings
from tests.commands import tindak
from workflows.codes.people import Role

KEBUMEN = ["33.05"]
BUDI = {"--role": "officer", "--agency": "polres", "--name": "Budi"}
SEALING_KEY = SecretStr("MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=")


def embedded(home: Path) -> Settings:
    return load_settings(embedded=True, home=home)


@pytest.mark.asyncio
async def test_a_local_token_is_believed_by_the_embedded_run(tmp_path: Path) -> None:
    verifier = open_verifier(embedded(tmp_path))
    await verifier.start()
    minted = mint(tmp_path, Role.OFFICER, "polres", "Budi", KEBUMEN, lifetime=timedelta(hours=1))
    principal = await verifier.verify(minted)
    actor = principal.actor
    assert (actor.role, actor.agency, actor.regions) == (Role.OFFICER, "polres", frozenset(KEBUMEN))
    assert principal.name == "Budi"
    assert timedelta(minutes=59) < principal.expires_at - datetime.now(UTC) <= timedelta(hours=1)
    await verifier.close()


@pytest.mark.asyncio
async def test_another_process_mints_for_an_api_that_runs_already(tmp_path: Path) -> None:
    verifier = open_verifier(embedded(tmp_path))
    await verifier.start()
    program = (
        "import sys; from pathlib import Path; from service.edge.auth.local_issuer import mint;"
        "from workflows.codes.people import Role;"
        "print(mint(Path(sys.argv[1]), Role.AUDITOR, 'inspektorat', 'Lestari', ['33.05']))"
    )
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", program, tmp_path, stdout=PIPE)
    output, _ = await process.communicate()
    assert (await verifier.verify(output.decode().strip())).actor.role is Role.AUDITOR


@pytest.mark.asyncio
async def test_agency_and_name_make_the_person_whatever_the_role(tmp_path: Path) -> None:
    verifier = open_verifier(embedded(tmp_path))
    who = [
        (Role.OFFICER, "bawaslu", "Andr\u00e9"),
        (Role.SUPERVISOR, "bawaslu", " Andre\u0301 "),
        (Role.OFFICER, "polres", "Andr\u00e9"),
        (Role.OFFICER, "bawaslu", "Andre"),
    ]
    persons = [(await verifier.verify(mint(tmp_path, *one, KEBUMEN))).actor.person for one in who]
    assert persons[0] == persons[1]
    assert len(set(persons)) == 3


@pytest.mark.asyncio
async def test_a_machine_gets_the_scopes_it_was_given_or_the_usual_ones(tmp_path: Path) -> None:
    verifier = open_verifier(embedded(tmp_path))
    usual = await verifier.verify(mint(tmp_path, Role.INTEGRATOR, "diskominfo", "bridge", KEBUMEN))
    asked = await verifier.verify(mint(tmp_path, Role.INTEGRATOR, "diskominfo", "bridge", KEBUMEN, ["task:read"]))
    person = await verifier.verify(mint(tmp_path, Role.OFFICER, "diskominfo", "Eka", KEBUMEN, ["task:read"]))
    assert usual.actor.scopes == INTEGRATOR_SCOPES == {"report:create", "report:read", "event:read"}
    assert asked.actor.scopes == {"task:read"}
    assert person.actor.scopes == frozenset()


@pytest.mark.asyncio
async def test_a_token_of_another_home_is_refused(tmp_path: Path) -> None:
    verifier = open_verifier(embedded(tmp_path / "ours"))
    await verifier.start()
    with pytest.raises(TokenRefused) as refused:
        await verifier.verify(mint(tmp_path / "theirs", Role.ADMIN, "diskominfo", "Eve", KEBUMEN))
    assert refused.value.reason == Reason.UNKNOWN_KEY


@pytest.mark.asyncio
async def test_a_key_made_anew_is_found_and_the_old_one_stops(tmp_path: Path) -> None:
    verifier = open_verifier(embedded(tmp_path))
    await verifier.start()
    old = mint(tmp_path, Role.OFFICER, "polres", "Budi", KEBUMEN)
    await verifier.verify(old)
    (tmp_path / "issuer" / "private.jwk").unlink()
    assert await verifier.verify(mint(tmp_path, Role.OFFICER, "polres", "Budi", KEBUMEN))
    with pytest.raises(TokenRefused):
        await verifier.verify(old)


@pytest.mark.asyncio
async def test_without_a_key_pair_there_is_nothing_to_check_with(tmp_path: Path) -> None:
    token = mint(tmp_path, Role.OFFICER, "polres", "Budi", KEBUMEN)
    with pytest.raises(KeysUnavailable):
        await open_verifier(embedded(tmp_path / "empty")).verify(token)


def test_those_who_start_together_agree_on_one_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    together = Barrier(4, timeout=10)
    generate = ECKey.generate_key

    def generate_with_the_others(crv: Literal["P-256"], parameters: KeyParameters, *, auto_kid: bool) -> ECKey:
        together.wait()  # by now everyone has seen that there is no key
        return generate(crv, parameters, auto_kid=auto_kid)

    monkeypatch.setattr(ECKey, "generate_key", generate_with_the_others)
    with ThreadPoolExecutor(4) as pool:
        keys = list(pool.map(ensure_key, [tmp_path] * 4))
    assert len({key.thumbprint() for key in keys}) == 1
    assert sorted(path.name for path in (tmp_path / "issuer").iterdir()) == ["jwks.json", "private.jwk"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps no POSIX modes")
def test_the_private_key_is_its_owners_alone(tmp_path: Path) -> None:
    ensure_key(tmp_path)
    private = tmp_path / "issuer" / "private.jwk"
    assert stat.S_IMODE(private.stat().st_mode) == 0o600
    assert stat.S_IMODE(private.parent.stat().st_mode) == 0o700
    assert '"d"' not in (tmp_path / "issuer" / "jwks.json").read_text("utf-8")


@pytest.mark.parametrize(
    ("agency", "name", "regions", "lifetime"),
    [
        ("POLRES", "Budi", KEBUMEN, timedelta(hours=1)),
        ("polres", " ", KEBUMEN, timedelta(hours=1)),
        ("polres", "\udcff", KEBUMEN, timedelta(hours=1)),
        ("\udcff", "Budi", KEBUMEN, timedelta(hours=1)),
        ("polres", "Budi", ["Kebumen"], timedelta(hours=1)),
        ("polrse", "Budi", KEBUMEN, timedelta(hours=1)),
        ("polres", "Budi", ["33.5"], timedelta(hours=1)),
        ("polres", "Budi", ["33.50"], timedelta(hours=1)),
        ("polres", "Budi", ["33.05", "33.06"], timedelta(hours=1)),
        ("polres", "\u3164", KEBUMEN, timedelta(hours=1)),
        ("polres", "Budi", KEBUMEN, timedelta.max),
    ],
)
def test_a_token_nobody_would_take_is_not_made(
    tmp_path: Path, agency: str, name: str, regions: list[str], lifetime: timedelta
) -> None:
    with pytest.raises(LocalIssuerRefused):
        mint(tmp_path, Role.OFFICER, agency, name, regions, lifetime=lifetime)
    assert list(tmp_path.iterdir()) == []


def asked_for(home: Path, asked: dict[str, str], *more: str) -> subprocess.CompletedProcess[str]:
    """What `tindak token` answers."""
    words = (part for pair in asked.items() for part in pair)
    return tindak("token", *words, *more, env={**os.environ, "TINDAK_HOME": str(home)})


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"--agency": "polrse"}, "did you mean polres?"),
        ({"--agency": "zq"}, "known are bawaslu, "),
        ({"--region": "33.50"}, "33.05"),
        ({"--region": "33.5"}, "regions"),
        ({"--role": "offcer"}, "did you mean officer?"),
        ({"--role": "integrator", "--scope": "report:raed"}, "did you mean report:read"),
    ],
)
def test_the_command_refuses_what_is_mistyped_and_says_what_was_meant(
    tmp_path: Path, wrong: dict[str, str], said: str
) -> None:
    ensure_key(tmp_path)
    done = asked_for(tmp_path, BUDI | {"--region": "33.05"} | wrong)
    assert (done.returncode, done.stdout) == (1, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_where_nothing_was_started_no_token_is_made_and_no_issuer(tmp_path: Path) -> None:
    home = tmp_path / "nowhere"
    done = asked_for(home, BUDI)
    assert (done.returncode, done.stdout) == (1, "")
    assert f"nothing was started in {home}" in done.stderr
    assert "TINDAK_HOME" in done.stderr
    assert not home.exists()
    ensure_key(home)
    assert asked_for(home, BUDI).returncode == 0


def test_its_help_names_every_role_agency_and_scope(tmp_path: Path) -> None:
    done = asked_for(tmp_path, {}, "--help")
    assert (done.returncode, done.stderr) == (0, "")
    words = set(re.findall(r"[\w.:]+", done.stdout))
    policy = load_policies().of("33.05")
    assert words >= {*Role, *policy.agencies, *policy.outside, *INTEGRATOR_SCOPES, "33.05"}
    assert all(f"{one.code:<12} {one.name.en}" in done.stdout for one in policy.agencies.values())
    assert list(tmp_path.iterdir()) == []


def test_the_local_issuer_keeps_silent_beside_a_real_one(tmp_path: Path) -> None:
    with pytest.raises(LocalIssuerRefused, match="TINDAK_OIDC_ISSUER"):
        refuse_beside_real_issuer(load_settings(oidc_issuer="https://id.example"))
    refuse_beside_real_issuer(embedded(tmp_path))


@pytest.mark.asyncio
async def test_a_deployment_with_a_provider_does_not_believe_the_local_issuer(tmp_path: Path) -> None:
    token = mint(tmp_path, Role.ADMIN, "diskominfo", "Eve", KEBUMEN)
    issuer = "http://127.0.0.1:1"
    verifier = open_verifier(load_settings(home=tmp_path, oidc_issuer=issuer, sealing_key=SEALING_KEY))
    with pytest.raises(KeysUnavailable):
        await verifier.verify(token)
    await verifier.close()


def test_a_deployment_without_any_issuer_is_refused() -> None:
    with pytest.raises(SettingsError, match="TINDAK_OIDC_ISSUER"):
        open_verifier(load_settings())


@pytest.mark.asyncio
async def test_the_pseudonym_in_logs_depends_on_the_deployments_secret(tmp_path: Path) -> None:
    token = mint(tmp_path, Role.OFFICER, "polres", "Budi", KEBUMEN)
    plain = await open_verifier(embedded(tmp_path)).verify(token)
    keyed = await open_verifier(load_settings(embedded=True, home=tmp_path, sealing_key=SEALING_KEY)).verify(token)
    assert plain.actor == keyed.actor
    assert plain.pseudonym != keyed.pseudonym
