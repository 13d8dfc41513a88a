"""TLS of Debian's PostgreSQL itself: the build that the embedded run and the tests have knows none."""

import asyncio
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import asyncpg
import pytest

from service.operations.embedded.account import launch_options, server_account
from service.operations.migrate import head_revision, upgrade
from service.storage.db.database_connecting import connected
from tests.faults.processes import until
from tests.operations.run.running import free_port
from tests.storage.db.certificates import HOST, UNVOUCHED, WAYS, Certificates, certificates

pytestmark = pytest.mark.interop
HAS_TLS = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"


class Secured(NamedTuple):
    """Where it listens, and who vouches for it."""

    port: int
    made: Certificates

    def url(self, query: str, host: str = HOST) -> str:
        return f"postgres://postgres@{host}:{self.port}/postgres?{query.format(**self.made._asdict())}"


@pytest.fixture(scope="module")
def server() -> Iterator[Secured]:
    programs = max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    account, port = server_account(), free_port()
    with TemporaryDirectory(prefix="tindak-tls-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        made, data, own = certificates(folder), folder / "data", folder / "server.pem"
        data.mkdir(mode=0o700)
        own.chmod(0o600)
        if account is not None:
            account.own(data)
            account.own(own)
        options = launch_options(account, folder)
        subprocess.run(
            [programs / "initdb", "--username=postgres", "--auth=trust", "--no-sync", "-D", data],
            check=True,
            capture_output=True,
            **options,
        )
        said = {"listen_addresses": "127.0.0.1", "port": port, "unix_socket_directories": "", "ssl": "on"}
        said |= {"ssl_cert_file": own, "ssl_key_file": own, "fsync": "off"}
        command = [str(programs / "postgres"), "-D", str(data)]
        command += [part for name, value in said.items() for part in ("-c", f"{name}={value}")]
        process = subprocess.Popen(command, stderr=subprocess.DEVNULL, **options)
        try:
            yield Secured(port, made)
        finally:
            process.terminate()
            process.wait(30)


async def _asked(url: str, sql: str = HAS_TLS) -> object:
    async with connected(url, "tests") as connection:
        return await connection.fetchval(sql)


@pytest.fixture(autouse=True)
async def _there(server: Secured) -> None:
    async def answers() -> bool:
        try:
            await _asked(server.url("sslmode=disable"))
        except (OSError, asyncpg.PostgresError):  # it is starting
            return False
        return True

    await until(answers, "it answers")


@pytest.mark.parametrize(("query", "encrypted"), WAYS.items())
async def test_every_way_of_tls_is_had(server: Secured, query: str, encrypted: object) -> None:
    assert await _asked(server.url(query)) is encrypted


@pytest.mark.parametrize(("query", "host"), UNVOUCHED)
async def test_a_server_that_nobody_vouches_for_is_not_spoken_to(server: Secured, query: str, host: str) -> None:
    with pytest.raises(ssl.SSLCertVerificationError):
        await _asked(server.url(query, host))


async def test_migrations_run_over_it(server: Secured) -> None:
    url = server.url("sslmode=verify-full&sslrootcert={roots}&connect_timeout=5&application_name=kebumen")
    await asyncio.to_thread(upgrade, url)
    assert await _asked(url, "SELECT max(version_num) FROM alembic_version") == head_revision()
