"""What the trail costs: the same business transactions with it and without it, by turns."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from statistics import median
from typing import NamedTuple

import asyncpg

from service.edge.auth.local_issuer import mint
from service.edge.policy_files import load_policies
from service.operations.embedded.postgres import EmbeddedPostgres
from tests.bench import floor
from tests.bench.client import drive
from tests.bench.figures import Table, figure_of
from tests.bench.growth import settled
from tests.bench.logged import logged
from tests.bench.machine import CLIENTS, say
from tests.bench.plans import AGENCY, REGION, Asker
from tests.bench.population import LEADS, load
from tests.bench.served import Served, served
from workflows.codes.people import Role

ON, OFF = "on", "off"
PROGRAMS = {ON: "service.cli", OFF: "tests.bench.untrailed"}
FLOOR, KINDS = "change of a task in SQL", ("task transition", "intake")
ALONE, SEQUENCED = "", ", worker and signer running"
TARGET = 0.7
TOLD = """SELECT (SELECT count(*) FROM audit_event WHERE report_id IS NOT NULL) AS written,
  (SELECT sum(seq) FROM report)::bigint AS told"""
"""How many events there are, and how many there would be if each had been written."""


class Wanted(NamedTuple):
    """How much is measured: rounds, tasks of each client in each measurement, seconds and reports of the floor."""

    rounds: int
    scale: int
    seconds: int
    mixed: int

    @property
    def tasks(self) -> int:
        """How many fresh tasks that takes, with and without the worker, with and without the trail."""
        return self.rounds * self.scale * CLIENTS * 4


async def measure(server: EmbeddedPostgres, folder: Path, wanted: Wanted) -> Table:
    """Print what each costs, and return it. What it leaves behind is no whole trail any more."""
    url, policy, table = server.url("postgres"), load_policies().of(REGION), Table()
    token = mint(folder, Role.OFFICER, AGENCY, "Budi", [REGION])
    admin = await asyncpg.connect(url)
    first = -(-await admin.fetchval("SELECT count(*) FROM report") // len(LEADS)) * len(LEADS)
    await load(url, policy, first, wanted.mixed)
    await load(url, policy, first + wanted.mixed, wanted.tasks, step=len(LEADS))
    before = await admin.fetchval("SELECT count(*) FROM audit_event WHERE report_id IS NOT NULL")
    asker = Asker(admin, token, CLIENTS)
    with served(server, folder, PROGRAMS[ON]) as on, served(server, folder, PROGRAMS[OFF]) as off:
        apis = {ON: on, OFF: off}
        await admin.execute("CHECKPOINT")
        with logged(server, folder):
            for number in range(wanted.rounds):
                await _round(table, apis, asker, wanted, number, SEQUENCED)
        written, told = await admin.fetchrow(TOLD)
        say(f"events with the trail on: {written - before:,}; left out with it off: {told - written:,}")
        picks = await floor.prepare(url, REGION, spare=AGENCY)
        for number in range(wanted.rounds):
            await _floor(table, server, picks, wanted)
            await _round(table, apis, asker, wanted, number, ALONE)
    await admin.close()
    _tell(table)
    return table


async def _round(
    table: Table, apis: Mapping[str, Served], asker: Asker, wanted: Wanted, number: int, state: str
) -> None:
    """Each kind with and without; the next round begins with the other. No event of one waits in the next."""
    turns = (ON, OFF) if number % 2 else (OFF, ON)
    for kind in KINDS:
        for turn in turns:
            if state == SEQUENCED:
                await settled(asker.admin)
            asked = await asker.transitions(wanted.scale) if kind == KINDS[0] else asker.intake(wanted.scale * 5)
            timed = await drive(apis[turn].port, asked.plans, asked.status)
            table.add(_name(kind, turn, state), figure_of(timed.rate, timed.latencies))


async def _floor(table: Table, server: EmbeddedPostgres, picks: range, wanted: Wanted) -> None:
    """Each on its own half of the tasks: an event that follows one which was left out would be refused."""
    half = len(picks) // 2
    for turn, sql, numbers in ((ON, floor.SCRIPT, picks[:half]), (OFF, floor.UNTRAILED, picks[half:])):
        found = await asyncio.to_thread(
            floor.measure, server, REGION, numbers, clients=CLIENTS, seconds=wanted.seconds, sql=sql
        )
        table.add(_name(FLOOR, turn, ALONE), figure_of(found.rate, found.latencies))


def _name(kind: str, turn: str, state: str) -> str:
    return f"{kind}, trail {turn}{state}"


def _tell(table: Table) -> None:
    say(str(table))
    for kind, state in [(FLOOR, ALONE), *((kind, state) for state in (ALONE, SEQUENCED) for kind in KINDS)]:
        ratios = sorted(table.ratios(_name(kind, ON, state), _name(kind, OFF, state)))
        shown = ", ".join(f"{one:.2f}" for one in ratios)
        say(f"trail on/off, {kind}{state}: {shown}; median {median(ratios):.2f} (target {TARGET} or more)")
