"""Clocks of which a calendar can move the counter's end alone have an index.

Whenever a day is kept they are looked for in the same call: without one that read every clock that was ever kept.

Revision ID: 0052
Revises: 0051
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0052"
down_revision: str | None = "0051"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

INDEX = "clock_by_a_counter_alone"
BY_A_COUNTER_ALONE = (
    "family = 'legal' AND stopped_at IS NULL AND day_kind <> 'working_days' AND readings = '[]'"
    " AND counter_end IS NOT NULL"
)


def upgrade() -> None:
    """Apply, while clocks go on to be written; what was broken off before is made again."""
    with op.get_context().autocommit_block():
        op.drop_index(INDEX, table_name="clock", if_exists=True, postgresql_concurrently=True)
        op.create_index(
            INDEX,
            "clock",
            ["region", "due_at", "id"],
            postgresql_where=sa.text(BY_A_COUNTER_ALONE),
            postgresql_concurrently=True,
        )


def downgrade() -> None:
    """Undo."""
    op.drop_index(INDEX, table_name="clock")
