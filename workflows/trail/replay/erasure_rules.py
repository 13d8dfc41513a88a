"""What each event of an erasure needs: one person asks, another of the lead agency decides, once."""

from collections.abc import Callable, Mapping

from workflows.codes.approvals import ApprovalTrigger, ErasureTarget
from workflows.codes.people import Role
from workflows.codes.states import ERASURE_PAST, ERASURE_REQUESTED
from workflows.trail.replay.events import NotInFormError, identifier, optional_text, text_of
from workflows.trail.replay.standing import NOT_SAID, Erasing
from workflows.trail.replay.step import Step

_TARGETS = frozenset(target.value for target in ErasureTarget)


def _read(step: Step) -> Erasing:
    """What the event says of its erasure. Raises NotInFormError."""
    data = step.event.leaf.data
    text = optional_text(data, "text")
    if text_of(data, "target") not in _TARGETS or (text is None) != (data["target"] == ErasureTarget.REPORTER):
        raise NotInFormError("data", "names neither a text nor the reporter")
    return Erasing(identifier(text_of(data, "erasure")), None if text is None else identifier(text), step.event.person)


def _requested(step: Step) -> None:
    report, asked = step.report, _read(step)
    if step.event.leaf.actor["role"] != Role.ADMIN:
        step.illegal(f"an erasure was asked for by {step.event.leaf.actor['role']}")
    if any(asked.id == other.id or (asked.text == other.text and not other.decided) for other in report.erasures):
        step.contradicts("the same erasure was asked for a second time")
        return
    report.erasures = (*report.erasures, asked)


def _decided(step: Step) -> None:
    report, actor, told = step.report, step.event.leaf.actor, _read(step)
    asked = next((each for each in report.erasures if each.id == told.id), None)
    if asked is None or asked.text != told.text:
        step.contradicts(f"{step.event.leaf.action} decides on what nobody asked for")
        return
    if asked.decided:
        step.contradicts(f"{step.event.leaf.action} decides on what was decided before")
    if asked.by == told.by:
        step.illegal("an erasure was decided on by the person who asked for it")
    if actor["role"] != Role.SUPERVISOR or report.lead not in {actor["agency"], NOT_SAID}:
        step.illegal(f"an erasure was decided on by {actor['role']} of {actor['agency']}")
    report.erasures = tuple(each._replace(decided=True) if each.id == told.id else each for each in report.erasures)
    approved = step.event.leaf.action == ERASURE_PAST[ApprovalTrigger.APPROVE]
    if approved and step.event.leaf.data["target"] == ErasureTarget.EVIDENCE:
        _evidence_erased(step, told)


def _evidence_erased(step: Step, told: Erasing) -> None:
    held = step.report.evidence
    if not any(each.id == told.text and not each.erased for each in held):
        step.contradicts("evidence was erased that is not there")
    step.report.evidence = tuple(each._replace(erased=True) if each.id == told.text else each for each in held)


ERASURE_EVENTS: Mapping[str, Callable[[Step], None]] = {
    ERASURE_REQUESTED: _requested,
    **dict.fromkeys(ERASURE_PAST.values(), _decided),
}
"""By action."""
