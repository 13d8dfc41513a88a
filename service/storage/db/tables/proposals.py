"""Proposals that take protection away from a report."""

import datetime as dt
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from service.storage.db import columns as c
from workflows.codes.approvals import ApprovalState, ProposalKind


class Proposal(SQLModel, table=True):
    """What one person proposed and another decided on: ``asks`` is the proposal as it was asked.

    ``was`` is what it would replace, as it was then.
    """

    __tablename__ = "proposal"
    __table_args__ = (
        c.of_report("proposal_of_report"),
        c.check(
            "proposal_is_whole",
            "cardinality(protections) > 0 AND (state = 'requested') = (decided_at IS NULL)"
            " AND (decided_at IS NULL) = (decided_by IS NULL) AND (decided_at IS NULL) = (decided_agency IS NULL)"
            " AND (decided_at IS NULL) = (decided_event IS NULL) AND decided_by IS DISTINCT FROM requested_by",
        ),
        Index("proposal_of_report_index", "region", "report_id", "id"),
    )

    region: str = Field(sa_column=c.textual(key=True))
    id: UUID = Field(sa_column=c.uuid(key=True))
    report_id: UUID = Field(sa_column=c.uuid())
    kind: str = Field(sa_column=c.code("proposal_kind", ProposalKind))
    asks: str = Field(sa_column=c.document())
    was: str = Field(sa_column=c.document())
    protections: list[str] = Field(sa_column=c.texts())
    state: str = Field(sa_column=c.code("erasure_state", ApprovalState))
    reason_text: UUID = Field(sa_column=c.uuid())
    requested_by: UUID = Field(sa_column=c.uuid())
    requested_agency: str = Field(sa_column=c.textual())
    requested_at: dt.datetime = Field(sa_column=c.moment())
    decided_by: UUID | None = Field(sa_column=c.uuid(null=True))
    decided_agency: str | None = Field(sa_column=c.textual(null=True))
    decided_at: dt.datetime | None = Field(sa_column=c.moment(null=True))
    decided_event: UUID | None = Field(sa_column=c.uuid(null=True))
    decision_text: UUID | None = Field(sa_column=c.uuid(null=True))
