"""A line that vanishes without a word: no FIN, no RST, nothing in either direction."""

import asyncio
import signal
import socket
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

from service.edge.background import Supervisor
from service.edge.settings import Settings
from service.operations.embedded.postgres import EmbeddedPostgres
from service.operations.worker import sequencing
from service.operations.worker.main import HANGS
from service.storage.db import pool as pools
from service.storage.db.database_connecting import PULSE, SERVER_PULSE, connect, connected, cut_all
from service.storage.db.pool import Database
from service.storage.db.snapshot import snapshot
from tests.alive import Client
from tests.commands import Command
from tests.conftest import REGION
from tests.edge.api.story import report
from tests.faults.processes import environment, until, until_so
from tests.lines import Line, line_to
from tests.operations.run.running import free_port

SIZE = 4
LEAVES = "SELECT count(*) FROM audit_leaf"
TOLD = "SELECT count(*) FROM background_task WHERE part = 'worker'"
NOBODY = ("region",)


@pytest.fixture
def line(postgres: EmbeddedPostgres) -> Iterator[Line]:
    with line_to(postgres.socket_dir) as opened:
        yield opened


@pytest.fixture
async def pool(line: Line, database: str) -> AsyncIterator[Database]:
    opened = Database(line.url("tindak_app", database), size=SIZE, application="tests", statement_s=1)
    await opened.open()
    yield opened
    await opened.close()


async def _burst(pool: Database) -> set[int]:
    """As many transactions at once as the pool has places; the servers' processes that did them."""
    met = asyncio.Barrier(SIZE)

    async def one() -> int:
        async with pool.transaction(REGION, NOBODY) as transaction:
            async with asyncio.timeout(60):
                await met.wait()
            return int(await transaction.fetchval("SELECT pg_backend_pid()"))

    return set(await asyncio.gather(*(one() for _ in range(SIZE))))


async def test_the_first_burst_after_a_silence_is_answered_whole(
    line: Line, pool: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = await _burst(pool)
    line.forget()
    monkeypatch.setattr(pools, "IDLE_S", 0.0)  # the silence
    monkeypatch.setattr(pools, "ANSWERS_S", 0.3)
    second = await _burst(pool)
    assert len(first) == len(second) == SIZE
    assert first.isdisjoint(second)


async def test_what_was_just_used_is_used_again_without_a_question(line: Line, pool: Database) -> None:
    first = await _burst(pool)
    assert await _burst(pool) == first
    assert line.met == SIZE


async def test_a_statement_under_way_on_a_line_that_vanishes_is_given_up(
    line: Line, pool: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "_hangs_after_s", 1.0)

    async def break_off() -> None:
        async with pool.transaction(REGION, NOBODY) as transaction:
            line.forget()
            await transaction.fetchval("SELECT 1")

    with pytest.raises(pools.DatabaseUnavailable):
        await break_off()
    async with pool.transaction(REGION, NOBODY) as transaction:
        assert await transaction.fetchval("SELECT 1") == 1


async def test_a_snapshot_on_a_line_that_vanishes_is_given_up(
    line: Line, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.storage.db.snapshot.SLACK_S", -59)

    async def break_off() -> None:
        async with snapshot(line.url("tindak_app", database), "tests", REGION, NOBODY) as connection:
            line.forget()
            await connection.fetchval("SELECT 1")

    with pytest.raises(pools.DatabaseUnavailable):
        await break_off()


async def test_a_pool_on_a_dead_line_is_closed_in_time(line: Line, pool: Database) -> None:
    await _burst(pool)
    line.swallow()
    async with asyncio.timeout(20):  # it would be half an hour for all of them
        await pool.close()


async def test_both_sides_ask_a_silent_line_whether_it_stands(line: Line) -> None:
    options = {
        "keepalives_idle": socket.TCP_KEEPIDLE,
        "keepalives_interval": socket.TCP_KEEPINTVL,
        "keepalives_count": socket.TCP_KEEPCNT,
        "tcp_user_timeout": socket.TCP_USER_TIMEOUT,
    }
    for query, idle in (("", PULSE["keepalives_idle"]), ("keepalives_idle=7&tcp_user_timeout=9000", 7)):
        async with connected(line.url("postgres", query=query), "tests") as connection:
            held = connection._transport.get_extra_info("socket")  # noqa: SLF001 - what is looked at
            assert held.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE) == 1
            assert held.getsockopt(socket.IPPROTO_TCP, options["keepalives_idle"]) == idle
            if not query:
                for name, option in options.items():
                    assert held.getsockopt(socket.IPPROTO_TCP, option) == PULSE[name]
    off = await connect(line.url("postgres", query="keepalives=0"), "tests")
    assert off._transport.get_extra_info("socket").getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE) == 0  # noqa: SLF001
    said = "SELECT count(*) FROM pg_settings WHERE name = ANY ($1) AND source = 'client'"
    assert await off.fetchval(said, list(SERVER_PULSE)) == len(SERVER_PULSE)
    await off.close()


async def test_sequencing_goes_on_when_its_line_vanished(
    client: Client,
    settings: Settings,
    line: Line,
    database: str,
    admin: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sequencing, "ANSWERED_S", 1.0)
    monkeypatch.setattr(sequencing, "RECONNECT_S", 0.1)
    supervisor = Supervisor()
    supervisor.start("sequencing", sequencing.sequencing(line.url("tindak_worker", database)))
    for number in (1, 2):
        await report(client, settings)

        async def numbered(so_many: int = number) -> bool:
            return bool(await admin.fetchval(LEAVES) >= so_many)

        await until(numbered, "the event has a number")
        line.forget()
    assert await supervisor.stop(cut=cut_all)
    assert supervisor.standings["sequencing"].failures == 0


@pytest.mark.parametrize("how", ["silent from the beginning", "in the middle of its work"])
async def test_a_worker_ends_when_told_although_its_line_is_dead(
    how: str, settings: Settings, line: Line, database: str, admin: Any
) -> None:
    if how.startswith("silent"):
        line.swallow()
    own = {
        "TINDAK_WORKER_DATABASE_URL": line.url("tindak_worker", database),
        "TINDAK_DATABASE_URL": line.url("tindak_app", database),
    }
    process = _worker(settings, own)
    try:
        if how.startswith("silent"):
            await until_so(lambda: line.met > 3, "it tries")
        else:
            await until(lambda: admin.fetchval(TOLD), "it is at work")
            line.swallow()
            await asyncio.sleep(1)  # until every task waits for an answer
        process.send_signal(signal.SIGTERM)
        status = await asyncio.to_thread(process.wait, 30)
        assert status in {0, HANGS}
    finally:
        process.kill()
        process.wait()


def _worker(settings: Settings, own: dict[str, str]) -> Command:
    return Command("worker", env=environment(settings, free_port(), **own), out=settings.home / "worker.log")
