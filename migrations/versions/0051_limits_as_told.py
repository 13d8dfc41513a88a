"""What a report knows of its limits: which run, and until when it could be lodged as its clock was told to end.

So an event tells of no limit as stopped that had stopped before, and a day that is kept later makes nothing late, nor
in time. What began anew with the length to which it was extended says that it was extended.

Revision ID: 0051
Revises: 0040
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0051"
down_revision: str | None = "0047"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

APP = "tindak_app"
COLUMNS = "limits_running, lodging_ends"
RUNNING = """UPDATE report r SET limits_running = c.running
FROM (SELECT region, report_id, array_agg(DISTINCT kind::text ORDER BY kind::text) AS running FROM clock
  WHERE family = 'legal' AND stopped_at IS NULL GROUP BY region, report_id) c
WHERE c.region = r.region AND c.report_id = r.id"""
LODGING = """UPDATE report r SET lodging_ends = c.ends
FROM (SELECT DISTINCT ON (region, report_id) region, report_id, coalesce(counter_end, due_at) AS ends FROM clock
  WHERE family = 'legal' AND kind = 'lodge_report' ORDER BY region, report_id, id DESC) c
WHERE c.region = r.region AND c.report_id = r.id"""
"""The last that was started counts from the moment that was put right."""

EXTENDED = """UPDATE clock c SET extended = true, extends_to = c.length
WHERE c.family = 'legal' AND NOT c.extended AND c.extends_to IS NULL AND EXISTS (
  SELECT FROM clock x WHERE x.region = c.region AND x.report_id = c.report_id AND x.kind = c.kind AND x.id < c.id
    AND x.extended AND x.length = c.length)"""


def upgrade() -> None:
    """Apply."""
    op.add_column(
        "report", sa.Column("limits_running", sa.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False)
    )
    op.add_column("report", sa.Column("lodging_ends", sa.TIMESTAMP(timezone=True)))
    for statement in (RUNNING, LODGING, EXTENDED):
        op.execute(statement)
    op.execute(f"GRANT INSERT ({COLUMNS}), UPDATE ({COLUMNS}) ON report TO {APP}")


def downgrade() -> None:
    """Undo. A clock that says that it was extended goes on saying it."""
    for name in ("limits_running", "lodging_ends"):
        op.drop_column("report", name)
