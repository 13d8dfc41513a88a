"""Whether a change moves who may see the report."""

from operator import attrgetter

from workflows.access import visibility
from workflows.access.facts import ReportFacts
from workflows.decisions.change import Change

_reader_facts = attrgetter("classification", "lead_agency", "walled", "named", "held_by", "stand_ins")


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
