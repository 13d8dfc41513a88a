"""What an audit costs: a bundle written from the database, and a bundle verified, each by its command."""

import base64
import json
from pathlib import Path
from typing import NamedTuple

from service.operations.embedded.postgres import EmbeddedPostgres
from tests.bench.measured import Cost, measure
from tests.bench.plans import REGION

TARGET = 20_000


class Audited(NamedTuple):
    """What a command did with a bundle."""

    what: str
    events: int
    megabytes: float
    cost: Cost

    def __str__(self) -> str:
        """As a row of the table."""
        cost = self.cost
        return (
            f"| {self.what} | {self.events:,} | {self.megabytes:.1f} | {cost.seconds:.1f} | {cost.cpu_seconds:.1f}"
            f" | {self.events / cost.seconds:,.0f} | {cost.peak_mb:.0f} |"
        )


def bundled(server: EmbeddedPostgres, home: Path, out: Path, events: int) -> Audited:
    """Write the bundle of the region with ``tindak audit bundle``, as the service's own role."""
    environment = {
        "TINDAK_EMBEDDED": "true",
        "TINDAK_HOME": str(home),
        "TINDAK_DATABASE_URL": server.url("tindak_app"),
        "TINDAK_SEALING_KEY": base64.b64encode(bytes(32)).decode(),
    }
    out.unlink(missing_ok=True)
    cost = measure("audit", "bundle", "--region", REGION, "--out", str(out), **environment)
    return Audited("bundle", events, out.stat().st_size / 1e6, cost)


def verified(file: Path, key: str) -> Audited:
    """Verify a bundle with ``tindak audit verify``. Raises ValueError unless everything in it was there and held."""
    cost = measure("audit", "verify", str(file), "--key", key, "--json")
    verdict = json.loads(cost.said)
    counts = verdict["counts"]
    if verdict["faults"] or not counts["texts_shown"] or counts["events"] != verdict["size"]:
        raise ValueError(verdict)
    return Audited("verify", counts["events"] + counts["pending"], file.stat().st_size / 1e6, cost)


def table(rows: list[Audited]) -> str:
    """All of them, and the target."""
    head = "| command | events | MB | seconds | processor s | events/s | peak MB |\n|---|---:|---:|---:|---:|---:|---:|"
    lines = [str(row) for row in rows]
    return "\n".join(
        [head, *lines, "", f"Verifying, target {TARGET:,} events/s or more, in memory that does not grow."]
    )
