"""The `tindak` command as a process of its own, without reading the whole program anew for each.

Each is forked from a server of this test process that has read the program once and done nothing else with it: a real
process with its own environment, folder and output, which may be killed. That the installed command itself begins is
held by the tests of `tindak run` and of what README says.
"""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from multiprocessing import get_context
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

_READ = ["service.app", "service.cli", "service.operations.worker", "service.operations.doctor", "tests.commands"]
_SERVER = get_context("forkserver")
_SERVER.set_forkserver_preload(_READ)


def _become(
    call: Callable[..., object], given: tuple[Any, ...], environment: Mapping[str, str], folder: str, *files: str
) -> None:
    """In the new process: take its surroundings, and be what is called."""
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    for to, file in enumerate(files, start=1):
        opened = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.dup2(opened, to)
        os.close(opened)
    for one in (sys.stdout, sys.stderr):
        one.reconfigure(line_buffering=one is sys.stderr)  # type: ignore[union-attr]
    call(*given)


def _main(*arguments: str) -> None:
    from service.cli import main  # noqa: PLC0415 - in the new process alone

    main(arguments)


class Forked:
    """A call in a process of its own, as ``subprocess.Popen`` shows one; ``err`` is where ``out`` is unless told."""

    def __init__(
        self,
        call: Callable[..., object],
        *given: object,
        env: Mapping[str, str],
        out: Path,
        err: Path | None = None,
        cwd: Path | None = None,
    ) -> None:
        files = str(out.absolute()), str((err or out).absolute())
        whole: Any = (call, given, dict(env), str(cwd or Path.cwd()), *files)
        self._process: ForkServerProcess = _SERVER.Process(target=_become, args=whole)
        self._process.start()
        assert self._process.pid is not None
        self.pid: int = self._process.pid

    def poll(self) -> int | None:
        """Its exit status, or None while it runs; below zero, the signal that ended it."""
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        """Its exit status. Raises ``subprocess.TimeoutExpired``."""
        self._process.join(timeout)
        if (code := self._process.exitcode) is None:
            raise subprocess.TimeoutExpired("tindak", timeout or 0)
        return code

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)


class Command(Forked):
    """A `tindak` command that runs."""

    def __init__(self, *arguments: str, env: Mapping[str, str], out: Path, **more: Path | None) -> None:
        super().__init__(_main, *arguments, env=env, out=out, **more)


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
