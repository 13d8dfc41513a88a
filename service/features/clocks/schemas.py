"""What clocks answer."""

from datetime import date
from typing import Annotated
from uuid import UUID

from msgspec import UNSET, Meta, Struct

from service.edge.answer_types import ActionAnswer, Moment, NameAnswer, Page, RegimeCode
from service.features.reports.clock_schemas import ClockAnswer, ClockRule, CounterEnd, Estimates, LengthText
from service.features.reports.member_types import ReceiptOfChange, ReportId
from service.features.reports.routing_schemas import Basis, PolicyVersion, Status
from workflows.codes.clocks import CountsFrom, DayKind, DayOff, ExtensionGround, LegalStep
from workflows.codes.policy import ClockOwner

Explanation = Annotated[str, Meta(description="Why it is due then, in one sentence, in the language asked for.")]
ExtendsTo = Annotated[
    str | None,
    Meta(description="Its length in all once it is extended; null where no law extends it.", examples=["14wd"]),
]
ExtendsFor = Annotated[
    ExtensionGround | None,
    Meta(description="For what alone the law extends it, which whoever does says; null where no law extends it."),
]
Caution = Annotated[NameAnswer | None, Meta(description="What whoever it binds must know beside its days.")]
EventId = Annotated[UUID, Meta(description="The event in the trail that tells of it.")]


class SkippedAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """A day that was passed over."""

    day: Annotated[date, Meta(description="The local day.")]
    reason: DayOff
    name: NameAnswer


class WarningAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """A warning that was sent."""

    event: EventId
    percent: Annotated[int, Meta(ge=1, le=100, description="How much of the time had passed.")]
    moment: Annotated[Moment, Meta(description="When so much had passed.")]
    at: Annotated[Moment, Meta(description="When it was written.")]


class PauseAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """A time in which the clock stood still."""

    paused_at: Annotated[Moment, Meta(description="From when.")]
    resumed_at: Annotated[Moment | None, Meta(description="To when; null while it still does.")]


class ExtensionAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """The decision that extended the clock."""

    event: EventId
    at: Annotated[Moment, Meta(description="When it was decided.")]
    due_before: Annotated[Moment, Meta(description="When the clock would have run out without it.")]


class RecountAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """A decision that moved the clock once the calendar had changed."""

    event: EventId
    at: Annotated[Moment, Meta(description="When it was decided.")]
    due_before: Annotated[Moment, Meta(description="When the clock ran out by the calendar that it was counted with.")]
    due: Annotated[Moment, Meta(description="When it ran out by the calendar in force then.")]


class ReadingAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """One way to read the law, and when the clock ends by it."""

    length: LengthText
    day_kind: DayKind
    basis: Basis
    due_at: Annotated[Moment, Meta(description="When it runs out by this reading.")]


Readings = Annotated[
    list[ReadingAnswer],
    Meta(description="Each way to read the law, the earliest end first: it is due by that one. Empty for one way."),
]


class ClockDetail(ClockAnswer, frozen=True, kw_only=True, gc=False):
    """A clock with all that explains when it is due."""

    report: ReportId
    counts_from: CountsFrom
    extends_to: ExtendsTo
    extends_for: ExtendsFor
    may_pause: Annotated[bool, Meta(description="Whether the law lets it stand still while the lead task waits.")]
    skipped: Annotated[list[SkippedAnswer], Meta(description="Every day that was passed over, and why.")]
    readings: Readings
    pauses: list[PauseAnswer]
    warnings: list[WarningAnswer]
    extension: Annotated[
        ExtensionAnswer | None,
        Meta(description="Null unless it was itself extended: what begins with its extension has none."),
    ]
    recounted_skipped: Annotated[
        list[SkippedAnswer],
        Meta(description="What it would pass over by the calendar in force; empty unless that has changed."),
    ]
    recounts: Annotated[list[RecountAnswer], Meta(description="Each decision that has counted it anew, oldest first.")]
    note: Annotated[NameAnswer | None, Meta(description="What a lawyer has still to confirm, where something is.")]
    caution: Caution
    explanation: Explanation
    explanations: NameAnswer
    actions: list[ActionAnswer]
    receipt: ReceiptOfChange = UNSET


class ClockItem(ClockAnswer, frozen=True, kw_only=True, gc=False):
    """A legal clock with its report."""

    report: ReportId


class ClockPage(Page[ClockItem], frozen=True, kw_only=True, gc=False):
    """One page of legal clocks, due first. It may hold fewer than asked for, also where there is a next one."""


class ClockPreview(Struct, frozen=True, kw_only=True, gc=False):
    """When a legal clock would run out that starts at a moment, by the law and the calendar in force."""

    regime: RegimeCode
    step: LegalStep
    whose: ClockOwner
    start: Annotated[Moment, Meta(description="When it would begin to run.")]
    due_at: Annotated[Moment, Meta(description="When it would run out.")]
    counter_end: CounterEnd
    length: LengthText
    day_kind: DayKind
    counts_from: CountsFrom
    extended: Annotated[bool, Meta(description="Whether it is reckoned with its extension.")]
    extends_to: ExtendsTo
    extends_for: ExtendsFor
    may_pause: Annotated[bool, Meta(description="Whether the law lets it stand still while the lead task waits.")]
    skipped: Annotated[list[SkippedAnswer], Meta(description="Every day that would be passed over, and why.")]
    readings: Readings
    estimates: Estimates
    rule: ClockRule
    policy_version: PolicyVersion
    law_version: Annotated[str, Meta(description="The version of the law's file.", examples=["id/2026-11-4"])]
    basis: Basis
    status: Status
    note: Annotated[NameAnswer | None, Meta(description="What a lawyer has still to confirm, where something is.")]
    caution: Caution
    explanation: Explanation
    explanations: NameAnswer
