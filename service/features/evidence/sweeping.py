"""What the store need not hold any longer goes: uploads that took too long, what was given up, refused or erased."""

from datetime import datetime, timedelta

import structlog

from service.features.evidence.object_store import Store
from service.features.evidence.originals import folder_of
from service.storage.db.pool import Database
from workflows.access import visibility

GRACE = timedelta(minutes=10)
"""An ended upload is swept when no request that was under way at its end can still write."""

PAGE = 100
EXPIRE = """UPDATE upload SET state = 'expired', ended_at = $2, wrapped_key = NULL, told = NULL, to_sweep = true
WHERE region = $1 AND state = 'open' AND expires_at < $2 RETURNING id"""
TO_SWEEP = """SELECT u.id, k.pieces, k.preview FROM upload u
LEFT JOIN evidence_key k ON k.region = u.region AND k.evidence_id = u.id
WHERE u.region = $1 AND u.to_sweep AND u.ended_at <= $2 ORDER BY u.id LIMIT $3"""
SWEPT = "UPDATE upload SET to_sweep = false, pieces = '{}' WHERE region = $1 AND id = $2"
log = structlog.get_logger("tindak.evidence")


class Sweeper:
    """Ends uploads that stand still, and takes away objects that nothing names."""

    def __init__(self, database: Database, store: Store) -> None:
        self._database = database
        self._store = store

    async def expire(self, region: str, now: datetime) -> int:
        """End what was not resumed in time. Returns how many uploads that were."""
        async with self._database.transaction(region, (visibility.SYSTEM,)) as transaction:
            ended = await transaction.fetch(EXPIRE, region, now)
            await transaction.commit()
        if ended:
            log.info("uploads_expired", region=region, uploads=len(ended))
        return len(ended)

    async def sweep(self, region: str, now: datetime) -> int:
        """Take away what nothing names. Returns how many objects that were. Raises Unavailable."""
        async with self._database.transaction(region, (visibility.SYSTEM,)) as transaction:
            rows = await transaction.fetch(TO_SWEEP, region, now - GRACE, PAGE)
            await transaction.commit()
        gone = 0
        for row in rows:
            folder = folder_of(region, row["id"])
            needed = {f"{folder}{one}" for one in (*(row["pieces"] or ()), row["preview"])}
            spare = [name async for name in self._store.names(folder) if name not in needed]
            await self._store.delete(spare)
            gone += len(spare)
            async with self._database.transaction(region, (visibility.SYSTEM,)) as transaction:
                await transaction.fetch(SWEPT, region, row["id"])
                await transaction.commit()
        return gone
