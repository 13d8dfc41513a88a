"""Cursors, resets, signs of life and ends of a stream."""

import asyncio
import json
from itertools import product
from typing import Any

import pytest
from prometheus_client import REGISTRY

from service.edge.auth.sign_in_errors import Reason, TokenRefused
from service.edge.limits.slots import ROOMS, Room, Slot, Slots
from service.edge.settings import Settings
from service.features.live import answer as answers
from service.features.live import controller, reader, service, stream
from service.trail.audit.sequencer import sequence_all
from tests.edge.api.story import DESK, KODIM, KPU, POLRES, P, headers, report
from tests.features.live.direct import Direct

CUT = "tindak_cut_streams_total"
NOTE = {"text": "Catatan"}


async def notes(client: Any, settings: Settings, worker: Any, count: int) -> str:
    """An ordinary report with so many notes, all in the log."""
    made = str((await report(client, settings, classification="ordinary"))["id"])
    for _ in range(count):
        await client.post(f"{P}/reports/{made}/notes", json=NOTE, headers=headers(settings, DESK))
    await sequence_all(worker)
    return made


async def test_it_goes_on_after_the_cursor_and_the_header_goes_before_the_query(
    client: Any, settings: Settings, live: Direct, worker: Any
) -> None:
    await notes(client, settings, worker, 5)
    for cursor, (query, headed) in product((-1, 0, 2, 5), (("after={}&", False), ("", True), ("after=3&", True))):
        sent = {"last-event-id": str(cursor)} if headed else {}
        listener = live.listen(KODIM, f"{query.format(cursor)}follow=false", **sent)
        await listener.task
        assert [it["leaf_index"] for it in listener.told] == list(range(cursor + 1, 6))
        assert listener.of("end") == [{"reason": "caught_up"}]
        assert listener.ended
        assert listener.events[-1].id == "5"


async def test_without_a_cursor_it_begins_with_what_comes_next(
    client: Any, settings: Settings, live: Direct, worker: Any
) -> None:
    made = await notes(client, settings, worker, 2)
    listener = await live.listen(KODIM).opened()
    first = listener.events[0]
    assert (first.event, first.id, json.loads(first.data)) == ("position", "2", {"leaf_index": 2})
    assert answers.RETRY_MS[0] <= (first.retry or 0) <= answers.RETRY_MS[1]
    await client.post(f"{P}/reports/{made}/notes", json=NOTE, headers=headers(settings, DESK))
    await sequence_all(worker)
    await listener.until(lambda it: it.told, "what came next")
    assert [it["leaf_index"] for it in listener.told] == [3]


async def test_long_stretches_are_read_in_parts(
    client: Any, settings: Settings, live: Direct, worker: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "MOST", 2)
    monkeypatch.setattr(reader, "MOST", 2)
    made = await notes(client, settings, worker, 6)
    early = await live.listen(KODIM, "after=-1").opened()
    await early.until(lambda it: len(it.told) == 7, "it has caught up")
    late = await live.listen(KODIM, "after=3").opened()
    for _ in range(5):
        await client.post(f"{P}/reports/{made}/notes", json=NOTE, headers=headers(settings, DESK))
    await sequence_all(worker)
    for listener, since in ((early, 0), (late, 4)):
        await listener.until(lambda it: it.told and it.told[-1]["leaf_index"] == 11, "all of it")
        assert [it["leaf_index"] for it in listener.told] == list(range(since, 12))


@pytest.mark.parametrize(
    ("cursor", "reason", "after"), [(0, "cursor_too_old", 0), (5000, "cursor_beyond_log", -1), (5, None, None)]
)
async def test_a_cursor_that_cannot_be_gone_on_from_is_said_to_be(
    client: Any,
    settings: Settings,
    live: Direct,
    worker: Any,
    monkeypatch: pytest.MonkeyPatch,
    cursor: int,
    reason: str | None,
    after: int | None,
) -> None:
    monkeypatch.setattr(service, "MOST_BEHIND", 4)
    made = await notes(client, settings, worker, 5)
    listener = await live.listen(KODIM, **{"last-event-id": str(cursor)}).opened()
    told = {"reason": reason, "cursor": cursor, "newest": 5, "read": f"{P}/events?after={after}"}
    assert listener.of("reset") == ([told] if reason else [])
    missed = await client.get(f"{P}/events?after={after}", headers=headers(settings, KODIM)) if reason else None
    assert missed is None or missed.json()["items"][-1]["leaf_index"] == 5
    await client.post(f"{P}/reports/{made}/notes", json=NOTE, headers=headers(settings, DESK))
    await sequence_all(worker)
    await listener.until(lambda it: it.told, "it goes on after the newest")
    assert [it["leaf_index"] for it in listener.told] == [6]


