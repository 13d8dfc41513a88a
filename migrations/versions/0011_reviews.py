"""After-action reviews, when a formal report counts as received, and an election that may be put right.

Revision ID: 0011
Revises: 0010
"""

import re
from collections.abc import Callable, Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0011"
down_revision: str | None = "0010"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

OWNER, APP = "tindak_owner", "tindak_app"
IN_REGION = "region = current_setting('tindak.region', true)"
MOMENT = postgresql.TIMESTAMP(timezone=True)

DOMAINS = {"review_state": "'open', 'closed'", "lesson_kind": "'keep', 'change'"}
TEXT_FIELDS = ("planned", "happened", "why", "lesson", "recommendation")
CLOSED = ("state", "version", "closed_by", "closed_agency", "closed_at")
REPORT_COLUMNS = {"formal_receipt_at": "timestamptz", "review": "uuid"}

REVIEW_IS_WHOLE = (
    "(state = 'closed') = (closed_at IS NOT NULL) AND (closed_at IS NULL) = (closed_by IS NULL)"
    " AND (closed_at IS NULL) = (closed_agency IS NULL) AND version >= 1"
)
ENTRY_IS_WHOLE = (
    "field IN ('planned', 'happened', 'why', 'lesson', 'recommendation')"
    " AND (field = 'lesson') = (lesson_kind IS NOT NULL) AND (field = 'recommendation') = (owner IS NOT NULL)"
    " AND (owner IS NULL) = (due_at IS NULL)"
)
LISTED = """SELECT pg_get_constraintdef(c.oid) FROM pg_constraint c JOIN pg_type t ON t.oid = c.contypid
WHERE t.typname = 'text_field' AND c.conname = 'text_field_known'"""


def upgrade() -> None:
    """Apply."""
    for name, listed in DOMAINS.items():
        op.execute(f"CREATE DOMAIN {name} AS text CONSTRAINT {name}_known CHECK (VALUE IN ({listed}))")
    _list_text_fields(lambda known: [*known, *TEXT_FIELDS])
    for name, kind in REPORT_COLUMNS.items():
        op.execute(f"ALTER TABLE report ADD COLUMN {name} {kind}")
    op.execute("ALTER TABLE task ADD COLUMN recommendation uuid")
    _create_review()
    _create_review_entry()
    for table in ("review", "review_entry"):
        _secure(table)
    op.execute(f"GRANT UPDATE ({', '.join(CLOSED)}) ON review TO {APP}")
    op.execute(
        f"CREATE POLICY changed ON review FOR UPDATE TO {APP} "
        f"USING ({IN_REGION} AND {_of_report('review')}) WITH CHECK ({IN_REGION})"
    )
    op.execute(f"GRANT UPDATE (election, {', '.join(REPORT_COLUMNS)}) ON report TO {APP}")
    _guard("no_change", "UPDATE OR DELETE", "ROW")
    _guard("no_truncate", "TRUNCATE", "STATEMENT")


def downgrade() -> None:
    """Undo. Refused by PostgreSQL once a review holds words: what was before has no room for them."""
    op.drop_table("review_entry")
    op.drop_table("review")
    op.execute("ALTER TABLE task DROP COLUMN recommendation")
    op.execute(f"REVOKE UPDATE (election) ON report FROM {APP}")
    for name in REPORT_COLUMNS:
        op.execute(f"ALTER TABLE report DROP COLUMN {name}")
    _list_text_fields(lambda known: [field for field in known if field not in TEXT_FIELDS])
    for name in DOMAINS:
        op.execute(f"DROP DOMAIN {name}")


def _list_text_fields(change: Callable[[list[str]], list[str]]) -> None:
    """Change the list of a domain, whatever other revisions have put into it."""
    known = re.findall(r"'([^']*)'", op.get_bind().execute(sa.text(LISTED)).scalar_one())
    listed = ", ".join(f"'{field}'" for field in change(known))
    op.execute("ALTER DOMAIN text_field DROP CONSTRAINT text_field_known")
    op.execute(f"ALTER DOMAIN text_field ADD CONSTRAINT text_field_known CHECK (VALUE IN ({listed}))")


def _create_review() -> None:
    op.create_table(
        "review",
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("report_id", sa.UUID(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("opened_by", sa.UUID(), nullable=False),
        sa.Column("opened_agency", sa.Text(), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("closed_by", sa.UUID(), nullable=True),
        sa.Column("closed_agency", sa.Text(), nullable=True),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["region", "report_id"], ["report.region", "report.id"], name="review_of_report"),
        sa.PrimaryKeyConstraint("region", "id"),
        sa.UniqueConstraint("region", "report_id", name="review_one_each"),
        sa.CheckConstraint(REVIEW_IS_WHOLE, name="review_is_whole"),
    )
    op.execute("ALTER TABLE review ALTER COLUMN state TYPE review_state")
    op.create_index("review_by_time", "review", ["region", "opened_at", "id"], unique=False)
    op.create_index("review_by_event", "review", ["region", "event", "opened_at", "id"], unique=False)


def _create_review_entry() -> None:
    op.create_table(
        "review_entry",
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("review_id", sa.UUID(), nullable=False),
        sa.Column("report_id", sa.UUID(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("lesson_kind", sa.Text(), nullable=True),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("due_at", MOMENT, nullable=True),
        sa.Column("text_id", sa.UUID(), nullable=False),
        sa.Column("added_by", sa.UUID(), nullable=False),
        sa.Column("added_agency", sa.Text(), nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["region", "report_id"], ["report.region", "report.id"], name="review_entry_of_report"),
        sa.ForeignKeyConstraint(["region", "review_id"], ["review.region", "review.id"], name="review_entry_of_review"),
        sa.PrimaryKeyConstraint("region", "id"),
        sa.CheckConstraint(ENTRY_IS_WHOLE, name="review_entry_is_whole"),
    )
    op.execute("ALTER TABLE review_entry ALTER COLUMN field TYPE text_field, ALTER COLUMN lesson_kind TYPE lesson_kind")
    op.create_index("review_entry_of_review_index", "review_entry", ["region", "review_id", "id"], unique=False)


def _of_report(child: str) -> str:
    return f"EXISTS (SELECT FROM report r WHERE r.region = {child}.region AND r.id = {child}.report_id)"


def _secure(table: str) -> None:
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY visible ON {table} FOR SELECT TO {APP} USING ({IN_REGION} AND {_of_report(table)})")
    op.execute(f"CREATE POLICY entered ON {table} FOR INSERT TO {APP} WITH CHECK ({IN_REGION})")
    op.execute(f"GRANT SELECT, INSERT ON {table} TO {APP}")
    op.execute(f"ALTER TABLE {table} OWNER TO {OWNER}")


def _guard(name: str, events: str, each: str) -> None:
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {events} ON review_entry FOR EACH {each} EXECUTE FUNCTION refuse_change()"
    )
    op.execute(f"ALTER TABLE review_entry ENABLE ALWAYS TRIGGER {name}")
