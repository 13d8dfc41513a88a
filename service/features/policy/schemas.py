"""What the policy answers: each row of its tables with its members."""

from datetime import date
from typing import Annotated

from msgspec import Meta, Struct

from service.edge.answer_types import AgencyCode, NameAnswer, RegimeCode
from service.features.reports.routing_schemas import Basis, Obligatory, RuleId, Status
from workflows.codes.clocks import CountsFrom, DayKind, ExtensionGround, LegalStep, Stage
from workflows.codes.policy import ClockOwner, LegalClockSet, LegalMoment, Walls
from workflows.codes.reports import Category
from workflows.codes.tasks import TaskKind

Written = Annotated[str | None, Meta(description="A length; null where there is none.", examples=["2h"])]


class SupportAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """A supporting task that the rule plans."""

    agency: AgencyCode
    kind: TaskKind
    obligatory: Obligatory


class LengthsAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """The two service clocks of a severity."""

    acknowledge: Written
    verify: Written


class RuleAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """A row of the routing table with its service clocks. Within a category the first that holds decides."""

    id: RuleId
    category: Category
    stages: Annotated[list[Stage], Meta(description="Only in these stages; empty means in all.")]
    without: Annotated[list[str], Meta(description="Only when none of these agencies can act.")]
    lead: AgencyCode
    lead_kind: TaskKind
    support: list[SupportAnswer]
    outside: Annotated[list[str], Meta(description="Bodies outside the region that take or watch the case.")]
    fallback_leads: Annotated[list[str], Meta(description="Who leads, in this order, when the lead is walled off.")]
    fallback_outside: Annotated[list[str], Meta(description="Who takes the case outside then.")]
    service_clocks: Annotated[dict[str, LengthsAnswer], Meta(description="By severity.")]
    legal_clocks: Annotated[LegalClockSet | None, Meta(description="The set of legal clocks that applies.")]
    walls: Walls
    gakkumdu: Annotated[bool, Meta(description="Whether case tasks of police and prosecutor wait for registration.")]
    status: Status
    basis: Basis


class CitationAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """Where a limit stands, so that it can be looked up."""

    law: Annotated[str, Meta(description="The law or regulation.", examples=["UU 1/2015"])]
    article: Annotated[str | None, Meta(description="Null where the article was not seen.", examples=["134"])]
    paragraphs: Annotated[list[int], Meta(description="Of the article; empty for the article as a whole.")]
    item: Annotated[int | None, Meta(description="The number in the article's list; null for none.", examples=[28])]
    changed_by: Annotated[
        str | None, Meta(description="The law that gave it its present text; null for none.", examples=["UU 8/2015"])
    ]


class OtherReadingAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """Another way to read how long a limit is."""

    length: Written
    day_kind: DayKind
    basis: Basis
    valid_from: Annotated[date | None, Meta(description="The first day on which a clock starts that is read so.")]
    valid_to: Annotated[date | None, Meta(description="The last day on which a clock starts that is read so.")]


class LimitAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """One limit that a law sets."""

    rule: Annotated[str, Meta(description="Regime and step.", examples=["pemilu/handling"])]
    regime: RegimeCode
    step: LegalStep
    whose: ClockOwner
    length: Written
    day_kind: DayKind
    counts_from: CountsFrom
    extends_to: Written
    extends_for: Annotated[
        ExtensionGround | None, Meta(description="For what alone it is extended; null where no law extends it.")
    ]
    backward: Annotated[bool, Meta(description="Whether it ends so long before what it is counted from.")]
    pauses: Annotated[bool, Meta(description="Whether the law lets it stand still.")]
    at_counter: Annotated[bool, Meta(description="Whether what it limits is in time only while the counter is open.")]
    basis: Basis
    citations: Annotated[list[CitationAnswer], Meta(description="The basis, part by part.")]
    readings: Annotated[list[OtherReadingAnswer], Meta(description="Other ways to read it; the earliest end counts.")]
    status: Status
    note: Annotated[NameAnswer | None, Meta(description="What a lawyer has still to confirm, where something is.")]
    caution: Annotated[NameAnswer | None, Meta(description="What whoever it binds must know beside its days.")]
    valid_from: Annotated[date | None, Meta(description="The first day on which it may start; null for no such day.")]
    valid_to: Annotated[date | None, Meta(description="The last day on which it may start; null for no such day.")]


class OpeningAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """Which steps begin when, for the reports of some sets."""

    moment: LegalMoment
    sets: list[LegalClockSet]
    steps: list[LegalStep]
    led_by: Annotated[ClockOwner | None, Meta(description="Only where this agency leads by rule; null for any.")]
    regimes: Annotated[list[RegimeCode], Meta(description="Only in their elections; empty for every one.")]


class DayAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """A day on which the region differs from the nation."""

    day: Annotated[date, Meta(description="The local day.")]
    working_day: Annotated[bool, Meta(description="Whether it is a working day after all, or a day off.")]
    name: NameAnswer


class PolicyAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """The policy in force in a region: routing, clocks and calendar."""

    region: Annotated[str, Meta(description="Kemendagri code.", examples=["33.05"])]
    version: Annotated[str, Meta(description="The version of the region's policy.", examples=["33.05/2026-11-3"])]
    law_version: Annotated[str, Meta(description="The version of the law's file.", examples=["id/2026-11-4"])]
    valid_from: Annotated[date, Meta(description="The first day of this version.")]
    timezone: Annotated[str, Meta(description="IANA name of the region's zone.", examples=["Asia/Jakarta"])]
    rules: list[RuleAnswer]
    legal_clocks: list[LimitAnswer]
    openings: list[OpeningAnswer]
    calendar: list[DayAnswer]
