"""Parts of the embedded run as forks of one process that has read the program: it is read once and not for each.

That process does nothing else: it has no thread, no connection and no secret, which come to a part with its environment
through a pipe. Whoever forks from a process that already works copies its locks and its sockets.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from multiprocessing.forkserver import ensure_running
from pathlib import Path
from typing import Any

from service.edge.settings import SettingsError

_SERVER = get_context("forkserver")
_MODE = 0o600
_LAST = "service.operations.embedded.frozen"


def read_ahead(modules: Sequence[str]) -> None:
    """Begin to read modules, in a process beside this one; what is started meanwhile waits for it.

    Raises SettingsError where the folder of temporary files has no room for the socket by which that is asked.
    """
    _SERVER.set_forkserver_preload([*modules, _LAST])
    try:
        ensure_running()
    except OSError as error:
        msg = f"TMPDIR: no process can be asked by a socket in a folder of it: {error}; name a shorter one"
        raise SettingsError(msg) from error


class Forked:
    """A call in a process of its own, in a session of its own, as ``subprocess.Popen`` shows one.

    Its environment is ``env`` alone; ``err`` is where ``out`` is unless told. Its standard input ends when this object,
    or the process that holds it, is gone.
    """

    def __init__(
        self,
        call: Callable[..., object],
        *given: object,
        env: Mapping[str, str],
        out: Path,
        err: Path | None = None,
        cwd: Path | None = None,
    ) -> None:
        files = [str(file.absolute()) for file in (out, err or out)]
        for file in files:
            Path(file).touch(_MODE)  # whoever started it may read at once
        end, self._tether = _SERVER.Pipe(duplex=False)
        whole: Any = (call, given, dict(env), str(cwd or Path.cwd()), end, *files)
        self._process: ForkServerProcess = _SERVER.Process(target=_become, args=whole)
        self._process.start()
        end.close()
        self.pid: int = self._process.pid or 0

    def poll(self) -> int | None:
        """Its exit status, or None while it runs; below zero, the signal that ended it."""
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        """Its exit status. Raises ``subprocess.TimeoutExpired`` after ``timeout`` seconds."""
        self._process.join(timeout)
        if (code := self._process.exitcode) is None:
            raise subprocess.TimeoutExpired(self._process.name, timeout or 0)
        return code

    def send_signal(self, number: int) -> None:
        """Send it a signal, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """End it at once."""
        self._process.kill()

    def terminate(self) -> None:
        """Ask it to end."""
        self._process.terminate()


def _become(
    call: Callable[..., object],
    given: tuple[Any, ...],
    environment: Mapping[str, str],
    folder: str,
    tether: Connection,
    *files: str,
) -> None:
    """In the new process: take its surroundings, and be what is called."""
    os.setsid()  # Ctrl-C at the terminal is the run's to act on, in its order
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    os.dup2(tether.fileno(), 0)
    tether.close()
    for to, file in enumerate(files, start=1):
        opened = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, _MODE)
        os.dup2(opened, to)
        os.close(opened)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - for as long as the process lives
    call(*given)
