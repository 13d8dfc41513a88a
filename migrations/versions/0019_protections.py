"""Protections that two persons take away, and the whole story that duties look at.

What stands in the trail already is read into the new columns: no report begins anew. Who leads today may go on to.

Revision ID: 0019
Revises: 0018
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0019"
down_revision: str | None = "0018"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

OWNER, APP = "tindak_owner", "tindak_app"
IN_REGION = "region = current_setting('tindak.region', true)"
OF_REPORT = "EXISTS (SELECT FROM report r WHERE r.region = proposal.region AND r.id = proposal.report_id)"
MOMENT = postgresql.TIMESTAMP(timezone=True)
KINDS = "'amendment', 'wall', 'accusation', 'lead'"
IS_WHOLE = (
    "cardinality(protections) > 0 AND (state = 'requested') = (decided_at IS NULL)"
    " AND (decided_at IS NULL) = (decided_by IS NULL) AND (decided_at IS NULL) = (decided_agency IS NULL)"
    " AND (decided_at IS NULL) = (decided_event IS NULL) AND decided_by IS DISTINCT FROM requested_by"
)
DECIDED = "state, decided_by, decided_agency, decided_at, decided_event, decision_text"
STORY = (
    "severity_taken",
    "severity_highest",
    "accused_ever",
    "cleared",
    "passed_over",
    "steered",
    "lead_moved_by",
)
LEAF = "convert_from(e.leaf, 'UTF8')::jsonb"

TOLD = f"""
WITH told AS (
    SELECT e.region, e.report_id, e.seq, coalesce(l.leaf->'data'->'changed', l.leaf->'data') AS codes
    FROM audit_event e CROSS JOIN LATERAL (SELECT {LEAF} AS leaf) l
    WHERE e.action IN ('report.reported', 'report.amended')
), accused AS (
    SELECT t.region, t.report_id, array_agg(DISTINCT a.agency ORDER BY a.agency) AS agencies
    FROM told t CROSS JOIN LATERAL jsonb_array_elements_text(
      CASE jsonb_typeof(t.codes->'accused') WHEN 'array' THEN t.codes->'accused' ELSE '[]' END) AS a(agency)
    GROUP BY t.region, t.report_id
), story AS (
    SELECT t.region, t.report_id,
      (array_agg(t.codes->>'severity' ORDER BY t.seq) FILTER (WHERE t.codes ? 'severity'))[1] AS taken,
      min(t.codes->>'severity') AS highest
    FROM told t GROUP BY t.region, t.report_id
)
UPDATE report r SET severity_taken = s.taken, severity_highest = s.highest,
  accused_ever = coalesce((SELECT a.agencies FROM accused a WHERE a.region = r.region AND a.report_id = r.id), '{{}}'),
  cleared = array_remove(ARRAY[r.lead_agency], NULL),
  passed_over = ARRAY(SELECT DISTINCT w.raised_agency FROM report_wall w
                      WHERE w.region = r.region AND w.report_id = r.id ORDER BY 1)
FROM story s WHERE s.region = r.region AND s.report_id = r.id
"""
WORKED = f"""
WITH worked AS (
    SELECT e.region, e.task_id, p.person
    FROM audit_event e CROSS JOIN LATERAL (SELECT {LEAF}->'data' AS data) l
      CROSS JOIN LATERAL unnest(ARRAY[
        CASE WHEN e.action <> 'task.person_assigned' THEN e.actor_person END,
        (l.data->>'assignee')::uuid]) AS p(person)
    WHERE e.action IN ('task.accepted', 'task.started', 'task.resumed', 'task.completed', 'task.person_assigned')
      AND e.task_id IS NOT NULL AND p.person IS NOT NULL
)
UPDATE task t SET worked_by = w.persons
FROM (SELECT region, task_id, array_agg(DISTINCT person ORDER BY person) AS persons
      FROM worked GROUP BY region, task_id) w
WHERE w.region = t.region AND w.task_id = t.id
"""
REST = "UPDATE report SET severity_taken = severity, severity_highest = severity WHERE severity_taken IS NULL"


def upgrade() -> None:
    """Apply."""
    op.execute(f"CREATE DOMAIN proposal_kind AS text CONSTRAINT proposal_kind_known CHECK (VALUE IN ({KINDS}))")
    _create_proposal()
    for name in ("severity_taken", "severity_highest"):
        op.execute(f"ALTER TABLE report ADD COLUMN {name} severity")
    for name in ("accused_ever", "cleared", "passed_over"):
        op.add_column("report", sa.Column(name, sa.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False))
    op.add_column("report", sa.Column("steered", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    for table, name in (("report", "lead_moved_by"), ("task", "worked_by")):
        op.add_column(table, sa.Column(name, sa.ARRAY(sa.UUID()), server_default=sa.text("'{}'"), nullable=False))
    for statement in (TOLD, WORKED, REST):
        op.execute(statement)
    for name in ("severity_taken", "severity_highest"):
        op.execute(f"ALTER TABLE report ALTER COLUMN {name} SET NOT NULL")
    story = ", ".join(STORY)
    op.execute(f"GRANT INSERT ({story}), UPDATE ({story}) ON report TO {APP}")
    op.execute(f"GRANT INSERT (worked_by), UPDATE (worked_by) ON task TO {APP}")


def downgrade() -> None:
    """Undo."""
    op.drop_column("task", "worked_by")
    for name in STORY:
        op.drop_column("report", name)
    op.drop_table("proposal")
    op.execute("DROP DOMAIN proposal_kind")


def _create_proposal() -> None:
    op.create_table(
        "proposal",
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("report_id", sa.UUID(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("asks", postgresql.JSONB(), server_default=sa.text("'[]'"), nullable=False),
        sa.Column("was", postgresql.JSONB(), server_default=sa.text("'[]'"), nullable=False),
        sa.Column("protections", sa.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason_text", sa.UUID(), nullable=False),
        sa.Column("requested_by", sa.UUID(), nullable=False),
        sa.Column("requested_agency", sa.Text(), nullable=False),
        sa.Column("requested_at", MOMENT, nullable=False),
        sa.Column("decided_by", sa.UUID(), nullable=True),
        sa.Column("decided_agency", sa.Text(), nullable=True),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("decided_event", sa.UUID(), nullable=True),
        sa.Column("decision_text", sa.UUID(), nullable=True),
        sa.ForeignKeyConstraint(["region", "report_id"], ["report.region", "report.id"], name="proposal_of_report"),
        sa.PrimaryKeyConstraint("region", "id"),
        sa.CheckConstraint(IS_WHOLE, name="proposal_is_whole"),
    )
    op.execute("ALTER TABLE proposal ALTER COLUMN kind TYPE proposal_kind, ALTER COLUMN state TYPE erasure_state")
    op.create_index("proposal_of_report_index", "proposal", ["region", "report_id", "id"], unique=False)
    op.execute("ALTER TABLE proposal ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE proposal FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY visible ON proposal FOR SELECT TO {APP} USING ({IN_REGION} AND {OF_REPORT})")
    op.execute(f"CREATE POLICY entered ON proposal FOR INSERT TO {APP} WITH CHECK ({IN_REGION})")
    op.execute(
        f"CREATE POLICY changed ON proposal FOR UPDATE TO {APP} USING ({IN_REGION} AND {OF_REPORT}) "
        f"WITH CHECK ({IN_REGION})"
    )
    op.execute(f"GRANT SELECT, INSERT ON proposal TO {APP}")
    op.execute(f"GRANT UPDATE ({DECIDED}) ON proposal TO {APP}")
    op.execute(f"ALTER TABLE proposal OWNER TO {OWNER}")
