import asyncio
from collections.abc import AsyncIterator, Callable
from random import Random
from typing import Any

import asyncpg
import httpx
import pytest

from service.edge.settings import Settings
from service.operations.embedded.postgres import EmbeddedPostgres
from tests.faults.load import Load
from tests.faults.processes import ready, started, until, until_so
from tests.faults.trail import every_event_is_one_leaf, every_request_is_written_once, the_trail_is_whole
from tests.operations.run.running import free_port

STOPPING = {
    "before it opens the head": "LOCK TABLE audit_head IN SHARE MODE",
    "before it locks the head": "SELECT FROM audit_head FOR UPDATE",
    "before it takes from the pending": "LOCK TABLE audit_pending IN SHARE MODE",
    "before it appends what it took": "LOCK TABLE audit_leaf IN SHARE MODE",
}
"""What stops the sequencer in the middle of its transaction, there and nowhere else."""


CONNECTED = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = $1"
STOPPED = f"{CONNECTED} AND wait_event_type = 'Lock'"
LEAVES = "SELECT count(*) FROM audit_leaf"
PENDING = "SELECT count(*) FROM audit_pending"


@pytest.fixture
async def load(settings: Settings) -> AsyncIterator[Load]:
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{free_port()}", timeout=20) as http:
        yield Load(settings, http)


@pytest.fixture
async def other(postgres: EmbeddedPostgres, database: str) -> AsyncIterator[Any]:
    """A second superuser, who holds locks."""
    connection = await asyncpg.connect(postgres.url("postgres", database))
    yield connection
    await connection.close()


OFTEN = pytest.param(3, id="often", marks=pytest.mark.slow)
"""With the suite it is killed once, in the middle of as much."""
EVERYWHERE = pytest.param((*STOPPING, None, None), id="everywhere", marks=pytest.mark.slow)
"""A process for each: with the suite where most is done and nothing written down, and at a moment by chance."""


@pytest.mark.parametrize("kills", [pytest.param(1, id="once"), OFTEN])
async def test_what_was_acknowledged_outlives_a_killed_api_and_what_was_not_is_done_once_when_repeated(
    settings: Settings, load: Load, admin: Any, kills: int
) -> None:
    moments, port = Random(33.05), load.http.base_url.port or 0
    lost = 0
    with started(settings, "worker", port):
        for _ in range(kills):
            with started(settings, "api", port) as kill:
                await ready(load.http)
                await _repeat(load, admin)
                await _killed_after(moments.randint(60, 200), load, kill)
                lost += len(load.lost)
            await until(lambda: _none(admin, CONNECTED, "tindak-api"), "the killed API's connections end")
        with started(settings, "api", port):
            await ready(load.http)
            await _repeat(load, admin)
    assert lost > 0
    await every_request_is_written_once(load, admin)
    await the_trail_is_whole(admin)


@pytest.mark.parametrize(
    "places", [pytest.param(("before it appends what it took", None), id="in the middle"), EVERYWHERE]
)
async def test_a_sequencer_killed_in_the_middle_leaves_neither_gap_nor_repetition(
    settings: Settings, load: Load, admin: Any, other: Any, places: tuple[str | None, ...]
) -> None:
    moments, port, stop = Random(33.05), load.http.base_url.port or 0, asyncio.Event()
    with started(settings, "api", port):
        await ready(load.http)
        clients = asyncio.create_task(load.run(stop))
        for place in places:
            with started(settings, "worker", port) as kill:
                await _more_leaves(admin)
                if place is None:
                    await asyncio.sleep(moments.uniform(0, 0.4))
                    kill()
                while place and not await _killed_while(STOPPING[place], other, admin, kill):
                    pass
            await until(lambda: _none(admin, CONNECTED, "tindak-worker"), "the killed worker's connection ends")
        stop.set()
        await clients
        with started(settings, "worker", port):
            await until(lambda: _none(admin, PENDING), "nothing is pending")
    assert not load.lost
    await every_event_is_one_leaf(admin)
    await the_trail_is_whole(admin)


async def _killed_while(held: str, other: Any, admin: Any, kill: Callable[[], None]) -> bool:
    """Kill the sequencer where a lock stops it; False when nothing is pending, so that nothing would stop it."""
    async with other.transaction():
        await other.execute(held)
        if not await other.fetchval(PENDING):
            return False
        await until(lambda: admin.fetchval(STOPPED, "tindak-worker"), held)
        kill()
    return True


async def _killed_after(answers: int, load: Load, kill: Callable[[], None]) -> None:
    """Let the clients work, and kill the API under them after so many more answers."""
    goal = len(load.sent) + answers
    clients = asyncio.create_task(load.run(asyncio.Event()))
    await until_so(lambda: len(load.sent) - len(load.lost) >= goal, "the clients are at work")
    kill()
    await clients


async def _repeat(load: Load, admin: Any) -> None:
    """Send again what was never answered: a replay when it had been done, done now when it had not."""
    for sent in load.lost:
        done = await admin.fetchval("SELECT count(*) FROM idempotency WHERE key = $1", sent.key)
        await load.send(sent)
        assert sent.replayed == bool(done)


async def _more_leaves(admin: Any) -> None:
    """Wait until the sequencer has placed more than it had."""
    before = await admin.fetchval(LEAVES)
    await until(lambda: admin.fetchval(f"SELECT ({LEAVES}) > $1", before), "the sequencer is at work")


async def _none(admin: Any, count: str, *args: Any) -> bool:
    return bool(await admin.fetchval(count, *args) == 0)
