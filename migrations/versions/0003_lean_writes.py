"""Codes as domains, one CHECK a table, and cheaper policies.

A table's CHECKs are parsed by every statement that writes the table; a domain's are compiled once a session.
A policy's sub-selects are planned and started by every statement that touches the table.

Revision ID: 0003
Revises: 0002
"""

from collections.abc import Sequence

from alembic import op

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

APP = "tindak_app"

DOMAINS = {
    "report_state": "'reported', 'verified', 'assigned', 'handled', 'closed'",
    "category": (
        "'security_threat', 'intimidation', 'hoax', 'black_campaign', 'negative_campaign', 'money_politics', "
        "'polarisation', 'hate_speech', 'neutrality_official', 'neutrality_forces', 'logistics', 'disaster', "
        "'administrative', 'ethics', 'incumbent_abuse'"
    ),
    "severity": "'S1', 'S2', 'S3', 'S4'",
    "classification": "'ordinary', 'restricted', 'secret'",
    "stage": "'before', 'candidates', 'campaign', 'quiet', 'voting', 'recap', 'after'",
    "channel": (
        "'patrol', 'counter', 'phone', 'message', 'social_media', 'letter', 'sigaplapor', 'lapor', 'partner', 'other'"
    ),
    "athg": "'A', 'T', 'H', 'G'",
    "life_field": "'ideology', 'politics', 'economy', 'social_culture', 'defence_security'",
    "reliability": "'A', 'B', 'C', 'D', 'E', 'F'",
    "outcome": (
        "'resolved', 'referred', 'sanctioned', 'not_proven', 'unfounded', 'out_of_scope', 'duplicate', "
        "'withdrawn', 'insufficient'"
    ),
    "clock_kind": "'acknowledge', 'verify'",
    "law_status": "'confirmed', 'to_confirm'",
    "link_kind": "'related', 'same_event', 'caused_by', 'duplicate_of'",
    "text_field": (
        "'title', 'description', 'place_detail', 'accused_name', 'note', 'reason', 'legal_basis', 'result', "
        "'notice', 'reference', 'source_reference'"
    ),
    "task_role": "'lead', 'support'",
    "task_kind": "'case', 'safety', 'verification', 'clarification', 'logistics', 'information'",
    "task_state": (
        "'offered', 'accepted', 'in_progress', 'waiting', 'done', 'declined', 'expired', 'transferred', 'withdrawn'"
    ),
    "transfer_kind": "'handed_down', 'taken_over', 'forwarded'",
}
CODED = {
    "report": {
        "state": "report_state",
        "category": "category",
        "severity": "severity",
        "classification": "classification",
        "stage": "stage",
        "channel": "channel",
        "athg": "athg",
        "field": "life_field",
        "reliability": "reliability",
        "outcome": "outcome",
    },
    "audit_event": {"report_state": "report_state", "category": "category", "severity": "severity"},
    "clock": {"kind": "clock_kind", "status": "law_status"},
    "report_link": {"kind": "link_kind"},
    "report_text": {"field": "text_field"},
    "task": {"role": "task_role", "kind": "task_kind", "state": "task_state", "transfer_kind": "transfer_kind"},
}
"""Table: which column holds codes of which domain."""

