"""The API as it runs in production: one process of its own, asked over HTTP."""

import base64
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import psutil

from service.operations.embedded.postgres import EmbeddedPostgres
from tests.operations.run.running import free_port

READY_WITHIN_S = 30.0


class Served(NamedTuple):
    """A running API process."""

    port: int
    process: psutil.Process

    def resident_mb(self) -> float:
        """Resident memory in megabytes, of the process and what it forked."""
        family = [self.process, *self.process.children(recursive=True)]
        return sum(member.memory_info().rss for member in family) / 1e6

    def cpu_seconds(self) -> float:
        """Processor seconds spent so far, in user and system mode."""
        family = [self.process, *self.process.children(recursive=True)]
        return sum(times.user + times.system for member in family for times in [member.cpu_times()])


@contextmanager
def served(server: EmbeddedPostgres, home: Path, program: str = "service.cli") -> Iterator[Served]:
    """Run ``tindak api``, or that command of another program, on the database ``postgres`` until the block ends."""
    port = free_port()
    environment = {
        **os.environ,
        "TINDAK_EMBEDDED": "true",
        "TINDAK_HOME": str(home),
        "TINDAK_PORT": str(port),
        "TINDAK_DATABASE_URL": server.url("tindak_app"),
        "TINDAK_RATE_READ": "0",
        "TINDAK_RATE_WRITE": "0",
        "TINDAK_SEALING_KEY": base64.b64encode(bytes(32)).decode(),
    }
    with (home / "api.log").open("ab") as log:
        process = subprocess.Popen([sys.executable, "-m", program, "api"], env=environment, stdout=log, stderr=log)
    try:
        _wait(port, process)
        yield Served(port, psutil.Process(process.pid))
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(15)


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + READY_WITHIN_S
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    msg = "the API did not become ready"
    raise RuntimeError(msg)
