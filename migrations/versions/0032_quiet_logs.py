"""A witness may cosign one checkpoint again, so that a quiet log and a frozen one differ.

Back again, the first word of each witness stays; what came after it is deleted.

Revision ID: 0032
Revises: 0031
"""

from collections.abc import Sequence

from alembic import op

revision: str = "0032"
down_revision: str | None = "0031"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

KEY = "ALTER TABLE audit_cosignature DROP CONSTRAINT audit_cosignature_pkey, ADD PRIMARY KEY ({columns})"


def upgrade() -> None:
    """Apply."""
    op.execute(KEY.format(columns="region, size, witness, received_at"))


def downgrade() -> None:
    """Undo."""
    op.execute("ALTER TABLE audit_cosignature DISABLE TRIGGER no_change")
    op.execute(
        "DELETE FROM audit_cosignature a USING audit_cosignature b WHERE a.region = b.region AND a.size = b.size "
        "AND a.witness = b.witness AND a.received_at > b.received_at"
    )
    op.execute("ALTER TABLE audit_cosignature ENABLE ALWAYS TRIGGER no_change")
    op.execute(KEY.format(columns="region, size, witness"))
