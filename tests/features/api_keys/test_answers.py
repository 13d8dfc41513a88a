"""A key's right is the table's right of its scopes, at most its maker's: for answers as for acts.

Every GET is asked with a key and by its maker, of reports of every classification; every act that a machine may do is
done by a key that has no scope to read what it acts on.
"""

from collections.abc import Iterator
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from openpyxl import load_workbook

from service.app import ROUTES
from service.edge.settings import Settings
from service.features.answers import READ_BY
from tests.edge.api.rights import BESIDE, PEOPLE, RIGHTS, Caller, Right
from tests.edge.api.story import ADMIN, DESK, REPORT, SARI, TONO, P, headers, report
from tests.edge.api.test_authorisation import ROUTE, Scene, ask, scene
from tests.features.api_keys.showing import made, shown
from tests.features.api_keys.test_keys import _With
from workflows.access.permissions import PERMISSIONS, Action
from workflows.codes.people import Role
from workflows.decisions.machines.api_keys import may_give
from workflows.trail.replay.faults import Fault
from workflows.trail.replay.machine import Replay

MAKERS = {
    "who leads it": TONO,
    "whose officer reported it": (Role.SUPERVISOR, PEOPLE["author"][0], "Pemimpin"),
    "who holds a task of it": (Role.SUPERVISOR, PEOPLE["holder"][0], "Pemimpin"),
    "who has no part in it": (Role.SUPERVISOR, PEOPLE["stranger"][0], "Pemimpin"),
    "who is accused": (Role.SUPERVISOR, PEOPLE["accused"][0], "Pemimpin"),
    "the desk": DESK,
    "the operator": ADMIN,
}
STATE = ("bawaslu", "verify", "review", "check", "judged")
OF_MACHINES = [one for one in RIGHTS.values() if one.cells[Role.INTEGRATOR] not in {"-", "own", "owner", "reader"}]
OWN = {"listWebhooks"}
"""What is one's own and not read of anything: a key is another person than its maker."""

LAID_OUT = {"exportSituationHtml", "exportSituationPdf"}
"""Pages of the counts that `getSummary` answers: what there is less of is drawn otherwise."""

READS = [
    right
    for right in OF_MACHINES
    if "GET" in ROUTE[right.operation].http_methods and right.scope not in {"signed", "public"}
    if right.operation not in OWN | LAID_OUT
]
ACTS = [
    right
    for right in RIGHTS.values()
    if right.cells[Role.INTEGRATOR] == "any" and right not in READS
    if READ_BY.get(ROUTE[right.operation].opt.get("answer"), right.scope) != right.scope
]
OF_THE_ACT = {"id", "state", "version", "receipt", "secret"}
NOT_COMPARED = {"actions", "trace_id", "action", "role"}
"""What a caller may do, and who was refused what, is each one's own."""


def scopes_of(role: Role) -> list[str]:
    """Every scope that somebody of this role can give a key."""
    return [action.value for action in PERMISSIONS if may_give(role, action)]


def beyond(key: Any, maker: Any, at: str = "") -> Iterator[str]:
    """Where a key is shown what its maker is not; of counts it may be shown smaller ones."""
    if isinstance(key, dict) and isinstance(maker, dict):
        for name in key.keys() - NOT_COMPARED:
            yield from beyond(key[name], maker.get(name), f"{at}/{name}")
    elif isinstance(key, list) and isinstance(maker, list):
        for item in key:
            if all(list(beyond(item, other, at)) for other in maker):
                yield f"{at}: {item}"
    elif isinstance(key, int) and isinstance(maker, int) and at.startswith("/elections"):
        yield from [f"{at}: {key} of {maker}"] if key > maker else []
    elif key is not None and key not in ([], maker):
        yield f"{at}: {key} and not {maker}"


def rows_of(workbook: bytes) -> Iterator[str]:
    for sheet in load_workbook(BytesIO(workbook), read_only=True).worksheets:
        yield from (f"{sheet.title} {row}" for row in sheet.iter_rows(values_only=True))


def content_of(answer: Any) -> Any:
    if "spreadsheetml" in answer.headers.get("Content-Type", ""):
        return sorted(rows_of(answer.content))
    if "json" in answer.headers.get("Content-Type", "") and "ndjson" not in answer.headers["Content-Type"]:
        return answer.json()
    return sorted(line for line in answer.text.splitlines() if not line.startswith(("retry:", ":")))


