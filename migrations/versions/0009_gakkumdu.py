"""The Gakkumdu case of a report, and the texts of its steps and of transfers.

The list of a domain that other migrations lengthen too is read from the database: ours are added to what is there.

Revision ID: 0009
Revises: 0012
"""

import re
from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0009"
down_revision: str | None = "0012"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

OWNER, APP = "tindak_owner", "tindak_app"
IN_REGION = "region = current_setting('tindak.region', true)"
OF_REPORT = "EXISTS (SELECT FROM report r WHERE r.region = gakkumdu_case.region AND r.id = gakkumdu_case.report_id)"
MOMENT = postgresql.TIMESTAMP(timezone=True)

STATES = (
    "'unregistered', 'registered', 'first_discussed', 'second_discussed', 'forwarded', 'investigating', "
    "'third_discussed', 'file_submitted', 'file_returned', 'in_court', 'judged', 'appealed', 'file_at_appeal', "
    "'final', 'stopped'"
)
CASE_IS_WHOLE = (
    "state <> 'unregistered' AND step_at >= registered_at AND (police_number IS NOT NULL OR state IN"
    " ('registered', 'first_discussed', 'second_discussed', 'forwarded', 'stopped'))"
)
TEXTS = ("document", "handover", "minutes", "attendees", "bundle_reference")
CHANGED = "state, register_number, sigaplapor_number, form, police_number, bundle, registered_at, step_at"

LIST_OF = """SELECT pg_get_constraintdef(c.oid) FROM pg_constraint c JOIN pg_type t ON t.oid = c.contypid
WHERE t.typname = :name AND t.typnamespace = 'public'::regnamespace"""


def upgrade() -> None:
    """Apply."""
    op.execute(f"CREATE DOMAIN case_state AS text CONSTRAINT case_state_known CHECK (VALUE IN ({STATES}))")
    _set_texts((*_texts(), *TEXTS))
    _create_case()
    op.execute("ALTER TABLE gakkumdu_case ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE gakkumdu_case FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY visible ON gakkumdu_case FOR SELECT TO {APP} USING ({IN_REGION} AND {OF_REPORT})")
    op.execute(f"CREATE POLICY entered ON gakkumdu_case FOR INSERT TO {APP} WITH CHECK ({IN_REGION})")
    op.execute(
        f"CREATE POLICY changed ON gakkumdu_case FOR UPDATE TO {APP} "
        f"USING ({IN_REGION} AND {OF_REPORT}) WITH CHECK ({IN_REGION})"
    )
    op.execute(f"GRANT SELECT, INSERT ON gakkumdu_case TO {APP}")
    op.execute(f"GRANT UPDATE ({CHANGED}) ON gakkumdu_case TO {APP}")
    op.execute(f"ALTER TABLE gakkumdu_case OWNER TO {OWNER}")


def downgrade() -> None:
    """Undo. Refused by PostgreSQL once a text of these kinds was written: what was before has no name for it."""
    op.drop_table("gakkumdu_case")
    op.execute("DROP DOMAIN case_state")
    _set_texts(tuple(code for code in _texts() if code not in TEXTS))


def _create_case() -> None:
    op.create_table(
        "gakkumdu_case",
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("report_id", sa.UUID(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("register_number", sa.Text(), nullable=False),
        sa.Column("sigaplapor_number", sa.Text(), nullable=True),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("police_number", sa.Text(), nullable=True),
        sa.Column("bundle", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("registered_at", MOMENT, nullable=False),
        sa.Column("step_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["region", "report_id"], ["report.region", "report.id"], name="gakkumdu_case_of_report"
        ),
        sa.PrimaryKeyConstraint("region", "report_id"),
        sa.CheckConstraint(CASE_IS_WHOLE, name="gakkumdu_case_is_whole"),
    )
    op.execute("ALTER TABLE gakkumdu_case ALTER COLUMN state TYPE case_state")
    op.create_index("gakkumdu_case_by_number", "gakkumdu_case", ["region", "register_number"], unique=False)


def _texts() -> tuple[str, ...]:
    listed = op.get_bind().execute(sa.text(LIST_OF), {"name": "text_field"}).scalar_one()
    return tuple(re.findall(r"'([^']*)'", listed))


def _set_texts(codes: tuple[str, ...]) -> None:
    listed = ", ".join(f"'{code}'" for code in codes)
    op.execute("ALTER DOMAIN text_field DROP CONSTRAINT text_field_known")
    op.execute(f"ALTER DOMAIN text_field ADD CONSTRAINT text_field_known CHECK (VALUE IN ({listed}))")
