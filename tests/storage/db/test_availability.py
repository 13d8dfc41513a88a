"""That a database is away is said once, with which one and why, and that it is back once; never who signs in."""

import asyncio
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import asyncpg
import pytest
import structlog

from service.app import create_app
from service.edge.logs import configure
from service.edge.service_errors import DatabaseUnavailable
from service.edge.settings import Settings
from service.operations.embedded.postgres import EmbeddedPostgres, start_postgres
from service.storage.db import availability
from service.storage.db.availability import place_of, told_by
from service.storage.db.pool import Database
from tests.alive import alive
from tests.databases import place_for_data
from tests.faults.processes import until
from tests.log_lines import said_by
from tests.operations.run.running import free_port

SETTING = "TINDAK_DATABASE_URL"
PASSWORD = "sandiRahasia"


@pytest.fixture(autouse=True)
def _told_whole() -> Iterator[None]:
    """Lines of every level, whatever the test before asked for."""
    before = structlog.get_config()
    configure("info")
    yield
    structlog.configure(**before)


@contextmanager
def own_server() -> Iterator[tuple[Callable[[], EmbeddedPostgres], Callable[[], None]]]:
    """A server without a schema: what starts it, and what stops it."""
    with tempfile.TemporaryDirectory(prefix="tindak-away-", dir=place_for_data()) as folder:
        running: list[EmbeddedPostgres] = []

        def start() -> EmbeddedPostgres:
            running.append(start_postgres(Path(folder) / "data", fast=True))
            return running[-1]

        def stop() -> None:
            while running:
                running.pop().stop()

        try:
            yield start, stop
        finally:
            stop()


def with_password(url: str) -> str:
    return url.replace("@/", f":{PASSWORD}@/")


async def asked(database: Database) -> bool:
    try:
        await database.ask("SELECT")
    except DatabaseUnavailable:
        return False
    return True


async def test_a_server_that_stops_and_starts_is_told_once_each_way() -> None:
    with own_server() as (start, stop), said_by(availability) as said:
        url = with_password(start().url("postgres"))
        pools = [Database(url, size=2, application=f"tests-{n}") for n in range(3)]
        with told_by("api", {SETTING: url}):
            for pool in pools:
                await pool.open()
            assert [line["event"] for line in said] == ["api_starts"]
            assert said[0]["version"]
            for _ in range(2):
                del said[:]
                await asyncio.to_thread(stop)
                for pool in pools * 4:
                    assert not await asked(pool)
                (away,) = said
                assert (away["event"], away["log_level"]) == ("database_unavailable", "error")
                assert (away["setting"], away["cause"]) == (SETTING, "no_socket")
                assert (away["server"], away["database"]) == (*place_of(url).values(),)
                del said[:]
                await asyncio.to_thread(start)
                for pool in pools * 4:
                    assert await asked(pool)
                (back,) = said
                assert (back["event"], back["database"], back["server"]) == (
                    "database_back",
                    away["database"],
                    away["server"],
                )
            for pool in pools:
                await pool.close()
        del said[:]
        await asyncio.to_thread(stop)
        assert not await asked(pools[0])
        assert said == [], "whoever named it has ended"


class Way(NamedTuple):
    """How a database is not to be had: what is done, what undoes it, or an address that leads nowhere."""

    cause: str
    does: str = "SELECT"
    undoes: str = "SELECT"
    address: str = "{there}?{rest}"


WAYS = [
    Way("no_login", "ALTER ROLE tindak_app NOLOGIN", "ALTER ROLE tindak_app LOGIN"),
    Way("full", "ALTER ROLE tindak_app CONNECTION LIMIT 0", "ALTER ROLE tindak_app CONNECTION LIMIT -1"),
    Way(
        "read_only",
        "ALTER DATABASE {database} SET default_transaction_read_only = on",
        "ALTER DATABASE {database} RESET default_transaction_read_only",
    ),
    Way("no_database", address="{there}_away?{rest}"),
    Way("refused", address="postgresql://tindak_app:{password}@127.0.0.1:{port}/tindak"),
    Way("unknown_host", address="postgresql://tindak_app:{password}@tidak-ada.invalid/tindak"),
    Way("no_socket", address="postgresql://tindak_app:{password}@/tindak?host=/tidak/ada"),
]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.cause)
async def test_why_it_is_away_is_one_word_and_nobody_who_signs_in_is_named(
    way: Way, postgres: EmbeddedPostgres, database: str, admin: Any
) -> None:
    there, _, rest = with_password(postgres.url("tindak_app", database)).partition("?")
    url = way.address.format(there=there, rest=rest, password=PASSWORD, port=free_port())
    pool = Database(url, size=1, application="tests")
    await admin.execute(way.does.format(database=database))
    try:
        with told_by("worker", {SETTING: url}), said_by(availability) as said:
            for _ in range(3):
                await pool.open_anyway()
            (away,) = said
            assert (away["event"], away["cause"], away["setting"]) == ("database_unavailable", way.cause, SETTING)
            assert away["database"] in url
            assert not [word for word in ("tindak_app", PASSWORD) if word in str(said)]
    finally:
        await admin.execute(way.undoes.format(database=database))
    await pool.close()


