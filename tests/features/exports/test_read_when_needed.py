"""What draws files is read with the first of them: an API that exports nothing holds none of it."""

import os
import sys
from pathlib import Path

from tests.commands import Forked

DRAWS = {"fpdf", "fontTools", "xlsxwriter", "PIL"}


def _say_what_was_read() -> None:
    sys.stdout.write("\n".join(sorted({name.partition(".")[0] for name in sys.modules})))


def test_an_api_begins_without_what_draws_files(tmp_path: Path) -> None:
    """Asked of a process that has read the API and the command, and nothing for a test."""
    Forked(_say_what_was_read, env=os.environ, out=tmp_path / "read").wait(20)
    read = {*(tmp_path / "read").read_text().split()}
    assert {"litestar", "asyncpg"} <= read
    assert not DRAWS & read
