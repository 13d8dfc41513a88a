"""What a claimed time of an event has to be."""

from workflows.decisions.claiming import CLAIMED_AT
from workflows.decisions.reports.intake import CLOCK_SKEW
from workflows.trail.replay.events import moment_of
from workflows.trail.replay.step import Step

_SKEW_US = int(CLOCK_SKEW.total_seconds()) * 1_000_000


def claimed_time(step: Step) -> None:
    """Hold the time that an actor claims against the time of the event. Raises NotInFormError."""
    if CLAIMED_AT not in step.event.leaf.data:
        return
    if moment_of(step.event.leaf.data, CLAIMED_AT) > step.event.at + _SKEW_US:
        step.contradicts("the act is claimed for a time after it was taken")
