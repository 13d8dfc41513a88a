"""Standings on the disk are the same as standings in memory, and take none."""

import tracemalloc
from collections.abc import MutableMapping

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.trail.verifier.standings import Standings
from tests.trail.verifier.bundles import snapshots
from tests.trail.verifier.tampering import LEAVES, TRAIL
from workflows.trail.replay.faults import Fault
from workflows.trail.replay.machine import Replay
from workflows.trail.replay.snapshots import Snapshot

KEYS = st.integers(0, 9).map(lambda number: bytes([number]) * 16)
STEPS = st.lists(st.tuples(st.sampled_from(("put", "read", "take")), KEYS, st.binary(max_size=3)), max_size=60)
MEBIBYTE = 1 << 20


def step(standings: MutableMapping[bytes, bytes], what: str, key: bytes, value: bytes) -> bytes | None:
    if what == "put":
        standings[key] = value
        return None
    return standings.get(key) if what == "read" else standings.pop(key, None)


@given(near=st.integers(1, 5), steps=STEPS)
def test_they_hold_what_a_dict_would_hold(near: int, steps: list[tuple[str, bytes, bytes]]) -> None:
    known: dict[bytes, bytes] = {}
    with Standings(near) as standings:
        for what, key, value in steps:
            assert step(standings, what, key, value) == step(known, what, key, value)
            assert (len(standings), sorted(standings)) == (len(known), sorted(known))
        assert dict(standings) == known
        with pytest.raises(KeyError):
            del standings[bytes(15)]


def replayed(standings: MutableMapping[bytes, bytes], leaves: tuple[bytes, ...]) -> list[Fault]:
    """Everything that does not hold, when the states of every other report are there."""
    replay, faults = Replay(TRAIL.region, standings), list[Fault]()
    for at, leaf in enumerate(leaves):
        replay.feed(leaf, at, faults)
    for state in snapshots(TRAIL)[::2]:
        faults += replay.settle(msgspec.convert(state, Snapshot))
    return [*faults, *replay.rest()]


def test_a_replay_finds_the_same_with_one_report_in_memory_as_with_all() -> None:
    leaves = (*LEAVES[:100], *LEAVES[120:])
    with Standings(1) as standings:
        found = replayed(standings, leaves)
    assert found
    assert sorted(map(repr, found)) == sorted(map(repr, replayed({}, leaves)))


def test_fifty_thousand_reports_take_no_more_memory_than_those_that_are_near() -> None:
    tracemalloc.start()
    with Standings() as standings:
        for number in range(50_000):
            standings[number.to_bytes(16, "big")] = bytes(400)
        held = tracemalloc.get_traced_memory()[0]
        assert len(standings) == 50_000
        assert standings[bytes(16)] == bytes(400)
    tracemalloc.stop()
    assert held < 4 * MEBIBYTE
