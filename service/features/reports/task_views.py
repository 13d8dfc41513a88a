"""A task as its report shows it."""

from msgspec import UNSET

from service.features.reports.shown import Shown
from service.features.reports.task_schemas import TaskItem
from workflows.access.facts import TaskFacts
from workflows.codes.reports import TextField


def task_item(task: TaskFacts, shown: Shown) -> TaskItem:
    """What a report shows of each of its tasks."""
    erased = shown.erased_results.get(str(task.id))
    return TaskItem(
        id=task.id,
        report=task.report_id,
        agency=task.agency,
        role=task.role,
        kind=task.kind,
        obligatory=task.obligatory,
        state=task.state,
        version=task.version,
        offered_at=task.offered_at,
        due_at=task.due_at,
        due_clock=task.due_clock,
        assignee=task.assignee,
        completed_by=task.completed_by,
        completed_at=task.completed_at,
        transferred_from=task.transferred_from,
        transferred_to=shown.facts.transferred_to(task),
        transfer_kind=task.transfer_kind,
        result=shown.results.get(str(task.id)),
        erased=UNSET if erased is None else {TextField.RESULT.value: erased},
    )
