"""A proposal is made once and decided once, on the report as it is, by whoever may see it."""

import asyncio
from typing import Any

import pytest

from service.edge.settings import Settings
from tests.edge.api.story import AUDITOR, DESK, KODIM, KPU, POLRES, SARI, TONO, WATI, P, assigned, fire, headers, report
from tests.features.proposals.proposing import (
    OPENED,
    RATNA,
    decide,
    nothing_changes,
    patch,
    propose,
    reads_words,
    refusal,
    version,
    work,
)
from workflows.codes.people import Role

CHAIR = (Role.COORDINATOR, "kpu", "Ketua")
BECAUSE = {"reason": "Keadaan berubah"}
CLOSE = {"trigger": "close", "outcome": "resolved", "notice": {"sent": True, "text": "Selesai"}}
DECISIONS = "SELECT count(*) FROM audit_event WHERE action IN ('proposal.approved', 'proposal.refused')"


async def proposed(client: Any, settings: Settings, made: Any, body: Any = OPENED, who: Any = TONO) -> str:
    asked = await propose(client, settings, made, body, who)
    assert asked.status_code == 201, asked.text
    return str(asked.json()["id"])


def of(made: Any) -> str:
    return f"{P}/reports/{made['id']}/proposals"


async def test_a_repeated_proposal_is_one_and_its_key_serves_no_other(
    client: Any, settings: Settings, admin: Any
) -> None:
    made, sent = await report(client, settings), headers(settings, TONO)
    first = await client.post(of(made), json=OPENED | BECAUSE, headers=sent)
    again = await client.post(of(made), json=OPENED | BECAUSE, headers=sent)
    assert (again.status_code, again.json()) == (201, first.json())
    assert again.headers["Idempotency-Replayed"] == "true"
    other = await client.post(of(made), json=OPENED | {"reason": "Lain"}, headers=sent)
    assert refusal(other) == (422, "idempotency_key_reused")
    assert await admin.fetchval("SELECT count(*) FROM proposal") == 1
    assert await admin.fetchval("SELECT count(*) FROM audit_event WHERE action = 'proposal.made'") == 1


async def test_a_repeated_decision_is_one_and_its_key_serves_no_other(
    client: Any, settings: Settings, admin: Any
) -> None:
    made = await report(client, settings)
    path, sent = f"{of(made)}/{await proposed(client, settings, made)}/decision", headers(settings, WATI)
    first = await client.post(path, json={"approve": True}, headers=sent)
    again = await client.post(path, json={"approve": True}, headers=sent)
    assert (again.status_code, again.json()) == (200, first.json())
    assert again.headers["Idempotency-Replayed"] == "true"
    other = await client.post(path, json={"approve": False}, headers=sent)
    assert refusal(other) == (422, "idempotency_key_reused")
    assert await admin.fetchval(DECISIONS) == 1
    assert await admin.fetchval("SELECT seq FROM report") == 4


async def test_a_proposal_and_a_decision_on_an_older_version_are_refused(
    client: Any, settings: Settings, admin: Any
) -> None:
    made = await report(client, settings)
    title = {"title": "Judul lain", "reason": "Perlu"}
    changed = await client.patch(f"{P}/reports/{made['id']}", json=title, headers=headers(settings, DESK, match=1))
    assert changed.status_code == 200, changed.text
    async with nothing_changes(client, settings, admin, made, TONO):
        answer = await client.post(of(made), json=OPENED | BECAUSE, headers=headers(settings, TONO, match=1))
        assert refusal(answer) == (412, "precondition_failed")
    answer = await client.post(of(made), json=OPENED | BECAUSE, headers=headers(settings, TONO, match=2))
    assert (answer.status_code, answer.headers["ETag"]) == (201, '"2"')
    path = f"{of(made)}/{answer.json()['id']}/decision"
    async with nothing_changes(client, settings, admin, made, WATI):
        answer = await client.post(path, json={"approve": True}, headers=headers(settings, WATI, match=1))
        assert refusal(answer) == (412, "precondition_failed")
    answer = await client.post(path, json={"approve": True}, headers=headers(settings, WATI, match=2))
    assert (answer.status_code, answer.headers["ETag"]) == (200, '"3"')


