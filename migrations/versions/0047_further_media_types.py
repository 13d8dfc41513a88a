"""Video of recorders, sound of Apple's and Microsoft's, older documents, text and letters are evidence too.

What was taken as one of them stays when this is undone; only nothing more is.

Revision ID: 0047
Revises: 0040
"""

from collections.abc import Sequence

from alembic import op

revision: str = "0047"
down_revision: str | None = "0044"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

_OFFICE, _OPEN = "application/vnd.openxmlformats-officedocument", "application/vnd.oasis.opendocument"
BEFORE = (
    "image/jpeg", "image/png", "image/webp", "image/gif", "image/tiff", "image/heif", "video/mp4", "video/quicktime",
    "video/3gpp", "video/webm", "audio/mpeg", "audio/mp4", "audio/wav", "audio/ogg", "application/pdf",
    "image/avif", "video/3gpp2", "video/ogg", "audio/3gpp", "audio/3gpp2", "audio/webm", "audio/amr", "audio/amr-wb",
    "audio/aac", "audio/flac", f"{_OFFICE}.wordprocessingml.document", f"{_OFFICE}.spreadsheetml.sheet",
    f"{_OFFICE}.presentationml.presentation", f"{_OPEN}.text", f"{_OPEN}.spreadsheet", f"{_OPEN}.presentation",
)  # fmt: skip
ADDED = (
    "video/vnd.avi", "video/matroska", "video/mpeg", "video/mp2t", "video/x-ms-wmv", "audio/matroska",
    "audio/x-ms-wma", "audio/aiff", "audio/x-caf", "application/msword", "application/vnd.ms-excel",
    "application/vnd.ms-powerpoint", "application/rtf", "text/plain", "text/csv", "message/rfc822",
    "application/vnd.ms-outlook",
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
