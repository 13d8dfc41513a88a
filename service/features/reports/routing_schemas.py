"""What is answered of the rule that routes a report."""

from typing import Annotated

from msgspec import Meta, Struct

from service.edge.answer_types import AgencyCode
from service.edge.described import as_in, one_of
from workflows.codes.clocks import LawStatus
from workflows.codes.policy import LegalClockSet
from workflows.codes.tasks import TaskKind, TaskRole
from workflows.decisions.tasks import commands as task_commands

RuleId = Annotated[str, Meta(description="The rule of the routing policy.", examples=["money_politics"])]
PolicyVersion = Annotated[str, Meta(description="The version of the policy that the rule stands in.")]
Obligatory = Annotated[bool, as_in(task_commands.Offer, "obligatory")]
Basis = Annotated[str, Meta(description="The law or practice that the rule rests on, in the language asked for.")]
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
