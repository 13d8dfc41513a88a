"""A clock says for what alone its law extends it, and may count from receipt or discovery; judgments are carried out.

Of the clocks that are kept, a law extends none but the handling by Bawaslu: in pemilu for more statements, in pilkada
for a question to the reporter.

Revision ID: 0034
Revises: 0033
"""

from collections.abc import Sequence

from alembic import op

revision: str = "0034"
down_revision: str | None = "0033"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

GROUNDS = "'more_statements', 'question_to_reporter'"
STARTS = (
    "'known', 'discovered', 'received', 'registered', 'offered', 'step_begun', 'studied', 'told_missing', "
    "'second_discussion', 'forwarded', 'file_handed_over', 'brought_to_court', 'read_out', 'appeal_lodged', "
    "'judgment_delivered', 'recommendation_received', 'result_fixed'"
)
MORE_STARTS = "'received_or_found'"
STATES = (
    "'unregistered', 'registered', 'first_discussed', 'second_discussed', 'forwarded', 'investigating', "
    "'third_discussed', 'file_submitted', 'file_returned', 'in_court', 'judged', 'appealed', 'file_at_appeal', "
    "'final', 'stopped'"
)
MORE_STATES = "'judgment_received', 'final_received', 'carried_out'"
FILL = """UPDATE clock SET extends_for = CASE regime::text WHEN 'pemilu' THEN 'more_statements'
  ELSE 'question_to_reporter' END WHERE extends_to IS NOT NULL"""


def upgrade() -> None:
    """Apply."""
    op.execute(f"CREATE DOMAIN extension_ground AS text CONSTRAINT extension_ground_known CHECK (VALUE IN ({GROUNDS}))")
    op.execute("ALTER TABLE clock ADD COLUMN extends_for extension_ground")
    op.execute(FILL)
    _list("counts_from", f"{STARTS}, {MORE_STARTS}")
    _list("case_state", f"{STATES}, {MORE_STATES}")


def downgrade() -> None:
    """Undo: what is kept takes the nearest of what was known before; the trail keeps what it was."""
    op.execute("UPDATE clock SET counts_from = 'received' WHERE counts_from = 'received_or_found'")
    op.execute(
        "UPDATE gakkumdu_case SET state = CASE WHEN state = 'judgment_received' THEN 'judged' ELSE 'final' END "
        f"WHERE state IN ({MORE_STATES})"
    )
    _list("case_state", STATES)
    _list("counts_from", STARTS)
    op.execute("ALTER TABLE clock DROP COLUMN extends_for")
    op.execute("DROP DOMAIN extension_ground")


def _list(domain: str, listed: str) -> None:
    op.execute(f"ALTER DOMAIN {domain} DROP CONSTRAINT {domain}_known")
    op.execute(f"ALTER DOMAIN {domain} ADD CONSTRAINT {domain}_known CHECK (VALUE IN ({listed}))")
