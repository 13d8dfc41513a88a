"""A clock against the calendar in force: whether that has changed since the clock was counted, and what is a guess.

What a clock was counted with is what it keeps: the days that each of its readings passed over. Nothing here moves a
clock; a decision does. Source: docs/domain.md, "The calendar".
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from workflows.clocks.calendar import Calendar, is_estimated
from workflows.clocks.days import due, end_of, parse_length
from workflows.clocks.kept_clocks import KeptClock
from workflows.clocks.law_readings import ReadEnd, by_the_earliest, disputed, earliest_first, end_kept
from workflows.clocks.nation import Nation
from workflows.codes.clocks import DayKind, Estimate

_DAY = timedelta(days=1)


def recounted(clock: KeptClock, calendar: Calendar, *, judged: bool = False) -> KeptClock | None:
    """The clock as the calendar in force would count it; None where that says nothing else than the clock keeps.

    One that has stopped is over, unless a report is ``judged`` by its end, and one that stands or stood still was
    counted from when it ran on: of neither is it asked. One whose ends all stay has not changed, whatever days it
    passes over by now.
    """
    if is_over(clock, judged=judged):
        return None
    anew = ends_anew(clock, calendar)
    if all(one.due_at == other.due_at for one, other in zip(ends_kept(clock), anew, strict=True)):
        return None
    ends = earliest_first(anew)
    return msgspec.structs.replace(clock, readings=disputed(ends), **by_the_earliest(ends))


def moved_by(clock: KeptClock, anew: KeptClock, calendar: Calendar) -> frozenset[UUID]:
    """Who kept or withdrew a day that brings the clock to where it is counted ``anew``: nobody of the nation's days."""
    said_by = calendar.said_by or {}
    return frozenset().union(*(said_by.get(day, frozenset()) for day in _days_between(clock, anew, calendar)))


def _days_between(clock: KeptClock, anew: KeptClock, calendar: Calendar) -> Iterator[date]:
    """The days that one of them passed over and the other did not, and those on which the counter now closes or did."""
    for before, after in zip(ends_kept(clock), ends_anew(clock, calendar), strict=True):
        yield from {off.day for off in before.skipped} ^ {off.day for off in after.skipped}
    if clock.counter_end is not None and anew.counter_end != clock.counter_end:
        ends = [end.astimezone(calendar.zone).date() for end in (clock.counter_end, anew.counter_end or anew.due_at)]
        yield from (min(ends) + n * _DAY for n in range((max(ends) - min(ends)).days + 1))


def is_over(clock: KeptClock, *, judged: bool = False) -> bool:
    """Whether no calendar counts it anew any longer; ``judged`` as for ``recounted``."""
    stopped = clock.stopped_at is not None and not judged
    return stopped or clock.paused_at is not None or clock.paused_s > 0


def ends_kept(clock: KeptClock) -> tuple[ReadEnd, ...]:
    """The end of a clock by each reading that it keeps: its own alone where it keeps no other."""
    return clock.readings or (end_kept(clock),)


def ends_anew(clock: KeptClock, calendar: Calendar) -> tuple[ReadEnd, ...]:
    """Each of these ends as the calendar in force counts it, in the same order, also where they now say the same."""
    return tuple(_anew(end, clock.started_at, calendar) for end in ends_kept(clock))


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


class _Span(NamedTuple):
    """Local days that an end rests on, both included, and how many around them a feast may still come from."""

    first: date
    last: date
    before: int
    after: int


def estimates(
    ends: Sequence[ReadEnd], start: datetime, calendar: Calendar, counter_end: datetime | None = None
) -> tuple[Estimate, ...]:
    """Why the ends of a clock that starts then are estimates, as codes; none where the days it rests on are settled.

    Only working days can change, and the days on which a counter is shut: a clock of no such reading, and of nothing
    that is handed in by ``counter_end``, is no estimate. One that is counted back ends before it starts.
    """
    spans = list(_spans(ends, start, calendar, counter_end))
    if calendar.nation is None:
        return ()
    return tuple(code for code, holds in _reasons(spans, calendar, calendar.nation) if holds)


def _spans(
    ends: Sequence[ReadEnd], start: datetime, calendar: Calendar, counter_end: datetime | None
) -> Iterator[_Span]:
    # A feast that is seen a day earlier or later still moves the end: the day before what counts, and the one after it.
    def local(moment: datetime) -> date:
        return moment.astimezone(calendar.zone).date()

    begins, working = local(start), [local(end.due_at) for end in ends if end.day_kind is DayKind.WORKING_DAYS]
    if working and min(working) < begins:
        yield _Span(min(working), begins, 1, 0)
    elif working:
        yield _Span(begins, max(working), 0, 1)
    due = min(end.due_at for end in ends)
    if counter_end is not None and counter_end < due:
        yield _Span(local(counter_end), local(due), 1, 1)


def _reasons(spans: Sequence[_Span], calendar: Calendar, nation: Nation) -> Iterator[tuple[Estimate, bool]]:
    years = [year for span in spans for year in range(span.first.year, span.last.year + 1)]
    yield Estimate.NO_DECREE, not all(map(nation.decreed, years))
    near = (
        span.first + n * _DAY
        for span in spans
        for n in range(-span.before, (span.last - span.first).days + 1 + span.after)
    )
    yield Estimate.ESTIMATED_FEAST, any(is_estimated(day) and not calendar.says(day) for day in near)
    yield Estimate.CALENDAR_INCOMPLETE, any(span.last.year > nation.complete_to for span in spans)


def _anew(end: ReadEnd, start: datetime, calendar: Calendar) -> ReadEnd:
    if end.day_kind is not DayKind.WORKING_DAYS:
        return end
    found = due(end.length, start, calendar)
    return msgspec.structs.replace(end, due_at=found.due_at, skipped=found.skipped)
