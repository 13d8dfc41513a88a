"""A clock says for what alone its law extends it, and may count from the receipt or the discovery.

Of those that are kept, a law extends none but the handling by Bawaslu: in pemilu for more statements, in pilkada for a
question to the reporter.

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
FILL = """UPDATE clock SET extends_for = CASE regime::text WHEN 'pemilu' THEN 'more_statements'
  ELSE 'question_to_reporter' END WHERE extends_to IS NOT NULL"""


def upgrade() -> None:
    """Apply."""
    op.execute(f"CREATE DOMAIN extension_ground AS text CONSTRAINT extension_ground_known CHECK (VALUE IN ({GROUNDS}))")
    op.execute("ALTER TABLE clock ADD COLUMN extends_for extension_ground")
    op.execute(FILL)
    _counted_from(f"{STARTS}, {MORE_STARTS}")


def downgrade() -> None:
    """Undo. Refused by the domain once a clock of the new start is kept."""
    _counted_from(STARTS)
    op.execute("ALTER TABLE clock DROP COLUMN extends_for")
    op.execute("DROP DOMAIN extension_ground")


def _counted_from(listed: str) -> None:
    op.execute("ALTER DOMAIN counts_from DROP CONSTRAINT counts_from_known")
    op.execute(f"ALTER DOMAIN counts_from ADD CONSTRAINT counts_from_known CHECK (VALUE IN ({listed}))")
