"""The receipt of the police, rules that are doubtful, and the notice that a report is not complete yet.

Revision ID: 0037
Revises: 0033
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0037"
down_revision: str | None = "0033"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

APP = "tindak_app"
MARKS = "'confirmed', 'to_confirm'"
OCCASIONS = "'registered', 'dismissed', 'forwarded', 'extended', 'closed'"
CASE_IS_WHOLE = (
    "state <> 'unregistered' AND step_at >= registered_at AND (police_number IS NOT NULL OR state IN"
    " ('registered', 'first_discussed', 'second_discussed', 'forwarded', 'stopped'))"
)
RECEIVED = " AND (police_receipt IS NULL OR police_number IS NOT NULL)"


def upgrade() -> None:
    """Apply."""
    _list("law_status", f"{MARKS}, 'doubtful'")
    _list("occasion", f"{OCCASIONS}, 'not_complete_yet'")
    op.add_column("gakkumdu_case", sa.Column("police_receipt", sa.Text(), nullable=True))
    op.execute(f"GRANT UPDATE (police_receipt) ON gakkumdu_case TO {APP}")
    _whole(CASE_IS_WHOLE + RECEIVED)


def downgrade() -> None:
    """Undo. Refused by the domains once a doubtful rule or a notice of that kind is kept."""
    _whole(CASE_IS_WHOLE)
    op.drop_column("gakkumdu_case", "police_receipt")
    _list("occasion", OCCASIONS)
    _list("law_status", MARKS)


def _whole(rule: str) -> None:
    op.drop_constraint("gakkumdu_case_is_whole", "gakkumdu_case", type_="check")
    op.create_check_constraint("gakkumdu_case_is_whole", "gakkumdu_case", rule)


def _list(domain: str, listed: str) -> None:
    op.execute(f"ALTER DOMAIN {domain} DROP CONSTRAINT {domain}_known")
    op.execute(f"ALTER DOMAIN {domain} ADD CONSTRAINT {domain}_known CHECK (VALUE IN ({listed}))")
