"""What each step of a Gakkumdu case needs and does: whose it is, in which order, with what, and who is owed a task."""

import re
from collections.abc import Callable, Mapping
from datetime import timedelta

from workflows.codes.cases import DISCUSSIONS, JOINT_DESK, CaseDecision, CaseState, CaseStep, Verdict
from workflows.codes.reports import ReportState
from workflows.codes.states import CASE_PAST, CASE_TRANSITIONS
from workflows.decisions.gakkumdu.case_bundle import WITHHELD_WITHOUT
from workflows.decisions.gakkumdu.commands import (
    FORM_PATTERN,
    POLICE_PATTERN,
    RECEIPT_PATTERN,
    REGISTER_PATTERN,
    SIGAPLAPOR_PATTERN,
)
from workflows.decisions.gakkumdu.steps import STEPS, may_stop, outcome_of
from workflows.decisions.reports.intake import CLOCK_SKEW
from workflows.trail.replay.events import NotInFormError, optional_text, text_of, texts_of, time_of
from workflows.trail.replay.standing import Casing
from workflows.trail.replay.step import Step

_TARGETS: Mapping[str, dict[str, str]] = {
    str(step): {
        str(source): str(row.target or source) for row in CASE_TRANSITIONS if row.trigger == step
        for source in row.sources
    }
    for step in CaseStep
}  # fmt: skip
_DECISIONS = frozenset(decision.value for decision in CaseDecision)
_VERDICTS = frozenset(verdict.value for verdict in Verdict)
_SKEW = CLOCK_SKEW // timedelta(microseconds=1)


def _taken(step: Step, taken: CaseStep) -> None:
    report, leaf = step.report, step.event.leaf
    case = report.case or Casing()
    decision = _decision(step) if taken in DISCUSSIONS else None
    step.moved(_TARGETS[outcome_of(taken, decision)], case.state, "the case", system=False)
    _by_whom(step, taken, stops=decision is CaseDecision.STOP)
    if report.register_number is None or report.state == ReportState.CLOSED:
        step.illegal(f"{leaf.action} happened to a report that is {report.state}")
    case = case._replace(at=_moment(step, case), state=str(leaf.after) if leaf.after in _STATES else case.state)
    content = _CONTENT.get(taken)
    report.case = _owing(step, taken, case if content is None else content(step, case))


def _by_whom(step: Step, taken: CaseStep, *, stops: bool) -> None:
    actor, whose = step.event.leaf.actor, _whose(step, taken)
    story = step.report.story
    shut_out = step.report.shut_out.union(story.passed_over)
    also = may_stop(taken, whose, frozenset(story.accused_ever), shut_out) if stops else frozenset()
    if actor["agency"] not in {whose, *also} or actor["role"] not in STEPS[taken].roles:
        step.illegal(f"{step.event.leaf.action} was done by {actor['role']} of {actor['agency']}")


def _whose(step: Step, taken: CaseStep) -> str:
    """Whose step it is: a discussion says who leads it by the policy; those of before were the table's."""
    told = optional_text(step.event.leaf.data, "lead_agency") if taken in DISCUSSIONS else None
    if told is None:
        return STEPS[taken].agency
    if told not in JOINT_DESK:
        raise NotInFormError("data.lead_agency", "is none of the joint desk's")
    return told


def _moment(step: Step, case: Casing) -> int:
    at = time_of(text_of(step.event.leaf.data, "at"))
    if at < case.at or at > step.event.at + _SKEW:
        step.contradicts(f"{step.event.leaf.action} tells of a moment before the last step or after its own entry")
    return at


def _decision(step: Step) -> CaseDecision:
    decision = text_of(step.event.leaf.data, "decision")
    if decision not in _DECISIONS:
        raise NotInFormError("data.decision", "is none of a discussion's")
    return CaseDecision(decision)


