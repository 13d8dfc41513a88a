"""Warnings come at 50, 80 and 100 percent of a clock, as instants that are worked out by hand."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.clocks.warnings import PERCENTS, moment_of, next_percent

START = datetime(2024, 2, 7, 2, 0, tzinfo=UTC)
MOMENTS = st.datetimes(datetime(2023, 1, 1), datetime(2026, 11, 30), timezones=st.just(UTC))  # noqa: DTZ001
LENGTHS = st.timedeltas(timedelta(microseconds=0), timedelta(days=40))


@pytest.mark.parametrize(
    ("length", "moments"),
    [
        # "Warnings at 50, 80 and 100 % of a clock." S1: five minutes to answer.
        (timedelta(minutes=5), ("02:02:30", "02:04:00", "02:05:00")),
        # S2 of money_politics: one hour.
        (timedelta(hours=1), ("02:30:00", "02:48:00", "03:00:00")),
        # 1wd from 09:00 Jakarta on Wednesday 7 February 2024; Thursday and Friday are days off, the weekend follows:
        # it ends on Monday 12 February at 23:59:59 Jakarta, 5 days 14:59:59 later.
        (timedelta(days=5, hours=14, minutes=59, seconds=59), ("2.19:29:59.5", "4.11:59:59.2", "5.14:59:59")),
    ],
)
def test_a_clock_warns_at_the_instants_worked_out_by_hand(length: timedelta, moments: tuple[str, ...]) -> None:
    found = [moment_of(percent, START, START + length) for percent in PERCENTS]
    assert found == [read(moment) for moment in moments]


def read(moment: str) -> datetime:
    """``hh:mm:ss`` of the day of the start, or ``days.hh:mm:ss`` after it."""
    if moment.count(":") == 2 and "." not in moment.partition(":")[0]:
        return datetime.fromisoformat(f"2024-02-07T{moment}+00:00")
    days, _, clock = moment.partition(".")
    hours, minutes, seconds = clock.split(":")
    return START + timedelta(days=int(days), hours=int(hours), minutes=int(minutes), seconds=float(seconds))


@given(MOMENTS, LENGTHS)
def test_moments_are_in_order_between_start_and_end_and_the_last_is_the_end(start: datetime, length: timedelta) -> None:
    moments = [moment_of(percent, start, start + length) for percent in PERCENTS]
    assert start <= moments[0] <= moments[1] <= moments[2] == start + length


@given(MOMENTS, LENGTHS)
def test_a_moment_is_exact_to_the_microsecond(start: datetime, length: timedelta) -> None:
    for percent in PERCENTS:
        off = (moment_of(percent, start, start + length) - start) * 100 - length * percent
        assert abs(off) <= timedelta(microseconds=50)


def test_each_percent_is_followed_by_the_next_and_nothing_follows_the_last() -> None:
    assert [next_percent(warned) for warned in (0, *PERCENTS)] == [50, 80, 100, None]
