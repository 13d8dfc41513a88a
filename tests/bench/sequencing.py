"""How fast the log takes in a backlog while the API is under load: indices, tiles and signed checkpoints."""

import asyncio
from typing import Any, NamedTuple

from tests.bench.client import Timed, drive
from tests.bench.growth import Seen, Sizes, settled, watched
from tests.bench.logged import Logged
from tests.bench.plans import Asker
from tests.bench.served import Served

TARGET = 5_000
CREATED = 201
EVENTS = "SELECT count(*) FROM audit_event"


class Sequenced(NamedTuple):
    """What was sequenced between the first batch and the end of the backlog, in seconds of the database's clock."""

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
    end = await admin.fetchval(EVENTS)
    stop = asyncio.Event()
    async with watched(url) as seen, asyncio.TaskGroup() as group:
        load = group.create_task(drive(api.port, [asker.intakes(stop) for _ in range(asker.clients)], CREATED))
        used = log.cpu_seconds()
        await seen.until(sequenced=end)
        used = log.cpu_seconds() - used
        stop.set()
    timed = load.result()
    await settled(admin)
    return _between(seen, end, used, timed)


def _between(seen: Seen, end: int, used: float, timed: Timed) -> Sequenced:
    """From the first batch that was seen on, so that what the processes need to start is not in it."""
    start = seen[0].sequenced
    first: Sizes = next(one for one in seen if one.sequenced > start)
    last: Sizes = next(one for one in seen if one.sequenced >= end)
    made = {one.signed for one in seen if first.at <= one.at <= last.at}
    busy = used / (last.at - seen[0].at)
    return Sequenced(last.sequenced - first.sequenced, last.at - first.at, len(made), busy, timed)
