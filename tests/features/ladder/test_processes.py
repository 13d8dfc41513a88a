"""Workers as processes: three at once do each thing once, and one that is killed leaves nothing half done."""

from collections.abc import AsyncIterator
from contextlib import ExitStack
from datetime import timedelta
from random import Random
from typing import Any

import asyncpg
import pytest

from service.edge.settings import Settings
from service.operations.embedded.postgres import EmbeddedPostgres
from tests.edge.api.story import report
from tests.faults.processes import started, until
from tests.faults.trail import the_trail_is_whole
from tests.features.ladder.looking import TWICE, WAITING, let_pass

HOURS = timedelta(hours=30)
UNUSED_PORT = 9
REPORTS = 24
EACH = 2 * (3 + 4)
"""Events of a report that nobody touched: two clocks, three warnings and four rungs each."""

EVENTS = "SELECT count(*) FROM audit_event WHERE action IN ('clock.warned', 'report.escalated')"
SESSIONS = """SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND application_name = 'tindak-clocks'"""
STOPPED = f"{SESSIONS} AND wait_event_type = 'Lock'"
STOPPING = {
    "before it moves the report": "SELECT FROM report FOR UPDATE",
    "before it keeps how the clocks stand": "LOCK TABLE clock IN SHARE MODE",
    "before it writes the events": "LOCK TABLE audit_event IN SHARE MODE",
}
"""What stops a worker in the middle of its transaction, there and nowhere else."""


@pytest.fixture
async def other(postgres: EmbeddedPostgres, database: str) -> AsyncIterator[Any]:
    """A second superuser, who holds locks."""
    connection = await asyncpg.connect(postgres.url("postgres", database))
    yield connection
    await connection.close()


async def overdue(client: Any, settings: Settings, admin: Any, reports: int = REPORTS) -> None:
    """So many reports that nobody has looked at for hours."""
    for _ in range(reports):
        await report(client, settings, election=None)
    await let_pass(admin, HOURS)


async def are(admin: Any, count: str, expected: int) -> bool:
    return bool(await admin.fetchval(count) == expected)


async def every_thing_was_done_once(admin: Any, reports: int) -> None:
    assert await admin.fetchval(EVENTS) == reports * EACH
    assert await admin.fetchval(TWICE) == 0
    assert await admin.fetchval("SELECT count(*) FROM report WHERE version <> 1") == 0
    await the_trail_is_whole(admin)


@pytest.mark.slow  # in small: test_looking.py has a report that changes while it is decided on
async def test_three_workers_at_once_do_each_thing_once(
    client: Any, settings: Settings, admin: Any, other: Any
) -> None:
    """All three are held in the middle of a report each, and go on together."""
    await overdue(client, settings, admin)
    with ExitStack() as workers:
        async with other.transaction():
            await other.execute("LOCK TABLE report IN SHARE MODE")
            for _ in range(3):
                workers.enter_context(started(settings, "worker", UNUSED_PORT))
            await until(lambda: are(admin, STOPPED, 3), "three workers write")
        await until(lambda: are(admin, WAITING, 0), "nothing is due")
        await until(lambda: are(admin, "SELECT count(*) FROM audit_pending", 0), "nothing is pending")
    await every_thing_was_done_once(admin, REPORTS)


LAST = "before it writes the events"
KILLED = [where if where == LAST else pytest.param(where, marks=pytest.mark.slow) for where in STOPPING]
"""Two processes for each place: with the suite one, where all but the events is written."""


@pytest.mark.parametrize("where", KILLED)
async def test_a_worker_killed_in_the_middle_of_a_report_has_done_nothing_and_the_next_does_it_once(
    client: Any, settings: Settings, admin: Any, other: Any, where: str
) -> None:
    await overdue(client, settings, admin, reports=1)
    with started(settings, "worker", UNUSED_PORT) as kill:
        async with other.transaction():
            await other.execute(STOPPING[where])
            await until(lambda: are(admin, STOPPED, 1), where)
            kill()
        await until(lambda: are(admin, SESSIONS, 0), "the killed worker's connection ends")
    if await admin.fetchval(EVENTS):  # what the server had been sent whole, it may finish without its client
        assert await admin.fetchval("SELECT version FROM report") == 2
    with started(settings, "worker", UNUSED_PORT):
        await until(lambda: are(admin, WAITING, 0), "nothing is due")
    await every_thing_was_done_once(admin, 1)


@pytest.mark.slow  # in small: the one above is killed where a lock stops it
async def test_workers_killed_one_after_the_other_in_the_middle_of_many_reports_leave_each_whole(
    client: Any, settings: Settings, admin: Any
) -> None:
    moments = Random(33.05)
    await overdue(client, settings, admin)
    goal = 0
    for _ in range(3):
        goal += moments.randint(2, REPORTS // 4) * EACH
        with started(settings, "worker", UNUSED_PORT) as kill:
            await until(lambda goal=goal: _at_least(admin, goal), "the worker is at work")  # type: ignore[misc]
            kill()
        await until(lambda: are(admin, SESSIONS, 0), "the killed worker's connection ends")
        assert await admin.fetchval(EVENTS) % EACH == 0
    with started(settings, "worker", UNUSED_PORT):
        await until(lambda: are(admin, WAITING, 0), "nothing is due")
    await every_thing_was_done_once(admin, REPORTS)


async def _at_least(admin: Any, events: int) -> bool:
    return bool(await admin.fetchval(EVENTS) >= events)


async def test_a_worker_outlives_a_connection_that_is_cut(client: Any, settings: Settings, admin: Any) -> None:
    cut = f"SELECT pg_terminate_backend(pid) FROM ({SESSIONS.replace('count(*)', 'pid')}) s"
    with started(settings, "worker", UNUSED_PORT):
        await until(lambda: are(admin, SESSIONS, 1), "the worker looks after the clocks")
        await admin.execute(cut)
        await overdue(client, settings, admin, reports=1)
        await until(lambda: are(admin, WAITING, 0), "nothing is due")
    await every_thing_was_done_once(admin, 1)