async def asked_as(client: Any, settings: Settings, right: Right, at: Scene, sent: dict[str, str]) -> Any:
    bearer = sent["Authorization"].partition(" ")[2]
    return await ask(_With(client, bearer), settings, right, Caller(Role.INTEGRATOR, "lead"), at)


async def classified(client: Any, settings: Settings, at: Scene, classification: str) -> None:
    path = f"{P}/reports/{at.ids['report_id']}"
    version = (await client.get(path, headers=headers(settings, DESK))).json()["version"]
    body = {"classification": classification, "reason": "Perlu"}
    answer = await client.patch(path, json=body, headers=headers(settings, DESK, match=version))
    assert answer.status_code == 200, answer.text


@pytest.mark.slow  # every operation by every key; in small: the tests around it, and test_keys.py
async def test_no_key_is_shown_what_its_maker_is_not(client: Any, settings: Settings, admin: Any) -> None:
    at, wrongly, compared = await scene(client, settings, admin, *STATE), [], 0
    keys = {name: await made(client, settings, *scopes_of(who[0]), who=who) for name, who in MAKERS.items()}
    for classification in ("ordinary", "restricted", "secret"):
        if classification != "ordinary":
            await classified(client, settings, at, classification)
        for name, who in MAKERS.items():
            for right in READS:
                by_key = await asked_as(client, settings, right, at, shown(keys[name]["key"]))
                if not by_key.is_success:
                    continue
                by_maker = await asked_as(client, settings, right, at, headers(settings, who))
                more = list(beyond(content_of(by_key), content_of(by_maker) if by_maker.is_success else None))
                compared += 1
                if more:
                    wrongly.append((classification, name, right.name, by_maker.status_code, more[:3]))
    assert not wrongly
    assert compared > 300


@pytest.mark.parametrize("classification", ["ordinary", "restricted", "secret"])
@pytest.mark.parametrize("who", [who for name, who in MAKERS.items() if name != "the operator"])
async def test_what_a_key_reported_is_read_by_it_and_its_maker_alike(
    client: Any, settings: Settings, who: Any, classification: str
) -> None:
    key = await made(client, settings, "report:create", "report:read", "history:read", who=who)
    body = REPORT | {"classification": classification}
    answer = await client.post(f"{P}/reports", json=body, headers=shown(key["key"]))
    assert answer.status_code == 201, answer.text
    for path in (f"/reports/{answer.json()['id']}", "/reports", f"/reports/{answer.json()['id']}/history"):
        by_key = await client.get(f"{P}{path}", headers=shown(key["key"]))
        by_maker = await client.get(f"{P}{path}", headers=headers(settings, who))
        assert by_key.status_code == 200, by_key.text
        assert list(beyond(by_key.json(), by_maker.json())) == []
    assert by_key.json()["items"][0]["texts"][0]["content"]


async def test_an_admins_key_reads_no_word_of_a_report(client: Any, settings: Settings, admin: Any) -> None:
    at = await scene(client, settings, admin, "bawaslu")
    key = await made(client, settings, *scopes_of(Role.ADMIN), who=ADMIN)
    answer = await client.get(at.fill(f"{P}/reports/{{report_id}}/erasures"), headers=shown(key["key"]))
    (erasure,) = answer.json()["items"]
    assert (erasure["id"], erasure["reason"]) == (at.ids["erasure_id"], None)
    assert not {"report:read", "event:read", "history:read", "export:make"} & set(key["scopes"])


@pytest.mark.parametrize("right", ACTS, ids=lambda right: right.name)
async def test_who_acts_without_reading_is_told_of_the_act_alone(
    client: Any, settings: Settings, admin: Any, right: Right
) -> None:
    """With the one scope, and with every other but the one that reads; the first answer again says no more."""
    reads = READ_BY[ROUTE[right.operation].opt["answer"]]
    all_others = {scope for scope in scopes_of(Role.SUPERVISOR) if scope != reads}
    for scopes in ({right.scope} | BESIDE.get(right.scope, set()), all_others):
        at = await scene(client, settings, admin, "bawaslu", evidence=False)
        key = await made(client, settings, *(scopes | {right.scope}), who=TONO)
        sent = shown(key["key"])
        first = await asked_as(client, settings, right, at, sent)
        assert first.is_success, first.text
        if reads.value not in scopes | {right.scope}:
            assert first.json().keys() <= OF_THE_ACT, first.text
            assert first.json()["receipt"]["event"]


