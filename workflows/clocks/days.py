"""The arithmetic of clocks: how long, from when, until when, and which days did not count.

Minutes and hours run around the clock. Of a clock of days the day after the starting day is day one, and it ends at
23:59:59 local time of its last day; only days of its kind count. Source: docs/domain.md, "Legal clocks".
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple

from workflows.clocks.calendar import Calendar, SkippedDay
from workflows.codes.clocks import DayKind

UNITS: Mapping[str, DayKind] = {
    "m": DayKind.MINUTES,
    "h": DayKind.HOURS,
    "cd": DayKind.CALENDAR_DAYS,
    "wd": DayKind.WORKING_DAYS,
}
"""How a length is written: a count and one of these."""

_WRITTEN = {kind: unit for unit, kind in UNITS.items()}
_LENGTH = re.compile(r"(?P<count>[1-9][0-9]{0,3})(?P<unit>m|h|cd|wd)", re.ASCII)
_END_OF_DAY = time(23, 59, 59)
_DAY = timedelta(days=1)
_DAYS = frozenset({DayKind.CALENDAR_DAYS, DayKind.WORKING_DAYS})


class Length(NamedTuple):
    """So many of a kind."""

    units: int
    kind: DayKind

    def __str__(self) -> str:
        """As it is written, for example ``7wd``."""
        return f"{self.units}{_WRITTEN[self.kind]}"


@dataclass(frozen=True, slots=True)
class Due:
    """When a clock ends (UTC), and the days that it passed over."""

    due_at: datetime
    skipped: tuple[SkippedDay, ...]


@lru_cache(maxsize=256)
def parse_length(written: str) -> Length:
    """Read a length such as ``5m``, ``2h``, ``3cd`` or ``1wd``. Raises ValueError for any other form."""
    match = _LENGTH.fullmatch(written)
    if match is None:
        msg = f"'{written}' is no clock length; one is written 5m, 2h, 3cd or 1wd"
        raise ValueError(msg)
    return Length(int(match["count"]), UNITS[match["unit"]])


def due(length: str, start: datetime, calendar: Calendar) -> Due:
    """Return when a clock of ``length`` started at ``start`` ends in the region of ``calendar``.

    Raises ValueError for a length of another form and for a start without offset.
    """
    if start.tzinfo is None:
        msg = "a clock starts at a time with an offset"
        raise ValueError(msg)
    count, kind = parse_length(length)
    return _ENDS[kind](count, start, calendar)


def due_before(length: str, moment: datetime, calendar: Calendar) -> Due:
    """Return until when something is done that is due ``length`` before a moment.

    Days are counted back from the day before it, and the day on which the count ends is the last. Raises as ``due``.
    """
    count, kind = parse_length(length)
    if kind not in _DAYS:
        return Due(moment.astimezone(UTC) - (due(length, moment, calendar).due_at - moment.astimezone(UTC)), ())
    day = moment.astimezone(calendar.zone).date()
    skipped: list[SkippedDay] = []
    while count:
        day -= _DAY
        off = calendar.day_off(day) if kind is DayKind.WORKING_DAYS else None
        if off is None:
            count -= 1
        else:
            skipped.append(off)
    return Due(end_of(day, calendar), tuple(skipped))


def put_off(length: str, whole: str, due_at: datetime, calendar: Calendar) -> Due:
    """Return when a clock of ``length`` that would end at ``due_at`` ends once it has its ``whole`` length in all.

    Both are lengths of one kind of day; the days that it passes over are those after ``due_at``.
    """
    more = parse_length(whole)
    return due(str(Length(more.units - parse_length(length).units, more.kind)), due_at, calendar)


def _minutes(count: int, start: datetime, _calendar: Calendar) -> Due:
    return Due(start.astimezone(UTC) + timedelta(minutes=count), ())


def _hours(count: int, start: datetime, _calendar: Calendar) -> Due:
    return Due(start.astimezone(UTC) + timedelta(hours=count), ())


def _calendar_days(count: int, start: datetime, calendar: Calendar) -> Due:
    last = start.astimezone(calendar.zone).date() + count * _DAY
    return Due(end_of(last, calendar), ())


def _working_days(count: int, start: datetime, calendar: Calendar) -> Due:
    day = start.astimezone(calendar.zone).date()
    skipped: list[SkippedDay] = []
    while count:
        day += _DAY
        off = calendar.day_off(day)
        if off is None:
            count -= 1
        else:
            skipped.append(off)
    return Due(end_of(day, calendar), tuple(skipped))


def end_of(day: date, calendar: Calendar) -> datetime:
    """The last second of a local day, in UTC."""
    return datetime.combine(day, _END_OF_DAY, tzinfo=calendar.zone).astimezone(UTC)


_ENDS: Mapping[DayKind, Callable[[int, datetime, Calendar], Due]] = {
    DayKind.MINUTES: _minutes,
    DayKind.HOURS: _hours,
    DayKind.CALENDAR_DAYS: _calendar_days,
    DayKind.WORKING_DAYS: _working_days,
}
