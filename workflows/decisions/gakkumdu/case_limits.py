"""When each legal limit on the path of a case, or of an administrative violation, began and was met, told by its steps.

A report may come to an election, or be taken up again, when its case has gone a long way: the clocks that apply then
are those of the step that the case is at, from when the law counts them. What was met by then stands as met.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
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
    """How long a limit ran: from when, None where the report itself began it; until when it was met, None while not."""

    begun: datetime | None
    met: datetime | None = None


CaseLimits = Mapping[LegalStep, Spell]
CaseSteps = Sequence[Taken]
NO_STEPS: CaseSteps = ()
"""Of a report without a case."""

OF_THE_PATH = frozenset(limit for rule in administrative.STEPS.values() for limit in rule.starts)
"""What begins with a step on the path of an administrative violation."""


_BEGINS_THE_PATH = frozenset({AdministrativeStep.DECISION, AdministrativeStep.HANDED_UP})


def case_limits(taken: Iterable[Taken], *, decides_here: bool = True) -> CaseLimits:
    """The limits of a case's steps in their order, each as it ran last.

    A case that was stopped and is registered again is handled in the time that began with its first registration. What
    is decided of an administrative violation meets the handling of no crime: neither while its case is at the joint
    desk, nor where the report is taken for something else by now, and a decision ``decides_here`` no more.
    """
    found: dict[LegalStep, Spell] = {}
    registered: datetime | None = None
    at_the_desk = False
    for one in taken:
        if isinstance(one.step, AdministrativeStep):
            _administrative(found, one.step, one, handling=decides_here and not at_the_desk)
            continue
        outcome, rule = outcome_of(one.step, one.decision), STEPS[one.step]
        if outcome is CaseStep.SUPPLEMENT:
            continue
        _meet(found, STOPPED_WITH_IT if outcome is CaseStep.STOP else rule.stops, one.at)
        at_the_desk = outcome is not CaseStep.STOP
        if one.step is CaseStep.REGISTER:
            registered = registered or one.at
        start = registered if one.step is CaseStep.REGISTER and registered else one.at
        for step in () if outcome is CaseStep.STOP else rule.starts:
            found[step] = Spell(start)
    return found


def _administrative(found: dict[LegalStep, Spell], step: AdministrativeStep, one: Taken, *, handling: bool) -> None:
    rule = administrative.STEPS[step]
    if step in _BEGINS_THE_PATH:  # also one that another law had led elsewhere: nothing of that way can be met any more
        for limit in [one for one in OF_THE_PATH & found.keys() if found[one].met is None]:
            del found[limit]
    stops = administrative.met_by(step, at_the_desk=not handling)
    for limit in stops - OF_THE_PATH:
        found.setdefault(limit, Spell(None))
    _meet(found, stops, one.at)
    for limit in rule.starts if one.led_on else ():
        found[limit] = Spell(one.at)


def _meet(found: dict[LegalStep, Spell], stopped: Iterable[LegalStep], at: datetime) -> None:
    for step in stopped:
        if step in found and found[step].met is None:
            found[step] = Spell(found[step].begun, at)
