"""The schema: the single source that migrations and tests are held against.

``region`` comes first in every key of a tenant table and never changes. ``readers`` and ``walled`` hold
the tokens of ``workflows.visibility``; row-level security compares them with the caller's.
"""

import datetime as dt
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from service.db import columns as c
from workflows.codes import (
    Athg,
    Audience,
    CaseState,
    Category,
    Channel,
    Classification,
    ClockFamily,
    ClockKind,
    CountsFrom,
    DayKind,
    ErasureState,
    ErasureTarget,
    LawStatus,
    LegalStep,
    LessonKind,
    LinkKind,
    NoticeChannel,
    NoticeLanguage,
    Occasion,
    Outcome,
    Reliability,
    ReportState,
    ReviewState,
    Rung,
    Severity,
    Stage,
    TaskKind,
    TaskRole,
    TaskState,
    TextField,
    TransferKind,
)
from workflows.codes import Field as LifeField
from workflows.policy_codes import Regime

ROOM_FOR_UPDATES = {"fillfactor": 80}
"""Pages keep room so that a change of state stays on its page and touches no index (HOT)."""


ROOM_FOR_ANSWERS = {"toast_tuple_target": 8160}
"""An answer of a few kilobytes stays in its row, uncompressed: it is written once and hardly ever read."""


class Area(SQLModel, table=True):
    """Reference: a region, kecamatan or village by its Kemendagri code."""

    __tablename__ = "area"

    code: str = Field(sa_column=c.textual(key=True))
    name: str = Field(sa_column=c.textual())
    level: str = Field(sa_column=c.textual())


class Report(SQLModel, table=True):
    """A report as it stands now. Free text is kept in ``report_text``; ``*_text`` point at the present version."""

    __tablename__ = "report"
    __table_args__ = (
        c.check(
            "report_state_is_whole",
            "(state = 'closed') = (closed_at IS NOT NULL) AND (state = 'closed') = (outcome IS NOT NULL)"
            " AND (state = 'reported' OR state = 'closed' OR register_number IS NOT NULL)"
            " AND (register_number IS NULL) = (checklist_formal IS NULL)"
            " AND (credibility IS NULL OR credibility BETWEEN 1 AND 6) AND version >= 1 AND seq >= version",
        ),
        UniqueConstraint("region", "register_number", name="report_register_number_once"),
        Index("report_by_time", "region", "reported_at", "id"),
        Index("report_by_state", "region", "state", "reported_at", "id"),
        Index("report_by_lead", "region", "lead_agency", "reported_at", "id"),
        Index("report_by_category", "region", "category", "reported_at", "id"),
        Index("report_by_severity", "region", "severity", "reported_at", "id"),
        Index("report_by_area", "region", "area", "reported_at", "id"),
        Index("report_by_election", "region", "election", "stage", "reported_at", "id"),
        Index(
            "report_escalated",
            "region",
            "reported_at",
            "id",
            postgresql_where=text("escalations IS NOT NULL"),
        ),
        {"postgresql_with": ROOM_FOR_UPDATES},
    )

    region: str = Field(sa_column=c.textual(key=True))
    id: UUID = Field(sa_column=c.uuid(key=True))
    state: str = Field(sa_column=c.code("report_state", ReportState))
    version: int = Field(sa_column=c.number())
    seq: int = Field(sa_column=c.number())
    head: bytes = Field(sa_column=c.raw())
    category: str = Field(sa_column=c.code("category", Category))
    severity: str = Field(sa_column=c.code("severity", Severity))
    classification: str = Field(sa_column=c.code("classification", Classification))
    reported_by: UUID = Field(sa_column=c.uuid())
    reporting_agency: str = Field(sa_column=c.textual())
    reported_at: dt.datetime = Field(sa_column=c.moment())
    occurred_at: dt.datetime = Field(sa_column=c.moment())
    known_at: dt.datetime = Field(sa_column=c.moment())
    area: str = Field(sa_column=c.textual())
    election: str | None = Field(sa_column=c.textual(null=True))
    stage: str | None = Field(sa_column=c.code("stage", Stage, null=True))
    channel: str = Field(sa_column=c.code("channel", Channel))
    athg: str | None = Field(sa_column=c.code("athg", Athg, null=True))
    field: str | None = Field(sa_column=c.code("life_field", LifeField, null=True))
    rule: str = Field(sa_column=c.textual())
    policy_version: str = Field(sa_column=c.textual())
    lead_agency: str | None = Field(sa_column=c.textual(null=True))
    accused: list[str] = Field(sa_column=c.texts())
    named: list[UUID] = Field(sa_column=c.uuids())
    held_by: list[str] = Field(sa_column=c.texts())
    round: int = Field(sa_column=c.number())
    register_number: str | None = Field(sa_column=c.textual(null=True))
    checklist_formal: bool | None = Field(sa_column=c.flag(null=True))
    checklist_material: bool | None = Field(sa_column=c.flag(null=True))
    reliability: str | None = Field(sa_column=c.code("reliability", Reliability, null=True))
    credibility: int | None = Field(sa_column=c.small(null=True))
    outcome: str | None = Field(sa_column=c.code("outcome", Outcome, null=True))
    closed_at: dt.datetime | None = Field(sa_column=c.moment(null=True))
    sealed: bool = Field(sa_column=c.flag())
    consent_to_share: bool = Field(sa_column=c.flag())
    title_text: UUID = Field(sa_column=c.uuid())
    description_text: UUID = Field(sa_column=c.uuid())
    place_text: UUID | None = Field(sa_column=c.uuid(null=True))
    accused_text: UUID | None = Field(sa_column=c.uuid(null=True))
    reference_text: UUID | None = Field(sa_column=c.uuid(null=True))
    reporter_erasure: UUID | None = Field(sa_column=c.uuid(null=True))
    escalations: str | None = Field(sa_column=c.document_or_none())
    formal_receipt_at: dt.datetime | None = Field(sa_column=c.moment(null=True))
    review: UUID | None = Field(sa_column=c.uuid(null=True))
    readers: list[str] = Field(sa_column=c.texts())
    text_readers: list[str] = Field(sa_column=c.texts())
    walled: list[str] = Field(sa_column=c.texts())
    updated_at: dt.datetime = Field(sa_column=c.moment())
    barred: list[str] = Field(sa_column=c.texts())
    proposed_rule: str | None = Field(sa_column=c.textual(null=True))


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
    readers: list[str] = Field(sa_column=c.texts())
    walled: list[str] = Field(sa_column=c.texts())
    updated_at: dt.datetime = Field(sa_column=c.moment())


