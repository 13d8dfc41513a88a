"""A merge opens nothing: who shut somebody out of a duplicate is kept with what goes on, and what was put off.

Nor does whom that report accuses go on seeing their own tasks of the duplicate: a task is seen as its report is, by its
holder too. The columns are read from the merges that stand.

Revision ID: 0038
Revises: 0037
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0038"
down_revision: str | None = "0037"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

APP = "tindak_app"
ARRAYS = {"passed_over_before": sa.Text, "lead_moved_before": sa.UUID}
COLUMNS = ", ".join(ARRAYS)

IN_REGION = "region = current_setting('tindak.region', true)"
TOKENS = "(SELECT nullif(current_setting('tindak.tokens', true), '')::text[])"
SEEN = f"readers && {TOKENS} AND NOT walled && {TOKENS}"
# The report is asked first: who sees it is behind no wall on the way, and almost every reader of a task does.
SEEN_TO_THE_END = f"""{SEEN} AND (
  EXISTS (SELECT FROM report r WHERE r.region = task.region AND r.id = task.report_id)
  OR NOT walled_beyond(region, report_id) && {TOKENS})"""


def _carried(column: str, of_duplicate: str, kept: str) -> str:
    """What every duplicate that went into a report, over others or not, adds to one of its columns."""
    return f"""WITH RECURSIVE gone AS (
  SELECT region, merged_into AS id, id AS one FROM report WHERE merged_into IS NOT NULL
  UNION SELECT g.region, r.merged_into, g.one FROM gone g JOIN report r ON r.region = g.region AND r.id = g.id
    WHERE r.merged_into IS NOT NULL)
UPDATE report r SET {column} = ARRAY(SELECT DISTINCT told FROM gone g
    JOIN report d ON d.region = g.region AND d.id = g.one, unnest({of_duplicate}) AS told
    WHERE g.region = r.region AND g.id = r.id UNION SELECT unnest(r.{kept}) ORDER BY 1)
WHERE (r.region, r.id) IN (SELECT g.region, g.id FROM gone g)"""


CARRIED = (
    _carried(
        "passed_over_before",
        "ARRAY(SELECT unnest(d.passed_over) EXCEPT SELECT unnest(d.cleared))",
        "passed_over_before",
    ),
    _carried("lead_moved_before", "d.lead_moved_by", "lead_moved_before"),
    _carried("limits_extended", "d.limits_extended", "limits_extended"),
)


def upgrade() -> None:
    """Apply."""
    for name, kind in ARRAYS.items():
        op.add_column("report", sa.Column(name, sa.ARRAY(kind()), server_default=sa.text("'{}'"), nullable=False))
    for statement in CARRIED:
        op.execute(statement)
    op.execute(f"GRANT INSERT ({COLUMNS}), UPDATE ({COLUMNS}) ON report TO {APP}")
    _show(SEEN_TO_THE_END)


def downgrade() -> None:
    """Undo. What was put off on a duplicate stays put off on the report that goes on."""
    _show(SEEN)
    for name in ARRAYS:
        op.drop_column("report", name)


def _show(seen: str) -> None:
    op.execute("DROP POLICY visible ON task")
    op.execute(f"CREATE POLICY visible ON task FOR SELECT TO {APP} USING ({IN_REGION} AND {seen})")
