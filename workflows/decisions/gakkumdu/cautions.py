"""What the law of a case's election has its partners know beside its days, for as long as it may still help them.

Source: docs/domain.md, "Legal clocks": "A warning therefore comes before the end."
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from workflows.access.facts import ReportFacts
from workflows.codes.cases import CaseState
from workflows.codes.clocks import LegalStep
from workflows.codes.wording import Wording
from workflows.decisions.gakkumdu.path import CaseFacts
from workflows.policy.region import Policy

WHILE: Mapping[LegalStep, frozenset[CaseState]] = {
    LegalStep.INVESTIGATION: frozenset(
        {
            CaseState.UNREGISTERED,
            CaseState.REGISTERED,
            CaseState.FIRST_DISCUSSED,
            CaseState.SECOND_DISCUSSED,
            CaseState.FORWARDED,
            CaseState.INVESTIGATING,
        }
    ),
    LegalStep.TO_COURT: frozenset({CaseState.THIRD_DISCUSSED, CaseState.FILE_SUBMITTED, CaseState.FILE_RETURNED}),
}
"""In which states of the case the caution of a step is told: before the step, and early enough to act on it."""


class Caution(NamedTuple):
    """What has to be known, of which limit, and where that stands."""

    step: LegalStep
    said: Wording
    basis: str


def cautions(report: ReportFacts, case: CaseFacts, policy: Policy) -> Iterator[Caution]:
    """What the case is to be handled by now; of no election there is nothing."""
    election = policy.elections.get(report.election or "")
    if election is None:
        return
    day = (case.step_at or report.reported_at).astimezone(policy.zone).date()
    for step, states in WHILE.items():
        row = policy.law.clock(election.regime, step, day) if case.state in states else None
        if row is not None and row.caution is not None:
            yield Caution(step, row.caution, row.basis)
