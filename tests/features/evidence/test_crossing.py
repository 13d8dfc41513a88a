"""Two requests for one upload that cross: what the one was told stands, and the other hears where it does."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from service.edge.settings import Settings
from tests.edge.api.story import POLRES, headers, report
from tests.faults.processes import held_up
from tests.features.evidence.conftest import PIECE, REGION, Care
from tests.features.evidence.sending import TUS, begin, evidence_of, put, stands, taken, video

pytestmark = pytest.mark.usefixtures("small_pieces")

WHOLE = 200
HOLD = "SELECT FROM upload FOR UPDATE"
KEEPS_OUT = "LOCK TABLE evidence IN SHARE ROW EXCLUSIVE MODE"
"""Held, it lets a request read its upload and find it open, and not yet take it as evidence."""


class Sending:
    """One upload, and what is sent of it."""

    def __init__(self, client: Any, settings: Settings) -> None:
        self._client, self._settings = client, settings
        self.made = self.path = ""
        self.whole = video(WHOLE)

    async def begin(self) -> "Sending":
        self.made = (await report(self._client, self._settings))["id"]
        self.path = (await begin(self._client, self._settings, POLRES, self.made, WHOLE)).headers["Location"]
        return self

    @property
    def upload(self) -> str:
        return self.path.rpartition("/")[2]

    def put(self, start: int, end: int) -> "asyncio.Task[Any]":
        content = self.whole[start:end]
        return asyncio.create_task(put(self._client, self._settings, POLRES, self.path, start, content))

    def end(self) -> "asyncio.Task[Any]":
        sent = {**headers(self._settings, POLRES), **TUS}
        return asyncio.create_task(self._client.delete(self.path, headers=sent))

    async def offset(self) -> int:
        return int((await stands(self._client, self._settings, POLRES, self.path)).headers["Upload-Offset"])

    async def is_whole(self) -> bool:
        """Whether the evidence is what was sent."""
        (found,) = await evidence_of(self._client, self._settings, POLRES, self.made)
        got = await taken(self._client, self._settings, POLRES, self.made, found["id"])
        return found["id"] == self.upload and got == self.whole


@pytest.fixture
async def sending(client: Any, settings: Settings) -> Sending:
    return await Sending(client, settings).begin()


@pytest.mark.parametrize(("one", "other"), [(10, 20), (PIECE, 20), (PIECE, PIECE + 1)])
async def test_of_two_parts_from_one_offset_one_counts_and_the_other_is_told_where_it_stands(
    sending: Sending, admin: Any, one: int, other: int
) -> None:
    async with admin.transaction():
        await admin.execute(HOLD)
        first = sending.put(0, one)
        await held_up(admin)
        second = sending.put(0, other)
        await held_up(admin, 2)
    told = [await first, await second]
    assert [answer.status_code for answer in told] == [204, 409]
    assert told[1].json()["code"] == "upload_offset"
    assert told[1].headers["Upload-Offset"] == str(one)
    assert await sending.offset() == one
    assert (await sending.put(one, WHOLE)).status_code == 204
    assert await sending.is_whole()


async def test_a_part_that_was_overtaken_by_the_end_counts_nothing(sending: Sending, admin: Any) -> None:
    async with admin.transaction():
        await admin.execute(HOLD)
        ending = sending.end()
        await held_up(admin)
        part = sending.put(0, 10)
        await held_up(admin, 2)
    assert [(await ending).status_code, (await part).status_code] == [204, 410]
    row = await admin.fetchrow("SELECT state, received, pieces FROM upload")
    assert tuple(row) == ("terminated", 0, [])


async def test_the_last_part_twice_at_once_is_one_evidence(sending: Sending, admin: Any) -> None:
    begun = WHOLE - WHOLE % PIECE
    assert (await sending.put(0, begun)).status_code == 204
    async with admin.transaction():
        await admin.execute(KEEPS_OUT)
        parts = [sending.put(begun, WHOLE) for _ in range(2)]
        await held_up(admin, 2)
    assert sorted([(await part).status_code for part in parts]) == [204, 410]
    assert await sending.offset() == WHOLE
    assert await sending.is_whole()
    assert await admin.fetchval("SELECT count(*) FROM custody WHERE act = 'added'") == 1


@pytest.mark.parametrize("how", ["terminated", "expired"])
async def test_what_the_last_part_makes_evidence_is_neither_given_up_nor_over(
    sending: Sending, admin: Any, care: Care, how: str
) -> None:
    """Who is told that what came in is gone finds no evidence of it: the end waits for the last part."""
    later = datetime.now(UTC) + timedelta(days=365)
    async with admin.transaction():
        await admin.execute(KEEPS_OUT)
        last = sending.put(0, WHOLE)
        await held_up(admin)
        ending = sending.end() if how == "terminated" else asyncio.create_task(care.sweeper.expire(REGION, later))
        await held_up(admin, 2)
    assert (await last).status_code == 204
    told = await ending
    if how == "terminated":
        assert (told.status_code, told.json()["code"], told.json()["state"]) == (410, "upload_gone", "finished")
    else:
        assert told == 0
    assert await admin.fetchval("SELECT state FROM upload") == "finished"
    assert await sending.is_whole()


@pytest.mark.parametrize(
    ("meanwhile", "status", "code"),
    [
        ("received = 10, pieces = ARRAY[gen_random_uuid()]", 409, "upload_offset"),
        ("state = 'expired', ended_at = now(), wrapped_key = NULL, told = NULL", 410, "upload_gone"),
    ],
)
async def test_the_last_part_looks_again_where_the_upload_stands(
    sending: Sending, admin: Any, meanwhile: str, status: int, code: str
) -> None:
    """Held before it takes the upload as evidence, it finds that another has been there."""
    begun = WHOLE - WHOLE % PIECE
    assert (await sending.put(0, begun)).status_code == 204
    async with admin.transaction():
        await admin.execute("SELECT FROM report FOR UPDATE")
        last = sending.put(begun, WHOLE)
        await held_up(admin)
        await admin.execute(f"UPDATE upload SET {meanwhile}")
    answer = await last
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers.get("Upload-Offset") == ("10" if status == 409 else None)
    assert await admin.fetchval("SELECT count(*) FROM evidence") == 0
