"""Two reports of one matter become one: the duplicate ends, the other goes on with its open tasks.

Both histories tell of it, and name each other to who sees both. A task that moves is taken back here and offered there
anew, so that its agency answers for it where the work is; one that cannot lawfully be offered there is only taken back,
and the event says why. A wall stands around a matter and not around one paper of it: reports that wall off different
agencies are not merged before somebody has walled them alike, because either history tells that there is another.

Nor does a merge take protection away: the other report was as severe once where a duty hangs on it, accused whom the
duplicate ever accused, was lodged in time where the duplicate was, and what the law limits on the duplicate ends no
later there, and is put off no further; what was decided of an administrative violation has come as far there. Who took
part in leading the duplicate led the other, who reported it reported the other, and who shut somebody out of it fills
the gap there no more than here.

Evidence goes on to who leads the other report: nobody brings home by a merge what they do not read.

A task that moves lets its agency read the other report and binds it there: whoever merges needs what an offer there
needs, and not only the right to end the duplicate.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from workflows.access.actors import Actor
from workflows.access.facts import ReportFacts, TaskFacts
from workflows.access.permissions import Action, require, standing
from workflows.access.refusals import InvalidCommand, LawForbids
from workflows.codes.administrative import AdministrativeState
from workflows.codes.approvals import Protection
from workflows.codes.cases import CaseState
from workflows.codes.clocks import LegalStep, Lodging
from workflows.codes.policy import RIGHT_HOLDERS
from workflows.codes.reports import Classification, Outcome, ReportState, ReportTrigger
from workflows.codes.states import LIVE_TASK_STATES, MERGED
from workflows.codes.tasks import TaskRole
from workflows.decisions.administrative.so_far import FURTHER
from workflows.decisions.change import Change, Circumstances
from workflows.decisions.clocks.kept_limits import as_under, begun_last, once_under
from workflows.decisions.clocks.legal_clocks import Limits, lodging_of
from workflows.decisions.clocks.merged_limits import Stand, ends_later
from workflows.decisions.drafting import Draft
from workflows.decisions.duties import (
    brought_to_ones_own,
    require_evidence_not_brought_home,
    require_not_of_ones_own_side,
)
from workflows.decisions.gakkumdu.path import NO_CASE, CaseFacts
from workflows.decisions.protections.protection_table import TWO_PERSON_SEVERITIES
from workflows.decisions.reports.commands import Dismiss
from workflows.decisions.reports.leading import SECOND_PERSON, require_gap_not_filled
from workflows.decisions.reports.namings import FROM_A_DUPLICATE, Naming
from workflows.decisions.reports.triggers import Merged, decide_report, require_possible
from workflows.decisions.reports.undone import CASE_IS_OVER, PATH_GOES_ON
from workflows.decisions.tasks.commands import Offer
from workflows.decisions.tasks.legal_order import objection
from workflows.decisions.tasks.triggers import EARLY_KINDS
from workflows.policy.region import Policy

_NOT_AT_THE_DESK = frozenset({CaseState.UNREGISTERED, CaseState.STOPPED})


class Running(NamedTuple):
    """What runs on the two reports before they are one: their legal clocks, their cases, and their violations."""

    duplicate: Limits
    survivor: Limits
    case: CaseFacts = NO_CASE
    case_there: CaseFacts = NO_CASE
    path: AdministrativeState = AdministrativeState.UNDECIDED
    path_there: AdministrativeState = AdministrativeState.UNDECIDED


class _Pair(NamedTuple):
    """What is compared: whether the second protects by less than the first."""

    report: ReportFacts
    survivor: ReportFacts
    policy: Policy
    running: Running
    now: datetime


class Merge(NamedTuple):
    """What becomes of the two reports."""

    duplicate: Change
    survivor: Change


def decide_merge(
    report: ReportFacts,
    survivor: ReportFacts | None,
    command: Dismiss,
    actor: Actor,
    given: Circumstances,
    *,
    running: Running,
    linked: bool = False,
) -> Merge:
    """Dismiss a report as a duplicate of another that the caller sees; None stands for one that they do not.

    ``running`` are the legal clocks of both; ``linked`` says that the two were related as duplicates before. Raises
    what ``decide_report`` does for a dismissal; InvalidCommand ``duplicate_unknown``; LawForbids
    ``duplicate_of_duplicate``, ``walls_differ``, ``survivor_protects_less`` or ``survivor_not_open``; DutyConflict
    ``own_side_accused`` where the other accuses the caller's side, ``second_person_needed`` where their own house would
    lead evidence that they do not read, or where whoever shut somebody out would lead; where a task would move,
    NotPermitted for who may not offer one there.
    """
    require_possible(report, ReportTrigger.DISMISS, actor, given.policy)
    if survivor is None or survivor.id == report.id:
        raise InvalidCommand("duplicate_unknown", "/duplicate_of")
    _require_mergeable(report, survivor)
    _require_no_less(_Pair(report, survivor, given.policy, running, given.now))
    require_not_of_ones_own_side(actor, survivor, given.policy)
    require_evidence_not_brought_home(actor, report, survivor, given.policy)
    require_gap_not_filled(report, survivor, actor, given.policy)
    kept_back = _kept_back(report, survivor, actor, given.policy)
    moving = [task for task in _open(report) if task.id not in kept_back]
    if moving:
        _require_may_offer(survivor, actor)
    there = Draft(survivor, actor, given)
    told: dict[str, Any] = {"duplicate": str(report.id), "tasks": [str(task.id) for task in moving]}
    told["reported_by"] = sorted(map(str, report.reporters))
    if report.led_by:
        told["led_by"] = sorted(map(str, report.led_by))
    there.set(
        led_before=survivor.led_before | report.led_by,
        reported_before=survivor.reported_before | report.reporters,
        passed_over_before=survivor.passed_over_before
        | report.passed_over_before
        | (report.passed_over - report.cleared),
        lead_moved_before=survivor.lead_moved_before | report.gap_made_by,
        limits_extended=survivor.limits_extended | report.limits_extended,
        carried=max(report.strictest, survivor.carried or report.strictest, key=tuple(Classification).index),
    )
    there.event(MERGED, names=Naming(report.id, told))
    moved = {task.id: _offered(there, task).id for task in moving}
    merged = Merged(survivor.id, survivor.accused_anywhere, survivor.walled, moved, kept_back, linked=linked)
    return Merge(decide_report(report, command, actor, given, merged=merged), there.finish())


def _require_mergeable(report: ReportFacts, survivor: ReportFacts) -> None:
    if survivor.outcome is Outcome.DUPLICATE:
        raise LawForbids("duplicate_of_duplicate")
    if survivor.walled != report.walled:
        raise LawForbids("walls_differ", {"agencies": sorted(survivor.walled ^ report.walled)})


def _require_no_less(pair: _Pair) -> None:
    """A merge takes no protection away: what goes on is what is to be dealt with by two, or in time, as before."""
    lost = sorted(protection for protection, less in _LESS.items() if less(pair))
    if lost:
        raise LawForbids("survivor_protects_less", {"protections": lost})


def _require_may_offer(survivor: ReportFacts, actor: Actor) -> None:
    """Hold the other report against whoever lets tasks move to it, as an offer there would be."""
    require(actor, Action.TASK_OFFER, standing(survivor))
    if survivor.state in (ReportState.HANDLED, ReportState.CLOSED):
        raise LawForbids("survivor_not_open", {"state": survivor.state})


def _open(report: ReportFacts) -> list[TaskFacts]:
    """What waits for its agency and ends with the report; what a review recommended stays with the review."""
    return [task for task in report.tasks if task.state in LIVE_TASK_STATES and task.recommendation is None]


def _kept_back(report: ReportFacts, survivor: ReportFacts, actor: Actor, policy: Policy) -> Mapping[UUID, str]:
    """Why each open task that does not move does not, as a code."""
    found = {task.id: _against(task, survivor, actor, policy) for task in _open(report)}
    return {task: code for task, code in found.items() if code is not None}


def _against(task: TaskFacts, survivor: ReportFacts, actor: Actor, policy: Policy) -> str | None:
    if task.role is TaskRole.LEAD:
        return "lead_only_by_assign"
    if any((one.agency, one.kind) == (task.agency, task.kind) for one in _open(survivor)):
        return "already_there"
    if survivor.state is not ReportState.ASSIGNED and task.kind not in EARLY_KINDS:
        return "not_before_assignment"
    if brought_to_ones_own(actor, survivor, task.agency, policy):
        return SECOND_PERSON
    return objection(_offer(task), survivor, policy)


def _offer(task: TaskFacts) -> Offer:
    return Offer(
        agency=task.agency, role=task.role, kind=task.kind, obligatory=task.obligatory, due_at=task.requested_due_at
    )


def _offered(there: Draft, task: TaskFacts) -> TaskFacts:
    told = {FROM_A_DUPLICATE: str(task.report_id), "transferred_from": str(task.id)}
    names = Naming(task.report_id, told)
    return there.offer(_offer(task), system=True, names=names, transferred_from=task.id)


def _less_severe(pair: _Pair) -> bool:
    return pair.report.highest in TWO_PERSON_SEVERITIES and pair.survivor.highest not in TWO_PERSON_SEVERITIES


def _fewer_accused(pair: _Pair) -> bool:
    report, survivor = pair.report, pair.survivor
    return not report.accused | report.accused_ever <= survivor.accused | survivor.accused_ever


def _limited_later(pair: _Pair) -> bool:
    runs = pair.running
    here = Stand(runs.duplicate, runs.path, runs.case.state)
    there = Stand(runs.survivor, runs.path_there, runs.case_there.state)
    later = ends_later(pair.report, pair.survivor, pair.policy, here=here, there=there, now=pair.now)
    return later or any(lost(pair) for lost in (_lodging_lost, _left_behind, _case_lost, _decision_lost))


def _lodging_lost(pair: _Pair) -> bool:
    """Whether what was lodged in time would go on as what was not, or as what nobody can tell it of.

    By the law that it is under, and by each that it was once under: out of its election it may come back.
    """
    policy, here, there = pair.policy, pair.report, pair.survivor
    once = [(as_under(here, code, policy), as_under(there, code, policy)) for code in once_under(here, policy)]
    return any(
        lodging_of(one, policy) is Lodging.IN_TIME and lodging_of(other, policy) in (Lodging.LATE, Lodging.UNTOLD)
        for one, other in [(here, there), *once]
    )


def _left_behind(pair: _Pair) -> bool:
    """Whether what a law began that the duplicate is under no longer would be missed less in the other report.

    It may come back, and then it goes on as any: so it goes only where the same began and ends no later, and where it
    was missed, and is no right, nowhere.
    """
    regimes = {pair.policy.regime_of(code) for code in once_under(pair.report, pair.policy)}
    for clock in pair.report.counted:
        if clock.regime is None or clock.regime not in regimes or clock.kind == LegalStep.LODGE_REPORT:
            continue
        other = begun_last(pair.survivor, LegalStep(clock.kind), clock.regime)
        missed = clock.due_at < (clock.stopped_at or pair.now) and clock.whose not in RIGHT_HOLDERS
        if missed or other is None or other.due_at > clock.due_at:
            return True
    return False


def _case_lost(pair: _Pair) -> bool:
    """Whether a case would end with the duplicate, or be registered anew, and be handled in a time of its own.

    One that goes on would end in a report that has ended.
    A case that was stopped keeps its end in one that runs, whichever was registered first: nothing of the law runs on
    it, and the other runs in the time that it has. Of two that were stopped the earlier goes on, because registered
    again it is handled in the time that began with it.
    """
    here, there = pair.running.case, pair.running.case_there
    if here.registered_at is None:
        return False
    if here.state not in CASE_IS_OVER and pair.survivor.state is ReportState.CLOSED:
        return True
    runs_here, runs_there = here.state not in _NOT_AT_THE_DESK, there.state not in _NOT_AT_THE_DESK
    if runs_there and not runs_here:
        return False
    later = there.registered_at is None or there.registered_at > here.registered_at
    return later or (runs_here and not runs_there)


def _decision_lost(pair: _Pair) -> bool:
    """Whether what was decided of a violation, or done on that, would end with the duplicate.

    It goes on in a report that has come as far on the same way, or further: there alone is what was begun to be met. A
    report that has ended goes on with nothing, and what is over everywhere needs nobody.
    """
    here, there = pair.running.path, pair.running.path_there
    return there not in FURTHER[here] or (here in PATH_GOES_ON and pair.survivor.state is ReportState.CLOSED)


_LESS: Mapping[Protection, Callable[[_Pair], bool]] = {
    Protection.SEVERITY: _less_severe,
    Protection.ACCUSATION: _fewer_accused,
    Protection.LEGAL_CLOCK: _limited_later,
}
"""What a report protects by, and whether another would by less. Walls are alike, or nothing is merged at all."""
