"""A limit stays as it was told: a calendar that changes makes nothing late, and what a decision made says so.

All dates were counted by hand. From February to March 2024 the 11th and 12th of March were no working days.
"""

from pathlib import Path
from typing import Any

import pytest

from service.edge.settings import Settings
from tests.edge.api.local_days import DAY
from tests.edge.api.story import ADMIN, DESK, POLRES, SARI, SUPERVISOR, TONO, VERIFY, P, fire, headers, report
from tests.edge.contract.administrative_steps import body_of
from tests.features.clocks.test_over_http import MORE, extend, read
from tests.features.clocks.test_put_right import MISSING, OF_PEMILU, OF_PILKADA, at, noted, shown, verdict
from tests.features.elections.at_a_time import set_clock
from tests.features.proposals.proposing import person
from tests.signing import Signer

THURSDAY = "2024-02-22"
KNOWN = {"occurred_at": "2024-02-18T10:00:00+07:00", "known_at": "2024-02-19T10:00:00+07:00"}
EKO = (SUPERVISOR, "polres", "Eko")
DEWI = (SUPERVISOR, "kpu", "Dewi")
DISMISSED = {"trigger": "dismiss", "outcome": "insufficient", "reason": "Bukti kurang"}
REOPENED = {"trigger": "reopen", "basis": "new_fact", "reason": "Fakta baru"}


async def keep(client: Any, settings: Settings, day: str, **changes: Any) -> None:
    sent = headers(settings, ADMIN)
    answer = await client.post(f"{P}/calendar/days", json=DAY | {"day": day} | changes, headers=sent)
    assert answer.status_code == 201, answer.text


async def recount(client: Any, settings: Settings, clock: str, who: Any = TONO) -> Any:
    sent = headers(settings, who)
    return await client.post(f"{P}/clocks/{clock}/recount", json={"reason": "Cuti bersama"}, headers=sent)


async def found(client: Any, settings: Settings, made: Any) -> Any:
    return await read(client, settings, f"/reports/{made['id']}", DESK)


async def act(client: Any, settings: Settings, made: Any, body: Any, who: Any = SARI) -> Any:
    version = (await found(client, settings, made))["version"]
    return await fire(client, settings, who, f"/reports/{made['id']}", version, body)


async def done(client: Any, settings: Settings, made: Any, body: Any, who: Any = SARI) -> None:
    answer = await act(client, settings, made, body, who)
    assert answer.status_code == 200, answer.text


async def history(client: Any, settings: Settings, made: Any) -> list[Any]:
    return list((await read(client, settings, f"/reports/{made['id']}/history"))["items"])


@pytest.mark.parametrize("decided", [False, True])
async def test_a_day_that_is_kept_later_makes_no_late_report_one_in_time_before_somebody_decides_it(
    client: Any,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    worker: Any,
    signer: Signer,
    tmp_path: Path,
    *,
    decided: bool,
) -> None:
    """Known on Monday 19 February 2024: seven working days ended on Wednesday 28; it came on Thursday 29 at 10:00.

    With Thursday 22 off they end on the 29th, at the counter at 16:00.
    """
    set_clock(monkeypatch, "2024-02-29T10:00:00")
    made = await report(client, settings, **OF_PEMILU | KNOWN)
    assert made["advisories"] == ["lodged_late"]
    await keep(client, settings, THURSDAY)
    lodged = (await shown(client, settings, made))["lodge_report"]
    ends = [lodged[name] for name in ("due_at", "counter_end", "recounted_due_at", "recounted_counter_end")]
    assert ends == [at(f"2024-02-{moment}") for moment in ("28T23:59:59", "28T16:00:00", "29T23:59:59", "29T16:00:00")]
    assert (await found(client, settings, made))["advisories"] == ["lodged_late"]
    told = await read(client, settings, f"/clocks/{lodged['id']}")
    assert "by the one in force it would end on Thursday 29 February 2024" in told["explanations"]["en"]
    assert [one["allowed"] for one in told["actions"] if one["action"] == "recount"] == [True]
    if decided:
        for who, code in ((SARI, "role_not_permitted"), (EKO, "not_clock_agency")):
            answer = await recount(client, settings, lodged["id"], who)
            assert (answer.status_code, answer.json()["code"]) == (403, code)
        answer = await recount(client, settings, lodged["id"])
        assert answer.status_code == 200, answer.text
        moved = answer.json()
        assert [moved[name] for name in ("due_at", "counter_end")] == ends[2:]
        assert (moved["stopped_at"], moved["warned"]) == (lodged["stopped_at"], 0)
        assert (await recount(client, settings, lodged["id"])).json()["code"] == "calendar_unchanged"
    kept = await found(client, settings, made)
    assert kept["advisories"] == ([] if decided else ["lodged_late"])
    await done(client, settings, made, VERIFY)
    registered = next(one for one in await history(client, settings, made) if one["action"] == "report.verified")
    assert registered["data"]["lodged"] == ("in_time" if decided else "late")
    await done(client, settings, made, DISMISSED, DESK)
    assert (await recount(client, settings, lodged["id"])).json()["code"] == "clock_stopped"
    assert await verdict(settings, worker, signer, tmp_path) == (0, [])


