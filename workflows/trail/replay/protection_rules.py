"""What protects people around a report, and what one person may not take away from it.

As ``workflows.decisions.protections.protection_table`` and ``leading`` have it, from what the events say alone: the
replay has no policy. Only reports that were taken since two persons have to do it are held to it (``Story.by_two``).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from workflows.codes.approvals import ProposalKind, Protection
from workflows.codes.people import Role
from workflows.codes.reports import Classification
from workflows.codes.tasks import TaskRole
from workflows.decisions.protections.protection_table import TWO_PERSON_SEVERITIES
from workflows.decisions.tasks.legal_order import BAWASLU
from workflows.policy.checks import CORE_AGENCIES
from workflows.trail.replay.events import NotInFormError, identifier, optional_text, texts_of
from workflows.trail.replay.standing import NOT_SAID, Asking, Report, Story, Task
from workflows.trail.replay.step import Step

_RANKS = {Classification.ORDINARY: 1, Classification.RESTRICTED: 2, Classification.SECRET: 3}
"""How much each classification hides; what is none hides nothing."""


_TURNS = frozenset({"category", "stage", "walled"})
"""What takes from an agency what it was cleared for: it was cleared to lead something else, or beside another."""


class Guard(NamedTuple):
    """What protects people around a report at one moment."""

    classification: str
    severity: str
    lead: str | None
    accused: frozenset[str]
    walled: frozenset[str]
    cleared: frozenset[str]
    named: frozenset[bytes]
    accused_ever: frozenset[str]


def guard_of(report: Report) -> Guard:
    """What protects people around the report now."""
    story = report.story
    sets = (report.accused, story.walled, story.cleared, report.named, report.ever_accused)
    return Guard(report.classification, report.severity, report.lead, *map(frozenset, sets))  # type: ignore[arg-type]


def more_read_it(before: Guard, after: Guard) -> bool:
    """The classification is a lower one."""
    return _rank(after.classification) < _rank(before.classification)


def more_are_named(before: Guard, after: Guard) -> bool:
    """Whoever is named on an ordinary report reads no more than everybody."""
    return before.classification != Classification.ORDINARY and bool(after.named - before.named)


def fewer_are_accused(before: Guard, after: Guard) -> bool:
    """An accusation of an agency is taken back."""
    return bool(before.accused - after.accused)


def a_wall_falls(before: Guard, after: Guard) -> bool:
    """An agency is behind the wall no longer, for whatever reason it was."""
    return bool(before.walled - after.walled)


def a_duty_falls(before: Guard, after: Guard) -> bool:
    """The severity no longer asks for a second person."""
    return before.severity in TWO_PERSON_SEVERITIES and after.severity not in TWO_PERSON_SEVERITIES


def another_is_cleared(before: Guard, after: Guard) -> bool:
    """An agency may hold what is sealed, and no wall has passed the lead on to it."""
    return bool(_cleared_by_none(before, after))


_FALLS: Mapping[Protection, tuple[Callable[[Guard, Guard], bool], str]] = {
    Protection.CLASSIFICATION: (more_read_it, "the classification was lowered"),
    Protection.NAMED_PERSONS: (more_are_named, "somebody was named on a report that not everybody reads"),
    Protection.ACCUSATION: (fewer_are_accused, "an accusation was taken back"),
    Protection.WALL: (a_wall_falls, "an agency was let out from behind the wall"),
    Protection.SEVERITY: (a_duty_falls, "the severity fell below what a second person closes"),
    Protection.LEAD: (another_is_cleared, "an agency was cleared to lead"),
}


def take_story(step: Step) -> None:
    """Begin the story of a report with its intake. Raises NotInFormError."""
    report, data = step.report, step.event.leaf.data
    report.named = persons_of(data, "named")
    cleared = () if report.lead is None else (report.lead,)
    by_two = "named" in data
    walled = texts_of(data, "walled") if by_two else ()
    report.story = Story(
        report.severity,
        report.severity,
        report.accused,
        cleared if by_two else (),
        walled,
        by_two=by_two,
        charged_ever=walled,
    )
    if not {step.event.person, report.reported_for}.isdisjoint(report.named):
        step.illegal("a person was named by the report that they made")
    _behind_the_wall(step)


def tell_story(step: Step, changed: Mapping[str, Any]) -> None:
    """Go on with the story, once an event has changed the report. Raises NotInFormError."""
    report, story = step.report, step.report.story
    told: dict[str, Any] = {
        "severity_highest": min(story.severity_highest, report.severity),
        "accused_ever": tuple(sorted({*story.accused_ever, *report.accused})),
    }
    if story.by_two:
        told |= {name: texts_of(changed, name) for name in ("cleared", "walled") if name in changed}
        if "named" in changed:
            report.named = persons_of(changed, "named")
    report.story = story._replace(**told)


def charge(step: Step, before: Guard) -> None:
    """Remember whom an amendment put behind the wall: no amendment puts up a wall of its own."""
    story = step.report.story
    charged = {*story.charged_ever, *story.walled} - (before.walled - {*story.charged_ever})
    step.report.story = story._replace(charged_ever=tuple(sorted(charged)))


def pass_over(step: Step) -> None:
    """No rule makes the agency lead from where somebody put a wall up or accused another."""
    story = step.report.story
    if story.by_two:
        passed_over = {*story.passed_over, step.event.leaf.actor["agency"]}
        step.report.story = story._replace(passed_over=tuple(sorted(passed_over)))


def hold(step: Step, before: Guard, granted: Asking | None) -> None:
    """Name each protection that the event has weakened, and that no two persons have agreed to weaken."""
    report = step.report
    if not report.story.by_two:
        return
    after = guard_of(report)
    for protection, (falls, words) in _FALLS.items():
        if falls(before, after) and (granted is None or protection not in granted.protections):
            step.illegal(f"{words} by one person")
    _behind_the_wall(step)
    _cleared_as_told(step, before, after, granted)
    require_may_name(step, after.named - before.named, before.lead)


def require_may_name(step: Step, persons: Iterable[bytes], lead: str | None) -> None:
    """Name it where somebody makes himself a reader, or makes one without being a supervisor of the lead."""
    persons, actor = frozenset(persons), step.event.leaf.actor
    if step.event.person in persons:
        step.illegal("a person let themselves read the report")
    elif persons and (actor["role"] != Role.SUPERVISOR or actor["agency"] != lead):
        step.illegal(f"a person was let read the report by {actor['role']} of {actor['agency']}")


def given_to(step: Step, task: Task) -> None:
    """Whoever is given the lead task of a secret report reads it."""
    report = step.report
    if _hides(report) and task.role == TaskRole.LEAD and task.assignee is not None:
        require_may_name(step, {task.assignee}, report.lead)


def chosen_to_lead(step: Step, former: str | None) -> None:
    """One person lets a secret report be led by whom it was led by before, or by whom two have cleared."""
    report, lead = step.report, step.report.lead
    if _hides(report) and lead not in {None, former, *report.story.cleared}:
        step.illegal(f"a secret report was given to {lead}, which nobody has cleared to lead it")


def led_by_rule(step: Step, former: str | None, cleared: Iterable[str]) -> None:
    """The lead follows a rule, which passes over whose person has put a wall up or accused somebody.

    ``cleared`` are the agencies that were cleared before the event. The only door of the law passes nobody over.
    """
    story, lead = step.report.story, step.report.lead
    if lead not in {former, BAWASLU} and lead in {*story.passed_over} - {*cleared}:
        step.illegal(f"the lead passed on to {lead}, from where the wall was put up or the accusation came")
    if former is not None and not _of_its_own_side(former, step.report.ever_accused):
        chosen_to_lead(step, former)


def unsealed(step: Step) -> None:
    """Who reported, or was told, is shown to a supervisor of a lead that was cleared and that they did not choose."""
    report, actor = step.report, step.event.leaf.actor
    if not report.story.by_two:
        return
    if actor["role"] != Role.SUPERVISOR or report.lead != actor["agency"]:
        step.illegal(f"{step.event.leaf.action} was done by {actor['role']} of {actor['agency']}")
    elif report.lead not in report.story.cleared:
        step.illegal(f"{step.event.leaf.action} was done for {report.lead}, which nobody has cleared to lead")
    if step.event.person in report.lead_moved_by:
        step.illegal(f"{step.event.leaf.action} was done by the person who moved the lead")


def persons_of(data: Mapping[str, Any], name: str) -> tuple[bytes, ...]:
    """A member that is a list of persons, in order; none when it is absent. Raises NotInFormError."""
    return tuple(sorted(map(identifier, texts_of(data, name))))


def _hides(report: Report) -> bool:
    return report.story.by_two and report.classification == Classification.SECRET


def _rank(classification: str) -> int:
    return next((rank for code, rank in _RANKS.items() if code == classification), 0)


def _behind_the_wall(step: Step) -> None:
    report = step.report
    outside = {*report.accused, *report.barred} - {*report.story.walled}
    if report.story.by_two and outside:
        step.contradicts(f"{', '.join(sorted(outside))} is accused or walled off, and not behind the wall")


def _cleared_by_none(before: Guard, after: Guard) -> frozenset[str]:
    """The agencies that an event clears, but for the one to which a wall or an accusation has passed the lead on."""
    gave_way = before.lead in after.walled or _of_its_own_side(before.lead, after.accused_ever)
    passed_on = {after.lead} if gave_way and after.lead != before.lead else set()
    return after.cleared - before.cleared - passed_on


def _of_its_own_side(lead: str | None, accused: frozenset[str]) -> bool:
    """Whether an agency gives way because its own side was ever accused, as far as events say.

    Which agencies are the regency's, and which of them keeps the desk, has the policy: they are no core agencies.
    """
    return lead not in {None, NOT_SAID, *CORE_AGENCIES} and not accused <= CORE_AGENCIES


def _cleared_as_told(step: Step, before: Guard, after: Guard, granted: Asking | None) -> None:
    if before.cleared - after.cleared and not _TURNS & step.event.leaf.data.get("changed", {}).keys():
        step.contradicts("an agency that was cleared to lead is so no longer")
    if granted is not None and granted.kind and Protection.LEAD in granted.protections:
        others = _cleared_by_none(before, after) - {*_may_be_cleared(step, granted)}
        if others:
            step.contradicts(f"{', '.join(sorted(others))} was cleared to lead, and nobody proposed it")


def _may_be_cleared(step: Step, granted: Asking) -> Iterator[str | None]:
    """Whom a proposal clears: the agency that it names, or whom the rule makes the lead by what it changes."""
    if granted.kind == ProposalKind.LEAD:
        yield granted.agency
        return
    routing = step.event.leaf.data.get("routing", {})
    if not isinstance(routing, dict):
        raise NotInFormError("data.routing", "is no object")
    yield optional_text(routing, "lead")
