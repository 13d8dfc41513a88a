"""Whoever touches a bundle without the log's key is found out, and what was touched is named."""

import json
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.trail.verifier.bundles import (
    FORGER,
    Members,
    bundle,
    checkpoint_of,
    entries_at,
    entries_path,
    report_bundle,
    tree_members,
)
from tests.trail.verifier.tampering import (
    EVENTS,
    LEAVES,
    TRAIL,
    edited,
    find,
    following,
    judged,
    named,
    rebuilt,
    rechained,
)
from workflows.trail.tlog.note_keys import signing_key
from workflows.trail.tlog.tiles import Tile

WHOLE = bundle(TRAIL)
OTHER_LOG = signing_key("log.example/other", bytes(32))
SIZE = len(LEAVES)


def event(at: int) -> str:
    return str(EVENTS[at]["event"])


def other_agency(each: dict[str, Any]) -> None:
    each["actor"]["agency"] = "kpu"


NOTE, CLOSED, LAST = find("report.noted", agency="bawaslu"), find("report.closed"), SIZE - 1
FORGED_AT = edited(LEAVES, NOTE, other_agency)
TILE = Tile(0, NOTE >> 8)
EDITED = {TILE.bundle().path(): entries_at(FORGED_AT, TILE)}
SWAPPED = [*LEAVES]
SWAPPED[CLOSED], SWAPPED[CLOSED - 1] = SWAPPED[CLOSED - 1], SWAPPED[CLOSED]
EMPTY = dict.fromkeys(("leaves.jsonl", "texts.jsonl", "snapshots.jsonl"), b"")
LONE = str(EVENTS[LAST]["report"])


def exchanged(first: int, second: int) -> list[bytes]:
    """Two events, each told of the other's report."""
    reports = EVENTS[first]["report"], EVENTS[second]["report"]
    once = edited(LEAVES, first, lambda each: each.update(report=reports[1]))
    return edited(once, second, lambda each: each.update(report=reports[0]))


def only(checkpoint: bytes) -> Members:
    return WHOLE | {"checkpoint": checkpoint}


class Attack(NamedTuple):
    """What was done, the bundle that came of it, the fault it shows as, and the event or report it names."""

    name: str
    members: Members
    code: str
    who: str | None


TABLE = [
    Attack("a leaf is edited", WHOLE | EDITED, "leaf_altered", event(NOTE)),
    Attack("its chain shows it too", rebuilt(FORGED_AT), "chain_broken", event(following(NOTE))),
    Attack(
        "leaf and tile are edited",
        WHOLE | EDITED | {TILE.path(): tree_members(FORGED_AT)[TILE.path()]},
        "tile_altered",
        None,
    ),
    Attack("a tile is edited", WHOLE | {TILE.path(): bytes(8192)}, "tile_altered", None),
    Attack("an upper tile is edited", WHOLE | {"tile/1/000.p/2": bytes(64)}, "tile_altered", None),
    Attack("a tile is too many", WHOLE | {"tile/2/000.p/1": bytes(32)}, "tile_altered", None),
    Attack("all tiles are made anew", rebuilt(rechained(FORGED_AT)), "root_differs", None),
    Attack(
        "the forger signs it all",
        rebuilt(rechained(FORGED_AT)) | {"checkpoint": checkpoint_of(rechained(FORGED_AT), FORGER)},
        "checkpoint_unsigned", None,
    ),
    Attack("the last is deleted", rebuilt(LEAVES[:-1]), "entries_missing", None),
    Attack("one is deleted", rebuilt([*LEAVES[:NOTE], *LEAVES[NOTE + 1 :]]), "sequence_gap", event(following(NOTE))),
    Attack("one is deleted and missed", rebuilt([*LEAVES[:NOTE], *LEAVES[NOTE + 1 :]]), "entries_missing", None),
    Attack(
        "the last bundle of entries is shortened",
        {**WHOLE, entries_path(SIZE): entries_at(LEAVES[:-1], Tile(0, LAST >> 8, LAST % 256))},
        "entries_missing", None,
    ),
    Attack("one is inserted", rebuilt([*LEAVES, FORGED_AT[NOTE]]), "sequence_repeated", event(NOTE)),
    Attack("one is too many", rebuilt([*LEAVES, FORGED_AT[NOTE]]), "root_differs", None),
    Attack("two are reordered", rebuilt(SWAPPED), "sequence_gap", event(CLOSED)),
    Attack("two are reordered, the other", rebuilt(SWAPPED), "sequence_repeated", event(CLOSED - 1)),
    Attack("two reports' events are exchanged", rebuilt(exchanged(NOTE, LAST)), "sequence_gap", event(NOTE)),
    Attack(
        "an event is of another region", rebuilt(edited(LEAVES, NOTE, lambda each: each.update(region="33.06"))),
        "wrong_region", event(NOTE),
    ),
    Attack("a leaf is no leaf", rebuilt([*LEAVES[:LAST], b"[" * 60_000]), "leaf_malformed", None),
    Attack("a leaf has a space", rebuilt([*LEAVES[:LAST], LEAVES[LAST] + b" "]), "leaf_not_canonical", event(LAST)),
    Attack(
        "cosignatures are stripped", only(b"\n".join(WHOLE["checkpoint"].split(b"\n")[:-2]) + b"\n"),
        "quorum_not_met", None,
    ),
    Attack("signatures are stripped", only(WHOLE["checkpoint"].split(b"\n\n")[0] + b"\n"), "checkpoint_unsigned", None),
    Attack("another key", only(checkpoint_of(LEAVES, FORGER)), "checkpoint_unsigned", None),
    Attack("another log", only(checkpoint_of(LEAVES, origin="log.example/33.06")), "checkpoint_wrong_origin", None),
    Attack(
        "a signed line is edited", only(WHOLE["checkpoint"].replace(b"\n%d\n" % SIZE, b"\n%d\n" % LAST)),
        "checkpoint_unsigned", None,
    ),
    Attack("an older checkpoint", only(checkpoint_of(LEAVES[:300])), "root_differs", None),
    Attack("a newer checkpoint", rebuilt(LEAVES[:300]), "entries_missing", None),
    Attack(
        "a report's proof", report_bundle(TRAIL, LONE) | {"checkpoint": checkpoint_of(FORGED_AT)},
        "inclusion_rejected", event(LAST),
    ),
    Attack("a report is emptied", report_bundle(TRAIL, LONE) | EMPTY, "report_without_events", LONE),
]  # fmt: skip


