"""What each event of evidence needs: an original that was taken, that is not erased, and who may do what with it."""

import re
from collections.abc import Callable, Mapping

from workflows.codes.evidence import EVIDENCE_PAST, CustodyAct, Finding, MediaType
from workflows.codes.people import SYSTEM, Role
from workflows.codes.reports import Outcome
from workflows.decisions.reports.namings import THROUGH
from workflows.trail.replay.events import NotInFormError, identifier, optional_text, text_of
from workflows.trail.replay.namings import untold
from workflows.trail.replay.standing import NOT_SAID, Held
from workflows.trail.replay.step import Step

_SHA256 = re.compile("[0-9a-f]{64}")
_MEDIA = frozenset(media.value for media in MediaType)
_ALARMS = frozenset(finding.value for finding in Finding) - {Finding.INTACT.value}
_MAX_SIZE = 1 << 53
_WRITERS = frozenset({Role.OFFICER, Role.SUPERVISOR, Role.COORDINATOR, Role.INTEGRATOR})


def _added(step: Step) -> None:
    data, report = step.event.leaf.data, step.report
    sha256, media, size = text_of(data, "sha256"), text_of(data, "media_type"), data.get("size")
    if _SHA256.fullmatch(sha256) is None or media not in _MEDIA:
        raise NotInFormError("data", "holds no hash and media type of evidence")
    if type(size) is not int or not 0 < size < _MAX_SIZE:
        raise NotInFormError("data.size", "is no number of bytes")
    if step.event.leaf.actor["role"] not in _WRITERS:
        step.illegal(f"evidence was added by {step.event.leaf.actor['role']}")
    held = Held(identifier(text_of(data, "evidence")), sha256, size, media)
    if any(each.id == held.id for each in report.evidence):
        step.contradicts("the same evidence was added a second time")
        return
    report.evidence = (*report.evidence, held)


def _seen(step: Step) -> None:
    actor = step.event.leaf.actor
    if actor["role"] in {SYSTEM, Role.ADMIN}:
        step.illegal(f"{step.event.leaf.action} was done by {actor['role']}")
    _reached(step)
    _present(step)


def _transferred(step: Step) -> None:
    actor, data, report = step.event.leaf.actor, step.event.leaf.data, step.report
    agency = optional_text(data, "to_agency")
    if (agency is None) == (optional_text(data, "to_outside") is None):
        raise NotInFormError("data", "says to nobody or to two whom the evidence went to")
    if agency is not None and (agency in report.accused or any(wall.agency == agency for wall in report.walls)):
        step.illegal(f"{agency} is accused or walled off and was given evidence")
    leads = actor["role"] in {Role.OFFICER, Role.SUPERVISOR} and report.lead in {actor["agency"], NOT_SAID}
    # Who leads the report that goes on for a duplicate is that report's to say (``merges.require_its_lead``).
    if actor["role"] != Role.COORDINATOR and not leads and not _reached(step):
        step.illegal(f"evidence was transferred by {actor['role']} of {actor['agency']}")
    _present(step)


def _reached(step: Step) -> bool:
    """Whether it was asked for as evidence of the report that a duplicate went into, shown or not."""
    reached = THROUGH in step.event.leaf.data or untold(step.event)
    if reached and step.report.outcome != Outcome.DUPLICATE:
        step.contradicts("evidence was asked for through another report, and its own is no duplicate")
    return reached


def _altered(step: Step) -> None:
    if text_of(step.event.leaf.data, "finding") not in _ALARMS:
        raise NotInFormError("data.finding", "is nothing that an alarm is raised for")
    _checked(step, altered=True)


def _restored(step: Step) -> None:
    if text_of(step.event.leaf.data, "finding") != Finding.INTACT:
        raise NotInFormError("data.finding", "is no end of an alarm")
    _checked(step, altered=False)


def _checked(step: Step, *, altered: bool) -> None:
    if step.event.leaf.actor["role"] != SYSTEM:
        step.illegal(f"{step.event.leaf.action} is found by the checks alone, and somebody said so")
    held = _present(step)
    if held is None:
        return
    if held.altered is altered:
        step.contradicts(f"{step.event.leaf.action} says of evidence what was known of it")
    report = step.report
    report.evidence = tuple(each._replace(altered=altered) if each.id == held.id else each for each in report.evidence)


def _present(step: Step) -> Held | None:
    """The evidence that the event is about; None, and a fault, when it was never added or was erased."""
    named = identifier(text_of(step.event.leaf.data, "evidence"))
    held = next((each for each in step.report.evidence if each.id == named), None)
    if held is None:
        step.contradicts(f"{step.event.leaf.action} is about evidence that no event has added")
    elif held.erased:
        step.illegal(f"{step.event.leaf.action} happened to evidence that was erased")
    return held


_RULES: Mapping[CustodyAct, Callable[[Step], None]] = {
    CustodyAct.ADDED: _added,
    CustodyAct.VIEWED: _seen,
    CustodyAct.DOWNLOADED: _seen,
    CustodyAct.TRANSFERRED: _transferred,
    CustodyAct.ALTERED: _altered,
    CustodyAct.RESTORED: _restored,
}
EVIDENCE_EVENTS: Mapping[str, Callable[[Step], None]] = {EVIDENCE_PAST[act]: rule for act, rule in _RULES.items()}
"""By action."""
