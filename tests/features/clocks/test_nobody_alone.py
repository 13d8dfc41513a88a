"""Nobody moves a limit alone because the calendar is another by now: what begins anew counts as it was told to.

All dates were counted by hand. In February and March 2024 the 11th and 12th of March were no working days.
"""

from pathlib import Path
from typing import Any

import pytest

from service.edge.settings import Settings
from service.trail.audit.sequencer import sequence_all
from tests.edge.api.local_days import DAY
from tests.edge.api.story import DESK, POLRES, SARI, TONO, VERIFY, WATI, P, headers, report
from tests.features.administrative.test_over_http import take as take_path
from tests.features.clocks.test_as_told import DISMISSED, KNOWN, REOPENED, THURSDAY, done, found, history, keep, recount
from tests.features.clocks.test_over_http import MORE, extend, read
from tests.features.clocks.test_put_right import OF_PEMILU, OF_PILKADA, at, of_election, shown, verdict
from tests.features.elections.at_a_time import set_clock
from tests.features.gakkumdu.test_over_http import assigned, take, taken
from tests.signing import Signer
from workflows.codes.people import Role

FOUND = {"source": {"channel": "patrol"}, "reporter": None}


async def put_right(client: Any, settings: Settings, made: Any, who: Any, **members: Any) -> Any:
    sent = headers(settings, who, match=(await found(client, settings, made))["version"])
    return await client.patch(f"{P}/reports/{made['id']}", json={"reason": "Keliru"} | members, headers=sent)


async def of_step(client: Any, settings: Settings, made: Any, step: str) -> list[Any]:
    """The clocks of a step, that which began last at the end."""
    clocks = (await found(client, settings, made))["clocks"]
    return sorted((one for one in clocks if one["kind"] == step), key=lambda one: one["id"])


async def lodged(client: Any, settings: Settings, made: Any) -> str:
    await done(client, settings, made, VERIFY)
    (verified,) = [one for one in await history(client, settings, made) if one["action"] == "report.verified"]
    return str(verified["data"]["lodged"])


@pytest.mark.parametrize(
    ("taken_in", "amended"),
    [
        (KNOWN, {"known_at": "2024-02-19T09:59:00+07:00"}),
        (
            {"occurred_at": "2024-02-19T10:00:00+07:00", "known_at": "2024-02-18T10:00:00+07:00"},
            {"occurred_at": "2024-02-19T09:59:00+07:00"},
        ),
    ],
)
async def test_a_moment_that_is_put_right_makes_no_late_report_one_in_time_by_a_day_that_was_kept_since(
    client: Any,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    worker: Any,
    signer: Signer,
    tmp_path: Path,
    taken_in: dict[str, Any],
    amended: dict[str, Any],
) -> None:
    """Known on Monday 19 February 2024: lodging ended on Wednesday 28; with Thursday 22 off on the 29th at 16:00."""
    set_clock(monkeypatch, "2024-02-29T10:00:00")
    made = await report(client, settings, **OF_PEMILU | taken_in)
    await keep(client, settings, THURSDAY)
    answer = await put_right(client, settings, made, POLRES, **amended)
    assert (answer.status_code, answer.json()["advisories"]) == (200, ["lodged_late"]), answer.text
    former, current = await of_step(client, settings, made, "lodge_report")
    names = ("due_at", "counter_end", "recounted_due_at", "recounted_counter_end")
    ends = [at(f"2024-02-{moment}") for moment in ("28T23:59:59", "28T16:00:00", "29T23:59:59", "29T16:00:00")]
    assert [current[name] for name in names] == ends
    assert (await recount(client, settings, former["id"])).json()["code"] == "clock_stopped"
    assert await lodged(client, settings, made) == "late"
    moved = await recount(client, settings, current["id"])
    assert (moved.status_code, moved.json()["due_at"]) == (200, ends[2])
    assert (await found(client, settings, made))["advisories"] == []
    assert await verdict(settings, worker, signer, tmp_path) == (0, [])


