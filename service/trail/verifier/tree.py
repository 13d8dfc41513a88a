"""The log's tree, computed twice: from the entries, and from the hash tiles of level 0.

Where the two differ, the root that was signed says which of them was altered.
"""

from collections.abc import Collection, Iterable, Mapping
from functools import partial
from typing import NamedTuple

from service.trail.verifier.bundle_reader import Bundle, EntryTile
from service.trail.verifier.verdict import MAX_KEPT, Verdict
from workflows.trail.leaf import leaf_hash
from workflows.trail.replay.events import Event
from workflows.trail.replay.faults import Fault, FaultCode
from workflows.trail.tlog.checkpoints import Checkpoint
from workflows.trail.tlog.merkle import EMPTY_ROOT, HASH_SIZE, hash_children, read_range
from workflows.trail.tlog.tiles import FULL_BYTES, FULL_WIDTH, Tile, hash_at, tiles_of


class Column:
    """The nodes of a tree that are needed for its root and its upper tiles: all of level 8, 16 and so on.

    Of the leaves only the last, partial tile is kept. ``size`` counts the leaves. ``roots`` gets the root at each of
    the sizes that are wanted, once the tree has grown beyond it.
    """

    def __init__(self, wanted: Iterable[int] = ()) -> None:
        self.size = 0
        self.roots: dict[int, bytes] = {0: EMPTY_ROOT}
        self._wanted = sorted(set(wanted) - {0}, reverse=True)
        self._levels: list[bytearray] = [bytearray()]

    def add(self, hashes: bytes) -> None:
        """Add the next tile of leaf hashes: a full one, or the last."""
        self.size += len(hashes) // HASH_SIZE
        self._levels[0] = bytearray(hashes)
        self._note_roots()
        if len(hashes) == FULL_BYTES:
            self._carry(1, _top(hashes))
            self._levels[0] = bytearray()

    def read(self, level: int, index: int) -> bytes:
        """The tile (tile level, index): of level 0 the partial one, whatever the index."""
        if level == 0:
            return bytes(self._levels[0])
        start = index * FULL_BYTES
        return bytes(self._levels[level][start : start + FULL_BYTES]) if level < len(self._levels) else b""

    def root(self) -> bytes:
        """The root over everything that was added."""
        return self._root(self.size)

    def _root(self, size: int) -> bytes:
        return read_range(size, partial(hash_at, read_tile=self.read)).root()

    def _note_roots(self) -> None:
        """Of smaller trees than this: the leaves of the last tile are still here, all before it was carried."""
        while self._wanted and self._wanted[-1] < self.size:
            wanted = self._wanted.pop()
            self.roots[wanted] = self._root(wanted)

    def _carry(self, level: int, node: bytes) -> None:
        if level == len(self._levels):
            self._levels.append(bytearray())
        nodes = self._levels[level]
        nodes += node
        if len(nodes) % FULL_BYTES == 0:
            self._carry(level + 1, _top(bytes(nodes[-FULL_BYTES:])))


class Doubt(NamedTuple):
    """A leaf whose hash is not the one in its tile."""

    leaf_index: int
    event: Event | None
    tile: Tile

    def fault(self) -> Fault:
        """The leaf is at fault."""
        words = f"The leaf was altered: its hash is not the one in {self.tile.path()}."
        if self.event is None:
            return Fault(FaultCode.LEAF_ALTERED, words, self.leaf_index)
        return self.event.fault(FaultCode.LEAF_ALTERED, words)


