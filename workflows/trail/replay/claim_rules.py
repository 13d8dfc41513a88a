"""What a claimed time of an event has to be."""

from workflows.decisions.claiming import CLAIMED_AT, CLOCK_AHEAD
from workflows.decisions.reports.intake import CLOCK_SKEW
from workflows.trail.replay.events import NotInFormError, moment_of
from workflows.trail.replay.step import Step

_SKEW_US = int(CLOCK_SKEW.total_seconds()) * 1_000_000


def claimed_time(step: Step) -> None:
    """Hold the time that an actor claims against the time of the event. Raises NotInFormError."""
    data = step.event.leaf.data
    told = data.get(CLOCK_AHEAD, False)
    if not isinstance(told, bool):
        raise NotInFormError("data.clock_ahead", "is neither true nor false")
    ahead = CLAIMED_AT in data and moment_of(data, CLAIMED_AT) > step.event.at + _SKEW_US
    if ahead and not told:
        step.contradicts("the act is claimed for a time after it was taken")
    elif told and not ahead:
        step.contradicts("a clock is told to run ahead, and the act is claimed for no time after it was taken")
