"""The officer's own time of an act that was taken later: kept with the event as a claim, decisive for nothing."""

from datetime import datetime
from typing import Any

from workflows.codes.stamps import stamp
from workflows.decisions.change import Change
from workflows.decisions.reports.commands import ReportIntake
from workflows.decisions.reports.intake import CLOCK_SKEW

CLAIMED_AT = "claimed_at"
"""The member of an event's data that holds it."""
CLOCK_AHEAD = "clock_ahead"
"""The member that says that the officer's clock runs ahead: the time that it claims had not come yet."""


def claimed(change: Change, at: datetime | None, now: datetime) -> Change:
    """The change with the time that its actor claims for it, in its first event; the same without one."""
    if at is None:
        return change
    first, *others = change.events
    told = {CLAIMED_AT: stamp(at), CLOCK_AHEAD: True} if is_ahead(at, now) else {CLAIMED_AT: stamp(at)}
    return change._replace(events=(first._replace(data={**first.data, **told}), *others))


def is_ahead(at: datetime, now: datetime) -> bool:
    """Whether a clock that says ``at`` runs ahead by more than clocks differ."""
    return at > now + CLOCK_SKEW


def by_our_clock(body: Any, at: datetime, now: datetime) -> Any:
    """A queued report as its times are taken of a device whose clock runs ahead.

    What it says happened or was known between now and its own present is counted back from its present, which is now at
    the latest: the server's clock decides, and nothing becomes known later than it did. A time that is ahead of the
    device's own clock too stays, and is refused as in the single call.
    """
    if not isinstance(body, ReportIntake) or not is_ahead(at, now):
        return body
    times = {"occurred_at": body.occurred_at, "known_at": body.known_at}
    ahead = {
        name: min(now, now - (at - told))
        for name, told in times.items()
        if told is not None and now < told <= at + CLOCK_SKEW
    }
    return body.model_copy(update=ahead)
