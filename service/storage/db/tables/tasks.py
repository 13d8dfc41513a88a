"""Tasks and clocks."""

import datetime as dt
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from service.storage.db import columns as c
from service.storage.db.tables.storage import ROOM_FOR_UPDATES
from workflows.codes.clocks import (
    ClockFamily,
    ClockKind,
    CountsFrom,
    DayKind,
    ExtensionGround,
    LawStatus,
    LegalStep,
    Rung,
)
from workflows.codes.tasks import TaskKind, TaskRole, TaskState, TransferKind


class Task(SQLModel, table=True):
    """A task of one agency on one report."""

    __tablename__ = "task"
    __table_args__ = (
        c.of_report("task_of_report"),
        c.check(
            "task_state_is_whole",
            "(state = 'done') = (completed_at IS NOT NULL) AND (state = 'done') = (completed_by IS NOT NULL)"
            " AND (state = 'done') = (result_text IS NOT NULL)"
            " AND (state = 'transferred') = (transfer_kind IS NOT NULL) AND version >= 1",
        ),
        Index("task_of_report_index", "region", "report_id"),
        Index("task_queue", "region", "agency", "state", "due_order", "id"),
        Index("task_queue_all", "region", "agency", "due_order", "id"),
        Index("task_by_state", "region", "state", "due_order", "id"),
        Index("task_by_due", "region", "due_order", "id"),
        Index(
            "task_by_assignee",
            "region",
            "assignee",
            "due_order",
            "id",
            postgresql_where=text("assignee IS NOT NULL"),
        ),
        {"postgresql_with": ROOM_FOR_UPDATES},
    )

    region: str = Field(sa_column=c.textual(key=True))
    id: UUID = Field(sa_column=c.uuid(key=True))
    report_id: UUID = Field(sa_column=c.uuid())
    agency: str = Field(sa_column=c.textual())
    role: str = Field(sa_column=c.code("task_role", TaskRole))
    kind: str = Field(sa_column=c.code("task_kind", TaskKind))
    obligatory: bool = Field(sa_column=c.flag())
    state: str = Field(sa_column=c.code("task_state", TaskState))
    version: int = Field(sa_column=c.number())
    round: int = Field(sa_column=c.number())
    offered_at: dt.datetime = Field(sa_column=c.moment())
    requested_due_at: dt.datetime | None = Field(sa_column=c.moment(null=True))
    due_at: dt.datetime | None = Field(sa_column=c.moment(null=True))
    due_order: dt.datetime = Field(sa_column=c.moment())
    due_clock: str | None = Field(sa_column=c.textual(null=True))
    assignee: UUID | None = Field(sa_column=c.uuid(null=True))
    completed_by: UUID | None = Field(sa_column=c.uuid(null=True))
    completed_at: dt.datetime | None = Field(sa_column=c.moment(null=True))
    result_text: UUID | None = Field(sa_column=c.uuid(null=True))
    transferred_from: UUID | None = Field(sa_column=c.uuid(null=True))
    transfer_kind: str | None = Field(sa_column=c.code("transfer_kind", TransferKind, null=True))
    recommendation: UUID | None = Field(sa_column=c.uuid(null=True))
    worked_by: list[UUID] = Field(sa_column=c.uuids())
    readers: list[str] = Field(sa_column=c.texts())
    walled: list[str] = Field(sa_column=c.texts())
    updated_at: dt.datetime = Field(sa_column=c.moment())


BY_WORKING_DAYS = "family = 'legal' AND stopped_at IS NULL AND (day_kind = 'working_days' OR readings <> '[]')"
"""What runs by law and has a reading of working days, or may have: what a calendar can change."""

BY_A_COUNTER_ALONE = (
    "family = 'legal' AND stopped_at IS NULL AND day_kind <> 'working_days' AND readings = '[]'"
    " AND counter_end IS NOT NULL"
)
"""What else a calendar can change: only the counter's end of it, on the days on which that is shut."""

MARKED_ALONE = f"calendar_changed AND {BY_A_COUNTER_ALONE}"


