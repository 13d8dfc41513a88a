"""What events say of other reports is kept beside the trail, and shown to who sees both reports.

Revision ID: 0020
Revises: 0019
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0020"
down_revision: str | None = "0019"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

OWNER, APP = "tindak_owner", "tindak_app"
IN_REGION = "region = current_setting('tindak.region', true)"
TOKENS = "nullif(current_setting('tindak.tokens', true), '')::text[]"

# Who holds a task may act on its report without reading it. What names a report is for who reads it.
READING_TOKENS = f"""
CREATE FUNCTION reading_tokens() RETURNS text[] LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RETURN (SELECT array_agg(token) FROM unnest({TOKENS}) AS token WHERE NOT starts_with(token, 'holder:'));
END
$$
"""

REFUSE_RENAMING = """
CREATE FUNCTION refuse_renaming() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.content IS NULL AND NEW.salt IS NULL
        AND (NEW.region, NEW.event_id, NEW.report_id, NEW.other_id)
          = (OLD.region, OLD.event_id, OLD.report_id, OLD.other_id) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a naming is written once, then only erased' USING ERRCODE = 'restrict_violation';
END
$$
"""
GUARDS = (
    ("no_change", "UPDATE OR DELETE", "ROW", "refuse_renaming"),
    ("no_truncate", "TRUNCATE", "STATEMENT", "refuse_change"),
)


def _seen(child: str, column: str, also: str = "") -> str:
    return f"EXISTS (SELECT FROM report r WHERE r.region = {child}.region AND r.id = {child}.{column}{also})"


READ = " AND r.readers && (SELECT reading_tokens())"
OLD_LINK = f"{_seen('report_link', 'report_id')} AND {_seen('report_link', 'other_id')}"
LINK = f"{_seen('report_link', 'report_id', READ)} AND {_seen('report_link', 'other_id', READ)}"
NAMING = f"{_seen('event_naming', 'report_id', READ)} AND {_seen('event_naming', 'other_id', READ)}"


def upgrade() -> None:
    """Apply."""
    op.execute(READING_TOKENS)
    op.execute(f"ALTER FUNCTION reading_tokens() OWNER TO {OWNER}")
    _create_naming()
    _show_links(LINK)


def downgrade() -> None:
    """Undo. What was said of other reports goes with the table: their leaves keep the commitments."""
    _show_links(OLD_LINK)
    op.drop_table("event_naming")
    op.execute("DROP FUNCTION refuse_renaming()")
    op.execute("DROP FUNCTION reading_tokens()")


def _create_naming() -> None:
    op.create_table(
        "event_naming",
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("event_id", sa.UUID(), nullable=False),
        sa.Column("report_id", sa.UUID(), nullable=False),
        sa.Column("other_id", sa.UUID(), nullable=False),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("salt", postgresql.BYTEA(), nullable=True),
        sa.ForeignKeyConstraint(
            ["region", "event_id"], ["audit_event.region", "audit_event.id"], name="event_naming_of_event"
        ),
        sa.ForeignKeyConstraint(["region", "report_id"], ["report.region", "report.id"], name="event_naming_of_report"),
        sa.ForeignKeyConstraint(["region", "other_id"], ["report.region", "report.id"], name="event_naming_of_other"),
        sa.CheckConstraint(
            "report_id <> other_id AND (content IS NULL) = (salt IS NULL)", name="event_naming_is_whole"
        ),
        sa.PrimaryKeyConstraint("region", "event_id"),
    )
    op.create_index("event_naming_of_report_index", "event_naming", ["region", "report_id"])
    op.execute("ALTER TABLE event_naming ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE event_naming FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY visible ON event_naming FOR SELECT TO {APP} USING ({IN_REGION} AND {NAMING})")
    op.execute(f"CREATE POLICY entered ON event_naming FOR INSERT TO {APP} WITH CHECK ({IN_REGION})")
    op.execute(f"GRANT SELECT, INSERT ON event_naming TO {APP}")
    op.execute(f"ALTER TABLE event_naming OWNER TO {OWNER}")
    op.execute(REFUSE_RENAMING)
    op.execute(f"ALTER FUNCTION refuse_renaming() OWNER TO {OWNER}")
    for name, what, of, function in GUARDS:
        op.execute(f"CREATE TRIGGER {name} BEFORE {what} ON event_naming FOR EACH {of} EXECUTE FUNCTION {function}()")
        op.execute(f"ALTER TABLE event_naming ENABLE ALWAYS TRIGGER {name}")


def _show_links(visible: str) -> None:
    op.execute("DROP POLICY visible ON report_link")
    op.execute(f"CREATE POLICY visible ON report_link FOR SELECT TO {APP} USING ({IN_REGION} AND {visible})")
