"""Whether the counter for formal reports is open, and when it opens next.

An early warning is taken at any hour; what depends on the counter is when a *formal* report counts as received.
Source: docs/domain.md, "The counter".
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from workflows.codes.policy import Weekday
from workflows.policy.region import Election, Policy
from workflows.policy.stages import stage_on

_WEEKDAYS = tuple(Weekday)
_DAY = timedelta(days=1)


class CounterState(NamedTuple):
    """The counter at an instant: open, or closed until ``opens_at`` (UTC)."""

    open: bool
    opens_at: datetime | None


class _Span(NamedTuple):
    """A time at which it is open: from ``opens`` on, and no longer at ``closes``."""

    opens: datetime
    closes: datetime


def counter_at(policy: Policy, election: str | None, at: datetime) -> CounterState | None:
    """Tell how the counter stands for reports on an election.

    None where there is no counter for them: they belong to no election, or to one of a regime that the counter does
    not serve. Raises KeyError for an election that the policy does not have and ValueError for a time without offset.
    """
    if at.tzinfo is None:
        msg = "a time without offset has no hour at the counter"
        raise ValueError(msg)
    if election is None or policy.elections[election].regime not in policy.counter.regimes:
        return None
    spans = _spans(policy, policy.elections[election], at.astimezone(policy.zone).date())
    opens = next(span for span in spans if at < span.closes).opens
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


def _spans(policy: Policy, election: Election, day: date) -> Iterator[_Span]:
    """When it is open, from a local day on, without end."""
    while True:
        hours = _hours_on(policy, election, day)
        if hours is not None:
            yield hours
        day += _DAY


def _hours_on(policy: Policy, election: Election, day: date) -> _Span | None:
    def local(when: date, clock: time) -> datetime:
        return datetime.combine(when, clock, policy.zone)

    if stage_on(election, day) in policy.counter.around_the_clock:
        return _Span(local(day, time.min), local(day + _DAY, time.min))
    weekday = _WEEKDAYS[day.weekday()]
    kept = next((hours for hours in policy.counter.hours if weekday in hours.days), None)
    if kept is None or policy.calendar.day_off(day) is not None:
        return None
    return _Span(local(day, time.fromisoformat(kept.opens)), local(day, time.fromisoformat(kept.closes)))
