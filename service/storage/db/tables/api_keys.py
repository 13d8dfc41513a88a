"""Keys for machines."""

import datetime as dt
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from service.storage.db import columns as c

KEY_IS_WHOLE = (
    "length(hash) = 32 AND cardinality(scopes) > 0 AND expires_at > created_at"
    " AND (revoked_at IS NULL) = (revoked_by IS NULL) AND (revoked_at IS NULL) = (revoked_agency IS NULL)"
)


class ApiKey(SQLModel, table=True):
    """A key for a machine, known by the SHA-256 of its secret alone.

    ``maker_role`` is the office in which it was made: it sees no more. ``last_used_at`` is the hour in which it was
    last used. Once revoked, it stays so.
    """

    __tablename__ = "api_key"
    __table_args__ = (
        c.check("api_key_is_whole", KEY_IS_WHOLE),
        Index("api_key_by_hash", "region", "hash", unique=True),
        Index("api_key_by_time", "region", "created_at", "id"),
    )

    region: str = Field(sa_column=c.textual(key=True))
    id: UUID = Field(sa_column=c.uuid(key=True))
    hash: bytes = Field(sa_column=c.raw())
    name: str = Field(sa_column=c.textual())
    agency: str = Field(sa_column=c.textual())
    scopes: list[str] = Field(sa_column=c.texts())
    expires_at: dt.datetime = Field(sa_column=c.moment())
    created_at: dt.datetime = Field(sa_column=c.moment())
    created_by: UUID = Field(sa_column=c.uuid())
    maker_role: str = Field(sa_column=c.textual())
    last_used_at: dt.datetime | None = Field(sa_column=c.moment(null=True))
    revoked_at: dt.datetime | None = Field(sa_column=c.moment(null=True))
    revoked_by: UUID | None = Field(sa_column=c.uuid(null=True))
    revoked_agency: str | None = Field(sa_column=c.textual(null=True))
