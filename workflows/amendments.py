"""Amending a report: each amendment is an event, the texts it replaces are kept."""

from typing import Any

from workflows.actors import Actor
from workflows.change import Change, Circumstances, Draft, TextDraft
from workflows.codes import ReportState, TextField
from workflows.commands import ReportAmendment
from workflows.counter import formal_receipt
from workflows.facts import ReportFacts
from workflows.intake import accused_agencies, open_safety_task, require_agency, require_election, require_past
from workflows.legal_clocks import elected_anew, known_anew
from workflows.permissions import Action, require, standing
from workflows.refusals import InvalidCommand, LawForbids
from workflows.rerouting import rerouted
from workflows.routing import walls
from workflows.stages import stage_of
from workflows.walls import plainly, withdraw_walled

_CODES = ("category", "severity", "classification", "occurred_at", "known_at", "athg", "field")
_ROUTED = frozenset({"category", "stage", "accused", "walled"})
"""What of a report decides where it goes."""


def decide_amendment(
    report: ReportFacts, body: ReportAmendment, actor: Actor, given: Circumstances, *, area_known: bool, found: bool
) -> Change:
    """Amend a report that is not closed; ``found`` says that it is a finding of Bawaslu's own.

    Who only reported it changes the category no longer once it is verified: another agency may lead it then. Raises
    NotPermitted, LawForbids ``report_closed``, or InvalidCommand for unknown codes, times in the
    future and an amendment that names nothing to change.
    """
    require(actor, Action.REPORT_AMEND, standing(report))
    if report.state is ReportState.CLOSED:
        raise LawForbids("report_closed")
    if body.category is not None and report.state is not ReportState.REPORTED:
        require(actor, Action.REPORT_VERIFY, standing(report))
    _require_valid(body, given, area_known=area_known)
    draft = Draft(report, actor, given)
    changed = _new_codes(report, body, draft)
    texts = _new_texts(body)
    if not changed and not texts:
        raise InvalidCommand("nothing_to_amend", "")
    draft.set(**changed)
    data: dict[str, Any] = {}
    if _ROUTED & changed.keys():
        route = rerouted(draft.report, given.policy)
        draft.set(**route.changed)
        changed |= route.changed
        data["routing"] = route.told
    texts.append(TextDraft(TextField.REASON, body.reason))
    draft.event("report.amended", data={"changed": plainly(changed), **data}, texts=texts)
    if "election" in changed:
        elected_anew(draft, found=found)
    elif "known_at" in changed:
        known_anew(draft, found=found)
    open_safety_task(draft)
    withdraw_walled(draft)
    draft.settle()
    return draft.finish()


def _require_valid(body: ReportAmendment, given: Circumstances, *, area_known: bool) -> None:
    if body.place is not None and not area_known:
        raise InvalidCommand("unknown_area", "/place/area", {"area": body.place.area})
    require_past(body.occurred_at, "/occurred_at", given.now)
    require_past(body.known_at, "/known_at", given.now)
    require_election(body.election, given.policy)
    if body.reported_party is not None:
        require_agency(body.reported_party.agency, "/reported_party/agency", given.policy)


def _new_codes(report: ReportFacts, body: ReportAmendment, draft: Draft) -> dict[str, Any]:
    policy = draft.given.policy
    wanted = {name: value for name in _CODES if (value := getattr(body, name)) is not None}
    if body.place is not None:
        wanted["area"] = body.place.area
    election = body.election if "election" in body.model_fields_set else report.election
    if election != report.election:
        wanted |= {"election": election, "formal_receipt_at": formal_receipt(policy, election, report.reported_at)}
    if election != report.election or body.occurred_at is not None:
        wanted["stage"] = stage_of(policy, election, body.occurred_at or report.occurred_at)
    if body.named_persons is not None:
        wanted["named"] = frozenset(body.named_persons)
    if body.reported_party is not None:
        wanted["accused"] = accused_agencies(body.reported_party.agency)
    wanted["walled"] = walls(
        policy, wanted.get("category", report.category), wanted.get("accused", report.accused), report.barred
    )
    return {name: value for name, value in wanted.items() if value != getattr(report, name)}


def _new_texts(body: ReportAmendment) -> list[TextDraft]:
    found = {
        TextField.TITLE: body.title,
        TextField.DESCRIPTION: body.description,
        TextField.PLACE_DETAIL: body.place.detail if body.place else None,
        TextField.ACCUSED_NAME: body.reported_party.name if body.reported_party else None,
    }
    return [TextDraft(field, content) for field, content in found.items() if content is not None]
