"""Whether a clock runs by a calendar of before stands in its row, for lists and counts.

What runs when this comes is marked by the first process that looks.

Revision ID: 0044
Revises: 0043
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0044"
down_revision: str | None = "0043"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

APP = "tindak_app"


def upgrade() -> None:
    """Apply."""
    op.add_column("clock", sa.Column("calendar_changed", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    op.create_index(
        "clock_by_former_calendar",
        "clock",
        ["region", "report_id"],
        postgresql_where=sa.text("calendar_changed AND stopped_at IS NULL"),
    )
    op.execute(f"GRANT UPDATE (calendar_changed) ON clock TO {APP}")


def downgrade() -> None:
    """Undo: what it said is reckoned by whoever looks."""
    op.drop_index("clock_by_former_calendar", table_name="clock")
    op.drop_column("clock", "calendar_changed")
