"""What of a report is not over while it is ended: a decision to be carried out, a case at the joint desk.

Sources: UU 7/2017 art. 461, 462 and 476, UU 1/2015 art. 135A and 140; docs/domain.md, "Administrative violations".
"""

from typing import NamedTuple
from uuid import UUID

from workflows.access.actors import Actor
from workflows.access.facts import ReportFacts
from workflows.codes.administrative import AdministrativeState
from workflows.codes.cases import CaseState
from workflows.decisions.administrative.so_far import TO_BE_CARRIED_OUT

PATH_GOES_ON = TO_BE_CARRIED_OUT | {AdministrativeState.WITH_PROVINCE}
CASE_IS_OVER = frozenset({CaseState.UNREGISTERED, CaseState.STOPPED, CaseState.CARRIED_OUT})


class Undone(NamedTuple):
    """How far the administrative violation and the case of a report have come, and who ever took a step of either."""

    path: AdministrativeState = AdministrativeState.UNDECIDED
    case: CaseState = CaseState.UNREGISTERED
    stepped: frozenset[UUID] = frozenset()

    @property
    def goes_on(self) -> bool:
        """Whether somebody has yet to act: on a decision, at the province, or in the case."""
        return self.path in PATH_GOES_ON or self.case not in CASE_IS_OVER


NOTHING_UNDONE = Undone()


def ended_alone(actor: Actor, report: ReportFacts, undone: Undone) -> bool:
    """Whether somebody would end what goes on and what they led or took a step of themselves, of whatever severity.

    Its limits end with the report, and nobody acts on it any more: that takes a second person.
    """
    return undone.goes_on and bool({actor.person, actor.maker} & (report.led_by | undone.stepped))
