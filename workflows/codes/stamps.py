"""How times and identifiers stand in a leaf."""

from datetime import UTC, datetime
from uuid import UUID


def stamp(moment: datetime) -> str:
    """A time as it stands in a leaf: UTC, microseconds, ``Z``."""
    return f"{moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='microseconds')}Z"


def identifier(value: UUID | None) -> str | None:
    """An identifier as it stands in a leaf."""
    return None if value is None else str(value)
