"""What the trail answers: history, feed and counts."""

from typing import Annotated, Any
from uuid import UUID

from msgspec import UNSET, Meta, Struct, UnsetType, field

from service.edge.answer_types import AgencyCode, Moment, Page, PersonId, Sha256
from service.edge.described import one_of
from service.storage.texts.kept_texts import ErasedAnswer
from workflows.codes.reports import TextField

Particulars = dict[str, str | bool | list[str] | None]
Detail = str | int | bool | list[str | Particulars] | Particulars | None
Told = dict[str, Any]
"""Details, as the contract describes them: of a union that holds lists and objects some generators make code that does
not compile, and which details there are depends on the event anyhow."""

Before = Annotated[str | None, Meta(description="The state before; null when the event moved nothing.")]
After = Annotated[str | None, Meta(description="The state after; null when the event moved nothing.")]
Task = Annotated[UUID | None, Meta(description="The task it happened to; null when it happened to the report.")]
LeafIndex = Annotated[int, Meta(ge=0, description="Its gap-free place in the log of the region.")]
ActionCode = Annotated[str, Meta(description="Object, dot, past tense.", examples=["report.verified"])]
EventId = Annotated[UUID, Meta(description="The event itself, as its receipt names it.")]
OfReport = Annotated[UUID, Meta(description="The report that it happened to.")]
At = Annotated[Moment, Meta(description="When it happened.")]
Counts = dict[str, Annotated[int, Meta(ge=1)]]


class EventAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """An entry of the region's log. Of a report hidden from this auditor it says only its place and hash."""

    leaf_index: LeafIndex
    event: EventId
    leaf_hash: Sha256
    action: ActionCode | None
    report: OfReport | None
    task: Task
    agency: AgencyCode | None
    before: Before = field(name="from")
    after: After = field(name="to")
    at: At


class EventPage(Page[EventAnswer], frozen=True, kw_only=True, gc=False):
    """One page of the feed; `next_cursor` is what `after` takes."""


class ActorAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """Who did it; the role is `system` for what followed by rule."""

    person: PersonId
    agency: AgencyCode
    role: Annotated[str, Meta(description="The role it was done in.", examples=["officer"])]


class TextAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """A text that came with the event."""

    id: Annotated[UUID, Meta(description="The text itself.")]
    field: Annotated[str, one_of(TextField)]
    content: Annotated[str | None, Meta(description="The words that were written; null once they were erased.")]
    erased: Annotated[ErasedAnswer | UnsetType, Meta(description="Present once the text was erased.")] = UNSET


class HistoryItem(Struct, frozen=True, kw_only=True, gc=False):
    """One event of a report with its actor, its particulars and the texts that the caller may read."""

    leaf_index: Annotated[LeafIndex | None, Meta(description="Null until the sequencer has placed it.")]
    event: EventId
    leaf_hash: Sha256
    action: ActionCode
    report: OfReport
    task: Task
    agency: AgencyCode | None
    before: Before = field(name="from")
    after: After = field(name="to")
    at: At
    seq: Annotated[int, Meta(ge=1, description="Its number among the events of the report.")]
    version: Annotated[int, Meta(ge=1, description="The report's version from then on; what is beside it keeps that.")]
    prev: Annotated[Sha256 | None, Meta(description="The leaf hash of the event before; null for the first.")]
    actor: ActorAnswer
    data: Annotated[
        Told,
        Meta(
            description="Codes and identifiers of the case, as they were hashed. What the event says of another report "
            "was hashed as a commitment, and is among them for who reads both reports."
        ),
    ]
    texts: list[TextAnswer]


class HistoryPage(Page[HistoryItem], frozen=True, kw_only=True, gc=False):
    """One page of a report's history, oldest first."""


class ElectionCounts(Struct, frozen=True, kw_only=True, gc=False):
    """How many reports of one election stand where; `-` counts those to which nothing applies."""

    election: Annotated[str | None, Meta(description="Null for reports that belong to no election.")]
    total: Annotated[int, Meta(ge=1, description="How many reports of this election were counted.")]
    state: Annotated[Counts, Meta(description="By state.")]
    category: Annotated[Counts, Meta(description="By category.")]
    agency: Annotated[Counts, Meta(description="By lead agency.")]
    area: Annotated[Counts, Meta(description="By area code.")]
    calendar_changed: Annotated[
        int | None,
        Meta(
            description="How many legal clocks of its reports run by a calendar that has changed since, now; null as of"
            " a leaf or a moment that was named, which says nothing of it."
        ),
    ]


class SummaryAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """Counts over what the caller sees, the same whenever they are asked for as of the same leaf that is named."""

    as_of: Annotated[int, Meta(ge=-1, description="The leaf index counted to; -1 while the log is empty.")]
    elections: Annotated[
        list[ElectionCounts], Meta(description="Each election by itself: there is no number over several of them.")
    ]
