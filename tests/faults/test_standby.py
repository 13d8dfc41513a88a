"""The service comes to a standby alone: it reads, says that it cannot write, and goes on once that is the primary."""

import asyncio
import json
from base64 import b64decode
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import asyncpg
import pytest
from pydantic import SecretStr

from service.app import create_app
from service.edge.service_errors import DatabaseUnavailable
from service.edge.settings import Settings
from service.operations.embedded.postgres import EmbeddedPostgres
from service.storage.db.pool import Database
from tests.alive import alive
from tests.commands import tindak
from tests.edge.api.story import AUDITOR, POLRES, REPORT, SARI, TONO, VERIFY, P, headers, report
from tests.faults.processes import environment, started, until, until_so
from tests.faults.standby import promoted, standing_by
from tests.operations.run.running import free_port
from tests.signing import Signer
from tests.trail.log.bundling import signed
from tests.trail.reads.kept import settled, written

READS = ("/reports", "/reports?q=amplop", "/tasks", "/events", "/summary", "/notices/owed", "/log/checkpoint")
OF_ONE = ("", "/history", "/notices", "/evidence", "/reads")
WAITS, BACK = '"cause":"read_only"', '"event":"database_back"'
NUMBERED = "SELECT count(*) FROM audit_leaf"


def at(settings: Settings, server: EmbeddedPostgres, database: str) -> Settings:
    """The same settings with the addresses of another server alone."""
    return settings.model_copy(
        update={
            "database_url": SecretStr(server.url("tindak_app", database)),
            "worker_database_url": SecretStr(server.url("tindak_worker", database)),
            "log_level": "info",
        }
    )


async def test_on_a_standby_the_api_reads_and_says_that_it_cannot_write_until_that_is_promoted(
    client: Any, settings: Settings, postgres: EmbeddedPostgres, database: str
) -> None:
    made = await report(client, settings)
    one, auditor = f"{P}/reports/{made['id']}", headers(settings, AUDITOR)
    with standing_by(postgres) as standby:
        async with alive(create_app(at(settings, standby, database))) as there:
            writes = [
                ("POST", f"{P}/reports", REPORT, headers(settings, POLRES)),
                ("POST", f"{one}/transitions", VERIFY, headers(settings, SARI, match=1)),
                ("POST", f"{one}/notes", {"text": "Catatan"}, headers(settings, SARI)),
                ("POST", f"{one}/reporter/unseal", {"reason": "Klarifikasi"}, headers(settings, TONO)),
                ("GET", f"{P}/exports/reports.csv", None, auditor),
                ("GET", "/readyz", None, {}),
            ]
            for method, path, body, sent in writes:
                answer = await there.request(method, path, json=body, headers=sent)
                assert (answer.status_code, answer.json()["code"]) == (503, "database_read_only"), path
                assert int(answer.headers["retry-after"]) > 0
            for path in ("/healthz", "/metrics", *(P + path for path in READS), *(one + path for path in OF_ONE)):
                answer = await there.get(path, headers=auditor)
                assert answer.status_code == (404 if "checkpoint" in path else 200), (path, answer.text)
            await promoted(standby)
            for method, path, body, sent in writes:
                answer = await there.request(method, path, json=body, headers=sent)
                assert answer.is_success, (path, answer.text)
            assert (await there.get(one, headers=auditor)).json()["version"] == 2

            async def kept() -> bool:
                told = await there.get(f"{one}/reads", headers=auditor)
                return len(told.json()["items"]) > len(OF_ONE)

            await until(kept, "what was read of the standby stands in the trail")
    assert (await client.get(one, headers=auditor)).json()["version"] == 1, "the primary knows nothing of it"


async def test_a_bundle_of_a_signed_log_is_given_by_a_standby_and_is_noted_once_that_is_promoted(
    client: Any, settings: Settings, postgres: EmbeddedPostgres, database: str, worker: Any, signer: Signer
) -> None:
    made = await report(client, settings)
    await signed(worker, signer)
    auditor = headers(settings, AUDITOR)
    with standing_by(postgres) as standby:
        async with alive(create_app(at(settings, standby, database))) as there:
            answer = await there.post(f"{P}/audit/bundles", json={"report": made["id"]}, headers=auditor)
            assert answer.status_code == 200
            [leaf] = ZipFile(BytesIO(answer.content)).read("leaves.jsonl").splitlines()
            assert json.loads(b64decode(json.loads(leaf)["leaf"]))["report"] == made["id"]
            await promoted(standby)
            await settled(there)
        admin = await asyncpg.connect(standby.url("postgres", database))
        (read,) = await written(admin)
        await admin.close()
    assert (read["what"], read["role"]) == ("bundle.made", "auditor")


AT_ONCE = ("ALTER SYSTEM SET max_standby_streaming_delay = 0", "SELECT pg_reload_conf()")
SLOW_READ = "SELECT pg_sleep(20) FROM register_counter"


@pytest.mark.parametrize("way", ["a transaction", "one statement"])
async def test_a_read_that_gives_way_to_what_the_primary_clears_away_is_an_outage(
    way: str, postgres: EmbeddedPostgres, database: str, admin: Any
) -> None:
    """What was read on the standby when its rows were cleared away on the primary: 503, to be tried again."""
    await admin.execute("INSERT INTO register_counter (region, year, last) VALUES ('33.05', 1, 1)")
    with standing_by(postgres) as standby:
        there = await asyncpg.connect(standby.url("postgres", database))
        for statement in AT_ONCE:
            await there.execute(statement)
        pool = Database(standby.url("postgres", database), size=1, application="tests")
        await pool.open()

        async def read() -> None:
            if way == "one statement":
                await pool.ask(SLOW_READ)
                return
            async with pool.snapshot("33.05", ()) as transaction:
                await transaction.fetch(SLOW_READ)

        reading = asyncio.create_task(read())

        async def under_way() -> bool:
            return bool(await there.fetchval("SELECT count(*) FROM pg_stat_activity WHERE query = $1", SLOW_READ))

        await until(under_way, "it is being read")
        await admin.execute("DELETE FROM register_counter")
        await admin.execute("VACUUM (TRUNCATE) register_counter")
        with pytest.raises(DatabaseUnavailable) as refused:
            await reading
        assert type(refused.value) is DatabaseUnavailable
        assert isinstance(refused.value.__cause__, asyncpg.SerializationError)
        await there.close()
        await pool.close()


async def test_the_worker_of_a_standby_waits_and_goes_on_once_that_is_promoted(
    client: Any, settings: Settings, postgres: EmbeddedPostgres, database: str, tmp_path: Path
) -> None:
    await report(client, settings)
    said = tmp_path / "worker.log"
    with standing_by(postgres) as standby:
        there = at(settings, standby, database)
        with started(there, "worker", free_port(), log=said):
            await until_so(lambda: WAITS in said.read_text(), "the worker says that it waits")
            examined = await asyncio.to_thread(tindak, "doctor", env=environment(there, free_port()))
            assert "is a standby and takes no writes" in examined.stdout
            assert "a standby is told nothing of it" in examined.stdout
            await promoted(standby)
            admin = await asyncpg.connect(standby.url("postgres", database))

            async def numbered() -> bool:
                return bool(await admin.fetchval(NUMBERED))

            await until(numbered, "the event has a number")
            await until_so(lambda: BACK in said.read_text(), "the worker says that it goes on")
            await admin.close()
    assert (said.read_text().count(WAITS), said.read_text().count(BACK)) == (1, 1)
    assert "Traceback" not in said.read_text()
    assert "background_task_failed" not in said.read_text()
