"""SECURITY.md names tests and rooms that are there."""

import re

import pytest

from tests.operations.pages import ROOT, is_there, named_tests

TEXT = (ROOT / "SECURITY.md").read_text()
CELLS = [line for line in TEXT.splitlines() if line.startswith("| ") and "`tests/" in line]
PLACES = sorted(set(re.findall(r"`((?:service|workflows)/[a-z_/]+\.py)`", TEXT)))


def test_the_table_is_there() -> None:
    assert len(CELLS) > 20
    assert len(PLACES) > 10


@pytest.mark.parametrize("name", named_tests(TEXT))
def test_each_test_that_it_names_is_there(name: str) -> None:
    assert is_there(name)


@pytest.mark.parametrize("place", PLACES)
def test_each_room_that_it_names_is_there(place: str) -> None:
    assert (ROOT / place).is_file()