DROPPED = {
    "report": {
        "report_state_known": "state IN ({report_state})",
        "report_category_known": "category IN ({category})",
        "report_severity_known": "severity IN ({severity})",
        "report_classification_known": "classification IN ({classification})",
        "report_outcome_known": "outcome IN ({outcome}) OR outcome IS NULL",
        "report_stage_known": "stage IN ({stage}) OR stage IS NULL",
        "report_closed_has_time": "(state = 'closed') = (closed_at IS NOT NULL)",
        "report_closed_has_outcome": "(state = 'closed') = (outcome IS NOT NULL)",
        "report_checked_has_number": "state IN ('reported', 'closed') OR register_number IS NOT NULL",
        "report_checked_has_checklist": "(register_number IS NULL) = (checklist_formal IS NULL)",
        "report_credibility_range": "credibility BETWEEN 1 AND 6",
        "report_counts": "version >= 1 AND seq >= version AND round >= 1",
    },
    "task": {
        "task_state_known": "state IN ({task_state})",
        "task_role_known": "role IN ({task_role})",
        "task_kind_known": "kind IN ({task_kind})",
        "task_transfer_known": "transfer_kind IN ({transfer_kind}) OR transfer_kind IS NULL",
        "task_done_has_time": "(state = 'done') = (completed_at IS NOT NULL)",
        "task_done_has_person": "(state = 'done') = (completed_by IS NOT NULL)",
        "task_done_has_result": "(state = 'done') = (result_text IS NOT NULL)",
        "task_transferred_has_kind": "(state = 'transferred') = (transfer_kind IS NOT NULL)",
        "task_counts": "version >= 1 AND round >= 1",
    },
    "clock": {"clock_kind_known": "kind IN ({clock_kind})"},
    "report_text": {"report_text_field_known": "field IN ({text_field})"},
    "report_link": {"report_link_kind_known": "kind IN ({link_kind})"},
    "audit_event": {
        "audit_event_prev": "prev_seq IS NOT DISTINCT FROM nullif(seq - 1, 0)",
        "audit_event_prev_hash": "(seq = 1) = (prev IS NULL)",
        "audit_event_leaf_hash": "leaf_hash = sha256('\\x00'::bytea || leaf)",
    },
}
ADDED = {
    "report": {
        "report_state_is_whole": (
            "(state = 'closed') = (closed_at IS NOT NULL) AND (state = 'closed') = (outcome IS NOT NULL)"
            " AND (state = 'reported' OR state = 'closed' OR register_number IS NOT NULL)"
            " AND (register_number IS NULL) = (checklist_formal IS NULL)"
            " AND (credibility IS NULL OR credibility BETWEEN 1 AND 6) AND version >= 1 AND seq >= version"
        )
    },
    "task": {
        "task_state_is_whole": (
            "(state = 'done') = (completed_at IS NOT NULL) AND (state = 'done') = (completed_by IS NOT NULL)"
            " AND (state = 'done') = (result_text IS NOT NULL)"
            " AND (state = 'transferred') = (transfer_kind IS NOT NULL) AND version >= 1"
        )
    },
    "audit_event": {
        "audit_event_prev_is_whole": ("prev_seq IS NOT DISTINCT FROM nullif(seq - 1, 0) AND (seq = 1) = (prev IS NULL)")
    },
}

OLD_REGION = "region = (SELECT current_setting('tindak.region', true))"
OLD_TOKENS = "(SELECT nullif(current_setting('tindak.tokens', true), '')::text[])"
OLD_SEEN = f"((readers && {OLD_TOKENS} AND NOT walled && {OLD_TOKENS}) OR {OLD_TOKENS} @> '{{system}}')"

IN_REGION = "region = current_setting('tindak.region', true)"
TOKENS = "nullif(current_setting('tindak.tokens', true), '')::text[]"
SEEN = f"readers && (SELECT {TOKENS}) AND NOT walled && (SELECT {TOKENS})"
SEEN_ONE = f"readers && {TOKENS} AND NOT walled && {TOKENS}"
"""The same for a statement that writes a row or two: asking the setting is cheaper than planning a sub-select."""


def _of_report(child: str, column: str = "report_id", also: str = "") -> str:
    return f"EXISTS (SELECT FROM report r WHERE r.region = {child}.region AND r.id = {child}.{column}{also})"


OLD_TEXT = _of_report("report_text", also=f" AND (r.text_readers && {OLD_TOKENS} OR {OLD_TOKENS} @> '{{system}}')")
OLD_LINK = f"{_of_report('report_link')} AND {_of_report('report_link', 'other_id')}"
OLD_POLICIES = {
    "report": OLD_SEEN,
    "task": OLD_SEEN,
    "clock": _of_report("clock"),
    "report_text": OLD_TEXT,
    "report_link": OLD_LINK,
    "sealed_identity": f"{OLD_TOKENS} @> '{{unseal}}' AND {_of_report('sealed_identity')}",
    "audit_event": f"({OLD_TOKENS} @> '{{audit}}' OR {_of_report('audit_event')})",
    "audit_leaf": "true",
    "audit_head": "true",
    "audit_pending": "false",
    "idempotency": f"ARRAY['person:' || person] && {OLD_TOKENS}",
    "register_counter": "true",
}
POLICIES = {
    "report": SEEN,
    "task": SEEN,
    "clock": _of_report("clock"),
    "report_text": _of_report("report_text", also=f" AND r.text_readers && (SELECT {TOKENS})"),
    "report_link": OLD_LINK,
    "sealed_identity": f"{TOKENS} @> '{{unseal}}' AND {_of_report('sealed_identity')}",
    "audit_event": f"((SELECT {TOKENS}) @> '{{audit}}' OR {_of_report('audit_event')})",
    "audit_leaf": "true",
    "audit_head": "true",
    "audit_pending": "false",
    "idempotency": f"ARRAY['person:' || person] && {TOKENS}",
    "register_counter": "true",
}
"""Table: which rows of its region the application role sees."""

