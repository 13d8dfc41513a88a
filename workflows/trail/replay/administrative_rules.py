"""What each step on the path of an administrative violation needs and does: whose it is, in which order, with what."""

from collections.abc import Mapping
from datetime import timedelta

from workflows.codes.administrative import AdministrativeState, AdministrativeStep, CancellationRuling, ViolationFinding
from workflows.codes.reports import Classification, ReportState
from workflows.codes.states import ADMINISTRATIVE_PAST, ADMINISTRATIVE_TRANSITIONS
from workflows.decisions.administrative.so_far import DECIDED_ANEW
from workflows.decisions.administrative.violation_steps import ROLES, may_enter
from workflows.decisions.reports.intake import CLOCK_SKEW
from workflows.trail.replay.events import NotInFormError, text_of, time_of
from workflows.trail.replay.standing import Pathing, Report
from workflows.trail.replay.step import Step

_TARGETS: Mapping[AdministrativeStep, dict[str, str]] = {
    step: {
        str(source): str(row.target)
        for row in ADMINISTRATIVE_TRANSITIONS
        if row.trigger == step
        for source in row.sources
    }
    for step in AdministrativeStep
}
_STEP_OF = {past: step for step, past in ADMINISTRATIVE_PAST.items()}
_FINDINGS = frozenset(each.value for each in ViolationFinding)
_RULINGS = frozenset(each.value for each in CancellationRuling)
_DECISIONS = frozenset({AdministrativeStep.DECISION, AdministrativeStep.PROVINCE_DECISION})
_SKEW = CLOCK_SKEW // timedelta(microseconds=1)


def administrative_event(step: Step) -> bool:
    """Apply a step of the path; False when the action is none. Raises NotInFormError."""
    taken = _STEP_OF.get(step.event.leaf.action)
    if taken is None:
        return False
    if step.event.task is not None:
        raise NotInFormError("task", f"is named by {step.event.leaf.action}")
    _taken(step, taken)
    return True


def _taken(step: Step, taken: AdministrativeStep) -> None:
    report, leaf = step.report, step.event.leaf
    path = report.administrative or Pathing()
    state = leaf.before if path.turned and leaf.before in path.stood else path.state
    step.moved(_TARGETS[_fired(step, taken)], state, "the administrative violation", system=False)
    _by_whom(step, taken)
    if report.register_number is None or report.state == ReportState.CLOSED:
        step.illegal(f"{leaf.action} happened to a report that is {report.state}")
    at = time_of(text_of(leaf.data, "at"))
    if at < path.at or at > step.event.at + _SKEW:
        step.contradicts(f"{leaf.action} tells of a moment before the last step or after its own entry")
    after = leaf.after or path.state
    report.administrative = Pathing(after, at, tuple(sorted({*path.stood, after})))


def turned(report: Report) -> None:
    """The report has come to another election: its path stands where the steps that this one's law knows left it."""
    if report.administrative is not None:
        report.administrative = report.administrative._replace(turned=True)


def taken_up(report: Report) -> None:
    """The report was taken up again: what had ended is decided anew, as lawful trails of before never went on."""
    path = report.administrative
    if path is not None and path.state in DECIDED_ANEW:
        report.administrative = path._replace(state=AdministrativeState.UNDECIDED.value)


def _fired(step: Step, taken: AdministrativeStep) -> AdministrativeStep:
    """What moved the path: the step itself, or what it found or fixed instead."""
    data = step.event.leaf.data
    if taken in _DECISIONS and _code(step, "finding", _FINDINGS) == ViolationFinding.NOT_PROVEN:
        return AdministrativeStep.NOT_PROVEN
    if taken is AdministrativeStep.SUPREME_COURT_DECISION:
        _code(step, "ruling", _RULINGS)
    if taken is AdministrativeStep.PROVINCE_FOLLOW_UP:
        cancelled = data.get("candidacy_cancelled")
        if not isinstance(cancelled, bool):
            raise NotInFormError("data.candidacy_cancelled", "says neither yes nor no")
        return taken if cancelled else AdministrativeStep.SANCTIONED_OTHERWISE
    return taken


def _code(step: Step, name: str, known: frozenset[str]) -> str:
    code, member = text_of(step.event.leaf.data, name), f"data.{name}"
    if code not in known:
        raise NotInFormError(member, "is none of its codes")
    return code


def _by_whom(step: Step, taken: AdministrativeStep) -> None:
    actor, report = step.event.leaf.actor, step.report
    secret = report.classification == Classification.SECRET
    theirs = may_enter(taken, report.shut_out | report.ever_accused, secret=secret)
    if actor["agency"] not in theirs or actor["role"] not in ROLES:
        step.illegal(f"{step.event.leaf.action} was done by {actor['role']} of {actor['agency']}")
