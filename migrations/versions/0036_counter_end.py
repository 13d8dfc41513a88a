"""The end at a counter, beside the clock's own end; and regimes are those of the file of the law, no list here.

Revision ID: 0036
Revises: 0035
"""

from collections.abc import Sequence

from alembic import op

revision: str = "0036"
down_revision: str | None = "0035"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


REGIMES = "'pemilu', 'pilkada', 'pilkades'"


def upgrade() -> None:
    """Apply. A clock that was kept before has no such end: none is rewritten."""
    op.execute("ALTER TABLE clock ALTER COLUMN regime TYPE text")
    op.execute("DROP DOMAIN regime")
    op.execute("ALTER TABLE clock ADD COLUMN counter_end timestamptz")
    op.execute(
        "ALTER TABLE clock ADD CONSTRAINT clock_counter_is_whole"
        " CHECK (counter_end > started_at AND counter_end <= due_at)"
    )
    op.execute("GRANT UPDATE (counter_end) ON clock TO tindak_app")


def downgrade() -> None:
    """Undo. Refused by the domain once a clock of another regime is kept."""
    op.execute(f"CREATE DOMAIN regime AS text CONSTRAINT regime_known CHECK (VALUE IN ({REGIMES}))")
    op.execute("ALTER TABLE clock ALTER COLUMN regime TYPE regime")
    op.execute("ALTER TABLE clock DROP CONSTRAINT clock_counter_is_whole")
    op.execute("ALTER TABLE clock DROP COLUMN counter_end")