async def test_a_finding_whose_moment_is_put_right_is_fixed_by_the_days_that_it_was_told(
    client: Any, settings: Settings, monkeypatch: pytest.MonkeyPatch, worker: Any, signer: Signer, tmp_path: Path
) -> None:
    """From Monday 19 February 2024 seven calendar days to Monday 26, seven working days to Wednesday 28, not the 29th.

    It begins marked: by the calendar in force it would end otherwise.
    """
    set_clock(monkeypatch, "2024-02-20T10:00:00")
    made = await report(client, settings, SARI, **OF_PEMILU | KNOWN | FOUND)
    await keep(client, settings, THURSDAY)
    answer = await put_right(client, settings, made, SARI, known_at="2024-02-19T09:59:00+07:00")
    assert answer.status_code == 200, answer.text
    clock = (await shown(client, settings, made))["fix_finding"]["id"]
    told = await read(client, settings, f"/clocks/{clock}")
    assert [one["due_at"] for one in told["readings"]] == [at(f"2024-02-{day}T23:59:59") for day in ("26", "28")]
    assert [one["id"] for one in (await read(client, settings, "/clocks/changed"))["items"]] == [clock]
    await sequence_all(worker)
    assert [one["calendar_changed"] for one in (await read(client, settings, "/summary", DESK))["elections"]] == [1]
    moved = (await recount(client, settings, clock)).json()
    assert [one["due_at"] for one in moved["readings"]] == [at(f"2024-02-{day}T23:59:59") for day in ("26", "29")]
    assert await verdict(settings, worker, signer, tmp_path) == (0, [])


async def test_only_the_clock_of_the_law_in_force_judges_and_of_those_the_last(
    client: Any, settings: Settings, monkeypatch: pytest.MonkeyPatch, worker: Any, signer: Signer, tmp_path: Path
) -> None:
    """Known on Tuesday 20 February 2024, lodged on Thursday 29: pemilu's seven working days end that day at 16:00.

    Pilkada's seven calendar days ended on Tuesday 27. With Thursday 22 off pemilu's would end on Friday 1 March.
    """
    set_clock(monkeypatch, "2024-02-29T10:00:00")
    made = await report(client, settings, **OF_PEMILU | KNOWN | {"known_at": "2024-02-20T10:00:00+07:00"})
    await of_election(client, settings, made, "pilkada-2024")
    assert (await found(client, settings, made))["advisories"] == ["lodged_late"]
    await keep(client, settings, THURSDAY)
    of_pemilu, of_pilkada = await of_step(client, settings, made, "lodge_report")
    assert (of_pemilu["rule"], of_pemilu["recounted_due_at"]) == ("pemilu/lodge_report", None)
    assert of_pilkada["due_at"] == at("2024-02-27T23:59:59")
    assert (await recount(client, settings, of_pemilu["id"])).json()["code"] == "clock_stopped"
    assert (await found(client, settings, made))["advisories"] == ["lodged_late"]
    await of_election(client, settings, made, "pemilu-2024")
    assert (await found(client, settings, made))["advisories"] == []
    *former, current = await of_step(client, settings, made, "lodge_report")
    assert (current["due_at"], current["recounted_due_at"]) == (at("2024-02-29T23:59:59"), at("2024-03-01T23:59:59"))
    for clock in former:
        assert (await recount(client, settings, clock["id"])).json()["code"] == "clock_stopped"
    assert (await recount(client, settings, current["id"])).status_code == 200
    assert await lodged(client, settings, made) == "in_time"
    assert await verdict(settings, worker, signer, tmp_path) == (0, [])


