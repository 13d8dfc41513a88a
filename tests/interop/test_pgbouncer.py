"""Behind Debian's PgBouncer, which lends connections by the transaction: two workers hold one lock, and are told."""

import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from service.operations.embedded.account import launch_options, server_account
from service.operations.embedded.postgres import EmbeddedPostgres
from service.storage.db.database_connecting import BOUNDED, NotDirect, connect, require_direct
from tests.faults.processes import until
from tests.operations.run.running import free_port

pytestmark = pytest.mark.interop
PGBOUNCER = "/usr/sbin/pgbouncer"
LOCK = "SELECT pg_try_advisory_lock(1, 2)"
OURS = "tcp_keepalives_idle, tcp_keepalives_interval, tcp_keepalives_count, tcp_user_timeout"
CONFIGURATION = """[databases]
{database} = host={sockets} dbname={database} user=tindak_app
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = 1
ignore_startup_parameters = {ignored}
"""


@pytest.fixture(params=["", OURS], ids=["as it comes", "told to ignore our settings"])
def pooled(request: pytest.FixtureRequest, postgres: EmbeddedPostgres, database: str) -> Iterator[tuple[str, bool]]:
    """Its address, and whether it ignores our settings."""
    port, account = free_port(), server_account()
    with TemporaryDirectory(prefix="tindak-pgbouncer-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        file = folder / "pgbouncer.ini"
        file.write_text(
            CONFIGURATION.format(
                database=database, sockets=postgres.socket_dir, port=port, ignored=request.param or "extra_float_digits"
            )
        )
        process = subprocess.Popen([PGBOUNCER, str(file)], **launch_options(account, folder))
        try:
            yield f"postgresql://tindak_app@127.0.0.1:{port}/{database}?sslmode=disable", bool(request.param)
        finally:
            process.terminate()
            process.wait(20)


async def test_it_is_told_from_the_server_itself(
    pooled: tuple[str, bool], postgres: EmbeddedPostgres, database: str
) -> None:
    url, ignores = pooled

    async def answers() -> bool:
        try:
            (await connect(url, "tests")).terminate()
        except NotDirect:
            return True
        except OSError:
            return False
        return True

    await until(answers, "PgBouncer answers")
    with pytest.raises(NotDirect):
        await connect(url, "tests", BOUNDED)
    try:
        first = await connect(url, "tests")
        second = await connect(url, "tests")
    except NotDirect:
        assert not ignores  # it takes no settings of a session
        return
    assert [await first.fetchval(LOCK), await second.fetchval(LOCK)] == [True, True]
    for connection in (first, second):
        with pytest.raises(NotDirect):
            await require_direct(connection)
        connection.terminate()
    direct = await connect(postgres.url("tindak_app", database), "tests")
    await require_direct(direct)
    await direct.close()
