"""Whose each step of a Gakkumdu case is, which legal clocks it starts and stops, and whom it offers the case task.

Order and states stand in ``workflows.codes.states``. Sources: UU 7/2017 art. 454 and 476 to 483, UU 1/2015 art. 134,
148 and 149, UU 10/2016 art. 146; docs/domain.md, "The joint desk". Which role of an agency takes a step is our proposal
[P].
"""

from collections.abc import Mapping
from typing import NamedTuple

from workflows.codes.cases import DISCUSSIONS, JOINT_DESK, CaseDecision, CaseStep
from workflows.codes.clocks import LegalStep
from workflows.codes.people import Role
from workflows.codes.reports import ReportTrigger
from workflows.codes.states import CASE_PAST, REPORT_PAST
from workflows.decisions.tasks.legal_order import BAWASLU

POLRES, KEJARI = "polres", "kejari"
STAFF = frozenset({Role.OFFICER, Role.SUPERVISOR})
CHIEFS = frozenset({Role.SUPERVISOR})


class StepRule(NamedTuple):
    """One step: whose, in which roles, the legal clocks that it starts and stops, and whom it offers the case task.

    A discussion is theirs who lead it by the region's policy; ``agency`` led it before the policy said so.

    ``makes_up`` are the clocks that it starts where the step that does so came before the law was read so.
    """

    agency: str
    roles: frozenset[Role]
    starts: tuple[LegalStep, ...] = ()
    stops: tuple[LegalStep, ...] = ()
    makes_up: tuple[LegalStep, ...] = ()
    offers: str | None = None
    basis: str = ""


STEPS: Mapping[CaseStep, StepRule] = {
    CaseStep.REGISTER: StepRule(
        BAWASLU,
        STAFF,
        starts=(LegalStep.HANDLING,),
        stops=(LegalStep.INITIAL_STUDY, LegalStep.HANDLING),
        basis="UU 7/2017 art. 454(7), UU 1/2015 art. 134(5)",
    ),
    CaseStep.CHECK_BUNDLE: StepRule(BAWASLU, STAFF, basis="Practice of Sentra Gakkumdu [P]"),
    CaseStep.FIRST_DISCUSSION: StepRule(BAWASLU, STAFF, basis="Practice of Sentra Gakkumdu [R]"),
    CaseStep.SECOND_DISCUSSION: StepRule(
        BAWASLU,
        STAFF,
        starts=(LegalStep.FORWARD_CRIME,),
        stops=(LegalStep.HANDLING,),
        basis="UU 7/2017 art. 476(2), UU 1/2015 art. 135(2)",
    ),
    CaseStep.FORWARD: StepRule(
        BAWASLU,
        CHIEFS,
        starts=(LegalStep.INQUIRY, LegalStep.INVESTIGATION),
        stops=(LegalStep.FORWARD_CRIME,),
        offers=POLRES,
        basis="UU 7/2017 art. 476(1), 477 to 479, 480(1), UU 10/2016 art. 146",
    ),
    CaseStep.POLICE_REPORT: StepRule(
        POLRES,
        STAFF,
        stops=(LegalStep.INQUIRY,),
        basis="Practice of Sentra Gakkumdu [R]; UU 7/2017 art. 477 to 479",
    ),
    CaseStep.THIRD_DISCUSSION: StepRule(POLRES, STAFF, basis="Practice of Sentra Gakkumdu [R]"),
    CaseStep.INVESTIGATED: StepRule(
        POLRES,
        STAFF,
        starts=(LegalStep.PROSECUTOR_RETURN, LegalStep.TO_COURT),
        stops=(LegalStep.INVESTIGATION,),
        offers=KEJARI,
        basis="UU 7/2017 art. 480(1)(2)(4), UU 10/2016 art. 146",
    ),
    CaseStep.RETURNED: StepRule(
        KEJARI,
        STAFF,
        starts=(LegalStep.RESUBMIT,),
        stops=(LegalStep.PROSECUTOR_RETURN, LegalStep.TO_COURT),
        basis="UU 7/2017 art. 480(2), UU 10/2016 art. 146",
    ),
    CaseStep.RESUBMITTED: StepRule(
        POLRES,
        STAFF,
        starts=(LegalStep.PROSECUTOR_RETURN, LegalStep.TO_COURT),
        stops=(LegalStep.RESUBMIT,),
        basis="UU 7/2017 art. 480(3)(4), UU 10/2016 art. 146",
    ),
    CaseStep.TO_COURT: StepRule(
        KEJARI,
        STAFF,
        starts=(LegalStep.FIRST_INSTANCE,),
        stops=(LegalStep.PROSECUTOR_RETURN, LegalStep.TO_COURT),
        basis="UU 7/2017 art. 480(4), 482(1), UU 10/2016 art. 146(6), UU 1/2015 art. 148(1)",
    ),
    CaseStep.FIRST_INSTANCE: StepRule(
        KEJARI,
        STAFF,
        starts=(LegalStep.LODGE_APPEAL, LegalStep.DELIVER_JUDGMENT),
        stops=(LegalStep.FIRST_INSTANCE,),
        basis="UU 7/2017 art. 482, 483, UU 1/2015 art. 148, 149",
    ),
    CaseStep.APPEAL_LODGED: StepRule(
        KEJARI,
        STAFF,
        starts=(LegalStep.SEND_FILE, LegalStep.APPEAL_DECISION),
        stops=(LegalStep.LODGE_APPEAL, LegalStep.DELIVER_JUDGMENT, LegalStep.CARRY_OUT_JUDGMENT),
        basis="UU 7/2017 art. 482, UU 1/2015 art. 148",
    ),
    CaseStep.FILE_SENT: StepRule(
        KEJARI,
        STAFF,
        stops=(LegalStep.SEND_FILE,),
        makes_up=(LegalStep.APPEAL_DECISION,),
        basis="UU 7/2017 art. 482, UU 1/2015 art. 148",
    ),
    CaseStep.APPEAL_DECIDED: StepRule(
        KEJARI,
        STAFF,
        starts=(LegalStep.DELIVER_JUDGMENT,),
        stops=(LegalStep.APPEAL_DECISION,),
        basis="UU 7/2017 art. 482, 483, UU 1/2015 art. 148, 149",
    ),
    CaseStep.JUDGMENT_RECEIVED: StepRule(
        KEJARI,
        STAFF,
        starts=(LegalStep.CARRY_OUT_JUDGMENT,),
        stops=(LegalStep.DELIVER_JUDGMENT,),
        basis="UU 7/2017 art. 483, UU 1/2015 art. 149",
    ),
    CaseStep.CARRIED_OUT: StepRule(
        KEJARI,
        STAFF,
        stops=(LegalStep.CARRY_OUT_JUDGMENT, LegalStep.LODGE_APPEAL),
        basis="UU 7/2017 art. 483, UU 1/2015 art. 149",
    ),
}
"""The courts are no users: the prosecutor enters what they decided and sent."""

