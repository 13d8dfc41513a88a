"""Migrations: bring a database to the schema of this version, and prove that they run both ways."""

import argparse
import asyncio
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

import migrations
from service.features.changing.all_routines import ALL
from service.storage.db.database_connecting import connected
from service.storage.db.rights import shut_here
from service.storage.db.routines import install
from service.storage.texts.rereading import read_anew


def alembic_config(admin_url: str) -> Config:
    """Alembic's configuration for a database that ``admin_url`` may change."""
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    config.attributes["address"] = admin_url
    return config


def upgrade(admin_url: str) -> None:
    """Apply every migration that is missing, then install the routines and close the database to what none needs.

    Last, texts that an older version read are read anew for the search. Waits for another deployer's to end.
    """
    command.upgrade(alembic_config(admin_url), "head")
    asyncio.run(_finish(admin_url))


async def _finish(admin_url: str) -> None:
    async with connected(admin_url, "tindak-migrate") as connection:
        await install(connection, ALL)
        await shut_here(connection)
        await read_anew(connection)


def cycle(admin_url: str) -> None:
    """Up, down to nothing, up again, and compare the result with the tables."""
    config = alembic_config(admin_url)
    upgrade(admin_url)
    command.downgrade(config, "base")
    upgrade(admin_url)
    command.check(config)


def head_revision() -> str:
    """The newest migration that this version knows."""
    revision = ScriptDirectory.from_config(alembic_config("")).get_current_head()
    if revision is None:
        msg = "this installation carries no migrations"
        raise RuntimeError(msg)
    return revision


def main() -> None:
    """Run the cycle against an embedded server of its own, made for it and removed after it."""
    parser = argparse.ArgumentParser(description="Prove that the migrations run up, down and up again.")
    parser.add_argument("--cycle", action="store_true", required=True)
    parser.parse_args()
    from tempfile import TemporaryDirectory  # noqa: PLC0415 - only this command needs a server

    from service.operations.embedded.postgres import start_postgres  # noqa: PLC0415

    with TemporaryDirectory(prefix="tindak-") as folder:
        server = start_postgres(Path(folder) / "postgres", fast=True)
        try:
            cycle(server.url("postgres", "postgres"))
        finally:
            server.stop()


if __name__ == "__main__":
    main()
