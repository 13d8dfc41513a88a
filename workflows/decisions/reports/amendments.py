"""Amending a report: each amendment is an event, the texts it replaces are kept.

One person amends whatever takes no protection away; what does is a proposal that another person decides on
(``workflows.decisions.protections.proposals``), and is carried out here as well.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from workflows.access.actors import Actor
from workflows.access.facts import ReportFacts
from workflows.access.permissions import Action, Standing, require, standing
from workflows.access.refusals import DutyConflict, InvalidCommand, LawForbids
from workflows.access.standing_in import require_somebody_left
from workflows.codes.approvals import ProposalKind, Protection
from workflows.codes.reports import ReportState, TextField
from workflows.decisions.change import Change, Circumstances, TextDraft
from workflows.decisions.clocks.kept_limits import as_received
from workflows.decisions.clocks.legal_clocks import counted_from
from workflows.decisions.clocks.limits_anew import elected_anew, known_anew
from workflows.decisions.clocks.limits_anew import turned as turned_limits
from workflows.decisions.clocks.studies import NO_STUDY, Study
from workflows.decisions.drafting import Draft
from workflows.decisions.duties import require_lead_not_moved_by_the_accused
from workflows.decisions.gakkumdu.case_limits import NO_STEPS, CaseSteps
from workflows.decisions.protections.commands import ProposedAmendment
from workflows.decisions.protections.protection_table import weakened
from workflows.decisions.reports.commands import ReportAmendment
from workflows.decisions.reports.gaps import as_left, take_lead_away
from workflows.decisions.reports.intake import (
    accused_agencies,
    require_agency,
    require_election,
    require_past,
)
from workflows.decisions.reports.leading import (
    OF_THE_LEAD,
    SECOND_PERSON,
    brings_home,
    cleared_by_wall,
    lost_by_gap,
    lost_by_own_act,
    made_the_gap,
    turned,
)
from workflows.decisions.reports.named_persons import require_may_name
from workflows.decisions.reports.rerouting import rerouted
from workflows.decisions.reports.safety import open_safety_task
from workflows.decisions.reports.walls import plainly, withdraw_walled
from workflows.decisions.tasks.legal_order import route_of
from workflows.policy.counter import formal_receipt
from workflows.policy.region import Policy
from workflows.policy.routing import walls
from workflows.policy.stages import stage_of

_CODES = ("category", "severity", "classification", "occurred_at", "known_at", "athg", "field")
_ROUTED = frozenset({"category", "stage", "accused", "walled"})
"""What of a report decides where it goes."""

Body = ReportAmendment | ProposedAmendment


def decide_amendment(
    report: ReportFacts,
    body: ReportAmendment,
    actor: Actor,
    given: Circumstances,
    *,
    area_known: bool,
    found: bool,
    case: CaseSteps = NO_STEPS,
    study: Study = NO_STUDY,
) -> Change:
    """Amend a report that is not closed; ``found``: a finding of Bawaslu's own, ``case`` are the steps of its case.

    ``study`` is what was found missing before it had any.

    Who only reported it changes the category no longer once it is verified: another agency may lead it then. Raises
    NotPermitted; LawForbids ``report_closed``, ``nobody_left``, or ``takes_lead_away`` where that is not said to be
    meant; DutyConflict ``second_person_needed`` for what takes protection away, and for who has shut the lead out,
    ``own_side_accused`` or ``names_oneself``; or InvalidCommand for unknown codes, times in the future and an
    amendment that names nothing.
    """
    require_amendable(report, body, actor, standing(report))
    _require_valid(body, given, area_known=area_known)
    draft = Draft(report, actor, given)
    texts = _new_texts(body)
    changed = new_codes(draft.report, body, given.policy)
    if not changed and not texts:
        raise InvalidCommand("nothing_to_amend", "")
    require_may_name(report, actor, changed.get("named", report.named) - report.named)
    data = apply(draft, changed)
    weaker = weakened(report, draft.report, given.policy)
    if weaker:
        raise DutyConflict(SECOND_PERSON, _second_person(weaker))
    left = as_left(draft, report)
    require_lead_not_moved_by_the_accused(actor, report, left, given.policy)
    require_somebody_left(report, left, given.policy)
    if made_the_gap(report, actor) and draft.report.lead_agency is not None:
        raise DutyConflict(SECOND_PERSON, OF_THE_LEAD)
    if report.lead_agency not in draft.report.walled:
        _require_may_turn(draft, report)
    _require_meant(draft, report, body)
    told = [*texts, TextDraft(TextField.REASON, body.reason)]
    tell(draft, report, data, told, found=found, case=case, study=study)
    draft.settle()
    return draft.finish()


def require_amendable(report: ReportFacts, body: Body, actor: Actor, stands: Standing) -> None:
    """Raise NotPermitted or LawForbids ``report_closed``; ``stands`` is how the actor stands to the report."""
    require(actor, Action.REPORT_AMEND, stands)
    require_open(report)
    if body.category is not None and report.state is not ReportState.REPORTED:
        require(actor, Action.REPORT_VERIFY, stands)


def require_open(report: ReportFacts) -> None:
    """Raise LawForbids ``report_closed``."""
    if report.state is ReportState.CLOSED:
        raise LawForbids("report_closed")


def require_times_and_election(body: Body, given: Circumstances, at: str = "") -> None:
    """Raise InvalidCommand for a time in the future or an unknown election; ``at`` is where the members stand."""
    require_past(body.occurred_at, f"{at}/occurred_at", given.now)
    require_past(body.known_at, f"{at}/known_at", given.now)
    require_election(body.election, given.policy, f"{at}/election")


def new_codes(report: ReportFacts, body: Body, policy: Policy) -> dict[str, Any]:
    """The facts that an amendment makes others, walls and stage included; an accusation is added to those there are."""
    wanted = {name: value for name in _CODES if (value := getattr(body, name, None)) is not None}
    election = body.election if "election" in body.model_fields_set else report.election
    if election != report.election:
        received = formal_receipt(as_received(report, policy), election, report.reported_at)
        wanted |= {"election": election, "formal_receipt_at": received}
    if election != report.election or body.occurred_at is not None:
        wanted["stage"] = stage_of(policy, election, body.occurred_at or report.occurred_at)
    if body.named_persons is not None:
        wanted["named"] = frozenset(body.named_persons)
    if isinstance(body, ReportAmendment):
        wanted |= _place_and_party(report, body)
    wanted["walled"] = walls(
        policy, wanted.get("category", report.category), wanted.get("accused", report.accused), report.barred
    )
    return {name: value for name, value in wanted.items() if value != getattr(report, name)}


def apply(draft: Draft, changed: Mapping[str, Any], *, approved: bool = False) -> dict[str, Any]:
    """Change the facts of a report, and with them where it goes; what the event tells of it.

    What one person turns, so that another agency would lead by rule, or would follow the one that does if that came
    behind the wall, is remembered; what two turn clears the agency that would lead.
    """
    before, policy = draft.report, draft.given.policy
    draft.set(**changed)
    if changed.get("accused", before.accused) - before.accused:
        draft.set(passed_over=before.passed_over | {draft.actor.agency})
    lost = lost_by_gap(before, draft.report, before.cleared, policy)
    if not approved:
        lost |= lost_by_own_act(before, draft.report, draft.actor, policy)
    draft.set(cleared=before.cleared - lost)
    if approved:
        _clear_by_two(draft, before)
    elif _ROUTED & changed.keys() and turned(before, draft.report, draft.actor, policy):
        draft.set(steered=True)
    data: dict[str, Any] = {}
    told = dict(changed)
    if _ROUTED & changed.keys():
        route = rerouted(draft.report, policy)
        draft.set(**route.changed)
        told |= route.changed
        data["routing"] = route.told
    draft.set(cleared=draft.report.cleared | cleared_by_wall(before, draft.report, policy))
    if draft.report.cleared != before.cleared:
        told["cleared"] = draft.report.cleared
    return {"changed": plainly(told), **data}


def tell(
    draft: Draft,
    before: ReportFacts,
    data: Mapping[str, Any],
    texts: list[TextDraft],
    *,
    found: bool,
    case: CaseSteps = NO_STEPS,
    study: Study = NO_STUDY,
) -> None:
    """Append the event of an amendment, with what follows from it for clocks, protectors, leads and walls."""
    draft.event("report.amended", data=data, texts=texts)
    if "election" in data["changed"]:
        elected_anew(draft, before, found=found, case=case, study=study)
    elif "known_at" in data["changed"] or counted_from(draft.report) != counted_from(before):
        known_anew(draft, found=found)
    if _ROUTED & data["changed"].keys():
        turned_limits(draft, found=found, case=case, study=study)
    open_safety_task(draft)
    withdraw_walled(draft)
    take_lead_away(draft, before)


def _require_may_turn(draft: Draft, before: ReportFacts) -> None:
    """Hold who leads now, and who would once the lead follows the rule again, against who amends it.

    Two make the same amendment: to clear the agency first would not do where the report as it is may not have it.
    """
    by_rule = route_of(draft.report, draft.given.policy).lead
    turns = by_rule != route_of(before, draft.given.policy).lead
    for agency in (draft.report.lead_agency, by_rule if turns else None):
        if agency is not None and brings_home(before, agency, draft.actor):
            raise DutyConflict(SECOND_PERSON, _second_person([Protection.LEAD]))


def _require_meant(draft: Draft, before: ReportFacts, body: ReportAmendment) -> None:
    """Let nobody take the lead from an agency by a slip, in what a report is taken for or in when it happened.

    One person takes it away and two give it back, so that whoever amends is told first. Raises LawForbids.
    """
    after = draft.report
    if body.takes_lead_away or (after.category, after.stage) == (before.category, before.stage):
        return
    held = before.cleared if before.lead_agency is None else before.cleared | {before.lead_agency}
    lost = lost_by_gap(before, after, held, draft.given.policy)
    if lost:
        raise LawForbids("takes_lead_away", {"agencies": sorted(lost)})


def _second_person(weaker: Iterable[Protection]) -> Mapping[str, object]:
    """What a refusal for want of a second person tells of an amendment: what weakens, and what to propose."""
    return {"protections": sorted(weaker), "kind": ProposalKind.AMENDMENT}


def _clear_by_two(draft: Draft, before: ReportFacts) -> None:
    """Clear the agency that leads by rule now and did not before."""
    lead = route_of(draft.report, draft.given.policy).lead
    if lead is not None and lead != route_of(before, draft.given.policy).lead:
        draft.set(cleared=draft.report.cleared | {lead}, passed_over_before=before.passed_over_before - {lead})


def _require_valid(body: ReportAmendment, given: Circumstances, *, area_known: bool) -> None:
    if body.place is not None and not area_known:
        raise InvalidCommand("unknown_area", "/place/area", {"area": body.place.area})
    require_times_and_election(body, given)
    if body.reported_party is not None:
        require_agency(body.reported_party.agency, "/reported_party/agency", given.policy)


def _place_and_party(report: ReportFacts, body: ReportAmendment) -> dict[str, Any]:
    wanted: dict[str, Any] = {}
    if body.place is not None:
        wanted["area"] = body.place.area
    if body.reported_party is not None:
        wanted["accused"] = report.accused | accused_agencies(body.reported_party.agency)
    return wanted


def _new_texts(body: ReportAmendment) -> list[TextDraft]:
    found = {
        TextField.TITLE: body.title,
        TextField.DESCRIPTION: body.description,
        TextField.PLACE_DETAIL: body.place.detail if body.place else None,
        TextField.ACCUSED_NAME: body.reported_party.name if body.reported_party else None,
    }
    return [TextDraft(field, content) for field, content in found.items() if content is not None]
