"""This checkout beside another commit: the same requests to both by turns, and how many times as fast this one is.

Each has its checkout, its environment and its own database, on servers that this checkout starts alike; both are
filled with the same reports by their own loaders. Rounds are interleaved, and every other one begins with the other
side. It judges nothing.
"""

import argparse
import asyncio
import json
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager, contextmanager
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

import asyncpg
import psutil

from service.operations.embedded.postgres import EmbeddedPostgres, start_postgres
from tests.bench import floor
from tests.bench.against.asking import KINDS, Asking, Kind
from tests.bench.against.sides import Side, other_side, this_side
from tests.bench.client import drive
from tests.bench.figures import Table, figure_of
from tests.bench.machine import CLIENTS, say, this_machine
from tests.bench.plans import AGENCY, REGION

STATION = Path(__file__).with_name("station.py")
FEW = 1_000
FLOOR = "the floor (pgbench)"
QUEUE = next(kind for kind in KINDS if kind.asks is Asking.queue)


class Seat(NamedTuple):
    """A side that runs: its station, what asks it, and its API process."""

    side: Side
    server: EmbeddedPostgres
    station: "subprocess.Popen[str]"
    asking: Asking
    port: int
    process: psutil.Process

    def ask(self, do: str, **named: object) -> Any:
        """Ask its station, and wait for the answer. Raises RuntimeError when the station has ended."""
        return ask(self.station, do, **named)

    def resident_mb(self) -> float:
        """What its API process holds, in megabytes."""
        return float(self.process.memory_info().rss / 1e6)