async def test_an_address_that_nobody_named_is_not_told_of() -> None:
    pool = Database("postgresql://siapa@127.0.0.1:1/apa", size=1, application="tests")
    with said_by(availability) as said:
        await pool.open_anyway()
    assert said == []


async def test_two_logins_of_one_database_are_told_apart_only_where_the_login_is_the_cause(
    postgres: EmbeddedPostgres, database: str, admin: Any
) -> None:
    urls = {"TINDAK_WORKER_DATABASE_URL": "tindak_worker", SETTING: "tindak_app"}
    urls = {setting: postgres.url(role, database) for setting, role in urls.items()}
    pools = [Database(url, size=1, application="tests") for url in urls.values()]
    with told_by("worker", urls), said_by(availability) as said:
        for role in ("tindak_app", "tindak_worker"):
            await admin.execute(f"ALTER ROLE {role} NOLOGIN")
        try:
            for pool in pools * 2:
                await pool.open_anyway()
            assert [(line["setting"], line["cause"]) for line in said] == [(name, "no_login") for name in urls]
            del said[:]
        finally:
            for role in ("tindak_app", "tindak_worker"):
                await admin.execute(f"ALTER ROLE {role} LOGIN")
        await pools[0].open()
        assert said == [], "the other login does not find it yet"
        await pools[1].open()
        assert [line["event"] for line in said] == ["database_back"]
    for pool in pools:
        await pool.close()


async def test_an_api_says_once_that_it_starts_and_once_each_way_how_its_database_is(
    settings: Settings, database: str, admin: Any
) -> None:
    assert settings.database_url is not None
    app = create_app(settings.model_copy(update={"log_level": "info"}))
    cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'tindak_app' AND datname = $1"
    with said_by(availability) as said:
        async with alive(app) as running:
            (begins,) = said
            assert (begins["event"], begins["database"]) == ("api_starts", database)
            await admin.execute("ALTER ROLE tindak_app NOLOGIN")
            try:
                await admin.fetch(cut, database)
                for _ in range(5):
                    assert (await running.get("/readyz")).status_code == 503
            finally:
                await admin.execute("ALTER ROLE tindak_app LOGIN")

            async def ready() -> bool:
                return (await running.get("/readyz")).status_code == 200

            await until(ready, "it is back")
    told = [line["event"] for line in said if line["event"] != "request"]
    assert told == ["api_starts", "database_unavailable", "database_back"]


@pytest.mark.parametrize(
    ("url", "server", "database"),
    [
        ("postgresql://a:b@db/tindak", "db:5432", "tindak"),
        ("postgres://a:b@db1,db2:5433/tindak?target_session_attrs=read-write", "db1:5432,db2:5433", "tindak"),
        ("postgresql://a:b@[2001:db8::1]:6000/tindak", "[2001:db8::1]:6000", "tindak"),
        ("postgresql://a@/tindak?host=/run/postgresql", "/run/postgresql:5432", "tindak"),
        ("postgresql://", None, None),
    ],
)
def test_a_place_is_its_hosts_with_their_ports_and_the_name(url: str, server: str | None, database: str | None) -> None:
    assert place_of(url) == {"server": server, "database": database}


def test_every_kind_of_error_has_its_word() -> None:
    for word, kinds in availability.CAUSES:
        assert {availability.cause_of(kind("x")) for kind in kinds if not issubclass(kind, asyncpg.InterfaceError)} <= {
            word
        }
    assert availability.cause_of(asyncpg.DataError("x")) == "server"
