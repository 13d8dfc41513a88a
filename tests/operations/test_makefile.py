"""What is not run by `make test` is run by another target, to the last file; what takes long says so first."""

import re
import subprocess
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


def test_who_waits_for_an_installation_is_told_before_it_begins() -> None:
    command = ["make", "--dry-run", "--always-make", ".venv/.dev"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
    lines = [line for line in done.stdout.splitlines() if line.startswith("echo ") or " pip install " in line]
    assert [line.startswith('echo "tindak: installing ') for line in lines] == [True, False] * 3
