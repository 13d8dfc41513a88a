"""README's curl lines of evidence and of the hoax desk, run as they are written after the shell of the walk."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.evidence.sending import photo
from tests.run.running import free_port, running
from tests.run.test_readme_walk import ROOT

README = (ROOT / "README.md").read_text()
SAYS = ["201 reported", "201 open", "200 judged", "200 takedown_requested", "200 takedown_answered"]


def lines_of(heading: str) -> list[str]:
    part = README.partition(heading)[2].partition("\n## ")[0]
    return re.findall(r"^```bash\n(.*?)^```$", part, re.MULTILINE | re.DOTALL)


@pytest.mark.skipif(not (shutil.which("bash") and shutil.which("curl")), reason="bash or curl is not installed")
def test_evidence_and_the_hoax_desk_answer_what_readme_says(tmp_path: Path, home: Path) -> None:
    command = tmp_path / "tindak"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m service.cli "$@"\n')
    command.chmod(0o700)
    (tmp_path / "foto.jpg").write_bytes(photo())
    shell = lines_of("## A walk")[:3]  # the shell itself, the people, and a first report
    script = "\n".join([*shell, *lines_of("## Evidence"), *lines_of("## The hoax desk")])
    with running(home, free_port()) as address:
        ours = {
            "TINDAK_URL": address,
            "TINDAK_COMMAND": str(command),
            "TINDAK_HOME": str(home),
            "PYTHONPATH": str(ROOT),
        }
        ran = subprocess.run(
            ["bash", "-u", "-c", script],
            cwd=tmp_path,
            env={**os.environ, **ours, "TMPDIR": str(tmp_path), "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
    assert ran.stderr == ""
    assert "HTTP/1.1 204 No Content" in ran.stdout
    assert ran.stdout.splitlines()[-len(SAYS) :] == SAYS
    assert (tmp_path / "kembali.jpg").read_bytes() == photo()
