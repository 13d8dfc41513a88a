"""Evidence with its sealed originals and chain of custody, and what is on its way in.

There is no way down once evidence was added: the trail tells of it, and what was before has no room for it.

Revision ID: 0015
Revises: 0014
"""

import re
from collections.abc import Callable, Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0015"
down_revision: str | None = "0014"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

OWNER, APP = "tindak_owner", "tindak_app"
IN_REGION = "region = current_setting('tindak.region', true)"
TOKENS = "nullif(current_setting('tindak.tokens', true), '')::text[]"
MOMENT = postgresql.TIMESTAMP(timezone=True)

DOMAINS = {
    "media_type": (
        "'image/jpeg', 'image/png', 'image/webp', 'image/gif', 'image/tiff', 'image/heif', 'video/mp4', "
        "'video/quicktime', 'video/3gpp', 'video/webm', 'audio/mpeg', 'audio/mp4', 'audio/wav', 'audio/ogg', "
        "'application/pdf'"
    ),
    "upload_state": "'open', 'finished', 'terminated', 'expired', 'refused'",
    "preview_state": "'none', 'pending', 'ready', 'refused'",
    "custody_act": "'added', 'viewed', 'downloaded', 'transferred', 'altered', 'restored'",
}
ADDED = {"text_field": ("evidence_name", "evidence_note"), "erasure_target": ("evidence",)}
"""Domain that was there: the codes that join it."""

CODED = {
    "upload": {"state": "upload_state"},
    "evidence": {"media_type": "media_type", "preview": "preview_state"},
    "custody": {"act": "custody_act"},
}
LISTED = """SELECT pg_get_constraintdef(c.oid) FROM pg_constraint c JOIN pg_type t ON t.oid = c.contypid
WHERE t.typname = :name AND c.conname = :name || '_known'"""
UPLOAD_IS_WHOLE = (
    "length > 0 AND received BETWEEN 0 AND length AND (state = 'open') = (ended_at IS NULL)"
    " AND (state = 'open') = (wrapped_key IS NOT NULL) AND (state = 'open') = (told IS NOT NULL)"
    " AND (state = 'refused') = (refusal IS NOT NULL) AND (state <> 'finished' OR received = length)"
)
CUSTODY_IS_WHOLE = "(act = 'transferred') = (num_nonnulls(to_agency, to_outside) = 1)"


def _of_report(child: str, also: str = "") -> str:
    return f"EXISTS (SELECT FROM report r WHERE r.region = {child}.region AND r.id = {child}.report_id{also})"


READERS = f" AND (r.text_readers && {TOKENS} OR {TOKENS} @> '{{system}}')"
VISIBLE = {
    "upload": f"(ARRAY['person:' || person] && {TOKENS} AND {_of_report('upload')} OR {TOKENS} @> '{{system}}')",
    "evidence": _of_report("evidence"),
    "evidence_key": _of_report("evidence_key", READERS),
    "custody": _of_report("custody"),
}
"""New table: which rows of its region the application role sees."""

UPDATABLE = {
    "upload": "state, received, pieces, wrapped_key, told, expires_at, ended_at, refusal, to_sweep",
    "evidence": "preview, checked_at, altered_at, erasure",
    "evidence_key": "preview",
}


def upgrade() -> None:
    """Apply."""
    for name, listed in DOMAINS.items():
        op.execute(f"CREATE DOMAIN {name} AS text CONSTRAINT {name}_known CHECK (VALUE IN ({listed}))")
    for name, codes in ADDED.items():
        _list(name, lambda known, codes=codes: [*known, *codes])  # type: ignore[misc]
    _create_upload()
    _create_evidence()
    _create_evidence_key()
    _create_custody()
    for table, columns in CODED.items():
        changes = ", ".join(f"ALTER COLUMN {column} TYPE {domain}" for column, domain in columns.items())
        op.execute(f"ALTER TABLE {table} {changes}")
    op.create_check_constraint("upload_is_whole", "upload", UPLOAD_IS_WHOLE)
    op.create_check_constraint("custody_is_whole", "custody", CUSTODY_IS_WHOLE)
    _create_indexes()
    for table, seen in VISIBLE.items():
        _secure(table, seen)
    op.execute(f"GRANT DELETE ON evidence_key TO {APP}")
    seen = VISIBLE["evidence_key"]
    op.execute(f"CREATE POLICY destroyed ON evidence_key FOR DELETE TO {APP} USING ({IN_REGION} AND {seen})")
    for name, events, each in (("no_change", "UPDATE OR DELETE", "ROW"), ("no_truncate", "TRUNCATE", "STATEMENT")):
        op.execute(f"CREATE TRIGGER {name} BEFORE {events} ON custody FOR EACH {each} EXECUTE FUNCTION refuse_change()")
        op.execute(f"ALTER TABLE custody ENABLE ALWAYS TRIGGER {name}")


def downgrade() -> None:
    """Undo; refused by the codes themselves once evidence was named or was to be erased."""
    for name, codes in ADDED.items():
        _list(name, lambda known, codes=codes: [code for code in known if code not in codes])  # type: ignore[misc]
    for table in reversed(VISIBLE):
        op.drop_table(table)
    for name in DOMAINS:
        op.execute(f"DROP DOMAIN {name}")


