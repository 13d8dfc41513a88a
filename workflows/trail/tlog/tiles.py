"""Tiles and entry bundles, as c2sp.org/tlog-tiles stores and serves them.

A tile holds up to 256 hashes of one tile level; tile level ``l`` holds the nodes of tree level ``8 * l``. An
entry bundle holds the entries whose hashes are in the tile of level 0 with the same index.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from workflows.trail.tlog.encoding import MAX_NUMBER
from workflows.trail.tlog.merkle import HASH_SIZE, NodeReader, hash_children
from workflows.trail.tlog.tlog_errors import Malformed

HEIGHT = 8
FULL_WIDTH = 1 << HEIGHT
FULL_BYTES = FULL_WIDTH * HASH_SIZE
MAX_LEVEL = 63
MAX_ENTRY_BYTES = 0xFFFF
ENTRIES = -1
"""The ``level`` of an entry bundle."""

_PREFIX_BYTES = 2
_GROUP = 1000
_PATH = re.compile(
    r"tile/(?P<level>entries|0|[1-9][0-9]?)/(?P<index>(?:x[0-9]{3}/){0,6}[0-9]{3})(?:\.p/(?P<width>[1-9][0-9]{0,2}))?"
)

TileReader = Callable[[int, int], bytes]
"""Gives the bytes of the tile (tile level, tile index), the widest there is: 32 for each hash, 8192 when full."""


class Tile(NamedTuple):
    """A tile's place: level 0 to 63 (``ENTRIES`` for a bundle), index from 0, width 1 to 256 in hashes or entries."""

    level: int
    index: int  # type: ignore[assignment]  # the word of C2SP; a tile is searched for nothing
    width: int = FULL_WIDTH

    def path(self) -> str:
        """The path below the log's prefix, such as ``tile/0/x001/234.p/5``. Raises Malformed ``tile_place``."""
        if not (ENTRIES <= self.level <= MAX_LEVEL and 0 <= self.index <= MAX_NUMBER and 0 < self.width <= FULL_WIDTH):
            raise Malformed("tile_place")
        level = "entries" if self.level == ENTRIES else str(self.level)
        partial = "" if self.width == FULL_WIDTH else f".p/{self.width}"
        return f"tile/{level}/{_index_path(self.index)}{partial}"

    def bundle(self) -> "Tile":
        """The entry bundle that belongs to a tile of level 0."""
        return self._replace(level=ENTRIES)


def parse_path(path: str) -> Tile:
    """The place a path names. Raises Malformed ``tile_path`` for any but the one path that the place has."""
    match = _PATH.fullmatch(path)
    if match is None:
        raise Malformed("tile_path")
    level = ENTRIES if match["level"] == "entries" else int(match["level"])
    index = int(match["index"].replace("x", "").replace("/", ""))
    tile = Tile(level, index, int(match["width"] or FULL_WIDTH))
    if level > MAX_LEVEL or index > MAX_NUMBER or tile.width > FULL_WIDTH or tile.path() != path:
        raise Malformed("tile_path")
    return tile


def tiles_of(size: int) -> Iterator[Tile]:
    """Every tile of a tree of ``size`` leaves, level by level, the partial one last in each. No entry bundles."""
    return new_tiles(0, size)


def new_tiles(old: int, new: int) -> Iterator[Tile]:
    """The tiles that a tree of ``new`` leaves has and one of ``old`` leaves had not, level by level.

    Raises ValueError, on the first step, when ``old`` is negative or above ``new``.
    """
    if not 0 <= old <= new:
        raise ValueError("sizes_out_of_order")
    level = 0
    while old < new:
        for index in range(old >> HEIGHT, new >> HEIGHT):
            yield Tile(level, index)
        if partial := new % FULL_WIDTH:
            yield Tile(level, new >> HEIGHT, partial)
        level, old, new = level + 1, old >> HEIGHT, new >> HEIGHT


