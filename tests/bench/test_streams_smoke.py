import subprocess
import sys

import pytest

pytestmark = pytest.mark.slow  # a bench in small


def test_every_open_stream_is_told_everything() -> None:
    command = [sys.executable, "-m", "tests.bench", "streams", "--streams", "30", "--events", "3"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert "3 events, 90 of 90 told" in done.stdout
