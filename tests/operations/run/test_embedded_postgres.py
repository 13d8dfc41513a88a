"""The embedded server, really started, killed and started again."""

import asyncio
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import asyncpg
import psutil
import pytest

from service.operations.embedded.lock import FolderTakenError
from service.operations.embedded.postgres import EmbeddedPostgres, start_postgres
from service.operations.embedded.postmaster import PostgresError


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder with a short name: pytest's own are too long for a socket."""
    with TemporaryDirectory(prefix="tindak-") as name:
        Path(name).chmod(0o711)
        yield Path(name)


def query(server: EmbeddedPostgres, sql: str) -> object:
    return asyncio.run(_query(server.url("postgres", "postgres"), sql))


async def _query(url: str, sql: str) -> object:
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval(sql)
    finally:
        await connection.close()


def test_data_are_there_after_the_server_was_killed(folder: Path) -> None:
    server = start_postgres(folder / "postgres")
    query(server, "CREATE TABLE kept AS SELECT 7 AS number")
    os.kill(server.pid, signal.SIGKILL)
    server.stop()
    again = start_postgres(folder / "postgres")
    try:
        assert query(again, "SELECT number FROM kept") == 7
    finally:
        again.stop()


def test_a_server_whose_starter_was_killed_is_taken_over(folder: Path) -> None:
    program = (
        "import os, sys; from pathlib import Path; from service.operations.embedded.postgres import start_postgres;"
        "print(start_postgres(Path(sys.argv[1]), fast=True).pid, flush=True); os._exit(9)"
    )
    with (folder / "out").open("w") as out:
        subprocess.run([sys.executable, "-c", program, str(folder / "postgres")], stdout=out, check=False)
    orphan = int((folder / "out").read_text())
    assert psutil.pid_exists(orphan)
    server = start_postgres(folder / "postgres", fast=True)
    try:
        assert not psutil.pid_exists(orphan)
        assert query(server, "SELECT 1") == 1
    finally:
        server.stop()


def test_a_note_about_a_process_that_is_now_another_program_is_forgotten(folder: Path) -> None:
    start_postgres(folder / "postgres", fast=True).stop()
    (folder / "postgres" / "postmaster.pid").write_text(f"{os.getpid()}\n{folder / 'postgres'}\n")
    server = start_postgres(folder / "postgres", fast=True)
    try:
        assert query(server, "SELECT 1") == 1
    finally:
        server.stop()


def test_two_starts_do_not_share_a_folder(folder: Path) -> None:
    server = start_postgres(folder / "postgres", fast=True)
    try:
        with pytest.raises(FolderTakenError, match=str(os.getpid())):
            start_postgres(folder / "postgres", fast=True)
        assert query(server, "SELECT 1") == 1
    finally:
        server.stop()


def test_two_folders_are_two_servers(folder: Path) -> None:
    one, other = (start_postgres(folder / name, fast=True) for name in ("one", "other"))
    try:
        query(one, "CREATE TABLE only_here (n int)")
        assert query(other, "SELECT to_regclass('only_here')") is None
    finally:
        one.stop()
        other.stop()


def test_a_path_too_long_for_a_socket_is_no_matter(folder: Path) -> None:
    server = start_postgres(folder / ("a" * 90) / "postgres", fast=True)
    try:
        assert query(server, "SELECT 1") == 1
        assert stat.S_IMODE(Path(server.socket_dir).stat().st_mode) == stat.S_IRWXU
    finally:
        server.stop()


def test_it_is_durable_unless_it_is_for_tests(folder: Path) -> None:
    seen = {}
    for fast in (False, True):
        server = start_postgres(folder / "postgres", fast=fast)
        seen[fast] = [query(server, f"SHOW {name}") for name in ("fsync", "synchronous_commit", "full_page_writes")]
        server.stop()
    assert seen == {False: ["on", "on", "on"], True: ["off", "off", "off"]}


def test_it_listens_on_no_network_address(folder: Path) -> None:
    server = start_postgres(folder / "postgres", fast=True)
    try:
        listening = psutil.Process(server.pid).net_connections(kind="inet")
        assert [c for c in listening if c.status == psutil.CONN_LISTEN] == []
        assert query(server, "SHOW TimeZone") == "UTC"
    finally:
        server.stop()


def test_its_log_holds_nothing_that_was_written(folder: Path) -> None:
    server = start_postgres(folder / "postgres", fast=True)
    try:
        query(server, "CREATE TABLE person (name text CHECK (length(name) < 5))")
        with pytest.raises(asyncpg.CheckViolationError):
            query(server, "INSERT INTO person VALUES ('Pelapor Rahasia')")
    finally:
        server.stop()
    assert "violates check constraint" in server.log.read_text()
    assert "Pelapor" not in server.log.read_text()


def test_a_folder_of_something_else_is_left_alone(folder: Path) -> None:
    (folder / "postgres").mkdir()
    (folder / "postgres" / "letter.txt").write_text("mine")
    with pytest.raises(PostgresError, match="something else"):
        start_postgres(folder / "postgres", fast=True)
    assert (folder / "postgres" / "letter.txt").read_text() == "mine"
