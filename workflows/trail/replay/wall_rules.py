"""What each event of a wall needs and makes of the report: put up by one person, taken down by two."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from workflows.codes.people import Role
from workflows.codes.states import WALL_LIFTED, WALL_RAISED
from workflows.decisions.reports.rerouting import FOLLOWS_ITS_RULE
from workflows.trail.replay.events import NotInFormError, optional_text, text_of, texts_of
from workflows.trail.replay.proposal_rules import NOT_APPROVED, carried_out, stands_at_the_desk, stands_in_its_place
from workflows.trail.replay.protection_rules import guard_of, hold, led_by_rule, pass_over, tell_story
from workflows.trail.replay.standing import NOT_SAID, Wall
from workflows.trail.replay.step import Step


def moved_lead(step: Step, changed: Mapping[str, Any], cleared: Iterable[str]) -> None:
    """Let the lead follow: only before the assignment, or when the former lead is behind a wall.

    ``changed`` are the facts that the event changed, walls included; ``cleared`` are the agencies that were cleared to
    lead before it. Raises NotInFormError.
    """
    if "lead_agency" not in changed:
        return
    report = step.report
    walled = {*report.shut_out, *texts_of(changed, "walled")}
    if report.state not in FOLLOWS_ITS_RULE and report.lead not in {*walled, NOT_SAID}:
        step.illegal(f"the lead was taken from {report.lead} without a transfer")
    former, report.lead = report.lead, optional_text(changed, "lead_agency")
    led_by_rule(step, former, cleared)


_DOWN = "taken down"


def _raised(step: Step) -> None:
    agency = _by_who_may(step, "put up")
    report = step.report
    if any(wall.agency == agency for wall in report.walls):
        step.contradicts(f"a second wall was put up around {agency}")
        return
    before, changed = guard_of(report), _changed(step)
    report.walls = (*report.walls, Wall(agency, step.event.person))
    tell_story(step, changed)
    pass_over(step)
    moved_lead(step, changed, before.cleared)
    hold(step, before, None)


def _lifted(step: Step) -> None:
    agency, granted = _by_who_may(step, _DOWN), carried_out(step)
    report, before, changed = step.report, guard_of(step.report), _changed(step)
    standing = next((wall for wall in report.walls if wall.agency == agency), None)
    if standing is None:
        step.contradicts(f"a wall around {agency} was taken down that nobody put up")
    elif granted is None:
        _alone(step, standing)
    if granted is not None and granted.agency not in {None, agency}:
        step.contradicts(f"the wall around {granted.agency} was to be taken down, not that around {agency}")
    report.walls = tuple(wall for wall in report.walls if wall.agency != agency)
    tell_story(step, changed)
    moved_lead(step, changed, before.cleared)
    hold(step, before, granted or NOT_APPROVED)


def _alone(step: Step, standing: Wall) -> None:
    """One person took a wall down of a report from before, if it was not the one who had put it up."""
    if step.report.story.by_two:
        step.illegal("a wall was taken down by one person")
    elif standing.by == step.event.person:
        step.illegal("a wall was taken down by the person who put it up")


def _by_who_may(step: Step, deed: str) -> str:
    actor, report = step.event.leaf.actor, step.report
    in_its_place = (stands_in_its_place if deed == _DOWN else stands_at_the_desk)(report, actor["agency"])
    leads = actor["role"] == Role.SUPERVISOR and (report.lead in {actor["agency"], NOT_SAID} or in_its_place)
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
