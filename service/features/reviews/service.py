"""Writing after-action reviews, and reading them along the trail."""

from collections.abc import Callable, Iterable
from typing import TypeVar
from uuid import UUID

from service.edge.call import Call
from service.edge.idempotency import Answer
from service.edge.keyset import Page, cursor_of, place_of, question_of
from service.edge.representation import encode, etag
from service.edge.service_errors import NotFound
from service.features.changing.changes import Changes, Decided, Subject
from service.features.reports.changing import Terms
from service.features.reports.member_types import AuthorAnswer
from service.features.reports.sight import require_seen
from service.features.reports.stored_facts import facts_of
from service.features.reports.text_pointers import pointers_of
from service.features.reviews import repository
from service.features.reviews.schemas import ReviewPage, TimelinePage
from service.features.reviews.views import (
    ShownReview,
    Standing,
    hidden_in,
    reads_words,
    review_item,
    review_view,
    timeline_item,
)
from service.storage.db.pool import Database, Transaction
from service.storage.db.write import Part
from service.storage.sealing import Sealer
from service.storage.texts.kept_texts import NONE_OPENED, open_kept
from service.trail.reading.recorder import Recorder
from workflows.access import visibility
from workflows.access.actors import Actor
from workflows.access.facts import ReportFacts
from workflows.access.permissions import Action, require_role
from workflows.decisions.change import Circumstances
from workflows.decisions.reviews.commands import AddLesson, CloseReview, OpenReview, Recommend, RecordSection
from workflows.decisions.reviews.reviewing import (
    Reviewed,
    ReviewFacts,
    decide_close,
    decide_lesson,
    decide_open,
    decide_recommend,
    decide_record,
)
from workflows.trail.chaining import RecordedEvent
from workflows.trail.reads import ReadKind

CREATED, OK = 201, 200
NEWEST_FIRST = "-opened_at"

Body = TypeVar("Body", RecordSection, AddLesson, Recommend, CloseReview)
Decide = Callable[[ReportFacts, ReviewFacts, Body, Actor, Circumstances], Reviewed]


