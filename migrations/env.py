"""Run by Alembic: one connection, an advisory lock against a second deployer, and bounded waits."""

import asyncio
from typing import Any

from alembic import context
from sqlalchemy import Connection, pool, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlmodel import SQLModel

import service.storage.db.tables
from service.storage.db.database_connecting import connect

assert service.storage.db.tables.Report.metadata is SQLModel.metadata  # noqa: S101 - importing it fills the metadata

MIGRATION_LOCK = 0x54494E44  # "TIND"
LOCK_TIMEOUT = "5s"
STATEMENT_TIMEOUT = "10min"


def _run(connection: Connection) -> None:
    connection.execute(text(f"SET lock_timeout = '{LOCK_TIMEOUT}'"))
    connection.execute(text(f"SET statement_timeout = '{STATEMENT_TIMEOUT}'"))
    connection.execute(text("SET timezone = 'UTC'"))
    connection.execute(text(f"SELECT pg_advisory_lock({MIGRATION_LOCK})"))
    connection.commit()
    context.configure(connection=connection, target_metadata=SQLModel.metadata, transaction_per_migration=True)
    try:
        with context.begin_transaction():
            context.run_migrations()
    finally:
        connection.rollback()
        connection.execute(text(f"SELECT pg_advisory_unlock({MIGRATION_LOCK})"))
        connection.commit()


async def _connect_and_run() -> None:
    address = context.config.attributes.get("address")
    if address is None:
        msg = "no database address was given"
        raise RuntimeError(msg)

    async def join(*_: object, **__: object) -> Any:
        return await connect(address, "tindak-migrate")

    engine = create_async_engine("postgresql+asyncpg://", async_creator=join, poolclass=pool.NullPool)
    async with engine.connect() as connection:
        await connection.run_sync(_run)
    await engine.dispose()


asyncio.run(_connect_and_run())
