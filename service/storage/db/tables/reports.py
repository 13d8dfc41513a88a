"""Reports, what belongs to each, and the texts that are kept once."""

import datetime as dt
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from service.storage.db import columns as c
from service.storage.db.tables.storage import ROOM_FOR_UPDATES
from workflows.codes.clocks import Stage
from workflows.codes.reports import (
    Athg,
    Category,
    Channel,
    Classification,
    LinkKind,
    Outcome,
    Reliability,
    ReportState,
    Severity,
    TextField,
)
from workflows.codes.reports import Field as LifeField


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
        Index("report_by_day", "region", "area", "category", "occurred_at"),
        Index("report_by_election", "region", "election", "stage", "reported_at", "id"),
        Index(
            "report_escalated",
            "region",
            "reported_at",
            "id",
            postgresql_where=text("escalations IS NOT NULL"),
        ),
        Index("report_merged", "region", "merged_into", postgresql_where=text("merged_into IS NOT NULL")),
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
    known_at: dt.datetime | None = Field(sa_column=c.moment(null=True))
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
    severity_taken: str = Field(sa_column=c.code("severity", Severity))
    severity_highest: str = Field(sa_column=c.code("severity", Severity))
    accused_ever: list[str] = Field(sa_column=c.texts())
    cleared: list[str] = Field(sa_column=c.texts())
    passed_over: list[str] = Field(sa_column=c.texts())
    steered: bool = Field(sa_column=c.flag_off())
    lead_moved_by: list[UUID] = Field(sa_column=c.uuids())
    reported_for: UUID | None = Field(sa_column=c.uuid(null=True))
    registered_at: dt.datetime | None = Field(sa_column=c.moment(null=True))
    limits_begun: list[str] = Field(sa_column=c.texts())
    limits_extended: list[str] = Field(sa_column=c.texts())
    led_before: list[UUID] = Field(sa_column=c.uuids())
    reported_before: list[UUID] = Field(sa_column=c.uuids())
    stand_ins: list[str] = Field(sa_column=c.texts())
    merged_into: UUID | None = Field(sa_column=c.uuid(null=True))
    carried: str | None = Field(sa_column=c.code("classification", Classification, null=True))
    passed_over_before: list[str] = Field(sa_column=c.texts())
    lead_moved_before: list[UUID] = Field(sa_column=c.uuids())
    limits_running: list[str] = Field(sa_column=c.texts())
    lodging_ends: dt.datetime | None = Field(sa_column=c.moment(null=True))


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


class RegisterCounter(SQLModel, table=True):
    """The last register number given in a region and year; gap-free because it is taken in the change itself."""

    __tablename__ = "register_counter"

    region: str = Field(sa_column=c.textual(key=True))
    year: int = Field(sa_column=c.number(key=True))
    last: int = Field(sa_column=c.number())
