"""When each legal limit on the path of a case, or of an administrative violation, began and was met, told by its steps.

A report may come to an election, or be taken up again, when its case has gone a long way: the clocks that apply then
are those of the step that the case is at, from when the law counts them. What was met by then stands as met.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple

from workflows.codes.administrative import AdministrativeStep
from workflows.codes.cases import CaseDecision, CaseStep
from workflows.codes.clocks import LegalStep
from workflows.decisions.administrative import violation_steps as administrative
from workflows.decisions.gakkumdu.steps import STEPS, STOPPED_WITH_IT, outcome_of


class Taken(NamedTuple):
    """A step that was taken: when it was done, what a discussion decided, and whether it ``led_on``.

    A decision on an administrative violation that found nothing leads on to nothing.
    """

    step: CaseStep | AdministrativeStep
    at: datetime
    decision: CaseDecision | None = None
    led_on: bool = True


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
        if isinstance(one.step, AdministrativeStep):
            _administrative(found, one.step, one)
            continue
        outcome, rule = outcome_of(one.step, one.decision), STEPS[one.step]
        if outcome is CaseStep.SUPPLEMENT:
            continue
        _meet(found, STOPPED_WITH_IT if outcome is CaseStep.STOP else rule.stops, one.at)
        if one.step is CaseStep.REGISTER:
            registered = registered or one.at
        start = registered if one.step is CaseStep.REGISTER and registered else one.at
        for step in () if outcome is CaseStep.STOP else rule.starts:
            found[step] = Spell(start)
    return found


def _administrative(found: dict[LegalStep, Spell], step: AdministrativeStep, one: Taken) -> None:
    rule = administrative.STEPS[step]
    _meet(found, rule.stops, one.at)
    for limit in rule.starts if one.led_on else ():
        found[limit] = Spell(one.at)


def _meet(found: dict[LegalStep, Spell], stopped: Iterable[LegalStep], at: datetime) -> None:
    for step in stopped:
        if step in found and found[step].met is None:
            found[step] = Spell(found[step].begun, at)
