"""The officer's own time of an act that was taken later: kept with the event as a claim, decisive for nothing."""

from datetime import datetime

from workflows.codes.stamps import stamp
from workflows.decisions.change import Change

CLAIMED_AT = "claimed_at"
"""The member of an event's data that holds it."""


def claimed(change: Change, at: datetime | None) -> Change:
    """The change with the time that its actor claims for it, in its first event; the same without one."""
    if at is None:
        return change
    first, *others = change.events
    return change._replace(events=(first._replace(data={**first.data, CLAIMED_AT: stamp(at)}), *others))
