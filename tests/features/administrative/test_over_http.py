"""An administrative violation over HTTP: who enters which step, which clocks that begins and ends, and until when.

The ends are counted by hand on the calendars of February, October and November 2024 and August 2025. 8, 9 and 14
February 2024 (Isra' and Mi'raj, joint leave, voting day) and 27 November 2024 (voting day) are no working days.
"""

import asyncio
import io
import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from service.edge.settings import Settings
from service.operations.audit_bundle import bundle
from service.trail.audit import sequencer
from service.trail.tlog.bundle_writer import Scope
from service.trail.verifier.command import verify
from tests.conftest import REGION
from tests.edge.api.bodies import contents
from tests.edge.api.story import (
    AUDITOR,
    DESK,
    KODIM,
    KPU,
    SARI,
    TONO,
    VERIFY,
    WATI,
    P,
    fire,
    headers,
    report,
    verified,
)
from tests.edge.contract.administrative_steps import BODIES, HERE, TO_THE_COURT, WHO, body_of
from tests.edge.contract.case_steps import STEP_BODIES
from tests.signing import Signer

PEMILU = {"category": "administrative", "classification": "ordinary", "election": "pemilu-2024"}
PILKADA = {**PEMILU, "election": "pilkada-2024"}
IN_JANUARY = {"occurred_at": "2024-01-20T08:00:00+07:00", "known_at": "2024-01-22T08:00:00+07:00"}
IN_OCTOBER = {"occurred_at": "2024-10-14T08:00:00+07:00", "known_at": "2024-10-14T09:00:00+07:00"}
BY_KPU = ["carried_out_by_kpu"]
TSM = [
    # step, when, the clock that it begins with its owner, and until when
    # 14 working days after Monday 21 October 2024: 22-25, 28-31, 1 November, 4-8
    ("handed_up", "2024-10-21T10:00", ("province_decision", "bawaslu_province", "2024-11-08T16:59:59Z")),
    # 3 working days after Thursday 7 November: 8, (9-10 weekend) 11, 12
    ("province_decision", "2024-11-07T15:00", ("province_follow_up", "kpu", "2024-11-12T16:59:59Z")),
    # 3 working days after Tuesday 12: 13, 14, 15
    ("province_follow_up", "2024-11-12T11:00", ("supreme_court_appeal", "parties", "2024-11-15T16:59:59Z")),
    # 14 working days after Friday 15: 18-22, 25, 26, (27 voting) 28, 29, 2-6 December
    ("supreme_court_appeal", "2024-11-15T14:00", ("supreme_court_decision", "supreme_court", "2024-12-06T16:59:59Z")),
    ("supreme_court_decision", "2024-12-02T10:00", None),
]


async def take(client: Any, settings: Settings, made: str, step: str, who: Any = None, **members: Any) -> Any:
    """The answer to a step that is taken by somebody who may, or by ``who``."""
    match = (await client.get(f"{P}/reports/{made}", headers=headers(settings, DESK))).json()["version"]
    sent = headers(settings, who or WHO[step], match=match)
    return await client.post(f"{P}/reports/{made}/administrative/steps", json=body_of(step) | members, headers=sent)


async def registered(client: Any, settings: Settings, admin: Any, told: dict[str, Any]) -> str:
    """A report that has its register number since the day after it became known: what is decided is decided later."""
    found = await verified(client, settings, **told)
    since = datetime.fromisoformat(told["known_at"]) + timedelta(hours=24)
    await admin.execute("UPDATE report SET registered_at = $2 WHERE id = $1::uuid", found["id"], since)
    return str(found["id"])


async def taken(client: Any, settings: Settings, made: str, step: str, day: str, **members: Any) -> Any:
    at = f"{day}:00+07:00" if "T" in day else f"{day}T10:00:00+07:00"
    answer = await take(client, settings, made, step, at=at, **members)
    assert answer.status_code == 200, (step, answer.text)
    return answer.json()


