"""What each event of a report needs and what it makes of the report."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from workflows.codes.people import Role
from workflows.codes.reports import CLOSE_OUTCOMES, DISMISS_OUTCOMES, Outcome, ReportState, Requirement, Severity
from workflows.codes.states import (
    COMPLETED,
    FOUND_INCOMPLETE,
    MERGED,
    REPORT_PAST,
    REPORT_TRANSITIONS,
    SYSTEM_REPORT_TRIGGERS,
    WITHDRAWAL_NOTED,
)
from workflows.decisions.protections.protection_table import TWO_PERSON_SEVERITIES
from workflows.decisions.reports.intake import CLOCK_SKEW
from workflows.policy.checks import CORE_AGENCIES
from workflows.trail.leaf import Leaf
from workflows.trail.replay.administrative_rules import taken_up
from workflows.trail.replay.amendment_rules import AMENDED, amended
from workflows.trail.replay.clock_rules import CLOCK_EVENTS
from workflows.trail.replay.content_rules import CONTENT_EVENTS
from workflows.trail.replay.erasure_rules import ERASURE_EVENTS
from workflows.trail.replay.events import (
    NotInFormError,
    identifier,
    number_of,
    optional_text,
    text_of,
    texts_of,
    time_of,
)
from workflows.trail.replay.evidence_rules import EVIDENCE_EVENTS
from workflows.trail.replay.namings import untold
from workflows.trail.replay.notice_rules import NOTICE_EVENTS, told_by_closing
from workflows.trail.replay.proposal_rules import PROPOSAL_EVENTS
from workflows.trail.replay.protection_rules import chosen_to_lead, led_by_rule, persons_of, take_story, unsealed
from workflows.trail.replay.review_rules import REVIEW_EVENTS
from workflows.trail.replay.settling import demanded
from workflows.trail.replay.standing import NOT_SAID, UNTOLD
from workflows.trail.replay.step import Step
from workflows.trail.replay.wall_rules import WALL_EVENTS

Targets = dict[str, str]

REPORT_MOVES: Mapping[str, tuple[Targets, bool]] = {
    REPORT_PAST[row.trigger]: (  # type: ignore[index]  # the table's triggers are these
        {str(source): str(row.target or source) for source in row.sources},
        row.trigger in SYSTEM_REPORT_TRIGGERS,
    )
    for row in REPORT_TRANSITIONS
}
"""By action: which state leads to which, and whether it is the system's alone."""

REMARKS = frozenset({"report.noted", "report.linked"})
"""Events that leave the report as it was."""

_STATES = frozenset(state.value for state in ReportState)
_REQUIREMENTS = frozenset(each.value for each in Requirement)
_SKEW = CLOCK_SKEW // timedelta(microseconds=1)


def report_event(step: Step) -> bool:
    """Apply an event of the report itself; False when the action is none of a report's.

    Raises NotInFormError for data that has not the form of the action's.
    """
    action = step.event.leaf.action
    move = REPORT_MOVES.get(action)
    if move is not None:
        _move(step, *move)
    elif action in _STILL:
        _stands_still(step)
        _STILL[action](step)
    elif action in REVIEW_EVENTS:
        REVIEW_EVENTS[action](step)
    elif action in CONTENT_EVENTS:
        CONTENT_EVENTS[action](step)
    else:
        return False
    if step.event.task is not None:
        raise NotInFormError("task", f"is named by {action}")
    return True


def first_event(step: Step) -> None:
    """Take the report from the event of its intake. Raises NotInFormError."""
    report, leaf = step.report, step.event.leaf
    if leaf.before is not None or leaf.after != ReportState.REPORTED:
        step.illegal(f"report.reported does not lead from {leaf.before} to {leaf.after}")
    report.state = ReportState.REPORTED.value
    report.reported_by, report.reported_for = step.event.person, _made_for(leaf)
    report.category, report.severity = text_of(leaf.data, "category"), text_of(leaf.data, "severity")
    report.classification, report.area = text_of(leaf.data, "classification"), text_of(leaf.data, "area")
    report.lead = optional_text(leaf.data, "lead")
    report.accused = texts_of(leaf.data, "accused")
    report.election = optional_text(leaf.data, "election")
    take_story(step)


