"""What a report answers of each of its tasks."""

from typing import Annotated
from uuid import UUID

from msgspec import UNSET, Meta, Struct

from service.edge.answer_types import AgencyCode, Moment, PersonId
from service.edge.described import one_of
from service.features.reports.member_types import ErasedTexts, ReportId, Version
from service.features.reports.routing_schemas import Obligatory
from workflows.codes.tasks import TaskKind, TaskRole, TaskState, TransferKind

TransferCode = Annotated[
    Annotated[str, one_of(TransferKind)] | None, Meta(description="How this task was handed over to another agency.")
]
TaskId = Annotated[UUID, Meta(description="A task of the region.")]
OfferedAt = Annotated[Moment, Meta(description="When it was offered to the agency.")]
DueAt = Annotated[
    Moment | None,
    Meta(description="When its answer is due while it is offered, then when the work is wanted, if asked for."),
]
CompletedAt = Annotated[Moment | None, Meta(description="When its work was done; null until then.")]
TransferredFrom = Annotated[
    UUID | None,
    Meta(
        description="The task that was handed over to make this one; of a duplicate that was merged, if you read both."
    ),
]
TransferredTo = Annotated[
    UUID | None, Meta(description="The task that this one became at the agency it was handed to.")
]
Result = Annotated[str | None, Meta(description="What was done, once it is done.")]
DueClock = Annotated[
    str | None, Meta(description="What gave `due_at`: `acknowledge` for a service clock, `requested` for a wish.")
]


class TaskItem(Struct, frozen=True, kw_only=True, gc=False):
    """A task as its report shows it."""

    id: TaskId
    report: ReportId
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
    result: Result
    erased: ErasedTexts = UNSET
