"""What became known before the law limits counts from its first day, and the clock says so.

Revision ID: 0053
Revises: 0052
"""

from collections.abc import Sequence

from alembic import op

revision: str = "0053"
down_revision: str | None = "0052"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

STARTS = (
    "'known', 'discovered', 'received', 'registered', 'offered', 'step_begun', 'studied', 'told_missing', "
    "'second_discussion', 'forwarded', 'file_handed_over', 'brought_to_court', 'read_out', 'appeal_lodged', "
    "'judgment_delivered', 'recommendation_received', 'result_fixed', 'received_or_found', 'happened', "
    "'handed_up', 'province_decided', 'sanction_fixed', 'brought_to_supreme_court'"
)


def upgrade() -> None:
    """Apply."""
    _list("counts_from", f"{STARTS}, 'in_force'")


def downgrade() -> None:
    """Undo: such a clock takes the nearest name that there was; the trail keeps from when it counts."""
    op.execute("UPDATE clock SET counts_from = 'happened' WHERE counts_from = 'in_force'")
    _list("counts_from", STARTS)


def _list(domain: str, listed: str) -> None:
    op.execute(f"ALTER DOMAIN {domain} DROP CONSTRAINT {domain}_known")
    op.execute(f"ALTER DOMAIN {domain} ADD CONSTRAINT {domain}_known CHECK (VALUE IN ({listed}))")