class Clock(SQLModel, table=True):
    """A service or legal clock that runs, or ran, on a report or on one of its tasks.

    It holds all that explains it: no change of policy or law rewrites a clock that runs. ``paused_s`` counts the
    seconds of its pauses that are over. ``warned`` is the percent of its last warning, ``rung`` how far up it went once
    it was missed, ``next_at`` when the worker must look at it next.
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
        Index("clock_of_report_index", "region", "report_id"),
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
    regime: str | None = Field(sa_column=c.code("regime", Regime, null=True))
    whose: str | None = Field(sa_column=c.textual(null=True))
    day_kind: str = Field(sa_column=c.code("day_kind", DayKind))
    counts_from: str = Field(sa_column=c.code("counts_from", CountsFrom))
    basis: str = Field(sa_column=c.textual())
    law_version: str | None = Field(sa_column=c.textual(null=True))
    extends_to: str | None = Field(sa_column=c.textual(null=True))
    extended: bool = Field(sa_column=c.flag_off())
    pauses: bool = Field(sa_column=c.flag_off())
    paused_at: dt.datetime | None = Field(sa_column=c.moment(null=True))
    paused_s: int = Field(sa_column=c.count_up())
    skipped: list[dict[str, str]] = Field(sa_column=c.document())
    warned: int = Field(sa_column=c.small_zero())
    rung: str | None = Field(sa_column=c.code("rung", Rung, null=True))
    next_at: dt.datetime | None = Field(sa_column=c.moment(null=True))


class ReportText(SQLModel, table=True):
    """One version of one free text, kept once. Its salted commitment stands in the leaf of its event.

    It is plain (``content`` and ``salt``), sealed (both together under the report's key), or erased by an erasure.
    """

    __tablename__ = "report_text"
    __table_args__ = (
        c.of_report("report_text_of_report"),
        c.of_erasure("report_text_erased_by"),
        c.check(
            "report_text_is_whole",
            "num_nonnulls(content, sealed, erasure) = 1 AND (content IS NULL) = (salt IS NULL)"
            " AND (erasure IS NULL) = (erased_at IS NULL)",
        ),
        Index("report_text_of_report_index", "region", "report_id"),
    )

    region: str = Field(sa_column=c.textual(key=True))
    id: UUID = Field(sa_column=c.uuid(key=True))
    report_id: UUID = Field(sa_column=c.uuid())
    task_id: UUID | None = Field(sa_column=c.uuid(null=True))
    event_id: UUID = Field(sa_column=c.uuid())
    field: str = Field(sa_column=c.code("text_field", TextField))
    content: str | None = Field(sa_column=c.textual(null=True))
    salt: bytes | None = Field(sa_column=c.raw(null=True))
    created_at: dt.datetime = Field(sa_column=c.moment())
    sealed: bytes | None = Field(sa_column=c.raw(null=True))
    erased_at: dt.datetime | None = Field(sa_column=c.moment(null=True))
    erasure: UUID | None = Field(sa_column=c.uuid(null=True))


class ReportLink(SQLModel, table=True):
    """A relation between two reports of one region."""

    __tablename__ = "report_link"
    __table_args__ = (
        c.of_report("report_link_from"),
        c.of_report("report_link_to", "other_id"),
        Index("report_link_back", "region", "other_id"),
    )

    region: str = Field(sa_column=c.textual(key=True))
    report_id: UUID = Field(sa_column=c.uuid(key=True))
    other_id: UUID = Field(sa_column=c.uuid(key=True))
    kind: str = Field(sa_column=c.code("link_kind", LinkKind, key=True))
    created_at: dt.datetime = Field(sa_column=c.moment())


class ReportKey(SQLModel, table=True):
    """The one key under which a report's identity and texts are sealed, wrapped by the operator's.

    Its row goes when the last of what it sealed is erased.
    """

    __tablename__ = "report_key"
    __table_args__ = (c.of_report("report_key_of_report"),)

    region: str = Field(sa_column=c.textual(key=True))
    report_id: UUID = Field(sa_column=c.uuid(key=True))
    wrapped_key: bytes = Field(sa_column=c.raw())
    created_at: dt.datetime = Field(sa_column=c.moment())


class SealedIdentity(SQLModel, table=True):
    """Who reported, encrypted under the report's key, or erased by an erasure."""

    __tablename__ = "sealed_identity"
    __table_args__ = (
        c.of_report("sealed_identity_of_report"),
        c.of_erasure("sealed_identity_erased_by"),
        c.check("sealed_identity_is_whole", "(sealed IS NULL) = (erasure IS NOT NULL)"),
    )

    region: str = Field(sa_column=c.textual(key=True))
    report_id: UUID = Field(sa_column=c.uuid(key=True))
    sealed: bytes | None = Field(sa_column=c.raw(null=True))
    created_at: dt.datetime = Field(sa_column=c.moment())
    erasure: UUID | None = Field(sa_column=c.uuid(null=True))


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
            "(lifted_at IS NULL) = (lifted_by IS NULL) AND (lifted_at IS NULL) = (lifted_agency IS NULL)"
            " AND lifted_by <> raised_by",
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


class Erasure(SQLModel, table=True):
    """What one person asked to erase and another decided on.

    ``text_id`` names the text, or the notice whose recipient is meant.
    """

    __tablename__ = "erasure"
    __table_args__ = (
        c.of_report("erasure_of_report"),
        c.check(
            "erasure_is_whole",
            "(target = 'reporter') = (text_id IS NULL) AND (state = 'requested') = (decided_at IS NULL)"
            " AND (decided_at IS NULL) = (decided_by IS NULL) AND (decided_at IS NULL) = (decided_agency IS NULL)"
            " AND (decided_at IS NULL) = (decided_event IS NULL)",
        ),
        Index("erasure_of_report_index", "region", "report_id", "id"),
    )

    region: str = Field(sa_column=c.textual(key=True))
    id: UUID = Field(sa_column=c.uuid(key=True))
    report_id: UUID = Field(sa_column=c.uuid())
    target: str = Field(sa_column=c.code("erasure_target", ErasureTarget))
    text_id: UUID | None = Field(sa_column=c.uuid(null=True))
    state: str = Field(sa_column=c.code("erasure_state", ErasureState))
    reason_text: UUID = Field(sa_column=c.uuid())
    requested_by: UUID = Field(sa_column=c.uuid())
    requested_agency: str = Field(sa_column=c.textual())
    requested_at: dt.datetime = Field(sa_column=c.moment())
    decided_by: UUID | None = Field(sa_column=c.uuid(null=True))
    decided_agency: str | None = Field(sa_column=c.textual(null=True))
    decided_at: dt.datetime | None = Field(sa_column=c.moment(null=True))
    decided_event: UUID | None = Field(sa_column=c.uuid(null=True))
    decision_text: UUID | None = Field(sa_column=c.uuid(null=True))


class GakkumduCase(SQLModel, table=True):
    """The Gakkumdu case of a report as it stands; its steps are events of the report. A report has one at most."""

    __tablename__ = "gakkumdu_case"
    __table_args__ = (
        c.of_report("gakkumdu_case_of_report"),
        c.check(
            "gakkumdu_case_is_whole",
            "state <> 'unregistered' AND step_at >= registered_at AND (police_number IS NOT NULL OR state IN"
            " ('registered', 'first_discussed', 'second_discussed', 'forwarded', 'stopped'))",
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
    bundle: list[str] = Field(sa_column=c.texts())
    registered_at: dt.datetime = Field(sa_column=c.moment())
    step_at: dt.datetime = Field(sa_column=c.moment())


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


class RegisterCounter(SQLModel, table=True):
    """The last register number given in a region and year; gap-free because it is taken in the change itself."""

    __tablename__ = "register_counter"

    region: str = Field(sa_column=c.textual(key=True))
    year: int = Field(sa_column=c.number(key=True))
    last: int = Field(sa_column=c.number())


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


class AuditEvent(SQLModel, table=True):
    """One event of the trail. Append-only; ``leaf`` is the exact bytes that were hashed.

    ``prev_seq`` points at the report's previous event, so that neither gap nor fork can be stored. The
    report's codes after the event stand beside it, so that counts can be made as of any moment. A record of reads
    has no report and no codes: it stands in the region's own chain, which a trigger keeps without gap.
    """

    __tablename__ = "audit_event"
    __table_args__ = (
        c.of_report("audit_event_of_report"),
        UniqueConstraint("region", "report_id", "seq", name="audit_event_one_each"),
        ForeignKeyConstraint(
            ["region", "report_id", "prev_seq"],
            ["audit_event.region", "audit_event.report_id", "audit_event.seq"],
            name="audit_event_no_gap",
        ),
        c.check(
            "audit_event_is_whole",
            "prev_seq IS NOT DISTINCT FROM nullif(seq - 1, 0) AND (seq = 1) = (prev IS NULL)"
            " AND num_nulls(report_id, report_state, category, severity, area)"
            " = CASE WHEN action = 'reads.recorded' THEN 5 ELSE 0 END",
        ),
        Index("audit_event_reads_once", "region", "seq", unique=True, postgresql_where=text("report_id IS NULL")),
    )

    region: str = Field(sa_column=c.textual(key=True))
    id: UUID = Field(sa_column=c.uuid(key=True))
    report_id: UUID | None = Field(sa_column=c.uuid(null=True))
    seq: int = Field(sa_column=c.number())
    prev_seq: int | None = Field(sa_column=c.number(null=True))
    version: int = Field(sa_column=c.number())
    action: str = Field(sa_column=c.textual())
    task_id: UUID | None = Field(sa_column=c.uuid(null=True))
    agency: str | None = Field(sa_column=c.textual(null=True))
    actor_person: UUID = Field(sa_column=c.uuid())
    actor_agency: str = Field(sa_column=c.textual())
    actor_role: str = Field(sa_column=c.textual())
    before: str | None = Field(sa_column=c.textual(null=True))
    after: str | None = Field(sa_column=c.textual(null=True))
    at: dt.datetime = Field(sa_column=c.moment())
    prev: bytes | None = Field(sa_column=c.raw(null=True))
    leaf: bytes = Field(sa_column=c.raw())
    leaf_hash: bytes = Field(sa_column=c.raw())
    report_state: str | None = Field(sa_column=c.code("report_state", ReportState, null=True))
    category: str | None = Field(sa_column=c.code("category", Category, null=True))
    severity: str | None = Field(sa_column=c.code("severity", Severity, null=True))
    area: str | None = Field(sa_column=c.textual(null=True))
    lead_agency: str | None = Field(sa_column=c.textual(null=True))
    election: str | None = Field(sa_column=c.textual(null=True))


class AuditPending(SQLModel, table=True):
    """Events that have no leaf index yet. The sequencer takes them out; nobody else may."""

    __tablename__ = "audit_pending"

    region: str = Field(sa_column=c.textual(key=True))
    event_id: UUID = Field(sa_column=c.uuid(key=True))
    report_id: UUID | None = Field(sa_column=c.uuid(null=True))
    seq: int = Field(sa_column=c.number())
    leaf_hash: bytes = Field(sa_column=c.raw())


class AuditLeaf(SQLModel, table=True):
    """The one gap-free order of a region's events. Append-only."""

    __tablename__ = "audit_leaf"
    __table_args__ = (
        ForeignKeyConstraint(
            ["region", "event_id"], ["audit_event.region", "audit_event.id"], name="audit_leaf_of_event"
        ),
        UniqueConstraint("region", "event_id", name="audit_leaf_once"),
        c.check("audit_leaf_index_from_zero", "leaf_index >= 0"),
    )

    region: str = Field(sa_column=c.textual(key=True))
    leaf_index: int = Field(sa_column=c.big(key=True))
    event_id: UUID = Field(sa_column=c.uuid())
    leaf_hash: bytes = Field(sa_column=c.raw())
    sequenced_at: dt.datetime = Field(sa_column=c.moment())


class AuditHead(SQLModel, table=True):
    """How many leaves a region has. Its row is the sequencer's lock."""

    __tablename__ = "audit_head"

    region: str = Field(sa_column=c.textual(key=True))
    size: int = Field(sa_column=c.big())


class AuditTile(SQLModel, table=True):
    """Hash tiles of a region's Merkle tree, each at its widest (C2SP tlog-tiles). A tile only ever grows."""

    __tablename__ = "audit_tile"
    __table_args__ = (
        c.check(
            "audit_tile_is_whole", "length(data) % 32 = 0 AND length(data) BETWEEN 32 AND 8192 AND tile_index >= 0"
        ),
    )

    region: str = Field(sa_column=c.textual(key=True))
    level: int = Field(sa_column=c.small(key=True))
    tile_index: int = Field(sa_column=c.big(key=True))
    data: bytes = Field(sa_column=c.raw())


class AuditCheckpoint(SQLModel, table=True):
    """Signed tree heads (C2SP tlog-checkpoint). ``note`` is the text with the log's own signature. Append-only."""

    __tablename__ = "audit_checkpoint"
    __table_args__ = (c.check("audit_checkpoint_root_size", "length(root) = 32 AND size >= 0"),)

    region: str = Field(sa_column=c.textual(key=True))
    size: int = Field(sa_column=c.big(key=True))
    root: bytes = Field(sa_column=c.raw())
    note: str = Field(sa_column=c.textual())
    signed_at: dt.datetime = Field(sa_column=c.moment())


class AuditCosignature(SQLModel, table=True):
    """What witnesses signed (C2SP tlog-cosignature): one line for each witness and checkpoint. Append-only."""

    __tablename__ = "audit_cosignature"
    __table_args__ = (
        ForeignKeyConstraint(
            ["region", "size"],
            ["audit_checkpoint.region", "audit_checkpoint.size"],
            name="audit_cosignature_of_checkpoint",
        ),
    )

    region: str = Field(sa_column=c.textual(key=True))
    size: int = Field(sa_column=c.big(key=True))
    witness: str = Field(sa_column=c.textual(key=True))
    line: str = Field(sa_column=c.textual())
    received_at: dt.datetime = Field(sa_column=c.moment())


class AuditKey(SQLModel, table=True):
    """Verifier keys under which a region's checkpoints were ever signed, and from which size on. Append-only."""

    __tablename__ = "audit_key"

    region: str = Field(sa_column=c.textual(key=True))
    verifier_key: str = Field(sa_column=c.textual(key=True))
    from_size: int = Field(sa_column=c.big())
    added_at: dt.datetime = Field(sa_column=c.moment())
