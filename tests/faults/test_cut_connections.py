"""Connections that the server closes under a pool: each place of the pool can be used again."""

import asyncio
from typing import Any

from service.edge.service_errors import DatabaseUnavailable
from service.edge.settings import Settings
from service.storage.db.pool import Database
from tests.faults.processes import until
from tests.trail.reads.kept import opened

SIZE = 2
CUT = """SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
WHERE datname = current_database() AND application_name = 'tindak-api'"""


async def test_no_place_is_lost_with_its_connection(settings: Settings, admin: Any) -> None:
    async with opened(settings) as pool:
        for _ in range(SIZE + 1):
            assert await _used(pool) == SIZE
            assert await admin.fetchval(CUT) == SIZE
            await asyncio.sleep(0.05)  # until the pool has heard of it, or not: both are to be survived
            await until(lambda: _all(pool), "every place is used again")


async def _all(pool: Database) -> bool:
    return await _used(pool) == SIZE


async def _used(pool: Database) -> int:
    """How many places can be used at the same time; one that hangs is a fault."""
    met = asyncio.Barrier(SIZE)

    async def use() -> bool:
        try:
            async with pool.transaction("33.05", ("region",)) as transaction:
                await met.wait()
                return bool(await transaction.fetchval("SELECT true"))
        except (DatabaseUnavailable, asyncio.BrokenBarrierError):
            await met.abort()
            return False

    async with asyncio.timeout(10):
        return sum(await asyncio.gather(*(use() for _ in range(SIZE))))
