"""First answers to commands."""

import datetime as dt
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from service.storage.db import columns as c
from service.storage.db.tables.storage import ROOM_FOR_ANSWERS


class Idempotency(SQLModel, table=True):
    """The first answer to a command, for its repetition. Written with the change itself.

    Only the primary key begins with the region: a look-up planned while the table was empty has no other index
    to choose. The answer of a secret report is sealed with the fingerprint in front of it; ``body`` is null once an
    erasure has destroyed it.
    """

    __tablename__ = "idempotency"
    __table_args__ = (
        Index("idempotency_by_age", "created_at"),
        {"postgresql_with": ROOM_FOR_ANSWERS},
    )

    region: str = Field(sa_column=c.textual(key=True))
    person: UUID = Field(sa_column=c.uuid(key=True))
    key: str = Field(sa_column=c.textual(key=True))
    fingerprint: bytes = Field(sa_column=c.raw())
    status: int = Field(sa_column=c.small())
    etag: str | None = Field(sa_column=c.textual(null=True))
    location: str | None = Field(sa_column=c.textual(null=True))
    body: bytes | None = Field(sa_column=c.raw(null=True))
    created_at: dt.datetime = Field(sa_column=c.moment())
    report_id: UUID | None = Field(sa_column=c.uuid(null=True))
    sealed: bool = Field(sa_column=c.flag_off())
