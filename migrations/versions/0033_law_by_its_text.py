"""The law by its text: more steps that it limits, what they count from, and each way to read it that a clock keeps.

Revision ID: 0033
Revises: 0032
"""

from collections.abc import Sequence

from alembic import op

revision: str = "0033"
down_revision: str | None = "0032"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

KINDS = (
    "'acknowledge', 'verify', 'lodge_report', 'fix_finding', 'initial_study', 'handling', 'administrative_decision', "
    "'execute_decision', 'forward_crime', 'investigation', 'prosecutor_return', 'resubmit', 'to_court', "
    "'first_instance', 'lodge_appeal', 'send_file', 'appeal_decision'"
)
MORE_KINDS = (
    "'tell_missing', 'complete_report', 'inquiry', 'deliver_judgment', 'carry_out_judgment', 'final_before_result', "
    "'kpu_follow_up', 'province_decision', 'province_follow_up', 'supreme_court_appeal', 'supreme_court_decision'"
)
STARTS = "'known', 'discovered', 'received', 'registered', 'offered', 'step_begun'"
APP = "tindak_app"
CHANGING = "readings, day_kind"
"""What an extension changes beside what it did: by which reading the clock is due."""
MORE_STARTS = (
    "'studied', 'told_missing', 'second_discussion', 'forwarded', 'file_handed_over', 'brought_to_court', 'read_out', "
    "'appeal_lodged', 'judgment_delivered', 'recommendation_received', 'result_fixed'"
)


def upgrade() -> None:
    """Apply."""
    _list("clock_kind", f"{KINDS}, {MORE_KINDS}")
    _list("counts_from", f"{STARTS}, {MORE_STARTS}")
    op.execute("ALTER TABLE clock ADD COLUMN readings jsonb NOT NULL DEFAULT '[]'")
    op.execute(f"GRANT UPDATE ({CHANGING}) ON clock TO {APP}")


def downgrade() -> None:
    """Undo. Refused by the domains once a clock of the new steps or starts is kept."""
    op.execute("REVOKE UPDATE (day_kind) ON clock FROM tindak_app")
    op.execute("ALTER TABLE clock DROP COLUMN readings")
    _list("counts_from", STARTS)
    _list("clock_kind", KINDS)


def _list(domain: str, listed: str) -> None:
    op.execute(f"ALTER DOMAIN {domain} DROP CONSTRAINT {domain}_known")
    op.execute(f"ALTER DOMAIN {domain} ADD CONSTRAINT {domain}_known CHECK (VALUE IN ({listed}))")
