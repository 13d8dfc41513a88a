"""Cases at Sentra Gakkumdu."""

import datetime as dt
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from service.storage.db import columns as c
from workflows.codes.cases import CaseState


class GakkumduCase(SQLModel, table=True):
    """The Gakkumdu case of a report as it stands; its steps are events of the report. A report has one at most."""

    __tablename__ = "gakkumdu_case"
    __table_args__ = (
        c.of_report("gakkumdu_case_of_report"),
        c.check(
            "gakkumdu_case_is_whole",
            "state <> 'unregistered' AND step_at >= registered_at AND (police_number IS NOT NULL OR state IN"
            " ('registered', 'first_discussed', 'second_discussed', 'forwarded', 'stopped'))"
            " AND (police_receipt IS NULL OR police_number IS NOT NULL)",
        ),
        Index("gakkumdu_case_by_number", "region", "register_number"),
    )

    region: str = Field(sa_column=c.textual(key=True))
    report_id: UUID = Field(sa_column=c.uuid(key=True))
    state: str = Field(sa_column=c.code("case_state", CaseState))
    register_number: str = Field(sa_column=c.textual())
    sigaplapor_number: str | None = Field(sa_column=c.textual(null=True))
    form: str = Field(sa_column=c.textual())
    police_number: str | None = Field(sa_column=c.textual(null=True))
    police_receipt: str | None = Field(sa_column=c.textual(null=True))
    bundle: list[str] = Field(sa_column=c.texts())
    registered_at: dt.datetime = Field(sa_column=c.moment())
    step_at: dt.datetime = Field(sa_column=c.moment())