def grown(size: int, hashes: Sequence[bytes], edge: TileReader) -> Iterator[tuple[Tile, bytes]]:
    """The tiles, each with all its bytes, that change when ``hashes`` are appended to a tree of ``size`` leaves.

    Each tile comes once, at its new width, level by level. ``edge`` gives the present bytes of the last tile of a
    level and is asked only where that tile is partial. Raises Malformed ``tile_bytes`` when they have another width.
    """
    level = 0
    while hashes:
        index, width = divmod(size, FULL_WIDTH)
        before = edge(level, index) if width else b""
        if len(before) != width * HASH_SIZE:
            raise Malformed("tile_bytes")
        data = before + b"".join(hashes)
        parts = [data[at : at + FULL_BYTES] for at in range(0, len(data), FULL_BYTES)]
        for offset, part in enumerate(parts):
            yield Tile(level, index + offset, len(part) // HASH_SIZE), part
        hashes = [_root_of(part) for part in parts if len(part) == FULL_BYTES]
        level, size = level + 1, size >> HEIGHT


def tile_data(tile: Tile, node: NodeReader) -> bytes:
    """The bytes of a hash tile, 32 for each of its hashes, out of the tree's nodes (tree level, index)."""
    first = tile.index << HEIGHT
    return b"".join(node(tile.level * HEIGHT, first + offset) for offset in range(tile.width))


def hash_at(level: int, index: int, read_tile: TileReader) -> bytes:
    """The 32 bytes of the node (tree level, index), computed from the one tile that holds what is below it.

    With its last argument bound it is a ``merkle.NodeReader``. Raises ValueError for a place that is none, and
    Malformed ``tile_bytes`` when the tile is no tile, ``tile_too_narrow`` when it does not reach the node.
    """
    if level < 0 or index < 0:
        raise ValueError("node_outside_tree")
    tile_level, inside = divmod(level, HEIGHT)
    first, width = index << inside, 1 << inside
    data = read_tile(tile_level, first >> HEIGHT)
    if len(data) % HASH_SIZE or len(data) > FULL_BYTES:
        raise Malformed("tile_bytes")
    start = first % FULL_WIDTH
    if len(data) < (start + width) * HASH_SIZE:
        raise Malformed("tile_too_narrow")
    return _root_of(data[start * HASH_SIZE : (start + width) * HASH_SIZE])


def encode_bundle(entries: Sequence[bytes]) -> bytes:
    """Entries as a bundle: each after its length in two bytes, big-endian.

    Raises Malformed: ``bundle_width`` unless there are 1 to 256 entries, ``entry_too_long`` above 65,535 bytes.
    """
    if not 0 < len(entries) <= FULL_WIDTH:
        raise Malformed("bundle_width")
    if any(len(entry) > MAX_ENTRY_BYTES for entry in entries):
        raise Malformed("entry_too_long")
    return b"".join(len(entry).to_bytes(_PREFIX_BYTES, "big") + entry for entry in entries)


def decode_bundle(data: bytes) -> tuple[bytes, ...]:
    """The entries of a bundle, in order.

    Raises Malformed: ``bundle_truncated`` when it ends within a length or an entry, ``bundle_width`` unless there
    are 1 to 256 entries.
    """
    entries: list[bytes] = []
    at = 0
    while at < len(data) and len(entries) < FULL_WIDTH:
        start = at + _PREFIX_BYTES
        at = start + int.from_bytes(data[at:start], "big")
        if at > len(data):
            raise Malformed("bundle_truncated")
        entries.append(data[start:at])
    if not entries or at < len(data):
        raise Malformed("bundle_width")
    return tuple(entries)


def _index_path(index: int) -> str:
    """1234067 as ``x001/x234/067``."""
    path = f"{index % _GROUP:03}"
    while index := index // _GROUP:
        path = f"x{index % _GROUP:03}/{path}"
    return path


def _root_of(data: bytes) -> bytes:
    """The root over 1, 2, 4 ... 256 hashes of 32 bytes."""
    hashes = [data[at : at + HASH_SIZE] for at in range(0, len(data), HASH_SIZE)]
    while len(hashes) > 1:
        hashes = [hash_children(left, right) for left, right in zip(hashes[::2], hashes[1::2], strict=True)]
    return hashes[0]
