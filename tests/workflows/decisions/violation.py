"""One report and its administrative violation, decided step by step at times of the test's choosing, no database."""

from datetime import UTC, datetime
from typing import Any

from uuid_utils.compat import uuid7

from tests.edge.contract.administrative_steps import OF_KPU, body_of
from tests.features.gakkumdu.desk import POLICY, Desk
from tests.trail.verifier.trails import SARI, TONO, person
from workflows.access.actors import Actor
from workflows.codes.cases import CaseDecision, CaseState, CaseStep
from workflows.codes.people import Role
from workflows.decisions.administrative.commands import AdministrativeStepRequest
from workflows.decisions.administrative.so_far import Path, Stepped, so_far
from workflows.decisions.administrative.violation_path import decide_step
from workflows.decisions.change import Change, Circumstances
from workflows.decisions.gakkumdu.case_limits import Taken
from workflows.decisions.protections.commands import DecideProposal, ProposeChange
from workflows.decisions.protections.proposals import decide_on_proposal, decide_proposal
from workflows.decisions.reports.amendments import decide_amendment
from workflows.decisions.reports.commands import ReportAmendment

NUR = Actor(person=person("Nur"), role=Role.OFFICER, agency="kpu", regions=SARI.regions, scopes=frozenset())
KIND = {"category": "administrative", "severity": "S3", "classification": "ordinary"}


class Violation(Desk):
    """The report after its registration; ``path`` is how far its administrative violation has come."""

    def __init__(self, known: datetime, registered: datetime | None = None, **changes: Any) -> None:
        super().__init__(known, **{**KIND, "source": {"channel": "counter"}, **changes})
        self.stepped: list[Stepped] = []
        self.taken: list[Taken] = []
        self.verify(registered)

    @property
    def path(self) -> Path:
        return so_far(self.stepped, self.report.election, POLICY)

    def administrative(
        self, step: str, when: datetime | None = None, who: Actor | None = None, **members: Any
    ) -> "Violation":
        """Take a step by somebody who may, entered at a moment."""
        self.now = when or self.now
        command = AdministrativeStepRequest.model_validate(body_of(step) | members).root
        whoever = who or (NUR if step in OF_KPU else SARI)
        at_the_desk = self.case.state not in {CaseState.UNREGISTERED, CaseState.STOPPED}
        change, moved = decide_step(self.report, self.path, command, whoever, self.given(), at_the_desk=at_the_desk)
        done = moved.step_at or self.now
        self.stepped.append(Stepped(command.step, moved.state, done))
        led_on = members.get("finding") != "not_proven" and members.get("candidacy_cancelled", True)
        self.taken.append(Taken(command.step, done, led_on=led_on))
        self._keep(change)
        return self

    def at_the_desk(self, step: str, when: datetime, decision: str | None = None) -> "Violation":
        """Take a step of the report's case at the joint desk."""
        self.step(step, when, **({} if decision is None else {"decision": decision}))
        told = "proceed" if decision is None and "discussion" in step else decision
        self.taken.append(Taken(CaseStep(step), when, None if told is None else CaseDecision(told)))
        return self

    def taken_for(self, category: str, when: datetime | None = None) -> "Violation":
        """One officer of Bawaslu takes the report for something else."""
        self.now = when or self.now
        body = ReportAmendment.model_validate({"category": category, "reason": "Kajian"})
        self._keep(
            decide_amendment(self.report, body, SARI, self.given(), area_known=True, found=False, case=self.taken)
        )
        return self

    def put_right(self, election: str | None, when: datetime | None = None) -> "Violation":
        """Two take it for one of another election, or one where it is of none."""
        self.now = when or self.now
        if self.report.election is None:
            amendment = ReportAmendment.model_validate({"election": election, "reason": "Ternyata"})
            return self._with(
                decide_amendment(
                    self.report, amendment, SARI, self.given(), area_known=True, found=False, case=self.taken
                )
            )
        body = {"kind": "amendment", "amendment": {"election": election}, "reason": "Keliru"}
        asks = ProposeChange.model_validate(body).root
        proposed, proposal = decide_proposal(self.report, asks, SARI, self.given())
        decision = DecideProposal(approve=True)
        return self._with(
            decide_on_proposal(proposed.report, proposal, decision, TONO, self.given(), found=False, case=self.taken)[0]
        )

    def _with(self, change: Change) -> "Violation":
        self._keep(change)
        return self

    def given(self) -> Circumstances:
        return Circumstances(POLICY, self.now.astimezone(UTC), iter(uuid7, None))

    @property
    def running(self) -> set[str]:
        """The limits of the law that run by the report's own facts."""
        return {str(step) for step in self.report.limits_running}

    @property
    def spells(self) -> dict[str, tuple[str, datetime, datetime]]:
        """By what runs: under which rule, from when and until when."""
        found = {one.kind: one for one in self.report.counted if one.stopped_at is None}
        assert found.keys() == self.running, "what the facts say and what the clocks say"
        return {kind: (one.rule, one.started_at, one.due_at) for kind, one in found.items()}

    @property
    def met(self) -> dict[str, datetime | None]:
        """When the clock of each limit that began last was met; None where it runs."""
        return {one.kind: one.stopped_at for one in self.report.counted}
