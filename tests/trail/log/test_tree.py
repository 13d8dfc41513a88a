"""The tree in the database is the tree of the stored leaves, however it came to be."""

from collections import Counter
from random import Random
from typing import Any

import asyncpg
import pytest
from hypothesis import given
from hypothesis import strategies as st
from structlog.testing import CapturingLogger

from service.edge.settings import Settings
from service.trail.audit import sequencer
from service.trail.tlog import tree_rows
from tests.conftest import REGION
from tests.edge.api.story import report
from workflows.trail.tlog.merkle import Range, hash_leaf
from workflows.trail.tlog.tiles import FULL_WIDTH, grown, new_tiles
from workflows.trail.tlog.tlog_errors import Malformed

MANY = 300
LEAVES = "SELECT e.leaf FROM audit_leaf l JOIN audit_event e ON e.id = l.event_id ORDER BY l.leaf_index"
TILES = "SELECT level, tile_index, data FROM audit_tile ORDER BY level, tile_index"


@given(steps=st.lists(st.integers(1, 700), max_size=6))
def test_tiles_grow_the_same_in_any_steps(steps: list[int]) -> None:
    leaves = [hash_leaf(bytes([n % 251, n // 251])) for n in range(sum(steps))]
    tiles: dict[tuple[int, int], bytes] = {}
    size = 0
    for step in steps:
        new = leaves[size : size + step]
        changed = {(t.level, t.index): d for t, d in grown(size, new, lambda *at: tiles[at])}  # noqa: B023 - used at once
        assert sorted(changed) == sorted({(t.level, t.index) for t in new_tiles(size, size + step)})
        tiles |= changed
        size += step
    at_once = {(tile.level, tile.index): data for tile, data in grown(0, leaves, lambda *_at: b"")}
    assert tiles == at_once


def test_a_tile_of_another_width_is_refused() -> None:
    with pytest.raises(Malformed, match="tile_bytes"):
        list(grown(5, [bytes(32)], lambda *_at: bytes(32)))


async def test_the_root_is_the_root_of_the_stored_leaves_at_every_size(
    client: Any, settings: Settings, admin: Any, worker: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sequencer, "BATCH", 7)
    for _ in range(6):
        await report(client, settings, severity="S1")
    while await sequencer.sequence_all(worker):
        pass
    tree = Range()
    for row in await admin.fetch(LEAVES):
        tree = tree.append(hash_leaf(row["leaf"]))
        assert await tree_rows.root_of(worker, REGION, tree.size) == tree.root()
    assert tree.size == await tree_rows.size_of(worker, REGION) > 7
    by_time = await admin.fetch("SELECT event_id FROM audit_leaf ORDER BY leaf_index")
    assert by_time == sorted(by_time)  # what waited longest is placed first, however little is placed at a time


@pytest.mark.parametrize("batch", [-1, 0, 1, FULL_WIDTH, 100, 7])
async def test_a_rebuilt_tree_has_the_same_tiles(
    admin: Any, worker: Any, client: Any, settings: Settings, monkeypatch: pytest.MonkeyPatch, batch: int
) -> None:
    """Whatever the batches: one leaf short of the whole (-1), exactly it (0), one more (1), or so many at a time."""
    await _many_events(client, settings, admin)
    while await sequencer.sequence_all(worker):
        pass
    before, size = await admin.fetch(TILES), await tree_rows.size_of(worker, REGION)
    assert len(before) > 2
    await admin.execute("ALTER TABLE audit_tile DISABLE TRIGGER USER")
    await admin.execute("DELETE FROM audit_tile")
    await admin.execute("ALTER TABLE audit_tile ENABLE ALWAYS TRIGGER no_change")
    monkeypatch.setattr(sequencer, "BATCH", batch if batch > 1 else size + batch)
    await sequencer.grow_missing_trees(worker)
    assert await admin.fetch(TILES) == before


async def test_what_is_hashed_is_the_leaf_and_not_what_was_promised(
    client: Any, settings: Settings, admin: Any, worker: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sequencer, "log", said := CapturingLogger())
    await report(client, settings)
    await admin.execute("UPDATE audit_pending SET leaf_hash = sha256('x')")
    await sequencer.sequence_all(worker)
    row = await admin.fetchrow("SELECT l.leaf_hash, e.leaf FROM audit_leaf l JOIN audit_event e ON e.id = l.event_id")
    assert row["leaf_hash"] == hash_leaf(row["leaf"])
    event = await admin.fetchval("SELECT id::text FROM audit_event")
    (told,) = said.calls
    assert (told.method_name, told.args) == ("error", ("leaf_contradicts_promise",))
    assert told.kwargs == {"region": REGION, "event_id": event}
    await report(client, settings)
    assert await sequencer.sequence_all(worker) == 1
    assert len(said.calls) == 1  # of what is as it was promised nothing is said


_TAKEN = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 10**6)), unique_by=lambda one: one[1], max_size=20)


@given(_TAKEN, st.randoms(use_true_random=False))
def test_events_are_placed_by_time_and_never_against_the_numbers_of_their_report(
    drawn: list[tuple[int, int]], random: Random
) -> None:
    """Made by several machines, the identifiers of one report's events need not follow their numbers."""
    numbers: Counter[int] = Counter()
    rows = []
    for of_report, event in drawn:
        numbers[of_report] += 1
        rows.append({"event_id": event, "report_id": of_report, "seq": numbers[of_report]})
    placed = sequencer.in_order(random.sample(rows, len(rows)))
    assert sorted(row["event_id"] for row in placed) == sorted(row["event_id"] for row in rows)
    in_time = sorted(rows, key=lambda row: row["event_id"])
    assert [row["report_id"] for row in placed] == [row["report_id"] for row in in_time]
    for of_report in numbers:
        assert [row["seq"] for row in placed if row["report_id"] == of_report] == list(range(1, numbers[of_report] + 1))


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_tile SET data = set_byte(data, 0, (get_byte(data, 0) + 1) % 256)",
        "UPDATE audit_tile SET data = substr(data, 1, 32) WHERE length(data) > 32",
        "UPDATE audit_tile SET data = set_byte(data, 0, (get_byte(data, 0) + 1) % 256) || data",
        "UPDATE audit_tile SET region = '33.06'",
        "UPDATE audit_tile SET level = level + 1",
        "UPDATE audit_tile SET tile_index = tile_index + 1",
        "DELETE FROM audit_tile",
        "TRUNCATE audit_tile",
    ],
)
async def test_even_a_superuser_is_refused_to_shrink_or_change_a_tile(
    client: Any, settings: Settings, admin: Any, worker: Any, sql: str
) -> None:
    await report(client, settings, severity="S1")
    await sequencer.sequence_all(worker)
    await admin.execute("SET session_replication_role = replica")
    with pytest.raises(asyncpg.RestrictViolationError):
        await admin.execute(sql)