@pytest.mark.parametrize("kind", [OPENED, {"kind": "wall", "agency": "dispermades"}], ids=["amendment", "wall"])
async def test_of_those_who_decide_at_once_one_wins(client: Any, settings: Settings, admin: Any, kind: Any) -> None:
    made = await report(client, settings)
    walled = {"agency": "dispermades", "reason": "Keluarga"}
    assert (
        await client.post(f"{P}/reports/{made['id']}/walls", json=walled, headers=headers(settings, DESK))
    ).status_code == 201
    proposal = await proposed(client, settings, made, kind)
    deciders = [(WATI, True), (DESK, False), (RATNA, True), (WATI, False)]
    answers = await asyncio.gather(
        *(decide(client, settings, made, proposal, who, approve=approve) for who, approve in deciders)
    )
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409]
    assert {answer.json()["code"] for answer in answers if answer.status_code == 409} == {"illegal_transition"}
    (won,) = (answer.json()["state"] for answer in answers if answer.status_code == 200)
    assert await admin.fetchval("SELECT state FROM proposal") == won
    assert await admin.fetchval(DECISIONS) == 1
    assert refusal(await decide(client, settings, made, proposal, WATI)) == (409, "illegal_transition")


async def test_a_decision_under_a_version_loses_to_a_change_that_comes_first(client: Any, settings: Settings) -> None:
    made = await report(client, settings, severity="S3")
    proposal = await proposed(client, settings, made)
    at = await version(client, settings, made)
    path, body = f"{P}/reports/{made['id']}", {"severity": "S2", "reason": "Gawat"}
    answers = await asyncio.gather(
        client.patch(path, json=body, headers=headers(settings, TONO, match=at)),
        client.post(
            f"{of(made)}/{proposal}/decision", json={"approve": True}, headers=headers(settings, WATI, match=at)
        ),
    )
    assert sorted(answer.status_code for answer in answers) == [200, 412]
    assert await version(client, settings, made) >= at + 1


async def test_a_decision_while_the_report_changes_is_on_the_report_as_it_is(
    client: Any, settings: Settings, admin: Any
) -> None:
    made = await report(client, settings)
    proposal = await proposed(client, settings, made)
    note = f"{P}/reports/{made['id']}/notes"
    answers = await asyncio.gather(
        *(client.post(note, json={"text": f"Catatan {n}"}, headers=headers(settings, DESK)) for n in range(5)),
        decide(client, settings, made, proposal, WATI),
    )
    assert [answer.status_code for answer in answers] == [*[201] * 5, 200]
    assert await admin.fetchval("SELECT classification FROM report") == "ordinary"
    rows = await admin.fetch("SELECT seq, prev, leaf_hash FROM audit_event WHERE report_id IS NOT NULL ORDER BY seq")
    assert [row["prev"] for row in rows[1:]] == [row["leaf_hash"] for row in rows[:-1]]


async def test_what_would_do_more_by_now_is_not_done_but_may_be_refused(
    client: Any, settings: Settings, admin: Any
) -> None:
    made = await report(client, settings)
    change = {"severity": "S4", "category": "black_campaign"}
    proposal = await proposed(client, settings, made, {"kind": "amendment", "amendment": change})
    assert (await patch(client, settings, made, TONO, category="incumbent_abuse")).status_code == 200
    async with nothing_changes(client, settings, admin, made, WATI):
        answer = await decide(client, settings, made, proposal, WATI)
        assert refusal(answer) == (409, "proposal_outdated")
    assert (await decide(client, settings, made, proposal, WATI, approve=False)).json()["state"] == "refused"