async def violation(client: Any, settings: Settings, made: str, who: Any = TONO) -> Any:
    answer = await client.get(f"{P}/reports/{made}/administrative", headers=headers(settings, who))
    assert answer.status_code == 200, answer.text
    return answer.json()


async def clocks_of(client: Any, settings: Settings, made: str) -> dict[str, Any]:
    found = (await client.get(f"{P}/reports/{made}", headers=headers(settings, DESK))).json()
    return {clock["kind"]: clock for clock in found["clocks"]}


def allowed(found: Any) -> list[str]:
    return [one["action"] for one in found["actions"] if one["allowed"]]


def reasons(found: Any, step: str) -> list[str]:
    return next([why["code"] for why in one["reasons"]] for one in found["actions"] if one["action"] == step)


async def test_kpu_carries_a_pemilu_decision_out_within_three_working_days_of_its_reading(
    client: Any, settings: Settings, admin: Any
) -> None:
    """Read out on Wednesday 7 February 2024: (8, 9 off, 10-11 weekend) 12, 13, (14 voting) 15. UU 7/2017 art. 462."""
    made = await registered(client, settings, admin, PEMILU | IN_JANUARY)
    empty = await violation(client, settings, made)
    assert (empty["state"], empty["steps"], allowed(empty)) == ("undecided", [], ["decision"])
    assert [(one["step"], one["agency"]) for one in empty["owners"]] == [
        ("decision", "bawaslu"), ("carried_out_by_kpu", "kpu"),
    ]  # fmt: skip
    found = await taken(client, settings, made, "decision", "2024-02-07T14:00")
    assert (found["state"], found["steps"][0]["at"]) == ("decided", "2024-02-07T07:00:00Z")
    assert found["steps"][0]["texts"][0]["content"] == BODIES["decision"]["reference"]
    clocks = await clocks_of(client, settings, made)
    execute = clocks["execute_decision"]
    assert (execute["due_at"], execute["whose"], execute["stopped_at"]) == ("2024-02-15T16:59:59Z", "kpu", None)
    assert execute["basis"] == "UU 7/2017 Pasal 462"
    for met in ("administrative_decision", "handling"):
        assert clocks[met]["stopped_at"] == "2024-02-07T07:00:00Z"
    told = (await client.get(f"{P}/clocks/{execute['id']}", headers=headers(settings, KPU))).json()
    assert told["counts_from"] == "read_out"
    shown = await violation(client, settings, made, KPU)
    assert (shown["state"], allowed(shown)) == ("decided", BY_KPU)
    last = await taken(client, settings, made, "carried_out_by_kpu", "2024-02-13T09:00")
    assert (last["state"], allowed(last)) == ("carried_out", [])
    assert (await clocks_of(client, settings, made))["execute_decision"]["stopped_at"] == "2024-02-13T02:00:00Z"
    last.pop("receipt")
    again = await violation(client, settings, made, KPU)
    assert again["steps"] == last["steps"]


async def test_kpu_acts_on_a_pilkada_decision_within_seven_calendar_days_of_its_receipt(
    client: Any, settings: Settings, admin: Any
) -> None:
    """Received on Friday 22 November 2024: 23 to 29, Saturday, Sunday and voting day too. UU 1/2015 art. 140(1)."""
    made = await registered(client, settings, admin, PILKADA | IN_OCTOBER)
    await taken(client, settings, made, "decision", "2024-11-21")
    clocks = await clocks_of(client, settings, made)
    assert {"execute_decision", "kpu_follow_up"}.isdisjoint(clocks)
    assert clocks["handling"]["stopped_at"] == "2024-11-21T03:00:00Z"
    found = await taken(client, settings, made, "received_by_kpu", "2024-11-22")
    assert found["state"] == "with_kpu"
    follow = (await clocks_of(client, settings, made))["kpu_follow_up"]
    assert (follow["due_at"], follow["whose"], follow["status"]) == ("2024-11-29T16:59:59Z", "kpu", "confirmed")
    await taken(client, settings, made, "carried_out_by_kpu", "2024-11-29T16:00")
    assert (await clocks_of(client, settings, made))["kpu_follow_up"]["stopped_at"] == "2024-11-29T09:00:00Z"


