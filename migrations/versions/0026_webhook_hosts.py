"""Hosts of receivers that asked to be spared for a while; deliveries of endpoints that are gone end.

Revision ID: 0026
Revises: 0025
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0026"
down_revision: str | None = "0025"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

OWNER, APP = "tindak_owner", "tindak_app"
BY_SYSTEM = (
    "region = current_setting('tindak.region', true)"
    " AND 'system' = ANY (nullif(current_setting('tindak.tokens', true), '')::text[])"
)
END = """UPDATE webhook_delivery d SET state = 'withheld', next_at = NULL, settled_at = now(), claimed_by = NULL,
  claimed_at = NULL
FROM webhook w WHERE w.region = d.region AND w.id = d.webhook_id AND w.state IN ('ended', 'deleted')
  AND d.state = 'pending'"""


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "webhook_host",
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("spared_until", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("region", "host"),
    )
    op.execute("ALTER TABLE webhook_host ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE webhook_host FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY visible ON webhook_host FOR SELECT TO {APP} USING ({BY_SYSTEM})")
    op.execute(f"CREATE POLICY entered ON webhook_host FOR INSERT TO {APP} WITH CHECK ({BY_SYSTEM})")
    op.execute(
        f"CREATE POLICY changed ON webhook_host FOR UPDATE TO {APP} USING ({BY_SYSTEM}) WITH CHECK ({BY_SYSTEM})"
    )
    op.execute(f"CREATE POLICY forgotten ON webhook_host FOR DELETE TO {APP} USING ({BY_SYSTEM})")
    op.execute(f"GRANT SELECT, INSERT, DELETE ON webhook_host TO {APP}")
    op.execute(f"GRANT UPDATE (spared_until) ON webhook_host TO {APP}")
    op.execute(f"ALTER TABLE webhook_host OWNER TO {OWNER}")
    op.execute(END)


def downgrade() -> None:
    """Undo. What has ended stays so."""
    op.drop_table("webhook_host")
