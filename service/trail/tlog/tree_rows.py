"""The tree as rows: hash tiles at their widest, leaves, checkpoints. Every function names its region."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from workflows.trail.tlog.merkle import NodeReader, read_range
from workflows.trail.tlog.tiles import FULL_BYTES, FULL_WIDTH, HEIGHT, Tile, grown, hash_at
from workflows.trail.tlog.tlog_errors import Malformed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

T = TypeVar("T")
Place = tuple[int, int]
"""Of a tile: tile level, tile index."""

TILES = """SELECT t.level, t.tile_index, t.data FROM audit_tile t
JOIN unnest($2::int[], $3::bigint[]) AS wanted (level, tile_index)
  ON t.level = wanted.level AND t.tile_index = wanted.tile_index
WHERE t.region = $1"""
KEEP_TILES = """INSERT INTO audit_tile (region, level, tile_index, data)
SELECT $1, level, tile_index, data FROM unnest($2::int[], $3::bigint[], $4::bytea[]) AS new (level, tile_index, data)
ON CONFLICT (region, level, tile_index) DO UPDATE SET data = excluded.data"""
SIZE = "SELECT size FROM audit_head WHERE region = $1"


class Reader(Protocol):
    """A connection or transaction that fetches."""

    async def fetch(self, query: str, /, *args: Any) -> list[Any]:
        """Rows of a prepared statement."""
        ...


async def size_of(reader: Reader, region: str) -> int:
    """How many leaves the region's tree has; 0 when it has none."""
    rows = await reader.fetch(SIZE, region)
    return int(rows[0]["size"]) if rows else 0


async def tiles_at(reader: Reader, region: str, places: Iterable[Place]) -> dict[Place, bytes]:
    """Stored tiles, each at its widest; a tile that is not there is left out."""
    wanted = sorted(set(places))
    if not wanted:
        return {}
    rows = await reader.fetch(TILES, region, [level for level, _ in wanted], [index for _, index in wanted])
    return {(row["level"], row["tile_index"]): row["data"] for row in rows}


async def append(connection: Any, region: str, size: int, hashes: Sequence[bytes]) -> None:
    """Append leaf hashes to a tree of ``size`` leaves. Raises Malformed ``tile_bytes`` when its tiles are not there."""
    edge = await tiles_at(connection, region, edge_of(size))
    changed = list(grown(size, hashes, partial(_read, edge)))
    await connection.execute(
        KEEP_TILES,
        region,
        [tile.level for tile, _ in changed],
        [tile.index for tile, _ in changed],
        [data for _, data in changed],
    )


async def with_nodes(reader: Reader, region: str, compute: Callable[[NodeReader], T]) -> T:
    """The result of a computation over tree nodes, with the tiles it needs read in one round trip.

    ``compute`` runs twice, first to learn which nodes it asks for. Raises Malformed ``tile_bytes`` when a tile
    is not there.
    """
    places: set[Place] = set()

    def asked(level: int, index: int) -> bytes:
        places.add((level, index))
        return bytes(FULL_BYTES)

    compute(partial(hash_at, read_tile=asked))
    tiles = await tiles_at(reader, region, places)
    return compute(partial(hash_at, read_tile=partial(_read, tiles)))


async def root_of(reader: Reader, region: str, size: int) -> bytes:
    """The root of the region's tree as it was at ``size`` leaves."""
    return await with_nodes(reader, region, lambda node: read_range(size, node).root())


def edge_of(size: int) -> list[Place]:
    """The partial tiles on the right edge of a tree."""
    places, level = [], 0
    while size:
        if size % FULL_WIDTH:
            places.append((level, size >> HEIGHT))
        level, size = level + 1, size >> HEIGHT
    return places


def clip(tile: Tile, data: bytes) -> bytes | None:
    """The bytes of a tile at its width out of the widest there is; None when the tree is not that wide yet."""
    wanted = data[: tile.width * 32]
    return wanted if len(wanted) == tile.width * 32 else None


def _read(tiles: dict[Place, bytes], level: int, index: int) -> bytes:
    try:
        return tiles[level, index]
    except KeyError:
        raise Malformed("tile_bytes") from None
