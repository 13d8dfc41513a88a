"""Who sees a report, and whether a change moves that."""

from operator import attrgetter

from asyncpg import Record

from service.edge.call import Call
from service.edge.service_errors import NotFound
from workflows.access import visibility
from workflows.access.facts import ReportFacts
from workflows.decisions.change import Change

_reader_facts = attrgetter("classification", "lead_agency", "walled", "named", "held_by", "stand_ins")


def require_seen(row: Record, call: Call) -> None:
    """Raise NotFound for a report that is missing, or that the caller sees only as the holder of a task."""
    if row["id"] is None or not visibility.may_read(row["readers"], row["walled"], visibility.tokens(call.actor)):
        raise NotFound


def loses_sight(change: Change, tokens: tuple[str, ...]) -> bool:
    """Whether the actor no longer sees the report once the change is written."""
    if change.before is None or not readers_moved(change.before, change.report):
        return False
    readers, walled = visibility.readers(change.report), visibility.walled_tokens(change.report)
    return not visibility.may_read(readers, walled, tokens)


def readers_moved(before: ReportFacts, after: ReportFacts) -> bool:
    """Whether the facts that say who reads a report are others after a change."""
    if _reader_facts(before) != _reader_facts(after):
        return True
    return after.classification == "secret" and visibility.readers(before) != visibility.readers(after)
