"""The ends of things, to the microsecond: local days in the hours when UTC is a day behind, and a worker that is late.

Nothing here happens at noon: a fault of one day shows between midnight and 07:00 in Jakarta, a fault of one comparison
at the very instant, and a worker that is on time never sees what one that is behind sees.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest
from uuid_utils.compat import uuid7

from tests.workflows.clocks.test_pauses import after_pause, running
from tests.workflows.facts import lead, report
from tests.workflows.law import LAW, POLICY, kept, local, started
from workflows.access.facts import ClockFacts, ReportFacts
from workflows.access.refusals import InvalidCommand
from workflows.clocks.calendar import Calendar
from workflows.clocks.days import due, parse_length
from workflows.clocks.kept_clocks import extended, warning_anew
from workflows.clocks.warnings import moment_of
from workflows.codes.clocks import ClockKind, DayOff, LegalStep
from workflows.codes.reports import Severity
from workflows.codes.tasks import TaskRole, TaskState
from workflows.codes.wording import Wording
from workflows.decisions.change import Change, Circumstances
from workflows.decisions.clocks.extending import obstacles
from workflows.decisions.clocks.ladder import next_step, reached_at
from workflows.decisions.clocks.overdue import decide_due
from workflows.decisions.clocks.starting import start_legal_clock
from workflows.decisions.reports.intake import require_past
from workflows.policy.stages import stage_of

TICK = timedelta(microseconds=1)
HOUR = timedelta(hours=1)
HOURS = range(24)
MONDAY = date(2024, 2, 19)  # a week of five working days follows


# The day that counts is the region's


@pytest.mark.parametrize("hour", HOURS)
@pytest.mark.parametrize(("length", "days"), [("1cd", 1), ("3cd", 3), ("1wd", 1), ("4wd", 4)])
def test_whatever_the_hour_the_day_after_the_local_day_is_day_one(hour: int, length: str, days: int) -> None:
    start = local(f"{MONDAY}T{hour:02}:00:00")
    assert due(length, start.astimezone(UTC), POLICY.calendar).due_at == local(f"{MONDAY + timedelta(days)}T23:59:59")


@pytest.mark.parametrize("hour", HOURS)
def test_whatever_the_hour_the_law_of_the_local_day_sets_the_limit(hour: int) -> None:
    row = LAW.by_step["pemilu", LegalStep.HANDLING][0]
    former = msgspec.structs.replace(row, valid_to=MONDAY - timedelta(1), length=1)
    present = msgspec.structs.replace(row, valid_from=MONDAY, valid_to=MONDAY, length=2)
    law = replace(LAW, by_step={(row.regime, row.step): (former, present)})
    changed = replace(POLICY, law=law)
    for day, length in ((MONDAY - timedelta(1), "1wd"), (MONDAY, "2wd"), (MONDAY + timedelta(1), None)):
        clock = start_legal_clock(changed, row.regime, row.step, local(f"{day}T{hour:02}:00:00").astimezone(UTC))
        assert (clock and clock.length) == length


@pytest.mark.parametrize("hour", HOURS)
def test_whatever_the_hour_the_stage_is_that_of_the_local_day(hour: int) -> None:
    for day, stage in ((date(2024, 2, 10), "campaign"), (date(2024, 2, 11), "quiet"), (date(2024, 2, 14), "voting")):
        assert stage_of(POLICY, "pemilu-2024", local(f"{day}T{hour:02}:00:00").astimezone(UTC)) == stage


@pytest.mark.parametrize("unit", ["m", "h", "cd", "wd"])
@pytest.mark.parametrize("count", [1, 9, 10, 99, 100, 999, 1000, 9999])
def test_a_length_of_up_to_four_digits_is_read_and_written_back(unit: str, count: int) -> None:
    assert str(parse_length(f"{count}{unit}")) == f"{count}{unit}"
    for other in ("0", f"0{count}", f"{count}0000"):
        with pytest.raises(ValueError, match="no clock length"):
            parse_length(f"{other}{unit}")


def test_a_day_off_of_the_nation_keeps_its_reason_where_the_region_has_it_off_too() -> None:
    off = {day: Wording("Market day", "Hari pasar") for day in (date(2024, 2, 14), date(2024, 2, 17), MONDAY)}
    calendar = Calendar(POLICY.zone, off, {})
    found = [calendar.day_off(day) for day in off]
    assert [each and each.reason for each in found] == [DayOff.HOLIDAY, DayOff.WEEKEND, DayOff.REGION]


# At the instant itself


def test_a_time_is_past_until_it_is_more_than_five_minutes_ahead() -> None:
    now = local("2024-02-19T03:00:00")
    for ahead in (-HOUR, timedelta(0), TICK, timedelta(minutes=5) - TICK, timedelta(minutes=5)):
        require_past(now + ahead, "/at", now)
    with pytest.raises(InvalidCommand, match="in_future"):
        require_past(now + timedelta(minutes=5) + TICK, "/at", now)


@pytest.mark.parametrize(
    ("state", "against"),
    [
        ({}, []),
        ({"extended": True}, ["already_extended"]),
        ({"extends_to": None}, ["no_extension"]),
        ({"paused_at": local("2024-02-20T03:00:00")}, ["clock_paused"]),
        ({"stopped_at": local("2024-02-20T03:00:00")}, ["clock_stopped"]),
        ({"extends_to": None, "extended": True, "paused_at": local("2024-02-20T03:00:00")},
         ["no_extension", "already_extended", "clock_paused"]),
    ],
)  # fmt: skip
@pytest.mark.parametrize("late", [-TICK, timedelta(0), TICK])
def test_a_clock_is_extended_until_its_last_instant(state: dict[str, Any], against: list[str], late: timedelta) -> None:
    clock = kept(started("pemilu/handling", local(f"{MONDAY}T03:00:00")), **state)
    ended = late > timedelta(0) and not state.keys() & {"paused_at", "stopped_at"}
    assert list(obstacles(report(), clock, clock.due_at + late)) == [*against, *(["clock_ended"] if ended else [])]
    assert clock.runs(clock.due_at + late) is (late <= timedelta(0) and "stopped_at" not in state)


@pytest.mark.parametrize("percent", [50, 80])
@pytest.mark.parametrize("late", [-TICK, timedelta(0), TICK])
def test_an_extension_counts_a_warning_as_passed_from_its_moment_on(percent: int, late: timedelta) -> None:
    clock = extended(kept(started("pemilu/handling", local(f"{MONDAY}T03:00:00")), warned=80), POLICY.calendar)
    anew = warning_anew(clock, moment_of(percent, clock.started_at, clock.due_at) + late)
    assert anew.warned == {50: 0, 80: 50}[percent] if late < timedelta(0) else percent


@pytest.mark.parametrize("warned", [0, 50, 80])
@pytest.mark.parametrize("passed", [0, 50, 80])
def test_an_extension_never_says_that_a_warning_was_given_which_a_late_worker_has_not_given(
    warned: int, passed: int
) -> None:
    """What has passed and was not told is told now, and not in the past."""
    clock = extended(kept(started("pemilu/handling", local(f"{MONDAY}T03:00:00")), warned=warned), POLICY.calendar)
    now = clock.started_at if not passed else moment_of(passed, clock.started_at, clock.due_at) + HOUR
    anew = warning_anew(clock, now)
    assert anew.warned == min(warned, passed)
    following = {0: 50, 50: 80, 80: 100}[anew.warned]
    assert anew.next_at == max(now, moment_of(following, clock.started_at, clock.due_at))


@pytest.mark.parametrize("rule", ["pemilu/handling", "pilkada/handling", "pemilu/forward_crime"])
def test_a_clock_that_is_paused_in_the_hours_when_utc_is_a_day_behind_has_the_days_that_were_left(rule: str) -> None:
    clock = running(rule, local(f"{MONDAY}T03:00:00"))
    still = local(f"{MONDAY + timedelta(1)}T03:00:00")
    for hours in (1, 20):
        assert after_pause(clock, still, still + hours * HOUR).due_at == clock.due_at + (
            hours * HOUR if rule == "pemilu/forward_crime" else timedelta(0)
        )


# The worker is behind


def given(now: datetime) -> Circumstances:
    return Circumstances(POLICY, now, iter(uuid7, None))


def clock(number: int, **more: Any) -> ClockFacts:
    start = local(f"{MONDAY}T03:00:00")
    plain = {"kind": ClockKind.VERIFY.value, "task": None, "started_at": start, "due_at": start + 10 * HOUR}
    return ClockFacts(**plain | {"id": UUID(int=number), "next_at": start + 5 * HOUR} | more)  # type: ignore[arg-type]


def done(about: ReportFacts, clocks: list[ClockFacts], now: datetime) -> Change | None:
    return decide_due(about, clocks, given(now))


def told(change: Change | None) -> Iterator[tuple[str, str, Any]]:
    """Moment, clock and percent or rung of each event."""
    for event in change.events if change else ():
        if "moment" in event.data and "kind" in event.data:
            yield event.data["moment"], event.data["clock"][-1], event.data.get("percent", event.data.get("rung"))


UNCHECKED = report(state="reported", severity=Severity.S2)


def test_a_clock_warns_at_its_very_moment_and_not_before_and_one_that_was_stopped_never() -> None:
    one = clock(1)
    assert one.next_at is not None
    assert done(UNCHECKED, [one], one.next_at - TICK) is None
    assert [event[2] for event in told(done(UNCHECKED, [one], one.next_at))] == [50]
    stopped = clock(2, stopped_at=one.next_at - HOUR)
    assert done(UNCHECKED, [stopped], one.next_at + 100 * HOUR) is None
    both = told(done(UNCHECKED, [stopped, one], one.next_at))
    assert [event[1] for event in both] == ["1"]


def test_however_late_everything_happens_in_the_order_of_its_moments_whichever_clock_comes_first() -> None:
    first, second = clock(1), clock(2, due_at=clock(1).due_at + HOUR, next_at=clock(1).started_at + 5.5 * HOUR)
    for clocks in ([first, second], [second, first]):
        change = done(UNCHECKED, clocks, first.started_at + timedelta(days=60))
        events = list(told(change))
        assert [moment for moment, *_ in events] == sorted(moment for moment, *_ in events)
        assert len(events) == 2 * (3 + 4)
        assert change is not None
        assert {one.clock: one.rung for one in change.report.escalations} == {
            UUID(int=1): "forkopimda", UUID(int=2): "forkopimda",
        }  # fmt: skip


def test_a_rung_is_reached_from_the_moment_of_the_one_before_and_not_from_when_the_worker_looked() -> None:
    one = clock(1)
    early = [list(told(done(UNCHECKED, [one], one.due_at + late)))[:4] for late in (timedelta(0), 50 * HOUR)]
    assert early[0] == early[1]
    change = done(UNCHECKED, [one], one.due_at + 50 * HOUR)
    assert change is not None
    assert [up.since for up in change.report.escalations] == [one.due_at + HOUR * 1.75]  # 15, 30 and 60 minutes


def test_a_warning_that_was_put_off_beyond_the_next_one_s_moment_puts_that_off_too() -> None:
    start = clock(1).started_at
    one = clock(1, next_at=start + 9 * HOUR)
    moments = [moment for moment, _, told_of in told(done(UNCHECKED, [one], start + 10 * HOUR)) if told_of in (50, 80)]
    assert moments == [(start + 9 * HOUR).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000000Z")] * 2


@pytest.mark.parametrize("recommended", [None, UUID(int=77)])
def test_what_a_review_recommended_goes_up_at_its_own_pace_and_not_at_its_report_s(recommended: UUID | None) -> None:
    task = lead(state=TaskState.OFFERED, role=TaskRole.SUPPORT, recommendation=recommended)
    about = report(severity=Severity.S1, tasks=(task,))
    one = clock(1, task=task.id, kind=ClockKind.ACKNOWLEDGE.value)
    change = done(about, [one], one.due_at)
    assert change is not None
    (watched,) = change.watched
    step = next_step(about, "bawaslu", watched.rung, POLICY)
    assert step is not None
    pace = Severity.S1 if recommended is None else Severity.S4
    assert watched.rung == "lead_supervisor"
    assert watched.next_at == reached_at(step, pace, one.due_at, POLICY)


GOVERNMENT = frozenset(code for code, agency in POLICY.agencies.items() if agency.kind == "regency_government")


@pytest.mark.parametrize(
    ("walled", "rung", "passed"),
    [
        (set(), "lead_supervisor", ()),
        ({"kpu"}, "lead_supervisor", ()),
        ({"bawaslu"}, "coordinator", ("lead_supervisor",)),
        ({"bawaslu", "kesbangpol"}, "coordinator", ("lead_supervisor",)),
        (GOVERNMENT, "lead_supervisor", ()),
        (GOVERNMENT - {"kesbangpol"} | {"bawaslu"}, "coordinator", ("lead_supervisor",)),
        (GOVERNMENT | {"bawaslu"}, None, ()),
    ],
)
def test_a_rung_is_passed_over_when_all_of_its_side_stand_behind_the_wall(
    walled: set[str], rung: str | None, passed: tuple[str, ...]
) -> None:
    step = next_step(report(walled=frozenset(walled)), "bawaslu", None, POLICY)
    assert (step and step.rung.rung, step.passed_over if step else ()) == (rung, passed)
