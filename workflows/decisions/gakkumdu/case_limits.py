"""When each legal limit on the path of a case began and was met, told by the steps that were taken.

A report may come to an election, or be taken up again, when its case has gone a long way: the clocks that apply then
are those of the step that the case is at, from when the law counts them. What was met by then stands as met.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple

from workflows.codes.cases import CaseDecision, CaseStep
from workflows.codes.clocks import LegalStep
from workflows.decisions.gakkumdu.steps import STEPS, STOPPED_WITH_IT, outcome_of


class Taken(NamedTuple):
    """A step that was taken: when it was done, and what a discussion decided."""

    step: CaseStep
    at: datetime
    decision: CaseDecision | None = None


class Spell(NamedTuple):
    """How long a limit ran: from when, and until when it was met; None while it is not."""

    begun: datetime
    met: datetime | None = None


CaseLimits = Mapping[LegalStep, Spell]
NO_LIMITS: CaseLimits = MappingProxyType({})
"""Of a report without a case."""


def case_limits(taken: Iterable[Taken]) -> CaseLimits:
    """The limits of a case's steps in their order, each as it ran last.

    A case that was stopped and is registered again is handled in the time that began with its first registration.
    """
    found: dict[LegalStep, Spell] = {}
    registered: datetime | None = None
    for one in taken:
        outcome, rule = outcome_of(one.step, one.decision), STEPS[one.step]
        if outcome is CaseStep.SUPPLEMENT:
            continue
        for step in STOPPED_WITH_IT if outcome is CaseStep.STOP else rule.stops:
            if step in found and found[step].met is None:
                found[step] = Spell(found[step].begun, one.at)
        if one.step is CaseStep.REGISTER:
            registered = registered or one.at
        start = registered if one.step is CaseStep.REGISTER and registered else one.at
        for step in () if outcome is CaseStep.STOP else rule.starts:
            found[step] = Spell(start)
    return found
