"""What each event of a task needs and what it makes of the task."""

from collections.abc import Callable, Mapping

from workflows.access.actors import NOBODY
from workflows.access.story import STOOD_FOR, WORKS
from workflows.codes.people import SYSTEM
from workflows.codes.reports import ReportState
from workflows.codes.states import SYSTEM_TASK_TRIGGERS, TASK_PAST, TASK_TRANSITIONS
from workflows.codes.tasks import TaskKind, TaskRole, TaskState, TaskTrigger, TransferKind
from workflows.decisions.tasks.legal_order import KODIM
from workflows.trail.replay.events import NotInFormError, identifier, number_of, optional_text, text_of, written
from workflows.trail.replay.namings import untold
from workflows.trail.replay.protection_rules import chosen_to_lead, given_to
from workflows.trail.replay.review_rules import offered_as_recommended
from workflows.trail.replay.standing import NOT_SAID, UNTOLD, Hands, Report, Task
from workflows.trail.replay.step import Step
from workflows.trail.replay.watch_rules import expired

OFFERED = "task.offered"

TASK_MOVES: Mapping[str, tuple[dict[str, str], bool]] = {
    TASK_PAST[row.trigger]: (  # type: ignore[index]  # the table's triggers are these
        {str(source): str(row.target or source) for source in row.sources},
        row.trigger in SYSTEM_TASK_TRIGGERS,
    )
    for row in TASK_TRANSITIONS
}
"""By action: which state leads to which, and whether it is the system's alone."""

_STATES = frozenset(state.value for state in TaskState)
_ROLES = frozenset(role.value for role in TaskRole)
_KINDS = frozenset(kind.value for kind in TaskKind)
_TRANSFERS = frozenset(kind.value for kind in TransferKind)
_ENDED = (ReportState.HANDLED, ReportState.CLOSED)


def task_event(step: Step) -> bool:
    """Apply an event of a task; False when the action is none of a task's.

    Raises NotInFormError for data that has not the form of the action's.
    """
    leaf = step.event.leaf
    move = TASK_MOVES.get(leaf.action)
    if leaf.action == OFFERED:
        _offered(step)
    elif move is None:
        return False
    else:
        _move(step, *move)
    return True


def _move(step: Step, targets: dict[str, str], system: bool) -> None:  # noqa: FBT001 - a row of the table
    leaf = step.event.leaf
    task = step.report.task(step.event.task)
    if task is None:
        step.unknown_task(f"{leaf.action} names the task {leaf.task}, which was never offered")
        return
    step.moved(targets, task.state, "the task", system=system)
    if leaf.agency != task.agency:
        step.contradicts(f"{leaf.action} says that the task is of {leaf.agency}, it is of {task.agency}")
    if leaf.after in _STATES:
        task.state = str(leaf.after)
    task.version += not step.report.beside or step.event.person != NOBODY.bytes
    effect = _EFFECTS.get(leaf.action)
    if effect is not None:
        effect(step, task)
    _remember_hands(step, task)


def _remember_hands(step: Step, task: Task) -> None:
    """Keep who has worked on the task, as ``workflows.access.story.hands_on`` does and did."""
    action, person, given = step.event.leaf.action, step.event.person, task.assignee
    kept = task.worked_by
    surely = _with(kept.surely, person if action in _WORKS else None, given if action in _STOOD_FOR else None)
    perhaps = _with(kept.perhaps, person if action in _PAUSES else None, given if action in _GIVES else None)
    if (surely, perhaps) != kept:
        task.worked_by = Hands(surely, perhaps)


def _with(kept: tuple[bytes, ...], *persons: bytes | None) -> tuple[bytes, ...]:
    more = {person for person in persons if person is not None}
    return kept if more.issubset(kept) else tuple(sorted({*kept, *more}))


def _offered(step: Step) -> None:
    report, event, leaf = step.report, step.event, step.event.leaf
    if (leaf.before, leaf.after) != (None, TaskState.OFFERED):
        step.illegal(f"{OFFERED} does not lead from {leaf.before} to {leaf.after}")
    if event.task is None or leaf.agency is None:
        raise NotInFormError("task", "or agency is missing in an offer")
    if report.task(event.task) is not None:
        step.contradicts(f"the task {leaf.task} was offered a second time")
        return
    task = _new_task(step, event.task, leaf.agency)
    if task.round != report.round:
        step.contradicts(f"the task was offered in round {report.round}, the event says {task.round}")
    if task.agency in report.shut_out:
        step.illegal(f"{task.agency} is accused or walled off and was offered a task")
    if task.role == TaskRole.LEAD:
        _may_lead(step, task)
    _why_offered(step, task)
    report.tasks.append(task)
    if report.case is not None and (task.agency, task.kind) == (report.case.owed, TaskKind.CASE):
        report.case = report.case._replace(owed=None)


