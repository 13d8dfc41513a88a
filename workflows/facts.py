"""What the law is told about a report and its tasks before it decides."""

from datetime import datetime
from uuid import UUID

import msgspec

from workflows.codes import (
    Category,
    Classification,
    Outcome,
    ReportState,
    Severity,
    Stage,
    TaskKind,
    TaskRole,
    TaskState,
)


class TaskFacts(msgspec.Struct, frozen=True, kw_only=True):
    """One task. ``round`` counts how often its report was reopened when the task was made.

    ``recommendation`` is the entry of the review that it came of, if it came of one.
    """

    id: UUID
    report_id: UUID
    agency: str
    role: TaskRole
    kind: TaskKind
    obligatory: bool
    state: TaskState
    version: int
    round: int
    offered_at: datetime
    requested_due_at: datetime | None = None
    due_at: datetime | None = None
    due_clock: str | None = None
    assignee: UUID | None = None
    completed_by: UUID | None = None
    completed_at: datetime | None = None
    transferred_from: UUID | None = None
    transfer_kind: str | None = None
    recommendation: UUID | None = None


class ReportFacts(msgspec.Struct, frozen=True, kw_only=True):
    """One report with its tasks.

    ``seq`` and ``head`` are the number and the leaf hash of its latest event. ``named`` are the
    persons a secret report names; ``held_by`` the agencies that hold or ever held a task of it;
    ``reporter_erasure`` is the erasure by which the reporter's identity was destroyed; ``formal_receipt_at`` is
    when it counts as received if it is a formal report; ``review`` is the after-action review that it carries.
    """

    region: str
    id: UUID
    state: ReportState
    version: int
    seq: int
    head: bytes | None
    category: Category
    severity: Severity
    classification: Classification
    reported_by: UUID
    reporting_agency: str
    reported_at: datetime
    occurred_at: datetime
    known_at: datetime
    area: str
    rule: str
    policy_version: str
    lead_agency: str | None
    election: str | None = None
    stage: Stage | None = None
    accused: frozenset[str] = frozenset()
    walled: frozenset[str] = frozenset()
    named: frozenset[UUID] = frozenset()
    held_by: frozenset[str] = frozenset()
    round: int = 1
    register_number: str | None = None
    outcome: Outcome | None = None
    closed_at: datetime | None = None
    athg: str | None = None
    field: str | None = None
    checklist_formal: bool | None = None
    checklist_material: bool | None = None
    reliability: str | None = None
    credibility: int | None = None
    reporter_erasure: UUID | None = None
    formal_receipt_at: datetime | None = None
    review: UUID | None = None
    tasks: tuple[TaskFacts, ...] = ()

    def task(self, task_id: UUID) -> TaskFacts:
        """Return the task of that id. Raises StopIteration when the report has no such task."""
        return next(task for task in self.tasks if task.id == task_id)
