"""What the clocks of a report answer, and the missed one that went up the ladder."""

from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from service.edge.answer_types import Moment, RegimeCode
from service.features.reports.routing_schemas import Basis, PolicyVersion, Status
from workflows.clocks.warnings import PERCENTS
from workflows.codes.clocks import ClockFamily, ClockKind, DayKind, Estimate, LegalStep, Rung

WARNED = [0, *PERCENTS]


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


CounterEnd = Annotated[
    Moment | None,
    Meta(
        description="When the counter last closes before `due_at`: it warns of this end, and counts as missed from it."
        " Null where nothing is handed in at a counter, or where it does not open until then.",
    ),
]
Recounted = Annotated[
    Moment | None,
    Meta(
        description="When it would run out by the calendar in force; null unless that has changed since it was counted."
    ),
]
RecountedCounter = Annotated[
    Moment | None,
    Meta(description="When the counter would last close by the calendar in force; null unless that has changed."),
]
Estimates = Annotated[list[Estimate], Meta(description="Why its end is an estimate; empty where the days are settled.")]


Lapsed = Annotated[
    bool,
    Meta(
        description="Whether it was a right of the reporter or of the parties (`whose`) and has passed unused: it has"
        " lapsed, and no agency is late."
    ),
]


class ClockAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """A clock: a service clock of the region's policy, or a legal clock of a law."""

    id: Annotated[UUID, Meta(description="The clock itself.")]
    task: Annotated[UUID | None, Meta(description="The task it runs on; null when it runs on the report.")]
    kind: ClockCode
    family: ClockFamily
    regime: Annotated[RegimeCode | None, Meta(description="The election law that sets it; null for a service clock.")]
    whose: Annotated[str | None, Meta(description="Who must act before it runs out.", examples=["bawaslu"])]
    started_at: Annotated[Moment, Meta(description="When it began to run.")]
    due_at: Annotated[Moment, Meta(description="When it runs out.")]
    counter_end: CounterEnd
    recounted_due_at: Recounted
    recounted_counter_end: RecountedCounter
    estimates: Estimates
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
    lapsed: Lapsed
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
