"""To whom somebody may give the lead task of a report, and what to say where that is nobody.

Source: docs/domain.md, "Walls" and "Protections" [P].
"""

from functools import partial

from workflows.access.actors import Actor
from workflows.access.facts import ReportFacts
from workflows.codes.tasks import TaskKind, TaskRole
from workflows.decisions.duties import (
    as_strict_as_it_carries,
    require_may_be_read_by,
    require_not_given_to_the_accused,
    require_not_taken_from_the_lead,
)
from workflows.decisions.reports.leading import require_may_lead
from workflows.decisions.tasks.commands import Offer
from workflows.decisions.tasks.legal_order import require_lawful
from workflows.decisions.whichever import refused_for_all, takes_anybody
from workflows.policy.region import Policy


def require_may_be_given_the_lead(actor: Actor, report: ReportFacts, agency: str, policy: Policy) -> None:
    """Hold whoever gives the lead against the agency that would get it.

    Raises DutyConflict ``own_side_accused`` or ``second_person_needed``. With the lead comes the evidence of what was
    merged into it, and so the report is as strict as that.
    """
    require_not_given_to_the_accused(actor, report, agency, policy)
    require_not_taken_from_the_lead(actor, report, agency, policy)
    strict = as_strict_as_it_carries(report)
    require_may_be_read_by(actor, strict, agency, policy)
    require_may_lead(strict, agency, actor, policy)


def nobody_to_lead(actor: Actor, report: ReportFacts, policy: Policy) -> tuple[str, ...]:
    """Why this person gives the lead to no agency of the region, as codes; none where they may give it to one."""
    if takes_anybody(report) and report.lead_agency is not None:
        return ()
    first = () if report.lead_agency is None else (report.lead_agency,)
    return refused_for_all(dict.fromkeys((*first, *policy.agencies)), partial(_try, actor, report, policy))


def _try(actor: Actor, report: ReportFacts, policy: Policy, agency: str) -> None:
    offer = Offer(agency=agency, role=TaskRole.LEAD, kind=TaskKind.INFORMATION, due_at=None)
    require_lawful([offer], report, policy)
    require_may_be_given_the_lead(actor, report, agency, policy)
