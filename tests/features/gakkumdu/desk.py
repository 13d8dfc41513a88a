"""One report and its Gakkumdu case, decided step by step at times of the test's choosing, without a database."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from uuid_utils.compat import uuid7

from service.edge.policy_files import load_policies
from tests.edge.contract.case_steps import STEP_BODIES
from tests.trail.verifier.trails import BODY, BUDI, HADI, RINA, SARI, TONO
from workflows.access.actors import Actor
from workflows.access.facts import ReportFacts, TaskFacts
from workflows.codes.cases import CaseStep
from workflows.codes.clocks import LegalStep
from workflows.decisions.change import Change, Circumstances
from workflows.decisions.gakkumdu.commands import CaseStepRequest
from workflows.decisions.gakkumdu.path import NO_CASE, CaseFacts, decide_step
from workflows.decisions.reports.commands import ReportIntake, ReportTransition
from workflows.decisions.reports.intake import Intake, decide_intake
from workflows.decisions.reports.triggers import decide_report
from workflows.decisions.tasks.commands import Offer, TaskTransition
from workflows.decisions.tasks.triggers import decide_offer, decide_task

POLICY = load_policies().of("33.05")
LEAD = {"agency": "bawaslu", "role": "lead", "kind": "case"}
ZONE = ZoneInfo("Asia/Jakarta")
LATER = datetime(2025, 3, 1, tzinfo=UTC)
_POLICE = ("police_report", "investigated", "resubmitted")
_SUPERVISOR = ("register", "check_bundle", "first_discussion", "second_discussion", "third_discussion")
WHO: dict[str, Actor] = {
    **dict.fromkeys(STEP_BODIES, RINA),
    **dict.fromkeys(_POLICE, BUDI),
    **dict.fromkeys(_SUPERVISOR, SARI),
    "forward": TONO,
}
"""Somebody who may take each step."""


def at(day: str, hour: str = "10:00") -> datetime:
    """A moment in Kebumen."""
    return datetime.fromisoformat(f"{day}T{hour}:00").replace(tzinfo=ZONE)


class Desk:
    """The report after its intake; ``started`` and ``stopped`` are the legal clocks of the last decision."""

    def __init__(self, known: datetime | None = None, **changes: Any) -> None:
        self.now = known or LATER
        body = ReportIntake.model_validate({**BODY, "occurred_at": self.now, "known_at": self.now, **changes})
        self.report: ReportFacts
        self.case: CaseFacts = NO_CASE
        self.change: Change
        self._keep(decide_intake(Intake(uuid7(), body, area_known=True), BUDI, self._given()))

    def verify(self, when: datetime | None = None) -> "Desk":
        checklist, grade = {"formal": True, "material": True}, {"reliability": "B", "credibility": 2}
        return self.fire("verify", when, checklist=checklist, grade=grade)

    def assign(self, *offers: dict[str, Any]) -> "Desk":
        return self.fire("assign", tasks=list(offers or (LEAD,)), reason="Sesuai")

    def fire(self, trigger: str, when: datetime | None = None, /, **members: Any) -> "Desk":
        self.now = when or self.now
        command = ReportTransition.model_validate({"trigger": trigger, **members}).root
        known = {"register_number": "33.05/2024/000001"} if trigger == "verify" else {}
        return self._keep(decide_report(self.report, command, HADI, self._given(), **known))

    def offer(self, **members: Any) -> "Desk":
        return self._keep(decide_offer(self.report, Offer.model_validate(members), HADI, self._given()))

    def work(self, who: Actor, task: TaskFacts, trigger: str, /, **members: Any) -> "Desk":
        command = TaskTransition.model_validate({"trigger": trigger, **members}).root
        return self._keep(decide_task(self.report, task, command, who, self._given()))

    def step(self, step: str, when: datetime | None = None, who: Actor | None = None, **members: Any) -> "Desk":
        """Take a step by somebody who may, entered as it was done, with what the tests send of it."""
        self.now = when or self.now
        body = {"step": step, **STEP_BODIES[step], **members}
        command = CaseStepRequest.model_validate(body).root
        change, self.case = decide_step(self.report, self.case, command, who or self._who(step), self._given())
        return self._keep(change)

    def steps(self, steps: Sequence[str]) -> "Desk":
        for step in steps:
            self.step(step)
        return self

    def task_of(self, agency: str) -> TaskFacts:
        """The agency's newest task."""
        return next(task for task in reversed(self.report.tasks) if task.agency == agency)

    @property
    def due(self) -> dict[str, str]:
        """The legal clocks that the last decision started, each with its last moment in Kebumen."""
        legal = {clock.start.kind: clock.start.due_at for clock in self.change.clocks if clock.start.kind in SET}
        return {str(kind): f"{due.astimezone(ZONE):%Y-%m-%d %H:%M:%S}" for kind, due in legal.items()}

    @property
    def stopped(self) -> set[str]:
        return {str(stop.kind) for stop in self.change.stops if stop.kind in SET}

    def _who(self, step: str) -> Actor:
        leader = POLICY.leader_of(CaseStep(step), self.report.election)
        return BUDI if leader and leader.agency == "polres" else WHO[step]

    def _given(self) -> Circumstances:
        return Circumstances(POLICY, self.now.astimezone(UTC), iter(uuid7, None))

    def _keep(self, change: Change) -> "Desk":
        self.change, self.report = change, change.report
        return self


SET = frozenset(LegalStep)
NOBODY = UUID(int=0)