def _made_for(leaf: Leaf) -> bytes | str | None:
    """Who made the API key that reported it, None for a person; of a machine that says nothing it is not known."""
    if "for" in leaf.data:
        return identifier(text_of(leaf.data, "for"))
    return NOT_SAID if leaf.actor["role"] == Role.INTEGRATOR else None


def _is_ones_own(step: Step) -> bool | None:
    """Whether the person reported it, or what was merged into it; None where a merge does not tell who that was."""
    reporters = step.report.reporters
    if step.event.person in reporters:
        return True
    return None if UNTOLD in reporters else False


def _move(step: Step, targets: Targets, system: bool) -> None:  # noqa: FBT001 - a row of the table
    report, leaf = step.report, step.event.leaf
    step.moved(targets, report.state, "the report", system=system)
    if system and demanded(report) != leaf.action:
        step.contradicts(f"the tasks of the report do not demand {leaf.action}")
    if leaf.after in _STATES:
        report.state = str(leaf.after)
    if report.state == ReportState.CLOSED:
        report.clocks = tuple(clock for clock in report.clocks if clock.met)
    effect = _EFFECTS.get(leaf.action)
    if effect is not None:
        effect(step)


def _verified(step: Step) -> None:
    own = _is_ones_own(step)
    if own is not None and step.event.leaf.data.get("self_verified") is not own:
        step.contradicts("whether the reporter verified the own report is told wrongly")
    _not_the_reporter(step)
    _not_the_accused(step)
    step.report.register_number = text_of(step.event.leaf.data, "register_number")


def _assigned(step: Step) -> None:
    former, step.report.lead = step.report.lead, text_of(step.event.leaf.data, "lead")
    chosen_to_lead(step, former)


def _unassigned(step: Step) -> None:
    data, former = step.event.leaf.data, step.report.lead
    step.report.lead = optional_text(data, "lead") if "lead" in data else NOT_SAID
    led_by_rule(step, former, step.report.story.cleared)


def _closed(step: Step) -> None:
    report = step.report
    done_by = {task.completed_by for task in report.done_leads()}
    if report.severity in TWO_PERSON_SEVERITIES and step.event.person in done_by:
        step.illegal(f"a report of {report.severity} was closed by the person who completed its lead task")
    else:
        _not_who_led(step)
    _not_the_accused(step)
    _outcome(step, CLOSE_OUTCOMES)
    told_by_closing(step)


def _dismissed(step: Step) -> None:
    _not_the_reporter(step)
    _not_who_led(step)
    _not_the_accused(step)
    _outcome(step, DISMISS_OUTCOMES)
    if step.report.outcome == Outcome.WITHDRAWN and step.report.register_number is not None:
        step.illegal("a registered report was dismissed as withdrawn")
    if step.report.outcome == Outcome.REFERRED:
        _nobody_else_is_left(step)


def _nobody_else_is_left(step: Step) -> None:
    """Handed to a body outside undealt with, as far as events say: whose the desk is has the policy."""
    report, story, agency = step.report, step.report.story, step.event.leaf.actor["agency"]
    shut_out = {*story.accused_ever, *report.shut_out, *({*story.passed_over} - {*story.cleared})}
    others = CORE_AGENCIES - shut_out - {agency}
    if others:
        step.illegal(f"{agency} dismissed as referred what {', '.join(sorted(others))} might deal with")


def _reopened(step: Step) -> None:
    report = step.report
    report.outcome = None
    report.round += 1
    taken_up(report)
    if number_of(step.event.leaf.data, "round") != report.round:
        step.contradicts(f"the report is reopened for the {report.round}. round, the event says another")
    _unassigned(step)


