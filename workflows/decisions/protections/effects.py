"""What each kind of proposal makes of a report: tried when it is proposed, carried out when it is approved."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from workflows.access.refusals import InvalidCommand, LawForbids
from workflows.codes.states import WALL_LIFTED
from workflows.codes.tasks import TaskKind, TaskRole
from workflows.decisions.drafting import Draft
from workflows.decisions.protections.commands import (
    ProposeAcquittal,
    ProposeAmendment,
    Proposed,
    ProposeLead,
    ProposeLift,
)
from workflows.decisions.reports.amendments import apply, new_codes, require_open, require_times_and_election
from workflows.decisions.reports.intake import require_agency
from workflows.decisions.reports.named_persons import require_may_name
from workflows.decisions.reports.walls import plainly, rewall
from workflows.decisions.tasks.commands import Offer
from workflows.decisions.tasks.legal_order import objection, route_of
from workflows.policy.routing import walls


class Effect(NamedTuple):
    """What a proposal would make of the report: its event, and what the event tells."""

    action: str
    data: Mapping[str, Any]


def take_effect(draft: Draft, asks: Proposed) -> Effect:
    """Change the facts of the draft's report as the proposal asks, without an event yet.

    Raises NotPermitted, DutyConflict ``names_oneself``, LawForbids and InvalidCommand for what cannot be done.
    """
    return _EFFECTS[type(asks)](draft, asks)


def _amend(draft: Draft, asks: ProposeAmendment) -> Effect:
    report, body = draft.report, asks.amendment
    require_open(report)
    require_times_and_election(body, draft.given, "/amendment")
    changed = new_codes(report, body, draft.given.policy)
    if not changed:
        raise InvalidCommand("nothing_to_amend", "/amendment")
    require_may_name(report, draft.actor, changed.get("named", report.named) - report.named)
    return Effect("report.amended", apply(draft, changed, approved=True))


def _lift(draft: Draft, asks: ProposeLift) -> Effect:
    report = draft.report
    if asks.agency not in report.barred:
        raise LawForbids("wall_unknown", {"agency": asks.agency})
    return Effect(WALL_LIFTED, rewall(draft, asks.agency, report.barred - {asks.agency}))


def _acquit(draft: Draft, asks: ProposeAcquittal) -> Effect:
    report, policy = draft.report, draft.given.policy
    require_open(report)
    if asks.agency not in report.accused:
        raise LawForbids("not_accused", {"agency": asks.agency})
    accused = report.accused - {asks.agency}
    changed = {"accused": accused, "walled": walls(policy, report.category, accused, report.barred)}
    changed = {name: value for name, value in changed.items() if value != getattr(report, name)}
    return Effect("report.amended", apply(draft, changed, approved=True))


def _clear(draft: Draft, asks: ProposeLead) -> Effect:
    report = draft.report
    require_open(report)
    require_agency(asks.agency, "/agency", draft.given.policy)
    if asks.agency in report.cleared - report.passed_over_before:
        raise LawForbids("already_cleared", {"agency": asks.agency})
    lead = Offer(agency=asks.agency, role=TaskRole.LEAD, kind=TaskKind.INFORMATION, due_at=None)
    code = objection(lead, report, draft.given.policy)
    if code is not None:
        rule = route_of(report, draft.given.policy).rule
        raise LawForbids(code, {"agency": asks.agency, "rule": rule})
    draft.set(cleared=report.cleared | {asks.agency}, passed_over_before=report.passed_over_before - {asks.agency})
    return Effect("report.amended", {"changed": plainly({"cleared": draft.report.cleared})})


_EFFECTS: Mapping[type, Callable[[Draft, Any], Effect]] = {
    ProposeAmendment: _amend,
    ProposeLift: _lift,
    ProposeAcquittal: _acquit,
    ProposeLead: _clear,
}
