"""An administrative violation over HTTP: who enters which step, which clocks that begins and ends, and until when.

The ends are counted by hand on the calendars of February, October and November 2024 and August 2025. 8, 9 and 14
February 2024 (Isra' and Mi'raj, joint leave, voting day) and 27 November 2024 (voting day) are no working days.
"""

from pathlib import Path
from typing import Any

import pytest

from service.edge.settings import Settings
from tests.edge.api.bodies import contents
from tests.edge.api.story import (
    AUDITOR,
    DESK,
    KODIM,
    KPU,
    SARI,
    TONO,
    P,
    fire,
    headers,
    verified,
)
from tests.edge.contract.administrative_steps import BODIES, HERE, TO_THE_COURT
from tests.features.administrative.acting import (
    IN_JANUARY,
    IN_OCTOBER,
    PEMILU,
    PILKADA,
    allowed,
    clocks_of,
    reasons,
    registered,
    take,
    taken,
    verdict,
    violation,
)
from tests.signing import Signer

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
    # before it became known, and before it was registered
    ("decision", {"at": "2024-01-21T10:00:00+07:00"}, TONO, 422, "step_before_the_last"),
    ("decision", {"at": "2024-01-23T07:59:59+07:00"}, TONO, 422, "step_before_the_last"),
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