def _merged(step: Step) -> None:
    if untold(step.event):
        step.report.merges = (*step.report.merges, UNTOLD)
        _reported_too(step, (UNTOLD,))
        return
    duplicate = identifier(text_of(step.event.leaf.data, "duplicate"))
    for task in texts_of(step.event.leaf.data, "tasks"):
        identifier(task)
    step.report.merges = (*step.report.merges, duplicate)
    led = persons_of(step.event.leaf.data, "led_by")
    story = step.report.story
    step.report.story = story._replace(led_before=tuple(sorted({*story.led_before, *led})))
    # Merges of before did not tell it.
    _reported_too(step, persons_of(step.event.leaf.data, "reported_by") or (UNTOLD,))


def _reported_too(step: Step, persons: tuple[bytes, ...]) -> None:
    story = step.report.story
    step.report.story = story._replace(reported_before=tuple(sorted({*story.reported_before, *persons})))


def _withdrawal_noted(step: Step) -> None:
    report = step.report
    if report.register_number is None or report.state == ReportState.CLOSED:
        step.illegal(f"a withdrawal was noted on a report that was {report.state} and is registered under no number")


def _found_incomplete(step: Step) -> None:
    missing = texts_of(step.event.leaf.data, "missing")
    if not missing or not {*missing} <= _REQUIREMENTS:
        raise NotInFormError("data.missing", "names no requirement, or one that there is not")
    _before_registration(step)


def _before_registration(step: Step) -> None:
    report, action = step.report, step.event.leaf.action
    if report.state != ReportState.REPORTED:
        step.illegal(f"{action} happened to a report that is {report.state}")
    if time_of(text_of(step.event.leaf.data, "at")) > step.event.at + _SKEW:
        step.contradicts(f"{action} tells of a moment after its own entry")


def _repeated(step: Step) -> None:
    step.contradicts("the report was taken a second time")


def _remark(_step: Step) -> None:
    """Nothing changes."""


def _outcome(step: Step, allowed: tuple[Outcome, ...]) -> None:
    outcome = text_of(step.event.leaf.data, "outcome")
    if outcome not in allowed:
        step.illegal(f"{step.event.leaf.action} cannot end with {outcome}")
    step.report.outcome = outcome


def _not_the_reporter(step: Step) -> None:
    report, story = step.report, step.report.story
    critical = report.severity == Severity.S1 and (not story.by_two or story.severity_taken == Severity.S1)
    if _is_ones_own(step) and not critical:
        step.illegal("the person who reported checked the own report")


def _not_who_led(step: Step) -> None:
    report, story = step.report, step.report.story
    if story.by_two and story.severity_highest in TWO_PERSON_SEVERITIES and step.event.person in report.led_by:
        ended = step.event.leaf.action.removeprefix("report.")
        step.illegal(f"a report that was {story.severity_highest} was {ended} by a person who took part in leading it")


def _not_the_accused(step: Step) -> None:
    agency, report = step.event.leaf.actor["agency"], step.report
    if report.story.by_two and agency in report.ever_accused:
        step.illegal(f"{step.event.leaf.action} was done by {agency}, which the report accused")


def _stands_still(step: Step) -> None:
    leaf = step.event.leaf
    if leaf.action != "report.reported" and (leaf.before, leaf.after) != (None, None):
        step.illegal(f"{leaf.action} moves nothing and names states")


_EFFECTS: Mapping[str, Callable[[Step], None]] = {
    "report.verified": _verified,
    "report.assigned": _assigned,
    "report.unassigned": _unassigned,
    "report.closed": _closed,
    "report.dismissed": _dismissed,
    "report.reopened": _reopened,
}
_STILL: Mapping[str, Callable[[Step], None]] = {
    "report.reported": _repeated,
    AMENDED: amended,
    "reporter.unsealed": unsealed,
    **dict.fromkeys(REMARKS, _remark),
    MERGED: _merged,
    WITHDRAWAL_NOTED: _withdrawal_noted,
    FOUND_INCOMPLETE: _found_incomplete,
    COMPLETED: _before_registration,
    **ERASURE_EVENTS,
    **CLOCK_EVENTS,
    **NOTICE_EVENTS,
    **PROPOSAL_EVENTS,
    **WALL_EVENTS,
    **EVIDENCE_EVENTS,
}
