import re
import subprocess
import sys

import pytest

pytestmark = pytest.mark.slow  # a bench in small

SMALL = ("--reports", "1200", "--rounds", "1", "--seconds", "1", "--scale", "1", "--no-start")


def test_the_benchmark_runs_to_its_end_and_tells_every_figure() -> None:
    command = [sys.executable, "-m", "tests.bench", *SMALL]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    for row in ("a  floor", "b  task transition", "c  read of one report", "d  queue, first page", "e  intake"):
        assert re.search(rf"{re.escape(row)}\D+[\d,.]+", done.stdout), done.stdout
    assert re.search(r"b/a: \d\.\d\d", done.stdout)
    assert re.search(r"seeder: [\d,]+ rows/s", done.stdout)
    assert re.search(r"resident MB before and after each round: \d+, \d+", done.stdout)
