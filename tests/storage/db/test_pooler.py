"""Behind a pooler that lends connections by the transaction two workers hold one lock: it is said."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from pydantic import SecretStr

from service.edge.background import Supervisor
from service.edge.settings import Settings
from service.features.webhooks import delivering as delivering_module
from service.operations.doctor import examine
from service.operations.embedded.postgres import EmbeddedPostgres
from service.operations.worker import sequencing as sequencing_module
from service.operations.worker.sequencing import sequencing
from service.storage.db.database_connecting import BOUNDED, NotDirect, connect, connected, cut_all, require_direct
from tests.alive import Client
from tests.edge.api.story import report
from tests.faults.processes import until, until_so
from tests.features.webhooks.desk import Hooks, delivering
from tests.features.webhooks.receiver import Receiver, receiving
from tests.log_lines import said_by
from tests.storage.db.pooler import pooler

LOCK = "SELECT pg_try_advisory_lock(1, 2)"


async def test_two_sessions_hold_one_lock_and_each_is_told(postgres: EmbeddedPostgres, database: str) -> None:
    async with pooler(postgres.socket_dir, "tindak_app", database) as url:
        first, second = await connect(url, "tests"), await connect(url, "tests")
        assert [await first.fetchval(LOCK), await second.fetchval(LOCK)] == [True, True]
        for connection in (first, second):
            with pytest.raises(NotDirect, match="direct connection"):
                await require_direct(connection)
            connection.terminate()
    async with connected(postgres.url("tindak_app", database), "tests") as connection:
        await require_direct(connection)


async def test_a_pooler_that_takes_no_settings_is_told_as_one(postgres: EmbeddedPostgres, database: str) -> None:
    async with pooler(postgres.socket_dir, "tindak_app", database, strict=True) as url:
        with pytest.raises(NotDirect, match="pooler"):
            await connect(url, "tests", BOUNDED)


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with receiving() as made:
        yield made


async def test_no_webhook_is_claimed_through_one(
    client: Client, worker: Any, receiver: Receiver, settings: Settings, postgres: EmbeddedPostgres, database: str
) -> None:
    hooks = Hooks(client, settings, worker)
    await hooks.make(receiver.url)
    await hooks.happen(0)
    async with pooler(postgres.socket_dir, "tindak_app", database) as url:
        through = settings.model_copy(update={"database_url": SecretStr(url)})
        with said_by(delivering_module) as said:
            async with delivering(through):
                await until_so(lambda: "needs_direct_connection" in {line["event"] for line in said}, "it is said")
    assert receiver.got == []


async def test_the_sequencer_says_it_and_goes_on(
    client: Client, settings: Settings, postgres: EmbeddedPostgres, database: str, admin: Any
) -> None:
    supervisor = Supervisor()
    await report(client, settings)
    async with pooler(postgres.socket_dir, "tindak_worker", database) as url:
        with said_by(sequencing_module) as said:
            supervisor.start("sequencing", sequencing(url))

            async def numbered() -> bool:
                return bool(await admin.fetchval("SELECT count(*) FROM audit_leaf"))

            await until(numbered, "the event has a number")
            assert await supervisor.stop(cut=cut_all)
    (line,) = [line for line in said if line["event"] == "needs_direct_connection"]
    assert "name the server itself" in line["what"]


async def test_the_doctor_says_it(
    settings: Settings, postgres: EmbeddedPostgres, database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    async with pooler(postgres.socket_dir, "tindak_app", database) as url:
        own = settings.model_copy(update={"database_url": SecretStr(url)})
        assert await asyncio.to_thread(examine, lambda: own) == 1
    said = capsys.readouterr().out
    assert "fail  app session" in said
    assert "ok    worker session" in said