async def test_what_kpu_receives_since_the_ruling_of_2025_rests_on_it_too(
    client: Any, settings: Settings, admin: Any
) -> None:
    """Received on Friday 1 August 2025: 2 to 8. The ruling of 30 July 2025 does not reach back."""
    made = await registered(client, settings, admin, PILKADA | IN_OCTOBER)
    await taken(client, settings, made, "decision", "2025-07-29")
    await taken(client, settings, made, "received_by_kpu", "2025-08-01")
    follow = (await clocks_of(client, settings, made))["kpu_follow_up"]
    assert (follow["due_at"], follow["status"]) == ("2025-08-08T16:59:59Z", "to_confirm")
    assert "MK 104/PUU-XXIII/2025" in follow["basis"]


async def test_a_massive_violation_goes_to_the_province_to_kpu_and_to_the_supreme_court(
    client: Any, settings: Settings, admin: Any
) -> None:
    """UU 1/2015 art. 135A(2), (4), (6), (7): four clocks, of which two bind nobody of the region."""
    made = await registered(client, settings, admin, PILKADA | IN_OCTOBER)
    before = None
    for step, when, begun in TSM:
        found = await taken(client, settings, made, step, when)
        clocks = await clocks_of(client, settings, made)
        if begun is not None:
            kind, whose, due = begun
            assert (clocks[kind]["whose"], clocks[kind]["due_at"], clocks[kind]["stopped_at"]) == (whose, due, None)
        if before is not None:
            assert clocks[before]["stopped_at"] == found["steps"][-1]["at"]
        before = begun and begun[0]
    assert (found["state"], allowed(found)) == ("final", [])
    assert clocks["handling"]["stopped_at"] == "2024-10-21T03:00:00Z"


async def test_what_was_not_proven_or_cancels_nothing_begins_no_clock(
    client: Any, settings: Settings, admin: Any
) -> None:
    here, there, otherwise = [await registered(client, settings, admin, PILKADA | IN_OCTOBER) for _ in range(3)]
    found = await taken(client, settings, here, "decision", "2024-10-21", finding="not_proven")
    assert (found["state"], allowed(found)) == ("not_proven", [])
    await taken(client, settings, there, "handed_up", "2024-10-21")
    found = await taken(client, settings, there, "province_decision", "2024-11-07", finding="not_proven")
    assert found["state"] == "not_proven"
    for step in TO_THE_COURT[:2]:
        await taken(client, settings, otherwise, step, "2024-11-07")
    found = await taken(client, settings, otherwise, "province_follow_up", "2024-11-08", candidacy_cancelled=False)
    assert (found["state"], found["steps"][-1]["data"]["candidacy_cancelled"]) == ("carried_out", False)
    assert "execute_decision" not in await clocks_of(client, settings, here)
    assert "province_follow_up" not in await clocks_of(client, settings, there)
    assert "supreme_court_appeal" not in await clocks_of(client, settings, otherwise)


REFUSED: list[tuple[str, dict[str, Any], Any, int, str]] = [
    ("decision", {}, KPU, 403, "not_step_agency"),
    ("decision", {}, KODIM, 403, "not_step_agency"),
    ("decision", {}, DESK, 403, "role_not_permitted"),
    ("decision", {}, AUDITOR, 403, "role_not_permitted"),
    ("decision", {"at": "2099-01-01T00:00:00+07:00"}, TONO, 422, "in_future"),
    # before it became known
    ("decision", {"at": "2024-01-21T10:00:00+07:00"}, TONO, 422, "step_before_the_last"),
    ("carried_out_by_kpu", {}, KPU, 409, "illegal_transition"),
    ("handed_up", {}, TONO, 409, "step_not_in_regime"),
]