class ReviewService:
    """Reviews of every region, for whoever asks."""

    def __init__(self, database: Database, changes: Changes, sealer: Sealer, terms: Terms, reads: Recorder) -> None:
        self._database = database
        self._reads = reads
        self._changes = changes
        self._sealer = sealer
        self._terms = terms

    async def open(self, call: Call, report: UUID, body: OpenReview) -> Answer:
        """Open the review of an event on a report. Raises the refusals of ``decide_open``."""
        require_role(call.actor, Action.REVIEW_OPEN)

        async def read(transaction: Transaction) -> Subject:
            row = await repository.read_to_open(transaction, call, report)
            require_seen(row, call)
            return Subject(row, row["version"], row["id"])

        def decide(subject: Subject, given: Circumstances) -> Decided:
            row = subject.row
            done = decide_open(facts_of(row), body, call.actor, given)
            standing = Standing(AuthorAnswer(person=call.person, agency=call.actor.agency), given.now)
            told = ShownReview(done.review, done.change.report, standing, [], NONE_OPENED, reads_words(row, call))

            def entered(events: tuple[RecordedEvent, ...]) -> Iterable[Part]:
                return repository.opened(call, report, done.review, events[0])

            return Decided(done.change, pointers_of(row), self._answer(call, told, CREATED), entered=entered)

        return await self._changes.run(call, read, decide)

    async def record(self, call: Call, review: UUID, body: RecordSection) -> Answer:
        """Record a section. Raises the refusals of ``decide_record``."""
        return await self._write(call, review, body, decide_record, OK)

    async def add_lesson(self, call: Call, review: UUID, body: AddLesson) -> Answer:
        """Add a lesson. Raises the refusals of ``decide_lesson``."""
        return await self._write(call, review, body, decide_lesson, CREATED)

    async def recommend(self, call: Call, review: UUID, body: Recommend) -> Answer:
        """Recommend something, which becomes a task. Raises the refusals of ``decide_recommend``."""
        return await self._write(call, review, body, decide_recommend, CREATED)

    async def close(self, call: Call, review: UUID, body: CloseReview) -> Answer:
        """Close a review. Raises the refusals of ``decide_close``."""
        return await self._write(call, review, body, decide_close, OK)

    async def get(self, call: Call, review: UUID) -> Answer:
        """One review. Raises NotFound for what is missing or hidden."""
        require_role(call.actor, Action.REVIEW_READ)
        async with self._database.transaction(call.region, visibility.tokens(call.actor)) as transaction:
            row = await repository.read(transaction, call.region, review)
            await transaction.commit()
        if row is None:
            raise NotFound
        secrecy = row["classification"]
        self._reads.note(call, ReadKind.REVIEW_SHOWN, classification=secrecy, report=row["of_report"])
        told = ShownReview.of(row, call, await open_kept(self._sealer, call.region, hidden_in(row)))
        return Answer(OK, encode(review_view(told, call)), etag(told.review.version))

    async def listing(self, call: Call, wanted: repository.Wanted, cursor: str | None, limit: int) -> ReviewPage:
        """One page of reviews, newest first."""
        require_role(call.actor, Action.REVIEW_READ)
        question = question_of(wanted, NEWEST_FIRST)
        after = place_of(cursor, question)
        async with self._database.transaction(call.region, visibility.tokens(call.actor)) as transaction:
            page = Page(limit, descending=True)
            rows = await repository.listing(transaction, call.region, wanted, after, page)
            await transaction.commit()
        self._reads.note(call, ReadKind.REVIEWS_LISTED, wanted=wanted)
        items = [review_item(row) for row in rows[:limit]]
        last = items[-1] if len(rows) > limit else None
        return ReviewPage(items=items, next_cursor=cursor_of(last.opened_at, last.id, question) if last else None)

    async def timeline(self, call: Call, review: UUID, after: int, limit: int) -> TimelinePage:
        """What happened to the reports of the event that the caller sees, in the order of the log.

        Raises NotFound for a review that is missing or hidden.
        """
        require_role(call.actor, Action.REVIEW_READ)
        async with self._database.transaction(call.region, visibility.tokens(call.actor)) as transaction:
            row = await repository.read(transaction, call.region, review)
            if row is None:
                raise NotFound
            event = row["event"]
            election, carrier = event if event in call.policy.elections else None, row["of_report"]
            rows = await repository.timeline(transaction, call.region, after, limit, election=election, carrier=carrier)
            await transaction.commit()
        self._reads.note(call, ReadKind.TIMELINE_LISTED, classification=row["classification"], report=carrier)
        items = [timeline_item(each, call) for each in rows]
        return TimelinePage(items=items, next_cursor=str(items[-1].leaf_index) if len(items) == limit else None)

    async def _write(self, call: Call, review_id: UUID, body: Body, law: Decide[Body], status: int) -> Answer:
        require_role(call.actor, Action.REVIEW_WRITE)

        async def read(transaction: Transaction) -> Subject:
            row = await repository.read_to_write(transaction, call, review_id)
            require_seen(row, call)
            opened = await open_kept(self._sealer, call.region, hidden_in(row))
            return Subject(row, row["review_version"], row["id"], opened)

        def decide(subject: Subject, given: Circumstances) -> Decided:
            told = ShownReview.of(subject.row, call, subject.opened)
            done = law(told.report, told.review, body, call.actor, given)

            def entered(events: tuple[RecordedEvent, ...]) -> Iterable[Part]:
                return repository.written(call, told.report.id, done.review, done.entry, events[0])

            answer = self._answer(call, told, status, done)
            return Decided(done.change, pointers_of(subject.row), answer, entered=entered)

        return await self._changes.run(call, read, decide)

    def _answer(
        self, call: Call, told: ShownReview, status: int, done: Reviewed | None = None
    ) -> Callable[[tuple[RecordedEvent, ...]], Answer]:
        def answer(events: tuple[RecordedEvent, ...]) -> Answer:
            after = told if done is None else told.after(done, events, call)
            view = review_view(after, call, self._terms.receipts.receipt(call.region, events[0]))
            location = location_of(call.region, told.review.id) if status == CREATED else None
            return Answer(status, encode(view), etag(after.review.version), location)

        return answer


def location_of(region: str, review: UUID) -> str:
    """The path of a review."""
    return f"/v1/regions/{region}/reviews/{review}"
