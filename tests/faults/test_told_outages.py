"""API and worker say in their logs when they start, when their database goes, and when it is back: each once."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from service.edge.settings import Settings
from service.operations.embedded.postgres import EmbeddedPostgres, start_postgres
from service.storage.db.availability import place_of
from tests.faults.processes import started, until_so
from tests.faults.standby import promoted, standing_by
from tests.operations.run.running import free_port

PASSWORD = "sandiRahasia"
ABOUT = ("api_starts", "worker_starts", "database_unavailable", "database_back", "database_interrupted")


def lines(said: Path) -> list[dict[str, Any]]:
    """What a log tells of starting and of the database."""
    told = [json.loads(line) for line in said.read_text().splitlines() if line.startswith("{")]
    return [line for line in told if line["event"] in ABOUT]


@pytest.mark.slow
async def test_a_server_that_is_stopped_and_started_is_told_once_by_each_process(
    settings: Settings, postgres: EmbeddedPostgres, database: str, tmp_path: Path
) -> None:
    """In small: ``tests/storage/db/test_availability.py``."""
    api, worker = tmp_path / "api.log", tmp_path / "worker.log"
    with standing_by(postgres) as server:
        await promoted(server)
        urls = {
            role: server.url(role, database).replace("@/", f":{PASSWORD}@/") for role in ("tindak_app", "tindak_worker")
        }
        there = settings.model_copy(
            update={
                "database_url": SecretStr(urls["tindak_app"]),
                "worker_database_url": SecretStr(urls["tindak_worker"]),
                "log_level": "info",
            }
        )
        with started(there, "api", free_port(), log=api), started(there, "worker", free_port(), log=worker):
            for said in (api, worker):
                await until_so(lambda said=said: lines(said), "it says that it starts")  # type: ignore[misc]
            await asyncio.sleep(3)
            await asyncio.to_thread(server.stop)
            for said in (api, worker):
                await until_so(lambda said=said: len(lines(said)) > 1, "it says that its database is away")  # type: ignore[misc]
            await asyncio.sleep(6)
            again = await asyncio.to_thread(start_postgres, server.log.with_name("data"), fast=True)
            try:
                for said in (api, worker):
                    await until_so(lambda said=said: len(lines(said)) > 2, "it says that it is back")  # type: ignore[misc]
                await asyncio.sleep(6)
            finally:
                told = {"api": lines(api), "worker": lines(worker)}
                await asyncio.to_thread(again.stop)
    for part, found in told.items():
        begins, away, back = found
        assert [line["event"] for line in found] == [f"{part}_starts", "database_unavailable", "database_back"], found
        place = place_of(urls["tindak_app"])
        assert all({name: line[name] for name in place} == place for line in found)
        assert begins["version"]
        assert away["cause"] in {"stopping", "lost", "no_socket", "refused"}
        assert not [word for word in (*urls, PASSWORD) if word in json.dumps([begins, away, back])]
    everything = api.read_text() + worker.read_text()
    assert PASSWORD not in everything
    assert "Traceback" not in everything
