"""The trail: events, their one order, the tree over them and who signed it."""

import datetime as dt
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from service.storage.db import columns as c
from workflows.codes.reports import Category, ReportState, Severity


class AuditEvent(SQLModel, table=True):
    """One event of the trail. Append-only; ``leaf`` is the exact bytes that were hashed.

    ``prev_seq`` points at the report's previous event, so that neither gap nor fork can be stored. The
    report's codes after the event stand beside it, so that counts can be made as of any moment. A record of
    reads, or an event of a key, has no report and no codes: it stands in the region's own chain, which a trigger keeps
    without gap.
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
            " = CASE WHEN action IN ('reads.recorded', 'api_key.created', 'api_key.revoked', 'webhook.created',"
            " 'webhook.amended', 'webhook.deleted', 'webhook.secret_rotated', 'webhook.replayed', 'webhook.ended',"
            " 'calendar.day_kept', 'calendar.day_withdrawn') THEN 5 ELSE 0 END",
        ),
        Index("audit_event_reads_once", "region", "seq", unique=True, postgresql_where=text("report_id IS NULL")),
        Index(
            "audit_event_reads",
            text("reports_read(leaf)"),
            postgresql_using="gin",
            postgresql_where=text("action = 'reads.recorded'"),
        ),
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


class EventNaming(SQLModel, table=True):
    """What an event says of another report, as JSON, with the salt of the commitment that stands in its leaf.

    Shown to who reads both reports. Written once; both may be erased, and the trail verifies without them.
    """

    __tablename__ = "event_naming"
    __table_args__ = (
        ForeignKeyConstraint(
            ["region", "event_id"], ["audit_event.region", "audit_event.id"], name="event_naming_of_event"
        ),
        c.of_report("event_naming_of_report"),
        c.of_report("event_naming_of_other", "other_id"),
        c.check("event_naming_is_whole", "report_id <> other_id AND (content IS NULL) = (salt IS NULL)"),
        Index("event_naming_of_report_index", "region", "report_id"),
    )

    region: str = Field(sa_column=c.textual(key=True))
    event_id: UUID = Field(sa_column=c.uuid(key=True))
    report_id: UUID = Field(sa_column=c.uuid())
    other_id: UUID = Field(sa_column=c.uuid())
    content: str | None = Field(sa_column=c.textual(null=True))
    salt: bytes | None = Field(sa_column=c.raw(null=True))


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
    """What witnesses signed (C2SP tlog-cosignature): one line for each witness, checkpoint and time. Append-only."""

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
    received_at: dt.datetime = Field(sa_column=c.moment(key=True))


class AuditKey(SQLModel, table=True):
    """Verifier keys under which a region's checkpoints were ever signed, and from which size on. Append-only.

    ``beside`` is a key that was the first of its kind when others had signed alone.
    """

    __tablename__ = "audit_key"

    region: str = Field(sa_column=c.textual(key=True))
    verifier_key: str = Field(sa_column=c.textual(key=True))
    from_size: int = Field(sa_column=c.big())
    beside: bool = Field(sa_column=c.flag_off())
    added_at: dt.datetime = Field(sa_column=c.moment())
