"""Functions that look for names where nobody else's can stand.

Revision ID: 0021
Revises: 0018
"""

from collections.abc import Sequence

from alembic import op

revision: str = "0021"
down_revision: str | None = "0018"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

SEARCH_PATH = "pg_catalog, public, pg_temp"
BEFORE: dict[str, str | None] = {
    "refuse_change()": None,
    "refuse_shrinking()": None,
    "refuse_rewriting()": None,
    "refuse_gap_of_reads()": None,
    "refuse_reviving()": None,
    "kept_otherwise(text, uuid)": None,
    "erasure_told(text, uuid)": None,
    "reporter_otherwise(text, uuid, uuid)": None,
    "wrapped_key_of(text, uuid)": None,
    "api_key_used(text, bytea)": "public, pg_temp",
    "rate_lease(uuid, text, bigint, integer, bigint, bigint)": "public, pg_temp",
    "found_reports(text, text)": "pg_catalog, pg_temp",
    "possible_duplicates(text, text, text, timestamptz, text, text, uuid, integer)": "pg_catalog, pg_temp",
}
"""Every function, and where it looked for names before."""


def upgrade() -> None:
    """Apply."""
    for signature in BEFORE:
        op.execute(f"ALTER FUNCTION {signature} SET search_path = {SEARCH_PATH}")


def downgrade() -> None:
    """Undo."""
    for signature, before in BEFORE.items():
        op.execute(
            f"ALTER FUNCTION {signature} {'RESET search_path' if before is None else f'SET search_path = {before}'}"
        )
