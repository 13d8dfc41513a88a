"""Evidence, its originals in pieces, who had it in hand, and what is still on its way in."""

import datetime as dt
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, text
from sqlmodel import Field, SQLModel

from service.storage.db import columns as c
from workflows.codes.evidence import CustodyAct, MediaType, PreviewState, UploadState


class Upload(SQLModel, table=True):
    """An original on its way in, by the identifier that its evidence will have.

    ``received`` bytes of ``length`` are durable, in ``pieces`` that are objects of the store. When it has ended, its
    key and ``told``, what its sender says, are gone; ``to_sweep`` says that the store may hold objects which
    nothing needs.
    """

    __tablename__ = "upload"
    __table_args__ = (
        c.of_report("upload_of_report"),
        c.check(
            "upload_is_whole",
            "length > 0 AND received BETWEEN 0 AND length AND (state = 'open') = (ended_at IS NULL)"
            " AND (state = 'open') = (wrapped_key IS NOT NULL) AND (state = 'open') = (told IS NOT NULL)"
            " AND (state = 'refused') = (refusal IS NOT NULL) AND (state <> 'finished' OR received = length)",
        ),
        Index("upload_open", "region", "expires_at", "id", postgresql_where=text("state = 'open'")),
        Index("upload_to_sweep", "region", "id", postgresql_where=text("to_sweep")),
    )

    region: str = Field(sa_column=c.textual(key=True))
    id: UUID = Field(sa_column=c.uuid(key=True))
    report_id: UUID = Field(sa_column=c.uuid())
    person: UUID = Field(sa_column=c.uuid())
    state: str = Field(sa_column=c.code("upload_state", UploadState))
    length: int = Field(sa_column=c.big())
    received: int = Field(sa_column=c.big())
    pieces: list[UUID] = Field(sa_column=c.uuids())
    wrapped_key: bytes | None = Field(sa_column=c.raw(null=True))
    told: bytes | None = Field(sa_column=c.raw(null=True))
    created_at: dt.datetime = Field(sa_column=c.moment())
    expires_at: dt.datetime = Field(sa_column=c.moment())
    ended_at: dt.datetime | None = Field(sa_column=c.moment(null=True))
    refusal: str | None = Field(sa_column=c.textual(null=True))
    to_sweep: bool = Field(sa_column=c.flag())


class Evidence(SQLModel, table=True):
    """An original that was taken, by the event that tells of it: what it is, and how it stands.

    ``checked_at`` is when the store was last found to hold it as it was taken, or not; ``altered_at`` since when not.
    """

    __tablename__ = "evidence"
    __table_args__ = (
        c.of_report("evidence_of_report"),
        c.of_erasure("evidence_erased_by"),
        c.check("evidence_is_whole", "size > 0 AND octet_length(sha256) = 32"),
        Index("evidence_of_report_index", "region", "report_id", "id"),
        Index("evidence_to_check", "region", "checked_at", "id", postgresql_where=text("erasure IS NULL")),
        Index("evidence_to_preview", "region", "id", postgresql_where=text("preview = 'pending'")),
        Index("evidence_altered", "region", "id", postgresql_where=text("altered_at IS NOT NULL")),
    )

    region: str = Field(sa_column=c.textual(key=True))
    id: UUID = Field(sa_column=c.uuid(key=True))
    report_id: UUID = Field(sa_column=c.uuid())
    event_id: UUID = Field(sa_column=c.uuid())
    media_type: str = Field(sa_column=c.code("media_type", MediaType))
    size: int = Field(sa_column=c.big())
    sha256: bytes = Field(sa_column=c.raw())
    name_text: UUID | None = Field(sa_column=c.uuid(null=True))
    note_text: UUID | None = Field(sa_column=c.uuid(null=True))
    preview: str = Field(sa_column=c.code("preview_state", PreviewState))
    added_by: UUID = Field(sa_column=c.uuid())
    added_agency: str = Field(sa_column=c.textual())
    added_at: dt.datetime = Field(sa_column=c.moment())
    checked_at: dt.datetime = Field(sa_column=c.moment())
    altered_at: dt.datetime | None = Field(sa_column=c.moment(null=True))
    erasure: UUID | None = Field(sa_column=c.uuid(null=True))


class EvidenceKey(SQLModel, table=True):
    """The key of one original, wrapped by the operator's, and the objects that hold it. Goes when it is erased.

    It shows to who may read the report's texts, which row security sees to.
    """

    __tablename__ = "evidence_key"
    __table_args__ = (
        c.of_report("evidence_key_of_report"),
        ForeignKeyConstraint(
            ["region", "evidence_id"], ["evidence.region", "evidence.id"], name="evidence_key_of_evidence"
        ),
        c.check("evidence_key_is_whole", "cardinality(pieces) > 0"),
    )

    region: str = Field(sa_column=c.textual(key=True))
    evidence_id: UUID = Field(sa_column=c.uuid(key=True))
    report_id: UUID = Field(sa_column=c.uuid())
    wrapped_key: bytes = Field(sa_column=c.raw())
    pieces: list[UUID] = Field(sa_column=c.uuids())
    preview: UUID | None = Field(sa_column=c.uuid(null=True))


class Custody(SQLModel, table=True):
    """An entry of the chain of custody, by the event that tells of it. Append-only."""

    __tablename__ = "custody"
    __table_args__ = (
        c.of_report("custody_of_report"),
        ForeignKeyConstraint(["region", "evidence_id"], ["evidence.region", "evidence.id"], name="custody_of_evidence"),
        c.check("custody_is_whole", "(act = 'transferred') = (num_nonnulls(to_agency, to_outside) = 1)"),
        Index("custody_of_evidence_index", "region", "evidence_id", "id"),
    )

    region: str = Field(sa_column=c.textual(key=True))
    id: UUID = Field(sa_column=c.uuid(key=True))
    report_id: UUID = Field(sa_column=c.uuid())
    evidence_id: UUID = Field(sa_column=c.uuid())
    act: str = Field(sa_column=c.code("custody_act", CustodyAct))
    person: UUID = Field(sa_column=c.uuid())
    agency: str = Field(sa_column=c.textual())
    at: dt.datetime = Field(sa_column=c.moment())
    reason_text: UUID | None = Field(sa_column=c.uuid(null=True))
    reference_text: UUID | None = Field(sa_column=c.uuid(null=True))
    to_agency: str | None = Field(sa_column=c.textual(null=True))
    to_outside: str | None = Field(sa_column=c.textual(null=True))
