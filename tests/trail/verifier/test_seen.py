"""A bundle held against checkpoints that were kept: its tree must begin with each of theirs."""

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from service.trail.verifier.command import verify
from tests.trail.verifier.bundles import FORGER, LOG, Members, bundle, checkpoint_of, report_bundle, write
from tests.trail.verifier.tampering import EVENTS, LEAVES, TRAIL, edited, rebuilt, rechained

SIZE = len(LEAVES)
SIZES = [0, 1, 2, 3, 100, 255, 256, 257, 300, 511, 512, 513, SIZE - 1, SIZE]
OTHER = rechained(edited(LEAVES, 300, lambda event: event["actor"].update(agency="kpu")))
WHOLE, REWRITTEN = bundle(TRAIL), rebuilt(OTHER, signed=True)


def held(folder: Path, members: Members, *seen: bytes) -> tuple[int, dict[str, Any]]:
    """Exit code and verdict, after the bundle was held against these checkpoints."""
    files = [folder / f"seen{number}" for number in range(len(seen))]
    for file, note in zip(files, seen, strict=True):
        file.write_bytes(note)
    out = BytesIO()
    code = verify(write(folder / "b.zip", members), [LOG.verifier.encode()], None, as_json=True, out=out, seen=files)
    return code, json.loads(out.getvalue())


def codes(verdict: dict[str, Any]) -> list[str]:
    return [fault["code"] for fault in verdict["faults"]]


def test_a_log_that_only_grew_holds_against_every_checkpoint_it_had(tmp_path: Path) -> None:
    assert held(tmp_path, WHOLE, *(checkpoint_of(LEAVES[:size]) for size in SIZES))[0] == 0


@pytest.mark.parametrize("size", SIZES)
def test_a_log_with_another_past_is_told_from_the_size_on_at_which_it_differs(tmp_path: Path, size: int) -> None:
    _, verdict = held(tmp_path, REWRITTEN, checkpoint_of(LEAVES[:size]))
    faults = [fault for fault in verdict["faults"] if fault["code"] == "past_rewritten"]
    assert len(faults) == (size > 300)
    assert all(f"the first {size} entries" in fault["words"] for fault in faults)


def test_an_edited_tile_beside_good_entries_is_no_other_past(tmp_path: Path) -> None:
    """The entries lead to the root that was signed: the tile is at fault, and the past holds."""
    _, verdict = held(tmp_path, WHOLE | {"tile/0/001": bytes(8192)}, checkpoint_of(LEAVES[:300]))
    assert codes(verdict) == ["tile_altered"]


def test_an_older_log_than_one_seen_before_is_named_with_both_sizes(tmp_path: Path) -> None:
    code, verdict = held(tmp_path, bundle(TRAIL, 300), checkpoint_of(LEAVES), checkpoint_of(LEAVES[:200]))
    assert (code, codes(verdict)) == (1, ["checkpoint_older"])
    assert f"covers 300 entries, one seen before covers {SIZE}" in verdict["faults"][0]["words"]


def test_where_entries_are_missing_only_what_is_certain_is_said(tmp_path: Path) -> None:
    _, verdict = held(tmp_path, rebuilt(LEAVES[:-1]), checkpoint_of(LEAVES[:300]), checkpoint_of(OTHER))
    assert codes(verdict).count("past_rewritten") == 1, "the kept one of the same size has another root"


@pytest.mark.parametrize(
    ("note", "why"),
    [
        (checkpoint_of(LEAVES, FORGER), "none of the keys given vouches for it"),
        (checkpoint_of(LEAVES, origin="log.example/33.06"), "none of the keys given vouches for it"),
        (b"no note", "it is no checkpoint (note_unsigned)"),
        (b"", "it is no checkpoint (note_unsigned)"),
    ],
)
def test_what_is_no_checkpoint_of_the_log_cannot_be_held_against_it(tmp_path: Path, note: bytes, why: str) -> None:
    code, verdict = held(tmp_path, WHOLE, note)
    assert (code, verdict) == (2, {"holds": None, "unreadable": f"{tmp_path / 'seen0'}: {why}"})


def test_a_bundle_of_one_report_shows_no_earlier_tree_but_its_own_and_later_ones(tmp_path: Path) -> None:
    one = report_bundle(TRAIL, str(EVENTS[0]["report"]))
    code, verdict = held(tmp_path, one, checkpoint_of(LEAVES[:300]))
    assert code == 2
    assert "only the bundle of a whole region" in verdict["unreadable"]
    assert held(tmp_path, one, checkpoint_of(LEAVES))[0] == 0
    assert codes(held(tmp_path, one, checkpoint_of(OTHER))[1]) == ["past_rewritten"]


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    out = BytesIO()
    file = write(tmp_path / "b.zip", WHOLE)
    code = verify(file, [LOG.verifier.encode()], None, as_json=True, out=out, seen=[tmp_path / "none"])
    assert (code, "it is not there" in out.getvalue().decode()) == (2, True)
