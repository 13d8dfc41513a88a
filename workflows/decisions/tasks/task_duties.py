"""Duties that a person may not join at a task, whatever their role. Source: docs/domain.md, "The task".

They are asked of what a list of tasks shows too, and so of the task and whom its report accuses alone.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from workflows.access.actors import Actor
from workflows.access.facts import ReportFacts, TaskFacts
from workflows.access.held_offices import offices_of
from workflows.access.own_side import NOBODY
from workflows.access.refusals import DutyConflict
from workflows.codes.tasks import TaskTrigger
from workflows.decisions.duties import OWN_SIDE, is_of_a_side
from workflows.policy.region import Policy


class TaskOf(NamedTuple):
    """Of a task what its duties ask. ``accused`` are whom its report ever accused, or one that it goes on to.

    ``report`` is all of it where it is known, for the offices that it shows.
    """

    agency: str
    accused: frozenset[str]
    report: ReportFacts | None = None


TaskDuty = Callable[[Actor, TaskOf, Policy], str | None]


def task_of(task: TaskFacts, report: ReportFacts) -> TaskOf:
    """What the duties ask of a task whose report is known."""
    return TaskOf(task.agency, report.accused_anywhere, report)


def not_taken_for_ones_own_side(actor: Actor, task: TaskOf, policy: Policy) -> str | None:
    """Nobody takes another agency's task back or away for their own side; their own agency's they may give up."""
    offices = NOBODY if task.report is None else offices_of(actor, task.report)
    return OWN_SIDE if task.agency != actor.agency and is_of_a_side(actor, task.accused, policy, offices) else None


DUTIES_AT_TASKS: Mapping[TaskTrigger, tuple[TaskDuty, ...]] = {
    TaskTrigger.WITHDRAW: (not_taken_for_ones_own_side,),
    TaskTrigger.TRANSFER: (not_taken_for_ones_own_side,),
}

Conflicts = tuple[tuple[TaskTrigger, str], ...]
"""Triggers that a duty forbids, each with the duty's code."""


def task_conflicts(actor: Actor, task: TaskOf, policy: Policy) -> Conflicts:
    """Every duty that forbids this actor something at this task."""
    asked = ((trigger, duty(actor, task, policy)) for trigger, duties in DUTIES_AT_TASKS.items() for duty in duties)
    return tuple((trigger, code) for trigger, code in asked if code is not None)


def require_no_task_conflict(
    trigger: TaskTrigger, actor: Actor, report: ReportFacts, task: TaskFacts, policy: Policy
) -> None:
    """Raise DutyConflict with the first duty that forbids it."""
    for duty in DUTIES_AT_TASKS.get(trigger, ()):
        code = duty(actor, task_of(task, report), policy)
        if code is not None:
            raise DutyConflict(code)