async def test_a_case_that_is_registered_again_goes_on_in_the_time_that_it_was_told(
    client: Any, settings: Settings, monkeypatch: pytest.MonkeyPatch, worker: Any, signer: Signer, tmp_path: Path
) -> None:
    """Registered on Monday 19 February 2024, extended to fourteen working days in all: Friday 8 March.

    With Thursday 22 February off it would end on Wednesday 13 March, which a supervisor alone decides.
    """
    set_clock(monkeypatch, "2024-02-19T10:00:00")
    made = await assigned(client, settings, **OF_PEMILU | KNOWN)
    await taken(client, settings, made, "register")
    one = {"id": made}
    clock = (await shown(client, settings, one))["handling"]["id"]
    assert (await extend(client, settings, clock, body=MORE)).status_code == 200
    await keep(client, settings, THURSDAY)
    assert (await take(client, settings, made, "first_discussion", decision="stop")).status_code == 200
    await taken(client, settings, made, "register")
    again = (await shown(client, settings, one))["handling"]
    assert [again[name] for name in ("extended", "length", "stopped_at")] == [True, "14wd", None]
    assert (again["due_at"], again["recounted_due_at"]) == (at("2024-03-08T23:59:59"), at("2024-03-13T23:59:59"))
    assert (await recount(client, settings, again["id"], SARI)).status_code == 403
    assert (await recount(client, settings, again["id"])).json()["due_at"] == at("2024-03-13T23:59:59")
    assert await verdict(settings, worker, signer, tmp_path) == (0, [])


async def test_a_clock_that_a_reopened_report_has_again_is_marked_at_once(
    client: Any, settings: Settings, monkeypatch: pytest.MonkeyPatch, worker: Any, signer: Signer, tmp_path: Path
) -> None:
    """Whoever works from a list saw no reason to open it until the next change of the calendar."""
    set_clock(monkeypatch, "2024-02-19T10:00:00")
    made = await report(client, settings, **OF_PEMILU | KNOWN)
    await done(client, settings, made, VERIFY)
    await done(client, settings, made, DISMISSED, DESK)
    await keep(client, settings, THURSDAY)
    await done(client, settings, made, REOPENED, DESK)
    offer = {"agency": "kejari", "role": "support", "kind": "information", "obligatory": False}
    sent = headers(settings, DESK, match=(await found(client, settings, made))["version"])
    answer = await client.post(f"{P}/reports/{made['id']}/tasks", json=offer, headers=sent)
    assert answer.status_code == 201, answer.text
    (task,) = (await read(client, settings, "/tasks?agency=kejari", DESK))["items"]
    assert task["calendar_changed"] is True
    await sequence_all(worker)
    assert [one["calendar_changed"] for one in (await read(client, settings, "/summary", DESK))["elections"]] == [1]
    clock = (await shown(client, settings, made))["handling"]
    assert (await recount(client, settings, clock["id"])).status_code == 200
    (task,) = (await read(client, settings, "/tasks?agency=kejari", DESK))["items"]
    assert task["calendar_changed"] is False
    assert await verdict(settings, worker, signer, tmp_path) == (0, [])


@pytest.mark.parametrize("stopped", [False, True])
async def test_what_a_decision_met_stands_as_met_from_its_beginning_when_that_is_put_right(
    client: Any,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    worker: Any,
    signer: Signer,
    tmp_path: Path,
    *,
    stopped: bool,
) -> None:
    """Pilkada's finding of Monday 4 November 2024: its three days end with Bawaslu's decision, or with its case."""
    set_clock(monkeypatch, "2024-11-04T12:00:00")
    taken_in = OF_PILKADA | FOUND | {"category": "money_politics" if stopped else "administrative"}
    made = await report(client, settings, SARI, **taken_in | {"known_at": "2024-11-04T10:00:00+07:00"})
    await done(client, settings, made, VERIFY, TONO)
    set_clock(monkeypatch, "2024-11-05T10:00:00")
    if stopped:
        await taken(client, settings, made["id"], "register")
        answer = await take(client, settings, made["id"], "first_discussion", decision="stop")
    else:
        answer = await take_path(client, settings, made["id"], "decision", finding="proven", reference="01/X")
    assert answer.status_code == 200, answer.text
    met = (await shown(client, settings, made))["handling"]["stopped_at"]
    assert met is not None
    set_clock(monkeypatch, "2024-11-06T10:00:00")
    answer = await put_right(client, settings, made, SARI, known_at="2024-11-04T09:59:00+07:00")
    assert answer.status_code == 200, answer.text
    *_, handling = await of_step(client, settings, made, "handling")
    assert (handling["started_at"], handling["stopped_at"]) == (at("2024-11-04T09:59:00"), met)
    if stopped:
        await taken(client, settings, made["id"], "register")
        handling = (await shown(client, settings, made))["handling"]
        assert (handling["due_at"], handling["stopped_at"]) == (at("2024-11-07T23:59:59"), None)
    assert await verdict(settings, worker, signer, tmp_path) == (0, [])


