"""What draws files is read with the first of them: an API that exports nothing holds none of it."""

import subprocess
import sys

DRAWS = {"fpdf", "fontTools", "xlsxwriter", "PIL"}
READ = "import sys, service.server; print(*{name.partition('.')[0] for name in sys.modules})"


def test_an_api_begins_without_what_draws_files() -> None:
    """Asked of a process that has read nothing else."""
    read = {*subprocess.run([sys.executable, "-c", READ], capture_output=True, text=True, check=True).stdout.split()}
    assert {"litestar", "asyncpg"} <= read
    assert not DRAWS & read
