"""What each event of the hoax desk needs: content that was opened, its states in their order, and who may judge it."""

import re
from collections.abc import Callable, Mapping

from workflows.codes.content import (
    CONTENT_MOVES,
    CONTENT_OPENED,
    CONTENT_PAST,
    TAKEN_DOWN_WHEN,
    ContentState,
    ContentStep,
    ContentVerdict,
    TakedownOutcome,
)
from workflows.codes.people import Role
from workflows.codes.reports import ReportState
from workflows.trail.replay.events import NotInFormError, identifier, optional_text, text_of, time_of
from workflows.trail.replay.standing import NOT_SAID, Content
from workflows.trail.replay.step import Step

_SHA256 = re.compile("[0-9a-f]{64}")
_VERDICTS = frozenset(verdict.value for verdict in ContentVerdict)
_OUTCOMES = frozenset(outcome.value for outcome in TakedownOutcome)
_TARGETS = {
    step: {source.value: target.value for source, target in moves.items()} for step, moves in CONTENT_MOVES.items()
}
_OPENERS = frozenset({Role.OFFICER, Role.SUPERVISOR, Role.COORDINATOR, Role.INTEGRATOR})


def _opened(step: Step) -> None:
    leaf, report = step.event.leaf, step.report
    if (leaf.before, leaf.after) != (None, ContentState.OPEN):
        step.illegal(f"{CONTENT_OPENED} does not lead from {leaf.before} to {leaf.after}")
    if leaf.actor["role"] not in _OPENERS:
        step.illegal(f"content was opened by {leaf.actor['role']}")
    _while_open(step)
    sha256, shown = optional_text(leaf.data, "sha256"), optional_text(leaf.data, "screenshot")
    if sha256 is not None and _SHA256.fullmatch(sha256) is None:
        raise NotInFormError("data.sha256", "is no hash")
    if shown is not None and not any(held.id == identifier(shown) and not held.erased for held in report.evidence):
        step.contradicts("the screenshot of content is evidence that the report has not")
    content = Content(identifier(text_of(leaf.data, "content")), sha256)
    if any(each.id == content.id for each in report.contents):
        step.contradicts("the same content was opened a second time")
        return
    report.contents = (*report.contents, content)


def _judged(step: Step, content: Content) -> Content:
    _while_open(step)
    verdict = text_of(step.event.leaf.data, "verdict")
    if verdict not in _VERDICTS:
        raise NotInFormError("data.verdict", "is none of a check of content")
    return content._replace(verdict=verdict)


def _requested(step: Step, content: Content) -> Content:
    _while_open(step)
    if content.verdict not in TAKEN_DOWN_WHEN:
        step.illegal(f"content that was judged {content.verdict} was asked to be taken down")
    time_of(text_of(step.event.leaf.data, "at"))
    return content._replace(outcome=None)


def _answered(step: Step, content: Content) -> Content:
    outcome = text_of(step.event.leaf.data, "outcome")
    if outcome not in _OUTCOMES:
        raise NotInFormError("data.outcome", "is none of a take-down")
    time_of(text_of(step.event.leaf.data, "at"))
    return content._replace(outcome=outcome)


def _step_of(
    taken: ContentStep, by: frozenset[Role], rule: Callable[[Step, Content], Content]
) -> Callable[[Step], None]:
    def apply(step: Step) -> None:
        leaf, report = step.event.leaf, step.report
        named = identifier(text_of(leaf.data, "content"))
        content = next((each for each in report.contents if each.id == named), None)
        if content is None:
            step.contradicts(f"{leaf.action} is about content that no event has opened")
            return
        step.moved(_TARGETS[taken], content.state, "the content", system=False)
        leads = leaf.actor["role"] in by and report.lead in {leaf.actor["agency"], NOT_SAID}
        if leaf.actor["role"] != Role.COORDINATOR and not leads:
            step.illegal(f"{leaf.action} was done by {leaf.actor['role']} of {leaf.actor['agency']}")
        after = rule(step, content)._replace(state=str(leaf.after))
        report.contents = tuple(after if each.id == named else each for each in report.contents)

    return apply


def _while_open(step: Step) -> None:
    if step.report.state == ReportState.CLOSED:
        step.illegal(f"{step.event.leaf.action} happened to a report that was closed")


_LEADING = frozenset({Role.OFFICER, Role.SUPERVISOR})
CONTENT_EVENTS: Mapping[str, Callable[[Step], None]] = {
    CONTENT_OPENED: _opened,
    CONTENT_PAST[ContentStep.JUDGE]: _step_of(ContentStep.JUDGE, frozenset({Role.SUPERVISOR}), _judged),
    CONTENT_PAST[ContentStep.REQUEST_TAKEDOWN]: _step_of(ContentStep.REQUEST_TAKEDOWN, _LEADING, _requested),
    CONTENT_PAST[ContentStep.ANSWER_TAKEDOWN]: _step_of(ContentStep.ANSWER_TAKEDOWN, _LEADING, _answered),
}
"""By action."""
