"""Exports of 50,000 reports: rows, seconds, and how much more memory the API held (`make bench-exports`)."""

import argparse
import asyncio
import sys
import tempfile
import time
from base64 import b64encode
from pathlib import Path

import asyncpg
import httpx

from service.edge.policy_files import load_policies
from service.edge.settings import Settings
from service.operations.embedded.postgres import EmbeddedPostgres, start_postgres
from service.operations.migrate import upgrade
from service.operations.seed import seed_areas
from service.trail.audit.sequencer import sequence_all
from tests.bench.population import load
from tests.edge.api.story import AUDITOR, P, headers
from tests.edge.contract.serving import served
from tests.trail.log.bundling import peak_kilobytes

NAMES = ("reports.csv", "tasks.csv", "events.csv", "events.ndjson")


def main() -> None:
    """Load, sequence, serve and take every file once."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=50_000)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="tindak-bench-") as folder:
        server = start_postgres(Path(folder) / "data", fast=True)
        try:
            upgrade(server.url("postgres"))
            seed_areas(server.url("postgres"))
            asyncio.run(_fill(server, chosen.reports))
            _take(server, Path(folder))
        finally:
            server.stop()


async def _fill(server: EmbeddedPostgres, reports: int) -> None:
    await load(server.url("postgres"), load_policies().of("33.05"), 0, reports)
    connection = await asyncpg.connect(server.url("tindak_worker"))
    while await sequence_all(connection):
        pass
    await connection.close()


def _take(server: EmbeddedPostgres, home: Path) -> None:
    settings = Settings(
        embedded=True,
        home=home,
        database_url=server.url("tindak_app"),
        sealing_key=b64encode(bytes(32)).decode(),
        log_level="error",
    )
    with served(settings) as (address, process):
        httpx.get(f"{address}{P}/reports", headers=headers(settings, AUDITOR))
        before = peak_kilobytes(process.pid)
        for name in NAMES:
            begun, size, lines = time.perf_counter(), 0, 0
            with httpx.stream(
                "GET", f"{address}{P}/exports/{name}", headers=headers(settings, AUDITOR), timeout=600
            ) as got:
                for chunk in got.iter_raw():
                    size, lines = size + len(chunk), lines + chunk.count(b"\n")
            grown = peak_kilobytes(process.pid) - before
            took = time.perf_counter() - begun
            sys.stdout.write(f"{name:<15}{lines:>9} lines{size / 1e6:>8.1f} MB{took:>8.1f} s  +{grown} kB\n")


if __name__ == "__main__":
    main()
