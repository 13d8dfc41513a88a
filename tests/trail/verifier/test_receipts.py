"""A receipt is held against a bundle: kept, not kept, or not yet due."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from service.trail.verifier.bundle_reader import Bundle
from service.trail.verifier.receipts import ReceiptError, check_receipt, read_receipt, signed_by
from tests.trail.verifier.bundles import FORGER, LOG, MADE_AT, ORIGIN, bundle, lines, report_bundle, write
from tests.trail.verifier.stories import everything
from tests.trail.verifier.trails import REGION
from workflows.trail.leaf import leaf_hash
from workflows.trail.receipts import receipt_text
from workflows.trail.tlog.note_keys import signing_key
from workflows.trail.tlog.notes import sign

TRAIL = everything()
EVENTS: list[dict[str, Any]] = [json.loads(leaf) for leaf in TRAIL.leaves]
SIZE = len(EVENTS)
LAST = SIZE - 1
RECEIPTS = signing_key(f"{ORIGIN}/receipts", bytes(range(7, 39)))
STRANGER = signing_key(RECEIPTS.verifier.name, bytes(range(8, 40)))
MADE = datetime.fromisoformat(MADE_AT)


def receipt(at: int = LAST, /, **members: Any) -> bytes:
    event = EVENTS[at]
    made = {"event": event["event"], "leaf_hash": leaf_hash(TRAIL.leaves[at]).hex(), "at": event["at"]}
    return json.dumps(made | {"max_merge_delay_s": 60, "extra": None} | members).encode()


def judged(tmp_path: Path, raw: bytes, covered: int = SIZE, key: Any = LOG) -> tuple[str, int | None]:
    with Bundle(write(tmp_path / "bundle.zip", bundle(TRAIL, covered))) as opened:
        judgement = check_receipt(read_receipt(raw), [key.verifier], opened)
    return judgement.standing, judgement.leaf_index


@pytest.mark.parametrize("at", [0, 1, LAST])
def test_an_event_that_stands_in_the_log_was_kept(tmp_path: Path, at: int) -> None:
    assert judged(tmp_path, receipt(at)) == ("kept", at)


@pytest.mark.parametrize(
    ("delay", "standing"),
    [
        (timedelta(0), "not_kept"),
        (MADE - datetime.fromisoformat(EVENTS[LAST]["at"]) - timedelta(seconds=1), "not_kept"),
        (MADE - datetime.fromisoformat(EVENTS[LAST]["at"]), "not_yet_due"),
    ],
)
def test_an_event_that_is_missing_is_judged_by_its_time(tmp_path: Path, delay: timedelta, standing: str) -> None:
    raw = receipt(max_merge_delay_s=int(delay.total_seconds()))
    assert judged(tmp_path, raw, covered=LAST) == (standing, None)


def test_no_number_of_altered_texts_hides_that_a_promise_was_not_kept(tmp_path: Path) -> None:
    members = bundle(TRAIL, LAST)
    altered = json.loads(members["texts.jsonl"].splitlines()[0]) | {"content": "other words"}
    with Bundle(write(tmp_path / "bundle.zip", members | {"texts.jsonl": lines([altered] * 1500)})) as opened:
        assert check_receipt(read_receipt(receipt(max_merge_delay_s=0)), [LOG.verifier], opened).standing == "not_kept"


def test_a_bundle_made_before_its_own_events_does_not_delay_what_is_due(tmp_path: Path) -> None:
    members = bundle(TRAIL, LAST)
    early = members["manifest.json"].replace(MADE_AT.encode(), b"2020-01-01T00:00:00Z")
    with Bundle(write(tmp_path / "bundle.zip", members | {"manifest.json": early})) as opened:
        raw = receipt(0, event="00000000-0000-4000-8000-000000000000", max_merge_delay_s=5)
        assert check_receipt(read_receipt(raw), [LOG.verifier], opened).standing == "not_kept"


@pytest.mark.parametrize(("delay", "by"), [(0, "made at"), (-1, "has an event of")])
def test_the_words_say_by_which_time_an_event_is_missed(tmp_path: Path, delay: int, by: str) -> None:
    """Events carry times that the log signs; when a bundle was made, only the bundle says."""
    newest = datetime.fromisoformat(EVENTS[LAST - 1]["at"])
    raw = receipt(at=(newest + timedelta(seconds=delay)).isoformat(), max_merge_delay_s=0)
    with Bundle(write(tmp_path / "bundle.zip", bundle(TRAIL, LAST))) as opened:
        judgement = check_receipt(read_receipt(raw), [LOG.verifier], opened)
    assert (judgement.standing, by in judgement.words) == ("not_kept", True), judgement.words


def test_an_event_with_other_contents_was_not_kept(tmp_path: Path) -> None:
    assert judged(tmp_path, receipt(3, leaf_hash="00" * 32)) == ("not_kept", 3)


@pytest.mark.parametrize(
    "members",
    [{"event": "x"}, {"leaf_hash": "00"}, {"at": "2024-11-25T00:00:00"}, {"max_merge_delay_s": -1}, {"at": None}],
    ids=json.dumps,
)
def test_what_is_no_receipt_is_refused(members: dict[str, Any]) -> None:
    with pytest.raises(ReceiptError, match="receipt_malformed"):
        read_receipt(receipt(**members))


def test_a_bundle_that_does_not_hold_says_nothing(tmp_path: Path) -> None:
    with pytest.raises(ReceiptError, match="bundle_does_not_hold"):
        judged(tmp_path, receipt(), key=FORGER)


def test_a_part_of_the_log_shows_that_a_promise_was_kept_and_never_that_it_was_not(tmp_path: Path) -> None:
    members = report_bundle(TRAIL, EVENTS[LAST]["report"])
    with Bundle(write(tmp_path / "bundle.zip", members)) as opened:
        assert check_receipt(read_receipt(receipt(LAST)), [LOG.verifier], opened).leaf_index == LAST
        with pytest.raises(ReceiptError, match="bundle_partial"):
            check_receipt(read_receipt(receipt(0)), [LOG.verifier], opened)


@pytest.mark.parametrize(
    ("members", "who"),
    [
        ({}, [RECEIPTS.verifier]),
        ({"max_merge_delay_s": 61}, []),
        ({"leaf_hash": "00" * 32}, []),
        ({"at": "2024-11-25T00:00:00.5Z"}, []),
        ({"event": EVENTS[0]["event"]}, []),
        ({"signature": None}, []),
        ({"signature": "— x"}, []),
    ],
)
def test_a_signature_is_over_every_member(members: dict[str, Any], who: list[Any]) -> None:
    line = sign(receipt_text(read_receipt(receipt()), REGION), RECEIPTS).line()
    signed = read_receipt(receipt(**({"signature": line} | members)))
    assert signed_by(signed, REGION, [RECEIPTS.verifier]) == who


def test_a_signature_is_of_one_region_and_one_key() -> None:
    line = sign(receipt_text(read_receipt(receipt()), REGION), RECEIPTS).line()
    signed = read_receipt(receipt(signature=line))
    assert signed_by(signed, "33.06", [RECEIPTS.verifier]) == signed_by(signed, REGION, [STRANGER.verifier]) == []
