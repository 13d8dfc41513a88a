"""Leaves in, faults out: the replay of one region's trail.

An event that does not hold is a fault and is still believed as far as it can be, so that each thing that was
altered is named once and what follows from it is not.
"""

from collections.abc import Iterator, MutableMapping

from workflows.access.actors import NOBODY
from workflows.codes.actions import ACTIONS, WITHOUT_A_VERSION
from workflows.decisions.clocks.gathered_clocks import STARTED, STOPPED
from workflows.trail.replay.administrative_rules import administrative_event
from workflows.trail.replay.case_rules import case_event
from workflows.trail.replay.chain import Place, place_of
from workflows.trail.replay.claim_rules import claimed_time
from workflows.trail.replay.clock_rules import start_clocks
from workflows.trail.replay.compact import Shelf
from workflows.trail.replay.events import Event, NotInFormError, identifier, read_event, written, written_time
from workflows.trail.replay.faults import Fault, FaultCode
from workflows.trail.replay.merges import Merges, other_of, require_its_authors, require_its_lead
from workflows.trail.replay.namings import Namings, Openings, none_shown
from workflows.trail.replay.reads import Reads
from workflows.trail.replay.report_rules import first_event, report_event
from workflows.trail.replay.settling import unsettled
from workflows.trail.replay.snapshots import Snapshot, differences
from workflows.trail.replay.standing import Report
from workflows.trail.replay.step import Step
from workflows.trail.replay.task_rules import task_event
from workflows.trail.replay.watch_rules import watch_event

TAKEN = "report.reported"
_MAKES_A_VERSION = ACTIONS - WITHOUT_A_VERSION
_OF_A_REPORT = (report_event, task_event, watch_event, case_event, administrative_event)
"""What applies an event to its report, each False for what it knows nothing of."""


class Replay:
    """Rebuilds the reports of a region. Feed it every leaf in order, then settle every snapshot, then ask the rest.

    ``standings`` is where it keeps them between events, packed and by the 16 bytes of the report's identifier; a dict
    unless there is a better place for millions. ``openings`` finds what events say of other reports.
    """

    def __init__(
        self,
        region: str,
        standings: MutableMapping[bytes, bytes] | None = None,
        openings: Openings = none_shown,
    ) -> None:
        self._region = region
        self.namings = Namings(openings)
        self._shelf = Shelf({} if standings is None else standings)
        self._reads = Reads()
        self._merges = Merges()

    @property
    def reports(self) -> int:
        """How many reports have been met and not yet been settled."""
        return len(self._shelf)

    @property
    def reads(self) -> int:
        """How many reads the region's own chain has told of."""
        return self._reads.told

    def feed(self, raw: bytes, leaf_index: int | None, faults: list[Fault]) -> Event | None:
        """Take the next leaf and add what does not hold to ``faults``; None for a leaf that cannot be read.

        ``leaf_index`` is None for an event that is not yet in the log.
        """
        event = read_event(raw, leaf_index, faults)
        if event is None:
            return None
        event = self.namings.open(event, faults)
        leaf = event.leaf
        if leaf.region != self._region:
            words = f"The leaf was altered or put here: it is of region {leaf.region}, the log of {self._region}."
            faults.append(event.fault(FaultCode.WRONG_REGION, words))
            return event
        if leaf.report is None:
            self._reads.take(event, faults)
            return event
        known = self._shelf.get(event.report)
        report = Report() if known is None else known
        if _follows(report, event, faults):
            former = report.lead
            _apply(Step(report, event, faults), new=known is None)
            if known is not None and report.lead != former:
                _move_lead(report, event, former)
            _advance(report, event)
            self._shelf.put(event.report, report)
            self._merge(event, faults)
        return event

    def settle(self, snapshot: Snapshot) -> list[Fault]:
        """Hold a line of the state tables against the rebuilt report, which is then forgotten."""
        try:
            report_id = identifier(snapshot.report)
        except NotInFormError:
            report_id = b""
        report = self._shelf.take(report_id)
        if report is None:
            words = f"Events were taken away or the report was put here: no event tells of it (state {snapshot.state})."
            return [Fault(FaultCode.REPORT_WITHOUT_EVENTS, words, report=snapshot.report)]
        told = [
            _of_latest(report_id, report, FaultCode.STATE_DIFFERS, f"The state was altered: {words}.")
            for words in differences(report, snapshot)
        ]
        return [*_unsettled(report_id, report), *told]

    def rest(self) -> Iterator[Fault]:
        """What is wrong with merges, and with the reports that no snapshot has settled; they are left as they are."""
        yield from self._merges.rest()
        for report_id in self._shelf:
            report = self._shelf.get(report_id)
            if report is not None:
                yield from _unsettled(report_id, report)
                words = f"The report was taken away: its {report.seq} events are there, its state is not."
                yield _of_latest(report_id, report, FaultCode.SNAPSHOT_MISSING, words)

    def _merge(self, event: Event, faults: list[Fault]) -> None:
        try:
            require_its_lead(event, self._shelf.get, faults)
        except NotInFormError as error:
            faults.append(event.fault(FaultCode.LEAF_MALFORMED, f"The leaf was altered: {error}."))
        found = other_of(event)
        if found is None:
            self._merges.pass_over(event)
            return
        other = next((report for report in found[0] if report != event.leaf.report), "")
        try:
            met = self._shelf.get(identifier(other))
        except NotInFormError:
            return  # the event's own rule has named it
        self._merges.take(event, met=met is not None, faults=faults)
        if met is not None:
            require_its_authors(event, met, faults)


