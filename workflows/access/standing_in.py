"""Who acts in place of a lead and a desk of which neither may, so that no lawful report is buried.

Where nobody leads, or who leads is of the accused side, the desk does what the lead would. Where the desk may not
either, because it is of the accused side or behind the wall, the core agencies stand in that are neither walled off nor
were ever accused; so they do where nobody leads and one of the desk's own put a wall up or accused somebody, because
who made the gap does not fill it and a region may have one coordinator. Their duties are everybody's. They see that
there is a report, and no word of it. Whose person put a wall up or accused somebody later is passed over, unless it led
at first or two have cleared it, and who moved the lead by it in every office, so that nobody's own act brings the
report into their own hands; an act that would leave nobody, or nobody but such a one, is refused.
Source: docs/domain.md, "Walls" [P].
"""

from workflows.access.facts import ReportFacts
from workflows.access.own_side import NOBODY, ever_accused, keepers, of_the_regency
from workflows.access.refusals import LawForbids
from workflows.policy.region import Policy


def left_to_the_core(report: ReportFacts, policy: Policy) -> bool:
    """Whether nobody of the lead may decide on the report: nobody leads, or who does is of the accused side."""
    lead = report.lead_agency
    if lead is None or lead in ever_accused(report, policy):
        return True
    return of_the_regency(report, policy) and lead in keepers(policy)


def desk_may_not(report: ReportFacts, policy: Policy) -> bool:
    """Whether nobody at the desk may act: the desk is of the accused side, or behind the wall."""
    return of_the_regency(report, policy) or keepers(policy) <= report.walled


def desk_made_the_gap(report: ReportFacts, policy: Policy) -> bool:
    """Whether nobody leads and the desk's own are among those who shut somebody out: a region may have no other.

    Its other coordinators may act all the same, beside those who stand in.
    """
    return report.lead_agency is None and keepers(policy) <= report.walled | (report.passed_over - report.cleared)


def _nobody_of_lead_and_desk(report: ReportFacts, policy: Policy) -> bool:
    return left_to_the_core(report, policy) and (desk_may_not(report, policy) or desk_made_the_gap(report, policy))


def stand_ins(report: ReportFacts, policy: Policy) -> frozenset[str]:
    """The agencies that stand to the report as its lead does, and as its desk does; mostly none."""
    if not _nobody_of_lead_and_desk(report, policy):
        return NOBODY
    return _unaccused(report, policy) - (report.passed_over - report.cleared)


def nobody_left(report: ReportFacts, policy: Policy) -> bool:
    """Whether nobody of the region may take the report's next step: not the lead, nor the desk, nor in their place."""
    return _nobody_of_lead_and_desk(report, policy) and not stand_ins(report, policy)


def nobody_but_the_lead(report: ReportFacts, policy: Policy) -> bool:
    """Whether nobody could take the lead's place: who leads may decline any day, and sees to it that nobody looks."""
    return desk_may_not(report, policy) and not _unaccused(report, policy) - report.passed_over


def left_alone(report: ReportFacts, agency: str, policy: Policy) -> bool:
    """Whether no other agency of the region could take the report's next step: neither a core agency nor the desk.

    Whoever is left may have a conflict too, or may give nobody the lead: a body outside the regency goes on.
    """
    others = _unaccused(report, policy) - (report.passed_over - report.cleared) - {agency}
    return desk_may_not(report, policy) and not others


def require_somebody_left(before: ReportFacts, after: ReportFacts, policy: Policy) -> None:
    """Raise LawForbids ``nobody_left`` for the act of one person that leaves nobody, or nobody but who leads."""
    for left in (nobody_left, nobody_but_the_lead):
        if left(after, policy) and not left(before, policy):
            raise LawForbids("nobody_left")


def in_place_of_the_desk(report: ReportFacts, policy: Policy) -> frozenset[str]:
    """The agencies whose supervisors wall an agency off as the desk does elsewhere, whoever leads; mostly none.

    Each of them once: who goes on walling chooses who is left.
    """
    return _unaccused(report, policy) - report.passed_over if desk_may_not(report, policy) else NOBODY


def in_place_of_the_lead(report: ReportFacts, policy: Policy) -> frozenset[str]:
    """The agencies that propose, and whose supervisors decide, as those of the lead do elsewhere; mostly none."""
    return _core(policy) if left_to_the_core(report, policy) else NOBODY


def _unaccused(report: ReportFacts, policy: Policy) -> frozenset[str]:
    return _core(policy) - report.walled - ever_accused(report, policy)


def _core(policy: Policy) -> frozenset[str]:
    return frozenset(code for code, agency in policy.agencies.items() if agency.core)