STOPPED_WITH_IT = (LegalStep.HANDLING, LegalStep.INVESTIGATION)
"""The clocks that may run when a discussion stops the case."""


STOPPED_BY = frozenset(
    {
        *(
            (CASE_PAST[step], kind.value)
            for step, rule in STEPS.items()
            for kind in rule.stops
            if kind not in rule.starts
        ),
        *((REPORT_PAST[ReportTrigger.VERIFY], kind.value) for kind in (LegalStep.FIX_FINDING, LegalStep.INITIAL_STUDY)),
    }
)
"""Which event stops which limit, for the events that do not say it themselves.

Not what a step begins anew as it stops it: the event tells the clock that it began, or there was none to stop.
"""


def may_stop(step: CaseStep, agency: str, accused: frozenset[str], not_these: frozenset[str]) -> frozenset[str]:
    """Who else at the joint desk stops the case by a discussion whose own ``agency`` was ever ``accused``, and may not.

    ``not_these`` are behind a wall, or one of theirs has put a wall up or accused somebody: none shuts another out and
    then takes its place. A wall alone opens the step to nobody: two take it down.
    """
    open_to_others = step in DISCUSSIONS and agency in accused
    return frozenset(JOINT_DESK) - accused - not_these if open_to_others else frozenset()


_DECIDES = {CaseDecision.SUPPLEMENT: CaseStep.SUPPLEMENT, CaseDecision.STOP: CaseStep.STOP}


def outcome_of(step: CaseStep, decision: CaseDecision | None) -> CaseStep:
    """What moves the case: the step itself, or what its discussion decided instead of going on."""
    return step if decision is None else _DECIDES.get(decision, step)
