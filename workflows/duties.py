"""Duties that a person may not join, whatever their role. Source: DOMAIN.md, "The report".

Each duty answers the code of the conflict or None from the actor and the facts alone, so that
it can be shown beforehand in ``actions`` as well as enforced.
"""

from collections.abc import Callable, Mapping
from functools import partial

from workflows.actors import Actor
from workflows.codes import ReportTrigger, Role, Severity, TaskRole, TaskState
from workflows.facts import ReportFacts
from workflows.legal_order import conflict_of_lead
from workflows.policy import Policy
from workflows.refusals import DutyConflict

Duty = Callable[[Actor, ReportFacts, Policy], str | None]
TWO_PERSON_SEVERITIES = frozenset({Severity.S1, Severity.S2})
REGENCY_GOVERNMENT = "regency_government"


def is_ones_own(actor: Actor, report: ReportFacts) -> bool:
    """Whether the actor reported it, or made the API key that did."""
    return actor.person in (report.reported_by, report.reported_for)


def not_the_reporter(actor: Actor, report: ReportFacts, _policy: Policy) -> str | None:
    """Whoever reported does not check their own report; for S1 they may, and the event says so."""
    own = is_ones_own(actor, report) and report.severity is not Severity.S1
    return "own_report" if own else None


def not_who_completed_the_lead(actor: Actor, report: ReportFacts, _policy: Policy) -> str | None:
    """S1 and S2 are closed by a second person."""
    if report.severity not in TWO_PERSON_SEVERITIES:
        return None
    done = (
        task.completed_by
        for task in report.tasks
        if task.role is TaskRole.LEAD and task.state is TaskState.DONE and task.round == report.round
    )
    return "separation_of_duties" if actor.person in done else None


def not_for_ones_own_side(actor: Actor, report: ReportFacts, policy: Policy) -> str | None:
    """The desk belongs to the regency government and never closes what that side is accused of."""
    if actor.role is not Role.COORDINATOR:
        return None
    sides = {policy.agencies[code].kind for code in report.accused if code in policy.agencies}
    return "own_side_accused" if REGENCY_GOVERNMENT in sides else None


def lead_is_lawful(_actor: Actor, report: ReportFacts, policy: Policy) -> str | None:
    """A report that became another case is not closed by a lead that may not have it."""
    unlawful = report.proposed_rule is not None and conflict_of_lead(report, policy) is not None
    return "routing_conflict" if unlawful else None


DUTIES: Mapping[ReportTrigger, tuple[Duty, ...]] = {
    ReportTrigger.VERIFY: (not_the_reporter,),
    ReportTrigger.DISMISS: (not_the_reporter, not_for_ones_own_side),
    ReportTrigger.CLOSE: (not_who_completed_the_lead, not_for_ones_own_side, lead_is_lawful),
}


def conflicts(trigger: ReportTrigger, actor: Actor, report: ReportFacts, policy: Policy) -> list[str]:
    """Every duty that forbids this actor this trigger, as codes."""
    check = partial(_ask, actor=actor, report=report, policy=policy)
    return [code for code in map(check, DUTIES.get(trigger, ())) if code is not None]


def require_no_conflict(trigger: ReportTrigger, actor: Actor, report: ReportFacts, policy: Policy) -> None:
    """Raise DutyConflict with the first duty that forbids it."""
    for code in conflicts(trigger, actor, report, policy):
        raise DutyConflict(code)


def _ask(duty: Duty, *, actor: Actor, report: ReportFacts, policy: Policy) -> str | None:
    return duty(actor, report, policy)
