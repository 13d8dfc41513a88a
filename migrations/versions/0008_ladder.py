"""Clocks that warn and go up the ladder, and on each report the missed clocks that somebody has to see to.

Clocks that run already are looked at from where they stand: what was missed before is found out now.

Revision ID: 0008
Revises: 0007
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0008"
down_revision: str | None = "0007"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

APP = "tindak_app"
RUNGS = "'lead_supervisor', 'coordinator', 'sekda', 'forkopimda'"
WATCHED = "warned, rung, next_at"
WHOLE = (
    "warned IN (0, 50, 80, 100) AND (rung IS NULL OR warned = 100)"
    " AND (next_at IS NULL OR (stopped_at IS NULL AND paused_at IS NULL))"
)


def upgrade() -> None:
    """Apply."""
    op.execute(f"CREATE DOMAIN rung AS text CONSTRAINT rung_known CHECK (VALUE IN ({RUNGS}))")
    op.execute(
        "ALTER TABLE clock ADD COLUMN warned smallint NOT NULL DEFAULT 0, ADD COLUMN rung rung, "
        "ADD COLUMN next_at timestamptz"
    )
    op.execute("UPDATE clock SET next_at = started_at + (due_at - started_at) / 2 WHERE stopped_at IS NULL")
    op.execute(f"ALTER TABLE clock ADD CONSTRAINT clock_watch_is_whole CHECK ({WHOLE})")
    op.create_index(
        "clock_due",
        "clock",
        ["region", "next_at", "id"],
        unique=False,
        postgresql_where=sa.text("next_at IS NOT NULL"),
    )
    op.add_column("report", sa.Column("escalations", postgresql.JSONB(), nullable=True))
    op.create_index(
        "report_escalated",
        "report",
        ["region", "reported_at", "id"],
        unique=False,
        postgresql_where=sa.text("escalations IS NOT NULL"),
    )
    op.execute(f"GRANT UPDATE ({WATCHED}) ON clock TO {APP}")
    op.execute(f"GRANT UPDATE (escalations) ON report TO {APP}")


def downgrade() -> None:
    """Undo. The events stay: the trail forgets nothing."""
    op.drop_index("report_escalated", table_name="report")
    op.drop_column("report", "escalations")
    op.drop_index("clock_due", table_name="clock")
    op.execute("ALTER TABLE clock DROP CONSTRAINT clock_watch_is_whole")
    op.execute("ALTER TABLE clock DROP COLUMN warned, DROP COLUMN rung, DROP COLUMN next_at")
    op.execute("DROP DOMAIN rung")
