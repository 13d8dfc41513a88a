"""What principals have had of their quotas, reached by one function that runs as the owner of the table.

A window begins when its principal first asks after the one before has ended, so that not all begin at once.
The table is not logged: a lease waits for no disk, and what it counts is worth one minute.

Revision ID: 0016
Revises: 0015
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TIMESTAMP

revision: str = "0016"
down_revision: str | None = "0015"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

OWNER, APP = "tindak_owner", "tindak_app"
SIGNATURE = "rate_lease(uuid, text, bigint, integer, bigint, bigint)"

LEASE = """
CREATE FUNCTION rate_lease(who uuid, of_kind text, quota bigint, window_s integer, spent bigint, wanted bigint)
RETURNS TABLE (granted bigint, remaining bigint, resets_in double precision)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    moment timestamptz := clock_timestamp();
    long interval := make_interval(secs => window_s);
    began timestamptz;
    had bigint;
BEGIN
    INSERT INTO rate_window AS w (principal, kind, began_at, used) VALUES (who, of_kind, moment, 0)
    ON CONFLICT (principal, kind) DO UPDATE SET
        used = CASE WHEN w.began_at + long <= moment THEN 0 ELSE w.used END,
        began_at = CASE WHEN w.began_at + long <= moment THEN moment ELSE w.began_at END
    RETURNING used, began_at INTO had, began;
    had := had + spent;
    granted := greatest(0, least(wanted, quota - had));
    UPDATE rate_window w SET used = had + granted WHERE w.principal = who AND w.kind = of_kind;
    remaining := greatest(0, quota - had - granted);
    resets_in := extract(epoch FROM began + long - moment);
    RETURN NEXT;
END
$$
"""


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "rate_window",
        sa.Column("principal", sa.UUID(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("began_at", TIMESTAMP(timezone=True), nullable=False),
        sa.Column("used", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("principal", "kind"),
        sa.CheckConstraint("used >= 0", name="rate_window_counts_up"),
        prefixes=["UNLOGGED"],
    )
    op.execute("ALTER TABLE rate_window ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE rate_window FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY leased ON rate_window TO {OWNER} USING (true) WITH CHECK (true)")
    op.execute(f"ALTER TABLE rate_window OWNER TO {OWNER}")
    op.execute(LEASE)
    op.execute(f"ALTER FUNCTION {SIGNATURE} OWNER TO {OWNER}")
    op.execute(f"REVOKE ALL ON FUNCTION {SIGNATURE} FROM PUBLIC")
    op.execute(f"GRANT EXECUTE ON FUNCTION {SIGNATURE} TO {APP}")


def downgrade() -> None:
    """Undo."""
    op.execute(f"DROP FUNCTION {SIGNATURE}")
    op.drop_table("rate_window")
