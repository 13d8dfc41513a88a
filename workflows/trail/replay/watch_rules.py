"""What each event of a clock needs: warnings in their order, and one rung after the other once it was missed."""

from collections.abc import Callable, Mapping

from workflows.access.actors import NOBODY
from workflows.clocks.warnings import PERCENTS, WHOLE, next_percent
from workflows.codes.clocks import ClockKind, Rung
from workflows.codes.people import SYSTEM
from workflows.codes.reports import ReportState
from workflows.codes.states import CLOCK_WARNED, REPORT_ESCALATED
from workflows.codes.tasks import TaskRole, TaskState
from workflows.decisions.clocks.ladder import CLIMBING
from workflows.trail.replay.events import (
    NotInFormError,
    identifier,
    moment_of,
    number_of,
    optional_text,
    text_of,
    texts_of,
)
from workflows.trail.replay.standing import NOT_SAID, Task, Watched
from workflows.trail.replay.step import Step

_WAY = tuple(rung.value for rung in Rung)


def watch_event(step: Step) -> bool:
    """Apply an event of a clock; False when the action is none of a clock's.

    Raises NotInFormError for data that has not the form of the action's.
    """
    rule = _RULES.get(step.event.leaf.action)
    if rule is None:
        return False
    _by_the_clock(step)
    rule(step)
    return True


def expired(step: Step, task: Task) -> None:
    """An offer expires when the time to answer it has passed, and at that moment. Raises NotInFormError."""
    data = step.event.leaf.data
    clock = step.report.watch_of(identifier(text_of(data, "clock")))
    whole = clock is not None and clock.task == task.id and clock.percent == WHOLE
    if clock is None or not whole or clock.kind != ClockKind.ACKNOWLEDGE:
        step.contradicts("an offer expired before the time to answer it had passed")
    elif moment_of(data, "moment") != clock.moment:
        step.contradicts("an offer expired at another moment than its time had passed")


def count_anew(step: Step, clock_id: bytes) -> None:
    """An extension tells which warnings still count; those after it come again. Raises NotInFormError."""
    told, known = step.event.leaf.data.get("warned"), step.report.watch_of(clock_id)
    if type(told) is not int or told not in (0, *PERCENTS):
        raise NotInFormError("data.warned", "is no percent of a warning")
    if told > (known.percent if known else 0):
        step.contradicts("the event counts a warning that was never given")
    if known is not None:
        _keep(step, known._replace(percent=told))


def begin_anew(step: Step, clock_id: bytes) -> None:
    """A clock that is counted anew warns by the moments of its new end, which may lie before those of the old."""
    known = step.report.watch_of(clock_id)
    if known is not None:
        _keep(step, known._replace(moment=0))


def _by_the_clock(step: Step) -> None:
    leaf = step.event.leaf
    if leaf.actor != {"person": str(NOBODY), "agency": SYSTEM, "role": SYSTEM}:
        step.illegal(f"{leaf.action} is a clock's, and somebody did it")
    if (leaf.before, leaf.after) != (None, None):
        step.illegal(f"{leaf.action} moves nothing and names states")


def _warned(step: Step) -> None:
    data, event = step.event.leaf.data, step.event
    clock, percent = _clock_of(step, event.task), number_of(data, "percent")
    if percent not in PERCENTS:
        raise NotInFormError("data.percent", "is none at which a clock warns")
    if percent != next_percent(clock.percent):
        step.contradicts(f"a clock warned at {percent} percent after it had warned at {clock.percent}")
    moment, due = _moment_of(step, clock), moment_of(data, "due_at")
    counter = moment_of(data, "counter_end") if "counter_end" in data else None
    if clock.kind not in CLIMBING:
        _as_the_law_counts(step, clock, due, counter)
    end = due if counter is None else counter
    if moment > end or (percent == WHOLE) is not (moment == end):
        step.contradicts(f"a clock warned at {percent} percent at another moment than that of its time")
    _still_asked(step, clock, TaskState.OFFERED)
    _keep(step, clock._replace(percent=percent, moment=moment))


