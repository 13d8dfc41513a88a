"""What is told to whom, what is owed to be told, and who is kept out."""

import datetime as dt
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, text
from sqlmodel import Field, SQLModel

from service.storage.db import columns as c
from workflows.codes.clocks import LawStatus
from workflows.codes.notices import Audience, NoticeChannel, NoticeLanguage, Occasion


class Notice(SQLModel, table=True):
    """A notice that was sent, by the event that tells of it. Append-only; its words are the text ``text_id``.

    ``named`` says that somebody is named as its recipient, in ``sealed_recipient``.
    """

    __tablename__ = "notice"
    __table_args__ = (
        c.of_report("notice_of_report"),
        c.check(
            "notice_is_whole",
            "(audience = 'agency') = (to_agency IS NOT NULL) AND (template IS NULL) = (template_version IS NULL)"
            " AND NOT (named AND audience = 'public')",
        ),
        Index("notice_of_report_index", "region", "report_id", "id"),
    )

    region: str = Field(sa_column=c.textual(key=True))
    id: UUID = Field(sa_column=c.uuid(key=True))
    report_id: UUID = Field(sa_column=c.uuid())
    event_id: UUID = Field(sa_column=c.uuid())
    text_id: UUID = Field(sa_column=c.uuid())
    audience: str = Field(sa_column=c.code("audience", Audience))
    channel: str | None = Field(sa_column=c.code("notice_channel", NoticeChannel, null=True))
    language: str = Field(sa_column=c.code("notice_language", NoticeLanguage))
    occasion: str | None = Field(sa_column=c.code("occasion", Occasion, null=True))
    template: str | None = Field(sa_column=c.textual(null=True))
    template_version: str | None = Field(sa_column=c.textual(null=True))
    to_agency: str | None = Field(sa_column=c.textual(null=True))
    named: bool = Field(sa_column=c.flag())
    sent_at: dt.datetime = Field(sa_column=c.moment())
    sent_by: UUID = Field(sa_column=c.uuid())
    sent_agency: str = Field(sa_column=c.textual())
    recorded_at: dt.datetime = Field(sa_column=c.moment())


class SealedRecipient(SQLModel, table=True):
    """Who received a notice, encrypted under the report's key, or erased by an erasure."""

    __tablename__ = "sealed_recipient"
    __table_args__ = (
        c.of_report("sealed_recipient_of_report"),
        ForeignKeyConstraint(
            ["region", "notice_id"], ["notice.region", "notice.id"], name="sealed_recipient_of_notice"
        ),
        c.of_erasure("sealed_recipient_erased_by"),
        c.check("sealed_recipient_is_whole", "(sealed IS NULL) = (erasure IS NOT NULL)"),
        Index("sealed_recipient_of_report_index", "region", "report_id"),
    )

    region: str = Field(sa_column=c.textual(key=True))
    notice_id: UUID = Field(sa_column=c.uuid(key=True))
    report_id: UUID = Field(sa_column=c.uuid())
    sealed: bytes | None = Field(sa_column=c.raw(null=True))
    created_at: dt.datetime = Field(sa_column=c.moment())
    erasure: UUID | None = Field(sa_column=c.uuid(null=True))


class OwedNotice(SQLModel, table=True):
    """A notice that the event ``event_id`` obliges to. Settled by a notice, or without one when nobody is left to tell.

    ``due_at`` remembers the rule it was set by: ``basis``, ``status`` and ``policy_version`` are those of that day.
    """

    __tablename__ = "owed_notice"
    __table_args__ = (
        c.of_report("owed_notice_of_report"),
        c.check("owed_notice_is_whole", "due_at >= since AND (settled_at IS NOT NULL OR notice_id IS NULL)"),
        Index("owed_notice_of_report_index", "region", "report_id"),
        Index("owed_notice_open", "region", "due_at", "id", postgresql_where=text("settled_at IS NULL")),
    )

    region: str = Field(sa_column=c.textual(key=True))
    id: UUID = Field(sa_column=c.uuid(key=True))
    report_id: UUID = Field(sa_column=c.uuid())
    event_id: UUID = Field(sa_column=c.uuid())
    occasion: str = Field(sa_column=c.code("occasion", Occasion))
    audience: str = Field(sa_column=c.code("audience", Audience))
    since: dt.datetime = Field(sa_column=c.moment())
    due_at: dt.datetime = Field(sa_column=c.moment())
    basis: str = Field(sa_column=c.textual())
    status: str = Field(sa_column=c.code("law_status", LawStatus))
    policy_version: str = Field(sa_column=c.textual())
    settled_at: dt.datetime | None = Field(sa_column=c.moment(null=True))
    notice_id: UUID | None = Field(sa_column=c.uuid(null=True))


class ReportWall(SQLModel, table=True):
    """A wall that somebody put up around an agency nobody accuses, and who took it down again."""

    __tablename__ = "report_wall"
    __table_args__ = (
        c.of_report("report_wall_of_report"),
        c.check(
            "report_wall_is_whole",
            "(lifted_at IS NULL) = (lifted_by IS NULL) AND (lifted_at IS NULL) = (lifted_agency IS NULL)",
        ),
        Index(
            "report_wall_stands_once",
            "region",
            "report_id",
            "agency",
            unique=True,
            postgresql_where=text("lifted_at IS NULL"),
        ),
    )

    region: str = Field(sa_column=c.textual(key=True))
    id: UUID = Field(sa_column=c.uuid(key=True))
    report_id: UUID = Field(sa_column=c.uuid())
    agency: str = Field(sa_column=c.textual())
    raised_by: UUID = Field(sa_column=c.uuid())
    raised_agency: str = Field(sa_column=c.textual())
    raised_at: dt.datetime = Field(sa_column=c.moment())
    lifted_by: UUID | None = Field(sa_column=c.uuid(null=True))
    lifted_agency: str | None = Field(sa_column=c.textual(null=True))
    lifted_at: dt.datetime | None = Field(sa_column=c.moment(null=True))
