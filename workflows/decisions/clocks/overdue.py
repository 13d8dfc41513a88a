"""What has fallen due on a report's clocks: warnings, offers that expire, and the way up the ladder.

Each event says the moment at which it was due; the trail says beside it when it was written. However late they are
looked at, everything happens in the order of its moments, and once. Source:
docs/domain.md, "The task" and "Service clocks and the ladder".
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import msgspec

from workflows.access.actors import CLOCKWORK
from workflows.access.facts import ClockFacts, Escalation, ReportFacts, TaskFacts
from workflows.clocks.warnings import moment_of, next_percent
from workflows.codes.clocks import ClockKind, Rung
from workflows.codes.stamps import identifier, stamp
from workflows.codes.states import CLOCK_WARNED, REPORT_ESCALATED
from workflows.codes.tasks import TaskTrigger
from workflows.decisions.change import Change, Circumstances
from workflows.decisions.clocks.ladder import CLIMBING, Step, answerable_for, next_step, reached_at
from workflows.decisions.drafting import Draft
from workflows.decisions.reviews.reviewing import pace_of


def decide_due(report: ReportFacts, clocks: Iterable[ClockFacts], given: Circumstances) -> Change | None:
    """Everything that has fallen due by now, in the order of its moments; None when nothing has."""
    draft = Draft(report, CLOCKWORK, given)
    running = {clock.id: clock for clock in clocks if clock.stopped_at is None}
    overdue = False
    while dues := [due for due in map(_next_of, running.values()) if due is not None and due.moment <= given.now]:
        overdue, due = True, min(dues)
        clock = running[due.clock]
        percent = next_percent(clock.warned)
        moved = _rise(draft, clock, due.moment) if percent is None else _warn(draft, clock, percent, due.moment)
        running[clock.id] = moved
        draft.watch(moved)
    return draft.finish() if overdue else None


class _Due(NamedTuple):
    """When a clock has its next thing to do, in the order in which things happen."""

    moment: datetime
    clock: UUID


def _next_of(clock: ClockFacts) -> _Due | None:
    return None if clock.next_at is None else _Due(clock.next_at, clock.id)


def _warn(draft: Draft, clock: ClockFacts, percent: int, moment: datetime) -> ClockFacts:
    task = _task_of(draft, clock)
    draft.event(CLOCK_WARNED, task=task, data={**_told(clock, moment), "percent": percent})
    warned = msgspec.structs.replace(clock, warned=percent)
    following = next_percent(percent)
    if following is not None:
        at = moment_of(following, clock.started_at, clock.warned_end, clock.paused_s)
        return msgspec.structs.replace(warned, next_at=max(moment, at))
    if task is not None and clock.kind == ClockKind.ACKNOWLEDGE:
        draft.move(task, TaskTrigger.EXPIRE, data={"clock": str(clock.id), "moment": stamp(moment)}, system=True)
        draft.settle()
    return _waiting(draft, warned, moment)


def _rise(draft: Draft, clock: ClockFacts, moment: datetime) -> ClockFacts:
    step = _step_of(draft, clock)
    if step is None:
        return msgspec.structs.replace(clock, next_at=None)
    rung = step.rung.rung
    agency = answerable_for(draft.report, _task_of(draft, clock)) if rung is Rung.LEAD_SUPERVISOR else None
    told = {"task": identifier(clock.task), "rung": rung, "agency": agency, "passed_over": list(step.passed_over)}
    draft.event(REPORT_ESCALATED, data={**_told(clock, moment), **told})
    draft.escalate(Escalation(clock=clock.id, task=clock.task, kind=clock.kind, rung=rung, since=moment))
    return _waiting(draft, msgspec.structs.replace(clock, rung=rung), moment)


def _waiting(draft: Draft, clock: ClockFacts, moment: datetime) -> ClockFacts:
    """The clock as it waits for its next rung, or for nothing any longer."""
    step, task = _step_of(draft, clock) if clock.kind in CLIMBING else None, _task_of(draft, clock)
    pace = (task and pace_of(task)) or draft.report.severity
    following = None if step is None else reached_at(step, pace, moment, draft.given.policy)
    return msgspec.structs.replace(clock, next_at=following)


def _step_of(draft: Draft, clock: ClockFacts) -> Step | None:
    answerable = answerable_for(draft.report, _task_of(draft, clock))
    return next_step(draft.report, answerable, clock.rung, draft.given.policy)


def _task_of(draft: Draft, clock: ClockFacts) -> TaskFacts | None:
    return None if clock.task is None else draft.report.task(clock.task)


def _told(clock: ClockFacts, moment: datetime) -> dict[str, Any]:
    return {
        "clock": str(clock.id),
        "kind": clock.kind,
        "due_at": stamp(clock.due_at),
        **({"counter_end": stamp(clock.counter_end)} if clock.counter_end else {}),
        "moment": stamp(moment),
    }
