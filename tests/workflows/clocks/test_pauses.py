"""A clock stands still only where its law lets it, and what it has left is what it had left.

No row of today stands still: each is taken as if its law let it, and only one that is read in a single way could.
"""

from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.law import POLICY, kept, local, started
from workflows.clocks.kept_clocks import KeptClock, paused, resumed
from workflows.clocks.warnings import moment_of

STARTS = st.datetimes(datetime(2023, 1, 1), datetime(2026, 6, 30), timezones=st.just(UTC))  # noqa: DTZ001
FRACTIONS, STOOD = st.floats(0, 1), st.timedeltas(timedelta(0), timedelta(days=30))


def running(rule: str, start: datetime) -> KeptClock:
    return kept(started(rule, start), pauses=True)


def after_pause(clock: KeptClock, first: datetime, last: datetime) -> KeptClock:
    return resumed(paused(clock, first), last, POLICY.calendar)


def test_hours_go_on_with_what_was_left() -> None:
    clock = running("pemilu/forward_crime", local("2024-02-07T10:00:00"))
    later = after_pause(clock, local("2024-02-07T12:00:00"), local("2024-02-09T12:00:00"))
    assert later.due_at == local("2024-02-10T10:00:00")
    assert (later.paused_at, later.paused_s) == (None, 2 * 86_400)


@pytest.mark.parametrize(
    ("rule", "first", "last", "due"),
    [
        # Working days 12, 13, 15, 16, 19, 20, 21 February. Paused on the 13th, five are left: 20, 21, 22, 23, 26.
        ("pemilu/lodge_report", "2024-02-13T11:00:00", "2024-02-19T09:00:00", "2024-02-26"),
        # Resumed the same day: nothing is gained.
        ("pemilu/lodge_report", "2024-02-13T11:00:00", "2024-02-13T15:00:00", "2024-02-21"),
        # Paused on its last day: it ends with the day on which it runs on,
        ("pemilu/lodge_report", "2024-02-21T11:00:00", "2024-02-22T09:00:00", "2024-02-22"),
        # or with the next working day when that is none.
        ("pemilu/lodge_report", "2024-02-21T11:00:00", "2024-02-24T09:00:00", "2024-02-26"),
        # Calendar days 8, 9, 10. Paused on the 8th, two are left: 12, 13.
        ("pilkada/handling", "2024-02-08T11:00:00", "2024-02-11T09:00:00", "2024-02-13"),
    ],
)
def test_days_go_on_with_the_days_that_were_left(rule: str, first: str, last: str, due: str) -> None:
    clock = running(rule, local("2024-02-07T10:00:00"))
    later = after_pause(clock, local(first), local(last))
    assert later.due_at == local(f"{due}T23:59:59")
    days = [off.day for off in later.skipped]
    assert days == sorted(set(days))


@given(STARTS, FRACTIONS, STOOD, st.sampled_from(["pemilu/lodge_report", "pilkada/handling", "pemilu/forward_crime"]))
def test_a_pause_never_takes_time_away_and_never_ends_on_a_day_off(
    start: datetime, fraction: float, stood: timedelta, rule: str
) -> None:
    clock = running(rule, start)
    first = start + fraction * (clock.due_at - start)
    later = after_pause(clock, first, first + stood)
    assert later.due_at >= clock.due_at
    last: date = later.due_at.astimezone(POLICY.zone).date()
    assert last not in {off.day for off in later.skipped}
    if rule == "pemilu/lodge_report":
        assert POLICY.calendar.day_off(last) is None


@given(STARTS, FRACTIONS, st.sampled_from(["pemilu/lodge_report", "pilkada/handling", "pemilu/forward_crime"]))
def test_a_pause_of_no_time_changes_nothing_but_what_it_warned_of_meanwhile(
    start: datetime, fraction: float, rule: str
) -> None:
    clock = running(rule, start)
    moment = start + fraction * (clock.due_at - start)
    again = after_pause(clock, moment, moment)
    assert msgspec.structs.replace(again, next_at=clock.next_at) == clock
    assert again.next_at == max(moment, moment_of(50, clock.started_at, clock.warned_end))
