"""Working days are Monday to Friday less holidays, joint leave and election days."""

from datetime import date, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.clocks.calendar import Calendar, DayOff, KeptDay, SkippedDay, day_off, is_working_day
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


MONDAY, SATURDAY = date(2024, 2, 19), date(2024, 2, 24)
TONO, WATI = UUID(int=1), UUID(int=2)
NAME = Wording("Kept", "Dicatat")


@pytest.mark.parametrize(
    ("asked", "works", "monday_off", "saturday_off"),
    [
        ({TONO}, False, False, False),  # the day off is left out, the day of work stays
        ({TONO}, True, True, True),
        ({WATI}, False, True, False),  # what another said stays
        ({WATI}, True, True, False),
        ({WATI, TONO}, False, False, False),
    ],
)
def test_the_calendar_without_what_somebody_said_has_those_days_as_the_nation_has_them(
    asked: set[UUID], *, works: bool, monday_off: bool, saturday_off: bool
) -> None:
    said_by = {MONDAY: frozenset({TONO}), SATURDAY: frozenset({TONO})}
    kept = [KeptDay(MONDAY, works=False, name=NAME), KeptDay(SATURDAY, works=True, name=NAME)]
    calendar = Calendar(ZoneInfo("Asia/Jakarta"), {}, {}).keeping(kept, said_by)
    without = calendar.not_as_said_by(asked, works=works)
    assert [without.day_off(day) is not None for day in (MONDAY, SATURDAY)] == [monday_off, saturday_off]
    told = calendar.as_told({MONDAY: SkippedDay(MONDAY, DayOff.REGION, NAME)})
    assert told.not_as_said_by({TONO}, works=False).day_off(MONDAY) is not None, "what a clock was told is its own"
