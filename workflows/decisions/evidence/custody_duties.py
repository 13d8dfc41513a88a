"""Duties that a person may not join at evidence, whatever their role. Source: docs/domain.md, "Walls".

Custody is held as a task is: nobody of the accused side takes it from who leads, or brings it to their own side, and
whom no rule makes the lead of what accuses them keeps none, whoever hands it over. Looking takes nothing away; it is
the wall's to forbid, and every look is kept. They are asked of what a list of evidence shows too, and so of who leads
and whom the report accuses alone.
"""

from typing import NamedTuple

from workflows.access.actors import Actor
from workflows.access.facts import ReportFacts
from workflows.access.held_offices import offices_of
from workflows.access.own_side import NOBODY, leads_nothing
from workflows.access.refusals import DutyConflict, LawForbids
from workflows.decisions.duties import OWN_SIDE, is_of_a_side, require_not_given_to_the_accused
from workflows.policy.region import Policy


class CustodyOf(NamedTuple):
    """Of evidence what its duties ask. ``accused`` are whom its report accuses or ever accused.

    ``report`` is all of it where it is known, for the offices that it shows. ``beyond`` are whom the reports accuse
    that it goes on to from there: of those sides not even who leads it gives it up.
    """

    lead: str | None
    accused: frozenset[str]
    report: ReportFacts | None = None
    beyond: frozenset[str] = NOBODY


def custody_of(report: ReportFacts, through: ReportFacts | None = None) -> CustodyOf:
    """What the duties ask of the evidence of a report that is known; ``through`` is the one that it is reached by."""
    at = through or report
    accused = report.accused | report.accused_ever | at.accused | at.accused_ever
    return CustodyOf(at.lead_agency, accused, report, at.accused_beyond)


def handing_conflicts(actor: Actor, custody: CustodyOf, policy: Policy) -> tuple[str, ...]:
    """Why somebody hands no evidence over to anybody: only whose own agency leads gives up what accuses their side."""
    offices = NOBODY if custody.report is None else offices_of(actor, custody.report)
    takes = actor.agency != custody.lead and is_of_a_side(actor, custody.accused, policy, offices)
    return (OWN_SIDE,) if takes or is_of_a_side(actor, custody.beyond, policy, offices) else ()


def require_may_hand_over(
    actor: Actor, report: ReportFacts, agency: str | None, policy: Policy, *, through: ReportFacts | None = None
) -> None:
    """Hold the custody of evidence against who hands it over and to which agency; None stands for a body outside.

    ``through`` is the report that goes on, by which it is reached: the duties of both are asked, and its lead is who
    gives it up. Raises DutyConflict ``own_side_accused``; LawForbids ``keeps_no_evidence``.
    """
    custody = custody_of(report, through)
    for code in handing_conflicts(actor, custody, policy):
        raise DutyConflict(code)
    if agency is None:
        return
    if agency != custody.lead and agency in leads_nothing(custody.accused | custody.beyond, policy):
        raise LawForbids("keeps_no_evidence", {"agency": agency})
    for asked in (report,) if through is None else (report, through):
        require_not_given_to_the_accused(actor, asked, agency, policy)
