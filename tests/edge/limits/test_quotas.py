"""Quotas of a principal: what is left is said, what is over is refused, and what it costs is known."""

from typing import Any
from uuid import uuid4

import http_sfv
import pytest

from service.app import create_app
from service.edge.auth.local_issuer import mint
from service.edge.limits.strangers import Strangers
from service.edge.settings import Settings
from service.edge.web.rates import FOR_OPERATORS
from tests.alive import alive
from tests.conftest import REGION
from tests.edge.api.story import DESK, POLRES, REPORT, SARI, P, headers
from tests.edge.contract.document import NOBODY, OPERATIONS
from tests.features.commands.queueing import created, noted, post
from workflows.codes.people import Role

FEW = {"rate_read": 30, "rate_write": 20, "rate_export": 1, "rate_anonymous": 5}


@pytest.fixture
async def limited(settings: Settings) -> Any:
    """The service with quotas that a test can use up."""
    mint(settings.home, Role.OFFICER, "polres", "Budi", [REGION])
    async with alive(create_app(settings.model_copy(update=FEW))) as running:
        yield running


def told(answer: Any, name: str) -> tuple[str, dict[str, Any]]:
    """The one item of a RateLimit field, read as a structured field."""
    found = http_sfv.List()
    found.parse(answer.headers[name].encode())
    (item,) = found
    return item.value, dict(item.params)


async def use_up(client: Any, settings: Settings, who: Any, path: str = "/v1/me") -> list[Any]:
    """Ask until refused."""
    answers = [await client.get(path, headers=headers(settings, who))]
    while answers[-1].status_code == 200 and len(answers) < 200:
        answers.append(await client.get(path, headers=headers(settings, who)))
    return answers


async def test_the_quota_is_exact_and_told_in_structured_fields(limited: Any, settings: Settings) -> None:
    *served, refused = await use_up(limited, settings, DESK)
    assert len(served) == 30
    left = [told(answer, "RateLimit")[1]["r"] for answer in served]
    assert left == list(range(29, -1, -1))
    for answer in (served[0], refused):
        assert told(answer, "RateLimit-Policy") == ("read", {"q": 30, "w": 60})
        name, of = told(answer, "RateLimit")
        assert name == "read"
        assert 0 < of["t"] <= 61


async def test_a_refusal_is_a_problem_that_says_when_to_ask_again(limited: Any, settings: Settings) -> None:
    refused = (await use_up(limited, settings, DESK))[-1]
    assert refused.status_code == 429
    assert refused.headers["Content-Type"].startswith("application/problem+json")
    body = refused.json()
    assert (body["code"], body["violated-policies"]) == ("rate_limited", ["read"])
    assert 0 < int(refused.headers["Retry-After"]) <= 61
    sent = headers(settings, DESK) | {"Accept-Language": "id"}
    assert (await limited.get("/v1/me", headers=sent)).json()["title"] == "Terlalu banyak permintaan"


async def test_a_quota_is_one_principals_and_one_classs(limited: Any, settings: Settings) -> None:
    await use_up(limited, settings, POLRES)
    assert (await limited.get("/v1/me", headers=headers(settings, SARI))).status_code == 200
    answer = await limited.post(f"{P}/reports", json=REPORT, headers=headers(settings, POLRES))
    assert answer.status_code == 201
    assert told(answer, "RateLimit-Policy") == ("write", {"q": 20, "w": 60})
    bundles = [await limited.post(f"{P}/audit/bundles", json={}, headers=headers(settings, POLRES)) for _ in range(2)]
    assert bundles[1].status_code == 429
    assert bundles[1].json()["violated-policies"] == ["export"]


async def test_the_same_person_in_another_role_has_no_second_quota(limited: Any, settings: Settings) -> None:
    await use_up(limited, settings, POLRES)
    other = (Role.SUPERVISOR, *POLRES[1:])
    assert (await limited.get("/v1/me", headers=headers(settings, other))).status_code == 429


async def test_each_queued_command_is_a_write(limited: Any, settings: Settings, admin: Any) -> None:
    answer = await post(limited, settings, [created(classification="ordinary") for _ in range(15)])
    assert (answer.status_code, told(answer, "RateLimit")[1]["r"]) == (200, 5)
    refused = await post(limited, settings, [noted(uuid4()) for _ in range(6)])
    assert (refused.status_code, refused.json()["code"]) == (429, "rate_limited")
    assert await admin.fetchval("SELECT count(*) FROM report") == 15


