"""Webhooks: endpoints with their owners' tokens, what is delivered to each, and their events in the region's own chain.

Revision ID: 0018
Revises: 0017
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from service.storage.db.tables.webhooks import DELIVERY_IS_WHOLE, ENDPOINT_IS_WHOLE

revision: str = "0018"
down_revision: str | None = "0017"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

OWNER, APP = "tindak_owner", "tindak_app"
MOMENT = postgresql.TIMESTAMP(timezone=True)
IN_REGION = "region = current_setting('tindak.region', true)"
TOKENS = "nullif(current_setting('tindak.tokens', true), '')::text[]"
KEEPING = f"ARRAY['webhooks', 'system', 'person:' || owner_person] && {TOKENS}"
OF_WEBHOOK = (
    "EXISTS (SELECT FROM webhook w WHERE w.region = webhook_delivery.region AND w.id = webhook_delivery.webhook_id)"
)
DOMAINS = {
    "webhook_state": "'enabled', 'disabled', 'deleted'",
    "delivery_state": "'pending', 'delivered', 'dead', 'withheld'",
}
ENDPOINT_CHANGES = "url, actions, state, reason, version, secret, former_secret, former_until, position, updated_at"
DELIVERY_CHANGES = "payload, state, attempts, first_at, next_at, claimed_by, claimed_at, settled_at, tries"

CHAINED = "prev_seq IS NOT DISTINCT FROM nullif(seq - 1, 0) AND (seq = 1) = (prev IS NULL)"
CODES = f"{CHAINED} AND num_nulls(report_id, report_state, category, severity, area)"
OLD_WHOLE = f"{CODES} = CASE WHEN action IN ('reads.recorded', 'api_key.created', 'api_key.revoked') THEN 5 ELSE 0 END"
WHOLE = (
    f"{CODES} = CASE WHEN action IN ('reads.recorded', 'api_key.created', 'api_key.revoked', 'webhook.created',"
    " 'webhook.amended', 'webhook.deleted', 'webhook.secret_rotated', 'webhook.replayed') THEN 5 ELSE 0 END"
)


def upgrade() -> None:
    """Apply."""
    _chain(WHOLE)
    for name, listed in DOMAINS.items():
        op.execute(f"CREATE DOMAIN {name} AS text CONSTRAINT {name}_known CHECK (VALUE IN ({listed}))")
    _create_webhook()
    _create_delivery()
    op.execute("ALTER TABLE webhook ALTER COLUMN state TYPE webhook_state")
    op.execute("ALTER TABLE webhook_delivery ALTER COLUMN state TYPE delivery_state")
    op.create_check_constraint("webhook_is_whole", "webhook", ENDPOINT_IS_WHOLE)
    op.create_check_constraint("webhook_delivery_is_whole", "webhook_delivery", DELIVERY_IS_WHOLE)
    pending = sa.text("state = 'pending'")
    op.create_index("webhook_delivery_due", "webhook_delivery", ["region", "next_at"], postgresql_where=pending)
    order = ["region", "webhook_id", "report_id", "leaf_index"]
    op.create_index("webhook_delivery_in_order", "webhook_delivery", order, postgresql_where=pending)
    op.create_index("webhook_delivery_settled", "webhook_delivery", ["settled_at"])
    _secure("webhook", KEEPING, ENDPOINT_CHANGES)
    _secure("webhook_delivery", OF_WEBHOOK, DELIVERY_CHANGES)
    op.execute(f"CREATE POLICY forgotten ON webhook_delivery FOR DELETE TO {APP} USING ({IN_REGION} AND {OF_WEBHOOK})")
    op.execute(f"GRANT DELETE ON webhook_delivery TO {APP}")


def downgrade() -> None:
    """Undo. Refused by PostgreSQL once an endpoint has left an event: the chain has no room for it then."""
    op.drop_table("webhook_delivery")
    op.drop_table("webhook")
    for name in DOMAINS:
        op.execute(f"DROP DOMAIN {name}")
    _chain(OLD_WHOLE)


def _create_webhook() -> None:
    op.create_table(
        "webhook",
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("actions", sa.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("owner_person", sa.UUID(), nullable=False),
        sa.Column("owner_agency", sa.Text(), nullable=False),
        sa.Column("owner_role", sa.Text(), nullable=False),
        sa.Column("tokens", sa.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("secret", postgresql.BYTEA(), nullable=True),
        sa.Column("former_secret", postgresql.BYTEA(), nullable=True),
        sa.Column("former_until", MOMENT, nullable=True),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("region", "id"),
    )
    op.create_index("webhook_by_time", "webhook", ["region", "created_at", "id"])


def _create_delivery() -> None:
    op.create_table(
        "webhook_delivery",
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("webhook_id", sa.UUID(), nullable=False),
        sa.Column("leaf_index", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.UUID(), nullable=False),
        sa.Column("report_id", sa.UUID(), nullable=True),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("payload", postgresql.BYTEA(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("first_at", MOMENT, nullable=False),
        sa.Column("next_at", MOMENT, nullable=True),
        sa.Column("claimed_by", sa.BigInteger(), nullable=True),
        sa.Column("claimed_at", MOMENT, nullable=True),
        sa.Column("settled_at", MOMENT, nullable=True),
        sa.Column("tries", postgresql.JSONB(), server_default=sa.text("'[]'"), nullable=False),
        sa.ForeignKeyConstraint(
            ["region", "webhook_id"], ["webhook.region", "webhook.id"], name="webhook_delivery_of_webhook"
        ),
        sa.PrimaryKeyConstraint("region", "webhook_id", "leaf_index"),
    )


def _chain(whole: str) -> None:
    op.execute("ALTER TABLE audit_event DROP CONSTRAINT audit_event_is_whole")
    op.execute(f"ALTER TABLE audit_event ADD CONSTRAINT audit_event_is_whole CHECK ({whole})")


def _secure(table: str, seen: str, changes: str) -> None:
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY visible ON {table} FOR SELECT TO {APP} USING ({IN_REGION} AND {seen})")
    op.execute(f"CREATE POLICY entered ON {table} FOR INSERT TO {APP} WITH CHECK ({IN_REGION})")
    op.execute(
        f"CREATE POLICY changed ON {table} FOR UPDATE TO {APP} USING ({IN_REGION} AND {seen}) WITH CHECK ({IN_REGION})"
    )
    op.execute(f"GRANT SELECT, INSERT ON {table} TO {APP}")
    op.execute(f"GRANT UPDATE ({changes}) ON {table} TO {APP}")
    op.execute(f"ALTER TABLE {table} OWNER TO {OWNER}")
