"""A review as its readers see it."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple, Self, TypeVar
from uuid import UUID

import msgspec
from asyncpg import Record
from msgspec import UNSET, UnsetType

from service.edge.answer_types import Receipt
from service.edge.call import Call
from service.edge.representation import actions_view
from service.features.reports.member_types import AuthorAnswer
from service.features.reports.stored_facts import facts_of
from service.features.reviews.schemas import (
    LessonAnswer,
    RecommendationAnswer,
    RecommendedTask,
    ReviewAnswer,
    ReviewItem,
    SectionAnswer,
    TimelineItem,
)
from service.storage.texts.kept_texts import NONE_OPENED, PLAIN, ErasedAnswer, Opened, Text, shown
from service.trail.audit.event_views import event_members
from workflows.access import visibility
from workflows.access.facts import ReportFacts
from workflows.codes.reports import TextField
from workflows.codes.reviews import LessonKind, ReviewSection, ReviewState
from workflows.decisions.available import review_actions
from workflows.decisions.reviews.reviewing import Reviewed, ReviewFacts
from workflows.trail.chaining import RecordedEvent

_SECTIONS = frozenset(section.value for section in ReviewSection)


class KeptEntry(msgspec.Struct, frozen=True):
    """An entry as it is stored; ``kept`` is its text as it came from the database."""

    id: UUID
    field: str
    lesson_kind: LessonKind | None
    owner: str | None
    due_at: datetime | None
    added_by: UUID
    added_agency: str
    added_at: datetime
    kept: str | None

    @property
    def author(self) -> AuthorAnswer:
        """Who wrote it."""
        return AuthorAnswer(person=self.added_by, agency=self.added_agency)


Value = TypeVar("Value")
_ENTRIES = msgspec.json.Decoder(list[KeptEntry])


class Standing(NamedTuple):
    """Who opened a review and when, and who closed it, if anybody has."""

    opened_by: AuthorAnswer
    opened_at: datetime
    closed_by: AuthorAnswer | None = None
    closed_at: datetime | None = None

    @classmethod
    def of(cls, row: Record) -> Self:
        """Read a row of a review."""
        closed = row["closed_by"] and AuthorAnswer(person=row["closed_by"], agency=row["closed_agency"])
        opened = AuthorAnswer(person=row["opened_by"], agency=row["opened_agency"])
        return cls(opened, row["opened_at"], closed, row["review_closed_at"])


class ShownReview(NamedTuple):
    """A review with the report that carries it."""

    review: ReviewFacts
    report: ReportFacts
    standing: Standing
    entries: Sequence[KeptEntry]
    opened: Opened
    readable: bool

    @classmethod
    def of(cls, row: Record, call: Call, opened: Opened = NONE_OPENED) -> Self:
        """Read a row of a review with its report; ``opened`` has what ``hidden_in`` found in it."""
        entries = entries_of(row)
        recorded = frozenset(ReviewSection(entry.field) for entry in entries if entry.field in _SECTIONS)
        review = ReviewFacts(
            row["review_id"], row["event"], ReviewState(row["review_state"]), row["review_version"], recorded
        )
        return cls(review, facts_of(row), Standing.of(row), entries, opened, reads_words(row, call))

    def after(self, done: Reviewed, events: tuple[RecordedEvent, ...], call: Call) -> Self:
        """The same once a change is written, without reading it back."""
        at, author = events[0].at, AuthorAnswer(person=call.person, agency=call.actor.agency)
        closed = self.review.state is not done.review.state
        standing = self.standing._replace(closed_by=author, closed_at=at) if closed else self.standing
        entries, entry = self.entries, done.entry
        if entry is not None:
            kept = PLAIN + events[0].texts[0].draft.content
            made = (entry.id, entry.field.value, entry.lesson_kind, entry.owner, entry.due_at)
            entries = [*entries, KeptEntry(*made, author.person, author.agency, at, kept)]
        return self._replace(review=done.review, report=done.change.report, standing=standing, entries=entries)


def entries_of(row: Record) -> list[KeptEntry]:
    """The entries in a row of a review, in the order in which they were written."""
    return _ENTRIES.decode(row["entries"]) if row["entries"] else []


def hidden_in(row: Record) -> list[str]:
    """The texts of a row that are not plain, to be opened before the row is read."""
    return [entry.kept for entry in entries_of(row) if entry.kept and entry.kept[0] != PLAIN]


def reads_words(row: Record, call: Call) -> bool:
    """Whether the caller reads the words of the report in a row."""
    return visibility.may_read(row["text_readers"], row["walled"], visibility.tokens(call.actor))


def review_view(told: ShownReview, call: Call, receipt: Receipt | UnsetType = UNSET) -> ReviewAnswer:
    """The whole representation."""
    review, standing_of = told.review, told.standing
    return ReviewAnswer(
        id=review.id,
        report=told.report.id,
        event=review.event,
        state=review.state,
        version=review.version,
        opened_by=standing_of.opened_by,
        opened_at=standing_of.opened_at,
        closed_by=standing_of.closed_by,
        closed_at=standing_of.closed_at,
        withheld=not told.readable,
        sections=_sections(told),
        lessons=[_lesson(entry, told) for entry in told.entries if entry.field == TextField.LESSON],
        recommendations=[
            _recommendation(entry, told) for entry in told.entries if entry.field == TextField.RECOMMENDATION
        ],
        actions=actions_view(review_actions(told.report, review, call.actor, call.policy), call.language),
        receipt=receipt,
    )


def review_item(row: Record) -> ReviewItem:
    """What a list shows of a review."""
    standing_of = Standing.of(row)
    return ReviewItem(
        id=row["review_id"],
        report=row["of_report"],
        event=row["event"],
        state=row["review_state"],
        version=row["review_version"],
        opened_by=standing_of.opened_by,
        opened_at=standing_of.opened_at,
        closed_by=standing_of.closed_by,
        closed_at=standing_of.closed_at,
    )


def timeline_item(row: Record, call: Call) -> TimelineItem:
    """What a timeline shows of an event: never its words."""
    return TimelineItem(
        **event_members(row),
        proof=call.address(f"/v1/regions/{call.region}/audit/proofs/inclusion?event={row['event']}"),
    )


def _sections(told: ShownReview) -> list[SectionAnswer]:
    """The newest version of each, in the order of the questions."""
    answers = []
    for section in ReviewSection:
        versions = [entry for entry in told.entries if entry.field == section.value]
        if versions:
            newest = versions[-1]
            text, erased = _words(newest, told)
            answers.append(
                SectionAnswer(
                    id=newest.id,
                    section=section,
                    text=text,
                    versions=len(versions),
                    recorded_by=newest.author,
                    recorded_at=newest.added_at,
                    erased=erased,
                )
            )
    return answers


def _lesson(entry: KeptEntry, told: ShownReview) -> LessonAnswer:
    text, erased = _words(entry, told)
    return LessonAnswer(
        id=entry.id,
        kind=_there(entry.lesson_kind),
        text=text,
        added_by=entry.author,
        added_at=entry.added_at,
        erased=erased,
    )


def _recommendation(entry: KeptEntry, told: ShownReview) -> RecommendationAnswer:
    text, erased = _words(entry, told)
    task = [task for task in told.report.tasks if task.recommendation == entry.id][-1]
    return RecommendationAnswer(
        id=entry.id,
        agency=_there(entry.owner),
        due_at=_there(entry.due_at),
        text=text,
        task=RecommendedTask(
            id=task.id, agency=task.agency, state=task.state, version=task.version, due_at=task.due_at
        ),
        made_by=entry.author,
        made_at=entry.added_at,
        erased=erased,
    )


def _there(value: Value | None) -> Value:
    """What a CHECK of the table promises. Raises ValueError when it was altered behind it."""
    if value is None:
        msg = "an entry of a review lacks what its field demands"
        raise ValueError(msg)
    return value


def _words(entry: KeptEntry, told: ShownReview) -> tuple[str | None, ErasedAnswer | UnsetType]:
    text = shown(entry.kept, told.opened) if told.readable else Text(None)
    return text.content, text.erased or UNSET
