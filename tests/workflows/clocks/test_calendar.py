"""Working days are Monday to Friday less holidays, joint leave and election days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.clocks.calendar import DayOff, SkippedDay, day_off, is_working_day
from workflows.codes.wording import Wording

DAYS = st.dates(date(2023, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2023, 4, 21), "Eid al-Fitr Joint Holiday"),
        (date(2023, 9, 28), "Prophet's Birthday"),
        (date(2024, 2, 8), "Isra' and Mi'raj"),
        (date(2024, 2, 9), "Lunar New Year Joint Holiday"),
        (date(2024, 2, 14), "General Election Day"),
        (date(2024, 11, 27), "Local Election Day"),
        (date(2025, 8, 18), "Independence Day Joint Holiday"),
        (date(2026, 3, 24), "Eid al-Fitr Joint Holiday"),
    ],
)
def test_a_holiday_joint_leave_or_election_day_is_no_working_day(day: date, name: str) -> None:
    assert not is_working_day(day)
    off = day_off(day)
    assert off is not None
    assert (off.day, off.reason, off.name.en) == (day, DayOff.HOLIDAY, name)


def test_the_test_week_of_february_2024_has_eight_working_days() -> None:
    days = [date(2024, 2, 7) + timedelta(days=n) for n in range(15)]
    assert [day.day for day in days if is_working_day(day)] == [7, 12, 13, 15, 16, 19, 20, 21]


def test_a_holiday_on_a_saturday_counts_as_weekend() -> None:
    assert day_off(date(2024, 2, 10)) == SkippedDay(date(2024, 2, 10), DayOff.WEEKEND, Wording("Saturday", "Sabtu"))


def test_the_day_of_the_pilkades_was_a_working_day() -> None:
    assert is_working_day(date(2023, 9, 12))


@given(DAYS)
def test_a_day_is_a_working_day_or_says_why_not(day: date) -> None:
    assert is_working_day(day) == (day_off(day) is None)


@given(DAYS)
def test_no_saturday_or_sunday_is_a_working_day(day: date) -> None:
    assert day.weekday() < 5 or not is_working_day(day)


def test_asking_about_one_year_does_not_change_another() -> None:
    before = is_working_day(date(2024, 2, 14))
    is_working_day(date(2031, 6, 2))
    assert is_working_day(date(2024, 2, 14)) == before
