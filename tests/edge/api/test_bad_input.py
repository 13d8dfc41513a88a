import json
from typing import Any

import pytest

from service.edge.settings import Settings
from tests.edge.api.story import AUDITOR, POLRES, REPORT, P, headers

BODIES = {
    "broken": (b"{", 400, "malformed_json"),
    "not utf-8": (b'{"title": "\xff"}', 400, "malformed_json"),
    "lone surrogate": (json.dumps(REPORT | {"title": "x"}).replace('"x"', '"\\ud800"').encode(), 400, "malformed_json"),
    "twice": (json.dumps(REPORT)[:-1].encode() + b', "title": "b"}', 400, "duplicate_member"),
    "not a number": (b'{"a": NaN}', 400, "malformed_json"),
    "2 MB": (b" " * 2_000_000, 413, "body_too_large"),
    "deep": (b"[" * 100_000, 413, "too_many_values"),
    "deep, and no more than may be": (b"[" * 1_900, 400, "malformed_json"),
}
MEMBERS = {
    "unknown": ({"state": "closed"}, "/state"),
    "wrong enum": ({"severity": "S9"}, "/severity"),
    "unknown area": ({"place": {"area": "33.05.99"}}, "/place/area"),
    "other region": ({"place": {"area": "33.06.01"}}, "/place/area"),
    "future": ({"occurred_at": "2999-01-01T00:00:00Z"}, "/occurred_at"),
    "naive time": ({"occurred_at": "2024-01-01T00:00:00"}, "/occurred_at"),
    "no such day": ({"occurred_at": "2024-02-30T00:00:00Z"}, "/occurred_at"),
    "time as number": ({"occurred_at": 1700000000}, "/occurred_at"),
    "NUL": ({"title": "a\x00b"}, "/title"),
    "blank": ({"title": "  "}, "/title"),
    "long": ({"title": "a" * 10_000}, "/title"),
    "string for boolean": ({"reporter": {"name": "A", "consent_to_share": "yes"}}, "/reporter/consent_to_share"),
    "unknown election": ({"election": "pemilu-1955"}, "/election"),
    "unknown agency": ({"reported_party": {"agency": "kremlin"}}, "/reported_party/agency"),
}


@pytest.mark.parametrize("case", BODIES)
async def test_what_cannot_be_read_is_named_and_writes_nothing(
    client: Any, settings: Settings, admin: Any, case: str
) -> None:
    raw, status, code = BODIES[case]
    sent = {**headers(settings, POLRES), "Content-Type": "application/json"}
    answer = await client.post(f"{P}/reports", content=raw, headers=sent)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["Content-Type"].startswith("application/problem+json")
    assert await admin.fetchval("SELECT (SELECT count(*) FROM report) + (SELECT count(*) FROM idempotency)") == 0


@pytest.mark.parametrize("case", MEMBERS)
async def test_a_wrong_member_is_named_by_its_pointer_and_writes_nothing(
    client: Any, settings: Settings, admin: Any, case: str
) -> None:
    change, pointer = MEMBERS[case]
    answer = await client.post(f"{P}/reports", json=REPORT | change, headers=headers(settings, POLRES))
    assert answer.status_code == 422
    assert pointer in [error["pointer"] for error in answer.json()["errors"]], answer.json()
    assert await admin.fetchval("SELECT count(*) FROM report") == 0


async def test_sql_in_every_string_is_only_text(client: Any, settings: Settings) -> None:
    words = "'; DROP TABLE report; --"
    body = REPORT | {"title": words, "description": words, "place": {"area": "33.05.12", "detail": words}}
    made = await client.post(f"{P}/reports", json=body, headers=headers(settings, POLRES))
    assert made.status_code == 201
    assert made.json()["title"] == words


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/v1/regions/33.06/reports", 403),
        ("GET", "/v1/regions/33.05/reports/not-a-uuid", 404),
        ("GET", "/nowhere", 404),
        ("DELETE", "/v1/regions/33.05/reports", 405),
        ("GET", "/v1/regions/33.05/reports?limit=0", 422),
        ("GET", "/v1/regions/33.05/reports?severity=S9", 422),
        ("GET", "/v1/regions/33.05/reports?cursor=xyz", 422),
        ("GET", "/v1/regions/33.05/summary?as_of=yesterday", 422),
    ],
)
async def test_a_wrong_address_is_a_problem(
    client: Any, settings: Settings, method: str, path: str, status: int
) -> None:
    answer = await client.request(method, path, headers=headers(settings, AUDITOR))
    assert answer.status_code == status, answer.text
    assert answer.headers["Content-Type"].startswith("application/problem+json")
    assert {"type", "title", "status", "detail", "code", "trace_id"} <= set(answer.json())


async def test_the_words_are_indonesian_when_asked_for(client: Any, settings: Settings) -> None:
    sent = {**headers(settings, AUDITOR), "Accept-Language": "id-ID, en;q=0.5"}
    answer = await client.get(f"{P}/reports?limit=0", headers=sent)
    assert answer.json()["title"] == "Permintaan tidak sah"
