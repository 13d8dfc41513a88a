"""The `tindak` command as a process of its own, without reading the whole program anew for each.

Each is forked, as the parts of `tindak run` are: a real process with its own environment, folder and output, which may
be killed. That the installed command itself begins is held by the tests of `tindak run` and of what README says.
"""

import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from service.cli import forked
from service.cli.forked import read_ahead
from service.operations.embedded.forking import Forked


class Command(Forked):
    """A `tindak` command that runs."""

    def __init__(self, *arguments: str, env: Mapping[str, str], out: Path, **more: Path | None) -> None:
        read_ahead()
        super().__init__(forked.tindak, *arguments, env=env, out=out, **more)


def tindak(
    *arguments: str, env: Mapping[str, str], cwd: Path | None = None, timeout: float = 60
) -> "subprocess.CompletedProcess[str]":
    """What a `tindak` command says and ends with. Raises ``subprocess.TimeoutExpired`` after ``timeout`` seconds."""
    with tempfile.TemporaryDirectory() as folder:
        out, err = Path(folder, "out"), Path(folder, "err")
        command = Command(*arguments, env=env, out=out, err=err, cwd=cwd)
        try:
            code = command.wait(timeout)
        finally:
            command.kill()
        return subprocess.CompletedProcess(["tindak", *arguments], code, out.read_text("utf-8"), err.read_text("utf-8"))
