"""The database has no place, no login, no writes: whoever asks is told 503, and the worker waits and goes on."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, NamedTuple

import asyncpg
import httpx
import pytest

from service.app import create_app
from service.edge.service_errors import DatabaseReadOnly
from service.edge.settings import Settings
from service.operations.embedded.postgres import EmbeddedPostgres
from service.storage.db.pool import Database
from tests.alive import Client, alive
from tests.conftest import REGION
from tests.edge.api.story import AUDITOR, POLRES, REPORT, P, headers
from tests.faults.processes import started, until, until_so
from tests.operations.run.running import free_port

READS = ("/v1/regions/33.05/reports", "/v1/regions/33.05/tasks", "/v1/regions/33.05/exports/reports.csv")
BUNDLE = "/v1/regions/33.05/audit/bundles"
LEAVES = "SELECT count(*) FROM audit_leaf"


class Fault(NamedTuple):
    """What is done to the server, and what undoes it."""

    does: str
    undoes: str


CLOSED = {
    "too many connections": Fault("ALTER ROLE {role} CONNECTION LIMIT 0", "ALTER ROLE {role} CONNECTION LIMIT -1"),
    "no login": Fault("ALTER ROLE {role} NOLOGIN", "ALTER ROLE {role} LOGIN"),
    "no connections to the database": Fault(
        "ALTER DATABASE {database} CONNECTION LIMIT 0", "ALTER DATABASE {database} CONNECTION LIMIT -1"
    ),
    "no right to connect": Fault(
        "REVOKE CONNECT ON DATABASE {database} FROM PUBLIC", "GRANT CONNECT ON DATABASE {database} TO PUBLIC"
    ),
    "no database of the name": Fault(
        "ALTER DATABASE {database} RENAME TO {database}_away", "ALTER DATABASE {database}_away RENAME TO {database}"
    ),
}
READ_ONLY = Fault(
    "ALTER DATABASE {database} SET default_transaction_read_only = on",
    "ALTER DATABASE {database} RESET default_transaction_read_only",
)
ROLES = ("tindak_app", "tindak_worker")


@pytest.fixture
async def server(postgres: EmbeddedPostgres) -> AsyncIterator[Any]:
    """A superuser beside the test's database."""
    connection = await asyncpg.connect(postgres.url("postgres", "template1"))
    yield connection
    await connection.close()


@asynccontextmanager
async def done(fault: Fault, server: Any, database: str) -> AsyncIterator[None]:
    """Do it, and cut who is connected; undo it at the end."""

    async def run(sql: str) -> None:
        for role in ROLES if "{role}" in sql else ROLES[:1]:
            await server.execute(sql.format(role=role, database=database))

    cut = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database}'"
    await server.execute(cut)
    for _ in range(200):
        try:
            await run(fault.does)
            break
        except asyncpg.ObjectInUseError:  # somebody was faster to come back
            await server.execute(cut)
    await server.execute(cut)
    try:
        yield
    finally:
        for _ in range(200):
            try:
                await run(fault.undoes)
                break
            except asyncpg.ObjectInUseError:
                await asyncio.sleep(0.05)


async def _asked(client: Client, settings: Settings) -> list[httpx.Response]:
    auditor = headers(settings, AUDITOR)
    return [
        *[await client.get(path, headers=auditor) for path in READS],
        await client.post(BUNDLE, json={}, headers=auditor),
        await client.post(f"{P}/reports", json=REPORT, headers=headers(settings, POLRES)),
        await client.get("/readyz"),
    ]


@pytest.mark.parametrize("how", CLOSED)
async def test_a_closed_database_is_503_with_the_time_to_come_back_on_every_route(
    how: str, client: Client, settings: Settings, server: Any, database: str
) -> None:
    assert (await client.get("/readyz")).status_code == 200
    async with done(CLOSED[how], server, database):
        for answer in await _asked(client, settings):
            assert (answer.status_code, answer.json()["code"]) == (503, "database_unavailable"), answer.request.url
            assert int(answer.headers["retry-after"]) > 0
    assert (await client.get("/readyz")).status_code == 200
    assert all(answer.status_code != 503 for answer in await _asked(client, settings))


async def test_metrics_are_told_without_it_and_those_of_a_region_stay_as_they_were_counted(
    client: Client, settings: Settings, server: Any, database: str
) -> None:
    waits = 'tindak_unsequenced_events{region="33.05"} 1.0'
    assert (await client.post(f"{P}/reports", json=REPORT, headers=headers(settings, POLRES))).status_code == 201
    assert waits in (await client.get("/metrics")).text
    async with done(CLOSED["no login"], server, database):
        answer = await client.get("/metrics")
        assert (answer.status_code, waits in answer.text) == (200, True)