CHANGED = {"report": SEEN_ONE, "task": SEEN_ONE, "clock": _of_report("clock"), "register_counter": "true"}
"""Table: which rows the application role may change, in the columns that are granted."""

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


def upgrade() -> None:
    """Apply."""
    _drop_policies()
    for name, listed in DOMAINS.items():
        op.execute(f"CREATE DOMAIN {name} AS text CONSTRAINT {name}_known CHECK (VALUE IN ({listed}))")
    for table, checks in DROPPED.items():
        for name in checks:
            op.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    _set_types(CODED)
    _add_checks(ADDED)
    # The token under which a decided change is written, so that a policy asks for readers and walls only.
    op.execute("UPDATE report SET readers = readers || '{system}', text_readers = text_readers || '{system}'")
    op.execute("UPDATE task SET readers = readers || '{system}'")
    op.execute("ALTER TABLE idempotency SET (toast_tuple_target = 8160)")
    op.execute("DROP INDEX idempotency_by_age")
    op.execute("CREATE INDEX idempotency_by_age ON idempotency (created_at)")
    _create_policies(IN_REGION, POLICIES, CHANGED)


def downgrade() -> None:
    """Undo."""
    _drop_policies()
    op.execute("DROP INDEX idempotency_by_age")
    op.execute("CREATE INDEX idempotency_by_age ON idempotency (region, created_at)")
    op.execute("ALTER TABLE idempotency RESET (toast_tuple_target)")
    for table in ("task", "report"):
        op.execute(f"UPDATE {table} SET readers = array_remove(readers, 'system')")
    op.execute("UPDATE report SET text_readers = array_remove(text_readers, 'system')")
    for table, checks in ADDED.items():
        for name in checks:
            op.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    _set_types({table: dict.fromkeys(columns, "text") for table, columns in CODED.items()})
    _add_checks({t: {name: check.format(**DOMAINS) for name, check in checks.items()} for t, checks in DROPPED.items()})
    for name in DOMAINS:
        op.execute(f"DROP DOMAIN {name}")
    _create_policies(OLD_REGION, OLD_POLICIES, {table: OLD_POLICIES[table] for table in CHANGED})


def _drop_policies() -> None:
    for table in POLICIES:
        for policy in ("visible", "entered", "changed"):
            op.execute(f"DROP POLICY IF EXISTS {policy} ON {table}")


def _create_policies(in_region: str, visible: dict[str, str], changed: dict[str, str]) -> None:
    for table, seen in visible.items():
        op.execute(f"CREATE POLICY visible ON {table} FOR SELECT TO {APP} USING ({in_region} AND {seen})")
    for table in INSERTABLE:
        op.execute(f"CREATE POLICY entered ON {table} FOR INSERT TO {APP} WITH CHECK ({in_region})")
    for table, may in changed.items():
        op.execute(
            f"CREATE POLICY changed ON {table} FOR UPDATE TO {APP} "
            f"USING ({in_region} AND {may}) WITH CHECK ({in_region})"
        )


def _set_types(coded: dict[str, dict[str, str]]) -> None:
    for table, columns in coded.items():
        changes = ", ".join(f"ALTER COLUMN {column} TYPE {domain}" for column, domain in columns.items())
        op.execute(f"ALTER TABLE {table} {changes}")


def _add_checks(checks: dict[str, dict[str, str]]) -> None:
    for table, named in checks.items():
        for name, check in named.items():
            op.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} CHECK ({check})")
