"""The API: the floor that PostgreSQL sets, what the service makes of it, and what starting costs.

Everything durable, on one machine, in one run: three interleaved rounds, medians. It judges nothing.
"""

import argparse
import asyncio
import time
from pathlib import Path

import asyncpg

from service.edge.auth.local_issuer import mint
from service.edge.policy_files import load_policies
from service.operations.embedded.postgres import EmbeddedPostgres
from tests.bench import floor
from tests.bench.client import drive
from tests.bench.figures import Figure, Table, figure_of
from tests.bench.machine import CLIENTS, database, say, this_machine
from tests.bench.plans import AGENCY, REGION, Asker, Measurement
from tests.bench.population import load
from tests.bench.served import Served, served
from tests.bench.starting import start_times
from workflows.codes.people import Role

FLOOR = "a  floor (pgbench)"
FEW = 1_000
SMALL_QUEUE = f"d  queue, first page, {FEW:,} reports"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench api", description=__doc__)
    parser.add_argument("--reports", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=6, help="of the floor in each round")
    parser.add_argument("--scale", type=int, default=40, help="requests of each client in each measurement")
    parser.add_argument("--no-start", action="store_true", help="leave the start of `tindak run` out")
    asked = parser.parse_args()
    say(this_machine())
    with database() as (server, folder):
        asyncio.run(_measure(server, folder, asked))
    if not asked.no_start:
        for name, seconds in start_times().items():
            say(f"{name}: {seconds:.1f} s")


async def _measure(server: EmbeddedPostgres, folder: Path, asked: argparse.Namespace) -> None:
    admin_url, policy, table = server.url("postgres"), load_policies().of(REGION), Table()
    token = mint(folder, Role.OFFICER, AGENCY, "Budi", [REGION])
    admin = await asyncpg.connect(admin_url)
    with served(server, folder) as api:
        asker = Asker(admin, token, CLIENTS)
        await load(admin_url, policy, 0, FEW)
        for _ in range(asked.rounds):
            await _ask(table, api, asker.queue(asked.scale), SMALL_QUEUE)
        began = time.perf_counter()
        rows = await load(admin_url, policy, FEW, asked.reports - FEW)
        say(f"seeder: {rows / (time.perf_counter() - began):,.0f} rows/s ({rows:,} rows)")
        picks = await floor.prepare(admin_url, REGION, spare=AGENCY)
        await admin.execute("CHECKPOINT")
        resident = [api.resident_mb()]
        for _ in range(asked.rounds):
            await _round(table, server, api, asker, picks, asked)
            resident.append(api.resident_mb())
    await admin.close()
    _tell(table, resident)


async def _round(
    table: Table, server: EmbeddedPostgres, api: Served, asker: Asker, picks: range, asked: argparse.Namespace
) -> None:
    found = await asyncio.to_thread(floor.measure, server, REGION, picks, clients=CLIENTS, seconds=asked.seconds)
    table.add(FLOOR, figure_of(found.rate, found.latencies))
    await _ask(table, api, await asker.transitions(asked.scale))
    await _ask(table, api, await asker.reads(asked.scale * 5))
    await _ask(table, api, asker.queue(asked.scale))
    await _ask(table, api, asker.intake(asked.scale * 4))


async def _ask(table: Table, api: Served, wanted: Measurement, name: str | None = None) -> Figure:
    timed = await drive(api.port, wanted.plans, wanted.status)
    figure = figure_of(timed.rate, timed.latencies)
    table.add(name or wanted.name, figure)
    return figure


def _tell(table: Table, resident: list[float]) -> None:
    say(str(table))
    ratios = table.ratios("b  task transition", FLOOR)
    say(
        "b/a: " + ", ".join(f"{one:.2f}" for one in sorted(ratios)) + f"; median {sorted(ratios)[len(ratios) // 2]:.2f}"
    )
    few, many = table.median(SMALL_QUEUE).p99, table.median("d  queue, first page").p99
    say(f"d: p99 {many:.1f} ms, {many / few:.2f} times its p99 at {FEW:,} reports")
    say("API process, resident MB before and after each round: " + ", ".join(f"{one:.0f}" for one in resident))
