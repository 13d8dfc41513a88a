"""What waits for its place in the log can be counted by the API, which does not see it: for metrics and the doctor.

Revision ID: 0029
Revises: 0028
"""

from collections.abc import Sequence

from alembic import op

revision: str = "0029"
down_revision: str | None = "0028"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

OWNER, APP = "tindak_owner", "tindak_app"
SIGNATURE = "pending_events(text)"

# The age is read from the identifier, whose first 48 bits are milliseconds (RFC 9562, version 7).
PENDING_EVENTS = """
CREATE FUNCTION pending_events(of_region text) RETURNS TABLE (waiting bigint, oldest timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF of_region IS DISTINCT FROM current_setting('tindak.region', true) THEN
        RETURN QUERY SELECT 0::bigint, NULL::timestamptz;
        RETURN;
    END IF;
    RETURN QUERY SELECT (SELECT count(*) FROM audit_pending p WHERE p.region = of_region),
      (SELECT to_timestamp(('x' || lpad(left(replace(p.event_id::text, '-', ''), 12), 16, '0'))::bit(64)::bigint
           / 1000.0) FROM audit_pending p WHERE p.region = of_region ORDER BY p.event_id LIMIT 1);
END
$$
"""


def upgrade() -> None:
    """Apply."""
    op.execute(f"CREATE POLICY counted ON audit_pending FOR SELECT TO {OWNER} USING (true)")
    op.execute(PENDING_EVENTS)
    op.execute(f"ALTER FUNCTION {SIGNATURE} OWNER TO {OWNER}")
    op.execute(f"REVOKE ALL ON FUNCTION {SIGNATURE} FROM PUBLIC")
    op.execute(f"GRANT EXECUTE ON FUNCTION {SIGNATURE} TO {APP}")


def downgrade() -> None:
    """Undo."""
    op.execute(f"DROP FUNCTION {SIGNATURE}")
    op.execute("DROP POLICY counted ON audit_pending")
