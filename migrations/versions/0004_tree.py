"""The Merkle tree of each region: tiles, checkpoints, cosignatures and the keys they were signed with.

The sequencer hashes the stored leaves itself; what the application claimed as a leaf's hash is compared, not used.

Revision ID: 0004
Revises: 0003
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

OWNER, APP, WORKER = "tindak_owner", "tindak_app", "tindak_worker"
IN_REGION = "region = current_setting('tindak.region', true)"
MOMENT = postgresql.TIMESTAMP(timezone=True)

TABLES = {
    "audit_tile": "SELECT, INSERT, UPDATE",
    "audit_checkpoint": "SELECT, INSERT",
    "audit_cosignature": "SELECT, INSERT",
    "audit_key": "SELECT, INSERT",
}
"""Table: what the worker may do with it. The application may read."""

APPEND_ONLY = ("audit_checkpoint", "audit_cosignature", "audit_key")

GROWS_ONLY = """
CREATE FUNCTION refuse_shrinking() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND (NEW.region, NEW.level, NEW.tile_index) = (OLD.region, OLD.level, OLD.tile_index)
        AND substr(NEW.data, 1, length(OLD.data)) = OLD.data THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a tile of % only grows', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$
"""


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "audit_tile",
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("level", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("tile_index", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("data", postgresql.BYTEA(), nullable=False),
        sa.PrimaryKeyConstraint("region", "level", "tile_index"),
        sa.CheckConstraint(
            "length(data) % 32 = 0 AND length(data) BETWEEN 32 AND 8192 AND tile_index >= 0",
            name="audit_tile_is_whole",
        ),
    )
    # Hashes do not compress, and a tile is read by slices of its own making.
    op.execute("ALTER TABLE audit_tile ALTER COLUMN data SET STORAGE EXTERNAL")
    op.create_table(
        "audit_checkpoint",
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("root", postgresql.BYTEA(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("signed_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("region", "size"),
        sa.CheckConstraint("length(root) = 32 AND size >= 0", name="audit_checkpoint_root_size"),
    )
    op.create_table(
        "audit_cosignature",
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("witness", sa.Text(), nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("region", "size", "witness"),
        sa.ForeignKeyConstraint(
            ["region", "size"],
            ["audit_checkpoint.region", "audit_checkpoint.size"],
            name="audit_cosignature_of_checkpoint",
        ),
    )
    op.create_table(
        "audit_key",
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("verifier_key", sa.Text(), nullable=False),
        sa.Column("from_size", sa.BigInteger(), nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("region", "verifier_key"),
    )
    op.execute(GROWS_ONLY)
    op.execute(f"ALTER FUNCTION refuse_shrinking() OWNER TO {OWNER}")
    for table, rights in TABLES.items():
        _secure(table, rights)
    for table in APPEND_ONLY:
        _guard(table, "no_change", "UPDATE OR DELETE", "ROW", "refuse_change")
        _guard(table, "no_truncate", "TRUNCATE", "STATEMENT", "refuse_change")
    _guard("audit_tile", "no_change", "UPDATE OR DELETE", "ROW", "refuse_shrinking")
    _guard("audit_tile", "no_truncate", "TRUNCATE", "STATEMENT", "refuse_change")
    op.execute(f"GRANT SELECT (region, id, leaf, leaf_hash) ON audit_event TO {WORKER}")
    op.execute(f"CREATE POLICY worker ON audit_event FOR SELECT TO {WORKER} USING (true)")


def downgrade() -> None:
    """Undo."""
    op.execute("DROP POLICY worker ON audit_event")
    op.execute(f"REVOKE SELECT (region, id, leaf, leaf_hash) ON audit_event FROM {WORKER}")
    for table in ("audit_key", "audit_cosignature", "audit_checkpoint", "audit_tile"):
        op.drop_table(table)
    op.execute("DROP FUNCTION refuse_shrinking()")


def _secure(table: str, worker: str) -> None:
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY visible ON {table} FOR SELECT TO {APP} USING ({IN_REGION})")
    op.execute(f"CREATE POLICY worker ON {table} TO {WORKER} USING (true) WITH CHECK (true)")
    op.execute(f"GRANT SELECT ON {table} TO {APP}")
    op.execute(f"GRANT {worker} ON {table} TO {WORKER}")
    op.execute(f"ALTER TABLE {table} OWNER TO {OWNER}")


def _guard(table: str, name: str, events: str, each: str, function: str) -> None:
    op.execute(f"CREATE TRIGGER {name} BEFORE {events} ON {table} FOR EACH {each} EXECUTE FUNCTION {function}()")
    op.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")
