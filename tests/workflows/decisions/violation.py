"""One report and its administrative violation, decided step by step at times of the test's choosing, no database."""

from datetime import UTC, datetime
from typing import Any

from uuid_utils.compat import uuid7

from tests.edge.contract.administrative_steps import OF_KPU, body_of
from tests.features.gakkumdu.desk import POLICY, Desk
from tests.trail.verifier.trails import SARI, person
from workflows.access.actors import Actor
from workflows.codes.people import Role
from workflows.decisions.administrative.commands import AdministrativeStepRequest
from workflows.decisions.administrative.so_far import BEFORE_ANY, Path
from workflows.decisions.administrative.violation_path import decide_step
from workflows.decisions.change import Circumstances

NUR = Actor(person=person("Nur"), role=Role.OFFICER, agency="kpu", regions=SARI.regions, scopes=frozenset())
KIND = {"category": "administrative", "severity": "S3", "classification": "ordinary"}


class Violation(Desk):
    """The report after its registration; ``path`` is how far its administrative violation has come."""

    def __init__(self, known: datetime, registered: datetime | None = None, **changes: Any) -> None:
        super().__init__(known, **{**KIND, "source": {"channel": "counter"}, **changes})
        self.path: Path = BEFORE_ANY
        self.verify(registered)

    def administrative(
        self, step: str, when: datetime | None = None, who: Actor | None = None, **members: Any
    ) -> "Violation":
        """Take a step by somebody who may, entered at a moment."""
        self.now = when or self.now
        command = AdministrativeStepRequest.model_validate(body_of(step) | members).root
        whoever = who or (NUR if step in OF_KPU else SARI)
        change, self.path = decide_step(self.report, self.path, command, whoever, self.given())
        self._keep(change)
        return self

    def given(self) -> Circumstances:
        return Circumstances(POLICY, self.now.astimezone(UTC), iter(uuid7, None))

    @property
    def running(self) -> set[str]:
        """The limits of the law that run by the report's own facts."""
        return {str(step) for step in self.report.limits_running}
