"""A key is read where nothing can be written: its last use is kept when it can be.

Revision ID: 0040
Revises: 0039
"""

from collections.abc import Sequence

from alembic import op

revision: str = "0040"
down_revision: str | None = "0039"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

SEARCH_PATH = "pg_catalog, public, pg_temp"
TAKES_WRITES = " AND current_setting('transaction_read_only') = 'off'"
"""Not on a standby, nor on a primary that was set to take no writes: reads go on there."""

USED = """
CREATE OR REPLACE FUNCTION api_key_used(of_region text, of_hash bytea)
RETURNS TABLE (id uuid, name text, agency text, scopes text[], expires_at timestamptz, revoked boolean,
    created_by uuid, maker_role text)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = {path} AS $$
#variable_conflict use_column
DECLARE
    this_hour timestamptz := date_trunc('hour', now());
    found_key api_key;
BEGIN
    SELECT k.* INTO found_key FROM api_key k WHERE k.region = of_region AND k.hash = of_hash;
    IF found_key.id IS NULL THEN
        RETURN;
    END IF;
    IF found_key.revoked_at IS NULL AND found_key.expires_at > now()
        AND found_key.last_used_at IS DISTINCT FROM this_hour{takes_writes} THEN
        UPDATE api_key k SET last_used_at = this_hour WHERE k.region = of_region AND k.id = found_key.id
            AND k.last_used_at IS DISTINCT FROM this_hour AND k.revoked_at IS NULL;
    END IF;
    RETURN QUERY SELECT found_key.id, found_key.name, found_key.agency, found_key.scopes, found_key.expires_at,
        found_key.revoked_at IS NOT NULL, found_key.created_by, found_key.maker_role;
END
$$
"""


def upgrade() -> None:
    """Apply."""
    op.execute(USED.format(path=SEARCH_PATH, takes_writes=TAKES_WRITES))


def downgrade() -> None:
    """Undo."""
    op.execute(USED.format(path=SEARCH_PATH, takes_writes=""))
