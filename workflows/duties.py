"""Duties that a person may not join, whatever their role. Source: docs/domain.md, "The report" and "Protections".

Each duty answers the code of the conflict or None from the actor and the facts alone, so that
it can be shown beforehand in ``actions`` as well as enforced.
"""

from collections.abc import Callable, Mapping
from functools import partial

from workflows.actors import Actor
from workflows.codes import ReportTrigger, Role, Severity
from workflows.facts import ReportFacts
from workflows.legal_order import conflict_of_lead
from workflows.policy import Policy
from workflows.protections import TWO_PERSON_SEVERITIES
from workflows.refusals import DutyConflict

Duty = Callable[[Actor, ReportFacts, Policy], str | None]
REGENCY_GOVERNMENT = "regency_government"


def is_ones_own(actor: Actor, report: ReportFacts) -> bool:
    """Whether the actor reported it, or made the API key that did."""
    return actor.person in (report.reported_by, report.reported_for)


def not_the_reporter(actor: Actor, report: ReportFacts, _policy: Policy) -> str | None:
    """Whoever reported does not check their own report; what came in as S1 they may, and the event says so."""
    critical = report.severity is Severity.S1 and report.severity_taken in {None, Severity.S1}
    return "own_report" if is_ones_own(actor, report) and not critical else None


def not_who_led(actor: Actor, report: ReportFacts, _policy: Policy) -> str | None:
    """What was ever S1 or S2 is ended by a second person, not by whoever took part in leading it in any round.

    Also when its lead task is taken back and it is dismissed: that would end it alone all the same.
    """
    if report.highest not in TWO_PERSON_SEVERITIES:
        return None
    return "separation_of_duties" if actor.person in report.led_by else None


def not_for_ones_own_side(actor: Actor, report: ReportFacts, policy: Policy) -> str | None:
    """Nobody ends what their own side was ever accused of; the desk belongs to the regency government."""
    return "own_side_accused" if of_the_accused(actor, report, policy) else None


def of_the_accused(actor: Actor, report: ReportFacts, policy: Policy) -> bool:
    """Whether the actor belongs to a side that the report accuses, or ever accused."""
    accused = ever_accused(report, policy)
    if actor.agency in accused:
        return True
    sides = {policy.agencies[code].kind for code in accused if code in policy.agencies}
    return actor.role is Role.COORDINATOR and REGENCY_GOVERNMENT in sides


def ever_accused(report: ReportFacts, policy: Policy) -> frozenset[str]:
    """Every agency that the report accuses or ever accused, with their arms, as the wall around them has it."""
    accused = report.accused | report.accused_ever
    return accused.union(*(policy.arms.get(agency, frozenset()) for agency in accused))


def not_of_the_accused(actor: Actor, report: ReportFacts, policy: Policy) -> str | None:
    """An agency that was ever accused checks nothing of the report, though the accusation was taken back."""
    return "own_side_accused" if actor.agency in ever_accused(report, policy) else None


def lead_is_lawful(_actor: Actor, report: ReportFacts, policy: Policy) -> str | None:
    """A report that became another case is not closed by a lead that may not have it."""
    unlawful = report.proposed_rule is not None and conflict_of_lead(report, policy) is not None
    return "routing_conflict" if unlawful else None


DUTIES: Mapping[ReportTrigger, tuple[Duty, ...]] = {
    ReportTrigger.VERIFY: (not_the_reporter, not_of_the_accused),
    ReportTrigger.DISMISS: (not_the_reporter, not_who_led, not_for_ones_own_side),
    ReportTrigger.CLOSE: (not_who_led, not_for_ones_own_side, lead_is_lawful),
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
