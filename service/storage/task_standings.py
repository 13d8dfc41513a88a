"""How the background tasks of every process stand: told now and then, read by /metrics and by the doctor.

A worker answers no request, and so tells here. Of an API process only what went wrong is told, so that one that is well
writes nothing. Whoever is stopped in order takes its lines away; those of one that was killed are forgotten in a day.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from uuid import uuid4

import structlog
from prometheus_client import Gauge

from service.edge.service_errors import Unavailable

if TYPE_CHECKING:
    from service.edge.background import Beat, Supervisor
    from service.storage.db.pool import Database

TELL_S = 10.0
"""Seconds between two tellings."""

STALE_S = 60.0
"""Seconds after which a process that told nothing is taken to be gone."""

TELL = """INSERT INTO background_task AS t (process, task, part, failures, failed_at, error, still, seen_at)
SELECT $1, n.task, $2, n.failures, n.failed_at, n.error, n.still, now()
FROM unnest($3::text[], $4::bigint[], $5::timestamptz[], $6::text[], $7::boolean[])
  AS n (task, failures, failed_at, error, still)
ON CONFLICT (process, task) DO UPDATE SET failures = excluded.failures, failed_at = excluded.failed_at,
  error = excluded.error, still = excluded.still, seen_at = excluded.seen_at"""
FORGET = "DELETE FROM background_task WHERE seen_at < now() - interval '1 day'"
LEAVE = "DELETE FROM background_task WHERE process = $1"
STAND = f"""SELECT task, sum(failures)::bigint AS failures, max(failed_at) AS failed_at,
  bool_or(still AND seen_at > now() - interval '{STALE_S} seconds') AS still,
  (array_agg(error ORDER BY failed_at DESC NULLS LAST))[1] AS error,
  extract(epoch FROM now() - max(seen_at))::float8 AS age_s
FROM background_task WHERE part = $1 GROUP BY task ORDER BY task"""

SEEN = Gauge("tindak_worker_seen_seconds", "Seconds since any worker told how its tasks stand; -1 for never")
FAILED = Gauge("tindak_worker_task_failures", "Failures of a task of all workers that are known", ["task"])
WORKER_STILL = Gauge("tindak_worker_task_still", "Whether a task of a worker gives no sign of life", ["task"])
log = structlog.get_logger("tindak.background")


class Standings:
    """What one process tells of its tasks, and what it reads of the workers'."""

    def __init__(self, database: Database, part: str, supervisor: Supervisor) -> None:
        self._database = database
        self._part = part
        self._supervisor = supervisor
        self._process = uuid4()

    async def keep_telling(self, beat: Beat) -> None:
        """Tell until cancelled, and then no more of this process."""
        try:
            while True:
                beat()
                await self._tell()
                await asyncio.sleep(TELL_S)
        finally:
            try:
                await self._database.ask(LEAVE, self._process)
            except Unavailable:
                log.info("standing_left")

    async def refresh(self) -> None:
        """Bring the metrics of the workers up to date; while the database is out of reach they stay as they were."""
        try:
            rows = await self._database.ask(STAND, "worker")
        except Unavailable:
            log.warning("standings_unknown")
            return
        SEEN.set(min((row["age_s"] for row in rows), default=-1))
        FAILED.clear()  # a task that no worker has any more
        WORKER_STILL.clear()
        for row in rows:
            FAILED.labels(row["task"]).set(row["failures"])
            WORKER_STILL.labels(row["task"]).set(row["still"])

    async def _tell(self) -> None:
        told = [
            (name, one.failures, one.failed_at, one.error, one.still)
            for name, one in self._supervisor.standings.items()
            if self._part == "worker" or one.failures or one.still
        ]
        if not told:
            return
        try:
            await self._database.ask(TELL, self._process, self._part, *zip(*told, strict=True))
            await self._database.ask(FORGET)
        except Unavailable as error:
            self._database.interrupted(error)
