"""What an agency does with its tasks."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from asyncpg import Record

from service.edge.call import Call
from service.edge.idempotency import Answer
from service.edge.keyset import Page, cursor_of, place_of, question_of
from service.edge.representation import encode, etag
from service.edge.service_errors import NotFound
from service.features.changing.changes import Alone, Changes, Decided, Subject, reads
from service.features.reports.changing import Terms
from service.features.reports.stored_facts import facts_of
from service.features.reports.text_pointers import pointers_of
from service.features.tasks import repository
from service.features.tasks.lookups import LOOKUPS, QUEUES, TASK
from service.features.tasks.schemas import TaskPage
from service.features.tasks.transition_routines import ROUTINES, Commands
from service.features.tasks.views import after_change, listed_tasks, task_view
from service.storage.db.lookup import Lookups
from service.storage.db.pool import Database, Transaction
from service.storage.sealing import Sealer
from service.storage.texts.kept_texts import Text, open_kept, shown
from service.trail.reading.recorder import Recorder
from workflows.access import visibility
from workflows.access.permissions import Action, require_role
from workflows.codes.reports import TextField
from workflows.decisions.change import Change, Circumstances
from workflows.decisions.tasks.commands import TaskCommand
from workflows.decisions.tasks.triggers import TASK_ASKED, decide_task
from workflows.decisions.unread import require_blind
from workflows.trail.chaining import RecordedEvent
from workflows.trail.reads import ReadKind

OK = 200
SORT = "due_at"


class TaskService:
    """Tasks of every region, for whoever asks."""

    def __init__(self, database: Database, changes: Changes, sealer: Sealer, terms: Terms, reads: Recorder) -> None:
        self._database = database
        self._reads = reads
        self._changes = changes
        self._sealer = sealer
        self._terms = terms
        self._commands = Commands(database)
        self._lookups = Lookups(database, ROUTINES, LOOKUPS)

    async def get(self, call: Call, task: UUID) -> Answer:
        """One task. Raises NotFound for what is missing or hidden."""
        require_role(call.actor, Action.TASK_READ)
        found = await self._lookups.rows(TASK, call.region, visibility.tokens(call.actor), task)
        if not found:
            raise NotFound
        row = found[0]
        secrecy, report = row["classification"], row["report_id"] if row["report_seen"] else None
        self._reads.note(call, ReadKind.TASK_OPENED, classification=secrecy, report=report, task=task)
        opened = await open_kept(self._sealer, call.region, (row["title"], row["result"]))
        return Answer(OK, encode(listed_tasks(found, call, opened)[0]), etag(row["version"]))

    async def queue(self, call: Call, wanted: repository.Queue, cursor: str | None, limit: int) -> TaskPage:
        """One page of the work queue, due first."""
        require_role(call.actor, Action.TASK_READ)
        question = question_of(wanted, SORT)
        after = place_of(cursor, question)
        rows = await self._queued(call, wanted, after, limit)
        self._reads.note(call, ReadKind.TASKS_LISTED, wanted=wanted)
        last = rows[limit - 1] if len(rows) > limit else None
        kept = [text for row in rows[:limit] for text in (row["title"], row["result"])]
        opened = await open_kept(self._sealer, call.region, kept)
        return TaskPage(
            items=listed_tasks(rows[:limit], call, opened),
            next_cursor=cursor_of(last["due_order"], last["id"], question) if last else None,
        )

    async def _queued(
        self, call: Call, wanted: repository.Queue, after: Sequence[Any] | None, limit: int
    ) -> list[Record]:
        tokens = visibility.tokens(call.actor)
        asked = {name: value for name, value in wanted._asdict().items() if value is not None}
        lookup = QUEUES.get((tuple(asked), after is not None))
        if lookup is not None:
            return await self._lookups.rows(lookup, call.region, tokens, *asked.values(), *(after or ()), limit + 1)
        async with self._database.transaction(call.region, tokens) as transaction:
            rows = await repository.queue(transaction, call.region, wanted, after, Page(limit))
            await transaction.commit()
        return rows

    async def transition(self, call: Call, task_id: UUID, command: TaskCommand) -> Answer:
        """Fire a trigger. Raises the refusals of ``decide_task``."""
        require_role(call.actor, TASK_ASKED[command.trigger].action)

        async def told(row: Record) -> Subject:
            subject = _subject(call, row)
            return subject._replace(opened=await open_kept(self._sealer, call.region, (subject.row["title"],)))

        async def read(transaction: Transaction) -> Subject:
            return await told(await repository.read_for_command(transaction, call, task_id))

        async def read_alone() -> Subject:
            return await told(await self._commands.read(call, task_id))

        def decide(subject: Subject, given: Circumstances) -> Decided:
            report = facts_of(subject.row)
            task = report.task(task_id)
            if not reads(call, subject.row):
                require_blind(command.trigger)
            change = decide_task(report, task, command, call.actor, given)
            title = shown(subject.row["title"], subject.opened)
            return Decided(change, pointers_of(subject.row), self._answer(call, subject.row, title, change, task_id))

        return await self._changes.run(call, read, decide, alone=Alone(read_alone, self._commands.advance))

    def _answer(self, call: Call, row: Record, kept: Text, change: Change, task_id: UUID) -> Any:
        def answer(events: tuple[RecordedEvent, ...]) -> Answer:
            report = change.report
            task = report.task(task_id)
            held = visibility.tokens(call.actor)
            visible = reads(call, row)
            readable = visibility.may_read(row["text_readers"], row["walled"], held)
            title = kept if readable else Text(None)
            about = after_change(report, title.content, visible=visible)
            result = next((t.draft.content for e in events for t in e.texts if t.draft.field is TextField.RESULT), None)
            receipt = self._terms.receipts.receipt(call.region, events[0])
            became = report.transferred_to(task)
            view = task_view(
                task, report, result, about, call, receipt,
                became=became, title_erased=title.erased, calendar_changed=row["calendar_changed"],
            )  # fmt: skip
            return Answer(OK, encode(view), etag(task.version))

        return answer


def _subject(call: Call, row: Record) -> Subject:
    """The task whose version the caller names, when they may see it."""
    held = visibility.tokens(call.actor)
    if row["task_version"] is None or not visibility.may_read(row["task_readers"], row["task_walled"], held):
        raise NotFound
    return Subject(row, row["task_version"], row["id"])
