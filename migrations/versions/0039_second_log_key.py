"""A log may sign with a key of each algorithm: whether a key was added beside those that signed alone before it.

Revision ID: 0039
Revises: 0038
"""

from collections.abc import Sequence

from alembic import op

revision: str = "0039"
down_revision: str | None = "0038"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Apply."""
    op.execute("ALTER TABLE audit_key ADD COLUMN beside boolean NOT NULL DEFAULT false")


def downgrade() -> None:
    """Undo."""
    op.execute("ALTER TABLE audit_key DROP COLUMN beside")
