"""A hot standby of the tests' server: a copy that follows it, answers reads, and is a primary once it is promoted.

https://www.postgresql.org/docs/18/hot-standby.html. Made with the very programs that the embedded server runs.
"""

import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg

from service.operations.embedded.account import launch_options, server_account
from service.operations.embedded.places import data_place
from service.operations.embedded.postgres import EmbeddedPostgres, start_postgres
from service.operations.embedded.sockets import SOCKET_NAME
from tests.databases import place_for_data


@contextmanager
def standing_by(primary: EmbeddedPostgres) -> Iterator[EmbeddedPostgres]:
    """A standby of everything that the primary has, which goes on following it."""
    with tempfile.TemporaryDirectory(prefix="tindak-standby-", dir=place_for_data()) as folder:
        account = server_account()
        data = data_place(Path(folder) / "data", account, lambda _: None)
        data.mkdir(mode=0o700)
        if account is not None:
            account.own(data)
        copy = [primary.bin_dir / "pg_basebackup", "--pgdata", data, "--dbname", primary.url("postgres")]
        copy += ["--write-recovery-conf", "--checkpoint=fast", "--no-sync"]
        subprocess.run(copy, check=True, capture_output=True, **launch_options(account, data))
        (data / f"{SOCKET_NAME}.lock").unlink(missing_ok=True)  # the primary's, whose socket lies among its data
        server = start_postgres(data, fast=True)
        try:
            yield server
        finally:
            server.stop()


async def promoted(standby: EmbeddedPostgres) -> None:
    """Let it take writes, as who hands over does when the primary is gone."""
    connection = await asyncpg.connect(standby.url("postgres"))
    try:
        assert await connection.fetchval("SELECT pg_promote(wait => true)")
    finally:
        await connection.close()
