"""The areas of every region's policy: reference data that each installation needs."""

import asyncio

from asyncpg.exceptions import UndefinedTableError

from service.edge.policy_files import load_policies
from service.storage.db.database_connecting import connected
from workflows.policy.region import Policy

ADD_AREA = (
    "INSERT INTO area (code, name, level) VALUES ($1, $2, $3) "
    "ON CONFLICT (code) DO UPDATE SET name = excluded.name, level = excluded.level"
)


class NotMigratedError(Exception):
    """The database has no tables yet."""


def seed_areas(admin_url: str) -> int:
    """Load the areas of every region's policy; how many they are. Safe to repeat. Raises NotMigratedError."""
    return asyncio.run(_load_areas(admin_url, list(load_policies())))


async def _load_areas(admin_url: str, policies: list[Policy]) -> int:
    async with connected(admin_url, "tindak-seed") as connection:
        rows = [(a.code, a.name, a.level.value) for policy in policies for a in policy.areas.values()]
        try:
            await connection.executemany(ADD_AREA, rows)
        except UndefinedTableError:
            raise NotMigratedError from None
    return len(rows)
