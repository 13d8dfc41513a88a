import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.trail.tlog.tiles import ENTRIES, Tile, parse_path
from workflows.trail.tlog.tlog_errors import Malformed

TILES = st.builds(Tile, st.integers(ENTRIES, 63), st.integers(0, 2**63 - 1), st.integers(1, 256))


@pytest.mark.parametrize(
    ("tile", "path"),
    [
        (Tile(0, 1234067), "tile/0/x001/x234/067"),
        (Tile(0, 1234, 5), "tile/0/x001/234.p/5"),
        (Tile(0, 0, 255), "tile/0/000.p/255"),
        (Tile(0, 999), "tile/0/999"),
        (Tile(1, 1000), "tile/1/x001/000"),
        (Tile(63, 7, 1), "tile/63/007.p/1"),
        (Tile(0, 2**63 - 1), "tile/0/x009/x223/x372/x036/x854/x775/807"),
        (Tile(0, 1234067, 8).bundle(), "tile/entries/x001/x234/067.p/8"),
    ],
)
def test_a_tile_has_the_path_of_the_specification(tile: Tile, path: str) -> None:
    assert tile.path() == path
    assert parse_path(path) == tile


@given(TILES)
def test_a_path_leads_back_to_its_tile(tile: Tile) -> None:
    assert parse_path(tile.path()) == tile


@pytest.mark.parametrize(
    "path",
    [
        "", "tile", "tile/0", "tile/0/", "/tile/0/000", "tile/0/000/", "tile/0/000\n", "tile/0/00", "tile/0/0000",
        "tile/00/000", "tile/01/000", "tile/64/000", "tile/100/000", "tile/-1/000", "tile/+1/000", "tile/data/000",
        "tile/0/x000/000", "tile/0/x000/x001/000", "tile/0/001/000", "tile/0/x001/x234", "tile/0/X001/234",
        "tile/0/x01/234", "tile/0/000.p/0", "tile/0/000.p/01", "tile/0/000.p/256", "tile/0/000.p/1000",
        "tile/0/000.p/", "tile/0/000.p", "tile/0/000.p/1/", "tile/0/000.P/1", "tile/\u0660/000",
        "tile/0/\u0660\u0660\u0660", "tile/8/0/001", "tile/0/x009/x223/x372/x036/x854/x775/808",
        "tile/0/x001/x000/x000/x000/x000/x000/x000/000", "tile/entries/0", "tile/Entries/000", "tile/0/../000",
    ],
)  # fmt: skip
def test_any_other_path_is_refused(path: str) -> None:
    with pytest.raises(Malformed, match="tile_path"):
        parse_path(path)


@pytest.mark.parametrize(
    "tile", [Tile(64, 0), Tile(-2, 0), Tile(0, -1), Tile(0, 2**63), Tile(0, 0, 0), Tile(0, 0, 257)]
)
def test_a_place_that_no_tile_has_gets_no_path(tile: Tile) -> None:
    with pytest.raises(Malformed, match="tile_place"):
        tile.path()
