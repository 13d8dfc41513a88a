"""How far what follows in the background is behind: metrics for who watches the service, answers for the doctor."""

from typing import Any, NamedTuple

from prometheus_client import Gauge

from service.features.webhooks.claimed_deliveries import DUE

LAG = f"""WITH {DUE}
SELECT p.waiting AS unsequenced, coalesce(extract(epoch FROM now() - p.oldest), 0)::float8 AS unsequenced_s,
  greatest(h.size - c.size, 0) AS unsigned,
  CASE WHEN h.size > c.size THEN coalesce((SELECT extract(epoch FROM now() - l.sequenced_at) FROM audit_leaf l
    WHERE l.region = $1 AND l.leaf_index = c.size), 0) ELSE 0 END::float8 AS unsigned_s,
  w.waiting AS undelivered, coalesce(extract(epoch FROM now() - w.oldest), 0)::float8 AS undelivered_s,
  coalesce((SELECT extract(epoch FROM now() - min(d.checked_at)) FROM evidence d
    WHERE d.region = $1 AND d.erasure IS NULL), 0)::float8 AS unchecked_s
FROM pending_events($1) p,
  (SELECT coalesce((SELECT size FROM audit_head WHERE region = $1), 0) AS size) h,
  (SELECT coalesce((SELECT max(size) FROM audit_checkpoint WHERE region = $1), 0) AS size) c,
  (SELECT count(*) AS waiting, min(greatest(due.next_at, due.spared_until, (SELECT max(s.settled_at)
      FROM webhook_delivery s WHERE s.region = $1 AND s.webhook_id = due.webhook_id))) AS oldest FROM due) w"""
"""Of a region, under the system's token. Ages in seconds, 0 where nothing waits.

A delivery is late from when a worker could try it: it was due, no pause of its host was left, and the one before was
settled.
"""


class Lag(NamedTuple):
    """What waits in one region, and how long the first of it: to enter the log, to be signed, to be delivered.

    ``unchecked_s`` is the age of the oldest look at an original.
    """

    unsequenced: int
    unsequenced_s: float
    unsigned: int
    unsigned_s: float
    undelivered: int
    undelivered_s: float
    unchecked_s: float


_GAUGES = {
    "unsequenced": Gauge("tindak_unsequenced_events", "Events that have no place in the log yet", ["region"]),
    "unsequenced_s": Gauge("tindak_unsequenced_seconds", "Age of the oldest of them", ["region"]),
    "unsigned": Gauge("tindak_unsigned_entries", "Entries of the log beyond its newest checkpoint", ["region"]),
    "unsigned_s": Gauge("tindak_unsigned_seconds", "How long the first of them has stood there", ["region"]),
    "undelivered": Gauge("tindak_webhooks_waiting", "Deliveries to endpoints that could be tried now", ["region"]),
    "undelivered_s": Gauge("tindak_webhooks_late_seconds", "How long the first of them could have been", ["region"]),
    "unchecked_s": Gauge("tindak_evidence_unchecked_seconds", "Age of the oldest check of an original", ["region"]),
}
"""By member of ``Lag``."""


async def lag_of(connection: Any, region: str) -> Lag:
    """How far behind a region is, in a transaction that sees it all."""
    (row,) = await connection.fetch(LAG, region)
    return Lag(*(row[name] for name in Lag._fields))


async def tell_lags(connection: Any, region: str) -> None:
    """Count how far behind a region is, as metrics."""
    lag = await lag_of(connection, region)
    for name, gauge in _GAUGES.items():
        gauge.labels(region).set(getattr(lag, name))