@pytest.mark.parametrize(
    "who", [KODIM, KPU, (Role.COORDINATOR, "kpu", "Ketua")], ids=["stranger", "walled", "coordinator"]
)
async def test_who_may_not_see_the_report_finds_no_proposal_of_it(
    client: Any, settings: Settings, admin: Any, who: Any
) -> None:
    made = await report(client, settings, reported_party={"agency": "kpu"})
    proposal = await proposed(client, settings, made)
    absent = await client.get(f"{P}/reports/{proposal}/proposals", headers=headers(settings, who))
    async with nothing_changes(client, settings, admin, made, who):
        seen = await client.get(of(made), headers=headers(settings, who))
        assert {**seen.json(), "trace_id": ""} == {**absent.json(), "trace_id": ""}
        assert refusal(await propose(client, settings, made, OPENED, who)) == (404, "not_found")
        if who is CHAIR:
            assert refusal(await decide(client, settings, made, proposal, who)) == (404, "not_found")


async def test_of_another_region_nothing_is_found_and_of_another_report_no_proposal(
    client: Any, settings: Settings
) -> None:
    made, other = await report(client, settings), await report(client, settings)
    proposal = await proposed(client, settings, made)
    assert refusal(await decide(client, settings, other, proposal, WATI)) == (404, "not_found")
    sent = headers(settings, WATI)
    for method, path in (("GET", of(made)), ("POST", f"{of(made)}/{proposal}/decision")):
        answer = await client.request(method, path.replace("33.05", "33.06"), json={"approve": True}, headers=sent)
        assert answer.status_code == 403
        assert proposal not in answer.text


async def test_on_a_closed_report_nothing_is_taken_away(client: Any, settings: Settings, admin: Any) -> None:
    made = await assigned(client, settings)
    pending = await proposed(client, settings, made)
    await work(client, settings, made, SARI)
    path = f"/reports/{made['id']}"
    closed = await fire(client, settings, TONO, path, await version(client, settings, made), CLOSE)
    assert closed.status_code == 200, closed.text
    async with nothing_changes(client, settings, admin, made, TONO, WATI):
        for asked in (OPENED, {"kind": "lead", "agency": "polres"}, {"kind": "accusation", "agency": "kpu"}):
            assert refusal(await propose(client, settings, made, asked, TONO)) == (409, "report_closed")
        assert refusal(await decide(client, settings, made, pending, WATI)) == (409, "proposal_outdated")
    assert not await reads_words(client, settings, made, KODIM)
    assert (await decide(client, settings, made, pending, WATI, approve=False)).json()["state"] == "refused"


async def test_who_holds_no_office_for_it_proposes_and_decides_nothing(
    client: Any, settings: Settings, admin: Any
) -> None:
    made = await report(client, settings, classification="ordinary")
    proposal = await proposed(client, settings, made, {"kind": "amendment", "amendment": {"severity": "S4"}})
    refused = {AUDITOR: "role_not_permitted", KODIM: "not_lead_agency_nor_author"}
    deciding = {AUDITOR: "role_not_permitted", KODIM: "role_not_permitted", POLRES: "role_not_permitted"}
    deciding |= {(Role.SUPERVISOR, "kodim", "Danramil"): "not_lead_agency"}
    async with nothing_changes(client, settings, admin, made, KODIM):
        for who, code in refused.items():
            assert refusal(await propose(client, settings, made, OPENED, who)) == (403, code)
        for who, code in deciding.items():
            assert refusal(await decide(client, settings, made, proposal, who)) == (403, code)


async def test_actions_say_beforehand_who_may_decide(client: Any, settings: Settings) -> None:
    made = await report(client, settings, classification="secret")
    proposal = await proposed(client, settings, made)
    said = {}
    for who in (TONO, WATI, DESK, POLRES):
        (one,) = (await client.get(of(made), headers=headers(settings, who))).json()["items"]
        assert one["id"] == proposal
        approve = next(action for action in one["actions"] if action["action"] == "approve")
        said[who] = [reason["code"] for reason in approve["reasons"]]
    assert said == {
        TONO: ["own_request"],
        WATI: [],
        DESK: ["reads_no_words"],
        POLRES: ["role_not_permitted"],
    }
