"""How fast the log takes in a backlog while the API is under load: indices, tiles and signed checkpoints."""

import asyncio
from typing import Any, NamedTuple

from tests.bench.client import Timed, drive
from tests.bench.growth import settled, sizes, watched
from tests.bench.logged import Logged
from tests.bench.plans import Asker
from tests.bench.served import Served

TARGET = 5_000
CREATED = 201
EVENTS = "SELECT count(*) FROM audit_event"
BEGAN = "SELECT extract(epoch FROM min(sequenced_at))::float8 FROM audit_leaf WHERE leaf_index >= $1"


class Sequenced(NamedTuple):
    """What was sequenced from the first batch to the end of the backlog, in seconds of the database's clock."""

    events: int
    seconds: float
    checkpoints: int
    worker_cpu: float
    api: Timed

    @property
    def rate(self) -> float:
        """Events a second."""
        return self.events / self.seconds

    def __str__(self) -> str:
        return (
            f"sequencer: {self.rate:,.0f} events/s ({self.events:,} in {self.seconds:.1f} s, {self.checkpoints} signed"
            f" checkpoints, worker {self.worker_cpu:.0%} of a processor) beside {self.api.rate:,.0f} reports/s with p99"
            f" {self.api.percentile(0.99):.0f} ms (target {TARGET:,} or more)"
        )


async def sequence(admin: Any, url: str, api: Served, log: Logged, asker: Asker) -> Sequenced:
    """Measure until everything that waits now is in the tree, with every client making reports all the while.

    Returns once the log has settled again.
    """
    before, end = (await sizes(admin)).sequenced, await admin.fetchval(EVENTS)
    stop = asyncio.Event()
    async with watched(url) as seen, asyncio.TaskGroup() as group:
        load = group.create_task(drive(api.port, [asker.intakes(stop) for _ in range(asker.clients)], CREATED))
        await seen.until(sequenced=before + 1)
        used = log.cpu_seconds()
        await seen.until(sequenced=end)
        used = log.cpu_seconds() - used
        stop.set()
    timed = load.result()
    await settled(admin)
    # From the beginning of the first batch on: what the processes need to start is not in it.
    began = await admin.fetchval(BEGAN, before)
    last = next(one for one in seen if one.sequenced >= end)
    signed = {one.signed for one in seen if one.at <= last.at and one.signed > before}
    seconds = last.at - began
    return Sequenced(last.sequenced - before, seconds, len(signed), used / seconds, timed)
