"""What the hoax desk answers."""

from typing import Annotated
from uuid import UUID

from msgspec import UNSET, Meta, Struct

from service.edge.answer_types import ActionAnswer, Moment, Page, Sha256
from service.edge.described import as_in
from service.features.reports.member_types import AuthorAnswer, ErasedTexts, ReceiptOfChange, ReportId, Withholdable
from workflows.codes.content import ContentState, ContentVerdict, TakedownOutcome
from workflows.decisions.content import commands as content_commands


class JudgementAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """What the content was found to be."""

    verdict: ContentVerdict
    clarification: Withholdable
    by: AuthorAnswer
    at: Annotated[Moment, Meta(description="When it was judged.")]


class TakedownAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """The last asking to take it down, and what became of it."""

    to: Withholdable
    reference: Withholdable
    requested_at: Annotated[Moment, Meta(description="When it was asked for.")]
    outcome: Annotated[TakedownOutcome | None, Meta(description="What became of it; null until there is an answer.")]
    note: Withholdable
    answered_at: Annotated[Moment | None, Meta(description="When it was answered.")]


class ContentCheckAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """Content that circulates and is checked."""

    id: Annotated[UUID, Meta(description="The check itself.")]
    report: ReportId
    state: ContentState
    version: Annotated[int, Meta(description="Its version.")]
    url: Withholdable
    sha256: Annotated[Sha256 | None, Meta(description="The hash that was given of the content.")]
    screenshot: Annotated[UUID | None, as_in(content_commands.OpenContentCheck, "screenshot")]
    opened_by: AuthorAnswer
    opened_at: Annotated[Moment, Meta(description="When the check began.")]
    judgement: Annotated[JudgementAnswer | None, Meta(description="Null until it was judged.")]
    takedown: Annotated[TakedownAnswer | None, Meta(description="Null until somebody was asked to take it down.")]
    actions: list[ActionAnswer]
    erased: ErasedTexts = UNSET
    receipt: ReceiptOfChange = UNSET


class ContentCheckPage(Page[ContentCheckAnswer], frozen=True, kw_only=True, gc=False):
    """One page of a report's checks of content, oldest first."""