async def _many_events(client: Any, settings: Settings, admin: Any) -> None:
    """More events than a tile is wide: one report's, copied by the superuser with leaves of their own."""
    await report(client, settings)
    await admin.execute(
        """INSERT INTO audit_event SELECT (jsonb_populate_record(e, jsonb_build_object(
             'id', gen_random_uuid(), 'seq', e.seq + n, 'prev_seq', e.seq + n - 1,
             'leaf', '\\x' || encode(e.leaf || convert_to(n::text, 'UTF8'), 'hex'),
             'prev', '\\x' || encode(e.leaf_hash, 'hex')))).*
           FROM audit_event e, generate_series(1, $1) AS n WHERE e.seq = (SELECT max(seq) FROM audit_event)""",
        MANY,
    )
    await admin.execute(
        """INSERT INTO audit_pending SELECT region, id, report_id, seq, leaf_hash FROM audit_event e
           WHERE NOT EXISTS (SELECT FROM audit_pending p WHERE p.event_id = e.id)"""
    )
    assert FULL_WIDTH < MANY


async def test_pending_rows_without_an_event_hold_nothing_up(
    client: Any, settings: Settings, admin: Any, worker: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sequencer, "BATCH", 2)
    orphan = "INSERT INTO audit_pending (region, event_id, report_id, seq, leaf_hash) VALUES ($1, $2, $2, 1, '')"
    for number in range(5):
        await admin.execute(orphan, REGION, f"00000000-0000-7000-8000-00000000000{number}")
    await report(client, settings)
    while await sequencer.sequence_all(worker):
        pass
    events = await admin.fetchval("SELECT count(*) FROM audit_event")
    assert await admin.fetchval("SELECT count(*) FROM audit_leaf") == events > 0
    assert await admin.fetchval("SELECT count(*) FROM audit_pending") == 5
