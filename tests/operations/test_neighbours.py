"""The page of what neighbours report names tests that are there, in each row that is not said to be held by nothing."""

import re

import pytest

from tests.operations.pages import DOCS, is_there, named_tests

TEXT = (DOCS / "neighbours.md").read_text()
HEADS = ("What was seen", "What holds here", "Test", "What else of its kind was found")
ROWS = [
    cells
    for line in TEXT.splitlines()
    if line.startswith("| ") and (cells := [cell.strip() for cell in line.strip("|").split("|")]) != [*HEADS]
]


def test_each_row_says_what_was_seen_what_holds_and_by_which_test() -> None:
    assert len(ROWS) > 60
    assert {len(row) for row in ROWS} == {len(HEADS)}
    untested = [row for row in ROWS if "::test_" not in row[2]]
    assert [row for row in untested if not row[1].startswith("Not held")] == []
    assert all(row[0] and row[1] for row in ROWS)


def test_each_section_has_one_table() -> None:
    sections = re.split(r"^## ", TEXT, flags=re.MULTILINE)[1:-1]
    assert len(sections) > 8
    assert {part.count("\n|---|---|---|---|\n") for part in sections} == {1}


@pytest.mark.parametrize("name", named_tests(TEXT))
def test_each_test_that_it_names_is_there(name: str) -> None:
    assert is_there(name)


def test_a_name_that_no_test_has_is_noticed() -> None:
    here = "tests/operations/test_neighbours.py"
    row = f"| a | b | `{here}::test_nothing`, `::test_each_section_has_one_table` | `tests/x/` |"
    assert [is_there(name) for name in named_tests(row)] == [False, True, False]
