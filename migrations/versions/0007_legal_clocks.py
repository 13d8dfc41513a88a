"""Clocks of two families: what a legal clock remembers of its law, so that nothing rewrites it while it runs.

Revision ID: 0007
Revises: 0006
"""

from collections.abc import Sequence

from alembic import op

revision: str = "0007"
down_revision: str | None = "0006"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

APP = "tindak_app"

SERVICE_KINDS = "'acknowledge', 'verify'"
STEPS = (
    "'lodge_report', 'fix_finding', 'initial_study', 'handling', 'administrative_decision', 'execute_decision', "
    "'forward_crime', 'investigation', 'prosecutor_return', 'resubmit', 'to_court', 'first_instance', "
    "'lodge_appeal', 'send_file', 'appeal_decision'"
)
DOMAINS = {
    "clock_family": "'service', 'legal'",
    "regime": "'pemilu', 'pilkada', 'pilkades'",
    "day_kind": "'minutes', 'hours', 'calendar_days', 'working_days'",
    "counts_from": "'known', 'discovered', 'received', 'registered', 'offered', 'step_begun'",
}
COLUMNS = {
    "family": "clock_family NOT NULL DEFAULT 'service'",
    "regime": "regime",
    "whose": "text",
    "day_kind": "day_kind",
    "counts_from": "counts_from",
    "basis": "text",
    "law_version": "text",
    "extends_to": "text",
    "extended": "boolean NOT NULL DEFAULT false",
    "pauses": "boolean NOT NULL DEFAULT false",
    "paused_at": "timestamptz",
    "paused_s": "bigint NOT NULL DEFAULT 0",
    "skipped": "jsonb NOT NULL DEFAULT '[]'",
}
CHANGING = "due_at, length, extended, paused_at, paused_s, skipped"
"""What an extension or a pause changes of a clock."""

ORDER = "due_at >= started_at AND (stopped_at IS NULL OR stopped_at >= started_at)"
WHOLE = (
    "due_at >= started_at AND (stopped_at IS NULL OR stopped_at >= started_at OR family = 'legal')"
    " AND (family = 'legal') = (law_version IS NOT NULL) AND (family = 'legal') = (regime IS NOT NULL)"
    " AND (family = 'service' OR whose IS NOT NULL) AND (NOT extended OR extends_to IS NOT NULL)"
    " AND (pauses OR (paused_at IS NULL AND paused_s = 0)) AND paused_s >= 0"
)
# What the clocks of before were is told by their length and their task; their rule stands for its basis.
FILL = """UPDATE clock c SET basis = c.rule,
  day_kind = CASE WHEN c.length LIKE '%wd' THEN 'working_days' WHEN c.length LIKE '%h' THEN 'hours'
    ELSE 'minutes' END,
  counts_from = CASE WHEN c.task_id IS NULL THEN 'received' ELSE 'offered' END,
  whose = coalesce((SELECT t.agency FROM task t WHERE t.region = c.region AND t.id = c.task_id),
    (SELECT r.lead_agency FROM report r WHERE r.region = c.region AND r.id = c.report_id))"""


def upgrade() -> None:
    """Apply."""
    for name, listed in DOMAINS.items():
        op.execute(f"CREATE DOMAIN {name} AS text CONSTRAINT {name}_known CHECK (VALUE IN ({listed}))")
    _set_kinds(f"{SERVICE_KINDS}, {STEPS}")
    op.execute("ALTER TABLE clock " + ", ".join(f"ADD COLUMN {name} {kind}" for name, kind in COLUMNS.items()))
    op.execute(FILL)
    op.execute(
        "ALTER TABLE clock ALTER COLUMN family DROP DEFAULT, ALTER COLUMN day_kind SET NOT NULL, "
        "ALTER COLUMN counts_from SET NOT NULL, ALTER COLUMN basis SET NOT NULL"
    )
    op.execute("ALTER TABLE clock DROP CONSTRAINT clock_order")
    op.execute(f"ALTER TABLE clock ADD CONSTRAINT clock_is_whole CHECK ({WHOLE})")
    op.execute(f"GRANT UPDATE ({CHANGING}) ON clock TO {APP}")


def downgrade() -> None:
    """Undo. Refused by the domain once a legal clock has been started: what was before has no room for it."""
    op.execute(f"REVOKE UPDATE ({CHANGING}) ON clock FROM {APP}")
    op.execute("ALTER TABLE clock DROP CONSTRAINT clock_is_whole")
    op.execute(f"ALTER TABLE clock ADD CONSTRAINT clock_order CHECK ({ORDER})")
    op.execute("ALTER TABLE clock " + ", ".join(f"DROP COLUMN {name}" for name in COLUMNS))
    _set_kinds(SERVICE_KINDS)
    for name in DOMAINS:
        op.execute(f"DROP DOMAIN {name}")


def _set_kinds(listed: str) -> None:
    op.execute("ALTER DOMAIN clock_kind DROP CONSTRAINT clock_kind_known")
    op.execute(f"ALTER DOMAIN clock_kind ADD CONSTRAINT clock_kind_known CHECK (VALUE IN ({listed}))")
