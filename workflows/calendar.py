"""Working days in Indonesia: Monday to Friday, less national holidays, joint leave and election days.

Source of the days: the ``holidays`` package, categories ``public`` and ``government``; names are pinned to
English so that no answer depends on the machine's language.
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

import holidays

_SATURDAY = 5


class DayOff(StrEnum):
    """Why a day is no working day. A holiday on a Saturday or Sunday counts as weekend."""

    WEEKEND = "weekend"
    HOLIDAY = "holiday"


class SkippedDay(NamedTuple):
    """A day that a working-day clock passed over; ``name`` is the holiday or the weekday, in English."""

    day: date
    reason: DayOff
    name: str


def is_working_day(day: date) -> bool:
    """Whether government offices work on the day."""
    return day.weekday() < _SATURDAY and day not in _holidays(day.year)


def day_off(day: date) -> SkippedDay | None:
    """Return why the day is no working day, None when it is one."""
    if day.weekday() >= _SATURDAY:
        return SkippedDay(day, DayOff.WEEKEND, "Saturday" if day.weekday() == _SATURDAY else "Sunday")
    name = _holidays(day.year).get(day)
    return None if name is None else SkippedDay(day, DayOff.HOLIDAY, name)


@lru_cache(maxsize=64)
def _holidays(year: int) -> Mapping[date, str]:
    found = holidays.country_holidays(
        "ID", years=year, expand=False, categories=("public", "government"), language="en_US"
    )
    return dict(found)