async def test_work_on_a_saturday_after_all_makes_no_report_late_that_came_in_time(
    client: Any, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With Saturday 24 February 2024 worked, the seven days from Monday 19 would have ended on Tuesday 27."""
    set_clock(monkeypatch, "2024-02-28T10:00:00")
    made = await report(client, settings, **OF_PEMILU | KNOWN)
    assert made["advisories"] == []
    await keep(client, settings, "2024-02-24", working_day=True)
    lodged = (await shown(client, settings, made))["lodge_report"]
    assert lodged["recounted_due_at"] == at("2024-02-27T23:59:59")
    assert (await found(client, settings, made))["advisories"] == []


async def test_a_moment_that_was_put_right_is_judged_by_its_own_clock_and_the_former_by_none(
    client: Any, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From Friday 16 February 2024 the seven working days ended on Tuesday 27: the 29th is late by either calendar."""
    set_clock(monkeypatch, "2024-02-29T10:00:00")
    made = await report(client, settings, **OF_PEMILU | KNOWN | {"occurred_at": "2024-02-16T08:00:00+07:00"})
    former = (await shown(client, settings, made))["lodge_report"]["id"]
    sent = headers(settings, DESK, match=made["version"])
    body = {"known_at": "2024-02-16T10:00:00+07:00", "reason": "Keliru"}
    answer = await client.patch(f"{P}/reports/{made['id']}", json=body, headers=sent)
    assert answer.status_code == 200, answer.text
    await keep(client, settings, THURSDAY)
    told = {one["id"]: one for one in (await found(client, settings, made))["clocks"] if one["kind"] == "lodge_report"}
    assert told.pop(former)["recounted_due_at"] is None
    ((clock, current),) = told.items()
    assert (current["due_at"], current["recounted_due_at"]) == (at("2024-02-27T23:59:59"), at("2024-02-28T23:59:59"))
    assert (await recount(client, settings, former)).json()["code"] == "clock_stopped"
    assert (await recount(client, settings, clock)).status_code == 200
    assert (await found(client, settings, made))["advisories"] == ["lodged_late"]


async def test_a_clock_that_begins_with_its_extension_says_that_it_was_extended(
    client: Any, settings: Settings, monkeypatch: pytest.MonkeyPatch, worker: Any, signer: Signer, tmp_path: Path
) -> None:
    set_clock(monkeypatch, "2024-02-19T10:00:00")
    made = await report(client, settings, **OF_PEMILU | KNOWN)
    await done(client, settings, made, VERIFY)
    handling = (await shown(client, settings, made))["handling"]
    longer = (await extend(client, settings, handling["id"], body=MORE)).json()
    for _ in range(2):
        await done(client, settings, made, DISMISSED, DESK)
        await done(client, settings, made, REOPENED, DESK)
        again = (await shown(client, settings, made))["handling"]
        assert again["stopped_at"] is None
        assert [again[name] for name in ("extended", "length", "due_at")] == [True, "14wd", longer["due_at"]]
        told = await read(client, settings, f"/clocks/{again['id']}")
        assert "this is its length in all, extended by decision" in told["explanations"]["en"]
        assert (told["extends_to"], told["extension"]) == ("14wd", None)
        answer = await extend(client, settings, again["id"], body=MORE)
        assert (answer.status_code, answer.json()["code"]) == (409, "already_extended")
    assert await verdict(settings, worker, signer, tmp_path) == (0, [])


@pytest.mark.parametrize("complete", [False, True])
async def test_of_two_reports_of_which_one_lacked_something_the_other_is_merged_into_it(
    client: Any,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    worker: Any,
    signer: Signer,
    tmp_path: Path,
    *,
    complete: bool,
) -> None:
    """Its study has met the limit of the other's; what its reporter is to be told, nobody is told of the other."""
    set_clock(monkeypatch, "2024-02-19T10:00:00")
    one, two = [await report(client, settings, **OF_PEMILU | KNOWN) for _ in range(2)]
    await noted(client, settings, two, MISSING)
    into_one = {"trigger": "dismiss", "outcome": "duplicate", "duplicate_of": one["id"], "reason": "Sama"}
    answer = await act(client, settings, two, into_one)
    assert (answer.status_code, answer.json()["code"]) == (409, "survivor_protects_less")
    if complete:
        await noted(client, settings, await found(client, settings, two), {"finding": "complete"})
    await done(client, settings, one, into_one | {"duplicate_of": two["id"]})
    runs = {kind for kind, clock in (await shown(client, settings, two)).items() if clock["stopped_at"] is None}
    assert runs == (set() if complete else {"tell_missing"})
    assert await verdict(settings, worker, signer, tmp_path) == (0, [])


async def test_the_clock_of_an_agency_behind_a_wall_is_counted_anew_by_the_desk_where_nobody_leads(
    client: Any, settings: Settings, monkeypatch: pytest.MonkeyPatch, worker: Any, signer: Signer, tmp_path: Path
) -> None:
    """Two working days of study from Monday 19 February 2024 end on Wednesday 21; with Tuesday off on Thursday 22."""
    set_clock(monkeypatch, "2024-02-19T10:00:00")
    made = await report(client, settings, **OF_PEMILU | KNOWN)
    body = {"agency": "bawaslu", "reason": "Kerabat"}
    answer = await client.post(f"{P}/reports/{made['id']}/walls", json=body, headers=headers(settings, DESK))
    assert answer.status_code == 201, answer.text
    await keep(client, settings, "2024-02-20")
    study = (await shown(client, settings, made))["initial_study"]
    assert (study["whose"], study["recounted_due_at"]) == ("bawaslu", at("2024-02-22T23:59:59"))
    assert (await found(client, settings, made))["lead_agency"] is None, "in pemilu nobody else leads"
    told = await read(client, settings, f"/clocks/{study['id']}", DESK)
    assert [one["allowed"] for one in told["actions"] if one["action"] == "recount"] == [True]
    for who, status in ((TONO, 404), (POLRES, 403)):
        assert (await recount(client, settings, study["id"], who)).status_code == status
    for who, day, due in ((DESK, None, "22"), (EKO, THURSDAY, "23")):  # who made the gap, and who stands in
        if day:
            await keep(client, settings, day)
        moved = await recount(client, settings, study["id"], who)
        assert (moved.status_code, moved.json()["due_at"]) == (200, at(f"2024-02-{due}T23:59:59"))
    assert await verdict(settings, worker, signer, tmp_path) == (0, [])


@pytest.mark.parametrize("named", [False, True])
async def test_the_clock_of_kpu_in_a_secret_report_is_counted_anew_by_who_leads_and_by_whom_two_named(
    client: Any,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    worker: Any,
    signer: Signer,
    tmp_path: Path,
    *,
    named: bool,
) -> None:
    """Read out on Monday 19 February 2024: three working days to Thursday 22, and with Wednesday off to Friday 23."""
    set_clock(monkeypatch, "2024-02-19T10:00:00")
    secret = {"category": "administrative", "severity": "S3", "classification": "secret"}
    readers = {"named_persons": [await person(client, settings, DEWI)]} if named else {}
    made = await report(client, settings, SARI, **OF_PEMILU | KNOWN | secret | readers)
    for path, body in (("/transitions", VERIFY), ("/administrative/steps", body_of("decision"))):
        version = (await read(client, settings, f"/reports/{made['id']}", TONO))["version"]
        sent = headers(settings, TONO, match=version)
        answer = await client.post(f"{P}/reports/{made['id']}{path}", json=body, headers=sent)
        assert answer.status_code == 200, answer.text
    await keep(client, settings, "2024-02-21")
    clocks = (await read(client, settings, f"/reports/{made['id']}", TONO))["clocks"]
    acts = next(one for one in clocks if one["kind"] == "execute_decision")
    assert (acts["whose"], acts["recounted_due_at"]) == ("kpu", at("2024-02-23T23:59:59"))
    told = await read(client, settings, f"/clocks/{acts['id']}", TONO)
    assert [one["allowed"] for one in told["actions"] if one["action"] == "recount"] == [True]
    for who, status in ((EKO, 404), (DESK, 403), *(() if named else ((DEWI, 404),))):
        assert (await recount(client, settings, acts["id"], who)).status_code == status
    moved = await recount(client, settings, acts["id"], DEWI if named else TONO)
    assert (moved.status_code, moved.json()["due_at"]) == (200, at("2024-02-23T23:59:59"))
    assert await verdict(settings, worker, signer, tmp_path) == (0, [])


async def changed(client: Any, settings: Settings) -> list[Any]:
    return list((await read(client, settings, "/clocks/changed"))["items"])


async def test_what_ends_as_before_has_not_changed_and_of_several_readings_the_one_that_has_is_named(
    client: Any, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Handling from Monday 19 February 2024: 7 calendar days to Monday 26, 7 working days to Wednesday 28.

    With Tuesday 27 off and Saturday 24 worked after all the working days still end on the 28th; with Thursday 22 off
    as well on the 29th, and the calendar days on the 26th.
    """
    set_clock(monkeypatch, "2024-02-19T10:00:00")
    made = await report(client, settings, **OF_PEMILU | KNOWN)
    await done(client, settings, made, VERIFY)
    await keep(client, settings, "2024-02-24", working_day=True)
    assert [one["kind"] for one in await changed(client, settings)] == ["handling"]
    await keep(client, settings, "2024-02-27")
    assert await changed(client, settings) == []
    clock = (await shown(client, settings, made))["handling"]["id"]
    told = await read(client, settings, f"/clocks/{clock}")
    assert (told["recounted_due_at"], "calendar has changed" in told["explanations"]["en"]) == (None, False)
    assert (await recount(client, settings, clock)).json()["code"] == "calendar_unchanged"
    await keep(client, settings, THURSDAY)
    (told,) = await changed(client, settings)
    assert told["recounted_due_at"] == told["due_at"] == at("2024-02-26T23:59:59")
    why = (await read(client, settings, f"/clocks/{clock}"))["explanations"]
    assert "its end stays, and of the other readings these would end otherwise: 7 working days" in why["en"]
    assert "until Thursday 29 February 2024 at 23:59:59 WIB; only a decision moves them" in why["en"]
    assert "yang berubah: 7 hari kerja" in why["id"]
    moved = (await recount(client, settings, clock)).json()
    assert (moved["due_at"], moved["readings"][1]["due_at"]) == (told["due_at"], at("2024-02-29T23:59:59"))
    assert await changed(client, settings) == []


async def test_the_preview_tells_a_guess_of_what_is_counted_back_and_of_a_counter(
    client: Any, settings: Settings
) -> None:
    """Back from Monday 3 January 2028 into 2027; the counter before Friday 12 March 2027 closes on the 5th, by Eid."""
    for regime, step, start, guesses, words in (
        ("pemilu", "final_before_result", "2028-01-03T10:00:00+07:00", {"no_decree"}, "the day before it is day one"),
        ("pemilu", "final_before_result", "2024-03-20T10:00:00+07:00", set(), "the day before it is day one"),
        ("pilkada", "lodge_report", "2027-03-05T10:00:00+07:00", {"no_decree", "estimated_feast"}, "an estimate"),
    ):
        asked = {"regime": regime, "step": step, "start": start}
        answer = await client.get(f"{P}/clocks/preview", params=asked, headers=headers(settings, DESK))
        assert answer.status_code == 200, answer.text
        shown = answer.json()
        assert ({*shown["estimates"]}, words in shown["explanations"]["en"]) == (guesses, True)


async def test_an_event_tells_of_those_limits_alone_that_ran_until_then(
    client: Any, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_clock(monkeypatch, "2024-02-19T10:00:00")
    made = await report(client, settings, **OF_PEMILU | KNOWN)
    await noted(client, settings, made, MISSING)
    await noted(client, settings, await found(client, settings, made), {"finding": "complete"})
    await done(client, settings, made, VERIFY)
    await done(client, settings, made, DISMISSED, DESK)
    told = [(one["action"], one["data"].get("legal_stopped")) for one in await history(client, settings, made)]
    assert [one for one in told if one[1] or one[0] == "report.verified"] == [
        ("report.found_incomplete", ["initial_study"]),
        ("report.completed", ["tell_missing"]),
        ("report.verified", None),
        ("report.dismissed", ["handling"]),
    ]
    early = await report(client, settings, **OF_PILKADA | {"occurred_at": "2024-02-18T10:00:00+07:00"})
    await done(client, settings, early, VERIFY)
    (verified,) = [one for one in await history(client, settings, early) if one["action"] == "report.verified"]
    assert verified["data"]["legal_stopped"] == ["initial_study"]
