"""What clients of the tus protocol do over weak lines and through old gates: nothing that was sent is thrown away."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from service.app import create_app
from service.edge.auth.local_issuer import mint
from service.edge.settings import Settings
from tests.alive import alive
from tests.edge.api.story import POLRES, SARI, P, headers, report
from tests.features.evidence.sending import CONTENT, TUS, begin, evidence_of, photo, put, stands

FEW = {"rate_read": 3, "rate_anonymous": 2}
NOWHERE = f"{P}/uploads/00000000-0000-4000-8000-000000000000"
CONSOLE = "https://konsol.example.go.id"
OVERRIDE = "X-HTTP-Method-Override"


@pytest.fixture
async def limited(settings: Settings) -> AsyncIterator[Any]:
    """The service with quotas that a test can use up."""
    mint(settings.home, *POLRES, ["33.05"])
    async with alive(create_app(settings.model_copy(update=FEW))) as running:
        yield running


@asynccontextmanager
async def away(admin: Any) -> AsyncIterator[None]:
    """The test's database lets nobody in but its superuser while the block lasts."""
    name = await admin.fetchval("SELECT current_database()")
    await admin.execute(f'ALTER DATABASE "{name}" CONNECTION LIMIT 0')
    try:
        await admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        yield
    finally:
        await admin.execute(f'ALTER DATABASE "{name}" CONNECTION LIMIT -1')


async def begun(client: Any, settings: Settings, content: bytes, sent: int = 100) -> str:
    """An upload that has broken off: its address."""
    made = (await report(client, settings))["id"]
    path = str((await begin(client, settings, POLRES, made, len(content))).headers["Location"])
    assert (await put(client, settings, POLRES, path, 0, content[:sent])).status_code == 204
    return path


async def test_an_upload_says_its_whole_address(client: Any, settings: Settings) -> None:
    made = (await report(client, settings))["id"]
    first = await begin(client, settings, POLRES, made, 10)
    assert first.headers["Location"].startswith(f"{client.base_url}{P}/uploads/")
    sent = {**headers(settings, POLRES), **TUS, "Upload-Length": "10", "Host": "pelaporan.contoh:8443"}
    again = await client.post(f"{P}/reports/{made}/evidence", headers=sent)
    assert again.headers["Location"].startswith(f"http://pelaporan.contoh:8443{P}/uploads/")


async def test_while_the_database_is_away_an_upload_is_locked_and_then_goes_on(
    client: Any, settings: Settings, admin: Any
) -> None:
    picture = photo()
    path = await begun(client, settings, picture)
    async with away(admin):
        answer = await stands(client, settings, POLRES, path)
        assert (answer.status_code, answer.content) == (423, b"")
        assert int(answer.headers["Retry-After"]) >= 1
        assert answer.headers["Tus-Resumable"] == "1.0.0"
    assert (await stands(client, settings, POLRES, path)).headers["Upload-Offset"] == "100"
    assert (await put(client, settings, POLRES, path, 100, picture[100:])).status_code == 204


async def test_where_the_answer_would_be_a_fault_of_ours_an_upload_is_locked_and_then_goes_on(
    client: Any, settings: Settings, admin: Any
) -> None:
    """A real fault: the table of uploads is gone for a while. Whoever asks for anything else of it is told 500."""
    picture = photo()
    path = await begun(client, settings, picture)
    await admin.execute("ALTER TABLE upload RENAME TO upload_away")
    try:
        sent = await put(client, settings, POLRES, path, 100, picture[100:])
        assert (sent.status_code, sent.json()["code"]) == (500, "internal_error")
        answer = await stands(client, settings, POLRES, path)
        assert (answer.status_code, answer.content) == (423, b"")
        assert int(answer.headers["Retry-After"]) >= 1
        assert answer.headers["Tus-Resumable"] == "1.0.0"
    finally:
        await admin.execute("ALTER TABLE upload_away RENAME TO upload")
    assert (await stands(client, settings, POLRES, path)).headers["Upload-Offset"] == "100"
    assert (await put(client, settings, POLRES, path, 100, picture[100:])).status_code == 204