def _follows(report: Report, event: Event, faults: list[Fault]) -> bool:
    """Check number, chain, time and version against the report's latest event; False for one that had its turn."""
    place = place_of(report, event, faults, "the report")
    if place is Place.NEXT:
        _version_follows(report, event, faults)
        _makes_no_version(report, event, faults)
    return place is not Place.HAD_ITS_TURN


def _version_follows(report: Report, event: Event, faults: list[Fault]) -> None:
    """What people change is one version more; a task's own step, what is beside it, and the clocks' own keep it.

    A change is of one moment and one person.
    """
    version, goes_on = event.leaf.version, (event.at, event.person) == (report.at, report.person)
    if version == report.version and report.seq and goes_on:
        return
    if report.seq:
        faults.extend(_unsettled(event.report, report))
    report.beside = version == report.version
    if version not in (report.version, report.version + 1) or not version:
        words = f"The account was altered: version {version} follows version {report.version} of the report."
        faults.append(event.fault(FaultCode.STATE_CONTRADICTS, words))


def _makes_no_version(report: Report, event: Event, faults: list[Fault]) -> None:
    """Hold what an event of a change without a version may be."""
    if report.beside and event.leaf.action in _MAKES_A_VERSION and event.person != NOBODY.bytes:
        words = f"The account was altered: {event.leaf.action} makes a version, and the event names the one before."
        faults.append(event.fault(FaultCode.STATE_CONTRADICTS, words))


def _apply(step: Step, *, new: bool) -> None:
    action = step.event.leaf.action
    try:
        if new and action == TAKEN:
            first_event(step)
        elif new:
            step.contradicts(f"the first event of a report is {action}")
        elif not any(applied(step) for applied in _OF_A_REPORT):
            step.illegal(f"no such thing as {action[:60]!r} happens to a report")
        if {STARTED, STOPPED} & step.event.leaf.data.keys():
            start_clocks(step)
        claimed_time(step)
    except NotInFormError as error:
        words = f"The leaf was altered: {error}."
        step.faults.append(step.event.fault(FaultCode.LEAF_MALFORMED, words))


def _move_lead(report: Report, event: Event, former: str | None) -> None:
    """Keep whose act brought the lead to another agency, and who gave it where nobody had it; a clock is nobody."""
    if not report.story.by_two or event.person == NOBODY.bytes:
        return
    if former is None and report.lead != event.leaf.actor["agency"]:
        report.lead_filled_by = tuple(sorted({*report.lead_filled_by, event.person}))
    else:
        report.lead_moved_by = tuple(sorted({*report.lead_moved_by, event.person}))


def _advance(report: Report, event: Event) -> None:
    report.seq, report.version = event.leaf.seq, event.leaf.version
    report.head, report.event = event.hash, event.event
    report.at, report.person, report.leaf_index = event.at, event.person, event.leaf_index


def _unsettled(report_id: bytes, report: Report) -> list[Fault]:
    words = unsettled(report)
    if words is None:
        return []
    return [_of_latest(report_id, report, FaultCode.STATE_CONTRADICTS, f"The account was altered: {words}.")]


def _of_latest(report_id: bytes, report: Report, code: FaultCode, words: str) -> Fault:
    """A fault that shows at the report's latest event."""
    return Fault(code, words, report.leaf_index, written(report.event), written(report_id), written_time(report.at))
