"""SECURITY.md names tests and rooms that are there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "SECURITY.md").read_text()
CELLS = [line for line in TEXT.splitlines() if line.startswith("| ") and "`tests/" in line]
PLACES = sorted(set(re.findall(r"`((?:service|workflows)/[a-z_/]+\.py)`", TEXT)))


def named() -> list[str]:
    """Every test as `file` or `file::test`; one that begins with `::` is of the file before it in its row."""
    found: list[str] = []
    for cell in CELLS:
        file = ""
        for name in re.findall(r"`(tests/[^`]+|::test_[a-z0-9_]+)`", cell):
            file = name.partition("::")[0] or file
            found.append(name if name.startswith("tests/") else file + name)
    return found


def test_the_table_is_there() -> None:
    assert len(CELLS) > 20
    assert len(PLACES) > 10


@pytest.mark.parametrize("name", named())
def test_each_test_that_it_names_is_there(name: str) -> None:
    file, _, test = name.partition("::")
    source = (ROOT / file).read_text()
    assert not test or f"def {test}(" in source


@pytest.mark.parametrize("place", PLACES)
def test_each_room_that_it_names_is_there(place: str) -> None:
    assert (ROOT / place).is_file()
