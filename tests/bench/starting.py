"""How long `tindak run` takes until it says that it is ready: on an empty folder, and again on what that left."""

import tempfile
import time
from pathlib import Path

from tests.operations.run.running import free_port, running


def start_times() -> dict[str, float]:
    """Seconds from the command to the ready line, cold and warm."""
    found = {}
    with tempfile.TemporaryDirectory(prefix="tindak-start-") as folder:
        for name in ("cold start", "warm start"):
            began = time.perf_counter()
            with running(Path(folder) / "home", free_port()):
                found[name] = time.perf_counter() - began
    return found