async def test_an_api_that_starts_without_its_database_is_ready_when_that_is_back(
    settings: Settings, server: Any, database: str
) -> None:
    async with done(CLOSED["no login"], server, database):
        starting = alive(create_app(settings))
        running = await starting.__aenter__()
        assert (await running.get("/healthz")).status_code == 200
        assert (await running.get("/readyz")).status_code == 503
    assert (await running.get("/readyz")).status_code == 200
    await starting.__aexit__(None, None, None)


async def test_a_database_that_takes_no_writes_is_told_as_such_and_reads_go_on(
    client: Client, settings: Settings, server: Any, database: str
) -> None:
    async with done(READ_ONLY, server, database):
        listed, _, exported, bundled, created, readiness = await _asked(client, settings)
        assert listed.status_code == 200
        assert bundled.status_code in {200, 409}
        for answer in (created, readiness, exported):
            assert (answer.status_code, answer.json()["code"]) == (503, "database_read_only"), answer.request.url
            assert int(answer.headers["retry-after"]) > 0
    created = await client.post(f"{P}/reports", json=REPORT, headers=headers(settings, POLRES))
    assert created.status_code == 201
    assert (await client.get("/readyz")).status_code == 200


async def test_a_connection_that_met_read_only_and_every_older_one_is_used_no_more(
    settings: Settings, server: Any, database: str
) -> None:
    assert settings.database_url is not None
    pool = Database(settings.database_url.get_secret_value(), size=2, application="tests")
    met = asyncio.Barrier(2)

    async def write() -> int:
        async with pool.transaction(REGION, ("region",)) as transaction:
            await met.wait()
            await transaction.fetchval("INSERT INTO register_counter (region, year, last) VALUES ('33.05', 1, 1)")
        return 0

    async def backend() -> int:
        async with pool.transaction(REGION, ("region",)) as transaction:
            await met.wait()
            return int(await transaction.fetchval("SELECT pg_backend_pid()"))

    async with done(READ_ONLY, server, database):
        await pool.open()
        first = set(await asyncio.gather(backend(), backend()))
        failed = await asyncio.gather(write(), write(), return_exceptions=True)
        assert [type(one) for one in failed] == [DatabaseReadOnly] * 2
    assert first.isdisjoint(await asyncio.gather(backend(), backend()))
    assert await asyncio.gather(write(), write()) == [0, 0]
    await pool.close()


WAITED_OUT = [*(pytest.param(how, marks=pytest.mark.slow) for how in CLOSED), "read-only"]
"""A worker of its own for each: one is tried with the suite, every way by what runs with the slow tests."""


@pytest.mark.parametrize("how", WAITED_OUT)
async def test_the_worker_waits_and_goes_on_without_a_traceback(
    how: str, client: Client, settings: Settings, server: Any, database: str, postgres: EmbeddedPostgres, tmp_path: Path
) -> None:
    said, fault = tmp_path / "worker.log", {**CLOSED, "read-only": READ_ONLY}[how]
    telling = settings.model_copy(update={"log_level": "info"})
    with started(telling, "worker", free_port(), log=said):
        await _sequenced(client, settings, postgres, database, 1)
        begun = len(said.read_bytes())
        async with done(fault, server, database):
            await until_so(lambda: _lines(said, begun, "database_unavailable"), "the worker says that it waits")
        await _sequenced(client, settings, postgres, database, 2)
    text = said.read_text()
    assert "Traceback" not in text
    assert not [line for line in text.splitlines() if "background_task_failed" in line]


async def _sequenced(
    client: Client, settings: Settings, postgres: EmbeddedPostgres, database: str, at_least: int
) -> None:
    """Make a report and wait until its event has a number."""

    async def made() -> bool:
        # A connection that was opened while nothing could be written says so once more, and is not used again.
        answer = await client.post(f"{P}/reports", json=REPORT, headers=headers(settings, POLRES))
        assert answer.status_code in {201, 503}, answer.text
        return answer.status_code == 201

    await until(made, "a report is made")
    admin = await asyncpg.connect(postgres.url("postgres", database))

    async def numbered() -> bool:
        return bool(await admin.fetchval(LEAVES) >= at_least)

    try:
        await until(numbered, "the event has a number")
    finally:
        await admin.close()


def _lines(said: Path, begun: int, event: str) -> list[dict[str, Any]]:
    """The lines of a log since a place that tell of an event."""
    new = said.read_bytes()[begun:].decode().splitlines()
    told = [json.loads(line) for line in new if line.startswith("{") and line.endswith("}")]
    return [line for line in told if line.get("event") == event]
