"""What each event of a legal clock needs: a clock that an event has started, and who may do what to it, once."""

from collections.abc import Callable, Mapping
from typing import Any

from workflows.codes.clocks import LegalStep
from workflows.codes.people import SYSTEM, Role
from workflows.codes.policy import OUTSIDE_OWNERS
from workflows.codes.reports import Classification, ReportState
from workflows.codes.states import CLOCK_EXTENDED, CLOCK_PAUSED, CLOCK_RECOUNTED, CLOCK_RESUMED
from workflows.decisions.clocks.extending import SAID_BY
from workflows.decisions.clocks.gathered_clocks import STARTED, STOPPED
from workflows.policy.checks import CORE_AGENCIES
from workflows.trail.replay.events import (
    NotInFormError,
    identifier,
    optional_text,
    text_of,
    texts_of,
    time_of,
    written,
)
from workflows.trail.replay.proposal_rules import stands_in_its_place
from workflows.trail.replay.recounts import counted_ends
from workflows.trail.replay.standing import Limit
from workflows.trail.replay.step import Step
from workflows.trail.replay.watch_rules import begin_anew, count_anew

_LIMITS = frozenset(step.value for step in LegalStep)


def start_clocks(step: Step) -> None:
    """Take the legal clocks that the event has started. Raises NotInFormError."""
    if STOPPED in step.event.leaf.data and not {*texts_of(step.event.leaf.data, STOPPED)} <= _LIMITS:
        raise NotInFormError("data.legal_stopped", "names a limit that no law sets")
    told = step.event.leaf.data.get(STARTED, [])
    if not isinstance(told, list) or not all(isinstance(each, dict) for each in told):
        raise NotInFormError("data", "holds legal clocks that are no list of clocks")
    for each in told:
        limit = _started(each)
        if limit.counter_end is not None and limit.counter_end > limit.due:
            step.contradicts("the counter closes for a clock after the clock has ended")
        if "met" in each and not limit.met:  # by the event itself: nothing can happen to it any longer
            continue
        if step.report.clock(limit.id) is not None:
            step.contradicts(f"the clock {written(limit.id)} was started a second time")
        else:
            step.report.clocks = (*step.report.clocks, limit)


def _started(told: Mapping[str, Any]) -> Limit:
    clock, since = identifier(text_of(told, "clock")), time_of(text_of(told, "from"))
    due, ground = time_of(text_of(told, "due")), optional_text(told, "extends_for")
    end, extended = _counter_end(told, "counter_end"), told.get("extended", False)
    if type(extended) is not bool:
        raise NotInFormError("data.legal_clocks", "holds a clock of which nobody can tell whether it was extended")
    met = "met" in told and text_of(told, "rule").endswith(f"/{LegalStep.LODGE_REPORT}")
    return Limit(clock, text_of(told, "whose"), since, due, extended, ground=ground, counter_end=end, met=met)


def _counter_end(told: Mapping[str, Any], member: str) -> int | None:
    end = optional_text(told, member)
    return None if end is None else time_of(end)


def _named(step: Step, *, met: bool = False) -> Limit | None:
    """The clock that the event is about; None, and a fault, when there is no such clock any longer or yet.

    ``met`` says whether it may be that for lodging, of which nothing runs.
    """
    clock = identifier(text_of(step.event.leaf.data, "clock"))
    limit = step.report.clock(clock)
    if limit is not None and limit.met and (not met or step.report.state == ReportState.CLOSED):
        step.illegal(f"{step.event.leaf.action} names the clock {written(clock)}, which had stopped")
        return None
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
    if limit.ground is not None and optional_text(data, "ground") != limit.ground:
        step.illegal("a clock was extended on another ground than that of its law")
    if SAID_BY in data and actor["person"] in texts_of(data, SAID_BY):  # an event of before does not say it
        step.illegal("a clock was extended by who kept or withdrew a day that it adds")
    if step.event.at > limit.due:
        step.illegal("a clock was extended after it had ended")
    if time_of(text_of(data, "due_before")) != limit.due or due <= limit.due:
        step.contradicts("the event says another end of the clock than it had, or none that is later")
    _keep(step, limit._replace(due=due, extended=True))
    count_anew(step, limit.id)


def _recounted(step: Step) -> None:
    """Both ends are reckoned again from what the event says was passed over: never an end that nobody computed."""
    limit, actor, data = _named(step, met=True), step.event.leaf.actor, step.event.leaf.data
    before, after = counted_ends(data, "counted_before"), counted_ends(data, "counted")
    due_before, due = time_of(text_of(data, "due_before")), time_of(text_of(data, "due"))
    counter_before, counter = _counter_end(data, "counter_end_before"), _counter_end(data, "counter_end")
    if limit is None:
        return
    if not _decides(step, limit):
        step.illegal(f"a clock of {limit.whose} was counted anew by {actor['role']} of {actor['agency']}")
    if limit.paused:
        step.illegal("a clock was counted anew while it stood still")
    if SAID_BY in data:  # an event of before does not say it, and may have moved any clock of lodging
        _by_another(step, limit)
    if (time_of(text_of(data, "from")), due_before, counter_before) != (limit.since, limit.due, limit.counter_end):
        step.contradicts("a clock was counted anew from another time, or another end, than it had")
    # Readings that say the same once they are counted anew were told as one.
    if min(before.ends) != due_before or min(after.ends) != due or {*before.lengths} != {*after.lengths}:
        step.contradicts("a clock was moved to an end at which nothing that was passed over brings it")
    if counter is not None and counter > due:
        step.contradicts("the counter closes after the end of what is handed in there")
    if (before, counter_before) == (after, counter):
        step.contradicts("a clock was counted anew although no day of it had changed")
    _keep(step, limit._replace(due=due, counter_end=counter))
    count_anew(step, limit.id)
    begin_anew(step, limit.id)


def _by_another(step: Step, limit: Limit) -> None:
    """Who says what day it is moves no limit by that; of the clocks for lodging only the last begun judges."""
    actor, data = step.event.leaf.actor, step.event.leaf.data
    if actor["person"] in texts_of(data, SAID_BY):
        step.illegal("a clock was counted anew by who kept or withdrew a day that moves it")
    if limit.met and limit.id != [each for each in step.report.clocks if each.met][-1].id:
        step.illegal("a clock of lodging was counted anew by which the report is judged no longer")


def _decides(step: Step, limit: Limit) -> bool:
    """Whether who counted a clock anew may: a supervisor of whom it binds, or else of who leads.

    So does who leads where a wall or secrecy keeps that agency from the report, beside whom of it two have named. Where
    nobody leads, the desk, whose agency the policy knows, or a core agency that stands in for it.
    """
    report, actor = step.report, step.event.leaf.actor
    role, agency = actor["role"], actor["agency"]
    secret = report.classification == Classification.SECRET and limit.whose not in {report.lead, agency}
    if limit.whose not in OUTSIDE_OWNERS and limit.whose not in report.shut_out and not secret:
        return role == Role.SUPERVISOR and agency == limit.whose
    if report.lead is not None:
        return role == Role.SUPERVISOR and agency == report.lead
    if agency in report.shut_out:
        return False
    kept = role in {Role.SUPERVISOR, Role.COORDINATOR} and agency not in CORE_AGENCIES
    return kept or (role == Role.SUPERVISOR and stands_in_its_place(report, agency))


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
    CLOCK_RECOUNTED: _recounted,
    CLOCK_PAUSED: _paused,
    CLOCK_RESUMED: _resumed,
}
"""By action."""
