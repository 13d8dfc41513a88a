"""What reports answer. Texts that the caller may not read are null and named in ``withheld``."""

from typing import Annotated
from uuid import UUID

from msgspec import UNSET, Meta, Struct, UnsetType

from service.edge.described import as_in, one_of
from service.edge.schemas import ActionAnswer, AgencyCode, AreaCode, Moment, Page, PersonId, Receipt
from service.storage.texts.kept import ErasedAnswer
from workflows.clocks.warnings import PERCENTS
from workflows.codes.clocks import ClockFamily, ClockKind, DayKind, LawStatus, LegalStep, Rung, Stage
from workflows.codes.policy import LegalClockSet, Regime
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
from workflows.codes.tasks import TaskKind, TaskRole, TaskState, TransferKind
from workflows.decisions import members
from workflows.decisions.reports import commands
from workflows.decisions.tasks import commands as task_commands

WARNED = [0, *PERCENTS]


ReportId = Annotated[UUID, Meta(description="A report of the region.")]
RuleId = Annotated[str, Meta(description="The rule of the routing policy.", examples=["money_politics"])]
PolicyVersion = Annotated[str, Meta(description="The version of the policy that the rule stands in.")]
TransferCode = Annotated[
    Annotated[str, one_of(TransferKind)] | None, Meta(description="How this task was handed over to another agency.")
]
TaskId = Annotated[UUID, Meta(description="A task of the region.")]
RegisterNumber = Annotated[
    str, Meta(description="Gap-free number of region and year, from verification on.", examples=["33.05/2026/000017"])
]
Withholdable = Annotated[
    str | None, Meta(description="Null when the caller may not read the texts, or when it was erased.")
]
ErasedTexts = Annotated[
    dict[str, ErasedAnswer] | UnsetType,
    Meta(description="Present when texts were erased: by the member that would show each, when, by whom and why."),
]
OfferedAt = Annotated[Moment, Meta(description="When it was offered to the agency.")]
DueAt = Annotated[
    Moment | None,
    Meta(description="When its answer is due while it is offered, then when the work is wanted, if asked for."),
]
CompletedAt = Annotated[Moment | None, Meta(description="When its work was done; null until then.")]
Obligatory = Annotated[bool, as_in(task_commands.Offer, "obligatory")]
TransferredFrom = Annotated[
    UUID | None,
    Meta(
        description="The task that was handed over to make this one; of a duplicate that was merged, if you read both."
    ),
]
TransferredTo = Annotated[
    UUID | None, Meta(description="The task that this one became at the agency it was handed to.")
]
Result = Annotated[str | None, Meta(description="What was done, once it is done.")]
Version = Annotated[int, Meta(description="What its ETag says.")]
ReceiptOfChange = Annotated[Receipt | UnsetType, Meta(description="Present in the answer of a change alone.")]
DueClock = Annotated[
    str | None, Meta(description="What gave `due_at`: `acknowledge` for a service clock, `requested` for a wish.")
]


ClockCode = Annotated[
    str,
    Meta(
        description="The service clock or the step of the law.",
        examples=["handling"],
        extra_json_schema={"enum": [code.value for code in (*ClockKind, *LegalStep)]},
    ),
]
LengthText = Annotated[
    str,
    Meta(
        description="Minutes `m`, hours `h`, calendar days `cd` or working days `wd`.",
        examples=["1h"],
        extra_json_schema={"pattern": "^[1-9][0-9]{0,3}(m|h|cd|wd)$"},
    ),
]
ClockRule = Annotated[
    str, Meta(description="The rule of the routing policy, or regime and step.", examples=["pemilu/handling"])
]
Basis = Annotated[str, Meta(description="The law or practice that the rule rests on.")]
Status = Annotated[LawStatus, Meta(description="Whether a lawyer has confirmed the rule.")]


class ProposalAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """Who should lead now that the report was reclassified: the lead stays until somebody hands it on."""

    rule: RuleId
    policy_version: PolicyVersion
    lead: Annotated[AgencyCode | None, Meta(description="Null when nobody in the region may lawfully lead.")]
    status: Annotated[LawStatus, Meta(description="Whether a lawyer has confirmed the rule.")]
    conflict: Annotated[
        str | None,
        Meta(description="Why the law forbids the present lead, a problem code; transfer or withdraw the lead task."),
    ]


class RoutingAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """Which rule routed the report, and what is proposed since it became something else."""

    rule: RuleId
    policy_version: PolicyVersion
    proposal: Annotated[
        ProposalAnswer | None,
        Meta(
            description="What the routing would change by now, null when the lead is as the rule has it. It is told "
            "and asked for by nobody: no proposal of `/proposals`."
        ),
    ]


class PlaceAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """Where it happened."""

    area: AreaCode
    detail: Annotated[str | None, as_in(commands.Place, "detail")]


class SourceAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """How the report came in."""

    channel: Annotated[str, one_of(Channel)]
    reference: Annotated[str | None, as_in(commands.Source, "reference")]


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


class AuthorAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """A person, and the agency they acted for."""

    person: PersonId
    agency: AgencyCode


class ChecklistAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """The two tests that verification answered."""

    formal: Annotated[bool, as_in(commands.Checklist, "formal")]
    material: Annotated[bool, as_in(commands.Checklist, "material")]


class GradeAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """Source grade."""

    reliability: Annotated[str, one_of(Reliability)]
    credibility: Annotated[int, Meta(ge=1, le=6), as_in(commands.Grade, "credibility")]


class ClockAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """A clock: a service clock of the region's policy, or a legal clock of a law."""

    id: Annotated[UUID, Meta(description="The clock itself.")]
    task: Annotated[UUID | None, Meta(description="The task it runs on; null when it runs on the report.")]
    kind: ClockCode
    family: ClockFamily
    regime: Annotated[Regime | None, Meta(description="The election law that sets it; null for a service clock.")]
    whose: Annotated[str | None, Meta(description="Who must act before it runs out.", examples=["bawaslu"])]
    started_at: Annotated[Moment, Meta(description="When it began to run.")]
    due_at: Annotated[Moment, Meta(description="When it runs out.")]
    stopped_at: Annotated[Moment | None, Meta(description="When what it waited for was done; null while it runs.")]
    length: LengthText
    day_kind: DayKind
    extended: Annotated[
        bool, Meta(description="Whether a decision has extended it; `length` is then the length in all.")
    ]
    paused_at: Annotated[Moment | None, Meta(description="When it was paused; null while it runs.")]
    rule: ClockRule
    policy_version: PolicyVersion
    law_version: Annotated[str | None, Meta(description="The version of the law's file; null for a service clock.")]
    basis: Basis
    status: Status
    warned: Annotated[
        int,
        Meta(description="The percent of its last warning; 0 before the first.", extra_json_schema={"enum": WARNED}),
    ]
    rung: Annotated[Rung | None, Meta(description="How far up it went once it was missed.")]


class EscalationAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """A missed clock that went up the ladder, and that nobody has made good yet."""

    rung: Annotated[Rung, Meta(description="Who has to see to it now.")]
    since: Annotated[Moment, Meta(description="When it came to them.")]
    kind: Annotated[
        str, Meta(description="What was missed.", extra_json_schema={"enum": [kind.value for kind in ClockKind]})
    ]
    task: Annotated[UUID | None, Meta(description="The offer that nobody answered; null for the report itself.")]
    clock: Annotated[UUID, Meta(description="The clock that was missed.")]


class LinkAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """A relation to another report."""

    report: ReportId
    kind: Annotated[str, one_of(LinkKind)]
    created_at: Annotated[Moment, Meta(description="When the two were related.")]
    outgoing: Annotated[bool, Meta(description="Whether this report names the other, or the other names this one.")]


class TaskItem(Struct, frozen=True, kw_only=True, gc=False):
    """A task as its report shows it."""

    id: TaskId
    report: ReportId
    agency: AgencyCode
    role: TaskRole
    kind: TaskKind
    obligatory: Obligatory
    state: TaskState
    version: Version
    offered_at: OfferedAt
    due_at: DueAt
    due_clock: DueClock
    assignee: PersonId | None
    completed_by: PersonId | None
    completed_at: CompletedAt
    transferred_from: TransferredFrom
    transferred_to: TransferredTo
    transfer_kind: TransferCode
    result: Result
    erased: ErasedTexts = UNSET


class PartAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """A piece of a passage. Text as it was written, never markup: a client sets it as text and marks what matched."""

    text: Annotated[str, Meta(description="The words as they stand in the report.", examples=["Pembagian "])]
    match: Annotated[bool, Meta(description="Whether this is what was sought.")]


class HighlightAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """A passage in which a sought word stands; its parts, one after the other, are its text."""

    member: Annotated[
        str, Meta(description="Whose words they are.", extra_json_schema={"enum": ["title", "description"]})
    ]
    parts: list[PartAnswer]


class DuplicateAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """A report of the same area and category, three days apart at most, in similar words."""

    report: ReportId
    state: ReportState
    register_number: RegisterNumber | None
    occurred_at: Annotated[Moment, Meta(description=members.HAPPENED)]
    similarity: Annotated[
        float,
        Meta(
            ge=0.4,
            le=1,
            description="How many of the words of both are in both: twice those over all.",
            examples=[0.67],
        ),
    ]


PossibleDuplicates = Annotated[
    list[DuplicateAnswer],
    Meta(description="At most five, the most similar first; `dismiss` with outcome `duplicate` merges two reports."),
]


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
    occurred_at: Annotated[Moment, Meta(description=members.HAPPENED)]
    known_at: Annotated[Moment, Meta(description=members.KNOWN)]
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


class DuplicatesAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """What may be of the same matter as a report, as far as the caller may read."""

    items: PossibleDuplicates


class ReportPage(Page[ReportItem], frozen=True, kw_only=True, gc=False):
    """One page of reports."""


class PlannedTaskAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """A task that the rule would offer."""

    agency: AgencyCode
    role: TaskRole
    kind: TaskKind
    obligatory: Obligatory


class RouteAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """Where the policy sends a report, and by which rule."""

    lead: Annotated[AgencyCode | None, Meta(description="Null when nobody in the region may lawfully lead.")]
    support: Annotated[list[str], Meta(description="The agencies of the supporting tasks, in the rule's order.")]
    tasks: list[PlannedTaskAnswer]
    outside: Annotated[list[str], Meta(description="Bodies outside the region that take or watch the case.")]
    walled: Annotated[list[str], Meta(description="Agencies that may not know of the report.")]
    rule: RuleId
    policy_version: PolicyVersion
    status: Status
    basis: Basis
    legal_clocks: Annotated[
        Annotated[str, one_of(LegalClockSet)] | None, Meta(description="The set of legal clocks that applies, by code.")
    ]
    gakkumdu: Annotated[
        bool, Meta(description="Whether case tasks of police and prosecutor wait for Bawaslu's registration.")
    ]


class IdentityAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """Who reported, as it was sealed."""

    name: Annotated[str, as_in(commands.Reporter, "name")]
    phone: Annotated[str | None, as_in(commands.Reporter, "phone")]
    address: Annotated[str | None, as_in(commands.Reporter, "address")]
    identity_number: Annotated[str | None, as_in(commands.Reporter, "identity_number")]


class UnsealAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """A reporter's identity, shown once, with the receipt of the event that says so."""

    reporter: IdentityAnswer
    receipt: Receipt