@pytest.mark.parametrize("election", ["pemilu-2024", "pilkada-2024"])
@pytest.mark.parametrize("by_bawaslu", [False, True])
async def test_nobody_alone_makes_a_limit_one_that_no_law_sets(
    client: Any, settings: Settings, monkeypatch: pytest.MonkeyPatch, election: str, *, by_bawaslu: bool
) -> None:
    """Both moments are put before the law: earlier ones both, and yet what was late would be late no longer."""
    set_clock(monkeypatch, "2024-11-20T10:00:00")
    times = {"occurred_at": "2024-11-04T08:00:00+07:00", "known_at": "2024-11-04T10:00:00+07:00", "election": election}
    who = SARI if by_bawaslu else POLRES
    made = await report(client, settings, who, **OF_PEMILU | (FOUND if by_bawaslu else {}) | times)
    before = await found(client, settings, made)
    assert ("lodged_late" in before["advisories"]) is not by_bawaslu
    long_ago = {"occurred_at": "2014-11-10T09:00:00+07:00", "known_at": "2014-11-12T10:00:00+07:00"}
    answer = await put_right(client, settings, made, who, **long_ago)
    refused = answer.json()
    assert (answer.status_code, refused["code"], refused.get("protections")) == (
        403, "second_person_needed", ["legal_clock"],
    )  # fmt: skip
    assert await found(client, settings, made) == before


async def test_who_keeps_or_withdraws_a_day_does_not_decide_what_it_moves(
    client: Any, settings: Settings, monkeypatch: pytest.MonkeyPatch, worker: Any, signer: Signer, tmp_path: Path
) -> None:
    """Tono is an admin as well: what he says of a day, Wati decides of a clock, whichever way it goes."""
    set_clock(monkeypatch, "2024-02-19T10:00:00")
    made = await report(client, settings, **OF_PEMILU | KNOWN)
    await done(client, settings, made, VERIFY)
    clock = (await shown(client, settings, made))["handling"]["id"]
    also_admin = headers(settings, (Role.ADMIN, "bawaslu", "Tono"))
    kept = await client.post(f"{P}/calendar/days", json=DAY | {"day": THURSDAY}, headers=also_admin)
    assert kept.status_code == 201, kept.text
    await decided_by_another(client, settings, clock)
    # Another keeps a day further on: of what he had no part in, he decides.
    await keep(client, settings, "2024-02-27")
    assert (await recount(client, settings, clock)).status_code == 200
    path = f"{P}/calendar/days/{kept.json()['id']}/withdrawal"
    gone = await client.post(path, json={"reason": "Keliru"}, headers=headers(settings, (Role.ADMIN, "kpu", "Tono")))
    assert gone.status_code == 200, gone.text
    await decided_by_another(client, settings, clock)
    assert await verdict(settings, worker, signer, tmp_path) == (0, [])


async def decided_by_another(client: Any, settings: Settings, clock: str) -> None:
    """Tono is refused, and told so beforehand; Wati decides, and the trail says whose day it was."""
    told = await read(client, settings, f"/clocks/{clock}", TONO)
    (action,) = [one for one in told["actions"] if one["action"] == "recount"]
    assert (action["allowed"], [one["code"] for one in action["reasons"]]) == (False, ["kept_the_day"])
    answer = await recount(client, settings, clock)
    assert (answer.status_code, answer.json()["code"]) == (403, "kept_the_day")
    assert (await recount(client, settings, clock, WATI)).status_code == 200
