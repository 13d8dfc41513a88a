"""What clocks of an administrative violation may count from: handed up, decided by the province, fixed, at the court.

Revision ID: 0043
Revises: 0040
"""

from collections.abc import Sequence

from alembic import op

revision: str = "0043"
down_revision: str | None = "0040"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

STARTS = (
    "'known', 'discovered', 'received', 'registered', 'offered', 'step_begun', 'studied', 'told_missing', "
    "'second_discussion', 'forwarded', 'file_handed_over', 'brought_to_court', 'read_out', 'appeal_lodged', "
    "'judgment_delivered', 'recommendation_received', 'result_fixed', 'received_or_found', 'happened'"
)
MORE_STARTS = "'handed_up', 'province_decided', 'sanction_fixed', 'brought_to_supreme_court'"


def upgrade() -> None:
    """Apply."""
    _list("counts_from", f"{STARTS}, {MORE_STARTS}")


def downgrade() -> None:
    """Undo: what is kept takes the name that these rows had before; the trail keeps what it was."""
    op.execute(f"UPDATE clock SET counts_from = 'step_begun' WHERE counts_from IN ({MORE_STARTS})")
    _list("counts_from", STARTS)


def _list(domain: str, listed: str) -> None:
    op.execute(f"ALTER DOMAIN {domain} DROP CONSTRAINT {domain}_known")
    op.execute(f"ALTER DOMAIN {domain} ADD CONSTRAINT {domain}_known CHECK (VALUE IN ({listed}))")
