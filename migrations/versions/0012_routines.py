"""The owner of the tables may touch their rows: its routines ask for region, version and tokens themselves.

The owner cannot log in; row security stays forced on it and on everybody.

Revision ID: 0012
Revises: 0011
"""

from collections.abc import Sequence

from alembic import op

revision: str = "0012"
down_revision: str | None = "0011"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

OWNER = "tindak_owner"
COMMANDS = {
    "report": ("SELECT", "UPDATE"),
    "task": ("SELECT", "UPDATE"),
    "clock": ("SELECT", "UPDATE"),
    "report_text": ("INSERT",),
    "audit_event": ("INSERT",),
    "audit_pending": ("INSERT",),
    "idempotency": ("INSERT",),
}
"""Table: what a routine that runs as the owner does with it."""

DROP_ROUTINES = """
DO $$
DECLARE
    found text;
BEGIN
    FOR found IN SELECT nspname FROM pg_namespace WHERE nspname LIKE 'routine\\_%' LOOP
        EXECUTE format('DROP SCHEMA %I CASCADE', found);
    END LOOP;
END
$$
"""


def upgrade() -> None:
    """Apply."""
    for table, commands in COMMANDS.items():
        for command in commands:
            clause = "WITH CHECK (true)" if command == "INSERT" else "USING (true)"
            op.execute(f"CREATE POLICY routine_{command.lower()} ON {table} FOR {command} TO {OWNER} {clause}")


def downgrade() -> None:
    """Undo, and take the routines away: they name types that older migrations drop."""
    op.execute(DROP_ROUTINES)
    for table, commands in COMMANDS.items():
        for command in commands:
            op.execute(f"DROP POLICY routine_{command.lower()} ON {table}")
