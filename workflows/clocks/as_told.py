"""The days of a clock as it was told to count them, so that what begins anew is not counted by another calendar.

Nobody who puts a moment right, or takes a matter up again, decides that a calendar has changed: that is an act of its
own. Source: docs/domain.md, "The calendar".
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from types import MappingProxyType
from uuid import UUID

from workflows.clocks.calendar import Calendar, SkippedDay
from workflows.clocks.kept_clocks import KeptClock
from workflows.clocks.recount import ends_kept
from workflows.codes.clocks import DayKind, DayOff
from workflows.codes.policy import Regime
from workflows.codes.wording import Wording

_DAY = timedelta(days=1)
_SHUT = Wording("Counter closed", "Loket tutup")
NOTHING_TOLD: Mapping[date, SkippedDay | None] = MappingProxyType({})


def days_told(clock: KeptClock, regime: Regime, calendar: Calendar) -> Mapping[date, SkippedDay | None]:
    """Every day that the clock's ends rest on, with why it was passed over, None where it counted.

    Of a limit whose days are all counted the calendar moved the counter's end alone: that is told of the same
    ``regime``. What stood still was counted from when it ran on, and tells nothing.
    """
    if clock.paused_s:
        return NOTHING_TOLD
    at_the_counter = _at_the_counter(clock, calendar) if clock.regime == regime else ()
    return {**dict(at_the_counter), **dict(_counted(clock, calendar))}


def lengthened_by(clock: KeptClock, longer: KeptClock, calendar: Calendar) -> frozenset[UUID]:
    """Who said what a day is that the clock, once extended, counts or passes over beyond those that it was told.

    A day that one person kept and nobody has kept since is as the nation has it, and nobody's.
    """
    told = days_told(clock, clock.regime, calendar) if clock.regime is not None else NOTHING_TOLD
    said_by = calendar.said_by or {}
    more = {day for day, _ in _counted(longer, calendar)} & said_by.keys() - told.keys()
    moved = (said_by[day] for day in more if calendar.says(day) or len(said_by[day]) > 1)
    return frozenset().union(*moved)


def _counted(clock: KeptClock, calendar: Calendar) -> Iterator[tuple[date, SkippedDay | None]]:
    for end in ends_kept(clock):
        if end.day_kind is DayKind.WORKING_DAYS:
            passed = {off.day: off for off in end.skipped}
            for day in _days(_local(clock.started_at, calendar) + _DAY, _local(end.due_at, calendar)):
                yield day, passed.get(day)


def _at_the_counter(clock: KeptClock, calendar: Calendar) -> Iterator[tuple[date, SkippedDay | None]]:
    """The counter was open on the day of its last end, and on none after it."""
    if clock.counter_end is not None:
        last = _local(clock.counter_end, calendar)
        yield last, None
        for day in _days(last + _DAY, _local(clock.due_at, calendar)):
            yield day, calendar.day_off(day) or SkippedDay(day, DayOff.REGION, _SHUT)


def _days(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += _DAY


def _local(moment: datetime, calendar: Calendar) -> date:
    return moment.astimezone(calendar.zone).date()
