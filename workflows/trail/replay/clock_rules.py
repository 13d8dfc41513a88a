"""What each event of a legal clock needs: a clock that an event has started, and who may do what to it, once."""

from collections.abc import Callable, Mapping
from typing import Any

from workflows.codes.clocks import LegalStep
from workflows.codes.people import SYSTEM, Role
from workflows.codes.states import CLOCK_EXTENDED, CLOCK_PAUSED, CLOCK_RESUMED
from workflows.decisions.clocks.gathered_clocks import STOPPED
from workflows.trail.replay.events import NotInFormError, identifier, text_of, texts_of, time_of, written
from workflows.trail.replay.standing import Limit
from workflows.trail.replay.step import Step
from workflows.trail.replay.watch_rules import count_anew

_LIMITS = frozenset(step.value for step in LegalStep)
STARTED = "legal_clocks"
"""The member of an event's data in which a change says which legal clocks it has started."""


def start_clocks(step: Step) -> None:
    """Take the legal clocks that the event has started. Raises NotInFormError."""
    if STOPPED in step.event.leaf.data and not {*texts_of(step.event.leaf.data, STOPPED)} <= _LIMITS:
        raise NotInFormError("data.legal_stopped", "names a limit that no law sets")
    told = step.event.leaf.data.get(STARTED, [])
    if not isinstance(told, list) or not all(isinstance(each, dict) for each in told):
        raise NotInFormError("data", "holds legal clocks that are no list of clocks")
    for each in told:
        limit = _started(each)
        if "met" in each:  # by the event itself: nothing can happen to it any longer
            continue
        if step.report.clock(limit.id) is not None:
            step.contradicts(f"the clock {written(limit.id)} was started a second time")
        else:
            step.report.clocks = (*step.report.clocks, limit)


def _started(told: Mapping[str, Any]) -> Limit:
    return Limit(identifier(text_of(told, "clock")), text_of(told, "whose"), time_of(text_of(told, "due")))


def _named(step: Step) -> Limit | None:
    """The clock that the event is about; None, and a fault, when there is no such clock any longer or yet."""
    clock = identifier(text_of(step.event.leaf.data, "clock"))
    limit = step.report.clock(clock)
    if limit is None:
        step.contradicts(f"{step.event.leaf.action} names the clock {written(clock)}, which no event has started")
    return limit


def _keep(step: Step, limit: Limit) -> None:
    step.report.clocks = tuple(limit if each.id == limit.id else each for each in step.report.clocks)


def _extended(step: Step) -> None:
    limit, actor, data = _named(step), step.event.leaf.actor, step.event.leaf.data
    due = time_of(text_of(data, "due"))
    if limit is None:
        return
    if actor["role"] != Role.SUPERVISOR or actor["agency"] != limit.whose:
        step.illegal(f"a clock of {limit.whose} was extended by {actor['role']} of {actor['agency']}")
    if limit.extended:
        step.illegal("a clock was extended a second time")
    if step.event.at > limit.due:
        step.illegal("a clock was extended after it had ended")
    if time_of(text_of(data, "due_before")) != limit.due or due <= limit.due:
        step.contradicts("the event says another end of the clock than it had, or none that is later")
    _keep(step, limit._replace(due=due, extended=True))
    count_anew(step, limit.id)


def _paused(step: Step) -> None:
    limit = _named(step)
    _by_rule(step)
    if limit is not None:
        if limit.paused:
            step.illegal("a clock was paused that stood still")
        _keep(step, limit._replace(paused=True))


def _resumed(step: Step) -> None:
    limit, due = _named(step), time_of(text_of(step.event.leaf.data, "due"))
    _by_rule(step)
    if limit is not None:
        if not limit.paused:
            step.illegal("a clock was resumed that did not stand still")
        if due < limit.due:
            step.contradicts("a pause has brought the end of a clock forward")
        _keep(step, limit._replace(due=due, paused=False))


def _by_rule(step: Step) -> None:
    if step.event.leaf.actor["role"] != SYSTEM:
        step.illegal(f"{step.event.leaf.action} follows by rule and nobody may ask for it")


CLOCK_EVENTS: Mapping[str, Callable[[Step], None]] = {
    CLOCK_EXTENDED: _extended,
    CLOCK_PAUSED: _paused,
    CLOCK_RESUMED: _resumed,
}
"""By action."""
