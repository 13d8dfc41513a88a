"""Whether a merge would put a law's limits off: what runs on a duplicate runs in the other report until no later.

Sources: UU 7/2017 art. 454, UU 1/2015 art. 134, docs/domain.md, "The report" and "Legal clocks".
"""

from datetime import datetime
from typing import NamedTuple

from workflows.access.facts import ReportFacts
from workflows.codes.administrative import AdministrativeState
from workflows.codes.cases import CaseState
from workflows.codes.clocks import LegalStep, Lodging
from workflows.codes.policy import RIGHT_HOLDERS, LegalClockSet
from workflows.codes.reports import ReportState
from workflows.decisions.clocks.legal_clocks import (
    ENDED_BY_REGISTRATION,
    OF_WHAT_IS_MISSING,
    Limits,
    limited,
    limited_once_registered,
    lodging_of,
)
from workflows.decisions.clocks.met_there import met
from workflows.decisions.tasks.legal_order import way_by_law
from workflows.policy.region import Policy


class Stand(NamedTuple):
    """What runs on a report, and where its administrative violation and its case at the joint desk stand."""

    limits: Limits
    path: AdministrativeState = AdministrativeState.UNDECIDED
    case: CaseState = CaseState.UNREGISTERED


def ends_later(
    report: ReportFacts, other: ReportFacts, policy: Policy, *, here: Stand, there: Stand, now: datetime
) -> bool:
    """Whether a law's limits for one report end later, or never, in another of the same matter.

    What runs on the one, runs on the other until no later, or was met there by an act that stands; what has passed, and
    is no right, was missed, and goes only to where it runs too. And what the one's registration opens, or would open,
    that of the other does.
    """
    if not limited(report, policy):
        return False
    fewer = limited_once_registered(report, policy) - limited_once_registered(other, policy)
    if other.election != report.election or fewer:
        return True
    at_the_desk = _at_the_desk(report, here.case, policy)
    for step, due in here.limits.running.items():
        if due < now and not _is_a_right(step, report, policy):
            kept = _runs_by(due, step, there.limits)
        else:
            kept = step in _not_held(report, other, policy) or _ends_by(
                due, step, other, there, at_the_desk=at_the_desk
            )
        if not kept:
            return True
    return False


def _at_the_desk(report: ReportFacts, case: CaseState, policy: Policy) -> bool:
    """Whether the joint desk alone meets the handling: of what is no administrative violation, or has a case there."""
    decides_here = way_by_law(report, policy).legal_clocks is LegalClockSet.ADMINISTRATIVE
    return not decides_here or case not in (CaseState.UNREGISTERED, CaseState.STOPPED)


def _is_a_right(step: LegalStep, report: ReportFacts, policy: Policy) -> bool:
    """Whether the limit is somebody's right: passed unused it has lapsed, and nobody has missed it."""
    election = policy.elections.get(report.election or "")
    rows = policy.law.by_step.get((election.regime, step), ()) if election else ()
    return any(row.whose in RIGHT_HOLDERS for row in rows)


def _not_held(report: ReportFacts, other: ReportFacts, policy: Policy) -> tuple[LegalStep, ...]:
    """What need not go on in the other report: what is missing in one that came too late, where that came in time."""
    late = lodging_of(report, policy) in (Lodging.LATE, Lodging.UNTOLD)
    return OF_WHAT_IS_MISSING if late and lodging_of(other, policy) is Lodging.IN_TIME else ()


def _runs_by(due: datetime, step: LegalStep, there: Limits) -> bool:
    """Whether it runs in the other report until no later: what registration ends is one limit, however it came."""
    same = ENDED_BY_REGISTRATION if step in ENDED_BY_REGISTRATION else (step,)
    return any(there.running[one] <= due for one in same if one in there.running)


def _ends_by(due: datetime, step: LegalStep, other: ReportFacts, there: Stand, *, at_the_desk: bool) -> bool:
    """Whether the other report meets a limit by then, or has.

    A study that found something missing has met its own limit, and what was found runs on until the registration.
    """
    running, begun = there.limits.running, other.limits_begun - there.limits.ended
    if step in (*ENDED_BY_REGISTRATION, *OF_WHAT_IS_MISSING) and other.registered_at is not None:
        return True
    if step in ENDED_BY_REGISTRATION:
        ends = [running[one] for one in (*ENDED_BY_REGISTRATION, *OF_WHAT_IS_MISSING) if one in running]
        return any(end <= due for end in ends) or (step is LegalStep.INITIAL_STUDY and _studied(other, there.limits))
    if step in running:
        return running[step] <= due
    if step in OF_WHAT_IS_MISSING:
        found = running.get(LegalStep.FIX_FINDING)  # nothing is missing in what Bawaslu found itself
        return LegalStep.COMPLETE_REPORT in begun or (found is not None and found <= due)
    return step in begun and met(step, there.path, there.case, at_the_desk=at_the_desk)


def _studied(report: ReportFacts, limits: Limits) -> bool:
    """Whether the study before registration is over in a report that waits for it: something was missing, or told."""
    begun = report.limits_begun - limits.ended
    over = LegalStep.INITIAL_STUDY in begun and LegalStep.INITIAL_STUDY not in limits.running
    return report.state is ReportState.REPORTED and (over or LegalStep.COMPLETE_REPORT in begun)
