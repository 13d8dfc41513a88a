"""Reviews after an election."""

import datetime as dt
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from service.storage.db import columns as c
from workflows.codes.reports import TextField
from workflows.codes.reviews import LessonKind, ReviewState


class Review(SQLModel, table=True):
    """An after-action review of an event, carried by a report. What it holds is kept in ``review_entry``."""

    __tablename__ = "review"
    __table_args__ = (
        c.of_report("review_of_report"),
        UniqueConstraint("region", "report_id", name="review_one_each"),
        c.check(
            "review_is_whole",
            "(state = 'closed') = (closed_at IS NOT NULL) AND (closed_at IS NULL) = (closed_by IS NULL)"
            " AND (closed_at IS NULL) = (closed_agency IS NULL) AND version >= 1",
        ),
        Index("review_by_time", "region", "opened_at", "id"),
        Index("review_by_event", "region", "event", "opened_at", "id"),
    )

    region: str = Field(sa_column=c.textual(key=True))
    id: UUID = Field(sa_column=c.uuid(key=True))
    report_id: UUID = Field(sa_column=c.uuid())
    event: str = Field(sa_column=c.textual())
    state: str = Field(sa_column=c.code("review_state", ReviewState))
    version: int = Field(sa_column=c.number())
    opened_by: UUID = Field(sa_column=c.uuid())
    opened_agency: str = Field(sa_column=c.textual())
    opened_at: dt.datetime = Field(sa_column=c.moment())
    closed_by: UUID | None = Field(sa_column=c.uuid(null=True))
    closed_agency: str | None = Field(sa_column=c.textual(null=True))
    closed_at: dt.datetime | None = Field(sa_column=c.moment(null=True))


class ReviewEntry(SQLModel, table=True):
    """One version of a section of a review, one lesson or one recommendation; ``field`` says which. Append-only.

    Its words are the text ``text_id``. A lesson has a kind; a recommendation has an owner and a due time.
    """

    __tablename__ = "review_entry"
    __table_args__ = (
        c.of_report("review_entry_of_report"),
        ForeignKeyConstraint(["region", "review_id"], ["review.region", "review.id"], name="review_entry_of_review"),
        c.check(
            "review_entry_is_whole",
            "field IN ('planned', 'happened', 'why', 'lesson', 'recommendation')"
            " AND (field = 'lesson') = (lesson_kind IS NOT NULL) AND (field = 'recommendation') = (owner IS NOT NULL)"
            " AND (owner IS NULL) = (due_at IS NULL)",
        ),
        Index("review_entry_of_review_index", "region", "review_id", "id"),
    )

    region: str = Field(sa_column=c.textual(key=True))
    id: UUID = Field(sa_column=c.uuid(key=True))
    review_id: UUID = Field(sa_column=c.uuid())
    report_id: UUID = Field(sa_column=c.uuid())
    field: str = Field(sa_column=c.code("text_field", TextField))
    lesson_kind: str | None = Field(sa_column=c.code("lesson_kind", LessonKind, null=True))
    owner: str | None = Field(sa_column=c.textual(null=True))
    due_at: dt.datetime | None = Field(sa_column=c.moment(null=True))
    text_id: UUID = Field(sa_column=c.uuid())
    added_by: UUID = Field(sa_column=c.uuid())
    added_agency: str = Field(sa_column=c.textual())
    added_at: dt.datetime = Field(sa_column=c.moment())
