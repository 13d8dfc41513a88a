"""How an event of the log is shown, in the feed, on a stream and wherever else it is told."""

from asyncpg import Record

from service.trail.audit.schemas import EventAnswer


def event_item(row: Record) -> EventAnswer:
    """An event of the feed; of one that is ``withheld`` only its place, hash and time."""
    return _withheld(row) if row["withheld"] else _whole(row)


def _whole(row: Record) -> EventAnswer:
    return EventAnswer(
        leaf_index=row["leaf_index"],
        event=row["event"],
        leaf_hash=row["leaf_hash"],
        action=row["action"],
        report=row["report"],
        task=row["task"],
        agency=row["agency"],
        before=row["before"],
        after=row["after"],
        at=row["at"],
    )


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
