"""What of a report's limits begins anew, or late: once it is put right, comes to an election or is taken up again.

Sources: UU 7/2017 art. 454, UU 1/2015 art. 134, docs/domain.md, "Legal clocks".
"""

from collections.abc import Mapping
from datetime import datetime

from workflows.access.facts import ReportFacts
from workflows.codes.clocks import LegalStep
from workflows.codes.policy import LegalMoment
from workflows.decisions.clocks.kept_limits import as_told, begun_last
from workflows.decisions.clocks.legal_clocks import (
    FROM_THE_BEGINNING,
    NONE_MET,
    OF_WHAT_IS_MISSING,
    coming,
    counted_from,
    handling_began,
    opened_at,
    opening_of,
    start_each,
    was_found,
)
from workflows.decisions.clocks.starting import start_legal_clock
from workflows.decisions.drafting import Draft
from workflows.decisions.gakkumdu.case_limits import CaseLimits
from workflows.policy.region import Policy

_FROM_DISCOVERY = (LegalStep.FIX_FINDING, LegalStep.HANDLING)
"""What counts from when Bawaslu found it, where it begins then."""


def known_anew(draft: Draft, *, found: bool) -> None:
    """Start anew what runs from the moment at which it became known, once that has been put right.

    The clock from the wrong moment stays as it was started, and stopped. What is registered is found and fixed, and
    what was met, by a decision or the end of its case, stands as met from its beginning.
    """
    gone_on = LegalStep.HANDLING in draft.report.limits_begun and _went_beyond(draft)
    for step in _from_knowing(draft.report, draft.given.policy, found=found):
        if not (step is LegalStep.HANDLING and gone_on):
            met = _met(draft, step)
            draft.stop_legal(step)
            start_each(draft, [step], found=found, met=met)


def put_off_by_knowing(report: ReportFacts, after: ReportFacts, policy: Policy) -> bool:
    """Whether a limit that counts from the knowing would end later by another one, or never begin.

    ``after`` is the report with what would be put right. Days count as the limit was told to count them; what runs no
    longer ends no later, but that for lodging, by which the report is judged.
    """
    election, found = policy.elections.get(after.election or ""), was_found(report)
    if election is None or counted_from(after) == counted_from(report):
        return False
    for step in _from_knowing(after, policy, found=found):
        kept = begun_last(report, step)
        if kept is not None and (step is LegalStep.LODGE_REPORT or step in report.limits_running):
            told = as_told(report, step, election.regime, policy)
            anew = start_legal_clock(told, election.regime, step, counted_from(after), election)
            if anew is None or anew.warned_end > kept.warned_end:
                return True
    return False


def _from_knowing(report: ReportFacts, policy: Policy, *, found: bool) -> list[LegalStep]:
    """What counts from when it became known, of what its coming in opens."""
    counted = _FROM_DISCOVERY if found else (LegalStep.LODGE_REPORT,)
    return [step for step in opening_of(report, policy, coming(found=found)) if step in counted]


def _met(draft: Draft, step: LegalStep) -> Mapping[LegalStep, datetime]:
    """When a step that began and runs no longer was met."""
    before = begun_last(draft.report, step)
    if step in draft.report.limits_running or before is None or before.stopped_at is None:
        return NONE_MET
    return {step: before.stopped_at}


def turned(draft: Draft, *, found: bool) -> None:
    """Start what the way opens that a report is on now, and that never began: from when the law counts it.

    What a former way opened runs on: whoever put the report on another way has not met it.
    """
    begun = draft.report.limits_begun
    start_each(draft, [step for step in opened_at(draft, coming(found=found)) if step not in begun], found=found)
    if draft.report.registered_at is not None:
        for step in opened_at(draft, LegalMoment.REGISTERED):
            if step not in begun:
                draft.start_legal(step, draft.report.registered_at)


def elected_anew(draft: Draft, before: ReportFacts, *, found: bool, case: CaseLimits) -> None:
    """Start anew, under the law of the election that it now belongs to, what ran under that of the one ``before``.

    What its case began beyond the handling remembers the law that it began by. Of no election there is no law, and
    nothing runs on: one that comes back, having left or never belonged, has the clock of the step that its ``case`` is
    at from when that was begun.
    """
    if draft.report.election is None:
        draft.stop_every_legal()
        draft.set(limits_begun=_still_met(draft))
        return
    anew = _begun_anew(draft)
    for step in sorted(anew):
        draft.stop_legal(step)
    draft.set(limits_begun=draft.report.limits_begun - anew)
    _at_its_step(draft, case, anew=before.election is None, found=found)
    turned(draft, found=found)


def taken_up(draft: Draft, case: CaseLimits) -> None:
    """Start what applies to a report that is taken up again and never began, from when the law counts it.

    The law may limit by then what it did not when the report was registered, or when its case took a step.
    """
    _at_its_step(draft, case)
    registered_at = draft.report.registered_at
    for step in opened_at(draft, LegalMoment.REGISTERED) if registered_at is not None else ():
        if step not in draft.report.limits_begun:
            draft.start_legal(step, registered_at)


def _at_its_step(draft: Draft, case: CaseLimits, *, anew: bool = False, found: bool | None = None) -> None:
    """Start what the steps of the case began and that never did; ``anew`` also what runs on where nothing runs.

    The handling counts from the receipt or the register number, as its law says, however late the case was registered.
    """
    begun = draft.report.limits_begun
    for step, spell in case.items():
        if step not in begun or (anew and spell.met is None):
            start: datetime | None = spell.begun
            if step is LegalStep.HANDLING:
                start = handling_began(draft.report, draft.given.policy, spell.begun, found=found)
            draft.start_legal(step, start, met_at=spell.met)


def _still_met(draft: Draft) -> frozenset[LegalStep]:
    """What has begun for good, should the report come back to an election: all, once its case went beyond the first.

    Otherwise a study that found something missing, and that it was told. What else ran when the report left begins
    again from where the law counts it.
    """
    return draft.report.limits_begun if _went_beyond(draft) else draft.report.limits_begun & _studied(draft)


def _begun_anew(draft: Draft) -> frozenset[LegalStep]:
    """What begins anew under the law of another election: all that a report begins by itself, and has not met."""
    opened = frozenset() if _went_beyond(draft) else _opened_by_reports(draft)
    return (opened | {*FROM_THE_BEGINNING}) - _studied(draft)


def _studied(draft: Draft) -> frozenset[LegalStep]:
    """The limits around a study that found something missing; none while none has."""
    told = draft.report.limits_begun & {*OF_WHAT_IS_MISSING}
    return frozenset({LegalStep.INITIAL_STUDY, *OF_WHAT_IS_MISSING}) if told else frozenset()


def _opened_by_reports(draft: Draft) -> frozenset[LegalStep]:
    return frozenset(step for opening in draft.given.policy.law.openings for step in opening.steps)


def _went_beyond(draft: Draft) -> bool:
    """Whether its case has begun what no report begins by itself, so that what stood before is met."""
    return bool(draft.report.limits_begun - _opened_by_reports(draft) - {*OF_WHAT_IS_MISSING})