async def test_a_cursor_that_is_none_is_refused_by_name(live: Direct) -> None:
    for cursor in ("abc", "1.5", "-2", "007", "9" * 16, "1e3", "٣", " 1"):
        refused = live.listen(KODIM, **{"last-event-id": cursor})
        await refused.task
        assert refused.status == 422, cursor
        assert json.loads(refused.raw)["errors"][0]["pointer"] == "Last-Event-ID"


async def test_who_hears_nothing_gets_signs_of_life_and_a_cursor_that_moves(
    client: Any, settings: Settings, live: Direct, worker: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers, "HEARTBEAT_S", 0.05)
    listener = await live.listen(KPU).opened()
    await listener.until(lambda it: it.raw.count(b"\n:\n") >= 2, "comments")
    assert len(listener.events) == 1, "a comment is no event, for whoever takes any blank line for one"
    hidden = {"reported_party": {"agency": "kpu", "name": "Anggota"}, "classification": "ordinary"}
    await report(client, settings, **hidden)
    await sequence_all(worker)
    await listener.until(lambda it: len(it.of("position")) == 2, "the cursor moves past what is hidden")
    assert listener.of("position")[-1] == {"leaf_index": 0}
    assert listener.told == []


async def test_it_ends_with_its_token(live: Direct, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(controller, "_good_for_s", lambda _: 0.2)
    listener = live.listen(KODIM)
    await listener.task
    assert listener.of("end") == [{"reason": "token_expired"}]
    assert listener.ended


async def test_it_ends_when_the_sign_in_is_taken_back(live: Direct, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "HEARTBEAT_S", 0.05)
    listener = await live.listen(KODIM).opened()

    async def refuse(_: str) -> None:
        raise TokenRefused(Reason.UNKNOWN_KEY)

    monkeypatch.setattr(live.app.state.verifier, "verify", refuse)
    await listener.task
    assert listener.of("end") == [{"reason": "signed_out"}]


async def test_who_reads_too_slowly_is_cut_and_nobody_else_waits(
    client: Any, settings: Settings, live: Direct, worker: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "MOST_WAITING", 2000)
    slow, quick = await live.listen(KODIM).opened(), await live.listen(KODIM).opened()
    slow.reading.clear()
    before = REGISTRY.get_sample_value(CUT) or 0
    made = await notes(client, settings, worker, 1)
    for _ in range(6):
        for _ in range(3):
            await client.post(f"{P}/reports/{made}/notes", json=NOTE, headers=headers(settings, DESK))
        await sequence_all(worker)
        await asyncio.sleep(reader.LOOK_S)
    await quick.until(lambda it: len(it.told) == 20, "all of it")
    await slow.task
    assert slow.problem == "client_too_slow"
    assert not slow.ended
    assert not slow.of("end")
    assert REGISTRY.get_sample_value(CUT) == before + 1


async def test_400_streams_by_one_person_are_a_few_and_the_next_person_listens(live: Direct) -> None:
    asked = [live.listen(KODIM) for _ in range(400)]
    each = ROOMS[Slot.STREAM].each
    while sum(it.task.done() for it in asked) < len(asked) - each:
        await asyncio.wait([it.task for it in asked if not it.task.done()], return_when=asyncio.FIRST_COMPLETED)
    refused, opened = [it for it in asked if it.task.done()], [it for it in asked if not it.task.done()]
    assert (len(refused), len(opened)) == (len(asked) - each, each)
    for listener in opened:
        await listener.opened()
    codes = {(listener.status, json.loads(listener.raw)["code"]) for listener in refused}
    assert codes == {(429, "too_many_at_once")}
    await live.listen(POLRES).opened()
    await opened[0].leave()
    await live.listen(KODIM).opened()


async def test_no_more_are_opened_than_may_be(live: Direct, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live.app.state.live, "_slots", Slots(Slot.STREAM, Room(1, 1)))
    await live.listen(KODIM).opened()
    refused = live.listen(POLRES)
    await refused.task
    assert (refused.status, json.loads(refused.raw)["code"]) == (503, "too_many_streams")


async def test_a_stream_outlives_the_database(client: Any, settings: Settings, live: Direct, admin: Any) -> None:
    listener = await live.listen(KODIM).opened()
    await report(client, settings, classification="ordinary")
    await sequence_all(admin)
    await listener.until(lambda it: it.told, "what happened before it")
    await admin.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    await client.get("/readyz")
    await report(client, settings, classification="ordinary")
    await sequence_all(admin)
    await listener.until(lambda it: len(it.told) == 2, "what happened after it")