@pytest.mark.parametrize(("step", "members", "who", "status", "code"), REFUSED)
async def test_what_is_not_the_callers_or_not_yet_is_refused_and_writes_nothing(
    step: str, members: dict[str, Any], who: Any, status: int, code: str, client: Any, settings: Settings, admin: Any
) -> None:
    made = await registered(client, settings, admin, PEMILU | IN_JANUARY)
    before = await contents(admin)
    answer = await take(client, settings, made, step, who, **members)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert await contents(admin) == before


async def test_whom_a_clock_binds_does_not_say_when_it_begins(client: Any, settings: Settings, admin: Any) -> None:
    made = await registered(client, settings, admin, PILKADA | IN_OCTOBER)
    await taken(client, settings, made, "decision", "2024-11-21")
    answer = await take(client, settings, made, "received_by_kpu", KPU)
    assert (answer.status_code, answer.json()["code"]) == (403, "not_step_agency")
    assert answer.json()["agency"] == "bawaslu"
    earlier = await take(client, settings, made, "received_by_kpu", at="2024-11-20T10:00:00+07:00")
    assert (earlier.status_code, earlier.json()["code"]) == (422, "step_before_the_last")
    assert earlier.json()["earliest"].startswith("2024-11-21T03:00:00")


async def test_only_an_administrative_violation_that_is_registered_and_open_has_the_path(
    client: Any, settings: Settings, admin: Any
) -> None:
    crime = (await verified(client, settings, classification="ordinary"))["id"]
    answer = await take(client, settings, crime, "decision")
    assert (answer.status_code, answer.json()["code"]) == (409, "not_administrative")
    free = (await verified(client, settings, **{**PILKADA, "election": None}))["id"]
    assert reasons(await violation(client, settings, free), "decision") == ["step_not_in_regime"]
    over = await registered(client, settings, admin, PILKADA | IN_OCTOBER)
    body = {"trigger": "dismiss", "outcome": "insufficient", "reason": "Syarat tidak terpenuhi"}
    assert (await fire(client, settings, DESK, f"/reports/{over}", 2, body)).status_code == 200
    answer = await take(client, settings, over, "decision")
    assert (answer.status_code, answer.json()["code"]) == (409, "report_closed")


async def test_what_an_accused_kpu_did_is_entered_by_bawaslu_and_kpu_finds_nothing(
    client: Any, settings: Settings, admin: Any
) -> None:
    accused = {"reported_party": {"agency": "kpu", "name": "Anggota"}}
    made = await registered(client, settings, admin, PEMILU | IN_JANUARY | accused)
    await taken(client, settings, made, "decision", "2024-02-07")
    found = await violation(client, settings, made, SARI)
    assert (allowed(found), found["owners"][1]["agency"]) == (BY_KPU, "bawaslu")
    hidden = await client.get(f"{P}/reports/{made}/administrative", headers=headers(settings, KPU))
    assert hidden.status_code == 404
    answer = await take(client, settings, made, "carried_out_by_kpu", SARI, at="2024-02-12T10:00:00+07:00")
    assert (answer.status_code, answer.json()["state"]) == (200, "carried_out")


async def test_in_pilkada_kpu_alone_cannot_make_its_limit_never_begin(
    client: Any, settings: Settings, admin: Any
) -> None:
    """Received on Friday 22 November 2024 and acted on a day late: the limit began, and was missed."""
    made = await registered(client, settings, admin, PILKADA | IN_OCTOBER)
    await taken(client, settings, made, "decision", "2024-11-21")
    early = await take(client, settings, made, "carried_out_by_kpu", at="2024-11-30T10:00:00+07:00")
    assert (early.status_code, early.json()["code"]) == (409, "kpu_receipt_not_entered")
    assert reasons(await violation(client, settings, made, KPU), "carried_out_by_kpu") == ["kpu_receipt_not_entered"]
    await taken(client, settings, made, "received_by_kpu", "2024-11-22")
    await taken(client, settings, made, "carried_out_by_kpu", "2024-11-30")
    follow = (await clocks_of(client, settings, made))["kpu_follow_up"]
    assert follow["due_at"] < follow["stopped_at"] == "2024-11-30T03:00:00Z"


