"""The server's process: started, watched until it answers, stopped."""

import os
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import psutil

from service.operations.embedded.account import Account, launch_options
from service.operations.embedded.leftovers import stop_process

_START_PATIENCE_S = 120.0
"""After a crash the log is replayed before the server answers."""
_POLL_S = 0.02
_RETRY_S = 0.3
_READY = "ready"
_STATUS_LINE = 7  # of postmaster.pid: src/include/utils/pidfile.h, LOCK_FILE_LINE_PM_STATUS
_STILL_DYING = "pre-existing shared memory block"
_TAIL_LINES = 15


class PostgresError(Exception):
    """The embedded PostgreSQL cannot be made or started; the message ends with what it said."""


class Postmaster:
    """One server on one data folder. Its log is beside the folder."""

    def __init__(self, program: Path, data_dir: Path, settings: Mapping[str, str], account: Account | None) -> None:
        self._command = [str(program), "-D", str(data_dir)]
        self._command += [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        self._data_dir = data_dir
        self._account = account
        self.log = data_dir.with_name(f"{data_dir.name}.log")

    @property
    def pid(self) -> int:
        """The process; valid after ``start``."""
        return int(self._process.pid)

    @property
    def exit_code(self) -> int | None:
        """None while it runs."""
        code: int | None = self._process.poll()
        return code

    def start(self) -> None:
        """Start, and wait until sessions are accepted. Raises PostgresError."""
        deadline = time.monotonic() + _START_PATIENCE_S
        if self.log.exists():
            self.log.replace(self.log.with_name(f"{self.log.name}.1"))
        self._launch()
        try:
            while not self._answers():
                if time.monotonic() > deadline:
                    self._fail(f"did not answer within {_START_PATIENCE_S:.0f} s")
                if self.exit_code is not None:
                    self._start_again()
                time.sleep(_POLL_S)
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stop it if it runs."""
        if self.exit_code is None:
            stop_process(self._process)

    def _launch(self) -> None:
        with self.log.open("wb") as log:
            # A session of its own: Ctrl-C at the terminal is ours to act on, in our order.
            self._process = psutil.Popen(
                self._command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                **launch_options(self._account, self._data_dir),
            )
        _yield_to_clients(self._process.pid)

    def _start_again(self) -> None:
        """Wait out the last sessions of a server whose own process was killed; any other end is a failure."""
        if _STILL_DYING not in self.log.read_text("utf-8", "replace"):
            self._fail(f"ended with {self.exit_code}")
        time.sleep(_RETRY_S)
        self._launch()

    def _answers(self) -> bool:
        try:
            note = (self._data_dir / "postmaster.pid").read_text("utf-8", "replace").split("\n")
        except FileNotFoundError:
            return False
        return len(note) > _STATUS_LINE and note[0] == str(self.pid) and note[_STATUS_LINE].strip() == _READY

    def _fail(self, what: str) -> None:
        tail = self.log.read_text("utf-8", "replace").splitlines()[-_TAIL_LINES:]
        msg = f"PostgreSQL {what}; {self.log} ends with:\n" + "\n".join(tail)
        raise PostgresError(msg)


def _yield_to_clients(pid: int) -> None:
    """Let no session of the server push whoever woke it off its processor (Linux, ``sched(7)``).

    The API wakes one with every statement, and on a machine of few processors would be stopped in the middle of the
    next one's. Sessions inherit it.
    """
    if sys.platform == "linux":
        os.sched_setscheduler(pid, os.SCHED_BATCH, os.sched_param(0))
