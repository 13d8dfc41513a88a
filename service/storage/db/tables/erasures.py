"""Erasures of what a report holds."""

import datetime as dt
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from service.storage.db import columns as c
from workflows.codes.approvals import ApprovalState, ErasureTarget


class Erasure(SQLModel, table=True):
    """What one person asked to erase and another decided on.

    ``text_id`` names the text, or the notice whose recipient is meant.
    """

    __tablename__ = "erasure"
    __table_args__ = (
        c.of_report("erasure_of_report"),
        c.check(
            "erasure_is_whole",
            "(target = 'reporter') = (text_id IS NULL) AND (state = 'requested') = (decided_at IS NULL)"
            " AND (decided_at IS NULL) = (decided_by IS NULL) AND (decided_at IS NULL) = (decided_agency IS NULL)"
            " AND (decided_at IS NULL) = (decided_event IS NULL)",
        ),
        Index("erasure_of_report_index", "region", "report_id", "id"),
    )

    region: str = Field(sa_column=c.textual(key=True))
    id: UUID = Field(sa_column=c.uuid(key=True))
    report_id: UUID = Field(sa_column=c.uuid())
    target: str = Field(sa_column=c.code("erasure_target", ErasureTarget))
    text_id: UUID | None = Field(sa_column=c.uuid(null=True))
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
