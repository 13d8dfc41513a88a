"""`tindak run` in a process of its own, for as long as a test needs it."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory


def free_port() -> int:
    """A port of 127.0.0.1 on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def own_home() -> Iterator[Path]:
    """A home below folders that every account may pass: pytest's own are closed, and root's server needs a way in."""
    with TemporaryDirectory(prefix="tindak-run-") as folder:
        Path(folder).chmod(0o711)
        yield Path(folder) / "home"


@contextmanager
def running(home: Path, port: int, said: list[str] | None = None) -> Iterator[str]:
    """Start it as a newcomer does, yield its address once it says it is ready, and stop it as Ctrl-C does.

    ``said`` takes the lines that it prints.
    """
    environment = {**os.environ, "TINDAK_HOME": str(home), "TINDAK_PORT": str(port)}
    command = [sys.executable, "-m", "service.cli", "run"]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        for line in process.stdout:
            if said is not None:
                said.append(line)
            if "Ctrl-C stops" in line:
                break
        yield f"http://127.0.0.1:{port}"
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)
    assert process.returncode == 0
