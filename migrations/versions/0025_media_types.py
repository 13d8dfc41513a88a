"""Sound and documents that people bring are evidence too: the further media types.

What was taken as one of them stays when this is undone; only nothing more is.

Revision ID: 0025
Revises: 0024
"""

from collections.abc import Sequence

from alembic import op

revision: str = "0025"
down_revision: str | None = "0024"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

BEFORE = (
    "image/jpeg", "image/png", "image/webp", "image/gif", "image/tiff", "image/heif", "video/mp4", "video/quicktime",
    "video/3gpp", "video/webm", "audio/mpeg", "audio/mp4", "audio/wav", "audio/ogg", "application/pdf",
)  # fmt: skip
_OFFICE, _OPEN = "application/vnd.openxmlformats-officedocument", "application/vnd.oasis.opendocument"
ADDED = (
    "image/avif", "video/3gpp2", "video/ogg", "audio/3gpp", "audio/3gpp2", "audio/webm", "audio/amr", "audio/amr-wb",
    "audio/aac", "audio/flac", f"{_OFFICE}.wordprocessingml.document", f"{_OFFICE}.spreadsheetml.sheet",
    f"{_OFFICE}.presentationml.presentation", f"{_OPEN}.text", f"{_OPEN}.spreadsheet", f"{_OPEN}.presentation",
)  # fmt: skip


def upgrade() -> None:
    """Apply."""
    _hold_to((*BEFORE, *ADDED))


def downgrade() -> None:
    """Undo."""
    _hold_to(BEFORE)


def _hold_to(media: tuple[str, ...]) -> None:
    """Of what is there already all was held to a list before: it need not be read again."""
    listed = ", ".join(f"'{each}'" for each in media)
    op.execute("ALTER DOMAIN media_type DROP CONSTRAINT media_type_known")
    op.execute(f"ALTER DOMAIN media_type ADD CONSTRAINT media_type_known CHECK (VALUE IN ({listed})) NOT VALID")
