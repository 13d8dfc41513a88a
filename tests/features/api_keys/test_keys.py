"""Keys for machines: shown once, kept as a hash, good for what they were given and until they end."""

import json
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from service.edge.settings import Settings
from service.features.api_keys import secret
from tests.edge.api.bodies import contents
from tests.edge.api.rights import BESIDE, RIGHTS, Caller
from tests.edge.api.story import ADMIN, AUDITOR, DESK, POLRES, REPORT, SARI, TONO, P, headers, report
from tests.edge.api.test_authorisation import ask, scene, state_for
from tests.features.api_keys.showing import ALL, made, revoke, shown
from workflows.codes.people import Role

ENDED = "UPDATE api_key SET created_at = now() - interval '2 d', expires_at = now() WHERE id = $1"
CHAIN = "SELECT action, agency, leaf, leaf_hash FROM audit_event WHERE report_id IS NULL ORDER BY seq"
KEEPER = (Role.SUPERVISOR, "polres", "Joko")
PLAINLY = ("bawaslu",)
ASKED = [right for right in RIGHTS.values() if right.scope not in {"signed", "public"}]


async def test_the_secret_is_shown_once_and_kept_as_its_hash(client: Any, settings: Settings, admin: Any) -> None:
    sent = headers(settings, TONO, key="sekali")
    body = {"name": "Jembatan", "scopes": ["report:read"]}
    first = await client.post(f"{P}/api-keys", json=body, headers=sent)
    key = first.json()["key"]
    assert secret.read(key) == ("33.05", sha256(key.encode()).digest())
    again = await client.post(f"{P}/api-keys", json=body, headers=sent)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert again.json() == first.json() | {"key": None}
    listed = await client.get(f"{P}/api-keys", headers=headers(settings, TONO))
    assert [item["id"] for item in listed.json()["items"]] == [first.json()["id"]]
    tables = [
        row["tablename"] for row in await admin.fetch("SELECT tablename FROM pg_tables WHERE schemaname='public'")
    ]
    for table in tables:
        for row in await admin.fetch(f'SELECT t::text AS row FROM "{table}" t'):
            assert key not in row["row"], table
            assert key.encode().hex() not in row["row"], table
    assert key not in listed.text + again.text


async def test_a_key_does_what_it_was_given_as_a_machine_of_its_agency(client: Any, settings: Settings) -> None:
    key = await made(client, settings)
    me = (await client.get("/v1/me", headers=shown(key["key"]))).json()
    assert (me["person"], me["agency"], me["role"]) == (key["id"], "bawaslu", "integrator")
    assert (me["regions"], me["scopes"], me["name"]) == (["33.05"], sorted(ALL), "Jembatan")
    answer = await client.post(f"{P}/reports", json=REPORT, headers=shown(key["key"]))
    assert answer.status_code == 201, answer.text
    found = await client.get(f"{P}/reports/{answer.json()['id']}/history", headers=headers(settings, DESK))
    actor = found.json()["items"][0]["actor"]
    assert actor == {"person": key["id"], "agency": "bawaslu", "role": "integrator"}


async def test_actions_of_an_answer_say_what_the_key_lacks(client: Any, settings: Settings) -> None:
    made_report = await report(client, settings, TONO)
    path = f"{P}/reports/{made_report['id']}"
    key = await made(client, settings, "report:read", "report:note")
    actions = (await client.get(path, headers=shown(key["key"]))).json()["actions"]
    told = {each["action"]: [reason["code"] for reason in each["reasons"]] for each in actions}
    assert told["note"] == []
    assert told["link"] == ["scope_missing"]
    assert told["verify"] == ["role_not_permitted"]
    body = {"report": made_report["id"], "kind": "related"}
    answer = await client.post(f"{path}/links", json=body, headers=shown(key["key"]))
    assert (answer.status_code, answer.json()["code"]) == (403, "scope_missing")


async def test_a_key_sees_no_more_than_its_agency(client: Any, settings: Settings) -> None:
    hidden = await report(client, settings, POLRES, reported_party={"agency": "bawaslu"}, category="ethics")
    key = await made(client, settings)
    assert (await client.get(f"{P}/reports/{hidden['id']}", headers=shown(key["key"]))).status_code == 404
    listed = await client.get(f"{P}/reports", headers=shown(key["key"]))
    assert hidden["id"] not in listed.text


