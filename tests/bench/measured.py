"""One command from its start to its end: `measure`. This file is also the small process that starts it.

The peak that the system tells of a process counts what its parent held when it was made; so the parent is not the
benchmark but a process that holds next to nothing.
"""

import json
import os
import subprocess
import sys
import time
from typing import NamedTuple

KILOBYTES_TO_MB = 1024 / 1e6 if sys.platform != "darwin" else 1 / 1e6


class Cost(NamedTuple):
    """Wall and processor seconds, and the peak of resident memory in megabytes."""

    seconds: float
    cpu_seconds: float
    peak_mb: float
    said: bytes


def measure(*arguments: str, **environment: str) -> Cost:
    """Run ``tindak`` with these arguments. Raises RuntimeError, with what it said, when it does not end with 0."""
    command = [sys.executable, "-S", __file__, sys.executable, "-m", "service.cli", *arguments]
    done = subprocess.run(command, env={**os.environ, **environment}, check=False, capture_output=True)
    if done.returncode:
        raise RuntimeError((done.stdout + done.stderr).decode())
    said, _, figures = done.stdout.rstrip().rpartition(b"\n")
    return Cost(*json.loads(figures), said)


def main() -> None:
    """Run the command that the arguments are, and print its figures on a line after what it says itself."""
    began = time.perf_counter()
    pid = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ)
    _, status, used = os.wait4(pid, 0)
    seconds = time.perf_counter() - began
    figures = (seconds, used.ru_utime + used.ru_stime, used.ru_maxrss * KILOBYTES_TO_MB)
    sys.stdout.write(f"\n{json.dumps(figures)}\n")
    sys.exit(os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    main()
