"""A stranger finds a room by its name: no two modules have one, but for what the layout repeats."""

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).parents[2]
TABLES = ("service/edge/problems", "service/storage/db/tables", "workflows/codes")
"""Folders that have one module for each subject: the folder says what it holds of it."""
FACES = {
    "command", "commands", "controller", "examples", "lookups", "main", "repository", "routes", "rows", "schemas",
    "service", "triggers", "views",
}  # fmt: skip
"""What a feature, a process or a kind of decision has one of."""
FOLLOWED = {"approvals", "namings", "reads", "receipts", "situation"}
"""Subjects that one wing decides or records, and another shows, replays or verifies."""


def twice(paths: Iterable[str]) -> dict[str, list[str]]:
    """The paths of every name that more than one module has, outside the layout."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted(paths):
        name = Path(path).stem
        if not (name.startswith("__") or name in FACES | FOLLOWED or path.startswith(TABLES)):
            found[name].append(path)
    return {name: at for name, at in found.items() if len(at) > 1}


def test_no_two_modules_have_one_name() -> None:
    modules = {str(file.relative_to(ROOT)) for part in ("service", "workflows") for file in (ROOT / part).rglob("*.py")}
    assert len(modules) > 500
    assert twice(modules) == {}


def test_a_name_that_stands_twice_is_told_with_both_places() -> None:
    paths = ["service/edge/calls.py", "service/edge/web/calls.py", "service/edge/problems/calls.py"]
    assert twice(paths) == {"calls": ["service/edge/calls.py", "service/edge/web/calls.py"]}


def test_whatever_the_layout_repeats_is_repeated() -> None:
    """No exception is kept for a name that stands once."""
    names = [file.stem for part in ("service", "workflows") for file in (ROOT / part).rglob("*.py")]
    assert {name for name in FACES | FOLLOWED if names.count(name) < 2} == set()