async def test_what_is_secret_from_kpu_bawaslu_enters_and_kpu_learns_nothing_of_it(
    client: Any, settings: Settings, worker: Any, signer: Signer, tmp_path: Path
) -> None:
    secret = PEMILU | {"classification": "secret", "source": {"channel": "counter"}}
    made = (await report(client, settings, TONO, **secret))["id"]
    for who, path, body in (
        (WATI, "/transitions", VERIFY),
        (WATI, "/administrative/steps", body_of("decision")),
        (WATI, "/administrative/steps", body_of("carried_out_by_kpu")),
    ):
        match = (await client.get(f"{P}/reports/{made}", headers=headers(settings, WATI))).json()["version"]
        answer = await client.post(f"{P}/reports/{made}{path}", json=body, headers=headers(settings, who, match=match))
        assert answer.status_code == 200, answer.text
    found = await violation(client, settings, made, WATI)
    assert (found["state"], found["owners"][1]) == (
        "carried_out", {"step": "carried_out_by_kpu", "agency": "kpu", "basis": found["owners"][1]["basis"]},
    )  # fmt: skip
    for path in ("", "/administrative", "/history"):
        assert (await client.get(f"{P}/reports/{made}{path}", headers=headers(settings, KPU))).status_code == 404
    refused = await client.post(
        f"{P}/reports/{made}/administrative/steps", json=body_of("carried_out_by_kpu"),
        headers=headers(settings, KPU, match=4),
    )  # fmt: skip
    assert refused.status_code == 404
    assert await verdict(settings, worker, signer, tmp_path) == (0, [])


async def test_a_reopened_report_has_the_clock_of_its_last_step(client: Any, settings: Settings, admin: Any) -> None:
    """What was handed up on 21 October is to be decided by 8 November, also once the report was closed between."""
    made = await registered(client, settings, admin, PILKADA | IN_OCTOBER)
    await taken(client, settings, made, "handed_up", "2024-10-21")
    closed = await ended(client, settings, made)
    assert closed.status_code == 200, closed.text
    opened = await reopened(client, settings, made)
    begun = [
        (clock["kind"], clock["due_at"])
        for clock in opened["clocks"]
        if clock["family"] == "legal" and clock["stopped_at"] is None
    ]
    assert begun == [("province_decision", "2024-11-08T16:59:59Z")]
    assert (await violation(client, settings, made))["state"] == "with_province"


async def test_what_has_ended_is_decided_anew_once_its_report_is_taken_up_again(
    client: Any, settings: Settings, worker: Any, signer: Signer, tmp_path: Path
) -> None:
    """On a new fact; the former decision stays in the trail, and KPU's limit begins with the new one."""
    made = (await verified(client, settings, **PEMILU))["id"]
    assert (await take(client, settings, made, "decision", finding="not_proven")).status_code == 200
    assert (await take(client, settings, made, "decision")).json()["code"] == "illegal_transition"
    assert (await ended(client, settings, made, outcome="unfounded")).status_code == 200
    await reopened(client, settings, made)
    assert allowed(await violation(client, settings, made)) == ["decision"]
    early = await take(client, settings, made, "decision", at="2024-12-01T00:00:00+07:00")
    assert early.json()["code"] == "step_before_the_last"
    found = (await take(client, settings, made, "decision")).json()
    assert (found["state"], [one["data"]["finding"] for one in found["steps"]]) == ("decided", ["not_proven", "proven"])
    assert (await clocks_of(client, settings, made))["execute_decision"]["stopped_at"] is None
    assert (await take(client, settings, made, "carried_out_by_kpu")).json()["state"] == "carried_out"
    assert await verdict(settings, worker, signer, tmp_path) == (0, [])


