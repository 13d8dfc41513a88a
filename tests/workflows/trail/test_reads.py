"""The leaf that keeps reads, and the replay of the chain that they form."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import rfc8785

from workflows.codes.people import Role
from workflows.trail.leaf import leaf_hash
from workflows.trail.reads import MOST, Read, ReadKind, audited, record_reads
from workflows.trail.region_events import Head
from workflows.trail.replay.faults import Fault
from workflows.trail.replay.machine import Replay
from workflows.trail.tlog.tiles import MAX_ENTRY_BYTES

NOW = datetime(2026, 11, 24, 3, 15, 7, 123456, tzinfo=UTC)
PERSON = UUID(int=2**128 - 1)
START = Head(0, None, None)
WIDEST = Read(
    ReadKind.HISTORY_OPENED, NOW, PERSON, "a" * 32, "coordinator", PERSON, PERSON,
    ("state", "category", "severity", "agency", "area", "election", "stage", "q"),
    {"scope": "region", "size": 2**53 - 1, "from": "2026-11-24T03:15:07.123456Z", "to": "2026-11-24T03:15:07.123456Z"},
)  # fmt: skip


def _chain(count: int = 3, each: int = 1) -> list[bytes]:
    """So many records of so many reads each."""
    head, leaves = START, []
    for _ in range(count):
        reads = tuple(Read(ReadKind.REPORT_OPENED, NOW, PERSON, "inspektorat", "auditor", uuid4()) for _ in range(each))
        made = record_reads("33.05", uuid4(), reads, head, NOW)
        leaves.append(made.leaf)
        head = Head(made.seq, made.leaf_hash, made.at)
    return leaves


def _faults(leaves: list[bytes]) -> list[str]:
    replay, faults = Replay("33.05"), list[Fault]()
    for index, leaf in enumerate(leaves):
        replay.feed(leaf, index, faults)
    return [fault.code.value for fault in [*faults, *replay.rest()]]


def _edited(leaf: bytes, **members: Any) -> bytes:
    return rfc8785.dumps({**json.loads(leaf), **members})


@pytest.mark.parametrize("role", Role)
def test_what_is_restricted_or_secret_is_kept_of_everybody_and_everything_of_auditors(role: Role) -> None:
    assert audited(role, "secret")
    assert audited(role, "restricted")
    for classification in ("ordinary", None):
        assert audited(role, classification) is (role is Role.AUDITOR)


def test_the_widest_record_is_an_entry_of_the_log() -> None:
    made = record_reads("33.05", uuid4(), (WIDEST,) * MOST, Head(2**31 - 2, bytes(32), NOW), NOW)
    assert len(made.leaf) <= MAX_ENTRY_BYTES
    assert rfc8785.dumps(json.loads(made.leaf)) == made.leaf
    assert made.leaf_hash == leaf_hash(made.leaf)


@pytest.mark.parametrize("late", [(-5, 0, -9), (-5, -9, 0), (0, -1, -2)])
def test_a_record_is_never_earlier_than_what_it_tells_of_or_follows(late: tuple[int, int, int]) -> None:
    now, read, head = (NOW + timedelta(seconds=seconds) for seconds in late)
    made = record_reads("33.05", uuid4(), (WIDEST._replace(at=read),), Head(1, bytes(32), head), now)
    assert made.at == NOW


def test_an_untouched_chain_holds_and_is_counted() -> None:
    replay, faults = Replay("33.05"), list[Fault]()
    for index, leaf in enumerate(_chain(5, each=3)):
        replay.feed(leaf, index, faults)
    assert (faults, replay.reads, replay.reports) == ([], 15, 0)


@pytest.mark.parametrize("place", range(3))
def test_of_several_reads_of_a_record_each_may_be_the_one_that_is_later(place: int) -> None:
    reads = json.loads(_chain(1, each=3)[0])["data"]["reads"]
    reads[place] |= LATER["reads"][0]
    assert _faults([_edited(_chain(1)[0], data={"reads": reads})]) == ["time_backwards"]


NOBODY_SAYS = {"reads": [{"what": "report.opened"}]}
LATER = {"reads": [{"what": "x", "at": "2027-01-01T00:00:00.000000Z", "person": None, "agency": None, "role": "x"}]}
TOUCHED: dict[str, tuple[Any, str]] = {
    "one is taken away": (lambda chain: [chain[0], chain[2]], "sequence_gap"),
    "one stands there twice": (lambda chain: [chain[0], chain[0], chain[1]], "sequence_repeated"),
    "one is edited": (lambda chain: [_edited(chain[0], data=NOBODY_SAYS | LATER), *chain[1:]], "chain_broken"),
    "two change places": (lambda chain: [chain[1], chain[0], chain[2]], "sequence_gap"),
    "something else is put there": (lambda chain: [_edited(chain[0], action="report.noted")], "illegal_transition"),
    "somebody signs for the system": (
        lambda chain: [_edited(chain[0], actor={"person": str(PERSON), "agency": "kpu", "role": "officer"})],
        "illegal_transition",
    ),
    "the version is another": (lambda chain: [_edited(chain[0], version=2)], "state_contradicts"),
    "nobody reads nothing": (lambda chain: [_edited(chain[0], data={"reads": []})], "leaf_malformed"),
    "who read is left out": (lambda chain: [_edited(chain[0], data=NOBODY_SAYS)], "leaf_malformed"),
    "what was read is later than its record": (lambda chain: [_edited(chain[0], data=LATER)], "time_backwards"),
    "the record goes back in time": (
        lambda chain: [chain[0], _edited(chain[1], at="2026-11-24T03:15:07.000000Z")],
        "time_backwards",
    ),
    "it is given to a report": (lambda chain: [_edited(chain[0], report=str(PERSON))], "state_contradicts"),
}


def test_a_gap_is_told_of_the_chain_that_it_is_in() -> None:
    first, _, third = _chain()
    replay, faults = Replay("33.05"), list[Fault]()
    for index, leaf in enumerate((first, third)):
        replay.feed(leaf, index, faults)
    assert faults[0].words == "Events were taken away: number 3 follows number 1 of the records of reads."


@pytest.mark.parametrize("how", TOUCHED)
def test_what_was_done_to_the_chain_is_named(how: str) -> None:
    touch, code = TOUCHED[how]
    assert code in _faults(touch(_chain()))
