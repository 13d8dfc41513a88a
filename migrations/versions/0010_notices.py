"""Notices with their sealed recipients, what is owed of them, walls put up later, and a category that may change.

There is no way down once the recipient of a notice has been asked to be erased: what was before has no room for it.

Revision ID: 0010
Revises: 0009
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0010"
down_revision: str | None = "0009"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

OWNER, APP = "tindak_owner", "tindak_app"
IN_REGION = "region = current_setting('tindak.region', true)"
TOKENS = "nullif(current_setting('tindak.tokens', true), '')::text[]"
MOMENT = postgresql.TIMESTAMP(timezone=True)

DOMAINS = {
    "audience": "'reporter', 'reported_party', 'public', 'agency'",
    "notice_channel": ("'letter', 'in_person', 'phone', 'message', 'email', 'notice_board', 'website', 'social_media'"),
    "notice_language": "'id', 'en'",
    "occasion": "'registered', 'dismissed', 'forwarded', 'extended', 'closed'",
}
TARGETS = {"old": "'reporter', 'text'", "new": "'reporter', 'text', 'recipient'"}
CODED = {
    "notice": {
        "audience": "audience",
        "channel": "notice_channel",
        "language": "notice_language",
        "occasion": "occasion",
    },
    "owed_notice": {"occasion": "occasion", "audience": "audience", "status": "law_status"},
}
DECIDED = (
    " AND (state = 'requested') = (decided_at IS NULL)"
    " AND (decided_at IS NULL) = (decided_by IS NULL) AND (decided_at IS NULL) = (decided_agency IS NULL)"
    " AND (decided_at IS NULL) = (decided_event IS NULL)"
)
ERASURE_IS_WHOLE = {
    "old": f"(target = 'text') = (text_id IS NOT NULL){DECIDED}",
    "new": f"(target = 'reporter') = (text_id IS NULL){DECIDED}",
}
NOTICE_IS_WHOLE = (
    "(audience = 'agency') = (to_agency IS NOT NULL) AND (template IS NULL) = (template_version IS NULL)"
    " AND NOT (named AND audience = 'public')"
)
WALL_IS_WHOLE = (
    "(lifted_at IS NULL) = (lifted_by IS NULL) AND (lifted_at IS NULL) = (lifted_agency IS NULL)"
    " AND lifted_by <> raised_by"
)


def _of_report(child: str) -> str:
    return f"EXISTS (SELECT FROM report r WHERE r.region = {child}.region AND r.id = {child}.report_id)"


UNSEALING = f"{TOKENS} && '{{unseal,system}}' AND {_of_report('sealed_recipient')}"
VISIBLE = {
    "notice": _of_report("notice"),
    "sealed_recipient": UNSEALING,
    "owed_notice": _of_report("owed_notice"),
    "report_wall": _of_report("report_wall"),
}
"""New table: which rows of its region the application role sees."""

UPDATABLE = {
    "sealed_recipient": "sealed, erasure",
    "owed_notice": "settled_at, notice_id",
    "report_wall": "lifted_by, lifted_agency, lifted_at",
}


def upgrade() -> None:
    """Apply."""
    for name, listed in DOMAINS.items():
        op.execute(f"CREATE DOMAIN {name} AS text CONSTRAINT {name}_known CHECK (VALUE IN ({listed}))")
    _set_erasures("new")
    op.execute("ALTER TABLE report ADD COLUMN barred text[] NOT NULL DEFAULT '{}', ADD COLUMN proposed_rule text")
    op.execute(f"GRANT UPDATE (category, barred, proposed_rule) ON report TO {APP}")
    _create_notice()
    _create_sealed_recipient()
    _create_owed_notice()
    _create_report_wall()
    for table, columns in CODED.items():
        changes = ", ".join(f"ALTER COLUMN {column} TYPE {domain}" for column, domain in columns.items())
        op.execute(f"ALTER TABLE {table} {changes}")
    op.create_check_constraint("notice_is_whole", "notice", NOTICE_IS_WHOLE)
    for table, seen in VISIBLE.items():
        _secure(table, seen)
    for name, events, each in (("no_change", "UPDATE OR DELETE", "ROW"), ("no_truncate", "TRUNCATE", "STATEMENT")):
        op.execute(f"CREATE TRIGGER {name} BEFORE {events} ON notice FOR EACH {each} EXECUTE FUNCTION refuse_change()")
        op.execute(f"ALTER TABLE notice ENABLE ALWAYS TRIGGER {name}")


def downgrade() -> None:
    """Undo; refused by the codes themselves once a recipient was to be erased."""
    _set_erasures("old")
    for table in reversed(VISIBLE):
        op.drop_table(table)
    op.execute(f"REVOKE UPDATE (category) ON report FROM {APP}")
    op.execute("ALTER TABLE report DROP COLUMN barred, DROP COLUMN proposed_rule")
    for name in DOMAINS:
        op.execute(f"DROP DOMAIN {name}")


def _set_erasures(which: str) -> None:
    op.execute("ALTER DOMAIN erasure_target DROP CONSTRAINT erasure_target_known")
    op.execute(f"ALTER DOMAIN erasure_target ADD CONSTRAINT erasure_target_known CHECK (VALUE IN ({TARGETS[which]}))")
    op.execute("ALTER TABLE erasure DROP CONSTRAINT erasure_is_whole")
    op.execute(f"ALTER TABLE erasure ADD CONSTRAINT erasure_is_whole CHECK ({ERASURE_IS_WHOLE[which]})")


def _create_notice() -> None:
    op.create_table(
        "notice",
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("report_id", sa.UUID(), nullable=False),
        sa.Column("event_id", sa.UUID(), nullable=False),
        sa.Column("text_id", sa.UUID(), nullable=False),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("occasion", sa.Text(), nullable=True),
        sa.Column("template", sa.Text(), nullable=True),
        sa.Column("template_version", sa.Text(), nullable=True),
        sa.Column("to_agency", sa.Text(), nullable=True),
        sa.Column("named", sa.Boolean(), nullable=False),
        sa.Column("sent_at", MOMENT, nullable=False),
        sa.Column("sent_by", sa.UUID(), nullable=False),
        sa.Column("sent_agency", sa.Text(), nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["region", "report_id"], ["report.region", "report.id"], name="notice_of_report"),
        sa.PrimaryKeyConstraint("region", "id"),
    )
    op.create_index("notice_of_report_index", "notice", ["region", "report_id", "id"], unique=False)


def _create_sealed_recipient() -> None:
    op.create_table(
        "sealed_recipient",
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("notice_id", sa.UUID(), nullable=False),
        sa.Column("report_id", sa.UUID(), nullable=False),
        sa.Column("sealed", postgresql.BYTEA(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("erasure", sa.UUID(), nullable=True),
        sa.ForeignKeyConstraint(
            ["region", "report_id"], ["report.region", "report.id"], name="sealed_recipient_of_report"
        ),
        sa.ForeignKeyConstraint(
            ["region", "notice_id"], ["notice.region", "notice.id"], name="sealed_recipient_of_notice"
        ),
        sa.ForeignKeyConstraint(
            ["region", "erasure"], ["erasure.region", "erasure.id"], name="sealed_recipient_erased_by"
        ),
        sa.PrimaryKeyConstraint("region", "notice_id"),
        sa.CheckConstraint("(sealed IS NULL) = (erasure IS NOT NULL)", name="sealed_recipient_is_whole"),
    )
    op.create_index("sealed_recipient_of_report_index", "sealed_recipient", ["region", "report_id"], unique=False)


def _create_owed_notice() -> None:
    op.create_table(
        "owed_notice",
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("report_id", sa.UUID(), nullable=False),
        sa.Column("event_id", sa.UUID(), nullable=False),
        sa.Column("occasion", sa.Text(), nullable=False),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("policy_version", sa.Text(), nullable=False),
        sa.Column("settled_at", MOMENT, nullable=True),
        sa.Column("notice_id", sa.UUID(), nullable=True),
        sa.ForeignKeyConstraint(["region", "report_id"], ["report.region", "report.id"], name="owed_notice_of_report"),
        sa.PrimaryKeyConstraint("region", "id"),
        sa.CheckConstraint(
            "due_at >= since AND (settled_at IS NOT NULL OR notice_id IS NULL)", name="owed_notice_is_whole"
        ),
    )
    op.create_index("owed_notice_of_report_index", "owed_notice", ["region", "report_id"], unique=False)
    op.create_index(
        "owed_notice_open",
        "owed_notice",
        ["region", "due_at", "id"],
        unique=False,
        postgresql_where=sa.text("settled_at IS NULL"),
    )


def _create_report_wall() -> None:
    op.create_table(
        "report_wall",
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("report_id", sa.UUID(), nullable=False),
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("raised_by", sa.UUID(), nullable=False),
        sa.Column("raised_agency", sa.Text(), nullable=False),
        sa.Column("raised_at", MOMENT, nullable=False),
        sa.Column("lifted_by", sa.UUID(), nullable=True),
        sa.Column("lifted_agency", sa.Text(), nullable=True),
        sa.Column("lifted_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["region", "report_id"], ["report.region", "report.id"], name="report_wall_of_report"),
        sa.PrimaryKeyConstraint("region", "id"),
        sa.CheckConstraint(WALL_IS_WHOLE, name="report_wall_is_whole"),
    )
    op.create_index(
        "report_wall_stands_once",
        "report_wall",
        ["region", "report_id", "agency"],
        unique=True,
        postgresql_where=sa.text("lifted_at IS NULL"),
    )


def _secure(table: str, seen: str) -> None:
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY visible ON {table} FOR SELECT TO {APP} USING ({IN_REGION} AND {seen})")
    op.execute(f"CREATE POLICY entered ON {table} FOR INSERT TO {APP} WITH CHECK ({IN_REGION})")
    op.execute(f"GRANT SELECT, INSERT ON {table} TO {APP}")
    if table in UPDATABLE:
        op.execute(f"GRANT UPDATE ({UPDATABLE[table]}) ON {table} TO {APP}")
        op.execute(
            f"CREATE POLICY changed ON {table} FOR UPDATE TO {APP} "
            f"USING ({IN_REGION} AND {seen}) WITH CHECK ({IN_REGION})"
        )
    op.execute(f"ALTER TABLE {table} OWNER TO {OWNER}")
