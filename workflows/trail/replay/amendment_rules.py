"""What an amendment needs and makes of a report: one person adds protection, two take it away."""

from typing import Any

from workflows.codes.reports import ReportState
from workflows.trail.replay.administrative_rules import turned
from workflows.trail.replay.events import NotInFormError, optional_text, text_of, texts_of
from workflows.trail.replay.proposal_rules import amended_as_asked, carried_out
from workflows.trail.replay.protection_rules import charge, guard_of, hold, pass_over, tell_story
from workflows.trail.replay.step import Step
from workflows.trail.replay.wall_rules import moved_lead

AMENDED = "report.amended"
_CODES = ("category", "severity", "classification", "area")


def amended(step: Step) -> None:
    """Apply an amendment. Raises NotInFormError."""
    report = step.report
    changed: Any = step.event.leaf.data.get("changed")
    if not isinstance(changed, dict):
        raise NotInFormError("data.changed", "is no object")
    if report.state == ReportState.CLOSED:
        step.illegal("a closed report was amended")
    before, granted = guard_of(report), carried_out(step)
    for name in _CODES:
        if name in changed:
            setattr(report, name, text_of(changed, name))
    if "election" in changed:
        report.election = optional_text(changed, "election")
        turned(report)
    if "accused" in changed:
        report.accused = texts_of(changed, "accused")
    tell_story(step, changed)
    charge(step, before)
    if {*report.accused} - before.accused:
        pass_over(step)
    moved_lead(step, changed, before.cleared)
    hold(step, before, granted)
    if granted is not None and granted.kind:
        amended_as_asked(step, granted, changed)
