"""How background tasks stand, told by each process and read by /metrics and the doctor.

The table is not logged: what it says is worth a minute.

Revision ID: 0031
Revises: 0030
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TIMESTAMP

revision: str = "0031"
down_revision: str | None = "0030"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

OWNER, APP = "tindak_owner", "tindak_app"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "background_task",
        sa.Column("process", sa.UUID(), nullable=False),
        sa.Column("task", sa.Text(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("failures", sa.BigInteger(), nullable=False),
        sa.Column("failed_at", TIMESTAMP(timezone=True), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("still", sa.Boolean(), nullable=False),
        sa.Column("seen_at", TIMESTAMP(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("process", "task"),
        sa.CheckConstraint("failures >= 0", name="background_task_counts_up"),
        prefixes=["UNLOGGED"],
    )
    op.execute("ALTER TABLE background_task ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE background_task FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY told ON background_task TO {APP} USING (true) WITH CHECK (true)")
    op.execute(f"ALTER TABLE background_task OWNER TO {OWNER}")
    op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON background_task TO {APP}")


def downgrade() -> None:
    """Undo."""
    op.drop_table("background_task")