class TreeCheck:
    """Takes every bundle of entries with the events in it, and judges the whole at the end."""

    def __init__(self, size: int | None, verdict: Verdict, wanted: Collection[int] = ()) -> None:
        self._size = size
        self._verdict = verdict
        self._by_entries, self._by_tiles = Column(wanted), Column(wanted)
        self._doubts: list[Doubt] = []
        self._next = 0
        self._lost = False

    def add(self, part: EntryTile, events: list[Event | None]) -> None:
        """Take the next bundle of entries."""
        first = part.tile.index * FULL_WIDTH
        if first != self._next:
            self._missing(self._next, first)
        hashes = [
            leaf_hash(raw) if event is None else event.hash for raw, event in zip(part.entries, events, strict=True)
        ]
        place = Tile(0, part.tile.index, part.tile.width)
        kept = self._kept(part, place)
        self._next = first + max(len(hashes), len(kept or ()))
        self._by_entries.add(b"".join(hashes))
        self._by_tiles.add(b"".join(kept) if kept else b"".join(hashes))
        if kept:
            self._compare(hashes, kept, events, place)

    def finish(self, bundle: Bundle, checkpoint: Checkpoint | None) -> Mapping[int, bytes]:
        """Judge entries and tiles by the root that was signed; without a checkpoint, against each other only.

        The roots at the sizes that were wanted, of the tree that was signed; none when entries are missing.
        """
        verdict = self._verdict
        found = self._by_entries.size
        if self._size is not None and found < self._size and not self._lost:
            self._missing(found, self._size)
        if checkpoint is not None and found > checkpoint.size:
            words = f"Entries were put here, or the checkpoint is an older one: it covers {checkpoint.size} of {found}."
            verdict.add(FaultCode.ROOT_DIFFERS, words)
        if self._lost or (checkpoint is not None and found > checkpoint.size):
            verdict.take([doubt.fault() for doubt in self._doubts])
            return {}
        good = self._good(checkpoint)
        self._judge_doubts(good)
        self._judge_tiles(bundle, good)
        return good.roots

    def _good(self, checkpoint: Checkpoint | None) -> Column:
        """The column that leads to the root that was signed; the one of the tiles when neither does."""
        if checkpoint is None or self._by_tiles.root() == checkpoint.root:
            return self._by_tiles
        if self._by_entries.root() == checkpoint.root:
            return self._by_entries
        words = "The log was rewritten: its entries do not lead to the root that the checkpoint states."
        self._verdict.add(FaultCode.ROOT_DIFFERS, words)
        return self._by_tiles

    def _judge_doubts(self, good: Column) -> None:
        if good is self._by_entries:
            for path in sorted({doubt.tile.path() for doubt in self._doubts}):
                words = f"The tile was altered: {path} does not hold the hashes of its entries."
                self._verdict.add(FaultCode.TILE_ALTERED, words)
        else:
            self._verdict.take([doubt.fault() for doubt in self._doubts])

    def _judge_tiles(self, bundle: Bundle, good: Column) -> None:
        due = set(tiles_of(good.size))
        for tile in sorted(set(bundle.hash_tiles()) - due):
            words = f"The tile was put here: {tile.path()} is no tile of a log of {good.size} entries."
            self._verdict.add(FaultCode.TILE_ALTERED, words)
        for tile in sorted(each for each in due if each.level):
            data = bundle.hash_tile(tile.level, tile.index)
            if data != good.read(tile.level, tile.index):
                state = "is not there" if data is None else "does not follow from the tiles below it"
                self._verdict.add(FaultCode.TILE_ALTERED, f"The tile was altered: {tile.path()} {state}.")

    def _kept(self, part: EntryTile, place: Tile) -> list[bytes] | None:
        """The hashes of the tile beside the entries; None when they cannot be compared."""
        data = part.hashes
        if not data or len(data) % HASH_SIZE:
            words = f"The tile was altered: {place.path()} is not there or is no tile."
            self._verdict.add(FaultCode.TILE_ALTERED, words)
            return None
        return [data[at : at + HASH_SIZE] for at in range(0, len(data), HASH_SIZE)]

    def _compare(self, hashes: list[bytes], kept: list[bytes], events: list[Event | None], place: Tile) -> None:
        first = place.index * FULL_WIDTH
        if hashes == kept:
            return
        if len(hashes) < len(kept):
            at = next((at for at, seen in enumerate(hashes) if seen != kept[at]), len(hashes))
            self._missing(first + at, first + at + len(kept) - len(hashes))
            return
        doubts = [
            Doubt(first + at, events[at], place)
            for at, (seen, due) in enumerate(zip(hashes, kept, strict=False))
            if seen != due
        ]
        self._doubts += doubts[: MAX_KEPT - len(self._doubts) if len(hashes) == len(kept) else 1]

    def _missing(self, start: int, end: int) -> None:
        self._lost = True
        which = f"entry {start} is" if end == start + 1 else f"entries {start} to {end - 1} are"
        self._verdict.add(FaultCode.ENTRIES_MISSING, f"Events were taken away: {which} not there.", start)


def _top(hashes: bytes) -> bytes:
    """The root over the 256 hashes of a full tile."""
    nodes = [hashes[at : at + HASH_SIZE] for at in range(0, len(hashes), HASH_SIZE)]
    while len(nodes) > 1:
        nodes = [hash_children(left, right) for left, right in zip(nodes[::2], nodes[1::2], strict=True)]
    return nodes[0]
