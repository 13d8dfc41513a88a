"""A whole bundle, verified in one pass. Memory does not grow with its events, texts or reports."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from service.trail.verifier.bundle_members import LEAVES, NAMINGS, PENDING, SNAPSHOTS, TEXTS, Scope, Unreadable
from service.trail.verifier.bundle_reader import Bundle, LeafLine, PendingLine, TextLine
from service.trail.verifier.checkpoint import examine
from service.trail.verifier.known import NOTHING, Known
from service.trail.verifier.namings import Shown
from service.trail.verifier.standings import Standings
from service.trail.verifier.texts import Promises
from service.trail.verifier.tree import TreeCheck
from service.trail.verifier.verdict import Verdict
from workflows.trail.leaf import leaf_hash
from workflows.trail.replay.events import Event
from workflows.trail.replay.faults import Fault, FaultCode
from workflows.trail.replay.machine import Replay
from workflows.trail.replay.namings import Opening
from workflows.trail.replay.snapshots import Snapshot
from workflows.trail.tlog.checkpoints import Checkpoint
from workflows.trail.tlog.encoding import from_base64
from workflows.trail.tlog.merkle import HASH_SIZE, verify_inclusion
from workflows.trail.tlog.note_keys import VerifierKey
from workflows.trail.tlog.quorum import Policy
from workflows.trail.tlog.tiles import FULL_WIDTH
from workflows.trail.tlog.tlog_errors import Malformed, TlogError

Progress = Callable[[int], None]
"""Told how many events have been read."""

Watch = Callable[[Event], None]
"""Shown every event that could be read."""


def ignore(_: object) -> None:
    """Watches nothing."""


def verify_bundle(
    bundle: Bundle,
    keys: Sequence[VerifierKey],
    policy: Policy | None,
    progress: Progress = ignore,
    watch: Watch = ignore,
    *,
    known: Known = NOTHING,
) -> Verdict:
    """Verify everything in a bundle by the keys, the witnesses' policy and what else is known, and by nothing else.

    Raises Unreadable for a bundle that cannot be read.
    """
    manifest = bundle.manifest
    verdict = Verdict(manifest.origin, manifest.region, manifest.scope.kind, _covers(manifest.scope))
    verdict.claimed = manifest.quorum
    checkpoint = examine(bundle.checkpoint, keys, policy, known, verdict, _time(bundle.manifest.made_at))
    missing = known.missing_key(manifest.origin, bundle.begins)
    if missing is not None:
        verdict.take([missing])
    if checkpoint is not None and checkpoint.size != manifest.size:
        words = f"The manifest was altered: it speaks of {manifest.size} entries, the checkpoint of {checkpoint.size}."
        verdict.add(FaultCode.ROOT_DIFFERS, words)
    with (
        Promises(shown=bundle.holds(TEXTS)) as promises,
        Standings() as standings,
        Shown(bundle.lines(NAMINGS, Opening)) as shown,
    ):
        replay = Replay(manifest.region, standings, shown.take)
        _Run(bundle, checkpoint, verdict, promises, replay, progress, watch, known).all()
        for fault in shown.rest():
            verdict.take([fault])
    return verdict


def _covers(scope: Scope) -> str | None:
    return {"region": None, "report": scope.report, "period": f"{scope.start} to {scope.end}"}[scope.kind]


class _Run:
    """One verification under way."""

    def __init__(
        self,
        bundle: Bundle,
        checkpoint: Checkpoint | None,
        verdict: Verdict,
        promises: Promises,
        replay: Replay,
        progress: Progress,
        watch: Watch,
        known: Known,
    ) -> None:
        self._bundle = bundle
        self._checkpoint = checkpoint
        self._verdict = verdict
        self._promises = promises
        self._progress = progress
        self._watch = watch
        self._known = known
        self._replay = replay
        self._faults: list[Fault] = []

    def all(self) -> None:
        """Entries or leaves, then what is pending, then the texts and the states."""
        if self._bundle.manifest.scope.kind == "region":
            roots = self._entries()
        else:
            roots = {}
            self._leaves()
        if self._checkpoint is not None:
            self._verdict.take(self._known.past_faults(self._checkpoint, roots))
        self._pending()
        self._verdict.counts.reports, self._verdict.counts.reads = self._replay.reports, self._replay.reads
        for text in self._bundle.lines(TEXTS, TextLine):
            self._promises.check(text, self._verdict)
        self._states()
        self._promises.finish(self._verdict)
        counts, namings = self._verdict.counts, self._replay.namings
        counts.namings_shown, counts.namings_not_shown = namings.shown, namings.untold

    def _entries(self) -> Mapping[int, bytes]:
        """The roots of the tree at the sizes seen before; none when entries are missing."""
        size = None if self._checkpoint is None else self._checkpoint.size
        tree = TreeCheck(size, self._verdict, self._known.sizes)
        for part in self._bundle.entry_tiles():
            first = part.tile.index * FULL_WIDTH
            tree.add(part, [self._feed(raw, at) for at, raw in enumerate(part.entries, first)])
            self._progress(self._verdict.counts.events)
        return tree.finish(self._bundle, self._checkpoint)

    def _leaves(self) -> None:
        last = -1
        for line in self._bundle.lines(LEAVES, LeafLine):
            if line.leaf_index <= last:
                raise Unreadable(LEAVES, f"leaf {line.leaf_index} stands after leaf {last}")
            last = line.leaf_index
            try:
                raw = from_base64(line.leaf)
            except Malformed:
                words = "The leaf was altered: it is not written in base64."
                self._verdict.add(FaultCode.LEAF_MALFORMED, words, line.leaf_index)
                continue
            event = self._feed(raw, line.leaf_index)
            self._included(line, raw, event)
            self._progress(self._verdict.counts.events)

    def _included(self, line: LeafLine, raw: bytes, event: Event | None) -> None:
        if self._checkpoint is None:
            return
        try:
            hashes = [from_base64(each, HASH_SIZE) for each in line.proof]
            verify_inclusion(leaf_hash(raw), line.leaf_index, self._checkpoint.size, hashes, self._checkpoint.root)
        except TlogError as error:
            words = f"The leaf or its proof was altered: it is not proven to be in the log ({error.reason})."
            code = FaultCode.INCLUSION_REJECTED
            fault = Fault(code, words, line.leaf_index) if event is None else event.fault(code, words)
            self._verdict.take([fault])

    def _pending(self) -> None:
        for number, line in enumerate(self._bundle.lines(PENDING, PendingLine), start=1):
            try:
                raw = from_base64(line.leaf)
            except Malformed as error:
                raise Unreadable(PENDING, f"line {number} has not its form ({error.reason})") from None
            self._feed(raw, None)

    def _feed(self, raw: bytes, leaf_index: int | None) -> Event | None:
        event = self._replay.feed(raw, leaf_index, self._faults)
        if self._faults:
            self._verdict.take(self._faults)
        if event is not None:
            self._promises.promise(event)
            self._watch(event)
        counts = self._verdict.counts
        if leaf_index is None:
            counts.pending += 1
        else:
            counts.events += 1
        return event

    def _states(self) -> None:
        last = ""
        wanted, met = self._bundle.manifest.scope.report, False
        for snapshot in self._bundle.lines(SNAPSHOTS, Snapshot):
            if snapshot.report <= last:
                raise Unreadable(SNAPSHOTS, f"report {snapshot.report[:40]!r} stands after report {last!r}")
            last = snapshot.report
            met = met or snapshot.report == wanted
            self._promises.readable(snapshot)
            self._verdict.take(self._replay.settle(snapshot))
        for fault in self._replay.rest():
            met = met or fault.report == wanted
            self._verdict.take([fault])
        if self._bundle.manifest.scope.kind == "report" and not met:
            words = "The report was taken away: the bundle is about it and holds none of its events."
            self._verdict.take([Fault(FaultCode.REPORT_WITHOUT_EVENTS, words, report=wanted)])


def _time(text: str) -> datetime | None:
    """When a bundle says that it was made; None when that is no time."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo is not None else None
