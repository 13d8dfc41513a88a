"""Roles, row-level security and append-only tables.

The owner cannot log in, the application cannot bypass row security, the trail can only grow.
"""

from collections.abc import Sequence

from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

OWNER, APP, WORKER = "tindak_owner", "tindak_app", "tindak_worker"

IN_REGION = "region = (SELECT current_setting('tindak.region', true))"
TOKENS = "(SELECT nullif(current_setting('tindak.tokens', true), '')::text[])"
SEEN = f"((readers && {TOKENS} AND NOT walled && {TOKENS}) OR {TOKENS} @> '{{system}}')"


def _report_seen(child: str, column: str = "report_id", also: str = "") -> str:
    return f"EXISTS (SELECT FROM report r WHERE r.region = {child}.region AND r.id = {child}.{column}{also})"


TEXT_SEEN = _report_seen("report_text", also=f" AND (r.text_readers && {TOKENS} OR {TOKENS} @> '{{system}}')")
LINK_SEEN = f"{_report_seen('report_link')} AND {_report_seen('report_link', 'other_id')}"
EVENT_SEEN = f"({TOKENS} @> '{{audit}}' OR {_report_seen('audit_event')})"
UNSEALING = f"{TOKENS} @> '{{unseal}}' AND {_report_seen('sealed_identity')}"
OWN_KEYS = f"ARRAY['person:' || person] && {TOKENS}"

VISIBLE = {
    "report": SEEN,
    "task": SEEN,
    "clock": _report_seen("clock"),
    "report_text": TEXT_SEEN,
    "report_link": LINK_SEEN,
    "sealed_identity": UNSEALING,
    "audit_event": EVENT_SEEN,
    "audit_leaf": "true",
    "audit_head": "true",
    "audit_pending": "false",
    "idempotency": OWN_KEYS,
    "register_counter": "true",
}
"""Table: which rows of its region the application role sees."""

INSERTABLE = (
    "report",
    "task",
    "clock",
    "report_text",
    "report_link",
    "sealed_identity",
    "audit_event",
    "audit_pending",
    "idempotency",
    "register_counter",
)
UPDATABLE = {
    "report": (
        "state, version, seq, head, severity, classification, occurred_at, known_at, area, stage, athg, field, "
        "rule, policy_version, lead_agency, accused, named, held_by, round, register_number, checklist_formal, "
        "checklist_material, reliability, credibility, outcome, closed_at, title_text, description_text, "
        "place_text, accused_text, readers, text_readers, walled, updated_at"
    ),
    "task": (
        "state, version, due_at, due_order, due_clock, assignee, completed_by, completed_at, result_text, "
        "transfer_kind, readers, walled, updated_at"
    ),
    "clock": "stopped_at",
    "register_counter": "last",
}
"""Table: the columns that the application role may change."""

WORKER_MAY = {
    "audit_pending": "SELECT, DELETE",
    "audit_leaf": "SELECT, INSERT",
    "audit_head": "SELECT, INSERT, UPDATE",
    "idempotency": "SELECT, DELETE",
}
APPEND_ONLY = ("audit_event", "audit_leaf")

REFUSE = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'table % is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$
"""


def upgrade() -> None:
    """Apply."""
    for role, ability in ((OWNER, "NOLOGIN"), (APP, "LOGIN"), (WORKER, "LOGIN")):
        _create_role(role, ability)
    op.execute(f"GRANT USAGE ON SCHEMA public TO {APP}, {WORKER}")
    op.execute(REFUSE)
    op.execute(f"ALTER FUNCTION refuse_change() OWNER TO {OWNER}")
    for table, visible in VISIBLE.items():
        _secure(table, visible)
    op.execute(f"ALTER TABLE area OWNER TO {OWNER}")
    op.execute(f"GRANT SELECT ON area TO {APP}, {WORKER}")
    op.execute(f"GRANT SELECT ON alembic_version TO {APP}, {WORKER}")
    for table, rights in WORKER_MAY.items():
        op.execute(f"GRANT {rights} ON {table} TO {WORKER}")
        op.execute(f"CREATE POLICY worker ON {table} TO {WORKER} USING (true) WITH CHECK (true)")
    for table in APPEND_ONLY:
        _make_append_only(table)


def downgrade() -> None:
    """Undo. The roles stay: other databases of the cluster may use them."""
    for table in APPEND_ONLY:
        op.execute(f"DROP TRIGGER no_change ON {table}")
        op.execute(f"DROP TRIGGER no_truncate ON {table}")
    op.execute("DROP FUNCTION refuse_change()")
    for table in WORKER_MAY:
        op.execute(f"DROP POLICY worker ON {table}")
    for table in VISIBLE:
        _open(table)
    op.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {APP}, {WORKER}")
    op.execute("ALTER TABLE area OWNER TO CURRENT_USER")


def _create_role(role: str, ability: str) -> None:
    op.execute(
        f"DO $$ BEGIN CREATE ROLE {role} {ability} NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE; "
        "EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
    )


def _secure(table: str, visible: str) -> None:
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY visible ON {table} FOR SELECT TO {APP} USING ({IN_REGION} AND {visible})")
    if visible != "false":
        op.execute(f"GRANT SELECT ON {table} TO {APP}")
    if table in INSERTABLE:
        op.execute(f"CREATE POLICY entered ON {table} FOR INSERT TO {APP} WITH CHECK ({IN_REGION})")
        op.execute(f"GRANT INSERT ON {table} TO {APP}")
    if table in UPDATABLE:
        op.execute(
            f"CREATE POLICY changed ON {table} FOR UPDATE TO {APP} "
            f"USING ({IN_REGION} AND {visible}) WITH CHECK ({IN_REGION})"
        )
        op.execute(f"GRANT UPDATE ({UPDATABLE[table]}) ON {table} TO {APP}")
    op.execute(f"ALTER TABLE {table} OWNER TO {OWNER}")


def _open(table: str) -> None:
    for policy in ("visible", "entered", "changed"):
        op.execute(f"DROP POLICY IF EXISTS {policy} ON {table}")
    op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} OWNER TO CURRENT_USER")


def _make_append_only(table: str) -> None:
    op.execute(
        f"CREATE TRIGGER no_change BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        f"CREATE TRIGGER no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
    op.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER no_change")
    op.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER no_truncate")
