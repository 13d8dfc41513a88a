"""Working days in Indonesia: Monday to Friday, less national holidays, joint leave and election days.

Source of the days: the ``holidays`` package, categories ``public`` and ``government``, named in both languages so
that no answer depends on the machine's. A region's policy may add days off and turn days into working days after all.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

import holidays
import msgspec

from workflows.clocks.nation import Nation
from workflows.codes.clocks import DayOff
from workflows.codes.wording import Wording

__all__ = ["Calendar", "DayOff", "KeptDay", "SkippedDay", "day_off", "is_estimated", "is_working_day"]

_SATURDAY = 5
_ESTIMATED = "(estimated)"
"""How the list of holidays marks, in English, a feast whose day is only reckoned."""

_WEEKEND = {5: Wording("Saturday", "Sabtu"), 6: Wording("Sunday", "Minggu")}


class SkippedDay(msgspec.Struct, frozen=True):
    """A day that a working-day clock passed over; ``name`` is the holiday or the weekday."""

    day: date
    reason: DayOff
    name: Wording


class KeptDay(NamedTuple):
    """A day that the region keeps since: off, or worked after all."""

    day: date
    works: bool
    name: Wording


SaidBy = Mapping[date, frozenset[UUID]]
"""Who ever kept or withdrew each day of a region."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """A region's days: its zone, the days off it adds, and the days that are working days there after all.

    What is a working day after all is one whatever the national calendar and ``days_off`` say. ``nation`` tells how far
    the national calendar is settled, None where nobody asks. ``told`` are days as a clock was told to count them, which
    go before all of it: None for a day that it counted. ``said_by`` are who ever kept or withdrew a day, by day.
    """

    zone: ZoneInfo
    days_off: Mapping[date, Wording]
    working_days: Mapping[date, Wording]
    nation: Nation | None = None
    told: Mapping[date, SkippedDay | None] | None = None
    said_by: SaidBy | None = None

    def says(self, day: date) -> bool:
        """Whether the region itself has said what the day is."""
        return day in self.days_off or day in self.working_days

    def keeping(self, kept: Iterable[KeptDay], said_by: SaidBy | None = None) -> "Calendar":
        """The calendar with the days that the region keeps since; one that it had said before is as it is kept now.

        ``said_by`` is who kept each, or withdrew it.
        """
        off, works = dict(self.days_off), dict(self.working_days)
        for day in kept:
            off.pop(day.day, None)
            works.pop(day.day, None)
            (works if day.works else off)[day.day] = day.name
        return replace(self, days_off=MappingProxyType(off), working_days=MappingProxyType(works), said_by=said_by)

    def as_told(self, told: Mapping[date, SkippedDay | None]) -> "Calendar":
        """The calendar with days as a clock was told to count them: anew it counts as it did, whatever changed."""
        return replace(self, told=MappingProxyType(dict(told)))

    def not_as_said_by(self, persons: Collection[UUID], *, works: bool) -> "Calendar":
        """The calendar with the days that one of these persons said are off, or are worked, as the nation has them."""
        kept, said_by = self.working_days if works else self.days_off, self.said_by or {}
        said = {day: day_off(day) for day in kept if not said_by.get(day, frozenset()).isdisjoint(persons)}
        return self.as_told({**said, **(self.told or {})}) if said else self

    def day_off(self, day: date) -> SkippedDay | None:
        """Return why the day is no working day in the region, None when it is one."""
        if self.told is not None and day in self.told:
            return self.told[day]
        if day in self.working_days:
            return None
        off = day_off(day)
        if off is None and day in self.days_off:
            return SkippedDay(day, DayOff.REGION, self.days_off[day])
        return off


def is_working_day(day: date) -> bool:
    """Whether government offices work on the day, as far as the nation says."""
    return day.weekday() < _SATURDAY and day not in _holidays(day.year)


def is_estimated(day: date) -> bool:
    """Whether a feast is on the day by reckoning alone, so that it may yet be on another."""
    name = _holidays(day.year).get(day)
    return name is not None and _ESTIMATED in name.en


def day_off(day: date) -> SkippedDay | None:
    """Return why the day is no working day in the nation, None when it is one."""
    if day.weekday() >= _SATURDAY:
        return SkippedDay(day, DayOff.WEEKEND, _WEEKEND[day.weekday()])
    name = _holidays(day.year).get(day)
    return None if name is None else SkippedDay(day, DayOff.HOLIDAY, name)


@lru_cache(maxsize=64)
def _holidays(year: int) -> Mapping[date, Wording]:
    english, local = _named(year, "en_US"), _named(year, "id")
    return {day: Wording(name, local[day]) for day, name in english.items()}


def _named(year: int, language: str) -> Mapping[date, str]:
    found = holidays.country_holidays(
        "ID", years=year, expand=False, categories=("public", "government"), language=language
    )
    return dict(found)
