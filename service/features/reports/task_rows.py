"""The rows of a report's tasks: their columns, and how a change writes them."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from service.storage.db.write import Insert, Part, Update
from workflows.access import visibility
from workflows.access.facts import ReportFacts, TaskFacts
from workflows.codes.reports import TextField
from workflows.codes.tasks import TaskState
from workflows.decisions.change import Change
from workflows.trail.chaining import RecordedEvent

NO_DUE = datetime(9999, 12, 31, tzinfo=UTC)
"""Where a task without a due time stands in the queue: after every other."""
TASK_KEPT = [
    "region",
    "id",
    "report_id",
    "agency",
    "role",
    "kind",
    "obligatory",
    "round",
    "offered_at",
    "requested_due_at",
    "transferred_from",
    "recommendation",
]
TASK_MOVING = [
    "state",
    "version",
    "due_at",
    "due_order",
    "due_clock",
    "assignee",
    "completed_by",
    "completed_at",
    "result_text",
    "transfer_kind",
    "worked_by",
    "updated_at",
]
TASK_SEEN = ("readers", "walled")
INSERT_TASK = Insert("task", (*TASK_KEPT, *TASK_MOVING, *TASK_SEEN))
MOVE_TASK = Update("task", tuple(TASK_MOVING), ("region", "id"))
UPDATE_TASK = Update("task", (*TASK_MOVING, *TASK_SEEN), ("region", "id"))
SHOW_TASK = Update("task", TASK_SEEN, ("region", "id"))


def task_parts(change: Change, events: tuple[RecordedEvent, ...], now: datetime, *, shown: bool) -> list[Part]:
    """Every task that a change moves or makes; ``shown`` when other people may see the report than before."""
    report = change.report
    results = {
        text.draft.task: text.id for event in events for text in event.texts if text.draft.field is TextField.RESULT
    }
    moved = {task.id: task for task in change.changed_tasks}
    new = {task.id for task in change.new_tasks}
    others = [task for task in report.tasks if task.id not in moved and task.id not in new]
    keys = {task.id: (report.region, task.id) for task in report.tasks}
    inserts = [
        (*_task_kept(report, task), *_task_moving(task, results, now), *_task_seen(report, task))
        for task in change.new_tasks
    ]
    if not shown:
        moves = [(*_task_moving(task, results, now), *keys[task.id]) for task in moved.values()]
        return [Part(MOVE_TASK, moves), Part(INSERT_TASK, inserts)]
    updates = [
        (*_task_moving(task, results, now), *_task_seen(report, task), *keys[task.id]) for task in moved.values()
    ]
    shows = [(*_task_seen(report, task), *keys[task.id]) for task in others]
    return [Part(UPDATE_TASK, updates), Part(SHOW_TASK, shows), Part(INSERT_TASK, inserts)]


def _task_kept(report: ReportFacts, task: TaskFacts) -> tuple[Any, ...]:
    return (
        report.region, task.id, task.report_id, task.agency, task.role, task.kind, task.obligatory, task.round,
        task.offered_at, task.requested_due_at, task.transferred_from, task.recommendation,
    )  # fmt: skip


def _task_moving(task: TaskFacts, results: Mapping[UUID | None, UUID], now: datetime) -> tuple[Any, ...]:
    result = results.get(task.id) if task.state is TaskState.DONE else None
    return (
        task.state, task.version, task.due_at, task.due_at or NO_DUE, task.due_clock, task.assignee,
        task.completed_by, task.completed_at, result, task.transfer_kind, task.worked_by, now,
    )  # fmt: skip


def _task_seen(report: ReportFacts, task: TaskFacts) -> tuple[list[str], list[str]]:
    return visibility.task_readers(report, task), visibility.walled_tokens(report)
