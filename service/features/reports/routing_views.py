"""Where the policy sends a report, and what it would change by now."""

from service.edge.call import Call
from service.features.reports.routing_schemas import PlannedTaskAnswer, ProposalAnswer, RouteAnswer, RoutingAnswer
from workflows.access.facts import ReportFacts
from workflows.decisions.reports.rerouting import proposal_of
from workflows.policy.region import Policy
from workflows.policy.routing import Route


def routing_view(facts: ReportFacts, policy: Policy) -> RoutingAnswer:
    """Which rule routed the report, and what the policy in force would change of it."""
    proposal = proposal_of(facts, policy)
    return RoutingAnswer(
        rule=facts.rule,
        policy_version=facts.policy_version,
        proposal=None if proposal is None else ProposalAnswer(**proposal._asdict()),
    )


def route_view(way: Route, call: Call) -> RouteAnswer:
    """Where the policy sends a report: lead, supports, the tasks in full, and the rule that says so."""
    return RouteAnswer(
        lead=way.lead,
        support=list(way.support),
        tasks=[
            PlannedTaskAnswer(agency=task.agency, role=task.role, kind=task.kind, obligatory=task.obligatory)
            for task in way.tasks
        ],
        outside=list(way.outside),
        walled=sorted(way.walled),
        rule=way.rule,
        policy_version=way.policy_version,
        status=way.status,
        basis=call.policy.basis_in(way.basis, call.language),
        legal_clocks=way.legal_clocks,
        gakkumdu=way.gakkumdu,
    )
