"""A clock against the calendar in force: whether that has changed since the clock was counted, and what is a guess.

What a clock was counted with is what it keeps: the days that each of its readings passed over. Nothing here moves a
clock; a decision does. Source: docs/domain.md, "The calendar".
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

from workflows.clocks.calendar import Calendar, is_estimated
from workflows.clocks.days import due, end_of, parse_length
from workflows.clocks.kept_clocks import KeptClock
from workflows.clocks.law_readings import ReadEnd, by_the_earliest, disputed, earliest_first, end_kept
from workflows.codes.clocks import DayKind, Estimate

_DAY = timedelta(days=1)


def recounted(clock: KeptClock, calendar: Calendar) -> KeptClock | None:
    """The clock as the calendar in force would count it; None where that says nothing else than the clock keeps.

    One that has stopped is over, and one that stands or stood still was counted from when it ran on: of neither is it
    asked.
    """
    if clock.stopped_at is not None or clock.paused_at is not None or clock.paused_s:
        return None
    kept = clock.readings or (end_kept(clock),)
    anew = [_anew(end, clock.started_at, calendar) for end in kept]
    if all(_same(one, other) for one, other in zip(kept, anew, strict=True)):
        return None
    ends = earliest_first(anew)
    return msgspec.structs.replace(clock, readings=disputed(ends), **by_the_earliest(ends))


def counted(length: str, start: datetime, passed_over: Collection[date], zone: ZoneInfo) -> datetime:
    """When a clock ends that passes over these days and no others: by arithmetic alone, without any calendar.

    Raises ValueError for a length of another form, OverflowError beyond the year 9999.
    """
    units, kind = parse_length(length)
    bare = Calendar(zone, {}, {})
    if kind is not DayKind.WORKING_DAYS:
        return due(length, start, bare).due_at
    day = start.astimezone(zone).date()
    while units:
        day += _DAY
        units -= day not in passed_over
    return end_of(day, bare)


def estimates(ends: Sequence[ReadEnd], start: datetime, calendar: Calendar) -> tuple[Estimate, ...]:
    """Why the ends of a clock that starts then are estimates, as codes; none where the days it counts are settled.

    Only working days can change: a clock of no such reading is no estimate.
    """
    working = [end.due_at for end in ends if end.day_kind is DayKind.WORKING_DAYS]
    if not working or calendar.nation is None:
        return ()
    first, last = (moment.astimezone(calendar.zone).date() for moment in (start.astimezone(UTC), max(working)))
    return tuple(code for code, holds in _reasons(first, last, calendar) if holds)


def _reasons(first: date, last: date, calendar: Calendar) -> Iterator[tuple[Estimate, bool]]:
    nation = calendar.nation
    if nation is None:
        return
    years = range(first.year, last.year + 1)
    yield Estimate.NO_DECREE, not all(nation.decreed(year) for year in years)
    # A feast that is seen a day earlier or later still moves the end: the day before the clock and the one after it.
    near = (first + n * _DAY for n in range((last - first).days + 2))
    yield Estimate.ESTIMATED_FEAST, any(is_estimated(day) and not calendar.says(day) for day in near)
    yield Estimate.CALENDAR_INCOMPLETE, last.year > nation.complete_to


def _anew(end: ReadEnd, start: datetime, calendar: Calendar) -> ReadEnd:
    if end.day_kind is not DayKind.WORKING_DAYS:
        return end
    found = due(end.length, start, calendar)
    return msgspec.structs.replace(end, due_at=found.due_at, skipped=found.skipped)


def _same(kept: ReadEnd, anew: ReadEnd) -> bool:
    """Whether both end alike and pass over the same days: what a day is called may change."""
    return kept.due_at == anew.due_at and {off.day for off in kept.skipped} == {off.day for off in anew.skipped}
