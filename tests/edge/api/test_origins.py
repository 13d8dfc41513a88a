"""Pages of other origins: those that the operator allows are told what they need, every other one nothing."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from service.app import ROUTES
from service.contract.headers import RESPONSE_HEADERS, conditions, taken
from service.edge.origins import EXPOSED, TAKEN
from service.edge.settings import Settings, SettingsError, load_settings
from tests.alive import alive
from tests.edge.api.story import DESK, POLRES, REPORT, P, headers

CONSOLE = "https://konsol.example.go.id"
OTHERS = ("https://jahat.example", f"{CONSOLE}.jahat.example", "http://konsol.example.go.id", f"{CONSOLE}:8443", "null")
SAFELISTED = {"cache-control", "content-language", "content-length", "content-type", "expires", "last-modified"}
"""What every page may read (WHATWG Fetch, "CORS-safelisted response-header name")."""


@pytest.fixture
async def shared(settings: Settings, lives: Any) -> AsyncIterator[Any]:
    chosen = settings.model_copy(update={"allowed_origins": frozenset({CONSOLE, "http://localhost:5173"})})
    async with alive(lives.app(chosen)) as running:
        yield running


def _preflight(origin: str, method: str = "POST") -> dict[str, str]:
    return {
        "Origin": origin,
        "Access-Control-Request-Method": method,
        "Access-Control-Request-Headers": "authorization,content-type,idempotency-key",
    }


def _cors(answer: Any) -> dict[str, str]:
    return {name: value for name, value in answer.headers.items() if name.startswith("access-control-")}


def _names(text: str) -> set[str]:
    return {name.strip().lower() for name in text.split(",")}


@pytest.mark.parametrize("target", [f"{P}/reports", f"{P}/uploads/x", "/openapi.json", "/nowhere"])
async def test_an_allowed_origin_may_ask_whatever_the_contract_has(shared: Any, target: str) -> None:
    answer = await shared.request("OPTIONS", target, headers=_preflight(CONSOLE))
    told = _cors(answer)
    assert (answer.status_code, answer.content) == (204, b"")
    assert told["access-control-allow-origin"] == CONSOLE
    assert "access-control-allow-credentials" not in told
    methods = {str(method) for route in ROUTES for method in route.http_methods}
    assert methods <= {name.strip() for name in told["access-control-allow-methods"].split(",")}
    parameters = [one["name"] for route in ROUTES for one in (*conditions(route.opt), *taken(route.opt))]
    needed = {"authorization", "content-type", "accept-language", *map(str.lower, parameters)}
    assert needed <= _names(told["access-control-allow-headers"])
    assert "origin" in _names(answer.headers["vary"])


async def test_an_allowed_origin_reads_what_it_needs_of_every_answer(shared: Any, settings: Settings) -> None:
    sent = {**headers(settings, POLRES), "Origin": CONSOLE}
    answers = [
        await shared.post(f"{P}/reports", json=REPORT, headers=sent),
        await shared.get(f"{P}/reports?limit=1", headers={**headers(settings, DESK), "Origin": CONSOLE}),
        await shared.get("/v1/me", headers={"Origin": CONSOLE}),
        await shared.get("/nowhere", headers={"Origin": CONSOLE}),
        await shared.request("OPTIONS", f"{P}/uploads/x", headers={"Origin": CONSOLE}),
    ]
    assert [answer.status_code for answer in answers[:4]] == [201, 200, 401, 404]
    for answer in answers:
        told = _cors(answer)
        assert told.keys() == {"access-control-allow-origin", "access-control-expose-headers"}
        assert told["access-control-allow-origin"] == CONSOLE
        assert {name.lower() for name in RESPONSE_HEADERS} - SAFELISTED <= _names(told["access-control-expose-headers"])
        named = {"etag", "location", "link", "upload-offset", "ratelimit", "retry-after"}
        assert named <= _names(told["access-control-expose-headers"])


@pytest.mark.parametrize("origin", OTHERS)
async def test_a_refused_origin_is_told_nothing(shared: Any, settings: Settings, origin: str) -> None:
    before = await shared.request("OPTIONS", f"{P}/reports", headers=_preflight(origin))
    read = await shared.get(f"{P}/reports", headers={**headers(settings, DESK), "Origin": origin})
    assert (_cors(before), _cors(read)) == ({}, {})
    assert read.status_code == 200  # a browser keeps it from the page; to any other client an Origin means nothing
    assert "origin" in _names(read.headers["vary"])


async def test_an_origin_that_is_sent_twice_is_none(shared: Any) -> None:
    sent = [("Origin", CONSOLE), ("Origin", "https://jahat.example")]
    assert not _cors(await shared.get("/healthz", headers=sent))


async def test_without_the_setting_nobody_is_told_anything(client: Any) -> None:
    for method in ("GET", "OPTIONS"):
        answer = await client.request(method, "/healthz", headers=_preflight(CONSOLE, "GET"))
        assert not _cors(answer)
        assert "vary" not in answer.headers


async def test_who_is_asked_to_wait_reads_for_how_long(settings: Settings, lives: Any) -> None:
    chosen = settings.model_copy(update={"allowed_origins": frozenset({CONSOLE}), "rate_anonymous": 1})
    async with alive(lives.app(chosen)) as running:
        answers = [await running.get("/v1/me", headers={"Origin": CONSOLE}) for _ in range(3)]
        before = await running.request("OPTIONS", "/v1/me", headers=_preflight(CONSOLE, "GET"))
    assert answers[-1].status_code == 429
    assert "retry-after" in answers[-1].headers
    assert _cors(answers[-1])["access-control-allow-origin"] == CONSOLE
    assert before.status_code == 204


def test_what_is_allowed_are_origins_as_browsers_write_them() -> None:
    given = load_settings(allowed_origins="https://konsol.example.go.id, http://localhost:5173,http://[::1]:3000")
    assert given.allowed_origins == {"https://konsol.example.go.id", "http://localhost:5173", "http://[::1]:3000"}
    assert load_settings(allowed_origins="").allowed_origins == frozenset()
    for wrong in (
        *("*", "null", "konsol.example", "https://konsol.example/", "https://Konsol.example", "https://a.example:443"),
        *("http://a.example:80", "https://*.example", "https://a.example?x", "https://a b", "ftp://a.example"),
    ):
        with pytest.raises(SettingsError, match="TINDAK_ALLOWED_ORIGINS"):
            load_settings(allowed_origins=wrong)


def test_no_header_is_named_twice() -> None:
    for names in (EXPOSED, TAKEN):
        assert len({name.lower() for name in names}) == len(names)