async def test_an_election_that_is_put_right_keeps_the_path_as_if_it_had_been_entered_so(
    client: Any, settings: Settings, worker: Any, signer: Signer, tmp_path: Path
) -> None:
    decided, handed_up = [(await verified(client, settings, **PILKADA))["id"] for _ in range(2)]
    assert (await take(client, settings, decided, "decision")).status_code == 200
    assert (await take(client, settings, handed_up, "handed_up")).status_code == 200
    for made in (decided, handed_up):
        await put_right(client, settings, made, "pemilu-2024")
    read_out = (await violation(client, settings, decided))["steps"][0]["at"]
    assert await running(client, settings, decided) == {"execute_decision": read_out}
    assert {*await running(client, settings, handed_up)} == {"handling", "administrative_decision"}
    found = await violation(client, settings, handed_up)
    assert (found["state"], allowed(found)) == ("undecided", ["decision"])
    assert (await take(client, settings, handed_up, "decision")).json()["state"] == "decided"
    assert (await take(client, settings, handed_up, "carried_out_by_kpu")).json()["state"] == "carried_out"
    for made, state in ((decided, "decided"), (handed_up, "carried_out")):
        await put_right(client, settings, made, "pilkada-2024")
        assert (await violation(client, settings, made))["state"] == state
        assert not await running(client, settings, made)
    assert (await take(client, settings, decided, "received_by_kpu")).json()["state"] == "with_kpu"
    assert await verdict(settings, worker, signer, tmp_path) == (0, [])


async def test_a_decision_meets_no_handling_of_a_case_at_the_joint_desk(
    client: Any, settings: Settings, worker: Any, signer: Signer, tmp_path: Path
) -> None:
    """Registered there, taken for a violation, decided, and taken for a crime again: three acts of one officer."""
    crime = {"classification": "ordinary", "severity": "S3", "election": "pemilu-2024"}
    at_the_desk, not_there = [(await verified(client, settings, **crime))["id"] for _ in range(2)]
    handling = (await running(client, settings, not_there))["handling"]
    match = (await client.get(f"{P}/reports/{at_the_desk}", headers=headers(settings, DESK))).json()["version"]
    sent = headers(settings, SARI, match=match)
    body = {"step": "register"} | STEP_BODIES["register"]
    answer = await client.post(f"{P}/reports/{at_the_desk}/case/steps", json=body, headers=sent)
    assert answer.status_code == 200, answer.text
    for made, meanwhile in ((at_the_desk, {"handling"}), (not_there, set())):
        await taken_for(client, settings, made, "administrative")
        assert (await take(client, settings, made, "decision", SARI, finding="not_proven")).status_code == 200
        assert {*await running(client, settings, made)} == meanwhile
        await taken_for(client, settings, made, "money_politics")
        assert {*await running(client, settings, made)} == {"handling"}
    assert (await running(client, settings, not_there))["handling"] == handling
    assert await verdict(settings, worker, signer, tmp_path) == (0, [])


async def taken_for(client: Any, settings: Settings, made: str, category: str) -> None:
    match = (await client.get(f"{P}/reports/{made}", headers=headers(settings, DESK))).json()["version"]
    body = {"category": category, "reason": "Kajian"}
    answer = await client.patch(f"{P}/reports/{made}", json=body, headers=headers(settings, SARI, match=match))
    assert answer.status_code == 200, answer.text


async def put_right(client: Any, settings: Settings, made: str, election: str) -> None:
    """Proposed by one, decided by another."""
    asked = {"kind": "amendment", "amendment": {"election": election}, "reason": "Keliru"}
    path, found = f"{P}/reports/{made}/proposals", {"id": ""}
    for who, below, body in ((SARI, "", asked), (TONO, "/{id}/decision", {"approve": True})):
        match = (await client.get(f"{P}/reports/{made}", headers=headers(settings, DESK))).json()["version"]
        sent = headers(settings, who, match=match)
        answer = await client.post(path + below.format(**found), json=body, headers=sent)
        assert answer.status_code in (200, 201), answer.text
        found = answer.json()


