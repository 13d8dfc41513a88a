"""The hoax desk: content that circulates, what it was found to be, and whether it was taken down.

There is no way down once content was named in words: what was before has no room for them.

Revision ID: 0017
Revises: 0016
"""

import re
from collections.abc import Callable, Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0017"
down_revision: str | None = "0016"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

OWNER, APP = "tindak_owner", "tindak_app"
TABLE = "content_check"
IN_REGION = "region = current_setting('tindak.region', true)"
SEEN = f"EXISTS (SELECT FROM report r WHERE r.region = {TABLE}.region AND r.id = {TABLE}.report_id)"
MOMENT = postgresql.TIMESTAMP(timezone=True)

DOMAINS = {
    "content_state": "'open', 'judged', 'takedown_requested', 'takedown_answered'",
    "content_verdict": "'true', 'misleading', 'false'",
    "takedown_outcome": "'removed', 'limited', 'labelled', 'refused', 'no_answer'",
}
TEXT_FIELDS = ("content_url", "clarification", "takedown_recipient", "takedown_answer")
CODED = {"state": "content_state", "verdict": "content_verdict", "outcome": "takedown_outcome"}
UPDATABLE = (
    "state, version, verdict, clarification_text, judged_by, judged_agency, judged_at, recipient_text, reference_text, "
    "requested_at, outcome, answer_text, answered_at"
)
LISTED = """SELECT pg_get_constraintdef(c.oid) FROM pg_constraint c JOIN pg_type t ON t.oid = c.contypid
WHERE t.typname = 'text_field' AND c.conname = 'text_field_known'"""
WHOLE = (
    "version >= 1 AND num_nonnulls(url_text, sha256, screenshot) > 0"
    " AND (state = 'open') = (verdict IS NULL)"
    " AND num_nonnulls(verdict, clarification_text, judged_by, judged_agency, judged_at) IN (0, 5)"
    " AND (state IN ('takedown_requested', 'takedown_answered')) = (requested_at IS NOT NULL)"
    " AND (requested_at IS NULL) = (recipient_text IS NULL)"
    " AND (state = 'takedown_answered') = (outcome IS NOT NULL)"
    " AND (outcome IS NULL) = (answered_at IS NULL)"
)


def upgrade() -> None:
    """Apply."""
    for name, listed in DOMAINS.items():
        op.execute(f"CREATE DOMAIN {name} AS text CONSTRAINT {name}_known CHECK (VALUE IN ({listed}))")
    _list_text_fields(lambda known: [*known, *TEXT_FIELDS])
    _create()
    changes = ", ".join(f"ALTER COLUMN {column} TYPE {domain}" for column, domain in CODED.items())
    op.execute(f"ALTER TABLE {TABLE} {changes}")
    op.create_check_constraint("content_check_is_whole", TABLE, WHOLE)
    op.create_index("content_check_of_report_index", TABLE, ["region", "report_id", "id"])
    _secure()


def downgrade() -> None:
    """Undo; refused by the codes themselves once content was named in words."""
    _list_text_fields(lambda known: [field for field in known if field not in TEXT_FIELDS])
    op.drop_table(TABLE)
    for name in DOMAINS:
        op.execute(f"DROP DOMAIN {name}")


def _list_text_fields(change: Callable[[list[str]], list[str]]) -> None:
    """Change the list of a domain, whatever other revisions have put into it."""
    known = re.findall(r"'([^']*)'", op.get_bind().execute(sa.text(LISTED)).scalar_one())
    listed = ", ".join(f"'{field}'" for field in change(known))
    op.execute("ALTER DOMAIN text_field DROP CONSTRAINT text_field_known")
    op.execute(f"ALTER DOMAIN text_field ADD CONSTRAINT text_field_known CHECK (VALUE IN ({listed}))")


def _create() -> None:
    op.create_table(
        TABLE,
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("report_id", sa.UUID(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("url_text", sa.UUID(), nullable=True),
        sa.Column("sha256", postgresql.BYTEA(), nullable=True),
        sa.Column("screenshot", sa.UUID(), nullable=True),
        sa.Column("opened_by", sa.UUID(), nullable=False),
        sa.Column("opened_agency", sa.Text(), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("verdict", sa.Text(), nullable=True),
        sa.Column("clarification_text", sa.UUID(), nullable=True),
        sa.Column("judged_by", sa.UUID(), nullable=True),
        sa.Column("judged_agency", sa.Text(), nullable=True),
        sa.Column("judged_at", MOMENT, nullable=True),
        sa.Column("recipient_text", sa.UUID(), nullable=True),
        sa.Column("reference_text", sa.UUID(), nullable=True),
        sa.Column("requested_at", MOMENT, nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("answer_text", sa.UUID(), nullable=True),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["region", "report_id"], ["report.region", "report.id"], name="content_check_of_report"
        ),
        sa.ForeignKeyConstraint(
            ["region", "screenshot"], ["evidence.region", "evidence.id"], name="content_check_shown"
        ),
        sa.PrimaryKeyConstraint("region", "id"),
    )


def _secure() -> None:
    op.execute(f"ALTER TABLE {TABLE} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {TABLE} FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY visible ON {TABLE} FOR SELECT TO {APP} USING ({IN_REGION} AND {SEEN})")
    op.execute(f"CREATE POLICY entered ON {TABLE} FOR INSERT TO {APP} WITH CHECK ({IN_REGION})")
    op.execute(
        f"CREATE POLICY changed ON {TABLE} FOR UPDATE TO {APP} USING ({IN_REGION} AND {SEEN}) WITH CHECK ({IN_REGION})"
    )
    op.execute(f"GRANT SELECT, INSERT ON {TABLE} TO {APP}")
    op.execute(f"GRANT UPDATE ({UPDATABLE}) ON {TABLE} TO {APP}")
    op.execute(f"ALTER TABLE {TABLE} OWNER TO {OWNER}")
