"""What each event of a wall needs and makes of the report: put up by one person, taken down by another."""

from collections.abc import Callable, Mapping
from typing import Any

from workflows.codes import Role
from workflows.replay.events import NotInFormError, optional_text, text_of, texts_of
from workflows.replay.standing import NOT_SAID, Wall
from workflows.replay.step import Step
from workflows.rerouting import FOLLOWS_ITS_RULE
from workflows.states import WALL_LIFTED, WALL_RAISED


def moved_lead(step: Step, changed: Mapping[str, Any]) -> None:
    """Let the lead follow: only before the assignment, or when the former lead is behind a wall.

    ``changed`` are the facts that the event changed, walls included. Raises NotInFormError.
    """
    if "lead_agency" not in changed:
        return
    report = step.report
    walled = {*report.accused, *(wall.agency for wall in report.walls), *texts_of(changed, "walled")}
    if report.state not in FOLLOWS_ITS_RULE and report.lead not in {*walled, NOT_SAID}:
        step.illegal(f"the lead was taken from {report.lead} without a transfer")
    report.lead = optional_text(changed, "lead_agency")


def _raised(step: Step) -> None:
    agency = _by_who_may(step, "put up")
    report = step.report
    if any(wall.agency == agency for wall in report.walls):
        step.contradicts(f"a second wall was put up around {agency}")
        return
    report.walls = (*report.walls, Wall(agency, step.event.person))
    moved_lead(step, _changed(step))


def _lifted(step: Step) -> None:
    agency = _by_who_may(step, "taken down")
    report = step.report
    standing = next((wall for wall in report.walls if wall.agency == agency), None)
    if standing is None:
        step.contradicts(f"a wall around {agency} was taken down that nobody put up")
    elif standing.by == step.event.person:
        step.illegal("a wall was taken down by the person who put it up")
    report.walls = tuple(wall for wall in report.walls if wall.agency != agency)
    moved_lead(step, _changed(step))


def _by_who_may(step: Step, deed: str) -> str:
    actor, report = step.event.leaf.actor, step.report
    leads = actor["role"] == Role.SUPERVISOR and report.lead in {actor["agency"], NOT_SAID}
    if not leads and actor["role"] != Role.COORDINATOR:
        step.illegal(f"a wall was {deed} by {actor['role']} of {actor['agency']}")
    return text_of(step.event.leaf.data, "agency")


def _changed(step: Step) -> Mapping[str, Any]:
    changed = step.event.leaf.data.get("changed")
    if not isinstance(changed, dict):
        raise NotInFormError("data.changed", "is no object")
    return changed


WALL_EVENTS: Mapping[str, Callable[[Step], None]] = {WALL_RAISED: _raised, WALL_LIFTED: _lifted}
"""By action."""