async def test_who_is_not_signed_in_is_counted_by_address(limited: Any, settings: Settings) -> None:
    made_up = {"Authorization": "Bearer anything"}
    answers = [await limited.get("/openapi.json", headers=sent) for sent in ({}, made_up, made_up, {}, {}, made_up)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    assert answers[-1].json()["violated-policies"] == ["anonymous"]
    assert len(answers[-1].headers["X-Trace-Id"]) == 32
    for path in ("/healthz", "/readyz", "/metrics"):
        assert (await limited.get(path)).status_code == 200
    assert (await limited.get("/v1/me", headers=headers(settings, DESK))).status_code == 200


async def test_failed_sign_ins_are_counted_by_address_and_stop_nobody_who_is_signed_in(
    limited: Any, settings: Settings
) -> None:
    wrong = {"Authorization": "Bearer nothing"}
    answers = [await limited.get("/v1/me", headers=wrong) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [401] * 5 + [429]
    assert (await limited.get("/v1/me", headers=headers(settings, DESK))).status_code == 200


ASTRAY = (
    ("GET", "/v1/nothing"),
    ("GET", f"{P}/reports/no-identifier"),
    ("POST", "/no/such/path"),
    ("GET", "/docs/"),
    ("PUT", f"{P}/reports"),
    ("DELETE", "/v1/me"),
    ("OPTIONS", f"{P}/reports"),
    ("GET", "/v1/me"),
    ("HEAD", "/v1/me"),
    ("POST", "/healthz"),
    ("TRACE", "/metrics"),
    ("BREW", "/v1/me"),
    ("GET", "/problems/nothing"),
    ("GET", "//"),
)
"""Requests that no gate finds good or looks at: of unknown paths and methods, and where nobody need sign in."""


@pytest.mark.parametrize("credential", ["Bearer garbage", "Bearer tdk_33.05_garbage", "Basic Og==", "", None])
async def test_a_garbage_credential_is_counted_on_every_path_and_method(
    limited: Any, settings: Settings, credential: str | None
) -> None:
    sent = {} if credential is None else {"Authorization": credential}
    for method, path in ASTRAY:
        limited.app.state.strangers = Strangers(FEW["rate_anonymous"])
        answers = [await limited.request(method, path, headers=sent) for _ in range(6)]
        assert 429 not in {answer.status_code for answer in answers[:5]}, (method, path)
        assert answers[5].status_code == 429, (method, path)
        assert len(answers[5].headers["X-Trace-Id"]) == 32
        assert (await limited.get("/v1/me", headers=headers(settings, DESK))).status_code == 200


async def test_every_route_counts_a_garbage_credential(limited: Any) -> None:
    sent = {"Authorization": "Bearer garbage"}
    for operation in OPERATIONS.values():
        path = operation["path"].replace("{region}", REGION).replace("{name}", "init.js").replace("{code}", "not_found")
        path = "/".join(NOBODY if part.startswith("{") else part for part in path.split("/"))
        limited.app.state.strangers = Strangers(FEW["rate_anonymous"])
        answers = [await limited.request(operation["method"], path, headers=sent) for _ in range(6)]
        refused = 423 if operation["operationId"] == "getUpload" else 429  # what its clients try again
        assert (answers[5].status_code == refused) == (path not in FOR_OPERATORS), (operation["operationId"], path)


async def test_a_request_of_a_stranger_is_counted_once(limited: Any) -> None:
    sent = {"Authorization": "Bearer garbage"}
    for path in ("/v1/me", "/v1/nothing", "/docs"):
        limited.app.state.strangers = Strangers(FEW["rate_anonymous"])
        statuses = [(await limited.get(path, headers=sent)).status_code for _ in range(6)]
        assert statuses.count(429) == 1, path


async def test_a_restart_does_not_give_the_quota_back(limited: Any, settings: Settings) -> None:
    await use_up(limited, settings, DESK)
    async with alive(create_app(settings.model_copy(update=FEW))) as again:
        assert (await again.get("/v1/me", headers=headers(settings, DESK))).status_code == 429


async def test_the_next_window_begins_anew(limited: Any, settings: Settings, admin: Any) -> None:
    await use_up(limited, settings, DESK)
    await admin.execute("UPDATE rate_window SET began_at = began_at - interval '1 minute'")
    async with alive(create_app(settings.model_copy(update=FEW))) as again:
        answer = await again.get("/v1/me", headers=headers(settings, DESK))
        assert (answer.status_code, told(answer, "RateLimit")[1]["r"]) == (200, 29)


async def test_without_a_quota_nothing_is_counted_or_told(settings: Settings, admin: Any) -> None:
    free = settings.model_copy(update=dict.fromkeys(FEW, 0))
    mint(settings.home, Role.OFFICER, "polres", "Budi", [REGION])
    async with alive(create_app(free)) as client:
        answer = await client.get("/v1/me", headers=headers(settings, DESK))
        assert answer.status_code == 200
        assert "RateLimit" not in answer.headers
        for _ in range(10):
            assert (await client.get("/problems/not_found")).status_code == 200
    assert await admin.fetchval("SELECT count(*) FROM rate_window") == 0


async def test_the_application_reaches_the_counts_by_the_one_function(admin: Any) -> None:
    granted = "SELECT privilege_type FROM information_schema.role_table_grants WHERE table_name = 'rate_window'"
    assert not await admin.fetch(f"{granted} AND grantee IN ('tindak_app', 'tindak_worker', 'PUBLIC')")
