"""Whoever put a wall up may be one of the two persons who take it down: one proposes it, another decides.

Revision ID: 0022
Revises: 0021
"""

from collections.abc import Sequence

from alembic import op

revision: str = "0022"
down_revision: str | None = "0021"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

IS_WHOLE = "(lifted_at IS NULL) = (lifted_by IS NULL) AND (lifted_at IS NULL) = (lifted_agency IS NULL)"
BY_ANOTHER = f"{IS_WHOLE} AND lifted_by <> raised_by"


def upgrade() -> None:
    """Leave it to the proposal that there are two."""
    _hold(IS_WHOLE)


def downgrade() -> None:
    """Ask for another person again, of walls that come: those that were taken down stay as they are."""
    _hold(BY_ANOTHER, "NOT VALID")


def _hold(condition: str, how: str = "") -> None:
    op.execute("ALTER TABLE report_wall DROP CONSTRAINT report_wall_is_whole")
    op.execute(f"ALTER TABLE report_wall ADD CONSTRAINT report_wall_is_whole CHECK ({condition}) {how}")
