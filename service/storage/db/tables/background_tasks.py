"""How the background tasks of every process stand."""

import datetime as dt
from uuid import UUID

from sqlmodel import Field, SQLModel

from service.storage.db import columns as c


class BackgroundTask(SQLModel, table=True):
    """One task of one process, as that process told it last.

    It is of no region: a task works for every one. It is not logged: after a crash of the database each is told anew.
    """

    __tablename__ = "background_task"
    __table_args__ = (c.check("background_task_counts_up", "failures >= 0"), {"prefixes": ["UNLOGGED"]})

    process: UUID = Field(sa_column=c.uuid(key=True))
    task: str = Field(sa_column=c.textual(key=True))
    part: str = Field(sa_column=c.textual())
    failures: int = Field(sa_column=c.big())
    failed_at: dt.datetime | None = Field(sa_column=c.moment(null=True))
    error: str | None = Field(sa_column=c.textual(null=True))
    still: bool = Field(sa_column=c.flag())
    seen_at: dt.datetime = Field(sa_column=c.moment())
