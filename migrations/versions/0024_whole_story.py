"""More of a report's whole story: what the law's limits came to, who led or reported what was merged, who stands in.

What stands in the trail and in the clocks already is read into the new columns. Who stands in is worked out by the next
change of a report; until then nobody does.

Revision ID: 0024
Revises: 0023
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0024"
down_revision: str | None = "0023"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

APP = "tindak_app"
MOMENT = postgresql.TIMESTAMP(timezone=True)
ARRAYS = {
    "limits_begun": sa.Text, "limits_extended": sa.Text, "led_before": sa.UUID, "reported_before": sa.UUID,
    "stand_ins": sa.Text,
}  # fmt: skip
COLUMNS = ", ".join(("registered_at", *ARRAYS))

REGISTERED = """UPDATE report r SET registered_at = e.at
FROM (SELECT region, report_id, min(at) AS at FROM audit_event WHERE action = 'report.verified'
      GROUP BY region, report_id) e
WHERE e.region = r.region AND e.report_id = r.id"""
LIMITS = """UPDATE report r SET limits_begun = c.begun, limits_extended = coalesce(c.extended, '{}')
FROM (SELECT region, report_id, array_agg(DISTINCT kind::text ORDER BY kind::text) AS begun,
        array_agg(DISTINCT kind::text ORDER BY kind::text) FILTER (WHERE extended) AS extended
      FROM clock WHERE family = 'legal' GROUP BY region, report_id) c
WHERE c.region = r.region AND c.report_id = r.id"""
LED = """UPDATE report r SET led_before = l.persons
FROM (SELECT k.region, k.other_id, array_agg(DISTINCT p.person ORDER BY p.person) AS persons
      FROM report_link k
      JOIN report d ON d.region = k.region AND d.id = k.report_id AND d.outcome = 'duplicate'
      JOIN task t ON t.region = d.region AND t.report_id = d.id AND t.role = 'lead'
      CROSS JOIN LATERAL unnest(t.worked_by) AS p(person)
      WHERE k.kind = 'duplicate_of' GROUP BY k.region, k.other_id) l
WHERE l.region = r.region AND l.other_id = r.id"""

REPORTED = """UPDATE report r SET reported_before = l.persons
FROM (SELECT k.region, k.other_id, array_agg(DISTINCT p.person ORDER BY p.person) AS persons
      FROM report_link k
      JOIN report d ON d.region = k.region AND d.id = k.report_id AND d.outcome = 'duplicate'
      CROSS JOIN LATERAL unnest(ARRAY[d.reported_by, d.reported_for]) AS p(person)
      WHERE k.kind = 'duplicate_of' AND p.person IS NOT NULL GROUP BY k.region, k.other_id) l
WHERE l.region = r.region AND l.other_id = r.id"""


def upgrade() -> None:
    """Apply."""
    op.add_column("report", sa.Column("registered_at", MOMENT, nullable=True))
    for name, kind in ARRAYS.items():
        op.add_column("report", sa.Column(name, sa.ARRAY(kind()), server_default=sa.text("'{}'"), nullable=False))
    for statement in (REGISTERED, LIMITS, LED, REPORTED):
        op.execute(statement)
    op.execute(f"GRANT INSERT ({COLUMNS}), UPDATE ({COLUMNS}) ON report TO {APP}")


def downgrade() -> None:
    """Undo."""
    for name in ("registered_at", *ARRAYS):
        op.drop_column("report", name)
