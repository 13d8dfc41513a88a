"""The verifier on trails of growing size, up to a million events: how fast it is and what memory it takes.

The trails are made with the service's own decisions and written straight into bundles, without a database.
"""

import argparse
import tempfile
import time
from pathlib import Path

from tests.bench.auditing import Audited, table, verified
from tests.bench.histories import write_history
from tests.bench.machine import say, this_machine
from tests.trail.verifier.bundles import LOG

SIZES = (10_000, 100_000, 1_000_000)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench million", description=__doc__)
    parser.add_argument("--events", type=int, nargs="+", default=SIZES)
    asked = parser.parse_args()
    say(this_machine())
    with tempfile.TemporaryDirectory(prefix="tindak-bench-") as folder:
        say(table([_verified(Path(folder) / "region.bundle", size) for size in asked.events]))


def _verified(file: Path, size: int) -> Audited:
    began = time.perf_counter()
    written = write_history(file, size)
    seconds = time.perf_counter() - began
    say(f"made a trail of {written:,} events in {seconds:.0f} s, {written / seconds:,.0f} a second")
    return verified(file, LOG.verifier.encode())