async def test_the_table_of_scopes_and_routes(client: Any, settings: Settings, admin: Any) -> None:
    """A scope opens its own routes by itself, and every other scope together does not open them."""
    at, wrongly = await scene(client, settings, admin, *PLAINLY), []
    open_to_machines = [one for one in ASKED if one.cells[Role.INTEGRATOR] == "any" and state_for(one) == PLAINLY]
    given = sorted({right.scope for right in open_to_machines})
    for scope in given:
        alone = await made(client, settings, scope, *BESIDE.get(scope, ()))
        without = await made(client, settings, *(each for each in given if each != scope))
        for right in (one for one in open_to_machines if one.scope == scope):
            for key, expected in ((without, True), (alone, False)):
                answer = await ask(_With(client, key["key"]), settings, right, Caller(Role.INTEGRATOR, "lead"), at)
                refused = answer.status_code == 403 and answer.json()["code"] == "scope_missing"
                if refused is not expected:
                    wrongly.append((scope, right.name, answer.status_code, answer.text[:200]))
    assert not wrongly


async def test_nobody_gives_a_machine_more_than_they_may_do(client: Any, settings: Settings, admin: Any) -> None:
    before = await contents(admin)
    asked = [
        (ADMIN, {"scopes": ["report:read"]}, 403, "key_beyond_maker"),
        (TONO, {"scopes": ["report:read"], "agency": "polres"}, 403, "not_own_agency"),
        (TONO, {"scopes": ["report:close"]}, 422, "validation_failed"),
        (TONO, {"scopes": []}, 422, "validation_failed"),
        (TONO, {"scopes": ["report:read"], "expires_at": "2020-01-01T00:00:00Z"}, 422, "expiry_out_of_range"),
        (TONO, {"scopes": ["report:read"], "expires_at": "2120-01-01T00:00:00Z"}, 422, "expiry_out_of_range"),
        (SARI, {"scopes": ["report:read"]}, 403, "role_not_permitted"),
        (AUDITOR, {"scopes": ["report:read"]}, 403, "role_not_permitted"),
    ]
    for who, body, status, code in asked:
        sent = {"name": "Jembatan", **body}
        answer = await client.post(f"{P}/api-keys", json=sent, headers=headers(settings, who))
        assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
    assert await contents(admin) == before


async def test_a_key_makes_no_key(client: Any, settings: Settings) -> None:
    key = await made(client, settings)
    for method, path in (("POST", ""), ("GET", ""), ("DELETE", f"/{key['id']}")):
        body = {"name": "Lagi", "scopes": ["report:read"]} if method == "POST" else None
        answer = await client.request(method, f"{P}/api-keys{path}", json=body, headers=shown(key["key"]))
        assert (answer.status_code, answer.json()["code"]) == (403, "role_not_permitted")


async def test_a_key_is_seen_and_revoked_by_its_agency_and_by_the_operator_alone(
    client: Any, settings: Settings
) -> None:
    key = await made(client, settings)
    lists = {who: await client.get(f"{P}/api-keys", headers=headers(settings, who)) for who in (TONO, KEEPER, ADMIN)}
    assert [len(answer.json()["items"]) for answer in lists.values()] == [1, 0, 1]
    assert (await client.get(f"{P}/api-keys", headers=headers(settings, SARI))).status_code == 403
    assert (await revoke(client, settings, key, KEEPER)).status_code == 404
    answer = await revoke(client, settings, key, ADMIN)
    assert answer.status_code == 200
    assert answer.json()["revoked_at"]
    again = await revoke(client, settings, key, TONO)
    assert again.json() == {name: value for name, value in answer.json().items() if name != "receipt"}


async def test_a_revoked_or_expired_key_is_refused_with_its_reason(client: Any, settings: Settings, admin: Any) -> None:
    gone, ended = await made(client, settings), await made(client, settings)
    await revoke(client, settings, gone)
    await admin.execute(ENDED, UUID(ended["id"]))
    for key, reason in ((gone, "revoked"), (ended, "expired")):
        answer = await client.get("/v1/me", headers=shown(key["key"]))
        assert (answer.status_code, answer.json()["reason"]) == (401, reason)
        assert reason in answer.headers["WWW-Authenticate"]
    # To be refused is no use.
    assert await admin.fetchval("SELECT count(*) FROM api_key WHERE last_used_at IS NOT NULL") == 0


