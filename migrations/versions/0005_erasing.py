"""One key a report, texts that are sealed or erased, and the erasures that two persons agree on.

Revision ID: 0005
Revises: 0004
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

OWNER, APP = "tindak_owner", "tindak_app"
IN_REGION = "region = current_setting('tindak.region', true)"
TOKENS = "nullif(current_setting('tindak.tokens', true), '')::text[]"
MOMENT = postgresql.TIMESTAMP(timezone=True)

DOMAINS = {
    "erasure_target": "'reporter', 'text'",
    "erasure_state": "'requested', 'approved', 'refused'",
}
TEXT_IS_WHOLE = (
    "num_nonnulls(content, sealed, erasure) = 1 AND (content IS NULL) = (salt IS NULL)"
    " AND (erasure IS NULL) = (erased_at IS NULL)"
)
ERASURE_IS_WHOLE = (
    "(target = 'text') = (text_id IS NOT NULL) AND (state = 'requested') = (decided_at IS NULL)"
    " AND (decided_at IS NULL) = (decided_by IS NULL) AND (decided_at IS NULL) = (decided_agency IS NULL)"
    " AND (decided_at IS NULL) = (decided_event IS NULL)"
)


def _of_report(child: str, also: str = "") -> str:
    return f"EXISTS (SELECT FROM report r WHERE r.region = {child}.region AND r.id = {child}.report_id{also})"


READERS = f" AND r.text_readers && (SELECT {TOKENS})"
OLD_UNSEALING = f"{TOKENS} @> '{{unseal}}' AND {_of_report('sealed_identity')}"
UNSEALING = f"{TOKENS} && '{{unseal,system}}' AND {_of_report('sealed_identity')}"
OLD_OWN_KEYS = f"ARRAY['person:' || person] && {TOKENS}"
OWN_KEYS = f"ARRAY['person:' || person, 'system'] && {TOKENS}"

NEW_TABLES = ("report_key", "erasure")
UPDATABLE = {
    "report_key": ("wrapped_key, created_at", _of_report("report_key")),
    "erasure": ("state, decided_by, decided_agency, decided_at, decided_event, decision_text", _of_report("erasure")),
    "report_text": ("content, salt, sealed, erased_at, erasure", _of_report("report_text", READERS)),
    "sealed_identity": ("sealed, erasure", UNSEALING),
    "idempotency": ("fingerprint, body, sealed", OWN_KEYS),
}
"""Table: the columns that the application role may change, and in which rows of its region."""

# What a text that is not plain is shown from. A function is planned when it is first called: a statement that meets
# plain texts only pays nothing for it. It runs with its caller's rights, under row security.
KEPT_OTHERWISE = """
CREATE FUNCTION kept_otherwise(of_region text, of_text uuid) RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (SELECT json_build_object('report', x.report_id, 'key', encode(k.wrapped_key, 'base64'),
        'text', json_build_object('id', x.id, 'content', NULL, 'sealed', encode(x.sealed, 'base64')),
        'erased', CASE WHEN x.erasure IS NOT NULL THEN erasure_told(x.region, x.erasure) END)::text
      FROM report_text x LEFT JOIN report_key k ON k.region = x.region AND k.report_id = x.report_id
      WHERE x.region = of_region AND x.id = of_text);
END
$$
"""
ERASURE_TOLD = """
CREATE FUNCTION erasure_told(of_region text, of_erasure uuid) RETURNS json LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (SELECT json_build_object('at', e.decided_at, 'by', e.decided_by, 'reason', CASE WHEN y.id IS NOT NULL
        THEN json_build_object('id', y.id, 'content', y.content, 'sealed', encode(y.sealed, 'base64')) END)
      FROM erasure e LEFT JOIN report_text y ON y.region = e.region AND y.id = e.reason_text
      WHERE e.region = of_region AND e.id = of_erasure);
END
$$
"""
REPORTER_OTHERWISE = """
CREATE FUNCTION reporter_otherwise(of_region text, of_report uuid, of_erasure uuid) RETURNS text
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN json_build_object('report', of_report,
        'key', encode(wrapped_key_of(of_region, of_report), 'base64'), 'text', NULL,
        'erased', erasure_told(of_region, of_erasure))::text;
