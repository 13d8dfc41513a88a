"""Checking content that circulates, and reading what was found."""

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar
from uuid import UUID

from asyncpg import Record

from service.edge.call import Call
from service.edge.idempotency import Answer
from service.edge.representation import encode, etag
from service.edge.service_errors import NotFound
from service.features.changing.changes import Changes, Decided, Subject
from service.features.changing.possible import naming_what_is_possible
from service.features.content_checks import repository
from service.features.content_checks.schemas import ContentCheckAnswer, ContentCheckPage
from service.features.content_checks.views import Told, content_of, content_view, kept_in, told_of
from service.features.reports.changing import CREATED, OK, Terms
from service.features.reports.member_types import AuthorAnswer
from service.features.reports.sight import require_seen
from service.features.reports.stored_facts import facts_of
from service.features.reports.text_pointers import pointers_of
from service.storage.db.pool import Database, Transaction
from service.storage.db.write import Part
from service.storage.sealing import Sealer
from service.storage.texts.kept_texts import open_kept
from service.trail.reading.recorder import Recorder
from workflows.access import visibility
from workflows.access.actors import Actor
from workflows.access.facts import ReportFacts
from workflows.access.permissions import Action, require_role
from workflows.codes.content import ContentStep
from workflows.decisions.available import content_actions
from workflows.decisions.change import Circumstances
from workflows.decisions.content.checking import (
    STEP_ACTIONS,
    Checked,
    ContentFacts,
    decide_answer,
    decide_judge,
    decide_open,
    decide_takedown,
)
from workflows.decisions.content.commands import AnswerTakedown, JudgeContent, OpenContentCheck, RequestTakedown
from workflows.trail.chaining import RecordedEvent
from workflows.trail.reads import ReadKind

Body = TypeVar("Body", JudgeContent, RequestTakedown, AnswerTakedown)
Decide = Callable[[ReportFacts, ContentFacts, Body, Actor, Circumstances], Checked]
Words = Mapping[str, str | None]


class ContentCheckService:
    """Checks of content of every region, for whoever asks."""

    def __init__(self, database: Database, changes: Changes, sealer: Sealer, terms: Terms, reads: Recorder) -> None:
        self._database = database
        self._changes = changes
        self._sealer = sealer
        self._terms = terms
        self._reads = reads

    async def open(self, call: Call, report: UUID, body: OpenContentCheck) -> Answer:
        """Begin to check content. Raises the refusals of ``decide_open``."""
        require_role(call.actor, Action.CONTENT_OPEN)

        async def read(transaction: Transaction) -> Subject:
            row = await repository.read_to_open(transaction, call, report, body.screenshot)
            require_seen(row, call)
            return Subject(row, row["version"], row["id"])

        def decide(subject: Subject, given: Circumstances) -> Decided:
            row = subject.row
            done = decide_open(facts_of(row), body, call.actor, given, shown=row["shown"])
            words = {"url": body.url} if _readable(row, call) else {}
            told = Told(AuthorAnswer(person=call.person, agency=call.actor.agency), words, {})

            def entered(events: tuple[RecordedEvent, ...]) -> Iterable[Part]:
                return repository.opened(call, report, done.content, events[0])

            answer = self._answer(call, done, told, CREATED)
            return Decided(done.change, pointers_of(row), answer, entered=entered)

        return await self._changes.run(call, read, decide)

    async def judge(self, call: Call, report: UUID, check: UUID, body: JudgeContent) -> Answer:
        """Say what content is. Raises the refusals of ``decide_judge``."""
        words = {"clarification": body.clarification}
        return await self._move(call, (report, check), ContentStep.JUDGE, decide_judge, body, words)

    async def request_takedown(self, call: Call, report: UUID, check: UUID, body: RequestTakedown) -> Answer:
        """Record that somebody was asked to take content down. Raises the refusals of ``decide_takedown``."""
        words = {"to": body.to, "reference": body.reference, "note": None}
        return await self._move(call, (report, check), ContentStep.REQUEST_TAKEDOWN, decide_takedown, body, words)

    async def answer_takedown(self, call: Call, report: UUID, check: UUID, body: AnswerTakedown) -> Answer:
        """Record what became of the asking. Raises the refusals of ``decide_answer``."""
        words = {"note": body.note}
        return await self._move(call, (report, check), ContentStep.ANSWER_TAKEDOWN, decide_answer, body, words)

    async def listing(self, call: Call, report: UUID, after: UUID | None, limit: int) -> ContentCheckPage:
        """The checks of a report, oldest first. Raises NotFound for a report that is missing or hidden."""
        require_role(call.actor, Action.CONTENT_READ)
        async with self._database.transaction(call.region, visibility.tokens(call.actor)) as transaction:
            rows = await repository.page(transaction, call.region, report, after, limit + 1)
            await transaction.commit()
        if not rows:
            raise NotFound
        self._reads.note(call, ReadKind.CONTENT_LISTED, classification=rows[0]["classification"], report=report)
        found = [row for row in rows if row["check_id"] is not None]
        items = [await self._item(call, row) for row in found[:limit]]
        return ContentCheckPage(items=items, next_cursor=str(items[-1].id) if len(found) > limit else None)

    async def _move(
        self, call: Call, at: tuple[UUID, UUID], step: ContentStep, law: Decide[Body], body: Body, words: Words
    ) -> Answer:
        require_role(call.actor, STEP_ACTIONS[step])

        async def read(transaction: Transaction) -> Subject:
            row = await repository.read_to_move(transaction, call, *at)
            require_seen(row, call)
            if row["check_id"] is None:
                raise NotFound
            opened = await open_kept(self._sealer, call.region, kept_in(row))
            return Subject(row, row["version"], row["id"], opened)

        def decide(subject: Subject, given: Circumstances) -> Decided:
            row = subject.row
            report, content = facts_of(row), content_of(row)
            with naming_what_is_possible(lambda: content_actions(report, content, call.actor, call.policy)):
                done = law(report, content, body, call.actor, given)
            by = AuthorAnswer(person=call.person, agency=call.actor.agency)
            shown = words if _readable(row, call) else {}
            told = told_of(row, subject.opened).after(step, by, given.now, shown)

            def entered(events: tuple[RecordedEvent, ...]) -> Iterable[Part]:
                return repository.moved(call, step, done.content, events[0])

            return Decided(done.change, pointers_of(row), self._answer(call, done, told, OK), entered=entered)

        return await self._changes.run(call, read, decide)

    async def _item(self, call: Call, row: Record) -> ContentCheckAnswer:
        opened = await open_kept(self._sealer, call.region, kept_in(row))
        return content_view(content_of(row), facts_of(row), told_of(row, opened), call)

    def _answer(
        self, call: Call, done: Checked, told: Told, status: int
    ) -> Callable[[tuple[RecordedEvent, ...]], Answer]:
        def answer(events: tuple[RecordedEvent, ...]) -> Answer:
            receipt = self._terms.receipts.receipt(call.region, events[0])
            view = content_view(done.content, done.change.report, told, call, receipt)
            return Answer(status, encode(view), etag(done.change.report.version))

        return answer


def _readable(row: Record, call: Call) -> bool:
    return visibility.may_read(row["text_readers"], row["walled"], visibility.tokens(call.actor))
