"""The trail: how fast and how late the log takes events in, what an audit costs, what the trail costs the business."""

import argparse
import asyncio
from pathlib import Path

import asyncpg

from service.edge.auth.local_issuer import mint
from service.edge.policy_files import load_policies
from service.operations.embedded.postgres import EmbeddedPostgres
from tests.bench import auditing, onoff
from tests.bench.auditing import Audited
from tests.bench.delay import delay
from tests.bench.growth import settled
from tests.bench.logged import logged
from tests.bench.machine import CLIENTS, database, say, this_machine
from tests.bench.plans import AGENCY, REGION, Asker
from tests.bench.population import EVENTS_EACH, load
from tests.bench.sequencing import sequence
from tests.bench.served import served
from workflows.codes.people import Role

COST, LOG = "cost", "log"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench trail", description=__doc__)
    parser.add_argument("--only", choices=(COST, LOG), help="only what it costs, or only the log and its audit")
    parser.add_argument("--rounds", type=int, default=5, help="of the same with the trail on and off")
    parser.add_argument("--scale", type=int, default=40, help="tasks of each client in each of these measurements")
    parser.add_argument("--seconds", type=int, default=4, help="of the floor in each round, on and off")
    parser.add_argument("--mixed", type=int, default=2_000, help="reports of all agencies for the floor to change")
    parser.add_argument("--backlog", type=int, default=100_000, help="events that wait when the worker starts")
    parser.add_argument("--few", type=int, default=10_000, help="events in the smaller bundle")
    parser.add_argument("--pace", type=int, default=500, help="events a second for the merge delay")
    parser.add_argument("--paced", type=float, default=20.0, help="seconds of that")
    asked = parser.parse_args()
    say(this_machine())
    with database() as (server, folder):
        if asked.only != COST:
            asyncio.run(_log(server, folder, asked))
        if asked.only != LOG:
            wanted = onoff.Wanted(asked.rounds, asked.scale, asked.seconds, asked.mixed)
            asyncio.run(onoff.measure(server, folder, wanted))


async def _log(server: EmbeddedPostgres, folder: Path, asked: argparse.Namespace) -> None:
    """A small log bundled, then a backlog sequenced, then events at a pace, then all of it bundled and verified."""
    url, policy = server.url("postgres"), load_policies().of(REGION)
    token = mint(folder, Role.OFFICER, AGENCY, "Budi", [REGION])
    admin = await asyncpg.connect(url)
    asker, few = Asker(admin, token, CLIENTS), asked.few // EVENTS_EACH
    await load(url, policy, 0, few)
    with logged(server, folder) as log:
        await settled(admin)
    rows = await _audited(server, folder, admin, log.key)
    await load(url, policy, few, asked.backlog // EVENTS_EACH)
    await admin.execute("CHECKPOINT")
    with served(server, folder) as api, logged(server, folder) as log:
        say(str(await sequence(admin, url, api, log, asker)))
        say(str(await delay(admin, url, api, asker, per_second=asked.pace, seconds=asked.paced)))
    rows += await _audited(server, folder, admin, log.key)
    await admin.close()
    say(auditing.table(rows))


async def _audited(server: EmbeddedPostgres, folder: Path, admin: asyncpg.Connection, key: str) -> list[Audited]:
    """The log as it is, bundled and verified by the two commands."""
    size, file = (await settled(admin)).signed, folder / "region.bundle"
    made = await asyncio.to_thread(auditing.bundled, server, folder, file, size)
    return [made, await asyncio.to_thread(auditing.verified, file, key)]
