"""A wall that is put up later: access ends at once everywhere, and what was read stays in the trail."""

from typing import Any

import pytest

from service.edge.settings import Settings
from service.trail.audit.sequencer import sequence_all
from tests.edge.api.story import (
    AUDITOR,
    DESK,
    LEAD,
    OFFICER,
    POLRES,
    REPORT,
    SARI,
    SUPERVISOR,
    TONO,
    P,
    fire,
    headers,
    report,
    verified,
)
from tests.features.notices.telling import get, lift, sent, wall
from tests.trail.reads.kept import kept

SUPPORT = {"agency": "polres", "role": "support", "kind": "case"}
DONE = {"trigger": "complete", "result": "Selesai diperiksa"}
RUDI = (SUPERVISOR, "polres", "Rudi")


async def assigned(client: Any, settings: Settings, **changes: Any) -> dict[str, Any]:
    made = await verified(client, settings, **changes)
    body = {"trigger": "assign", "tasks": [LEAD, SUPPORT]}
    answer = await fire(client, settings, DESK, f"/reports/{made['id']}", 2, body)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def of(made: Any, agency: str) -> Any:
    return next(task for task in made["tasks"] if task["agency"] == agency)


@pytest.mark.parametrize("classification", ["ordinary", "restricted", "secret"])
async def test_a_walled_agency_finds_nothing_anywhere_from_that_moment_on(
    client: Any, settings: Settings, worker: Any, classification: str
) -> None:
    """docs/domain.md, "Walls": "in no list, number, history, event, search or export"."""
    made = await report(client, settings, classification=classification, severity="S1", category="intimidation")
    task = of(made, "polres")
    await sent(client, settings, made, TONO, recipient={"name": "Penerima"})
    key = headers(settings, POLRES)
    body = REPORT | {"classification": classification, "severity": "S1", "category": "intimidation"}
    own = await client.post(f"{P}/reports", json=body, headers=key)
    assert (await client.get(f"{P}/tasks/{task['id']}", headers=headers(settings, POLRES))).status_code == 200
    await sequence_all(worker)
    for each in (made, own.json()):
        answer = await wall(client, settings, each, "polres")
        assert answer.status_code == 201, answer.text
        assert of(answer.json(), "polres")["state"] == "withdrawn"
    await sequence_all(worker)
    for who in (POLRES, RUDI):
        for path in ("", "/history", "/notices", "/erasures"):
            await get(client, settings, f"/reports/{made['id']}{path}", who, 404)
        await get(client, settings, f"/tasks/{task['id']}", who, 404)
        for path in ("/reports", "/tasks", "/events", "/notices/owed", "/reports?q=amplop"):
            assert (await get(client, settings, path, who))["items"] == []
        summary = await get(client, settings, "/summary", who)
        assert [one["total"] for one in summary["elections"] if one["total"]] == []
        await get(client, settings, f"/routing/preview?report={made['id']}", who, 404)
        bundle = {"report": made["id"]}
        answer = await client.post(f"{P}/audit/bundles", json=bundle, headers=headers(settings, who))
        assert answer.status_code == 404
    accept = await fire(client, settings, POLRES, f"/tasks/{task['id']}", 1, {"trigger": "accept"})
    note = await client.post(f"{P}/reports/{made['id']}/notes", json={"text": "x"}, headers=headers(settings, POLRES))
    again = await client.post(f"{P}/reports", json=body, headers=key)
    assert [answer.status_code for answer in (accept, note, again)] == [404, 404, 404]
    assert own.json()["id"] not in again.text


async def test_what_it_read_before_stays_in_the_trail(client: Any, settings: Settings, admin: Any) -> None:
    made = await report(client, settings, classification="secret")
    await get(client, settings, f"/reports/{made['id']}", POLRES)
    await kept(client, admin)
    assert (await wall(client, settings, made, "polres")).status_code == 201
    reads = await kept(client, admin)
    assert [(read["what"], read["agency"], read["report"]) for read in reads] == [
        ("report.opened", "polres", made["id"])
    ]


