"""What every part of the benchmark begins with: the machine's name, a durable PostgreSQL, a line on the terminal."""

import os
import platform
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from service.operations.embedded.postgres import EmbeddedPostgres, start_postgres
from service.operations.migrate import upgrade
from service.operations.seed.area_seeding import seed_areas

CLIENTS = 16


def this_machine() -> str:
    """Which machine the figures are of."""
    return f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}, {CLIENTS} clients"


@contextmanager
def database() -> Iterator[tuple[EmbeddedPostgres, Path]]:
    """A server with durable commits and an empty, migrated database; and a folder for what else is kept."""
    with tempfile.TemporaryDirectory(prefix="tindak-bench-") as folder:
        server = start_postgres(Path(folder) / "postgres")
        try:
            admin = server.url("postgres")
            upgrade(admin)
            seed_areas(admin)
            yield server, Path(folder)
        finally:
            server.stop()


def say(line: str) -> None:
    """Tell it, with an empty line after it."""
    sys.stdout.write(f"{line}\n\n")
    sys.stdout.flush()