async def running(client: Any, settings: Settings, made: str) -> dict[str, str]:
    """By what the law limits and nobody has met: from when it runs."""
    found = (await client.get(f"{P}/reports/{made}", headers=headers(settings, DESK))).json()["clocks"]
    legal = [clock for clock in found if clock["family"] == "legal" and clock["stopped_at"] is None]
    return {clock["kind"]: clock["started_at"] for clock in legal}


async def ended(client: Any, settings: Settings, made: str, who: Any = TONO, **members: Any) -> Any:
    match = (await client.get(f"{P}/reports/{made}", headers=headers(settings, DESK))).json()["version"]
    body = {"trigger": "dismiss", "outcome": "insufficient", "reason": "Keliru"} | members
    return await fire(client, settings, who, f"/reports/{made}", match, body)


async def reopened(client: Any, settings: Settings, made: str) -> Any:
    match = (await client.get(f"{P}/reports/{made}", headers=headers(settings, DESK))).json()["version"]
    again = {"trigger": "reopen", "basis": "new_fact", "reason": "Ditutup karena keliru"}
    opened = await fire(client, settings, ("supervisor", "bawaslu", "Ratna"), f"/reports/{made}", match, again)
    assert opened.status_code == 200, opened.text
    return opened.json()


async def test_no_merge_and_no_dismissal_loses_a_decision(
    client: Any, settings: Settings, worker: Any, signer: Signer, tmp_path: Path
) -> None:
    decided, other = [(await verified(client, settings, **PILKADA))["id"] for _ in range(2)]
    assert (await take(client, settings, decided, "decision")).status_code == 200
    into = {"outcome": "duplicate", "duplicate_of": other}
    refused = await ended(client, settings, decided, **into)
    assert (refused.status_code, refused.json()["code"]) == (409, "survivor_protects_less")
    assert refused.json()["protections"] == ["legal_clock"]
    nothing = await ended(client, settings, decided, outcome="unfounded")
    assert (nothing.status_code, nothing.json()["code"]) == (409, "proven_to_be_carried_out")
    merged = await ended(client, settings, other, outcome="duplicate", duplicate_of=decided)
    assert merged.status_code == 200, merged.text
    assert (await violation(client, settings, decided))["state"] == "decided"
    for step in ("received_by_kpu", "carried_out_by_kpu"):
        assert (await take(client, settings, decided, step)).status_code == 200
    assert (await ended(client, settings, decided)).status_code == 200
    assert await verdict(settings, worker, signer, tmp_path) == (0, [])


async def test_both_ways_verify_in_a_bundle(
    client: Any, settings: Settings, admin: Any, worker: Any, signer: Signer, tmp_path: Path
) -> None:
    here = await registered(client, settings, admin, PILKADA | IN_OCTOBER)
    for step, day in zip(HERE, ("2024-11-21", "2024-11-22", "2024-11-25"), strict=True):
        await taken(client, settings, here, step, day)
    there = await registered(client, settings, admin, PILKADA | IN_OCTOBER)
    for step, when, _ in TSM:
        await taken(client, settings, there, step, when)
    assert await verdict(settings, worker, signer, tmp_path) == (0, [])


async def verdict(settings: Settings, worker: Any, signer: Signer, folder: Path) -> tuple[int, list[Any]]:
    """What the verifier says of the whole trail in a bundle."""
    await sequencer.sequence_all(worker)
    await signer.publish(worker)
    key, file, out = signer.key, folder / "trail.bundle", io.BytesIO()
    await asyncio.to_thread(bundle, settings, Scope(REGION), file)
    code = await asyncio.to_thread(verify, file, [key], None, as_json=True, out=out)
    return code, json.loads(out.getvalue())["faults"]
