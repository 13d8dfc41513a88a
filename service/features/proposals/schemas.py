"""What proposals answer."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import UNSET, Meta, Struct, UnsetType

from service.edge.answer_types import ActionAnswer, Moment, Page
from service.edge.described import as_in
from service.features.reports.member_types import AuthorAnswer, ReceiptOfChange, ReportId
from workflows.codes.approvals import ApprovalState, ProposalKind, Protection
from workflows.codes.reports import Category, Classification, Severity
from workflows.decisions.protections.commands import ProposedAmendment

Because = Annotated[str | None, Meta(description="In words; null when there are none that the caller may read.")]


class AmendmentAnswer(Struct, frozen=True, kw_only=True, gc=False, omit_defaults=True):
    """The members that an amendment would change; absent ones stay."""

    category: Category | UnsetType = UNSET
    severity: Severity | UnsetType = UNSET
    classification: Classification | UnsetType = UNSET
    occurred_at: Annotated[datetime, as_in(ProposedAmendment, "occurred_at")] | UnsetType = UNSET
    known_at: Annotated[datetime, as_in(ProposedAmendment, "known_at")] | UnsetType = UNSET
    election: Annotated[str | None, as_in(ProposedAmendment, "election")] | UnsetType = UNSET
    named_persons: Annotated[list[UUID], Meta(description="The whole new list, by pseudonym.")] | UnsetType = UNSET


class ChangeProposalAnswer(Struct, frozen=True, kw_only=True, gc=False):
    """A proposal: what it asks for, which protections it weakens, who asked and why, and what became of it."""

    id: Annotated[UUID, Meta(description="The proposal itself.")]
    report: ReportId
    kind: ProposalKind
    amendment: Annotated[AmendmentAnswer | None, Meta(description="What is to be amended; null for the other kinds.")]
    agency: Annotated[
        str | None,
        Meta(
            description="Whose wall or accusation is to be taken away, or which is to be cleared to lead; null for an "
            "amendment."
        ),
    ]
    protections: Annotated[list[Protection], Meta(description="What it would weaken.")]
    state: ApprovalState
    reason: Because
    requested_by: AuthorAnswer
    requested_at: Annotated[Moment, Meta(description="When it was proposed.")]
    decision_reason: Because
    decided_by: Annotated[AuthorAnswer | None, Meta(description="Who decided; null until then.")]
    decided_at: Annotated[Moment | None, Meta(description="When it was decided; null until then.")]
    actions: list[ActionAnswer]
    receipt: ReceiptOfChange = UNSET


class ChangeProposalPage(Page[ChangeProposalAnswer], frozen=True, kw_only=True, gc=False):
    """One page of a report's proposals, oldest first."""
