"""Reference tables: the same for every region."""

from sqlmodel import Field, SQLModel

from service.storage.db import columns as c


class Area(SQLModel, table=True):
    """Reference: a region, kecamatan or village by its Kemendagri code."""

    __tablename__ = "area"

    code: str = Field(sa_column=c.textual(key=True))
    name: str = Field(sa_column=c.textual())
    level: str = Field(sa_column=c.textual())
