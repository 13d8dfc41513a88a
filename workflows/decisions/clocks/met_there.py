"""Which limits an act has met that stands in a report: what a merge may count on for what runs on the duplicate.

A limit also stops where nobody met it: its case was stopped, its path is decided anew, its report ended. So what counts
is where the case or the path of the report stands now, not that a clock stands still. Sources: UU 7/2017 art. 454, 461,
462 and 476, UU 1/2015 art. 135A and 140; docs/domain.md, "The report" and "Administrative violations".
"""

from collections.abc import Mapping

from workflows.codes.administrative import AdministrativeState
from workflows.codes.cases import CaseState, CaseStep
from workflows.codes.clocks import LegalStep
from workflows.codes.states import CASE_TRANSITIONS
from workflows.decisions.gakkumdu.steps import STEPS

_State = AdministrativeState
_BEGUN_ANEW = frozenset({CaseStep.REGISTER, CaseStep.STOP})
"""What a case begins with, or ends by, without having met anything."""

BY_THE_PATH: Mapping[LegalStep, frozenset[AdministrativeState]] = {
    LegalStep.HANDLING: frozenset(_State) - {_State.UNDECIDED},
    LegalStep.ADMINISTRATIVE_DECISION: frozenset(_State) - {_State.UNDECIDED},
    LegalStep.EXECUTE_DECISION: frozenset({_State.CARRIED_OUT}),
    LegalStep.KPU_FOLLOW_UP: frozenset({_State.CARRIED_OUT}),
    LegalStep.PROVINCE_DECISION: frozenset(
        {
            _State.PROVINCE_DECIDED,
            _State.CANDIDACY_CANCELLED,
            _State.AT_SUPREME_COURT,
            _State.FINAL,
            _State.CARRIED_OUT,
            _State.NOT_PROVEN,
        }
    ),
    LegalStep.PROVINCE_FOLLOW_UP: frozenset(
        {_State.CANDIDACY_CANCELLED, _State.AT_SUPREME_COURT, _State.FINAL, _State.CARRIED_OUT}
    ),
    LegalStep.SUPREME_COURT_APPEAL: frozenset({_State.AT_SUPREME_COURT, _State.FINAL}),
    LegalStep.SUPREME_COURT_DECISION: frozenset({_State.FINAL}),
}
"""By limit where the path of an administrative violation stands once it was decided, carried out or handed on."""


def _by_the_case() -> Mapping[LegalStep, frozenset[CaseState]]:
    goes_on = [row for row in CASE_TRANSITIONS if row.target is not None and row.trigger not in _BEGUN_ANEW]
    found: dict[LegalStep, frozenset[CaseState]] = {}
    for limit in LegalStep:
        meeting = [step for step, rule in STEPS.items() if limit in rule.stops and limit not in rule.starts]
        states = {row.target for row in goes_on if row.trigger in meeting}
        while further := {row.target for row in goes_on if states & {*row.sources}} - states:
            states |= further
        found[limit] = frozenset(CaseState(state) for state in states if state is not None)
    return found


BY_THE_CASE = _by_the_case()
"""By limit where a case at the joint desk stands from the step on that met it: nowhere once it was stopped."""


def met(limit: LegalStep, path: AdministrativeState, case: CaseState, *, at_the_desk: bool) -> bool:
    """Whether a limit was met by an act that stands in a report whose ``path`` and ``case`` stand there.

    The handling of what is ``at_the_desk``, a crime or what has a case there, the steps of a case alone meet (0071).
    """
    by_the_path = path in BY_THE_PATH.get(limit, frozenset())
    if limit is LegalStep.HANDLING:
        return case in BY_THE_CASE[limit] if at_the_desk else by_the_path
    return by_the_path or case in BY_THE_CASE[limit]