ACTED: dict[str, tuple[str, dict[str, Any], str]] = {
    "note": ("/notes", {"text": "Catatan"}, "report:note"),
    "link": ("/links", {"report": "{other}", "kind": "related"}, "report:link"),
    "content": ("/content-checks", {"url": "https://contoh.example/1"}, "content:open"),
}


@pytest.mark.parametrize("act", ACTED)
async def test_neither_a_repetition_nor_a_wrong_version_says_more(client: Any, settings: Settings, act: str) -> None:
    path, body, scope = ACTED[act]
    made_report, other = [await report(client, settings, classification="ordinary") for _ in range(2)]
    body = {name: str(value).replace("{other}", other["id"]) for name, value in body.items()}
    where = f"{P}/reports/{made_report['id']}{path}"
    key = await made(client, settings, scope)
    sent = shown(key["key"])
    first = await client.post(where, json=body, headers=sent)
    again = await client.post(where, json=body, headers=sent)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert first.content == again.content
    assert first.json().keys() == OF_THE_ACT - {"secret"}
    stale = await client.post(where, json=body, headers=shown(key["key"], **{"If-Match": '"99"'}))
    assert (stale.status_code, stale.json()["code"]) == (412, "precondition_failed")
    assert "current_version" not in stale.json()
    assert "ETag" not in stale.headers
    reader = await made(client, settings, scope, "report:read", "content:read")
    told = await client.post(where, json=body, headers=shown(reader["key"], **{"If-Match": '"99"'}))
    version = 2 if act == "link" else 1
    assert (told.json()["current_version"], told.headers["ETag"]) == (version, f'"{version}"')


async def test_a_queue_says_no_more_than_its_single_calls(client: Any, settings: Settings) -> None:
    made_report = await report(client, settings, classification="ordinary")
    command = {"kind": "note.add", "target": made_report["id"], "at": "2024-11-25T08:00:00Z", "body": {"text": "Kata"}}
    ids = [f"01930000-0000-7000-8000-{number:012d}" for number in (1, 2)]
    queue = [command | {"id": ids[0], "expected_version": 1}, command | {"id": ids[1], "expected_version": 9}]
    key = await made(client, settings, "report:note")
    answer = await client.post(f"{P}/commands", json={"commands": queue}, headers=shown(key["key"]))
    applied, conflict = answer.json()["results"]
    assert (applied["status"], applied["version"]) == ("applied", 1)
    assert (conflict["status"], conflict["current"]) == ("conflict", {"state": None, "version": None})
    assert "current_version" not in conflict["problem"]


def test_every_act_of_a_machine_has_a_scope_that_reads_its_answer() -> None:
    """Whatever is opened to machines later is held by the table too, or fails here."""
    untold = [
        route.operation_id
        for route in ROUTES
        if not route.http_methods & {"GET", "HEAD"}
        and (action := getattr(route.before_request, "action", None)) is not None
        and Role.INTEGRATOR in PERMISSIONS[action]
        and "answer" in route.opt
        and route.opt["answer"] not in READ_BY
    ]
    assert untold == []
    assert ACTS


async def test_events_are_told_only_to_who_may_read_events(client: Any, settings: Settings) -> None:
    body = {"url": "https://8.8.8.8/tindak", "actions": ["*"]}
    without = await made(client, settings, "webhook:make", "webhook:read", "webhook:change", "report:read")
    answer = await client.post(f"{P}/webhooks", json=body, headers=shown(without["key"]))
    assert (answer.status_code, answer.json()["code"]) == (403, "scope_missing")
    assert answer.json()["action"] == Action.EVENT_READ


async def test_a_key_made_before_that_may_not_read_events_is_told_none(
    client: Any, settings: Settings, admin: Any, worker: Any
) -> None:
    from service.features.webhooks.fanout import fan_out  # noqa: PLC0415
    from service.storage.db.pool import Database  # noqa: PLC0415 - only here a worker's turn is taken by hand

    del worker
    body = {"url": "https://8.8.8.8/tindak", "actions": ["*"]}
    key = await made(client, settings, "webhook:make", "event:read")
    answer = await client.post(f"{P}/webhooks", json=body, headers=shown(key["key"]))
    assert answer.status_code == 201, answer.text
    await admin.execute("UPDATE api_key SET scopes = '{webhook:make}'")
    assert settings.database_url is not None
    database = Database(settings.database_url.get_secret_value(), size=1, application="test")
    await database.open()
    await fan_out(database, "33.05")
    await database.close()
    assert tuple(await admin.fetchrow("SELECT state, reason FROM webhook")) == ("disabled", "scope_missing")


