"""Whose each step on the path of an administrative violation is, and which legal clocks it starts and stops.

Order and states stand in ``workflows.codes.states``. Sources: UU 7/2017 art. 461 and 462, UU 1/2015 art. 135A (inserted
by UU 10/2016) and 140; docs/domain.md, "Administrative violations". The province and the Supreme Court are no users:
Bawaslu enters what came back from them. Which role of an agency takes a step is our proposal [P].
"""

from collections.abc import Mapping
from typing import NamedTuple

from workflows.codes.administrative import AdministrativeStep
from workflows.codes.clocks import LegalStep
from workflows.codes.people import Role
from workflows.decisions.tasks.legal_order import BAWASLU
from workflows.policy.region import Policy

KPU = "kpu"
ROLES = frozenset({Role.OFFICER, Role.SUPERVISOR})
_OF_BAWASLU = (LegalStep.ADMINISTRATIVE_DECISION, LegalStep.HANDLING)
_OF_KPU = (LegalStep.EXECUTE_DECISION, LegalStep.KPU_FOLLOW_UP)


class StepRule(NamedTuple):
    """One step: whose, the legal clocks that it starts and stops, and the limits by which the law knows it.

    Under a regime whose law sets none of ``known_by``, there is no such step. ``once`` is the step that comes first
    under a regime that knows that one: the limit that this step meets begins with it.
    """

    agency: str
    known_by: tuple[LegalStep, ...]
    starts: tuple[LegalStep, ...] = ()
    stops: tuple[LegalStep, ...] = ()
    once: AdministrativeStep | None = None
    basis: str = ""


STEPS: Mapping[AdministrativeStep, StepRule] = {
    AdministrativeStep.DECISION: StepRule(
        BAWASLU,
        known_by=(LegalStep.ADMINISTRATIVE_DECISION, *_OF_KPU),
        starts=(LegalStep.EXECUTE_DECISION,),
        stops=_OF_BAWASLU,
        basis="UU 7/2017 art. 461, 462, UU 1/2015 art. 134, 140(1)",
    ),
    AdministrativeStep.RECEIVED_BY_KPU: StepRule(
        BAWASLU,
        known_by=(LegalStep.KPU_FOLLOW_UP,),
        starts=(LegalStep.KPU_FOLLOW_UP,),
        basis="UU 1/2015 art. 140(1)",
    ),
    AdministrativeStep.CARRIED_OUT_BY_KPU: StepRule(
        KPU,
        known_by=_OF_KPU,
        stops=_OF_KPU,
        once=AdministrativeStep.RECEIVED_BY_KPU,
        basis="UU 7/2017 art. 462, UU 1/2015 art. 140(1)",
    ),
    AdministrativeStep.HANDED_UP: StepRule(
        BAWASLU,
        known_by=(LegalStep.PROVINCE_DECISION,),
        starts=(LegalStep.PROVINCE_DECISION,),
        stops=_OF_BAWASLU,
        basis="UU 1/2015 art. 135A(1), (2)",
    ),
    AdministrativeStep.PROVINCE_DECISION: StepRule(
        BAWASLU,
        known_by=(LegalStep.PROVINCE_DECISION,),
        starts=(LegalStep.PROVINCE_FOLLOW_UP,),
        stops=(LegalStep.PROVINCE_DECISION,),
        basis="UU 1/2015 art. 135A(2), (4)",
    ),
    AdministrativeStep.PROVINCE_FOLLOW_UP: StepRule(
        KPU,
        known_by=(LegalStep.PROVINCE_FOLLOW_UP,),
        starts=(LegalStep.SUPREME_COURT_APPEAL,),
        stops=(LegalStep.PROVINCE_FOLLOW_UP,),
        basis="UU 1/2015 art. 135A(4) to (6)",
    ),
    AdministrativeStep.SUPREME_COURT_APPEAL: StepRule(
        BAWASLU,
        known_by=(LegalStep.SUPREME_COURT_APPEAL,),
        starts=(LegalStep.SUPREME_COURT_DECISION,),
        stops=(LegalStep.SUPREME_COURT_APPEAL,),
        basis="UU 1/2015 art. 135A(6), (7)",
    ),
    AdministrativeStep.SUPREME_COURT_DECISION: StepRule(
        BAWASLU,
        known_by=(LegalStep.SUPREME_COURT_DECISION,),
        stops=(LegalStep.SUPREME_COURT_DECISION,),
        basis="UU 1/2015 art. 135A(7) to (9)",
    ),
}
"""Whom a clock binds does not say when it begins: that KPU received a decision, Bawaslu enters by its receipt."""


def met_by(step: AdministrativeStep, *, at_the_desk: bool) -> frozenset[LegalStep]:
    """The limits that a step meets. The handling of a case ``at_the_desk`` its own steps meet alone (art. 476)."""
    return frozenset(STEPS[step].stops) - ({LegalStep.HANDLING} if at_the_desk else frozenset())


def known_in(step: AdministrativeStep, election: str | None, policy: Policy) -> bool:
    """Whether the law of an election knows a step; no law is known of an election that the policy does not have."""
    found = policy.elections.get(election or "")
    return found is not None and any(policy.law.sets(found.regime, one) for one in STEPS[step].known_by)


def whose(step: AdministrativeStep, shut_out: frozenset[str]) -> str:
    """Whose step it is. What KPU did Bawaslu enters where KPU is accused or walled off: KPU knows of no such report."""
    agency = STEPS[step].agency
    return BAWASLU if agency in shut_out else agency


def may_enter(step: AdministrativeStep, shut_out: frozenset[str], *, secret: bool) -> frozenset[str]:
    """Which agencies enter a step. Of a secret report Bawaslu what KPU did too: KPU reads none that names nobody of it.

    Where somebody of KPU was named by two, he may enter it himself; that Bawaslu did is told to nobody who reads not.
    """
    agency = whose(step, shut_out)
    return frozenset({agency, BAWASLU}) if secret else frozenset({agency})