def main() -> None:
    """Compare and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench against", description=__doc__)
    parser.add_argument("commit")
    parser.add_argument("--reports", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=6, help="of the floor in each round")
    parser.add_argument("--scale", type=int, default=40, help="requests of each client in each measurement")
    parser.add_argument("--events", type=int, default=100_000, help="of the bundle that both verify; 0 for none")
    parser.add_argument("--starts", type=int, default=3, help="how often `tindak run` is started on each side")
    parser.add_argument(
        "--same-environment", action="store_true", help="run the other commit on what is installed here"
    )
    asked = parser.parse_args()
    say(f"{this_machine()}; against {asked.commit}")
    with other_side(asked.commit, same_environment=asked.same_environment) as other:
        asyncio.run(_compare((this_side(), other), asked))


async def _compare(sides: Sequence[Side], asked: argparse.Namespace) -> None:
    async with AsyncExitStack() as held:
        seats = [await held.enter_async_context(_seat(side)) for side in sides]
        await asyncio.to_thread(_starting, seats, asked.starts)
        tables = {seat.side: Table() for seat in seats}
        for seat in seats:
            seat.ask("load", first=0, count=FEW)
        for number in range(asked.rounds):
            await _turns(seats, QUEUE, _few(QUEUE), tables, asked.scale, number)
        for seat in seats:
            seat.ask("load", first=FEW, count=asked.reports - FEW)
            await seat.asking.admin.execute("CHECKPOINT")
        here = seats[0]
        picks = await floor.prepare(here.server.url("postgres"), REGION, spare=AGENCY)
        for number in range(asked.rounds):
            found = await asyncio.to_thread(
                floor.measure, here.server, REGION, picks, clients=CLIENTS, seconds=asked.seconds
            )
            tables[here.side].add(FLOOR, figure_of(found.rate, found.latencies))
            for kind in KINDS:
                await _turns(seats, kind, kind.name, tables, asked.scale, number)
        _tell(tables, seats)
        if asked.events:
            await asyncio.to_thread(_verifying, seats, asked.events)


async def _turns(
    seats: Sequence[Seat], kind: Kind, name: str, tables: Mapping[Side, Table], scale: int, number: int
) -> None:
    """Each side once; every other round begins with the other."""
    for seat in seats if number % 2 == 0 else reversed(seats):
        wanted = await kind.asks(seat.asking, scale)
        timed = await drive(seat.port, wanted.plans, wanted.status, keep=kind.acts > 1)
        for body in timed.bodies:
            applied(body, kind.acts)
        tables[seat.side].add(name, figure_of(timed.rate * kind.acts, timed.latencies))


def applied(body: bytes, commands: int) -> None:
    """Raises ValueError unless every command of the batch was applied: the figure would mean nothing."""
    verdicts = [result["status"] for result in json.loads(body)["results"]]
    if verdicts != ["applied"] * commands:
        raise ValueError(sorted(set(verdicts)))


def ask(station: "subprocess.Popen[str]", do: str, **named: object) -> Any:
    """Ask a station, and wait for its answer. Raises RuntimeError when it has ended."""
    assert station.stdin is not None
    assert station.stdout is not None
    station.stdin.write(json.dumps({"do": do, **named}) + "\n")
    station.stdin.flush()
    answer = station.stdout.readline()
    if not answer:
        msg = f"the other process ended: {do}"
        raise RuntimeError(msg)
    return json.loads(answer)


@asynccontextmanager
async def _seat(side: Side) -> AsyncIterator[Seat]:
    with ExitStack() as held:
        folder = Path(held.enter_context(tempfile.TemporaryDirectory(prefix="tindak-against-")))
        server = start_postgres(folder / "postgres")
        held.callback(server.stop)
        station = held.enter_context(_station(side, server, folder))
        told = await asyncio.to_thread(ask, station, "serve")
        admin = await asyncpg.connect(server.url("postgres"))
        try:
            asking = Asking(admin, told["tokens"]["officer"], told["tokens"]["coordinator"], CLIENTS)
            yield Seat(side, server, station, asking, told["port"], psutil.Process(told["process"]))
        finally:
            await admin.close()


@contextmanager
def _station(side: Side, server: EmbeddedPostgres, folder: Path) -> "Iterator[subprocess.Popen[str]]":
    """Its own Python in its own tree: nothing of this checkout but the file itself."""
    address = server.url("ROLE").replace("ROLE", "{role}")
    command = [str(side.python), "-P", str(STATION), address, str(folder)]
    environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(side.tree)}
    with subprocess.Popen(
        command, cwd=side.tree, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as station:
        try:
            yield station
        finally:
            assert station.stdin is not None
            station.stdin.close()
            station.wait(30)


def _starting(seats: Sequence[Seat], starts: int) -> None:
    """Start each by turns, and tell the medians."""
    found: dict[str, list[dict[str, float]]] = {seat.side.name: [] for seat in seats}
    for _ in range(starts):
        for seat in seats:
            found[seat.side.name].append(seat.ask("start"))
    here, there = seats[0].side.name, seats[1].side.name
    for name in found[here][0] if starts else ():
        mine, its = (median(each[name] for each in found[side]) for side in (here, there))
        say(f"{name}: {mine:.2f} s here, {its:.2f} s there: {mine / its:.2f} of it")


def _verifying(seats: Sequence[Seat], events: int) -> None:
    """Both verify the same bundle, which the other side wrote."""
    with tempfile.TemporaryDirectory(prefix="tindak-against-") as folder:
        file = str(Path(folder) / "region.bundle")
        seats[1].ask("write", file=file, events=events)
        for seat in seats:
            done = seat.ask("verify", file=file)
            rate = done["events"] / done["cpu_seconds"]
            say(f"verifier, {seat.side.name}: {rate:,.0f} events a processor second, {done['peak_mb']:.0f} MB")


def _few(kind: Kind) -> str:
    return f"{kind.name}, {FEW:,} reports"


def _tell(tables: Mapping[Side, Table], seats: Sequence[Seat]) -> None:
    here, there = (tables[seat.side] for seat in seats)
    lines = [
        "| measured | here /s | there /s | ratio | wished | here p99 ms | there p99 ms |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for name, wished in [(_few(QUEUE), ""), *((kind.name, f"{kind.wished:.1f}") for kind in KINDS)]:
        mine, its = here.median(name), there.median(name)
        ratio = median(one / other for one, other in zip(here.rates(name), there.rates(name), strict=True))
        lines.append(
            f"| {name} | {mine.rate:,.0f} | {its.rate:,.0f} | {ratio:.2f} | {wished} | {mine.p99:.1f} | {its.p99:.1f} |"
        )
    say("\n".join(lines))
    base = here.median(FLOOR).rate
    say(f"{FLOOR}: {base:,.0f} a second; " + ", ".join(
        f"{kind.name} {here.median(kind.name).rate / base:.2f} of it" for kind in KINDS[:2]
    ))  # fmt: skip
    few, many = here.median(_few(QUEUE)).p99, here.median(QUEUE.name).p99
    say(f"queue: p99 {many / few:.2f} times its p99 at {FEW:,} reports")
    mine, its = (seat.resident_mb() for seat in seats)
    say(f"one API process: {mine:.0f} MB here, {its:.0f} MB there: {mine / its:.2f} of it")
