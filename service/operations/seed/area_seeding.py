"""The areas of every region's policy: reference data that each installation needs."""

import asyncio

from service.edge.policy_files import load_policies
from service.storage.db.database_connecting import connected
from workflows.policy.region import Policy

ADD_AREA = (
    "INSERT INTO area (code, name, level) VALUES ($1, $2, $3) "
    "ON CONFLICT (code) DO UPDATE SET name = excluded.name, level = excluded.level"
)


def seed_areas(admin_url: str) -> None:
    """Load the areas of every region's policy. Safe to repeat."""
    asyncio.run(_load_areas(admin_url, list(load_policies())))


async def _load_areas(admin_url: str, policies: list[Policy]) -> None:
    async with connected(admin_url, "tindak-seed") as connection:
        rows = [(a.code, a.name, a.level.value) for policy in policies for a in policy.areas.values()]
        await connection.executemany(ADD_AREA, rows)
