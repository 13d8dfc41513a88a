"""What is not run by `make test` is run by another target, to the last file."""

import re
from pathlib import Path

from tests.walking import walked

ROOT = Path(__file__).parents[2]
MARK = re.compile(r"\bpytest\.mark\.interop\b")


def test_every_file_that_needs_programs_of_others_is_run_by_make_interop() -> None:
    """Without a mark a file would fail where they are missing; without its line it would never be run."""
    makefile = (ROOT / "Makefile").read_text()
    words = [word for files in re.findall(r"-m pytest -m interop (.+)", makefile) for word in files.split()]
    named = {file for word in walked(words) for file in ROOT.glob(word)}
    marked = {file for file in ROOT.glob("tests/**/test_*.py") if MARK.search(file.read_text())} - {Path(__file__)}
    assert {*walked(marked)} == named
    assert {*ROOT.glob("tests/interop/test_*.py")} <= marked
