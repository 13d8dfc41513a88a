"""Amending a report: each amendment is an event, the texts it replaces are kept."""

from typing import Any

from workflows.actors import Actor
from workflows.change import Change, Circumstances, Draft, TextDraft
from workflows.codes import ReportState, TaskTrigger, TextField
from workflows.commands import ReportAmendment
from workflows.facts import ReportFacts
from workflows.intake import accused_agencies, open_safety_task, require_agency, require_past
from workflows.legal_clocks import known_anew
from workflows.permissions import Action, require, standing
from workflows.refusals import InvalidCommand, LawForbids
from workflows.routing import walls
from workflows.stages import stage_of
from workflows.states import LIVE_TASK_STATES

_CODES = ("severity", "classification", "occurred_at", "known_at", "athg", "field")


def decide_amendment(
    report: ReportFacts, body: ReportAmendment, actor: Actor, given: Circumstances, *, area_known: bool, found: bool
) -> Change:
    """Amend a report that is not closed; ``found`` says that it is a finding of Bawaslu's own.

    Raises NotPermitted, LawForbids ``report_closed``, or InvalidCommand for unknown codes, times in the
    future and an amendment that names nothing to change.
    """
    require(actor, Action.REPORT_AMEND, standing(report))
    if report.state is ReportState.CLOSED:
        raise LawForbids("report_closed")
    _require_valid(body, given, area_known=area_known)
    draft = Draft(report, actor, given)
    changed = _new_codes(report, body, draft)
    texts = _new_texts(body)
    if not changed and not texts:
        raise InvalidCommand("nothing_to_amend", "")
    draft.set(**changed)
    texts.append(TextDraft(TextField.REASON, body.reason))
    draft.event("report.amended", data=_data(changed), texts=texts)
    if "known_at" in changed:
        known_anew(draft, found=found)
    open_safety_task(draft)
    _withdraw_walled(draft)
    draft.settle()
    return draft.finish()


def _require_valid(body: ReportAmendment, given: Circumstances, *, area_known: bool) -> None:
    if body.place is not None and not area_known:
        raise InvalidCommand("unknown_area", "/place/area", {"area": body.place.area})
    require_past(body.occurred_at, "/occurred_at", given.now)
    require_past(body.known_at, "/known_at", given.now)
    if body.reported_party is not None:
        require_agency(body.reported_party.agency, "/reported_party/agency", given.policy)


def _new_codes(report: ReportFacts, body: ReportAmendment, draft: Draft) -> dict[str, Any]:
    policy = draft.given.policy
    wanted = {name: value for name in _CODES if (value := getattr(body, name)) is not None}
    if body.place is not None:
        wanted["area"] = body.place.area
    if body.occurred_at is not None:
        wanted["stage"] = stage_of(policy, report.election, body.occurred_at)
    if body.named_persons is not None:
        wanted["named"] = frozenset(body.named_persons)
    if body.reported_party is not None:
        accused = accused_agencies(body.reported_party.agency)
        wanted |= {"accused": accused, "walled": walls(policy, report.category, accused)}
    return {name: value for name, value in wanted.items() if value != getattr(report, name)}


def _new_texts(body: ReportAmendment) -> list[TextDraft]:
    found = {
        TextField.TITLE: body.title,
        TextField.DESCRIPTION: body.description,
        TextField.PLACE_DETAIL: body.place.detail if body.place else None,
        TextField.ACCUSED_NAME: body.reported_party.name if body.reported_party else None,
    }
    return [TextDraft(field, content) for field, content in found.items() if content is not None]


def _data(changed: dict[str, Any]) -> dict[str, Any]:
    return {"changed": {name: _plain(value) for name, value in changed.items()}}


def _plain(value: Any) -> Any:
    if isinstance(value, frozenset):
        return sorted(map(str, value))
    return value if value is None else str(value)


def _withdraw_walled(draft: Draft) -> None:
    """An agency that is accused from now on holds no task any longer."""
    for task in draft.report.tasks:
        if task.agency in draft.report.walled and task.state in LIVE_TASK_STATES:
            draft.move(task, TaskTrigger.WITHDRAW, system=True)
