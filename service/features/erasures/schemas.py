"""What erasures answer."""

from typing import Annotated
from uuid import UUID

from msgspec import UNSET, Meta, Struct

from service.edge.answer_types import ActionAnswer, Moment, Page
from service.edge.described import as_in, one_of
from service.features.reports.member_types import AuthorAnswer, ReceiptOfChange, ReportId
from workflows.codes.approvals import ApprovalState, ErasureTarget
from workflows.codes.reports import TextField
from workflows.decisions.erasures import commands

Because = Annotated[str | None, Meta(description="In words; null when there are none that the caller may read.")]


class ErasureAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """An erasure: what is to go, who asked and why, and what became of it."""

    id: Annotated[UUID, Meta(description="The erasure itself.")]
    report: ReportId
    target: ErasureTarget
    text: Annotated[UUID | None, as_in(commands.RequestErasure, "text")]
    field: Annotated[Annotated[str, one_of(TextField)] | None, Meta(description="Which text it is; null for a person.")]
    state: ApprovalState
    reason: Because
    requested_by: AuthorAnswer
    requested_at: Annotated[Moment, Meta(description="When it was asked for.")]
    decision_reason: Because
    decided_by: Annotated[AuthorAnswer | None, Meta(description="Who decided; null until then.")]
    decided_at: Annotated[Moment | None, Meta(description="When it was decided; null until then.")]
    actions: list[ActionAnswer]
    receipt: ReceiptOfChange = UNSET


class ErasurePage(Page[ErasureAnswer], frozen=True, kw_only=True, gc=False):
    """One page of a report's erasures, oldest first."""
