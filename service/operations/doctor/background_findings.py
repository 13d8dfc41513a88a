"""Whether the background tasks of workers and API processes do their work, as they told it themselves."""

from typing import Any

from service.operations.doctor.findings import Level
from service.operations.doctor.questions import Answer
from service.storage.task_standings import STALE_S

_RECENT_S = 600
"""Seconds for which a failure is told."""

_TOLD = f"""SELECT part || ': ' || task AS task, sum(failures)::bigint AS failures, bool_or(still) AS still,
  bool_or(coalesce(failed_at > now() - interval '{_RECENT_S} seconds', false)) AS recent,
  string_agg(DISTINCT error, ', ') AS error
FROM background_task WHERE seen_at > now() - interval '{STALE_S} seconds'
GROUP BY part, task ORDER BY part DESC, task"""
_WORKERS = f"""SELECT count(DISTINCT process) FROM background_task
WHERE part = 'worker' AND seen_at > now() - interval '{STALE_S} seconds'"""


async def background(connection: Any) -> Answer:
    """Whether a worker is there, every task gives signs of life, and none failed lately."""
    if await connection.fetchval("SELECT pg_is_in_recovery()"):
        return Answer(Level.WARN, "a standby is told nothing of it", "ask the primary")
    workers, rows = await connection.fetchval(_WORKERS), await connection.fetch(_TOLD)
    still = [row["task"] for row in rows if row["still"]]
    failed = [f"{row['task']} ({row['error']}, {row['failures']} times)" for row in rows if row["recent"]]
    if still:
        remedy = "look into that process's log and at what lies between it and the database; start it anew"
        return Answer(Level.FAIL, f"no sign of life of {'; '.join(still)}", remedy)
    if failed:
        return Answer(Level.WARN, f"failed and begun again: {'; '.join(failed)}", "look into that process's log")
    if not workers:
        return Answer(Level.WARN, "no worker told of itself in the last minute", "start `tindak worker`")
    return Answer(Level.OK, f"{workers} at work, nothing failed lately")
