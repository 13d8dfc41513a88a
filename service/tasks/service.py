"""What an agency does with its tasks."""

from typing import Any
from uuid import UUID

from asyncpg import Record

from service.calls import Call
from service.changes import Changes, Decided, Subject
from service.db.pool import Database, Transaction
from service.errors import NotFound
from service.idempotency import Answer
from service.paging import Page, cursor_of, place_of, question_of
from service.reading.recorder import Recorder
from service.reports.rows import facts_of
from service.reports.service import Terms
from service.reports.views import pointers_of
from service.representation import encode, etag, receipt_view
from service.tasks import repository
from service.tasks.schemas import TaskPage
from service.tasks.views import after_change, listed_task, task_view
from workflows import visibility
from workflows.change import Change, Circumstances
from workflows.codes import TextField
from workflows.commands import TaskCommand
from workflows.permissions import TASK_ACTIONS, Action, require_role, standing
from workflows.reads import ReadKind
from workflows.task_decisions import decide_task
from workflows.trail import RecordedEvent

OK = 200
SORT = "due_at"


class TaskService:
    """Tasks of every region, for whoever asks."""

    def __init__(self, database: Database, changes: Changes, terms: Terms, reads: Recorder) -> None:
        self._database = database
        self._reads = reads
        self._changes = changes
        self._terms = terms

    async def get(self, call: Call, task: UUID) -> Answer:
        """One task. Raises NotFound for what is missing or hidden."""
        require_role(call.actor, Action.TASK_READ)
        async with self._database.transaction(call.region, visibility.tokens(call.actor)) as transaction:
            row = await repository.read(transaction, call.region, task)
            await transaction.commit()
        if row is None:
            raise NotFound
        secrecy, report = row["classification"], row["seen_report"]
        self._reads.note(call, ReadKind.TASK_OPENED, classification=secrecy, report=report, task=task)
        return Answer(OK, encode(listed_task(row, call)), etag(row["version"]))

    async def queue(self, call: Call, wanted: repository.Queue, cursor: str | None, limit: int) -> TaskPage:
        """One page of the work queue, due first."""
        require_role(call.actor, Action.TASK_READ)
        question = question_of(wanted, SORT)
        after = place_of(cursor, question)
        async with self._database.transaction(call.region, visibility.tokens(call.actor)) as transaction:
            rows = await repository.queue(transaction, call.region, wanted, after, Page(limit))
            await transaction.commit()
        self._reads.note(call, ReadKind.TASKS_LISTED, wanted=wanted)
        last = rows[limit - 1] if len(rows) > limit else None
        return TaskPage(
            items=[listed_task(row, call) for row in rows[:limit]],
            next_cursor=cursor_of(last["due_order"], last["id"], question) if last else None,
        )

    async def transition(self, call: Call, task_id: UUID, command: TaskCommand) -> Answer:
        """Fire a trigger. Raises the refusals of ``decide_task``."""
        require_role(call.actor, TASK_ACTIONS[command.trigger])

        async def read(transaction: Transaction) -> Subject:
            return _subject(call, await repository.read_for_command(transaction, call, task_id))

        def decide(subject: Subject, given: Circumstances) -> Decided:
            report = facts_of(subject.row)
            task = report.task(task_id)
            change = decide_task(report, task, command, call.actor, given)
            return Decided(change, pointers_of(subject.row), self._answer(call, subject.row, change, task_id))

        return await self._changes.run(call, read, decide)

    def _answer(self, call: Call, row: Record, change: Change, task_id: UUID) -> Any:
        def answer(events: tuple[RecordedEvent, ...]) -> Answer:
            report = change.report
            task = report.task(task_id)
            held = visibility.tokens(call.actor)
            visible = visibility.may_read(row["readers"], row["walled"], held)
            readable = visibility.may_read(row["text_readers"], row["walled"], held)
            title = row["title"] if readable else None
            about = after_change(report, title, visible=visible)
            result = next((t.draft.content for e in events for t in e.texts if t.draft.field is TextField.RESULT), None)
            receipt = receipt_view(events, self._terms.max_merge_delay_s)
            view = task_view(task, result, about, call, standing(report, task), receipt)
            return Answer(OK, encode(view), etag(task.version))

        return answer


def _subject(call: Call, row: Record) -> Subject:
    """The task whose version the caller names, when they may see it."""
    held = visibility.tokens(call.actor)
    if row["task_version"] is None or not visibility.may_read(row["task_readers"], row["task_walled"], held):
        raise NotFound
    return Subject(row, row["task_version"], row["id"])
