"""Walls that are put up later: around an agency with a conflict of interest, though nobody accuses it.

Its access ends with the change itself, everywhere, and its open tasks are taken back. What it read before stays in the
trail. One person puts a wall up; two take it down (``workflows.decisions.protections.proposals``). Where it stands
around the lead, the lead passes on by the rule of the policy, never to the agency of who put it up.
Source: docs/domain.md, "Walls".
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from workflows.access.actors import Actor
from workflows.access.facts import ReportFacts
from workflows.access.permissions import Action, Standing, require, standing
from workflows.access.refusals import LawForbids
from workflows.access.standing_in import in_place_of_the_desk, require_somebody_left
from workflows.codes.reports import TextField
from workflows.codes.stamps import stamp
from workflows.codes.states import LIVE_TASK_STATES, WALL_RAISED
from workflows.codes.tasks import TaskKind, TaskTrigger
from workflows.decisions.change import Change, Circumstances, TextDraft
from workflows.decisions.drafting import Draft
from workflows.decisions.duties import require_lead_not_moved_by_the_accused
from workflows.decisions.protections.commands import RaiseWall
from workflows.decisions.reports.gaps import as_left, take_lead_away
from workflows.decisions.reports.intake import require_agency
from workflows.decisions.reports.leading import cleared_by_wall, lost_by_gap, lost_by_own_act, turned
from workflows.decisions.reports.rerouting import rerouted
from workflows.decisions.reports.safety import replace_safety_task
from workflows.decisions.whichever import refused_for_all, takes_anybody
from workflows.policy.region import Policy
from workflows.policy.routing import walls


def decide_wall(report: ReportFacts, body: RaiseWall, actor: Actor, given: Circumstances) -> Change:
    """Wall an agency off.

    Raises NotPermitted, InvalidCommand ``unknown_agency``, DutyConflict ``own_side_accused`` for whatever agency where
    one's own side is accused; or LawForbids ``already_walled`` or ``nobody_left``. A lead that the wall
    alone would make lawful is taken away.
    """
    require(actor, Action.WALL_RAISE, standing_to_wall(report, actor, given.policy))
    require_agency(body.agency, "/agency", given.policy)
    draft = Draft(report, actor, given)
    data = _shut_out(draft, body.agency)
    draft.event(WALL_RAISED, data=data, texts=[TextDraft(TextField.REASON, body.reason)])
    withdraw_walled(draft)
    take_lead_away(draft, report)
    draft.settle()
    return draft.finish()


def nobody_to_wall(report: ReportFacts, actor: Actor, policy: Policy) -> tuple[str, ...]:
    """Why this person walls off no agency of the region, as codes; none where they may wall one off."""
    if takes_anybody(report):
        return ()
    nothing_is_written = Circumstances(policy, report.reported_at, iter(()))
    return refused_for_all(policy.agencies, lambda agency: _shut_out(Draft(report, actor, nothing_is_written), agency))


def _shut_out(draft: Draft, agency: str) -> dict[str, Any]:
    """Let a wall stand around an agency; what the event tells of it. Raises what ``decide_wall`` does of the agency."""
    report, policy = draft.report, draft.given.policy
    if agency in report.walled:
        raise LawForbids("already_walled", {"agency": agency})
    draft.set(passed_over=report.passed_over | {draft.actor.agency})
    data = rewall(draft, agency, report.barred | {agency})
    left = as_left(draft, report)
    require_lead_not_moved_by_the_accused(draft.actor, report, left, policy)
    require_somebody_left(report, left, policy)
    return data


def standing_to_wall(report: ReportFacts, actor: Actor, policy: Policy) -> Standing:
    """How somebody stands who puts a wall up: where the desk may not, supervisors of the core agencies may as it does.

    It adds protection, and no rule brings the lead to them for it.
    """
    stands = standing(report)
    in_its_place = actor.agency in in_place_of_the_desk(report, policy)
    return stands._replace(lead_agency=actor.agency) if in_its_place else stands


def withdraw_walled(draft: Draft) -> None:
    """An agency behind the wall holds no task any longer; who protected people is replaced at once."""
    unprotected = False
    for task in draft.report.tasks:
        if task.agency in draft.report.walled and task.state in LIVE_TASK_STATES:
            draft.move(task, TaskTrigger.WITHDRAW, system=True)
            unprotected = unprotected or task.kind is TaskKind.SAFETY
    if unprotected:
        replace_safety_task(draft)


def plain(value: Any) -> Any:
    """A changed fact as a leaf holds it."""
    if isinstance(value, frozenset):
        return sorted(map(str, value))
    if isinstance(value, datetime):
        return stamp(value)
    return value if value is None else str(value)


def plainly(changed: Mapping[str, Any]) -> dict[str, Any]:
    """Changed facts as a leaf holds them."""
    return {name: plain(value) for name, value in changed.items()}


def rewall(draft: Draft, agency: str, barred: frozenset[str]) -> dict[str, Any]:
    """Let ``barred`` be the agencies that are walled off for a conflict; what the event tells of it."""
    before, policy = draft.report, draft.given.policy
    draft.set(barred=barred, walled=walls(policy, before.category, before.accused, barred))
    lost = lost_by_gap(before, draft.report, before.cleared, policy)
    draft.set(cleared=before.cleared - lost - lost_by_own_act(before, draft.report, draft.actor, policy))
    if agency in barred and turned(before, draft.report, draft.actor, policy):
        draft.set(steered=True)
    route = rerouted(draft.report, policy)
    draft.set(**route.changed)
    draft.set(cleared=draft.report.cleared | cleared_by_wall(before, draft.report, policy))
    moved = {name: getattr(draft.report, name) for name in ("walled", "cleared")}
    changed = {**route.changed} | {name: value for name, value in moved.items() if value != getattr(before, name)}
    return {"agency": agency, "changed": plainly(changed), "routing": route.told}
