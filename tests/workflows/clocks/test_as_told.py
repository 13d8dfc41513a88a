"""What begins anew counts the days as it was told to: whatever was said of a day since, no end comes later by it.

docs/domain.md, "The calendar".
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.law import POLICY, kept, local, started
from workflows.clocks.as_told import days_told
from workflows.clocks.kept_clocks import KeptClock, extended
from workflows.clocks.recount import ends_kept, moved_by, recounted
from workflows.codes.clocks import DayOff
from workflows.codes.wording import Wording
from workflows.decisions.clocks.starting import begun_extended
from workflows.policy.counter import counted_anew
from workflows.policy.region import Policy

SAID = Wording("Said later", "Diumumkan kemudian")
MONDAY = local("2024-02-19T10:00:00")
THURSDAY = date(2024, 2, 22)
RULES = (
    "pemilu/lodge_report",
    "pemilu/fix_finding",
    "pemilu/handling",
    "pilkada/lodge_report",
    "pilkada/investigation",
)
AROUND = st.frozensets(st.dates(date(2024, 2, 12), date(2024, 3, 20)), max_size=12)


def saying(off: frozenset[date] = frozenset(), on: frozenset[date] = frozenset()) -> Policy:
    """The policy in whose region these days have been said since."""
    days, works = MappingProxyType(dict.fromkeys(off, SAID)), MappingProxyType(dict.fromkeys(on, SAID))
    return replace(POLICY, calendar=replace(POLICY.calendar, days_off=days, working_days=works))


def told(clock: KeptClock, now: Policy) -> Policy:
    assert clock.regime is not None
    days = days_told(clock, clock.regime, now.calendar)
    return replace(now, calendar=now.calendar.as_told(days))


def ends(clock: KeptClock) -> list[datetime]:
    return [*(end.due_at for end in ends_kept(clock)), clock.warned_end]


@given(rule=st.sampled_from(RULES), before=AROUND, works=AROUND, off=AROUND, on=AROUND)
def test_begun_anew_from_the_same_moment_it_is_the_clock_that_was_told(
    rule: str, before: frozenset[date], works: frozenset[date], off: frozenset[date], on: frozenset[date]
) -> None:
    clock = kept(started(rule, MONDAY, saying(before, works - before)))
    again = kept(started(rule, MONDAY, told(clock, saying(off, on - off))))
    assert ends(again) == ends(clock)
    assert [end.skipped for end in ends_kept(again)] == [end.skipped for end in ends_kept(clock)]


@given(
    rule=st.sampled_from(RULES), before=AROUND, off=AROUND, on=AROUND, earlier=st.integers(0, 6 * 24 * 60),
)  # fmt: skip
def test_begun_anew_from_an_earlier_moment_no_end_comes_later_whatever_was_said_since(
    rule: str, before: frozenset[date], off: frozenset[date], on: frozenset[date], earlier: int
) -> None:
    clock = kept(started(rule, MONDAY, saying(before)))
    start = MONDAY - timedelta(minutes=earlier)
    again = kept(started(rule, start, told(clock, saying(off, on - off))))
    assert all(one <= other for one, other in zip(ends(again), ends(clock), strict=True))


def test_a_day_that_is_said_since_moves_what_begins_anew_no_more_than_what_runs() -> None:
    """Handling from Monday 19 February 2024, extended: fourteen working days to Friday 8 March, not Wednesday 13."""
    now = saying(frozenset({THURSDAY}))
    clock = extended(kept(started("pemilu/handling", MONDAY)), POLICY.calendar)
    again = begun_extended(started("pemilu/handling", MONDAY, told(clock, now)), told(clock, now).calendar)
    assert again.due_at == clock.due_at == local("2024-03-08T23:59:59").astimezone(UTC)
    assert recounted(kept(again), now.calendar) is not None, "and it says that the calendar is another by now"


def test_what_lies_beyond_the_end_that_was_told_counts_by_the_calendar_in_force() -> None:
    """From the 19th told to Wednesday 28 February 2024; from the 21st: 22, 23, 26, 27, 28, then 1 and 4 March."""
    clock, now = kept(started("pemilu/lodge_report", MONDAY)), saying(frozenset({THURSDAY, date(2024, 2, 29)}))
    later = started("pemilu/lodge_report", local("2024-02-21T10:00:00"), told(clock, now))
    assert later.due_at == local("2024-03-04T23:59:59").astimezone(UTC)


def test_a_day_that_was_off_is_passed_over_as_it_was_named_although_it_is_withdrawn() -> None:
    clock = kept(started("pemilu/lodge_report", MONDAY, saying(frozenset({THURSDAY}))))
    again = started("pemilu/lodge_report", MONDAY, told(clock, POLICY))
    assert next((off.day, off.reason, off.name) for off in again.skipped) == (THURSDAY, DayOff.REGION, SAID)


def test_the_counter_s_end_of_a_limit_in_calendar_days_is_kept_too() -> None:
    """Pilkada: seven days from Monday 19 February 2024 end on Monday 26. It was off: the counter shut on Friday 23."""
    clock = kept(started("pilkada/lodge_report", MONDAY, saying(frozenset({date(2024, 2, 26)}))))
    assert clock.counter_end == local("2024-02-23T16:00:00").astimezone(UTC)
    assert started("pilkada/lodge_report", MONDAY).counter_end == local("2024-02-26T16:00:00").astimezone(UTC)
    assert started("pilkada/lodge_report", MONDAY, told(clock, POLICY)).counter_end == clock.counter_end
    anew = counted_anew(POLICY, msgspec.structs.replace(clock, stopped_at=None), None)
    assert anew is not None


def test_what_stood_still_tells_nothing() -> None:
    clock = kept(started("pemilu/lodge_report", MONDAY), paused_s=1)
    assert clock.regime is not None
    assert days_told(clock, clock.regime, POLICY.calendar) == {}


@pytest.mark.parametrize(
    ("said", "by"),
    [({THURSDAY: 1}, {1}), ({THURSDAY: 1, date(2024, 3, 20): 2}, {1}), ({date(2024, 3, 20): 2}, set()), ({}, set())],
)
def test_who_said_a_day_that_moves_a_clock_is_known_and_nobody_else(said: dict[date, int], by: set[int]) -> None:
    """A day beyond the end moves nothing, and a day of the nation's list is nobody's."""
    persons = {day: frozenset({UUID(int=one)}) for day, one in said.items()}
    clock = kept(started("pemilu/lodge_report", MONDAY))
    calendar = replace(saying(frozenset({THURSDAY})).calendar, said_by=persons)
    anew = recounted(clock, calendar)
    assert anew is not None
    assert moved_by(clock, anew, calendar) == {UUID(int=one) for one in by}
