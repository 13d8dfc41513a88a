"""Walls that are put up later: around an agency with a conflict of interest, though nobody accuses it.

Its access ends with the change itself, everywhere, and its open tasks are taken back. What it read before stays in the
trail. Whoever put a wall up does not take it down. Source: DOMAIN.md, "Agencies".
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from workflows.actors import Actor
from workflows.audit import stamp
from workflows.change import Change, Circumstances, Draft, TextDraft
from workflows.codes import ReportState, Severity, TaskKind, TaskTrigger, TextField
from workflows.commands import LiftWall, Offer, RaiseWall
from workflows.facts import ReportFacts
from workflows.intake import require_agency
from workflows.permissions import Action, require, standing
from workflows.refusals import DutyConflict, LawForbids
from workflows.rerouting import rerouted
from workflows.routing import safety_task, walls
from workflows.states import LIVE_TASK_STATES, WALL_LIFTED, WALL_RAISED


def decide_wall(report: ReportFacts, body: RaiseWall, actor: Actor, given: Circumstances) -> Change:
    """Wall an agency off. Raises NotPermitted, InvalidCommand ``unknown_agency``, or LawForbids ``already_walled``."""
    require(actor, Action.WALL_RAISE, standing(report))
    require_agency(body.agency, "/agency", given.policy)
    if body.agency in report.walled:
        raise LawForbids("already_walled", {"agency": body.agency})
    draft = Draft(report, actor, given)
    _rewall(draft, WALL_RAISED, body.agency, report.barred | {body.agency}, body.reason)
    withdraw_walled(draft)
    draft.settle()
    return draft.finish()


def decide_lift(
    report: ReportFacts, agency: str, body: LiftWall, actor: Actor, given: Circumstances, *, raised_by: UUID | None
) -> Change:
    """Take a wall down that ``raised_by`` put up; one that stands by accusation or category stays.

    Raises NotPermitted, LawForbids ``wall_unknown``, or DutyConflict ``own_wall``.
    """
    require(actor, Action.WALL_LIFT, standing(report))
    if agency not in report.barred:
        raise LawForbids("wall_unknown", {"agency": agency})
    if actor.person == raised_by:
        raise DutyConflict("own_wall")
    draft = Draft(report, actor, given)
    _rewall(draft, WALL_LIFTED, agency, report.barred - {agency}, body.reason)
    return draft.finish()


def withdraw_walled(draft: Draft) -> None:
    """An agency behind the wall holds no task any longer; who protected people is replaced at once."""
    unprotected = False
    for task in draft.report.tasks:
        if task.agency in draft.report.walled and task.state in LIVE_TASK_STATES:
            draft.move(task, TaskTrigger.WITHDRAW, system=True)
            unprotected = unprotected or task.kind is TaskKind.SAFETY
    if unprotected and draft.report.severity is Severity.S1:
        _protect(draft)


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


def _rewall(draft: Draft, action: str, agency: str, barred: frozenset[str], reason: str) -> None:
    report, policy = draft.report, draft.given.policy
    draft.set(barred=barred, walled=walls(policy, report.category, report.accused, barred))
    route = rerouted(draft.report, policy)
    draft.set(**route.changed)
    data = {"agency": agency, "changed": plainly(route.changed), "routing": route.told}
    draft.event(action, data=data, texts=[TextDraft(TextField.REASON, reason)])


def _protect(draft: Draft) -> None:
    report = draft.report
    live = any(task.kind is TaskKind.SAFETY and task.state in LIVE_TASK_STATES for task in report.tasks)
    planned = safety_task(draft.given.policy, report.category, report.walled)
    if live or planned is None or report.state in (ReportState.HANDLED, ReportState.CLOSED):
        return
    offer = Offer(
        agency=planned.agency, role=planned.role, kind=planned.kind, obligatory=planned.obligatory, due_at=None
    )
    draft.offer(offer, system=True)
