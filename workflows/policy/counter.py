"""Whether the counter for formal reports is open, when it opens next, and when it last closes before a limit ends.

An early warning is taken at any hour; what depends on the counter is when a *formal* report counts as received, and
until when something can be handed in. Where it is disputed when the counter closes, each takes the safe side: a report
counts as received by the later hour, so that what runs from it begins no later, and is in time by the earlier one.
Source: docs/domain.md, "The counter".
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

import msgspec

from workflows.clocks.explaining import DisputedClosing
from workflows.clocks.kept_clocks import KeptClock
from workflows.clocks.law import CounterHours, LegalClock
from workflows.clocks.recount import is_over, recounted
from workflows.codes.clocks import LegalStep
from workflows.codes.policy import Regime, Weekday
from workflows.policy.region import Election, Policy
from workflows.policy.stages import stage_on

_WEEKDAYS = tuple(Weekday)
_DAY = timedelta(days=1)


class CounterState(NamedTuple):
    """The counter at an instant: open, or closed until ``opens_at`` (UTC)."""

    open: bool
    opens_at: datetime | None


class _Span(NamedTuple):
    """A time at which it is open: from ``opens`` on, no longer at ``closes``, and surely until ``closes_first``."""

    opens: datetime
    closes_first: datetime
    closes: datetime


def counter_at(policy: Policy, election: str | None, at: datetime) -> CounterState | None:
    """Tell how the counter stands for reports on an election.

    None where there is no counter for them: they belong to no election, or to one of a regime that no regulation sets
    hours for from then on. Raises KeyError for an election that the policy does not have and ValueError for a time
    without offset.
    """
    if at.tzinfo is None:
        msg = "a time without offset has no hour at the counter"
        raise ValueError(msg)
    if election is None:
        return None
    found = policy.elections[election]
    spans = _spans(policy, found.regime, found, at.astimezone(policy.zone).date())
    opens = next((span.opens for span in spans if at < span.closes), None)
    if opens is None:
        return None
    return (
        CounterState(open=True, opens_at=None)
        if opens <= at
        else CounterState(open=False, opens_at=opens.astimezone(UTC))
    )


def formal_receipt(policy: Policy, election: str | None, reported_at: datetime) -> datetime | None:
    """When a formal report that came in at this time counts as received; None where no counter receives it."""
    counter = counter_at(policy, election, reported_at)
    if counter is None:
        return None
    return counter.opens_at or reported_at


def counter_end(
    policy: Policy, row: LegalClock, election: Election | None, began: datetime, due_at: datetime
) -> datetime | None:
    """Until when what a row of the law limits can be handed in (UTC): when the counter last closes before the end.

    A last day on which it does not open is not put off: the day before it on which it does is the last. Without an
    election it is reckoned without stages. None where nothing is handed in at a counter, no regulation sets its hours,
    or it does not open between ``began`` and the end.
    """
    if not row.at_counter:
        return None
    day, first = (moment.astimezone(policy.zone).date() for moment in (due_at, began))
    while day >= first:
        span = _open_on(policy, row.regime, election, day)
        if span is not None and span.opens <= due_at:
            end = min(span.closes_first, due_at)
            return end.astimezone(UTC) if end > began else None
        day -= _DAY
    return None


def counted_anew(policy: Policy, clock: KeptClock, election: str | None, *, judged: bool = False) -> KeptClock | None:
    """A clock of a report as the calendar in force counts it, the counter's end with it; None where nothing changes.

    A day off on which the counter stays closed moves that end, also where the law's own end stays. One that has stopped
    is asked only where a report is ``judged`` by its end.
    """
    anew = recounted(clock, policy.calendar, judged=judged)
    if clock.counter_end is None or is_over(clock, judged=judged) or clock.regime is None:
        return anew
    moved, began = anew or clock, clock.started_at
    row = policy.law.clock(clock.regime, LegalStep(clock.kind), began.astimezone(policy.zone).date())
    if row is None:
        return anew
    found = None if election is None else policy.elections.get(election)
    # That it is handed in at a counter the clock keeps: a law that says otherwise now is no change of the calendar.
    end = counter_end(policy, msgspec.structs.replace(row, at_counter=True), found, began, moved.due_at)
    if end is not None and _by_other_hours(policy, clock, end, moved.due_at):
        return anew
    return anew if end == clock.counter_end else msgspec.structs.replace(moved, counter_end=end)


def _by_other_hours(policy: Policy, clock: KeptClock, end: datetime, due_at: datetime) -> bool:
    """Whether the counter closes on the same day at another hour: the law's hours are others now, and no day is.

    So it is where a disputed hour was settled since. Where the counter is open to the end, or round the clock, the
    hours say nothing, and a stage of the election has moved.
    """
    kept = clock.counter_end
    if kept is None or kept == clock.due_at or end == due_at:
        return False
    before, now = kept.astimezone(policy.zone), end.astimezone(policy.zone)
    return before.date() == now.date() and time.min not in {before.time(), now.time()}


def earliest_counter_end(policy: Policy, row: LegalClock, began: datetime, due_at: datetime) -> datetime | None:
    """The same where no election is told: the earliest by the elections of the regime that are going on at the end."""
    day = due_at.astimezone(policy.zone).date()
    ends = [counter_end(policy, row, election, began, due_at) for election in _going_on(policy, row.regime, day)]
    return min((end for end in ends if end is not None), default=None)


def disputed_closing(policy: Policy, regime: Regime | None, end: datetime | None) -> DisputedClosing | None:
    """The two hours at which the counter is said to close on the day of a counter's end; None where it is one."""
    if end is None or regime is None:
        return None
    local = end.astimezone(policy.zone)
    counter = policy.law.counter(regime, local.date())
    if counter is None:
        return None
    weekday = _WEEKDAYS[local.weekday()]
    kept = next((hours for hours in counter.hours if weekday in hours.days), None)
    if kept is None or f"{local:%H:%M}" != kept.closes or not (kept.disputed and kept.closes_by and kept.disputed_by):
        return None
    later = datetime.combine(local.date(), time.fromisoformat(kept.disputed), policy.zone).astimezone(UTC)
    return DisputedClosing(end, later, counter.basis, kept.closes_by, kept.disputed_by)


