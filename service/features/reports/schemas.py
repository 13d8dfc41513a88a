"""What reports answer. Texts that the caller may not read are null and named in ``withheld``."""

from typing import Annotated
from uuid import UUID

from msgspec import UNSET, Meta, Struct, UnsetType

from service.edge.answer_types import ActionAnswer, AgencyCode, AreaCode, Moment, Page, PersonId
from service.edge.described import as_in, one_of
from service.features.reports.clock_schemas import ClockAnswer, EscalationAnswer
from service.features.reports.member_types import (
    AuthorAnswer,
    ErasedTexts,
    ReceiptOfChange,
    RegisterNumber,
    ReportId,
    Version,
    Withholdable,
)
from service.features.reports.routing_schemas import RoutingAnswer
from service.features.reports.search_schemas import HighlightAnswer, PossibleDuplicates
from service.features.reports.task_schemas import TaskItem
from service.storage.texts.kept_texts import ErasedAnswer
from workflows.codes.clocks import Stage
from workflows.codes.reports import (
    Athg,
    Category,
    Channel,
    Classification,
    Field,
    LinkKind,
    Outcome,
    Reliability,
    ReportState,
    Severity,
)
from workflows.decisions import command_members
from workflows.decisions.reports import commands


class PlaceAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """Where it happened."""

    area: AreaCode
    detail: Annotated[str | None, as_in(commands.Place, "detail")]


class SourceAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """How the report came in."""

    channel: Annotated[str, one_of(Channel)]
    reference: Annotated[str | None, as_in(commands.ReportSource, "reference")]


class ReporterAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """What may be known of the reporter: never who it is."""

    known: Annotated[bool, Meta(description="Whether an identity was given.")]
    sealed: Annotated[bool, Meta(description="Whether it is kept sealed.")]
    consent_to_share: Annotated[bool, as_in(commands.Reporter, "consent_to_share")]
    erased: Annotated[ErasedAnswer | UnsetType, Meta(description="Present once the identity was erased.")] = UNSET


class PartyAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """Who is accused."""

    agency: AgencyCode | None
    name: Annotated[str | None, as_in(commands.ReportedParty, "name")]


class ProtectionsAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """What protects a report: an amendment adds to it, and only a proposal that another decides takes from it."""

    accused: Annotated[list[AgencyCode], Meta(description="The agencies that are accused.")]
    walls: Annotated[list[AgencyCode], Meta(description="The agencies that somebody put a wall up against.")]
    walled: Annotated[
        list[AgencyCode], Meta(description="Every agency that may not know of it, by accusation, wall or rule.")
    ]
    named_persons: Annotated[
        list[PersonId], Meta(description="Who may read it while it is secret, beside the supervisors of its lead.")
    ]


class ChecklistAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """The two tests that verification answered."""

    formal: Annotated[bool, as_in(commands.Checklist, "formal")]
    material: Annotated[bool, as_in(commands.Checklist, "material")]


class GradeAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """Source grade."""

    reliability: Annotated[str, one_of(Reliability)]
    credibility: Annotated[int, Meta(ge=1, le=6), as_in(commands.Grade, "credibility")]


class LinkAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """A relation to another report."""

    report: ReportId
    kind: Annotated[str, one_of(LinkKind)]
    created_at: Annotated[Moment, Meta(description="When the two were related.")]
    outgoing: Annotated[bool, Meta(description="Whether this report names the other, or the other names this one.")]


class ReportItem(Struct, frozen=True, kw_only=True, gc=False):
    """A report as a list shows it."""

    id: ReportId
    region: Annotated[str, Meta(description="Kemendagri code.", examples=["33.05"])]
    state: ReportState
    version: Version
    register_number: RegisterNumber | None
    category: Category
    severity: Severity
    classification: Classification
    title: Withholdable
    area: AreaCode
    occurred_at: Annotated[Moment, Meta(description=command_members.HAPPENED)]
    known_at: Annotated[Moment | None, Meta(description=f"{command_members.KNOWN} Null while nobody has said it.")]
    reported_at: Annotated[Moment, Meta(description="When the service took it.")]
    election: Annotated[str | None, as_in(commands.ReportIntake, "election"), Meta(examples=["pilkada-2024"])]
    stage: Annotated[Stage | None, Meta(description="The stage of the election when it happened.")]
    lead_agency: Annotated[AgencyCode | None, Meta(description="Null when nobody in the region may lawfully lead.")]
    routing: RoutingAnswer
    outcome: Annotated[Outcome | None, Meta(description="How it ended; null until it is closed.")]
    closed_at: Annotated[Moment | None, Meta(description="When it ended; null until it is closed.")]
    escalation: Annotated[
        EscalationAnswer | None, Meta(description="The missed clock that went furthest up; null when none did.")
    ]
    erased: ErasedTexts = UNSET
    highlights: Annotated[
        list[HighlightAnswer] | UnsetType, Meta(description="Present in a search: where the words were found.")
    ] = UNSET


class ReportAnswer(ReportItem, frozen=True, kw_only=True, gc=False):
    """A report whole: codes for every reader, texts for those who may read them."""

    description: Withholdable
    place: PlaceAnswer
    source: SourceAnswer
    reporter: ReporterAnswer
    reported_party: PartyAnswer | None
    protections: ProtectionsAnswer
    reported_by: AuthorAnswer
    athg: Annotated[Annotated[str, one_of(Athg)] | None, as_in(commands.ReportIntake, "athg")]
    field: Annotated[str, one_of(Field)] | None
    checklist: ChecklistAnswer | None
    grade: GradeAnswer | None
    withheld: Annotated[list[str], Meta(description="The texts that this caller may not read.", examples=[["title"]])]
    tasks: list[TaskItem]
    clocks: list[ClockAnswer]
    links: list[LinkAnswer]
    owed_notices: Annotated[
        list[str],
        Meta(description="What must be told and was not: occasion and audience.", examples=[["closed/reporter"]]),
    ]
    formal_receipt_at: Annotated[
        Moment | None,
        Meta(description="When a formal report counts as received at the counter; null where its election has none."),
    ]
    review: Annotated[UUID | None, Meta(description="The after-action review that it carries.")]
    advisories: Annotated[list[str], Meta(description="Advice by code; `/problems/{code}` explains it.")]
    actions: list[ActionAnswer]
    receipt: ReceiptOfChange = UNSET
    possible_duplicates: Annotated[
        PossibleDuplicates | UnsetType, Meta(description="Present in the answer of the intake alone.")
    ] = UNSET


class ReportPage(Page[ReportItem], frozen=True, kw_only=True, gc=False):
    """One page of reports."""