class Clock(SQLModel, table=True):
    """A service or legal clock that runs, or ran, on a report or on one of its tasks.

    It holds all that explains it: no change of policy or law rewrites a clock that runs. ``paused_s`` counts the
    seconds of its pauses that are over. ``warned`` is the percent of its last warning, ``rung`` how far up it went once
    it was missed, ``next_at`` when the worker must look at it next. ``counter_end`` is when the counter last closes
    before ``due_at``, for what is handed in there. ``calendar_changed`` marks for lists and counts what was last seen
    to run by a calendar of before.
    """

    __tablename__ = "clock"
    __table_args__ = (
        c.of_report("clock_of_report"),
        c.check(
            "clock_is_whole",
            # What a legal clock waits for may be done before it begins to run: at night, before the counter opens.
            "due_at >= started_at AND (stopped_at IS NULL OR stopped_at >= started_at OR family = 'legal')"
            " AND (family = 'legal') = (law_version IS NOT NULL) AND (family = 'legal') = (regime IS NOT NULL)"
            " AND (family = 'service' OR whose IS NOT NULL) AND (NOT extended OR extends_to IS NOT NULL)"
            " AND (pauses OR (paused_at IS NULL AND paused_s = 0)) AND paused_s >= 0",
        ),
        c.check(
            "clock_watch_is_whole",
            "warned IN (0, 50, 80, 100) AND (rung IS NULL OR warned = 100)"
            " AND (next_at IS NULL OR (stopped_at IS NULL AND paused_at IS NULL))",
        ),
        c.check("clock_counter_is_whole", "counter_end > started_at AND counter_end <= due_at"),
        Index("clock_of_report_index", "region", "report_id"),
        Index("clock_by_working_days", "region", "due_at", "id", postgresql_where=text(BY_WORKING_DAYS)),
        Index("clock_by_a_counter_alone", "region", "due_at", "id", postgresql_where=text(BY_A_COUNTER_ALONE)),
        Index(
            "clock_by_former_calendar",
            "region",
            "report_id",
            postgresql_where=text("calendar_changed AND stopped_at IS NULL"),
        ),
        Index("clock_due", "region", "next_at", "id", postgresql_where=text("next_at IS NOT NULL")),
    )

    region: str = Field(sa_column=c.textual(key=True))
    id: UUID = Field(sa_column=c.uuid(key=True))
    report_id: UUID = Field(sa_column=c.uuid())
    task_id: UUID | None = Field(sa_column=c.uuid(null=True))
    kind: str = Field(sa_column=c.code("clock_kind", (*ClockKind, *LegalStep)))
    started_at: dt.datetime = Field(sa_column=c.moment())
    due_at: dt.datetime = Field(sa_column=c.moment())
    stopped_at: dt.datetime | None = Field(sa_column=c.moment(null=True))
    length: str = Field(sa_column=c.textual())
    rule: str = Field(sa_column=c.textual())
    policy_version: str = Field(sa_column=c.textual())
    status: str = Field(sa_column=c.code("law_status", LawStatus))
    family: str = Field(sa_column=c.code("clock_family", ClockFamily))
    regime: str | None = Field(sa_column=c.textual(null=True))
    whose: str | None = Field(sa_column=c.textual(null=True))
    day_kind: str = Field(sa_column=c.code("day_kind", DayKind))
    counts_from: str = Field(sa_column=c.code("counts_from", CountsFrom))
    basis: str = Field(sa_column=c.textual())
    law_version: str | None = Field(sa_column=c.textual(null=True))
    extends_to: str | None = Field(sa_column=c.textual(null=True))
    extends_for: str | None = Field(sa_column=c.code("extension_ground", ExtensionGround, null=True))
    extended: bool = Field(sa_column=c.flag_off())
    pauses: bool = Field(sa_column=c.flag_off())
    paused_at: dt.datetime | None = Field(sa_column=c.moment(null=True))
    paused_s: int = Field(sa_column=c.count_up())
    skipped: list[dict[str, str]] = Field(sa_column=c.document())
    readings: list[dict[str, str]] = Field(sa_column=c.document())
    counter_end: dt.datetime | None = Field(sa_column=c.moment(null=True))
    calendar_changed: bool = Field(sa_column=c.flag_off())
    warned: int = Field(sa_column=c.small_zero())
    rung: str | None = Field(sa_column=c.code("rung", Rung, null=True))
    next_at: dt.datetime | None = Field(sa_column=c.moment(null=True))
