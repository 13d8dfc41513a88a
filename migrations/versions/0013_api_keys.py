"""Keys for machines, and events of theirs in the region's own chain.

A request that shows a key finds it by its hash through one function that runs as the owner of the table: whoever shows
it has no context yet. The same function keeps the hour of its last use. A revoked key stays revoked.

Revision ID: 0013
Revises: 0012
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TIMESTAMP

from service.storage.db.tables.api_keys import KEY_IS_WHOLE

revision: str = "0013"
down_revision: str | None = "0012"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

OWNER, APP = "tindak_owner", "tindak_app"
MOMENT = TIMESTAMP(timezone=True)
IN_REGION = "region = current_setting('tindak.region', true)"
TOKENS = "nullif(current_setting('tindak.tokens', true), '')::text[]"
KEEPING = f"{IN_REGION} AND ARRAY['keys', 'keys:' || agency] && {TOKENS}"
MAKING = f"{IN_REGION} AND ARRAY['keys:' || agency] && {TOKENS}"
REVOKING = "revoked_at, revoked_by, revoked_agency"

CHAINED = "prev_seq IS NOT DISTINCT FROM nullif(seq - 1, 0) AND (seq = 1) = (prev IS NULL)"
CODES = f"{CHAINED} AND num_nulls(report_id, report_state, category, severity, area)"
OLD_WHOLE = f"{CODES} = CASE WHEN action = 'reads.recorded' THEN 5 ELSE 0 END"
WHOLE = f"{CODES} = CASE WHEN action IN ('reads.recorded', 'api_key.created', 'api_key.revoked') THEN 5 ELSE 0 END"

USED = """
CREATE FUNCTION api_key_used(of_region text, of_hash bytea)
RETURNS TABLE (id uuid, name text, agency text, scopes text[], expires_at timestamptz, revoked boolean)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
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
        AND found_key.last_used_at IS DISTINCT FROM this_hour THEN
        UPDATE api_key k SET last_used_at = this_hour WHERE k.region = of_region AND k.id = found_key.id
            AND k.last_used_at IS DISTINCT FROM this_hour AND k.revoked_at IS NULL;
    END IF;
    RETURN QUERY SELECT found_key.id, found_key.name, found_key.agency, found_key.scopes, found_key.expires_at,
        found_key.revoked_at IS NOT NULL;
END
$$
"""
STAYS_REVOKED = """
CREATE FUNCTION refuse_reviving() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a revoked key stays as it is' USING ERRCODE = 'restrict_violation';
END
$$
"""


def upgrade() -> None:
    """Apply."""
    _chain(WHOLE)
    op.create_table(
        "api_key",
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("scopes", sa.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("created_by", sa.UUID(), nullable=False),
        sa.Column("last_used_at", MOMENT, nullable=True),
        sa.Column("revoked_at", MOMENT, nullable=True),
        sa.Column("revoked_by", sa.UUID(), nullable=True),
        sa.Column("revoked_agency", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("region", "id"),
        sa.CheckConstraint(KEY_IS_WHOLE, name="api_key_is_whole"),
    )
    op.create_index("api_key_by_hash", "api_key", ["region", "hash"], unique=True)
    op.create_index("api_key_by_time", "api_key", ["region", "created_at", "id"])
    _secure()
    op.execute(USED)
    op.execute(f"ALTER FUNCTION api_key_used(text, bytea) OWNER TO {OWNER}")
    op.execute("REVOKE ALL ON FUNCTION api_key_used(text, bytea) FROM PUBLIC")
    op.execute(f"GRANT EXECUTE ON FUNCTION api_key_used(text, bytea) TO {APP}")
    op.execute(STAYS_REVOKED)
    op.execute(f"ALTER FUNCTION refuse_reviving() OWNER TO {OWNER}")
    op.execute(
        "CREATE TRIGGER stays_revoked BEFORE UPDATE ON api_key FOR EACH ROW WHEN (OLD.revoked_at IS NOT NULL) "
        "EXECUTE FUNCTION refuse_reviving()"
    )
    op.execute("ALTER TABLE api_key ENABLE ALWAYS TRIGGER stays_revoked")


def downgrade() -> None:
    """Undo. Refused by PostgreSQL once a key has left an event: the chain has no room for it then."""
    op.execute("DROP FUNCTION api_key_used(text, bytea)")
    op.drop_table("api_key")
    op.execute("DROP FUNCTION refuse_reviving()")
    _chain(OLD_WHOLE)


def _chain(whole: str) -> None:
    op.execute("ALTER TABLE audit_event DROP CONSTRAINT audit_event_is_whole")
    op.execute(f"ALTER TABLE audit_event ADD CONSTRAINT audit_event_is_whole CHECK ({whole})")


def _secure() -> None:
    op.execute("ALTER TABLE api_key ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE api_key FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY visible ON api_key FOR SELECT TO {APP} USING ({KEEPING})")
    op.execute(f"CREATE POLICY entered ON api_key FOR INSERT TO {APP} WITH CHECK ({MAKING})")
    op.execute(f"CREATE POLICY revoked ON api_key FOR UPDATE TO {APP} USING ({KEEPING})")
    op.execute(f"CREATE POLICY shown ON api_key FOR SELECT TO {OWNER} USING (true)")
    op.execute(f"CREATE POLICY used ON api_key FOR UPDATE TO {OWNER} USING (true)")
    op.execute(f"GRANT SELECT, INSERT ON api_key TO {APP}")
    op.execute(f"GRANT UPDATE ({REVOKING}) ON api_key TO {APP}")
    op.execute(f"ALTER TABLE api_key OWNER TO {OWNER}")