END
$$
"""
WRAPPED_KEY_OF = """
CREATE FUNCTION wrapped_key_of(of_region text, of_report uuid) RETURNS bytea LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (SELECT k.wrapped_key FROM report_key k WHERE k.region = of_region AND k.report_id = of_report);
END
$$
"""
REFUSE_REWRITING = """
CREATE FUNCTION refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.erasure IS NULL AND NEW.content IS NULL AND NEW.salt IS NULL
        AND (NEW.sealed IS NULL) = (NEW.erasure IS NOT NULL)
        AND (NEW.region, NEW.id, NEW.report_id, NEW.event_id, NEW.field, NEW.created_at)
          = (OLD.region, OLD.id, OLD.report_id, OLD.event_id, OLD.field, OLD.created_at)
        AND NEW.task_id IS NOT DISTINCT FROM OLD.task_id THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a text is written once, then only sealed or erased' USING ERRCODE = 'restrict_violation';
END
$$
"""
FUNCTIONS = {
    "wrapped_key_of(text, uuid)": WRAPPED_KEY_OF,
    "erasure_told(text, uuid)": ERASURE_TOLD,
    "kept_otherwise(text, uuid)": KEPT_OTHERWISE,
    "reporter_otherwise(text, uuid, uuid)": REPORTER_OTHERWISE,
    "refuse_rewriting()": REFUSE_REWRITING,
}

# An answer about a task names its report, but to who may know only that the task exists.
REPORT_OF_ANSWER = """coalesce((convert_from(body, 'UTF8')::json->>'report')::uuid,
  (SELECT t.report_id FROM task t
   WHERE t.region = i.region AND t.id = (convert_from(body, 'UTF8')::json->>'id')::uuid),
  (convert_from(body, 'UTF8')::json->>'id')::uuid)"""


def upgrade() -> None:
    """Apply."""
    for name, listed in DOMAINS.items():
        op.execute(f"CREATE DOMAIN {name} AS text CONSTRAINT {name}_known CHECK (VALUE IN ({listed}))")
    _create_report_key()
    _create_erasure()
    _widen()
    for table in NEW_TABLES:
        _secure(table)
    op.execute(f"GRANT DELETE ON report_key TO {APP}")
    op.execute(
        f"CREATE POLICY destroyed ON report_key FOR DELETE TO {APP} USING ({IN_REGION} AND {_of_report('report_key')})"
    )
    _replace_policy("sealed_identity", UNSEALING)
    _replace_policy("idempotency", OWN_KEYS)
    for table, (columns, may) in UPDATABLE.items():
        op.execute(f"GRANT UPDATE ({columns}) ON {table} TO {APP}")
        op.execute(
            f"CREATE POLICY changed ON {table} FOR UPDATE TO {APP} "
            f"USING ({IN_REGION} AND {may}) WITH CHECK ({IN_REGION})"
        )
    op.execute(f"GRANT UPDATE (reporter_erasure) ON report TO {APP}")
    for signature, function in FUNCTIONS.items():
        op.execute(function)
        op.execute(f"ALTER FUNCTION {signature} OWNER TO {OWNER}")
    _guard("no_change", "UPDATE OR DELETE", "ROW", "refuse_rewriting")
    _guard("no_truncate", "TRUNCATE", "STATEMENT", "refuse_change")


def downgrade() -> None:
    """Undo. Refused by PostgreSQL once a text is sealed or erased: what was before has no room for it."""
    for name in ("no_change", "no_truncate"):
        op.execute(f"DROP TRIGGER {name} ON report_text")
    for table, (columns, _) in UPDATABLE.items():
        op.execute(f"DROP POLICY changed ON {table}")
        op.execute(f"REVOKE UPDATE ({columns}) ON {table} FROM {APP}")
    op.execute("ALTER TABLE sealed_identity ADD COLUMN wrapped_key bytea")
    op.execute(
        "UPDATE sealed_identity s SET wrapped_key = k.wrapped_key FROM report_key k "
        "WHERE k.region = s.region AND k.report_id = s.report_id"
    )
    for signature in reversed(FUNCTIONS):
        op.execute(f"DROP FUNCTION {signature}")
    _replace_policy("sealed_identity", OLD_UNSEALING)
    _replace_policy("idempotency", OLD_OWN_KEYS)
    _narrow()
    for table in NEW_TABLES:
        op.drop_table(table)
    for name in DOMAINS:
        op.execute(f"DROP DOMAIN {name}")


def _create_report_key() -> None:
    op.create_table(
        "report_key",
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("report_id", sa.UUID(), nullable=False),
        sa.Column("wrapped_key", postgresql.BYTEA(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["region", "report_id"], ["report.region", "report.id"], name="report_key_of_report"),
        sa.PrimaryKeyConstraint("region", "report_id"),
    )
    op.execute(
        "INSERT INTO report_key (region, report_id, wrapped_key, created_at) "
        "SELECT region, report_id, wrapped_key, created_at FROM sealed_identity"
    )


def _create_erasure() -> None:
    op.create_table(
        "erasure",
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("report_id", sa.UUID(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("text_id", sa.UUID(), nullable=True),
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
        sa.ForeignKeyConstraint(["region", "report_id"], ["report.region", "report.id"], name="erasure_of_report"),
        sa.PrimaryKeyConstraint("region", "id"),
        sa.CheckConstraint(ERASURE_IS_WHOLE, name="erasure_is_whole"),
    )
    op.execute("ALTER TABLE erasure ALTER COLUMN target TYPE erasure_target, ALTER COLUMN state TYPE erasure_state")
    op.create_index("erasure_of_report_index", "erasure", ["region", "report_id", "id"], unique=False)


def _widen() -> None:
    op.execute("ALTER TABLE sealed_identity DROP COLUMN wrapped_key")
    op.execute("ALTER TABLE sealed_identity ALTER COLUMN sealed DROP NOT NULL, ADD COLUMN erasure uuid")
    op.execute(
        "ALTER TABLE sealed_identity ADD CONSTRAINT sealed_identity_is_whole "
        "CHECK ((sealed IS NULL) = (erasure IS NOT NULL))"
    )
    op.execute(
        "ALTER TABLE report_text ALTER COLUMN content DROP NOT NULL, ALTER COLUMN salt DROP NOT NULL, "
        "ADD COLUMN sealed bytea, ADD COLUMN erased_at timestamptz, ADD COLUMN erasure uuid"
    )
    op.execute(f"ALTER TABLE report_text ADD CONSTRAINT report_text_is_whole CHECK ({TEXT_IS_WHOLE})")
    for table, name in (("report_text", "report_text_erased_by"), ("sealed_identity", "sealed_identity_erased_by")):
        op.execute(
            f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY (region, erasure) REFERENCES erasure (region, id)"
        )
    op.execute("ALTER TABLE report ADD COLUMN reporter_erasure uuid")
    op.execute(
        "ALTER TABLE idempotency ALTER COLUMN body DROP NOT NULL, ADD COLUMN report_id uuid, "
        "ADD COLUMN sealed boolean NOT NULL DEFAULT false"
    )
    op.execute(f"UPDATE idempotency i SET report_id = {REPORT_OF_ANSWER}")


def _narrow() -> None:
    op.execute("ALTER TABLE idempotency DROP COLUMN report_id, DROP COLUMN sealed, ALTER COLUMN body SET NOT NULL")
    op.execute("ALTER TABLE report DROP COLUMN reporter_erasure")
    op.execute("ALTER TABLE report_text DROP CONSTRAINT report_text_erased_by")
    op.execute("ALTER TABLE report_text DROP CONSTRAINT report_text_is_whole")
    op.execute("ALTER TABLE sealed_identity DROP CONSTRAINT sealed_identity_erased_by")
    op.execute("ALTER TABLE sealed_identity DROP CONSTRAINT sealed_identity_is_whole")
    op.execute(
        "ALTER TABLE report_text DROP COLUMN sealed, DROP COLUMN erased_at, DROP COLUMN erasure, "
        "ALTER COLUMN content SET NOT NULL, ALTER COLUMN salt SET NOT NULL"
    )
    op.execute(
        "ALTER TABLE sealed_identity DROP COLUMN erasure, ALTER COLUMN sealed SET NOT NULL, "
        "ALTER COLUMN wrapped_key SET NOT NULL"
    )


def _secure(table: str) -> None:
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY visible ON {table} FOR SELECT TO {APP} USING ({IN_REGION} AND {_of_report(table)})")
    op.execute(f"CREATE POLICY entered ON {table} FOR INSERT TO {APP} WITH CHECK ({IN_REGION})")
    op.execute(f"GRANT SELECT, INSERT ON {table} TO {APP}")
    op.execute(f"ALTER TABLE {table} OWNER TO {OWNER}")


def _replace_policy(table: str, seen: str) -> None:
    op.execute(f"DROP POLICY visible ON {table}")
    op.execute(f"CREATE POLICY visible ON {table} FOR SELECT TO {APP} USING ({IN_REGION} AND {seen})")


def _guard(name: str, events: str, each: str, function: str) -> None:
    op.execute(f"CREATE TRIGGER {name} BEFORE {events} ON report_text FOR EACH {each} EXECUTE FUNCTION {function}()")
    op.execute(f"ALTER TABLE report_text ENABLE ALWAYS TRIGGER {name}")
