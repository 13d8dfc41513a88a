"""Databases copied whole."""

import asyncio
from typing import Any

import asyncpg

from service.operations.embedded.postgres import EmbeddedPostgres

ELSEWHERE = "SELECT count(*) FROM pg_stat_activity WHERE datname = $1"


def clone(server: EmbeddedPostgres, old: str, new: str) -> None:
    """Copy a database once nobody is connected to it any more."""

    async def copy(admin: Any) -> None:
        while await admin.fetchval(ELSEWHERE, old):  # noqa: ASYNC110 - killed processes leave their sessions a moment
            await asyncio.sleep(0.02)
        await admin.execute(f"CREATE DATABASE {new} TEMPLATE {old}")

    _as_admin(server, copy)


def drop(server: EmbeddedPostgres, name: str) -> None:
    """Remove a database if it is there."""
    _as_admin(server, lambda admin: admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))


def _as_admin(server: EmbeddedPostgres, work: Any) -> None:
    async def run() -> None:
        admin = await asyncpg.connect(server.url("postgres", "template1"))
        try:
            await work(admin)
        finally:
            await admin.close()

    asyncio.run(run())
