"""How an event of the log is shown, in the feed, on a stream and wherever else it is told."""

from typing import Any

from asyncpg import Record

from service.trail.audit.schemas import EventAnswer


def event_item(row: Record) -> EventAnswer:
    """An event of the feed; of one that is ``withheld`` only its place, hash and time."""
    return _withheld(row) if row["withheld"] else _whole(row)


def _whole(row: Record) -> EventAnswer:
    return EventAnswer(**event_members(row))


def event_members(row: Record) -> dict[str, Any]:
    """What everything that tells of an event says of it, as the database gave it."""
    return {name: row[name] for name in EventAnswer.__struct_fields__}


def _withheld(row: Record) -> EventAnswer:
    return EventAnswer(
        leaf_index=row["leaf_index"],
        event=row["event"],
        leaf_hash=row["leaf_hash"],
        action=None,
        report=None,
        task=None,
        agency=None,
        before=None,
        after=None,
        at=row["at"],
    )
