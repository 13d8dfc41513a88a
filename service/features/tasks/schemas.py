"""What tasks answer."""

from typing import Annotated
from uuid import UUID

from msgspec import UNSET, Meta, Struct

from service.edge.answer_types import ActionAnswer, AgencyCode, AreaCode, Page, PersonId
from service.features.reports.member_types import ErasedTexts, ReceiptOfChange, RegisterNumber, Version, Withholdable
from service.features.reports.routing_schemas import Obligatory
from service.features.reports.task_schemas import (
    CompletedAt,
    DueAt,
    DueClock,
    OfferedAt,
    Result,
    TaskId,
    TransferCode,
    TransferredFrom,
    TransferredTo,
)
from workflows.codes.reports import Category, ReportState, Severity
from workflows.codes.tasks import TaskKind, TaskRole, TaskState


class AboutAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """What a task shows of its report."""

    state: ReportState
    category: Category
    severity: Severity
    area: AreaCode
    register_number: RegisterNumber | None
    title: Withholdable


class TaskAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """A task whole, with what its reader may know of the report."""

    id: TaskId
    report: Annotated[UUID | None, Meta(description="Null when the caller may know only that the task exists.")]
    agency: AgencyCode
    role: TaskRole
    kind: TaskKind
    obligatory: Obligatory
    state: TaskState
    version: Version
    offered_at: OfferedAt
    due_at: DueAt
    due_clock: DueClock
    assignee: PersonId | None
    completed_by: PersonId | None
    completed_at: CompletedAt
    transferred_from: TransferredFrom
    transferred_to: TransferredTo
    transfer_kind: TransferCode
    calendar_changed: Annotated[
        bool,
        Meta(
            description="Whether a legal clock of its report runs by a calendar that has changed since, as it was seen "
            "seconds ago; the report's `clocks` tell which, and until when it would run."
        ),
    ]
    result: Result
    about: Annotated[AboutAnswer | None, Meta(description="Null when the caller may know only that the task exists.")]
    actions: list[ActionAnswer]
    erased: ErasedTexts = UNSET
    receipt: ReceiptOfChange = UNSET


class TaskPage(Page[TaskAnswer], frozen=True, kw_only=True, gc=False):
    """One page of tasks."""