@pytest.mark.parametrize("attack", TABLE, ids=[attack.name for attack in TABLE])
def test_an_attack_is_named(tmp_path: Path, attack: Attack) -> None:
    code, faults = judged(tmp_path, attack.members)
    assert (code, attack.who in named(faults, attack.code)) == (1, True), faults[:5]


def test_only_the_leaf_that_was_edited_is_called_altered(tmp_path: Path) -> None:
    _, faults = judged(tmp_path, TABLE[0].members)
    assert [(fault["code"], fault["leaf_index"]) for fault in faults] == [
        ("chain_broken", following(NOTE)),
        ("leaf_altered", NOTE),
    ]
    assert faults[1]["at"] == EVENTS[NOTE]["at"]
    assert faults[1]["report"] == EVENTS[NOTE]["report"]


def test_only_the_tile_that_was_edited_is_called_altered(tmp_path: Path) -> None:
    _, faults = judged(tmp_path, WHOLE | {TILE.path(): bytes(8192)})
    assert [fault["code"] for fault in faults] == ["tile_altered"]
    assert TILE.path() in faults[0]["words"]


def test_a_key_of_another_log_vouches_for_nothing(tmp_path: Path) -> None:
    code, faults = judged(tmp_path, WHOLE, OTHER_LOG.verifier.encode())
    assert (code, [fault["code"] for fault in faults]) == (1, ["checkpoint_wrong_origin"])


def test_what_was_taken_away_is_named_by_its_place(tmp_path: Path) -> None:
    place = TILE.bundle().path()
    cut = entries_at([*LEAVES[:NOTE], *LEAVES[NOTE + 1 :]], Tile(0, TILE.index, 255))
    for gone in ({place: cut}, {place: None}):
        members = {name: content for name, content in (WHOLE | gone).items() if content is not None}
        _, faults = judged(tmp_path, members)
        missing = [fault["leaf_index"] for fault in faults if fault["code"] == "entries_missing"]
        assert missing == [NOTE if gone[place] else TILE.index * 256]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"size": SIZE - 1}, "root_differs"),
        ({"origin": "log.example/33.06"}, "checkpoint_wrong_origin"),
        ({"region": "33.06"}, "wrong_region"),
    ],
)
def test_a_manifest_that_says_otherwise_is_named(tmp_path: Path, change: dict[str, Any], code: str) -> None:
    members = WHOLE | {"manifest.json": json.dumps(json.loads(WHOLE["manifest.json"]) | change).encode()}
    _, faults = judged(tmp_path, members)
    assert {fault["code"] for fault in faults} - {"report_without_events"} == {code}
