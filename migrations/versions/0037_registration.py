"""The receipt of the police, doubtful rules, the notice of what is missing; nobody need say when it became known.

Revision ID: 0037
Revises: 0036
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0037"
down_revision: str | None = "0036"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

APP = "tindak_app"
MARKS = "'confirmed', 'to_confirm'"
OCCASIONS = "'registered', 'dismissed', 'forwarded', 'extended', 'closed'"
STARTS = (
    "'known', 'discovered', 'received', 'registered', 'offered', 'step_begun', 'studied', 'told_missing', "
    "'second_discussion', 'forwarded', 'file_handed_over', 'brought_to_court', 'read_out', 'appeal_lodged', "
    "'judgment_delivered', 'recommendation_received', 'result_fixed', 'received_or_found'"
)
UNSAID = "UPDATE report SET known_at = NULL WHERE known_at = reported_at AND state = 'reported'"
"""Until now the moment of receipt was written where nobody had said when it became known: what is not registered yet
is asked again. What is registered was judged by it, and stays."""
CASE_IS_WHOLE = (
    "state <> 'unregistered' AND step_at >= registered_at AND (police_number IS NOT NULL OR state IN"
    " ('registered', 'first_discussed', 'second_discussed', 'forwarded', 'stopped'))"
)
RECEIVED = " AND (police_receipt IS NULL OR police_number IS NOT NULL)"


def upgrade() -> None:
    """Apply."""
    _list("law_status", f"{MARKS}, 'doubtful'")
    _list("occasion", f"{OCCASIONS}, 'not_complete_yet'")
    _list("counts_from", f"{STARTS}, 'happened'")
    op.alter_column("report", "known_at", nullable=True)
    op.execute(UNSAID)
    op.add_column("gakkumdu_case", sa.Column("police_receipt", sa.Text(), nullable=True))
    op.execute(f"GRANT UPDATE (police_receipt) ON gakkumdu_case TO {APP}")
    _whole(CASE_IS_WHOLE + RECEIVED)


def downgrade() -> None:
    """Undo. Refused by the domains once a doubtful rule, such a notice or a clock from when it happened is kept."""
    _whole(CASE_IS_WHOLE)
    op.drop_column("gakkumdu_case", "police_receipt")
    op.execute("UPDATE report SET known_at = reported_at WHERE known_at IS NULL")
    op.alter_column("report", "known_at", nullable=False)
    _list("counts_from", STARTS)
    _list("occasion", OCCASIONS)
    _list("law_status", MARKS)


def _whole(rule: str) -> None:
    op.drop_constraint("gakkumdu_case_is_whole", "gakkumdu_case", type_="check")
    op.create_check_constraint("gakkumdu_case_is_whole", "gakkumdu_case", rule)


def _list(domain: str, listed: str) -> None:
    op.execute(f"ALTER DOMAIN {domain} DROP CONSTRAINT {domain}_known")
    op.execute(f"ALTER DOMAIN {domain} ADD CONSTRAINT {domain}_known CHECK (VALUE IN ({listed}))")
