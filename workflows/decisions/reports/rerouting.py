"""Where a report goes once it is something else than it was: another category, stage or wall.

Before it is assigned the lead follows the rule. Once it is, the lead stays until somebody who may hands it on, and
where it should go is a proposal; one that the law does not let stay as it is says so as a conflict. An agency that is
walled off leads nothing from that moment on. Clocks that run are not touched: they remember the rule they began by.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from workflows.access.facts import ReportFacts
from workflows.codes.clocks import LawStatus
from workflows.codes.reports import ReportState
from workflows.decisions.reports.leading import lead_by_rule
from workflows.decisions.tasks.legal_order import conflict_of_lead, route_of
from workflows.policy.region import Policy

FOLLOWS_ITS_RULE = frozenset({ReportState.REPORTED, ReportState.VERIFIED})
"""The states in which nobody has been assigned."""


class Proposal(NamedTuple):
    """Who should lead by the rule in force, and the rule of law that the present lead stands against, if any."""

    rule: str
    policy_version: str
    lead: str | None
    status: LawStatus
    conflict: str | None


class Rerouted(NamedTuple):
    """The facts that change with the route, and the route as the event tells it."""

    changed: Mapping[str, Any]
    told: Mapping[str, str | None]


def rerouted(report: ReportFacts, policy: Policy) -> Rerouted:
    """The route of a report whose category, stage and walls are the new ones already."""
    way = route_of(report, policy)
    follows = report.state in FOLLOWS_ITS_RULE or report.lead_agency in report.walled
    lead = lead_by_rule(report, policy) if follows else report.lead_agency
    wanted = {
        "rule": way.rule,
        "policy_version": way.policy_version,
        "lead_agency": lead,
        "proposed_rule": None if lead == way.lead or report.state is ReportState.CLOSED else way.rule,
    }
    changed = {name: value for name, value in wanted.items() if value != getattr(report, name)}
    conflict = None if follows else conflict_of_lead(report, policy)
    told = {"rule": way.rule, "policy": way.policy_version, "lead": way.lead, "conflict": conflict}
    return Rerouted(changed, told)


def proposal_of(report: ReportFacts, policy: Policy) -> Proposal | None:
    """What is proposed for a report that was reclassified and has not been handed on; mostly nothing."""
    if report.proposed_rule is None:
        return None
    way = route_of(report, policy)
    return Proposal(way.rule, way.policy_version, way.lead, way.status, conflict_of_lead(report, policy))
