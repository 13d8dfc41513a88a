"""Bundles of a trail, member by member, with keys of the tests."""

import json
from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from tests.trail.verifier.trails import REGION, Trail
from workflows.access.facts import ReportFacts
from workflows.decisions.gakkumdu.path import CaseFacts
from workflows.trail.tlog.checkpoints import Checkpoint
from workflows.trail.tlog.merkle import hash_children, hash_leaf, inclusion_proof, read_range
from workflows.trail.tlog.note_keys import KeyKind, SigningKey, signing_key
from workflows.trail.tlog.notes import Note, sign
from workflows.trail.tlog.tiles import ENTRIES, FULL_WIDTH, Tile, encode_bundle, tile_data, tiles_of

ORIGIN = "log.example/33.05"
LOG = signing_key(ORIGIN, bytes(range(32)))
NEXT_LOG = signing_key(ORIGIN, bytes(range(3, 35)))
FORGER = signing_key(ORIGIN, bytes(range(1, 33)))
WITNESS = signing_key("witness.example/w1", bytes(range(2, 34)), KeyKind.COSIGNATURE)
POLICY = f"log {LOG.verifier.encode()}\nwitness w1 {WITNESS.verifier.encode()}\nquorum w1\n"
COSIGNED_AT = 1_732_600_000
MADE_AT = "2024-11-26T00:00:00.000000Z"

PROTECTING = (
    "accused", "accused_ever", "barred", "cleared", "lead_moved_by", "named", "passed_over", "walled",
)  # fmt: skip

Members = dict[str, bytes]


def nodes_of(leaves: Sequence[bytes]) -> list[list[bytes]]:
    """The perfect subtrees over the leaves, level by level."""
    levels = [[hash_leaf(leaf) for leaf in leaves]]
    while len(levels[-1]) > 1:
        below = levels[-1]
        levels.append([hash_children(*pair) for pair in zip(below[::2], below[1::2], strict=False)])
    return levels


def checkpoint_of(leaves: Sequence[bytes], log: SigningKey = LOG, origin: str = ORIGIN) -> bytes:
    levels = nodes_of(leaves)
    root = read_range(len(leaves), lambda level, index: levels[level][index]).root()
    text = Checkpoint(origin, len(leaves), root).text()
    return Note(text, (sign(text, log), sign(text, WITNESS, COSIGNED_AT))).serialise()


def tree_members(leaves: Sequence[bytes]) -> Members:
    levels = nodes_of(leaves)
    members = {}
    for tile in tiles_of(len(leaves)):
        if tile.level == 0:
            members[tile.bundle().path()] = entries_at(leaves, tile)
        members[tile.path()] = tile_data(tile, lambda level, index: levels[level][index])
    return members


def entries_at(leaves: Sequence[bytes], tile: Tile) -> bytes:
    first = tile.index * FULL_WIDTH
    return encode_bundle(leaves[first : first + tile.width])


def entries_path(size: int) -> str:
    """Where the last entries of a log of this size stand."""
    return Tile(ENTRIES, (size - 1) >> 8, (size - 1) % FULL_WIDTH + 1).path()


def leaf_lines(leaves: Sequence[bytes], chosen: Iterable[int]) -> bytes:
    levels = nodes_of(leaves)
    return lines(
        {
            "leaf_index": at,
            "leaf": b64encode(leaves[at]).decode(),
            "proof": [
                b64encode(each).decode()
                for each in inclusion_proof(at, len(leaves), lambda level, index: levels[level][index])
            ],
        }
        for at in chosen
    )


def lines(values: Iterable[Mapping[str, Any]]) -> bytes:
    return b"".join(json.dumps(value).encode() + b"\n" for value in values)


def case_line(case: CaseFacts) -> dict[str, Any]:
    names = ("state", "register_number", "sigaplapor_number", "police_number", "police_receipt")
    return {name: getattr(case, name) for name in names} | {"bundle": sorted(case.bundle)}


def snapshot(
    report: ReportFacts, case: CaseFacts | None = None, review: dict[str, Any] | None = None
) -> dict[str, Any]:
    assert report.head is not None
    same = [
        "state",
        "version",
        "seq",
        "category",
        "severity",
        "classification",
        "area",
        "lead_agency",
        "register_number",
        "outcome",
        "election",
        "severity_taken",
        "severity_highest",
    ]
    tasks = [
        {name: getattr(task, name) for name in ("agency", "role", "kind", "state", "version")}
        | {"id": str(task.id), "assignee": str(task.assignee) if task.assignee else None}
        | {"worked_by": [str(person) for person in task.worked_by]}
        for task in report.tasks
    ]
    protects = {name: sorted(map(str, getattr(report, name))) for name in PROTECTING}
    return {name: getattr(report, name) for name in same} | protects | {
        "report": str(report.id), "head": report.head.hex(), "tasks": tasks,
        "case": None if case is None else case_line(case), "review": review,
    }  # fmt: skip


def snapshots(trail: Trail) -> list[dict[str, Any]]:
    cases, reviews = trail.cases, trail.reviews
    shown = (snapshot(report, cases.get(report.id), reviews.get(report.id)) for report in trail.reports.values())
    return sorted(shown, key=lambda each: str(each["report"]))


def manifest(size: int, **scope: Any) -> bytes:
    asked = {"kind": "region", "report": None, "from": None, "to": None} | scope
    said = {"format": "tindak-bundle/1", "origin": ORIGIN, "region": REGION, "scope": asked, "size": size}
    return json.dumps(said | {"made_at": MADE_AT, "made_by": "command line"}).encode()


def bundle(trail: Trail, covered: int | None = None) -> Members:
    """A bundle of the region whose checkpoint covers the first leaves, or all."""
    leaves = trail.leaves[:covered]
    return {
        "manifest.json": manifest(len(leaves)),
        "checkpoint": checkpoint_of(leaves),
        "log.vkey": LOG.verifier.encode().encode(),
        "witnesses.policy": POLICY.encode(),
        **tree_members(leaves),
        **closing(trail, trail.leaves[len(leaves) :]),
    }


def report_bundle(trail: Trail, report: str) -> Members:
    chosen = [at for at, leaf in enumerate(trail.leaves) if json.loads(leaf)["report"] == report]
    rest = closing(trail, [])
    texts, states = ([json.loads(x) for x in rest[name].splitlines()] for name in ("texts.jsonl", "snapshots.jsonl"))
    return {
        "manifest.json": manifest(len(trail.leaves), kind="report", report=report),
        "checkpoint": checkpoint_of(trail.leaves),
        "leaves.jsonl": leaf_lines(trail.leaves, chosen),
        "texts.jsonl": lines(each for each in texts if each["report"] == report),
        "namings.jsonl": lines(each for each in trail.namings if each["report"] == report),
        "snapshots.jsonl": lines(each for each in states if each["report"] == report),
    }


def closing(trail: Trail, pending: Sequence[bytes]) -> Members:
    return {
        "pending.jsonl": lines({"leaf": b64encode(leaf).decode()} for leaf in pending),
        "texts.jsonl": lines(trail.texts),
        "namings.jsonl": lines(trail.namings),
        "snapshots.jsonl": lines(snapshots(trail)),
    }


def write(file: Path, members: Mapping[str, bytes]) -> Path:
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file
