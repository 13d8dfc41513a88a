"""What of a report's limits begins anew, or late: once it is put right, comes to an election or is taken up again.

Sources: UU 7/2017 art. 454, UU 1/2015 art. 134, docs/domain.md, "Legal clocks".
"""

from collections.abc import Mapping
from datetime import datetime

from workflows.access.facts import ReportFacts
from workflows.codes.administrative import AdministrativeStep
from workflows.codes.clocks import LegalStep
from workflows.codes.policy import LegalClockSet, LegalMoment
from workflows.decisions.administrative.violation_steps import known_in
from workflows.decisions.clocks.kept_limits import as_told, begun_last
from workflows.decisions.clocks.legal_clocks import (
    ENDED_BY_REGISTRATION,
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
from workflows.decisions.clocks.studies import NO_STUDY, Study, study_limits
from workflows.decisions.drafting import Draft
from workflows.decisions.gakkumdu.case_limits import NO_STEPS, OF_THE_PATH, CaseLimits, CaseSteps, case_limits
from workflows.decisions.tasks.legal_order import way_by_law
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
        kept = begun_last(report, step, election.regime)
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


def turned(draft: Draft, *, found: bool, case: CaseSteps = NO_STEPS, study: Study = NO_STUDY) -> None:
    """Start what the way opens that a report is on now, and that never began: from when the law counts it.

    A ``study`` that found something missing is done, whoever led by then.

    What a former way opened runs on: whoever put the report on another way has not met it. Nor has he met the handling
    of what it is taken for now: a decision on an administrative violation meets that of no crime, and runs it no more
    where the report is taken for such a violation again.
    """
    begun, met = draft.report.limits_begun, _met_by({**study_limits(study), **_limits(draft, case)})
    _handled_as(draft, met, case, found=found)
    opened = [step for step in opened_at(draft, coming(found=found)) if step not in begun]
    start_each(draft, opened, found=found, met=met)
    if draft.report.registered_at is not None:
        for step in opened_at(draft, LegalMoment.REGISTERED):
            if step not in begun:
                draft.start_legal(step, draft.report.registered_at, met_at=met.get(step))


def elected_anew(draft: Draft, before: ReportFacts, *, found: bool, case: CaseSteps, study: Study = NO_STUDY) -> None:
    """Start anew, under the law of the election that it now belongs to, what ran under that of the one ``before``.

    What its case began beyond the handling remembers the law that it began by; the steps of an administrative violation
    are those of the law that now applies, and what they met or began they meet and begin under it. Of no election there
    is no law, and nothing runs on: one that comes back, having left or never belonged, has the clock of the step that
    its ``case`` is at from when that was begun. What its ``study`` found missing before it was registered is to be
    told, and handed in, as if it had been found under the law that now applies.
    """
    if draft.report.election is None:
        draft.stop_every_legal()
        draft.set(limits_begun=_still_met(draft))
        return
    anew = _begun_anew(draft)
    for step in sorted(anew):
        draft.stop_legal(step)
    draft.set(limits_begun=draft.report.limits_begun - (anew - _ended(draft)))
    _at_its_step(draft, _limits(draft, case), anew=before.election is None, found=found)
    turned(draft, found=found, case=case, study=study)
    if draft.report.register_number is None:
        _missing_anew(draft, study)


def _missing_anew(draft: Draft, study: Study) -> None:
    """Start what is to be told and handed in: from where it began before under this law, else as the study tells."""
    regime = draft.given.policy.regime_of(draft.report.election)
    for step, spell in study_limits(study).items():
        if step in OF_WHAT_IS_MISSING and step not in draft.report.limits_begun:
            before = begun_last(draft.report, step, regime)
            draft.start_legal(step, spell.begun if before is None else before.started_at, met_at=spell.met)


def taken_up(draft: Draft, case: CaseSteps) -> None:
    """Start what applies to a report that is taken up again and never began, from when the law counts it.

    The law may limit by then what it did not when the report was registered, or when its case took a step.
    """
    limits = _limits(draft, case)
    _at_its_step(draft, limits)
    registered_at, met = draft.report.registered_at, _met_by(limits)
    for step in opened_at(draft, LegalMoment.REGISTERED) if registered_at is not None else ():
        if step not in draft.report.limits_begun:
            draft.start_legal(step, registered_at, met_at=met.get(step))


def _limits(draft: Draft, case: CaseSteps) -> CaseLimits:
    """How the limits of its steps ran, as the law of its election, and what it is taken for, see them now."""
    report, policy = draft.report, draft.given.policy
    known = (
        one
        for one in case
        if not isinstance(one.step, AdministrativeStep) or known_in(one.step, report.election, policy)
    )
    way = way_by_law(report, policy)
    return case_limits(known, decides_here=way.legal_clocks is LegalClockSet.ADMINISTRATIVE)


def _met_by(limits: CaseLimits) -> Mapping[LegalStep, datetime]:
    return {step: spell.met for step, spell in limits.items() if spell.met is not None}


def _handled_as(draft: Draft, met: Mapping[LegalStep, datetime], case: CaseSteps, *, found: bool) -> None:
    """Let the handling run, or stand as met, as what the report is taken for now has it; one that never began waits."""
    report, handling = draft.report, LegalStep.HANDLING
    if handling not in report.limits_begun or report.registered_at is None:
        return
    if handling in report.limits_running:
        if handling in met:
            draft.stop_legal(handling, met[handling])
    elif handling not in met and handling in _met_by(case_limits(case)):
        draft.start_legal(handling, handling_began(report, draft.given.policy, None, found=found))


def _at_its_step(draft: Draft, limits: CaseLimits, *, anew: bool = False, found: bool | None = None) -> None:
    """Start what the steps of the case began and that never did; ``anew`` also what runs on where nothing runs.

    The handling counts from the receipt or the register number, as its law says, however late the case was registered.
    What the report itself begins is not begun here.
    """
    begun = draft.report.limits_begun
    for step, spell in limits.items():
        if spell.begun is not None and (step not in begun or (anew and spell.met is None)):
            start: datetime | None = spell.begun
            if step is LegalStep.HANDLING:
                start = handling_began(draft.report, draft.given.policy, spell.begun, found=found)
            draft.start_legal(step, start, met_at=spell.met)


def _still_met(draft: Draft) -> frozenset[LegalStep]:
    """What has begun for good, should the report come back to an election: all, once its case went beyond the first.

    Otherwise what its registration ended. What else ran when the report left begins again from where the law counts it.
    """
    return draft.report.limits_begun if _went_beyond(draft) else draft.report.limits_begun & _ended(draft)


def _begun_anew(draft: Draft) -> frozenset[LegalStep]:
    """What begins anew under the law of another election: what a report begins by itself, unless its case went beyond.

    And what the steps of an administrative violation begin: they are taken under the law that now applies. So is what
    was found missing, while nothing is registered.
    """
    opened = frozenset() if _went_beyond(draft) else _opened_by_reports(draft)
    of_the_path = draft.report.limits_begun & OF_THE_PATH
    missing = frozenset() if draft.report.register_number is not None else frozenset(OF_WHAT_IS_MISSING)
    return opened | {*FROM_THE_BEGINNING} | missing | of_the_path


def _ended(draft: Draft) -> frozenset[LegalStep]:
    """What is done for good once a report has its register number."""
    done = (*ENDED_BY_REGISTRATION, *OF_WHAT_IS_MISSING)
    return frozenset() if draft.report.register_number is None else frozenset(done)


def _opened_by_reports(draft: Draft) -> frozenset[LegalStep]:
    return frozenset(step for opening in draft.given.policy.law.openings for step in opening.steps)


def _went_beyond(draft: Draft) -> bool:
    """Whether its case has begun what no report begins by itself, so that what stood before is met."""
    by_itself = _opened_by_reports(draft) | {*OF_WHAT_IS_MISSING}
    return bool(draft.report.limits_begun - by_itself - OF_THE_PATH)