async def test_another_person_takes_it_down_with_a_reason_and_access_is_back(client: Any, settings: Settings) -> None:
    made = await assigned(client, settings)
    assert (await wall(client, settings, made, "polres")).status_code == 201
    own = await lift(client, settings, made, "polres", DESK)
    assert (own.status_code, own.json()["code"]) == (403, "own_request")
    body = {"kind": "wall", "agency": "polres"}
    path = f"{P}/reports/{made['id']}/proposals"
    without = await client.post(path, json=body, headers=headers(settings, TONO))
    assert (without.status_code, without.json()["errors"][0]["pointer"]) == (422, "/reason")
    answer = await lift(client, settings, made, "polres")
    assert answer.status_code == 200, answer.text
    found = await get(client, settings, f"/reports/{made['id']}", POLRES)
    assert of(found, "polres")["state"] == "withdrawn"
    events = (await get(client, settings, f"/reports/{made['id']}/history", POLRES))["items"]
    assert [event["action"] for event in events][-6:] == [
        "report.walled",
        "task.withdrawn",
        "proposal.made",
        "proposal.made",
        "proposal.approved",
        "report.wall_lifted",
    ]
    said = [event["texts"][0]["content"] for event in events if event["action"] in {"report.walled", "proposal.made"}]
    assert said == ["Hubungan keluarga", "Petugas pindah", "Petugas pindah"]


async def test_a_wall_may_be_put_up_and_taken_down_again_and_again(client: Any, settings: Settings, admin: Any) -> None:
    made = await report(client, settings)
    for _ in range(2):
        assert (await wall(client, settings, made, "kpu")).status_code == 201
        twice = await wall(client, settings, made, "kpu")
        assert (twice.status_code, twice.json()["code"]) == (409, "already_walled")
        assert (await lift(client, settings, made, "kpu")).status_code == 200
        gone = await lift(client, settings, made, "kpu")
        assert (gone.status_code, gone.json()["code"]) == (409, "wall_unknown")
    rows = await admin.fetch("SELECT agency, raised_by <> lifted_by AS apart FROM report_wall")
    assert [(row["agency"], row["apart"]) for row in rows] == [("kpu", True)] * 2


async def test_a_lead_that_walls_itself_off_is_answered_once_and_sees_it_no_more(
    client: Any, settings: Settings
) -> None:
    made = await assigned(client, settings)
    answer = await wall(client, settings, made, "bawaslu", TONO)
    assert answer.status_code == 201, answer.text
    assert (answer.json()["state"], answer.json()["lead_agency"]) == ("verified", "kesbangpol")
    for who in (TONO, SARI):
        await get(client, settings, f"/reports/{made['id']}", who, 404)
    assert (await get(client, settings, f"/reports/{made['id']}", DESK))["lead_agency"] == "kesbangpol"


async def test_an_auditor_of_a_walled_agency_sees_only_place_and_hash(
    client: Any, settings: Settings, worker: Any
) -> None:
    made = await report(client, settings)
    await wall(client, settings, made, "inspektorat")
    await sequence_all(worker)
    events = (await get(client, settings, "/events?after=-1", AUDITOR))["items"]
    assert [event["leaf_index"] for event in events] == list(range(len(events)))
    assert {event["action"] for event in events} == {None}
    await get(client, settings, f"/reports/{made['id']}", AUDITOR, 404)


async def test_the_answer_says_beforehand_who_may(client: Any, settings: Settings) -> None:
    made = await report(client, settings)
    found = {one["action"]: one for one in (await get(client, settings, f"/reports/{made['id']}", TONO))["actions"]}
    assert found["raise_wall"]["allowed"]
    assert found["propose"]["allowed"]
    officer = {one["action"]: one for one in (await get(client, settings, f"/reports/{made['id']}"))["actions"]}
    assert [reason["code"] for reason in officer["raise_wall"]["reasons"]] == ["role_not_permitted"]
    assert SARI[0] is OFFICER


async def test_what_is_returned_does_not_go_back_to_who_was_walled_off_since(client: Any, settings: Settings) -> None:
    """docs/domain.md, "Walls": "from that moment it sees nothing": a finished task is not theirs again either."""
    made, alone = await verified(client, settings), {"trigger": "assign", "tasks": [LEAD]}
    assigning = await fire(client, settings, DESK, f"/reports/{made['id']}", 2, alone)
    lead = of(assigning.json(), "bawaslu")
    for number, body in enumerate(({"trigger": "accept"}, {"trigger": "start"}, DONE), start=1):
        answer = await fire(client, settings, TONO, f"/tasks/{lead['id']}", number, body)
        assert answer.status_code == 200, answer.text
    walled = await wall(client, settings, made, "bawaslu")
    assert (walled.status_code, walled.json()["state"]) == (201, "handled")
    back = {"trigger": "return", "reason": "Belum lengkap"}
    answer = await fire(client, settings, DESK, f"/reports/{made['id']}", walled.json()["version"], back)
    assert (answer.status_code, answer.json()["state"]) == (200, "verified"), answer.text
    assert of(answer.json(), "bawaslu")["state"] == "withdrawn"
    await get(client, settings, f"/tasks/{lead['id']}", TONO, 404)
