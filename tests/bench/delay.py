"""Merge delay: how long after it happened an event has its place in the log, and a signed checkpoint over it."""

from itertools import islice
from typing import Any, NamedTuple

from tests.bench.client import Timed, drive
from tests.bench.growth import settled, watched
from tests.bench.paced import drive_paced
from tests.bench.plans import Asker
from tests.bench.sequencing import CREATED
from tests.bench.served import Served

TARGET_S = 2.0
NEW = """SELECT l.leaf_index, extract(epoch FROM e.at)::float8 AS at FROM audit_leaf l
JOIN audit_event e ON e.region = l.region AND e.id = l.event_id WHERE l.leaf_index >= $1"""


class Delay(NamedTuple):
    """Seconds of each event from the time in its receipt, which is before its commit."""

    per_second: float
    to_index: list[float]
    to_checkpoint: list[float]
    api: Timed

    def __str__(self) -> str:
        return (
            f"merge delay at {self.per_second:,.0f} events/s, {len(self.to_index):,} events:"
            f" leaf index p50 {_at(self.to_index, 0.5):.2f} s, p99 {_at(self.to_index, 0.99):.2f} s;"
            f" signed checkpoint p50 {_at(self.to_checkpoint, 0.5):.2f} s, p99 {_at(self.to_checkpoint, 0.99):.2f} s"
            f" (target below {TARGET_S:.0f} s); answers p99 {self.api.percentile(0.99):.0f} ms"
        )


async def delay(admin: Any, url: str, api: Served, asker: Asker, *, per_second: float, seconds: float) -> Delay:
    """Make reports so that ``per_second`` events happen, and follow each of them. The log must be settled before."""
    before = (await settled(admin)).sequenced
    await drive(api.port, [islice(asker.intakes(), 1)], CREATED)
    start = (await settled(admin)).sequenced
    each = start - before
    async with watched(url) as seen:
        timed = await drive_paced(
            api.port, asker.intakes(), CREATED, per_second=per_second / each, seconds=seconds, clients=asker.clients
        )
        end = await settled(admin)
        await seen.until(signed=end.signed)
    rows = await admin.fetch(NEW, start)
    return Delay(
        len(rows) / timed.seconds,
        [seen.sequenced_at(row["leaf_index"]) - row["at"] for row in rows],
        [seen.signed_at(row["leaf_index"]) - row["at"] for row in rows],
        timed,
    )


def _at(delays: list[float], share: float) -> float:
    return sorted(delays)[min(len(delays) - 1, int(len(delays) * share))]
