"""Days that a region's operator keeps beside the national calendar, and their events in the region's own chain.

Everybody in the region reads them; a day that was withdrawn stays as it is. The clocks that a calendar can change have
an index of their own.

Revision ID: 0035
Revises: 0034
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TIMESTAMP

revision: str = "0035"
down_revision: str | None = "0034"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

OWNER, APP = "tindak_owner", "tindak_app"
MOMENT = TIMESTAMP(timezone=True)
IN_REGION = "region = current_setting('tindak.region', true)"
KEEPING = f"{IN_REGION} AND 'calendar' = ANY (nullif(current_setting('tindak.tokens', true), '')::text[])"
WITHDRAWING = "withdrawn_at, withdrawn_by, withdrawal_reason"
DAY_IS_WHOLE = (
    "day BETWEEN DATE '2015-01-01' AND DATE '2099-12-31' AND length(reason) > 0 AND length(source) > 0"
    " AND (withdrawn_at IS NULL) = (withdrawn_by IS NULL) AND (withdrawn_at IS NULL) = (withdrawal_reason IS NULL)"
)
BY_WORKING_DAYS = "family = 'legal' AND stopped_at IS NULL AND (day_kind = 'working_days' OR readings <> '[]')"
CHAINED = "prev_seq IS NOT DISTINCT FROM nullif(seq - 1, 0) AND (seq = 1) = (prev IS NULL)"
CODES = f"{CHAINED} AND num_nulls(report_id, report_state, category, severity, area)"
OF_THE_REGION = (
    "'reads.recorded', 'api_key.created', 'api_key.revoked', 'webhook.created', 'webhook.amended',"
    " 'webhook.deleted', 'webhook.secret_rotated', 'webhook.replayed', 'webhook.ended'"
)
OLD_WHOLE = f"{CODES} = CASE WHEN action IN ({OF_THE_REGION}) THEN 5 ELSE 0 END"
WHOLE = (
    f"{CODES} = CASE WHEN action IN ({OF_THE_REGION}, 'calendar.day_kept', 'calendar.day_withdrawn') THEN 5 ELSE 0 END"
)


def upgrade() -> None:
    """Apply."""
    _chain(WHOLE)
    op.create_table(
        "calendar_day",
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("working_day", sa.Boolean(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("name_id", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("kept_at", MOMENT, nullable=False),
        sa.Column("kept_by", sa.UUID(), nullable=False),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.Column("withdrawn_by", sa.UUID(), nullable=True),
        sa.Column("withdrawal_reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("region", "id"),
        sa.CheckConstraint(DAY_IS_WHOLE, name="calendar_day_is_whole"),
    )
    op.create_index(
        "calendar_day_once",
        "calendar_day",
        ["region", "day"],
        unique=True,
        postgresql_where=sa.text("withdrawn_at IS NULL"),
    )
    op.create_index("calendar_day_by_time", "calendar_day", ["region", "kept_at", "id"])
    op.create_index(
        "clock_by_working_days", "clock", ["region", "due_at", "id"], postgresql_where=sa.text(BY_WORKING_DAYS)
    )
    _secure()


def downgrade() -> None:
    """Undo. Refused by PostgreSQL once a day has left an event: the chain has no room for it then."""
    op.drop_index("clock_by_working_days", "clock")
    op.drop_table("calendar_day")
    _chain(OLD_WHOLE)


def _chain(whole: str) -> None:
    op.execute("ALTER TABLE audit_event DROP CONSTRAINT audit_event_is_whole")
    op.execute(f"ALTER TABLE audit_event ADD CONSTRAINT audit_event_is_whole CHECK ({whole})")


def _secure() -> None:
    op.execute("ALTER TABLE calendar_day ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE calendar_day FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY visible ON calendar_day FOR SELECT TO {APP} USING ({IN_REGION})")
    op.execute(f"CREATE POLICY entered ON calendar_day FOR INSERT TO {APP} WITH CHECK ({KEEPING})")
    op.execute(
        f"CREATE POLICY withdrawn ON calendar_day FOR UPDATE TO {APP} USING ({KEEPING} AND withdrawn_at IS NULL) "
        f"WITH CHECK ({KEEPING})"
    )
    op.execute(f"GRANT SELECT, INSERT ON calendar_day TO {APP}")
    op.execute(f"GRANT UPDATE ({WITHDRAWING}) ON calendar_day TO {APP}")
    op.execute(f"ALTER TABLE calendar_day OWNER TO {OWNER}")
