"""What reviews answer. Words that the caller may not read are null."""

from typing import Annotated
from uuid import UUID

from msgspec import UNSET, Meta, Struct, UnsetType

from service.edge.answer_types import ActionAnswer, AgencyCode, Moment, Page
from service.features.reports.member_types import AuthorAnswer, ReceiptOfChange, ReportId, Version, Withholdable
from service.features.reports.task_schemas import DueAt, TaskId
from service.storage.texts.kept_texts import ErasedAnswer
from service.trail.audit.schemas import EventAnswer
from workflows.codes.reviews import LessonKind, ReviewSection, ReviewState
from workflows.codes.tasks import TaskState

ReviewId = Annotated[UUID, Meta(description="The review itself.")]
EntryId = Annotated[UUID, Meta(description="This entry of the review, as its event names it.")]
EventCode = Annotated[
    str, Meta(description="The election that is reviewed, or another event's code.", examples=["pilkades-2023"])
]
WrittenAt = Annotated[Moment, Meta(description="When it was written.")]
Erased = Annotated[ErasedAnswer | UnsetType, Meta(description="Present once the words were erased.")]


class SectionAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """A section as it reads now; the history of the report has every version of it."""

    id: EntryId
    section: ReviewSection
    text: Withholdable
    versions: Annotated[int, Meta(ge=1, description="How often it was recorded.")]
    recorded_by: AuthorAnswer
    recorded_at: WrittenAt
    erased: Erased = UNSET


class LessonAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """A lesson: what to keep or to change next time."""

    id: EntryId
    kind: LessonKind
    text: Withholdable
    added_by: AuthorAnswer
    added_at: WrittenAt
    erased: Erased = UNSET


class RecommendedTask(Struct, frozen=True, kw_only=True, gc=False):
    """The task that a recommendation became; the last of them when it was transferred."""

    id: TaskId
    agency: AgencyCode
    state: TaskState
    version: Version
    due_at: DueAt


class RecommendationAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """A recommendation: who is to do what until when, and how far it is."""

    id: EntryId
    agency: Annotated[AgencyCode, Meta(description="The agency that it was made to.")]
    due_at: Annotated[Moment, Meta(description="Until when it is to be done.")]
    text: Withholdable
    task: RecommendedTask
    made_by: AuthorAnswer
    made_at: WrittenAt
    erased: Erased = UNSET


class ReviewItem(Struct, frozen=True, kw_only=True, gc=False):
    """A review as a list shows it."""

    id: ReviewId
    report: Annotated[ReportId, Meta(description="The report that carries it.")]
    event: EventCode
    state: ReviewState
    version: Version
    opened_by: AuthorAnswer
    opened_at: Annotated[Moment, Meta(description="When it was opened.")]
    closed_by: Annotated[AuthorAnswer | None, Meta(description="Who closed it; null while it is open.")]
    closed_at: Annotated[Moment | None, Meta(description="When it was closed; null while it is open.")]


class ReviewAnswer(ReviewItem, frozen=True, kw_only=True, gc=False):
    """A review whole."""

    withheld: Annotated[bool, Meta(description="Whether its words are kept from this caller.")]
    sections: Annotated[list[SectionAnswer], Meta(description="Those that were recorded: planned, happened, why.")]
    lessons: Annotated[list[LessonAnswer], Meta(description="In the order in which they were added.")]
    recommendations: Annotated[list[RecommendationAnswer], Meta(description="In the order in which they were made.")]
    actions: list[ActionAnswer]
    receipt: ReceiptOfChange = UNSET


class ReviewPage(Page[ReviewItem], frozen=True, kw_only=True, gc=False):
    """One page of reviews, newest first."""


class TimelineItem(EventAnswer, frozen=True, kw_only=True, gc=False):
    """An event of a report that the review is about, with the way to its proof."""

    proof: Annotated[str, Meta(description="Where its inclusion in the log is proved, relative to the server.")]


class TimelinePage(Page[TimelineItem], frozen=True, kw_only=True, gc=False):
    """One page of a timeline, in the order of the log."""