async def replayed(admin: Any) -> list[Fault]:
    """What the replay finds in every report."""
    replay, faults = Replay("33.05"), list[Fault]()
    for row in await admin.fetch("SELECT leaf FROM audit_event WHERE report_id IS NOT NULL ORDER BY report_id, seq"):
        replay.feed(row["leaf"], None, faults)
    return faults


@pytest.mark.parametrize("severity", ["S1", "S2"])
async def test_nobody_verifies_what_a_key_of_theirs_reported(
    client: Any, settings: Settings, admin: Any, severity: str
) -> None:
    key = await made(client, settings, "report:create", "report:read", who=TONO)
    body = REPORT | {"severity": severity, "classification": "ordinary"}
    found = (await client.post(f"{P}/reports", json=body, headers=shown(key["key"]))).json()
    path = f"{P}/reports/{found['id']}"
    verify = {
        "trigger": "verify",
        "checklist": {"formal": True, "material": True},
        "grade": {"reliability": "B", "credibility": 2},
    }
    told = (await client.get(path, headers=headers(settings, TONO))).json()
    reasons = {each["action"]: [reason["code"] for reason in each["reasons"]] for each in told["actions"]}
    sent = headers(settings, TONO, match=found["version"])
    answer = await client.post(f"{path}/transitions", json=verify, headers=sent)
    if severity == "S1":  # which they may, and the event says so
        assert answer.status_code == 200, answer.text
        leaf = await admin.fetchval(
            "SELECT convert_from(leaf, 'UTF8') FROM audit_event WHERE action = 'report.verified'"
        )
        assert '"self_verified":true' in leaf
        assert await replayed(admin) == []
        return
    assert (answer.status_code, answer.json()["code"]) == (403, "own_report")
    assert reasons["verify"] == ["own_report"]
    sent = headers(settings, SARI, match=found["version"])
    assert (await client.post(f"{path}/transitions", json=verify, headers=sent)).status_code == 200


async def test_the_trail_keeps_for_whom_a_key_reported(client: Any, settings: Settings, admin: Any) -> None:
    key = await made(client, settings, "report:create", "report:read", who=TONO)
    await client.post(f"{P}/reports", json=REPORT, headers=shown(key["key"]))
    await report(client, settings)
    me = (await client.get("/v1/me", headers=headers(settings, TONO))).json()["person"]
    rows = await admin.fetch(
        "SELECT convert_from(e.leaf, 'UTF8')::json->'data'->>'for' AS told, r.reported_for::text AS kept FROM report r "
        "JOIN audit_event e ON e.report_id = r.id AND e.seq = 1 ORDER BY r.reported_at"
    )
    assert [tuple(row) for row in rows] == [(me, me), (None, None)]


@pytest.mark.parametrize("where", ["intake", "amendment", "assignment"])
async def test_a_key_is_no_person_to_be_named_or_assigned(client: Any, settings: Settings, where: str) -> None:
    key = (await made(client, settings))["id"]
    found = await report(client, settings, classification="ordinary", severity="S1")
    task = found["tasks"][0]
    asked = {
        "intake": ("POST", "/reports", REPORT | {"named_persons": [key]}, None, SARI),
        "amendment": ("PATCH", f"/reports/{found['id']}", {"named_persons": [key], "reason": "Perlu"}, 1, DESK),
        "assignment": (
            "POST",
            f"/tasks/{task['id']}/transitions",
            {"trigger": "assign_person", "assignee": key},
            1,
            (Role.OFFICER, task["agency"], "Pekerja"),
        ),
    }
    method, path, body, match, who = asked[where]
    sent = headers(settings, who, match=match, key=str(uuid4()))
    answer = await client.request(method, f"{P}{path}", json=body, headers=sent)
    assert (answer.status_code, answer.json()["code"]) == (422, "validation_failed"), answer.text


def test_the_comparison_finds_what_a_maker_is_shown_as_null_or_not_at_all() -> None:
    assert len(list(beyond({"a": "kata", "b": [{"c": 1}], "d": 1}, {"a": None, "b": [{"c": 2}]}))) == 3
    assert list(beyond({"a": None, "b": [{"c": 2}]}, {"a": "kata", "b": [{"c": 1}, {"c": 2}]})) == []
