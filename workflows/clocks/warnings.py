"""When a running clock warns: at 50, 80 and 100 percent of its time, as exact instants.

Source: docs/domain.md, "Service clocks and the ladder": "Every clock warns when 50, 80 and 100 % of it have passed."
"""

from datetime import datetime, timedelta

PERCENTS = (50, 80, 100)
WHOLE = PERCENTS[-1]
"""A clock that has warned at this percent is missed, or has lapsed where it was a right of its owner."""


def moment_of(percent: int, started_at: datetime, due_at: datetime, paused_s: int = 0) -> datetime:
    """The instant at which so many percent of a clock's time have passed, to the microsecond.

    ``paused_s`` are the seconds for which it has stood still before: they count for nothing.
    """
    stood = timedelta(seconds=paused_s)
    return started_at + stood + (due_at - started_at - stood) * percent / WHOLE


def next_percent(warned: int) -> int | None:
    """The percent of the warning after the one at ``warned``, 0 for none yet; None after the last."""
    return next((percent for percent in PERCENTS if percent > warned), None)
