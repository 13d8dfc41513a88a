"""The reader of a region by itself: nothing is told twice, nothing left out, whoever joins when."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from structlog.testing import CapturingLogger

from service.edge import background
from service.edge.settings import Settings
from service.features.live import reader, stream
from service.features.live.frames import event_frame
from service.features.live.reader import Reader, hand_on
from service.features.live.schemas import EndReason
from service.features.live.stream import Stream
from service.storage.db.pool import Database
from service.trail.audit.schemas import EventAnswer
from service.trail.audit.sequencer import sequence_all
from service.trail.audit.stretches import Stretch
from tests.conftest import REGION
from tests.edge.api.story import DESK, KODIM, P, headers
from tests.faults.processes import held_up, until, until_so
from tests.features.live.direct import Direct
from tests.features.live.test_going_on import NOTE, notes
from tests.trail.reads.kept import opened
from workflows.decisions.machines.subscriptions import Interest

TOLD_TO = ("region",), ("region", "agency:kpu")
INTERESTS = Interest(), Interest(frozenset({"report.*"})), Interest(agency="kpu"), Interest(report=UUID(int=2))
EVERY, AFTER, UPTO = 12, 4, 16


def _event(place: int, action: str, agency: str, about: int) -> EventAnswer:
    return EventAnswer(
        leaf_index=place, event=UUID(int=place), leaf_hash="", action=action, report=UUID(int=about), task=None,
        agency=agency, before=None, after=None, at=datetime(2024, 11, 24, tzinfo=UTC),
    )  # fmt: skip


_PLACES = st.sampled_from([AFTER, AFTER, AFTER + 1, AFTER + 5, UPTO - 1, UPTO, UPTO + 3])
_KINDS = st.tuples(
    st.sampled_from(["report.noted", "task.accepted"]), st.sampled_from(["kpu", "polres"]), st.integers(1, 2)
)


@given(
    kinds=st.lists(_KINDS, min_size=EVERY, max_size=EVERY),
    listeners=st.lists(st.tuples(st.sampled_from(TOLD_TO), st.sampled_from(INTERESTS), _PLACES), max_size=8),
)
def test_each_is_given_what_it_sees_and_asked_for_after_its_own_place_and_nothing_again(
    kinds: list[tuple[str, str, int]], listeners: list[tuple[tuple[str, ...], Interest, int]]
) -> None:
    events = [_event(AFTER + number, *kind) for number, kind in enumerate(kinds, start=1)]
    seen = {TOLD_TO[0]: events[::2], TOLD_TO[1]: events}

    async def handed() -> list[tuple[bytes, int]]:
        streams = [Stream(UUID(int=1), tokens, interest, at) for tokens, interest, at in listeners]
        hand_on(Stretch(UPTO, seen), AFTER, streams)
        return [(await one.take(0), one.at) for one in streams]

    for (tokens, interest, at), (got, now_at) in zip(listeners, asyncio.run(handed()), strict=True):
        due = [it for it in seen[tokens] if it.leaf_index > at and interest.takes(it.action, it.agency, it.report)]
        assert got == b"".join(map(event_frame, due))
        assert now_at == max(at, UPTO)


async def test_a_client_is_cut_when_more_waits_than_may_and_not_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "MOST_WAITING", 10)
    one = Stream(UUID(int=1), TOLD_TO[0], Interest(), 0)
    for turn in range(3):  # what was taken waits no longer
        for chunk in (b"1234567", b"890"):
            one.give(chunk, turn)
        assert one.reason is None
        assert await one.take(1) == b"1234567890"
    for chunk in (b"1234567890", b"1"):
        one.give(chunk, 9)
    assert one.reason is EndReason.SLOW


class Hearing:
    """A reader of the region, streams that join it, and what it says in the log."""

    def __init__(self, database: Database, said: CapturingLogger) -> None:
        self.reader = Reader(database, REGION)
        self._said = said

    @property
    def said(self) -> list[str]:
        return [call.args[0] for call in self._said.calls]

    def stream(self, at: int, tokens: tuple[str, ...] = TOLD_TO[0]) -> Stream:
        return Stream(UUID(int=1), tokens, Interest(), at)

    async def joined(self, at: int) -> Stream:
        made = self.stream(at)
        assert await self.reader.join(made)
        return made

    async def told(self, one: Stream, upto: int) -> list[int]:
        """The leaf indices that it is given until it stands there."""

        async def there() -> bool:
            return one.at >= upto

        await until(there, f"it is told up to {upto}")
        return [int(line[4:]) for line in (await one.take(0)).split(b"\n") if line.startswith(b"id: ")]


@pytest.fixture
async def hearing(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Hearing]:
    monkeypatch.setattr(reader, "LOOK_S", 0.01)
    assert 0 < reader.AGAIN_S <= 1  # what is live is not looked for later than that
    monkeypatch.setattr(reader, "AGAIN_S", 0.01)
    monkeypatch.setattr(reader, "log", said := CapturingLogger())
    async with opened(settings) as database:
        made = Hearing(database, said)
        yield made
        await made.reader.close()


async def test_who_is_behind_is_not_let_in_and_who_is_not_is_told_what_follows(
    client: Any, settings: Settings, worker: Any, hearing: Hearing
) -> None:
    await notes(client, settings, worker, 5)
    first = await hearing.joined(2)
    assert await hearing.told(first, 5) == [3, 4, 5]
    for behind in (-1, 4):
        assert not await hearing.reader.join(hearing.stream(behind))
    level, ahead = await hearing.joined(5), await hearing.joined(6)
    await notes(client, settings, worker, 2)
    assert await hearing.told(first, 8) == await hearing.told(level, 8) == [6, 7, 8]
    assert await hearing.told(ahead, 8) == [7, 8]


async def test_a_reader_that_nobody_listened_to_begins_again_at_the_next_ones_place(
    client: Any, settings: Settings, worker: Any, hearing: Hearing
) -> None:
    await notes(client, settings, worker, 5)
    first = await hearing.joined(3)
    assert await hearing.told(first, 5) == [4, 5]
    hearing.reader.leave(first)
    await until(lambda: _ended(hearing), "it reads no more")
    early = await hearing.joined(0)
    assert await hearing.told(early, 5) == [1, 2, 3, 4, 5]
    assert await first.take(0) == b""


async def test_a_log_that_cannot_be_read_for_a_while_is_read_on(
    client: Any, settings: Settings, worker: Any, admin: Any, hearing: Hearing
) -> None:
    one = await hearing.joined(-1)
    await admin.execute("REVOKE SELECT ON audit_leaf FROM tindak_app")
    await until_so(lambda: len(hearing.said) > 1, "it was tried again")
    assert set(hearing.said) == {"log_unreadable"}
    await admin.execute("GRANT SELECT ON audit_leaf TO tindak_app")
    await notes(client, settings, worker, 1)
    assert await hearing.told(one, 1) == [0, 1]


async def test_who_joins_while_a_stretch_is_read_is_told_the_next(
    client: Any, settings: Settings, worker: Any, admin: Any, hearing: Hearing
) -> None:
    """The stretch that is under way was not read for them: they would be told of it nothing, or all twice."""
    await notes(client, settings, worker, 1)
    late = hearing.stream(-1, TOLD_TO[1])
    async with admin.transaction():
        await admin.execute("LOCK TABLE audit_event IN ACCESS EXCLUSIVE MODE")
        first = await hearing.joined(-1)
        await held_up(admin)
        joining = asyncio.create_task(hearing.reader.join(late))
        for _ in range(20):
            await asyncio.sleep(0)
        assert not joining.done()
    assert not await joining  # the reader is ahead of it by then
    assert await hearing.told(first, 1) == [0, 1]
    assert hearing.said == []


async def test_who_is_exactly_as_far_behind_as_may_be_catches_up(
    client: Any, settings: Settings, live: Direct, worker: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.features.live.service.MOST_BEHIND", 4)
    made = await notes(client, settings, worker, 5)
    listener = await live.listen(KODIM, **{"last-event-id": "1"}).opened()
    assert listener.of("reset") == []
    await client.post(f"{P}/reports/{made}/notes", json=NOTE, headers=headers(settings, DESK))
    await sequence_all(worker)
    await listener.until(lambda it: it.told and it.told[-1]["leaf_index"] == 6, "all of it")
    assert [it["leaf_index"] for it in listener.told] == [2, 3, 4, 5, 6]


async def _ended(hearing: Hearing) -> bool:
    task = hearing.reader._task  # noqa: SLF001 - there is no other sign of rest
    return task is not None and task.done()


async def test_a_reader_goes_on_whatever_ends_its_look(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(background, "FIRST_PAUSE_S", 0.01)
    monkeypatch.setattr(reader, "AGAIN_S", 0.01)
    supervisor, looked, left = background.Supervisor(), 0, [asyncio.CancelledError, ValueError, asyncio.CancelledError]
    async with opened(settings) as pool:
        reading = Reader(pool, REGION, supervisor)
        does = reading._look  # noqa: SLF001 - what is made to fail

        async def look() -> bool:
            nonlocal looked
            if left:
                raise left.pop()
            looked += 1
            return await does()

        monkeypatch.setattr(reading, "_look", look)
        await reading.join(Stream(UUID(int=1), TOLD_TO[0], Interest(), -1))
        await until_so(lambda: looked > 1, "it looks again and again")
        assert supervisor.standings[f"live {REGION}"].failures == 2
        await reading.close()