def _going_on(policy: Policy, regime: Regime, day: date) -> Iterable[Election | None]:
    elections = [each for each in policy.elections.values() if each.regime == regime]
    return [each for each in elections if each.stages[0].first <= day <= each.stages[-1].last] or [None]


def _spans(policy: Policy, regime: Regime, election: Election, day: date) -> Iterator[_Span]:
    """When it is open, from a local day on, as long as any regulation says so."""
    kept = [each for each in policy.law.counters if each.regime == regime]
    last = max((each.valid_to or date.max for each in kept), default=date.min)
    while day <= last:
        span = _open_on(policy, regime, election, day)
        if span is not None:
            yield span
        day += _DAY


def _open_on(policy: Policy, regime: Regime, election: Election | None, day: date) -> _Span | None:
    hours = policy.law.counter(regime, day)
    return None if hours is None else _hours_on(policy, hours, election, day)


def _hours_on(policy: Policy, counter: CounterHours, election: Election | None, day: date) -> _Span | None:
    def local(when: date, clock: time) -> datetime:
        return datetime.combine(when, clock, policy.zone)

    stage = None if election is None else stage_on(election, day)
    if stage in counter.around_the_clock:
        midnight = local(day + _DAY, time.min)
        return _Span(local(day, time.min), midnight, midnight)
    weekday = _WEEKDAYS[day.weekday()]
    kept = next((hours for hours in counter.hours if weekday in hours.days), None)
    if kept is None or (policy.calendar.day_off(day) is not None and stage not in counter.kept_on):
        return None
    opens, closes = (local(day, time.fromisoformat(hour)) for hour in (kept.opens, kept.closes))
    return _Span(opens, closes, local(day, time.fromisoformat(kept.disputed or kept.closes)))