async def test_a_revoked_key_cannot_be_revived_by_hand(client: Any, settings: Settings, admin: Any) -> None:
    key = await made(client, settings)
    await revoke(client, settings, key)
    with pytest.raises(asyncpg.RestrictViolationError):
        await admin.execute("UPDATE api_key SET revoked_at = NULL, revoked_by = NULL, revoked_agency = NULL")


async def test_a_forged_key_is_refused_and_a_mangled_one_costs_no_look_up(client: Any, settings: Settings) -> None:
    key = (await made(client, settings))["key"]
    flipped = key[:-1] + ("0" if key[-1] != "0" else "1")
    elsewhere = secret.make("33.06")
    asked = {
        secret.make("33.05"): "unknown_api_key",
        elsewhere: "unknown_api_key",
        flipped: "malformed",
        "tindak_": "malformed",
        "tindak_3305_": "malformed",
        key[:40]: "malformed",
        key.upper(): "malformed",
        f"{key} ": None,
    }
    for shown_key, reason in asked.items():
        answer = await client.get("/v1/me", headers=shown(shown_key))
        assert answer.json().get("reason") == reason, shown_key
        assert answer.status_code == (200 if reason is None else 401)


async def test_a_key_is_of_one_region(client: Any, settings: Settings) -> None:
    key = await made(client, settings)
    answer = await client.get("/v1/regions/33.06/reports", headers=shown(key["key"]))
    assert (answer.status_code, answer.json()["code"]) == (403, "region_denied")


async def test_its_last_use_is_shown_to_the_hour_and_written_once_an_hour(
    client: Any, settings: Settings, admin: Any
) -> None:
    key = await made(client, settings)
    row = "SELECT xmin::text FROM api_key"
    fresh = await admin.fetchval(row)
    await client.get("/v1/me", headers=shown(key["key"]))
    used = await admin.fetchval(row)
    for _ in range(3):
        await client.get("/v1/me", headers=shown(key["key"]))
    assert fresh != used
    assert await admin.fetchval(row) == used
    (item,) = (await client.get(f"{P}/api-keys", headers=headers(settings, TONO))).json()["items"]
    last = datetime.fromisoformat(item["last_used_at"])
    assert (last.minute, last.second, last.microsecond) == (0, 0, 0)
    assert datetime.now(UTC) - last < timedelta(hours=2)


async def test_the_list_pages_from_the_newest(client: Any, settings: Settings) -> None:
    keys = [await made(client, settings) for _ in range(3)]
    first = await client.get(f"{P}/api-keys?limit=2", headers=headers(settings, TONO))
    path = f"{P}/api-keys?limit=2&cursor={first.json()['next_cursor']}"
    rest = await client.get(path, headers=headers(settings, TONO))
    listed = [item["id"] for answer in (first, rest) for item in answer.json()["items"]]
    assert listed == [key["id"] for key in reversed(keys)]
    assert rest.json()["next_cursor"] is None


async def test_making_and_revoking_stand_in_the_regions_own_chain(client: Any, settings: Settings, admin: Any) -> None:
    key = await made(client, settings)
    gone = await revoke(client, settings, key)
    rows = await admin.fetch(CHAIN)
    assert [row["action"] for row in rows] == ["api_key.created", "api_key.revoked"]
    leaf = json.loads(rows[0]["leaf"])
    assert leaf["data"] == {"key": key["id"], "scopes": sorted(ALL), "expires": leaf["data"]["expires"]}
    assert "Jembatan" not in rows[0]["leaf"].decode()
    receipts = [key["receipt"]["leaf_hash"], gone.json()["receipt"]["leaf_hash"]]
    assert receipts == [row["leaf_hash"].hex() for row in rows]


class _With:
    """A client that shows a key whoever a request would have been signed by."""

    def __init__(self, client: Any, key: str) -> None:
        self._client, self._key = client, key

    async def request(self, method: str, path: str, **sent: Any) -> Any:
        return await self._client.request(method, path, **self._signed(sent))

    async def get(self, path: str, **sent: Any) -> Any:
        return await self._client.get(path, **self._signed(sent))

    def _signed(self, sent: dict[str, Any]) -> dict[str, Any]:
        return {**sent, "headers": {**sent["headers"], "Authorization": f"Bearer {self._key}"}}
