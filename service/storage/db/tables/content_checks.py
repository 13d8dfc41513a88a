"""Content that circulates and is checked at the hoax desk."""

import datetime as dt
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index
from sqlmodel import Field, SQLModel

from service.storage.db import columns as c
from workflows.codes.content import ContentState, ContentVerdict, TakedownOutcome


class ContentCheck(SQLModel, table=True):
    """A check of content, as its last event left it. Its words are texts of the report."""

    __tablename__ = "content_check"
    __table_args__ = (
        c.of_report("content_check_of_report"),
        ForeignKeyConstraint(["region", "screenshot"], ["evidence.region", "evidence.id"], name="content_check_shown"),
        c.check(
            "content_check_is_whole",
            "version >= 1 AND num_nonnulls(url_text, sha256, screenshot) > 0"
            " AND (state = 'open') = (verdict IS NULL)"
            " AND num_nonnulls(verdict, clarification_text, judged_by, judged_agency, judged_at) IN (0, 5)"
            " AND (state IN ('takedown_requested', 'takedown_answered')) = (requested_at IS NOT NULL)"
            " AND (requested_at IS NULL) = (recipient_text IS NULL)"
            " AND (state = 'takedown_answered') = (outcome IS NOT NULL)"
            " AND (outcome IS NULL) = (answered_at IS NULL)",
        ),
        Index("content_check_of_report_index", "region", "report_id", "id"),
    )

    region: str = Field(sa_column=c.textual(key=True))
    id: UUID = Field(sa_column=c.uuid(key=True))
    report_id: UUID = Field(sa_column=c.uuid())
    state: str = Field(sa_column=c.code("content_state", ContentState))
    version: int = Field(sa_column=c.number())
    url_text: UUID | None = Field(sa_column=c.uuid(null=True))
    sha256: bytes | None = Field(sa_column=c.raw(null=True))
    screenshot: UUID | None = Field(sa_column=c.uuid(null=True))
    opened_by: UUID = Field(sa_column=c.uuid())
    opened_agency: str = Field(sa_column=c.textual())
    opened_at: dt.datetime = Field(sa_column=c.moment())
    verdict: str | None = Field(sa_column=c.code("content_verdict", ContentVerdict, null=True))
    clarification_text: UUID | None = Field(sa_column=c.uuid(null=True))
    judged_by: UUID | None = Field(sa_column=c.uuid(null=True))
    judged_agency: str | None = Field(sa_column=c.textual(null=True))
    judged_at: dt.datetime | None = Field(sa_column=c.moment(null=True))
    recipient_text: UUID | None = Field(sa_column=c.uuid(null=True))
    reference_text: UUID | None = Field(sa_column=c.uuid(null=True))
    requested_at: dt.datetime | None = Field(sa_column=c.moment(null=True))
    outcome: str | None = Field(sa_column=c.code("takedown_outcome", TakedownOutcome, null=True))
    answer_text: UUID | None = Field(sa_column=c.uuid(null=True))
    answered_at: dt.datetime | None = Field(sa_column=c.moment(null=True))
