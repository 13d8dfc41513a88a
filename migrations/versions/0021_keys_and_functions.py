"""Keys know in which office they were made and reports whose key reported them; endpoints end with an office.

Every function looks for names where nobody else's can stand.

Revision ID: 0021
Revises: 0020
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from service.storage.db.tables.webhooks import ENDPOINT_IS_WHOLE

revision: str = "0021"
down_revision: str | None = "0020"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

OWNER, APP = "tindak_owner", "tindak_app"
SEARCH_PATH = "pg_catalog, public, pg_temp"
BEFORE: dict[str, str | None] = {
    "refuse_change()": None,
    "refuse_shrinking()": None,
    "refuse_rewriting()": None,
    "refuse_gap_of_reads()": None,
    "refuse_reviving()": None,
    "kept_otherwise(text, uuid)": None,
    "erasure_told(text, uuid)": None,
    "reporter_otherwise(text, uuid, uuid)": None,
    "wrapped_key_of(text, uuid)": None,
    "api_key_used(text, bytea)": "public, pg_temp",
    "rate_lease(uuid, text, bigint, integer, bigint, bigint)": "public, pg_temp",
    "found_reports(text, text)": "pg_catalog, pg_temp",
    "possible_duplicates(text, text, text, timestamptz, text, text, uuid, integer)": "pg_catalog, pg_temp",
}
"""Every function, and where it looked for names before."""


# A key made before is of the office that its event in the region's own chain names; one without sees as an admin's.
MADE_AS = """UPDATE api_key k SET maker_role = coalesce((SELECT e.actor_role FROM audit_event e
  WHERE e.region = k.region AND e.report_id IS NULL AND e.action = 'api_key.created'
    AND convert_from(e.leaf, 'UTF8')::json->'data'->>'key' = k.id::text), 'admin')"""
BY_KEYS = """UPDATE report r SET reported_for = k.created_by FROM api_key k
WHERE k.region = r.region AND k.id = r.reported_by"""
# Where a key stands among the readers of what it reported, who made it stands there too.
BESIDE = """UPDATE {table} t SET {column} = t.{column} || ('person:' || r.reported_for) FROM report r
WHERE r.region = t.region AND r.id = t.{id} AND r.reported_for IS NOT NULL
  AND t.{column} @> ARRAY['person:' || r.reported_by] AND NOT t.{column} @> ARRAY['person:' || r.reported_for]"""
SEEN_IN = (("report", "readers", "id"), ("report", "text_readers", "id"), ("task", "readers", "report_id"))

USED = """
CREATE FUNCTION api_key_used(of_region text, of_hash bytea)
RETURNS TABLE (id uuid, name text, agency text, scopes text[], expires_at timestamptz, revoked boolean{more})
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
        AND found_key.last_used_at IS DISTINCT FROM this_hour THEN
        UPDATE api_key k SET last_used_at = this_hour WHERE k.region = of_region AND k.id = found_key.id
            AND k.last_used_at IS DISTINCT FROM this_hour AND k.revoked_at IS NULL;
    END IF;
    RETURN QUERY SELECT found_key.id, found_key.name, found_key.agency, found_key.scopes, found_key.expires_at,
        found_key.revoked_at IS NOT NULL{values};
END
$$
"""
MORE, VALUES = ", created_by uuid, maker_role text", ", found_key.created_by, found_key.maker_role"

OLD_STATES = "'enabled', 'disabled', 'deleted'"
STATES = "'enabled', 'disabled', 'ended', 'deleted'"
OLD_ENDPOINT_IS_WHOLE = (
    "(state = 'deleted') = (secret IS NULL) AND (former_secret IS NULL) = (former_until IS NULL) AND version >= 1"
    " AND position >= -1 AND (reason IS NULL OR state = 'disabled') AND cardinality(actions) > 0"
)
CHAINED = "prev_seq IS NOT DISTINCT FROM nullif(seq - 1, 0) AND (seq = 1) = (prev IS NULL)"
CODES = f"{CHAINED} AND num_nulls(report_id, report_state, category, severity, area)"
OF_THE_REGION = (
    "'reads.recorded', 'api_key.created', 'api_key.revoked', 'webhook.created', 'webhook.amended',"
    " 'webhook.deleted', 'webhook.secret_rotated', 'webhook.replayed'"
)
OLD_WHOLE = f"{CODES} = CASE WHEN action IN ({OF_THE_REGION}) THEN 5 ELSE 0 END"
WHOLE = f"{CODES} = CASE WHEN action IN ({OF_THE_REGION}, 'webhook.ended') THEN 5 ELSE 0 END"


def upgrade() -> None:
    """Apply."""
    op.add_column("api_key", sa.Column("maker_role", sa.Text(), nullable=True))
    op.execute("ALTER TABLE api_key DISABLE TRIGGER stays_revoked")  # of a revoked key too it is to be known
    op.execute(MADE_AS)
    op.execute("ALTER TABLE api_key ENABLE ALWAYS TRIGGER stays_revoked")
    op.alter_column("api_key", "maker_role", nullable=False)
    op.add_column("report", sa.Column("reported_for", sa.UUID(), nullable=True))
    op.execute(BY_KEYS)
    for table, column, identifier in SEEN_IN:
        op.execute(BESIDE.format(table=table, column=column, id=identifier))
    _use(SEARCH_PATH, MORE, VALUES)
    _endpoints(STATES, ENDPOINT_IS_WHOLE, WHOLE)
    op.create_index("webhook_by_owner", "webhook", ["region", "owner_person"])
    for signature in BEFORE:
        op.execute(f"ALTER FUNCTION {signature} SET search_path = {SEARCH_PATH}")


def downgrade() -> None:
    """Undo. Refused by PostgreSQL once an endpoint has ended: what was before has no room for it."""
    for signature, before in BEFORE.items():
        former = "RESET search_path" if before is None else f"SET search_path = {before}"
        op.execute(f"ALTER FUNCTION {signature} {former}")
    op.drop_index("webhook_by_owner", "webhook")
    _endpoints(OLD_STATES, OLD_ENDPOINT_IS_WHOLE, OLD_WHOLE)
    _use("public, pg_temp", "", "")
    op.drop_column("report", "reported_for")
    op.drop_column("api_key", "maker_role")


def _use(path: str, more: str, values: str) -> None:
    op.execute("DROP FUNCTION api_key_used(text, bytea)")
    op.execute(USED.format(path=path, more=more, values=values))
    op.execute(f"ALTER FUNCTION api_key_used(text, bytea) OWNER TO {OWNER}")
    op.execute("REVOKE ALL ON FUNCTION api_key_used(text, bytea) FROM PUBLIC")
    op.execute(f"GRANT EXECUTE ON FUNCTION api_key_used(text, bytea) TO {APP}")


def _endpoints(states: str, endpoint: str, chain: str) -> None:
    op.execute("ALTER DOMAIN webhook_state DROP CONSTRAINT webhook_state_known")
    op.execute(f"ALTER DOMAIN webhook_state ADD CONSTRAINT webhook_state_known CHECK (VALUE IN ({states}))")
    for table, whole in (("webhook", endpoint), ("audit_event", chain)):
        op.execute(f"ALTER TABLE {table} DROP CONSTRAINT {table}_is_whole")
        op.execute(f"ALTER TABLE {table} ADD CONSTRAINT {table}_is_whole CHECK ({whole})")
