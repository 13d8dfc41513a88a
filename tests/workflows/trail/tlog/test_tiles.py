import hashlib
from collections.abc import Iterator
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.trail.tlog import trees
from workflows.trail.tlog.merkle import inclusion_proof, read_range, verify_inclusion
from workflows.trail.tlog.tiles import Tile, hash_at, new_tiles, tile_data, tiles_of

SIZES = st.integers(0, 3 * 256**2 + 300)


@pytest.mark.parametrize(
    ("size", "full", "part"),
    [
        (0, {}, {}),
        (1, {}, {0: 1}),
        (255, {}, {0: 255}),
        (256, {0: 1}, {1: 1}),
        (257, {0: 1}, {0: 1, 1: 1}),
        (70_000, {0: 273, 1: 1}, {0: 112, 1: 17, 2: 1}),
    ],
)
def test_a_tree_has_the_tiles_of_the_specification(size: int, full: dict[int, int], part: dict[int, int]) -> None:
    found = list(tiles_of(size))
    assert found == sorted(found)
    assert {tile.level: tile.index + 1 for tile in found if tile.width == 256} == full
    assert sum(full.values()) == sum(tile.width == 256 for tile in found)
    assert {tile.level: tile.width for tile in found if tile.width < 256} == part
    assert all(tile.index == full.get(tile.level, 0) for tile in found if tile.width < 256)


@given(SIZES, SIZES)
def test_a_growing_tree_adds_the_tiles_it_had_not(one: int, other: int) -> None:
    old, new = sorted((one, other))
    assert set(new_tiles(old, new)) == set(tiles_of(new)) - set(tiles_of(old))


def test_a_shrinking_tree_has_no_new_tiles() -> None:
    with pytest.raises(ValueError, match="sizes_out_of_order"):
        next(new_tiles(2, 1))


def test_the_tiles_of_the_largest_tree_come_one_by_one() -> None:
    assert next(iter(tiles_of(2**63))) == Tile(0, 0)
    assert [*new_tiles(2**63 - 1, 2**63)] == [*(Tile(n, 2 ** (55 - 8 * n) - 1) for n in range(7)), Tile(7, 0, 128)]


def stored(size: int) -> dict[tuple[int, int], bytes]:
    """The widest bytes of every tile, written while the tree grew to the size in uneven steps."""
    tiles: dict[tuple[int, int], bytes] = {}
    for old, new in steps(size):
        for tile in new_tiles(old, new):
            tiles[tile.level, tile.index] = tile_data(tile, trees.node)
    return tiles


def steps(size: int) -> Iterator[tuple[int, int]]:
    old = 0
    while old < size:
        new = min(size, 2 * old + 3)
        yield old, new
        old = new


@pytest.mark.parametrize("size", [1, 2, 255, 256, 257, 1000, 66_050])
def test_stored_tiles_give_every_node_and_every_proof_back(size: int) -> None:
    tiles = stored(size)
    assert {key: len(data) for key, data in tiles.items()} == {(t.level, t.index): 32 * t.width for t in tiles_of(size)}
    node = partial(hash_at, read_tile=lambda level, index: tiles[level, index])
    for level in range(size.bit_length()):
        for index in {0, 1, 2, (size >> level) // 2, (size >> level) - 1} & {*range(size >> level)}:
            assert node(level, index) == trees.node(level, index)
    assert read_range(size, node).root() == trees.mth(0, size)
    for index in {0, size // 3, size - 1}:
        verify_inclusion(trees.leaf(index), index, size, inclusion_proof(index, size, node), trees.mth(0, size))


def test_a_tile_above_the_leaves_holds_the_roots_of_full_tiles() -> None:
    assert tile_data(Tile(1, 0, 2), trees.node) == trees.mth(0, 256) + trees.mth(256, 512)
    assert tile_data(Tile(0, 1, 2), trees.node) == trees.leaf(256) + trees.leaf(257)


@pytest.mark.parametrize(
    ("level", "index", "size", "reason"),
    [
        (0, 0, 31, "tile_bytes"),
        (0, 0, 257 * 32, "tile_bytes"),
        (0, 0, 0, "tile_too_narrow"),
        (0, 5, 5 * 32, "tile_too_narrow"),
        (2, 1, 7 * 32, "tile_too_narrow"),
        (-1, 0, 32, "node_outside_tree"),
        (0, -1, 32, "node_outside_tree"),
    ],
)
def test_a_tile_that_does_not_hold_the_node_is_refused(level: int, index: int, size: int, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        hash_at(level, index, lambda _level, _index: bytes(size))


@pytest.mark.parametrize(
    ("level", "index", "place"), [(0, 255, (0, 0)), (7, 2, (0, 1)), (8, 256, (1, 1)), (17, 0, (2, 0))]
)
def test_a_node_is_read_from_the_one_tile_above_it(level: int, index: int, place: tuple[int, int]) -> None:
    asked: list[tuple[int, int]] = []

    def read(tile_level: int, tile_index: int) -> bytes:
        asked.append((tile_level, tile_index))
        return hashlib.sha256().digest() * 256

    hash_at(level, index, read)
    assert asked == [place]
