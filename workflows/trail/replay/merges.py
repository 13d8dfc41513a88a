"""The two sides of a merge: what the duplicate says of it and what the other report says must be the same."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from workflows.codes.evidence import EVIDENCE_PAST, CustodyAct
from workflows.codes.people import Role
from workflows.codes.reports import Outcome, ReportTrigger
from workflows.codes.states import MERGED, REPORT_PAST
from workflows.decisions.reports.namings import THROUGH
from workflows.trail.replay.events import Event, identifier, written
from workflows.trail.replay.faults import Fault, FaultCode
from workflows.trail.replay.namings import untold
from workflows.trail.replay.standing import NOT_SAID, UNTOLD, Report

_DISMISSED = REPORT_PAST[ReportTrigger.DISMISS]
_TELLING = frozenset({MERGED, _DISMISSED})
_OPEN = frozenset({NOT_SAID, UNTOLD})
_HANDED = EVIDENCE_PAST[CustodyAct.TRANSFERRED]
_THROUGH = frozenset({_HANDED, EVIDENCE_PAST[CustodyAct.VIEWED], EVIDENCE_PAST[CustodyAct.DOWNLOADED]})


class _Side(NamedTuple):
    """One account of a merge: the tasks that moved, and the event that tells it."""

    tasks: tuple[str, ...]
    event: Event


class Merges:
    """Every merge of a trail until both sides have told it. A bundle of one report tells one side only.

    A side that does not show which report it went into, or came from, is held against nothing.
    """

    def __init__(self) -> None:
        self._alone: dict[tuple[str, str], _Side] = {}
        self._due: set[tuple[str, str]] = set()
        self._untold: set[str] = set()

    def take(self, event: Event, *, met: bool, faults: list[Fault]) -> None:
        """Take an event that tells of a merge; ``met`` says that the other report is in this trail too."""
        found = other_of(event)
        if found is None:
            return
        pair, tasks = found
        first = self._alone.pop(pair, None)
        if first is None:
            self._alone[pair] = _Side(tasks, event)
            self._due |= {pair} if met else set()
        elif first.tasks != tasks:
            words = f"The account was altered: the two reports of a merge tell of other tasks ({' and '.join(pair)})."
            faults.append(event.fault(FaultCode.STATE_CONTRADICTS, words))

    def pass_over(self, event: Event) -> None:
        """Take an event that tells of no merge, or of one with a report that it does not show."""
        if event.leaf.action in _TELLING and untold(event):
            self._untold.add(str(event.leaf.report))

    def rest(self) -> Iterator[Fault]:
        """The merges that one side tells and the other does not, though it is there."""
        for pair, side in self._alone.items():
            other = _other(side.event, pair)
            if pair in self._due and other not in self._untold:
                words = f"The account was altered: report {other} does not tell of its merge."
                yield side.event.fault(FaultCode.STATE_CONTRADICTS, words)


def other_of(event: Event) -> tuple[tuple[str, str], tuple[str, ...]] | None:
    """The duplicate and the report that it went into, with the tasks that moved; None for an event of another thing.

    Duplicates that were dismissed before merges moved tasks say nothing of them, and are passed over.
    """
    leaf, data = event.leaf, event.leaf.data
    if leaf.action == MERGED and "duplicate" in data:
        pair, tasks = (str(data.get("duplicate")), str(leaf.report)), data.get("tasks")
    elif leaf.action == _DISMISSED and data.get("outcome") == Outcome.DUPLICATE and "moved" in data:
        pair, tasks = (str(leaf.report), str(data.get("duplicate_of"))), data["moved"]
    else:
        return None
    return pair, tuple(sorted(map(str, tasks))) if isinstance(tasks, list) else ()


def require_its_authors(event: Event, duplicate: Report, faults: list[Fault]) -> None:
    """Name a merge that is told with other authors than the duplicate's; merges of before are told with none."""
    said = event.leaf.data.get("reported_by")
    if event.leaf.action != MERGED or not isinstance(said, list):
        return
    told, reporters = {*map(str, said)}, duplicate.reporters
    known = {written(one) for one in reporters - _OPEN if isinstance(one, bytes)}
    if told != known and (_OPEN.isdisjoint(reporters) or not known <= told):
        words = "The account was altered: the two reports of a merge tell of other authors."
        faults.append(event.fault(FaultCode.STATE_CONTRADICTS, words))


def require_its_lead(event: Event, standing_of: Callable[[bytes], Report | None], faults: list[Fault]) -> None:
    """Name evidence that was asked for through a report which its own did not go into, or handed on by another's lead.

    ``standing_of`` gives the report of an identifier, None for one that this trail does not hold. Raises
    NotInFormError.
    """
    said = event.leaf.data.get(THROUGH)
    if event.leaf.action not in _THROUGH or not isinstance(said, str):
        return
    named = identifier(said)
    through = standing_of(named)
    if through is None:
        return
    if not _went_into(event.report, through, standing_of):
        words = "The account was altered: evidence was asked for through a report that its own did not go into."
        faults.append(event.fault(FaultCode.STATE_CONTRADICTS, words))
    actor = event.leaf.actor
    leads = actor["role"] == Role.COORDINATOR or through.lead in {actor["agency"], NOT_SAID}
    if event.leaf.action == _HANDED and not leads:
        words = f"The course was altered: evidence was transferred by {actor['role']} of {actor['agency']}."
        faults.append(event.fault(FaultCode.ILLEGAL_TRANSITION, words))


def _went_into(report: bytes, through: Report, standing_of: Callable[[bytes], Report | None]) -> bool:
    """Whether a report went into another, over others or not; what a merge does not show may be it."""
    waiting, met = [through], {report}
    while waiting:
        merges = waiting.pop().merges
        if report in merges or UNTOLD in merges:
            return True
        further = {one for one in merges if one not in met}
        met |= further
        waiting += [found for found in map(standing_of, further) if found is not None]
    return False


def _other(event: Event, pair: tuple[str, str]) -> str:
    duplicate, survivor = pair
    return survivor if event.leaf.report == duplicate else duplicate
