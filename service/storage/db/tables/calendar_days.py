"""Days that a region's operator keeps beside the national calendar."""

import datetime as dt
from uuid import UUID

from sqlalchemy import Column, Date, Index, text
from sqlmodel import Field, SQLModel

from service.storage.db import columns as c

DAY_IS_WHOLE = (
    "day BETWEEN DATE '2015-01-01' AND DATE '2099-12-31' AND length(reason) > 0 AND length(source) > 0"
    " AND (withdrawn_at IS NULL) = (withdrawn_by IS NULL) AND (withdrawn_at IS NULL) = (withdrawal_reason IS NULL)"
)


class CalendarDay(SQLModel, table=True):
    """A day that the region says is off, or worked after all: why, by what source, by whom. Withdrawn, it stays so."""

    __tablename__ = "calendar_day"
    __table_args__ = (
        c.check("calendar_day_is_whole", DAY_IS_WHOLE),
        Index("calendar_day_once", "region", "day", unique=True, postgresql_where=text("withdrawn_at IS NULL")),
        Index("calendar_day_by_time", "region", "kept_at", "id"),
    )

    region: str = Field(sa_column=c.textual(key=True))
    id: UUID = Field(sa_column=c.uuid(key=True))
    day: dt.date = Field(sa_column=Column(Date, nullable=False))
    working_day: bool = Field(sa_column=c.flag())
    name_en: str = Field(sa_column=c.textual())
    name_id: str = Field(sa_column=c.textual())
    reason: str = Field(sa_column=c.textual())
    source: str = Field(sa_column=c.textual())
    kept_at: dt.datetime = Field(sa_column=c.moment())
    kept_by: UUID = Field(sa_column=c.uuid())
    withdrawn_at: dt.datetime | None = Field(sa_column=c.moment(null=True))
    withdrawn_by: UUID | None = Field(sa_column=c.uuid(null=True))
    withdrawal_reason: str | None = Field(sa_column=c.textual(null=True))
