"""How much of their quotas principals have had."""

import datetime as dt
from uuid import UUID

from sqlmodel import Field, SQLModel

from service.storage.db import columns as c


class RateWindow(SQLModel, table=True):
    """What was leased of one principal's quota in the newest window.

    It is of no region: a quota is a principal's wherever they ask, and the table is reached by one function alone.
    It is not logged: after a crash of the database, quotas begin anew.
    """

    __tablename__ = "rate_window"
    __table_args__ = (c.check("rate_window_counts_up", "used >= 0"), {"prefixes": ["UNLOGGED"]})

    principal: UUID = Field(sa_column=c.uuid(key=True))
    kind: str = Field(sa_column=c.textual(key=True))
    began_at: dt.datetime = Field(sa_column=c.moment())
    used: int = Field(sa_column=c.big())
