"""Whether a merge would put a law's limits off: what runs on a duplicate runs in the other report until no later.

Sources: UU 7/2017 art. 454, UU 1/2015 art. 134, docs/domain.md, "The report" and "Legal clocks".
"""

from datetime import datetime

from workflows.access.facts import ReportFacts
from workflows.codes.clocks import LegalStep, Lodging
from workflows.codes.reports import ReportState
from workflows.decisions.clocks.legal_clocks import (
    ENDED_BY_REGISTRATION,
    OF_WHAT_IS_MISSING,
    Limits,
    limited,
    limited_once_registered,
    lodging_of,
)
from workflows.policy.region import Policy


def ends_later(
    report: ReportFacts, other: ReportFacts, policy: Policy, *, running: Limits, running_there: Limits
) -> bool:
    """Whether a law's limits for one report end later, or never, in another of the same matter.

    What runs on the one, runs on the other until no later, or has been met there; and what the one's registration
    opens, or would open, that of the other does.
    """
    if not limited(report, policy):
        return False
    fewer = limited_once_registered(report, policy) - limited_once_registered(other, policy)
    if other.election != report.election or fewer:
        return True
    held = {step: due for step, due in running.running.items() if step not in _not_held(report, other, policy)}
    return not all(_ends_by(due, step, other, running_there) for step, due in held.items())


def _not_held(report: ReportFacts, other: ReportFacts, policy: Policy) -> tuple[LegalStep, ...]:
    """What need not go on in the other report: what is missing in one that came too late, where that came in time."""
    late = lodging_of(report, policy) in (Lodging.LATE, Lodging.UNTOLD)
    return OF_WHAT_IS_MISSING if late and lodging_of(other, policy) is Lodging.IN_TIME else ()


def _ends_by(due: datetime, step: LegalStep, other: ReportFacts, there: Limits) -> bool:
    """Whether the other report meets a limit by then, or has: what registration ends is one limit, however it came.

    A study that found something missing has met its own limit, and what was found runs on until the registration.
    """
    running = there.running
    if step in (*ENDED_BY_REGISTRATION, *OF_WHAT_IS_MISSING) and other.registered_at is not None:
        return True
    if step in ENDED_BY_REGISTRATION:
        ends = [running[one] for one in (*ENDED_BY_REGISTRATION, *OF_WHAT_IS_MISSING) if one in running]
        return any(end <= due for end in ends) or (step is LegalStep.INITIAL_STUDY and _studied(other, there))
    if step in running:
        return running[step] <= due
    if step in OF_WHAT_IS_MISSING:
        found = running.get(LegalStep.FIX_FINDING)  # nothing is missing in what Bawaslu found itself
        told = LegalStep.COMPLETE_REPORT in other.limits_begun - there.ended
        return told or (found is not None and found <= due)
    return step in other.limits_begun - there.ended


def _studied(report: ReportFacts, limits: Limits) -> bool:
    """Whether the study before registration is over in a report that waits for it: something was missing, or told."""
    begun = report.limits_begun - limits.ended
    over = LegalStep.INITIAL_STUDY in begun and LegalStep.INITIAL_STUDY not in limits.running
    return report.state is ReportState.REPORTED and (over or LegalStep.COMPLETE_REPORT in begun)
