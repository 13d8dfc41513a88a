"""README's walk, run exactly as it is written, by bash and curl, against a real `tindak run`."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.run.running import free_port, running

ROOT = Path(__file__).parents[2]
WALK = (ROOT / "README.md").read_text().partition("## A walk")[2].partition("\n## ")[0]
SCRIPT = "\n".join(re.findall(r"^```bash\n(.*?)^```$", WALK, re.MULTILINE | re.DOTALL))
PRINTED = "\n".join(re.findall(r"^```text\n(.*?)^```$", WALK, re.MULTILINE | re.DOTALL)).splitlines()
PROMISED = re.findall(r"# (\d{3} \S+)$", SCRIPT, re.MULTILINE)
STEPS = re.compile(r"^(?:get|post|move) ", re.MULTILINE)


def test_every_request_of_the_walk_says_what_it_answers() -> None:
    assert len(PROMISED) == len(STEPS.findall(SCRIPT)) > 10


@pytest.mark.skipif(not (shutil.which("bash") and shutil.which("curl")), reason="bash or curl is not installed")
def test_the_walk_answers_what_readme_says(tmp_path: Path, home: Path) -> None:
    command = tmp_path / "tindak"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m service.cli "$@"\n')
    command.chmod(0o700)
    with running(home, free_port()) as address:
        ours = {"TINDAK_URL": address, "TINDAK_COMMAND": str(command), "TINDAK_HOME": str(home)}
        walked = subprocess.run(
            ["bash", "-u", "-c", SCRIPT],
            cwd=ROOT,
            env={**os.environ, **ours, "TMPDIR": str(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
    assert walked.stderr == ""
    assert walked.stdout.splitlines() == [*PROMISED[:-1], *PRINTED, PROMISED[-1]]