def _register(step: Step, case: Casing) -> Casing:
    number = _number(step, "register_number", REGISTER_PATTERN)
    if number == case.register_number:
        step.contradicts("a case was registered again under the number that it had")
    given = optional_text(step.event.leaf.data, "sigaplapor_number")
    sigaplapor = None if given is None else _number(step, "sigaplapor_number", SIGAPLAPOR_PATTERN)
    _number(step, "form", FORM_PATTERN)
    return case._replace(register_number=number, sigaplapor_number=sigaplapor, police_number=None, police_receipt=None)


def _police_report(step: Step, case: Casing) -> Casing:
    """The receipt is told since the article was read; the police reports of before have none."""
    number, told = _number(step, "police_number", POLICE_PATTERN), "police_receipt" in step.event.leaf.data
    receipt = _number(step, "police_receipt", RECEIPT_PATTERN) if told else None
    return case._replace(police_number=number, police_receipt=receipt)


def _number(step: Step, name: str, pattern: str) -> str:
    value = text_of(step.event.leaf.data, name)
    if re.fullmatch(pattern, value) is None:
        raise NotInFormError(name, "has not the form of such a number")
    return value


def _discussed(step: Step, case: Casing) -> Casing:
    present = texts_of(step.event.leaf.data, "attendees")
    absent = [agency for agency in JOINT_DESK if agency not in {*present, *step.report.shut_out}]
    if absent:
        step.illegal(f"the joint desk met without {', '.join(absent)}")
    if not step.report.shut_out.isdisjoint(present):
        step.illegal("an agency that is accused or walled off took part in the discussion of the case")
    return case


def _checked(step: Step, case: Casing) -> Casing:
    data = step.event.leaf.data
    present, absent = texts_of(data, "present"), texts_of(data, "absent")
    if not set(present).isdisjoint(absent):
        step.contradicts("an item of the bundle is there and is not")
    return case._replace(bundle=tuple(sorted({*case.bundle, *present} - {*absent})))


def _forwarded(step: Step, case: Casing) -> Casing:
    checked, data = _checked(step, case), step.event.leaf.data
    missing = set(texts_of(data, "missing"))
    needed = texts_of(data, WITHHELD_WITHOUT if WITHHELD_WITHOUT in data else "obligatory")  # the same, until 0067
    if not missing.isdisjoint(checked.bundle):
        step.contradicts("an item of the bundle is told to be missing and is there")
    wanting = [item for item in needed if item in missing or item not in checked.bundle]
    if wanting:
        step.illegal(f"the case was forwarded without {', '.join(wanting)}")
    return checked


def _judged(step: Step, case: Casing) -> Casing:
    if text_of(step.event.leaf.data, "verdict") not in _VERDICTS:
        raise NotInFormError("data.verdict", "is none of a court's")
    return case


def _owing(step: Step, taken: CaseStep, case: Casing) -> Casing:
    """Whoever the step opens a task for is owed its offer in the same change, unless they hold one."""
    agency = STEPS[taken].offers
    return case if agency is None or step.report.holds_case(agency) else case._replace(owed=agency)


_STATES = frozenset(state.value for state in CaseState)
_CONTENT: Mapping[CaseStep, Callable[[Step, Casing], Casing]] = {
    CaseStep.REGISTER: _register,
    CaseStep.CHECK_BUNDLE: _checked,
    **dict.fromkeys(DISCUSSIONS, _discussed),
    CaseStep.FORWARD: _forwarded,
    CaseStep.POLICE_REPORT: _police_report,
    CaseStep.FIRST_INSTANCE: _judged,
    CaseStep.APPEAL_DECIDED: _judged,
}
_STEP_OF = {past: taken for taken, past in CASE_PAST.items()}


def case_event(step: Step) -> bool:
    """Apply a step of a case; False when the action is none. Raises NotInFormError."""
    taken = _STEP_OF.get(step.event.leaf.action)
    if taken is None:
        return False
    if step.event.task is not None:
        raise NotInFormError("task", f"is named by {step.event.leaf.action}")
    _taken(step, taken)
    return True
