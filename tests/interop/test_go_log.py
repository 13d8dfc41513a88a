"""Go's `note` and `tlog` packages read the log of a running service."""

import json
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from tests.interop.cases import checkpoint_case, from_hex, named, proof_file_case, tiles_case
from tests.interop.referee import Referee
from tests.interop.served import REPORTS_A_ROUND, ROUNDS, Served, command, size_of

pytestmark = pytest.mark.interop


def test_every_checkpoint_opens_with_the_published_key_and_states_the_root_of_our_entries(
    referee: Referee, served: Served, roots: list[str]
) -> None:
    found = referee.accepted([checkpoint_case(served, note) for note in served.checkpoints])
    sizes = [size_of(note) for note in served.checkpoints]
    assert sizes == sorted(set(sizes))
    assert sizes[0] < 256 < sizes[-1] == len(roots)
    for size, opened in zip(sizes, found, strict=True):
        (key,) = served.log_keys
        assert opened == {
            "origin": "tindak.local/33.05", "size": size, "root": roots[size - 1], "signed": [named(key)],
        }  # fmt: skip


def test_every_cosignature_verifies(referee: Referee, served: Served) -> None:
    keys = [*served.log_keys, *served.witness_keys]
    found = referee.accepted([checkpoint_case(served, note, keys) for note in served.checkpoints])
    assert [sorted(opened["signed"]) for opened in found] == [sorted(map(named, keys))] * len(served.checkpoints)


def test_the_entries_of_the_bundles_are_those_of_the_json_route(served: Served) -> None:
    framed = b"".join(len(leaf).to_bytes(2, "big") + leaf for leaf in served.leaves)
    assert b"".join(served.bundles) == framed


def test_the_hash_tiles_prove_every_leaf(referee: Referee, served: Served, roots: list[str]) -> None:
    (found,) = referee.accepted([tiles_case(served, roots)])
    assert found["read"] == sorted(served.tiles)
    assert sorted(served.tiles) == ["tile/0/000", f"tile/0/001.p/{served.size - 256}", "tile/1/000.p/1"]
    assert found["leaves"] == leaf_hashes(referee, served)


def leaf_hashes(referee: Referee, served: Served) -> list[str]:
    """What Go makes of each leaf: the root of the tree that holds it alone."""
    alone = [{"check": "roots", "bundles": [len(leaf).to_bytes(2, "big") + leaf]} for leaf in served.leaves]
    return [root for (root,) in referee.accepted(alone)]


def test_every_leaf_hash_that_is_shown_or_was_promised_is_that_of_its_leaf(referee: Referee, served: Served) -> None:
    hashes = leaf_hashes(referee, served)
    assert [from_hex(entry["leaf_hash"]) for entry in served.entries] == hashes
    promised = {receipt["event"]: from_hex(receipt["leaf_hash"]) for receipt in served.receipts}
    assert len(promised) == ROUNDS * (REPORTS_A_ROUND + 4)
    assert promised.items() <= dict(zip(served.events, hashes, strict=True)).items()


def test_every_event_is_proven_to_be_included(referee: Referee, inclusions: list[dict[str, Any]]) -> None:
    referee.accepted(inclusions)


def test_every_checkpoint_is_proven_to_continue_every_earlier_one(
    referee: Referee, consistencies: list[dict[str, Any]]
) -> None:
    referee.accepted(consistencies)


def test_every_proof_file_proves_its_leaf(referee: Referee, served: Served, roots: list[str]) -> None:
    cases = [proof_file_case(served, index) for index in range(served.size)]
    for opened in referee.accepted(cases):
        assert opened["root"] == roots[opened["size"] - 1]


def test_a_bundle_of_the_region_continues_the_same_tree(
    referee: Referee, served: Served, roots: list[str], tmp_path: Path
) -> None:
    """What was asked for meanwhile stands in the log too: the tree is a later one."""
    command(served.home, "audit", "bundle", "--out", str(tmp_path / "region.bundle"))
    with ZipFile(tmp_path / "region.bundle") as file:
        members = {name: file.read(name) for name in file.namelist()}
    entries = [members[name] for name in sorted(members) if name.startswith("tile/entries/")]
    keys = [*served.log_keys, *served.witness_keys]
    assert members["log.vkey"].decode().splitlines() == [*served.log_keys, *served.log_subtree_keys]
    opened, computed = referee.accepted([
        checkpoint_case(served, members["checkpoint"], keys), {"check": "roots", "bundles": entries},
    ])  # fmt: skip
    assert named(served.log_keys[0]) in opened["signed"]
    assert (opened["size"], opened["root"]) == (len(computed), computed[-1])
    assert computed[: served.size] == roots
    assert members["tile/0/000"] == served.tiles["tile/0/000"]


def test_a_bundle_of_one_report_proves_its_leaves(referee: Referee, served: Served, tmp_path: Path) -> None:
    report = next(filter(None, (json.loads(leaf)["report"] for leaf in reversed(served.leaves))))
    command(served.home, "audit", "bundle", "--report", report, "--out", str(tmp_path / "report.bundle"))
    with ZipFile(tmp_path / "report.bundle") as file:
        lines = [json.loads(line) for line in file.read("leaves.jsonl").splitlines()]
        (opened,) = referee.accepted([checkpoint_case(served, file.read("checkpoint"))])
    assert len(lines) >= 4
    referee.accepted([
        {
            "check": "inclusion", "leaf": line["leaf"], "index": line["leaf_index"], "size": opened["size"],
            "root": opened["root"], "proof": line["proof"],
        }
        for line in lines
    ])  # fmt: skip