def _list(name: str, change: Callable[[list[str]], list[str]]) -> None:
    """Change the list of a domain, whatever other revisions have put into it."""
    found = op.get_bind().execute(sa.text(LISTED), {"name": name}).scalar_one()
    listed = ", ".join(f"'{code}'" for code in change(re.findall(r"'([^']*)'", found)))
    op.execute(f"ALTER DOMAIN {name} DROP CONSTRAINT {name}_known")
    op.execute(f"ALTER DOMAIN {name} ADD CONSTRAINT {name}_known CHECK (VALUE IN ({listed}))")


def _create_upload() -> None:
    op.create_table(
        "upload",
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("report_id", sa.UUID(), nullable=False),
        sa.Column("person", sa.UUID(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("length", sa.BigInteger(), nullable=False),
        sa.Column("received", sa.BigInteger(), nullable=False),
        sa.Column("pieces", postgresql.ARRAY(sa.UUID()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("wrapped_key", postgresql.BYTEA(), nullable=True),
        sa.Column("told", postgresql.BYTEA(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("refusal", sa.Text(), nullable=True),
        sa.Column("to_sweep", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["region", "report_id"], ["report.region", "report.id"], name="upload_of_report"),
        sa.PrimaryKeyConstraint("region", "id"),
    )


def _create_evidence() -> None:
    op.create_table(
        "evidence",
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("report_id", sa.UUID(), nullable=False),
        sa.Column("event_id", sa.UUID(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", postgresql.BYTEA(), nullable=False),
        sa.Column("name_text", sa.UUID(), nullable=True),
        sa.Column("note_text", sa.UUID(), nullable=True),
        sa.Column("preview", sa.Text(), nullable=False),
        sa.Column("added_by", sa.UUID(), nullable=False),
        sa.Column("added_agency", sa.Text(), nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.Column("checked_at", MOMENT, nullable=False),
        sa.Column("altered_at", MOMENT, nullable=True),
        sa.Column("erasure", sa.UUID(), nullable=True),
        sa.ForeignKeyConstraint(["region", "report_id"], ["report.region", "report.id"], name="evidence_of_report"),
        sa.ForeignKeyConstraint(["region", "erasure"], ["erasure.region", "erasure.id"], name="evidence_erased_by"),
        sa.PrimaryKeyConstraint("region", "id"),
        sa.CheckConstraint("size > 0 AND octet_length(sha256) = 32", name="evidence_is_whole"),
    )


def _create_evidence_key() -> None:
    op.create_table(
        "evidence_key",
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("evidence_id", sa.UUID(), nullable=False),
        sa.Column("report_id", sa.UUID(), nullable=False),
        sa.Column("wrapped_key", postgresql.BYTEA(), nullable=False),
        sa.Column("pieces", postgresql.ARRAY(sa.UUID()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("preview", sa.UUID(), nullable=True),
        sa.ForeignKeyConstraint(["region", "report_id"], ["report.region", "report.id"], name="evidence_key_of_report"),
        sa.ForeignKeyConstraint(
            ["region", "evidence_id"], ["evidence.region", "evidence.id"], name="evidence_key_of_evidence"
        ),
        sa.PrimaryKeyConstraint("region", "evidence_id"),
        sa.CheckConstraint("cardinality(pieces) > 0", name="evidence_key_is_whole"),
    )


def _create_custody() -> None:
    op.create_table(
        "custody",
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("report_id", sa.UUID(), nullable=False),
        sa.Column("evidence_id", sa.UUID(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("person", sa.UUID(), nullable=False),
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("reason_text", sa.UUID(), nullable=True),
        sa.Column("reference_text", sa.UUID(), nullable=True),
        sa.Column("to_agency", sa.Text(), nullable=True),
        sa.Column("to_outside", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["region", "report_id"], ["report.region", "report.id"], name="custody_of_report"),
        sa.ForeignKeyConstraint(
            ["region", "evidence_id"], ["evidence.region", "evidence.id"], name="custody_of_evidence"
        ),
        sa.PrimaryKeyConstraint("region", "id"),
    )


def _create_indexes() -> None:
    op.create_index("upload_open", "upload", ["region", "expires_at", "id"], postgresql_where=sa.text("state = 'open'"))
    op.create_index("upload_to_sweep", "upload", ["region", "id"], postgresql_where=sa.text("to_sweep"))
    op.create_index("evidence_of_report_index", "evidence", ["region", "report_id", "id"])
    op.create_index(
        "evidence_to_check", "evidence", ["region", "checked_at", "id"], postgresql_where=sa.text("erasure IS NULL")
    )
    op.create_index(
        "evidence_to_preview", "evidence", ["region", "id"], postgresql_where=sa.text("preview = 'pending'")
    )
    op.create_index(
        "evidence_altered", "evidence", ["region", "id"], postgresql_where=sa.text("altered_at IS NOT NULL")
    )
    op.create_index("custody_of_evidence_index", "custody", ["region", "evidence_id", "id"])


def _secure(table: str, seen: str) -> None:
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY visible ON {table} FOR SELECT TO {APP} USING ({IN_REGION} AND {seen})")
    op.execute(f"CREATE POLICY entered ON {table} FOR INSERT TO {APP} WITH CHECK ({IN_REGION})")
    op.execute(f"GRANT SELECT, INSERT ON {table} TO {APP}")
    if table in UPDATABLE:
        op.execute(f"GRANT UPDATE ({UPDATABLE[table]}) ON {table} TO {APP}")
        op.execute(
            f"CREATE POLICY changed ON {table} FOR UPDATE TO {APP} "
            f"USING ({IN_REGION} AND {seen}) WITH CHECK ({IN_REGION})"
        )
    op.execute(f"ALTER TABLE {table} OWNER TO {OWNER}")
