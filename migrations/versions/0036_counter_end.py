"""The end at a counter: until when what is handed in can be, beside the clock's own end.

Revision ID: 0036
Revises: 0035
"""

from collections.abc import Sequence

from alembic import op

revision: str = "0036"
down_revision: str | None = "0035"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Apply. A clock that was kept before has no such end: none is rewritten."""
    op.execute("ALTER TABLE clock ADD COLUMN counter_end timestamptz")
    op.execute(
        "ALTER TABLE clock ADD CONSTRAINT clock_counter_is_whole"
        " CHECK (counter_end > started_at AND counter_end <= due_at)"
    )
    op.execute("GRANT UPDATE (counter_end) ON clock TO tindak_app")


def downgrade() -> None:
    """Undo."""
    op.execute("ALTER TABLE clock DROP CONSTRAINT clock_counter_is_whole")
    op.execute("ALTER TABLE clock DROP COLUMN counter_end")
