"""Every command takes the same addresses, against a real server behind a line that has TLS."""

import ssl
from collections.abc import Iterator

import asyncpg
import pytest

from service.operations.embedded.postgres import EmbeddedPostgres
from service.storage.db.database_connecting import connected
from service.storage.db.pool import Database
from service.storage.db.snapshot import snapshot
from tests.lines import Line, line_to
from tests.storage.db.certificates import HOST, UNVOUCHED, WAYS, Certificates, certificates


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return certificates(tmp_path_factory.mktemp("certificates"))


@pytest.fixture
def line(postgres: EmbeddedPostgres, made: Certificates) -> Iterator[Line]:
    with line_to(postgres.socket_dir, made.shown) as opened:
        yield opened


@pytest.fixture
def bare(postgres: EmbeddedPostgres) -> Iterator[Line]:
    """A line without TLS."""
    with line_to(postgres.socket_dir) as opened:
        yield opened


async def _asked(url: str) -> int:
    async with connected(url, "tests") as connection:
        return int(await connection.fetchval("SELECT 33"))


@pytest.mark.parametrize(("query", "encrypted"), WAYS.items())
async def test_every_way_of_tls_is_had(line: Line, made: Certificates, query: str, encrypted: object) -> None:
    assert await _asked(line.url("postgres", query=query.format(roots=made.roots), host=HOST)) == 33
    assert line.secured == [encrypted]


@pytest.mark.parametrize("host", [HOST, "127.0.0.1"])
async def test_a_chain_is_verified_without_the_name_where_that_was_asked(
    line: Line, made: Certificates, host: str
) -> None:
    assert await _asked(line.url("postgres", query=f"sslmode=verify-ca&sslrootcert={made.roots}", host=host)) == 33


@pytest.mark.parametrize(("query", "host"), UNVOUCHED)
async def test_a_server_that_nobody_vouches_for_is_not_spoken_to(
    line: Line, made: Certificates, query: str, host: str
) -> None:
    with pytest.raises(ssl.SSLCertVerificationError):
        await _asked(line.url("postgres", query=query.format(**made._asdict()), host=host))
    assert not line.secured


@pytest.mark.parametrize("query", ["sslmode=require", "ssl=true"])
async def test_a_server_without_tls_is_not_spoken_to_where_it_is_required(bare: Line, query: str) -> None:
    with pytest.raises(ConnectionError):
        await _asked(bare.url("postgres", query=query))
    assert await _asked(bare.url("postgres")) == 33


async def test_the_next_host_is_asked_when_the_first_is_not_there_or_says_nothing(
    line: Line, postgres: EmbeddedPostgres
) -> None:
    with line_to(postgres.socket_dir) as silent:
        silent.swallow()
        hosts = f"127.0.0.1:1,127.0.0.1:{silent.port},{HOST}:{line.port}"
        assert await _asked(f"postgres://postgres@{hosts}/postgres?connect_timeout=1&sslmode=require") == 33
        assert silent.met == 1
    assert line.secured == [True]


@pytest.mark.parametrize("wanted", ["any", "read-write", "primary", "prefer-standby"])
async def test_a_server_of_the_wanted_kind_is_taken(line: Line, wanted: str) -> None:
    hosts = f"127.0.0.1:1,{HOST}:{line.port}"
    assert await _asked(f"postgresql://postgres@{hosts}/postgres?target_session_attrs={wanted}") == 33


@pytest.mark.parametrize("wanted", ["standby", "read-only"])
async def test_a_server_of_another_kind_is_none(line: Line, wanted: str) -> None:
    with pytest.raises(asyncpg.TargetServerAttributeNotMatched):
        await _asked(line.url("postgres", query=f"target_session_attrs={wanted}"))


async def test_name_and_options_reach_the_server_and_our_own_session_stands_first(line: Line) -> None:
    said = "application_name=kebumen&options=-c%20work_mem%3D5MB%20-c%20timezone%3DAsia/Jakarta&sslmode=require"
    pool = Database(line.url("tindak_app", query=said), size=1, application="tests")
    await pool.open()
    asked = "SELECT current_setting('application_name'), current_setting('work_mem'), current_setting('timezone')"
    assert [tuple(row) for row in await pool.ask(asked)] == [("kebumen", "5MB", "UTC")]
    await pool.close()


async def test_a_snapshot_is_read_over_tls(line: Line, database: str, made: Certificates) -> None:
    url = line.url("tindak_app", database, f"sslmode=verify-full&sslrootcert={made.roots}", host=HOST)
    async with snapshot(url, "tests", "33.05", ("region",)) as connection:
        assert await connection.fetchval("SELECT count(*) FROM report") == 0
    assert line.secured == [True]