async def test_a_page_of_an_allowed_origin_reads_that_its_upload_is_locked(settings: Settings, admin: Any) -> None:
    mint(settings.home, *POLRES, ["33.05"])
    chosen = settings.model_copy(update={"allowed_origins": frozenset({CONSOLE})})
    async with alive(create_app(chosen)) as there:
        path = await begun(there, settings, photo())
        async with away(admin):
            sent = {**headers(settings, POLRES), **TUS, "Origin": CONSOLE}
            answer = await there.head(path, headers=sent)
    assert (answer.status_code, answer.headers["Access-Control-Allow-Origin"]) == (423, CONSOLE)
    assert {"Retry-After", "Tus-Resumable"} <= {
        *answer.headers["Access-Control-Expose-Headers"].replace(" ", "").split(",")
    }


async def test_over_quota_an_upload_is_locked_and_everything_else_is_refused(limited: Any, settings: Settings) -> None:
    path = await begun(limited, settings, photo())
    found = [await stands(limited, settings, POLRES, path) for _ in range(5)]
    assert [answer.status_code for answer in found] == [200, 200, 200, 423, 423]
    assert int(found[-1].headers["Retry-After"]) >= 1
    assert (await limited.get("/v1/me", headers=headers(settings, POLRES))).status_code == 429


async def test_an_address_that_asks_too_often_without_a_token_is_locked_out_of_uploads_too(limited: Any) -> None:
    found = [await limited.head(NOWHERE, headers=TUS) for _ in range(4)]
    assert (found[0].status_code, found[-1].status_code) == (401, 423)
    assert found[-1].headers["Tus-Resumable"] == "1.0.0"


async def test_what_another_try_does_not_change_is_said_as_it_is(client: Any, settings: Settings) -> None:
    path = await begun(client, settings, photo())
    known = headers(settings, POLRES)
    assert (await client.head(path, headers=TUS)).status_code == 401
    assert (await client.head(path, headers=known)).status_code == 412
    assert (await client.head(NOWHERE, headers={**known, **TUS})).status_code == 404
    assert (await client.head(path, headers={**headers(settings, SARI), **TUS})).status_code == 404
    assert (await client.delete(path, headers={**known, **TUS})).status_code == 204
    assert (await client.head(path, headers={**known, **TUS})).status_code == 410


async def test_a_gate_that_lets_post_alone_through_lets_evidence_through(client: Any, settings: Settings) -> None:
    picture = photo()
    path = await begun(client, settings, picture)
    known = {**headers(settings, POLRES), **TUS}
    standing = await client.post(path, headers={**known, OVERRIDE: "HEAD"})
    assert (standing.status_code, standing.headers["Upload-Offset"], standing.content) == (200, "100", b"")
    refused = await client.post(NOWHERE, headers={**known, OVERRIDE: "HEAD"})
    assert (refused.status_code, refused.content, refused.headers["Content-Length"]) == (404, b"", "0")
    rest = {**known, **CONTENT, "Upload-Offset": "100", OVERRIDE: "patch"}
    done = await client.post(path, headers=rest, content=picture[100:])
    assert (done.status_code, done.headers["Upload-Offset"]) == (204, str(len(picture)))
    other = await begun(client, settings, picture)
    assert (await client.post(other, headers={**known, OVERRIDE: "DELETE"})).status_code == 204
    assert (await client.head(other, headers=known)).status_code == 410


async def test_the_method_that_is_meant_counts_on_uploads_alone(client: Any, settings: Settings) -> None:
    made = (await report(client, settings))["id"]
    known = {**headers(settings, POLRES), OVERRIDE: "DELETE"}
    assert (await client.get(f"{P}/reports/{made}", headers=known)).status_code == 200
    assert (await client.post(f"{P}/uploads", headers={**known, **TUS})).status_code == 404
    path = await begun(client, settings, photo())
    assert (await client.post(path, headers={**headers(settings, POLRES), **TUS})).status_code == 405
    twice = [*headers(settings, POLRES).items(), *TUS.items(), (OVERRIDE, "HEAD"), (OVERRIDE, "DELETE")]
    assert (await client.post(path, headers=twice)).status_code == 405
    assert (await stands(client, settings, POLRES, path)).status_code == 200
    assert await evidence_of(client, settings, POLRES, made) == []
