"""What tasks answer."""

from typing import Annotated
from uuid import UUID

from msgspec import UNSET, Meta, Struct, UnsetType

from service.reports.schemas import DueClock, TransferCode
from service.schemas import ActionAnswer, AgencyCode, AreaCode, Moment, Page, PersonId, Receipt
from workflows.codes import Category, ReportState, Severity, TaskKind, TaskRole, TaskState


class AboutAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """What a task shows of its report."""

    state: ReportState
    category: Category
    severity: Severity
    area: AreaCode
    register_number: str | None
    title: Annotated[str | None, Meta(description="Null when the caller may not read the texts.")]


class TaskAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """A task whole, with what its reader may know of the report."""

    id: UUID
    report: Annotated[UUID | None, Meta(description="Null when the caller may know only that the task exists.")]
    agency: AgencyCode
    role: TaskRole
    kind: TaskKind
    obligatory: Annotated[bool, Meta(description="Whether the report waits for it before it is handled.")]
    state: TaskState
    version: Annotated[int, Meta(description="What its ETag says.")]
    offered_at: Moment
    due_at: Moment | None
    due_clock: DueClock
    assignee: PersonId | None
    completed_by: PersonId | None
    completed_at: Moment | None
    transferred_from: Annotated[UUID | None, Meta(description="The task that was handed over to make this one.")]
    transfer_kind: TransferCode
    result: Annotated[str | None, Meta(description="What was done, once it is done.")]
    about: Annotated[AboutAnswer | None, Meta(description="Null when the caller may know only that the task exists.")]
    actions: list[ActionAnswer]
    receipt: Annotated[Receipt | UnsetType, Meta(description="Present in the answer of a change alone.")] = UNSET


class TaskPage(Page[TaskAnswer], frozen=True, kw_only=True, gc=False):
    """One page of tasks."""