def _why_offered(step: Step, task: Task) -> None:
    report, leaf = step.report, step.event.leaf
    if untold(step.event):
        _from_a_report_untold(step, report, task)
    elif leaf.data.get("merged_from") is not None:
        _from_a_duplicate(step, report, task)
    elif leaf.data.get("transferred_from") is not None:
        _from_another(step, report, task)
    elif task.recommendation is not None:
        offered_as_recommended(step, task)
    elif report.state in _ENDED and leaf.actor["role"] != SYSTEM:
        step.illegal(f"a task was offered while the report was {report.state}, and no recommendation asked for it")


def _new_task(step: Step, task_id: bytes, agency: str) -> Task:
    data = step.event.leaf.data
    role, kind, obligatory = text_of(data, "role"), text_of(data, "kind"), data.get("obligatory")
    if role not in _ROLES or kind not in _KINDS or not isinstance(obligatory, bool):
        raise NotInFormError("data", "holds no role, kind and obligation of the domain")
    task = Task(task_id, agency, role, kind, obligatory, number_of(data, "round"))
    recommended = optional_text(data, "recommendation")
    task.recommendation = None if recommended is None else identifier(recommended)
    return task


def _may_lead(step: Step, task: Task) -> None:
    report = step.report
    if report.state != ReportState.ASSIGNED:
        step.illegal(f"a lead task was offered while the report was {report.state}")
    if task.agency == KODIM:
        step.illegal(f"{KODIM} was offered the lead")
    given = step.event.leaf.data.get("transferred_from") is not None
    if given:
        former, report.lead = report.lead, task.agency
        chosen_to_lead(step, former)
    elif report.lead not in {task.agency, NOT_SAID}:
        step.contradicts(f"the lead task was offered to {task.agency}, the report was assigned to {report.lead}")


def _from_another(step: Step, report: Report, task: Task) -> None:
    former = report.task(identifier(text_of(step.event.leaf.data, "transferred_from")))
    if former is None or former.state != TaskState.TRANSFERRED:
        step.unknown_task("the offer follows a transfer that no event tells of")
    elif former.handed_to != task.agency:
        step.contradicts(f"the task went to {former.handed_to} and was offered to {task.agency}")
    elif _nature(former) != _nature(task):
        step.contradicts("the task changed its role, kind, obligation or recommendation when it was transferred")
    if former is not None:
        former.handed_to = None


def _nature(task: Task) -> tuple[object, ...]:
    return task.role, task.kind, task.obligatory, task.recommendation


def _from_a_duplicate(step: Step, report: Report, task: Task) -> None:
    data = step.event.leaf.data
    identifier(text_of(data, "transferred_from"))
    if not {identifier(text_of(data, "merged_from")), UNTOLD} & {*report.merges}:
        step.unknown_task("the offer follows a merge that no event tells of")
    _never_recommended(step, task)


def _from_a_report_untold(step: Step, report: Report, task: Task) -> None:
    if not report.merges:
        step.unknown_task("the offer follows a merge that no event tells of")
    _never_recommended(step, task)


def _never_recommended(step: Step, task: Task) -> None:
    if task.recommendation is not None:
        step.contradicts("what was recommended of a duplicate was offered on another report")


def _person(step: Step, name: str) -> bytes | None:
    person = optional_text(step.event.leaf.data, name)
    return None if person is None else identifier(person)


def _accepted(step: Step, task: Task) -> None:
    task.assignee = _person(step, "assignee")
    given_to(step, task)


def _person_assigned(step: Step, task: Task) -> None:
    previous = _person(step, "previous")
    if previous != task.assignee:
        held = "nobody" if task.assignee is None else written(task.assignee)
        step.contradicts(f"the task was of {held} before, the event says another")
    task.assignee = _person(step, "assignee")
    given_to(step, task)


def _completed(step: Step, task: Task) -> None:
    task.completed_by = step.event.person


def _transferred(step: Step, task: Task) -> None:
    leaf = step.event.leaf
    kind, to = text_of(leaf.data, "kind"), text_of(leaf.data, "to_agency")
    if kind not in _TRANSFERS:
        raise NotInFormError("data.kind", "is no kind of transfer")
    if kind == TransferKind.TAKEN_OVER and to != leaf.actor["agency"]:
        step.illegal(f"{leaf.actor['agency']} took a task over into {to}")
    if to == task.agency:
        step.illegal(f"a task of {to} was transferred to itself")
    task.handed_to = to


def _reopened(_step: Step, task: Task) -> None:
    task.completed_by = None


_PAUSES = frozenset({TASK_PAST[TaskTrigger.WAIT]})
_WORKS = frozenset(TASK_PAST[trigger] for trigger in WORKS) - _PAUSES
_STOOD_FOR = frozenset(TASK_PAST[trigger] for trigger in STOOD_FOR)
_GIVES = frozenset({"task.accepted", "task.person_assigned"})
_EFFECTS: Mapping[str, Callable[[Step, Task], None]] = {
    "task.accepted": _accepted,
    "task.person_assigned": _person_assigned,
    "task.completed": _completed,
    "task.reopened": _reopened,
    "task.expired": expired,
    "task.transferred": _transferred,
}
