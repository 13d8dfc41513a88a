import re
import subprocess
import sys

import pytest

from tests.bench.searching import ASKED

pytestmark = pytest.mark.slow  # a bench in small


def test_searching_is_measured_to_its_end_and_no_lock_lasts() -> None:
    command = [sys.executable, "-m", "tests.bench", "searching", "--reports", "600", "--rounds", "1", "--scale", "1"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    assert re.search(r"read anew, index included: 600 in \d+\.\d s", done.stdout), done.stdout
    assert re.search(r"words \d+\.\d MB, their index \d+\.\d MB", done.stdout), done.stdout
    (held,) = re.findall(r"locks that were held: (.*)", done.stdout)
    assert "RowExclusiveLock" in held.split(", ")
    assert "ShareLock" not in held.split(", ")  # would stop every change of a row for as long as it is held
    for words in ASKED:
        assert re.search(rf"{re.escape(words)}\D+[\d,.]+", done.stdout), done.stdout