def _escalated(step: Step) -> None:
    data = step.event.leaf.data
    if step.event.task is not None:
        raise NotInFormError("task", f"is named by {REPORT_ESCALATED}")
    task, rung = optional_text(data, "task"), text_of(data, "rung")
    clock = _clock_of(step, None if task is None else identifier(task))
    if rung not in _WAY:
        raise NotInFormError("data.rung", "is no rung of the ladder")
    if clock.percent != WHOLE or clock.kind not in CLIMBING:
        step.contradicts("a report went up the ladder for a clock that was not missed")
    reached = _WAY.index(rung) + 1
    if (*texts_of(data, "passed_over"), rung) != _WAY[clock.rung : reached]:
        step.contradicts(f"the rung {rung} does not follow the {clock.rung}. of the ladder")
    if rung == Rung.LEAD_SUPERVISOR:
        _to_whose_supervisor(step, clock)
    _still_asked(step, clock, TaskState.EXPIRED)
    _keep(step, clock._replace(rung=reached, moment=_moment_of(step, clock)))


def _clock_of(step: Step, task: bytes | None) -> Watched:
    data = step.event.leaf.data
    clock_id, kind = identifier(text_of(data, "clock")), text_of(data, "kind")
    known = step.report.watch_of(clock_id)
    if known is None:
        return Watched(clock_id, kind, task)
    if (known.kind, known.task) != (kind, task):
        step.contradicts("a clock became another one")
    return known


def _moment_of(step: Step, clock: Watched) -> int:
    moment = moment_of(step.event.leaf.data, "moment")
    if moment > step.event.at:
        step.contradicts("a clock did something before its moment")
    if moment < clock.moment:
        step.contradicts("the moments of a clock are not in their order")
    return moment


def _still_asked(step: Step, clock: Watched, state: TaskState) -> None:
    """What the clock waits for has not been done: the offer not answered, the report not verified."""
    task = step.report.task(clock.task)
    if step.report.state == ReportState.CLOSED and (task is None or task.recommendation is None):
        step.illegal(f"{step.event.leaf.action} happened to a report that was closed")
    if clock.task is None:
        if clock.kind in CLIMBING and step.report.state != ReportState.REPORTED:
            step.illegal(f"the time to {clock.kind} ran on while the report was {step.report.state}")
        return
    if task is None:
        step.unknown_task(f"{step.event.leaf.action} is about a task that was never offered")
    elif clock.kind == ClockKind.ACKNOWLEDGE and task.state != state:
        step.illegal(f"the time to answer an offer ran on while the task was {task.state}")


def _as_the_law_counts(step: Step, clock: Watched, due: int, counter: int | None) -> None:
    limit = step.report.clock(clock.id)
    if limit is None:
        step.contradicts(f"a clock warned of the limit {clock.kind}, which no event has started")
    elif limit.paused or limit.met:
        step.illegal("a clock warned while it stood still")
    elif (limit.due, limit.counter_end) != (due, counter):
        step.contradicts("a clock warned of another end than it has")


def _to_whose_supervisor(step: Step, clock: Watched) -> None:
    report, told = step.report, text_of(step.event.leaf.data, "agency")
    task = None if clock.task is None else report.task(clock.task)
    expected = task.agency if task is not None and task.role == TaskRole.LEAD else report.lead
    if expected not in {told, NOT_SAID}:
        step.contradicts(f"a report went up to the supervisor of {told}, {expected} was to answer")


def _keep(step: Step, clock: Watched) -> None:
    others = (each for each in step.report.watched if each.id != clock.id)
    step.report.watched = (*others, clock)


_RULES: Mapping[str, Callable[[Step], None]] = {CLOCK_WARNED: _warned, REPORT_ESCALATED: _escalated}
