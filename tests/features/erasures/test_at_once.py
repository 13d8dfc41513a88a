"""Erasing while others write, and while the API is killed: served by a process of its own."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
import httpx
import pytest

from service.edge.settings import Settings
from service.operations.embedded.postgres import EmbeddedPostgres
from tests.edge.api.story import DESK, TONO, WATI, P, headers
from tests.edge.contract.serving import serving
from tests.faults.processes import ready, started, until
from tests.features.erasures.asking import BECAUSE, ask, decide, text_of
from tests.features.erasures.cases import Told, whole_story, word
from tests.operations.run.running import free_port

pytestmark = pytest.mark.slow  # processes that are killed; tests/faults/test_kill.py has one

WITHIN_S = 60.0


@asynccontextmanager
async def served(settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    with serving(settings) as address:
        async with httpx.AsyncClient(base_url=address, timeout=WITHIN_S) as client:
            yield client


async def test_of_six_approvals_at_once_one_erases(settings: Settings, admin: Any) -> None:
    async with served(settings) as client:
        told = Told(client, settings)
        await whole_story(told, classification="secret")
        asked = (await ask(client, settings, told, target="text", text=(await text_of(told, "title"))["id"])).json()[
            "id"
        ]
        answers = await asyncio.gather(*(decide(client, settings, told, asked, who) for who in (TONO, WATI) * 3))
        assert sorted(answer.status_code for answer in answers) == [200, *[409] * 5]
        assert await admin.fetchval("SELECT count(*) FROM audit_event WHERE action = 'erasure.approved'") == 1
        left = {each["content"] for each in await told.history()} - {None, BECAUSE}
        assert left == set(told.words.values()) - {told.words["title"]}


async def test_erasures_and_notes_at_once_leave_every_other_word(settings: Settings) -> None:
    async with served(settings) as client:
        told = Told(client, settings)
        await whole_story(told, classification="secret")
        asked = []
        for field in ("title", "description", "result"):
            text = (await text_of(told, field))["id"]
            asked.append((await ask(client, settings, told, target="text", text=text)).json()["id"])
            told.words.pop(field)
        notes = [word() for _ in range(4)]
        answers = await asyncio.gather(
            *(decide(client, settings, told, each) for each in asked),
            *(told.post("notes", DESK, text=note) for note in notes),
        )
        assert [answer.status_code for answer in answers[:3]] == [200] * 3
        left = {text["content"] for text in await told.history()} - {None, BECAUSE}
        assert left == {*told.words.values(), *notes}


async def test_notes_that_are_written_while_a_report_becomes_secret_are_sealed_too(
    settings: Settings, admin: Any
) -> None:
    async with served(settings) as client:
        told = Told(client, settings)
        await told.intake(classification="ordinary")
        sent = headers(settings, TONO, match=1)
        amended = client.patch(
            f"{P}/reports/{told.made['id']}", json={"classification": "secret", "reason": word()}, headers=sent
        )
        notes = [
            client.post(f"{P}/reports/{told.made['id']}/notes", json={"text": word()}, headers=headers(settings, DESK))
            for _ in range(6)
        ]
        for answer in await asyncio.gather(*notes[:3], amended, *notes[3:]):
            assert answer.status_code in {200, 201, 412}
        if (await told.read())["classification"] != "secret":
            await told.amend(classification="secret")
        assert await admin.fetchval("SELECT count(*) FROM report_text WHERE content IS NOT NULL") == 0


@pytest.mark.parametrize("table", ["erasure", "report_text", "report_key"])
async def test_an_api_that_is_killed_in_an_approval_has_erased_nothing(
    settings: Settings, admin: Any, postgres: EmbeddedPostgres, database: str, table: str
) -> None:
    port = free_port()
    state = "SELECT (SELECT count(*) FROM audit_event), (SELECT version FROM report), (SELECT state FROM erasure)"
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=WITHIN_S) as client:
        told = Told(client, settings)
        with started(settings, "api", port) as kill:
            await ready(client)
            await told.intake(classification="secret")
            text = (await text_of(told, "title"))["id"]
            asked = (await ask(client, settings, told, target="text", text=text)).json()["id"]
            before, sent = await admin.fetchrow(state), headers(settings, TONO)
            path = f"{P}/reports/{told.made['id']}/erasures/{asked}/decision"
            holder = await asyncpg.connect(postgres.url("postgres", database))
            async with holder.transaction():
                await holder.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")
                approving = asyncio.create_task(client.post(path, json={"approve": True}, headers=sent))
                await until(lambda: admin.fetchval("SELECT count(*) FROM pg_locks WHERE NOT granted"), "it waits")
                kill()
            await holder.close()
            with pytest.raises(httpx.TransportError):
                await approving
        await until(lambda: _alone(admin), "the session ends")
        assert await admin.fetchrow(state) == before
        with started(settings, "api", port):
            await ready(client)
            assert (await told.read())["title"] == told.words["title"]
            answer = await client.post(path, json={"approve": True}, headers=sent)
            assert (answer.status_code, answer.json()["state"]) == (200, "approved")
            assert (await told.read())["title"] is None


async def _alone(admin: Any) -> bool:
    others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    return not await admin.fetchval(others)
