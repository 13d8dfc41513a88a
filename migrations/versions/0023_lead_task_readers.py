"""A lead task that was taken back, handed on or is of a round that is over lets nobody read a secret report.

Revision ID: 0023
Revises: 0022
"""

from collections.abc import Sequence

from alembic import op

revision: str = "0023"
down_revision: str | None = "0022"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

STANDING = "'offered', 'accepted', 'in_progress', 'waiting', 'done'"
GONE = f"""UPDATE {{table}} t SET {{column}} = array(SELECT one FROM unnest(t.{{column}}) one
  WHERE one NOT LIKE 'working:%' OR EXISTS (SELECT FROM task l WHERE l.region = r.region AND l.report_id = r.id
    AND l.role = 'lead' AND l.agency = r.lead_agency AND l.round = r.round AND l.state IN ({STANDING})
    AND one = 'working:' || l.agency || ':' || l.assignee))
FROM report r WHERE r.region = t.region AND r.id = t.{{id}} AND r.classification = 'secret'
  AND t.{{column}}::text LIKE '%working:%'"""
SEEN_IN = (("report", "readers", "id"), ("report", "text_readers", "id"), ("task", "readers", "report_id"))


def upgrade() -> None:
    """Take their tokens from the rows that are there; every later change writes them anew."""
    for table, column, identifier in SEEN_IN:
        op.execute(GONE.format(table=table, column=column, id=identifier))


def downgrade() -> None:
    """Leave the rows as they are: the next change of a report writes what the rule of before says."""
