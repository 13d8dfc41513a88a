"""`tindak audit check-receipt` over every signature and every piece of evidence: exit code, words, JSON."""

import json
import os
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from service.trail.verifier.receipt_command import Question
from service.trail.verifier.receipts import read_receipt
from tests.commands import tindak
from tests.trail.receipts.asking import asked
from tests.trail.verifier.bundles import (
    FORGER,
    LOG,
    ORIGIN,
    WITNESS,
    bundle,
    checkpoint_of,
    nodes_of,
    report_bundle,
    write,
)
from tests.trail.verifier.test_receipts import EVENTS, LAST, MADE, RECEIPTS, REGION, SIZE, STRANGER, TRAIL, receipt
from workflows.trail.receipts import receipt_text
from workflows.trail.tlog.merkle import inclusion_proof
from workflows.trail.tlog.note_keys import signing_key
from workflows.trail.tlog.notes import sign
from workflows.trail.tlog.proofs import TlogProof

ELSEWHERE = signing_key("log.example/33.06/receipts", bytes(range(9, 41)))
RENAMED = signing_key(ELSEWHERE.verifier.name, bytes(range(7, 39)))
"""The key of receipts under the name of another region: one key serves all regions."""

SIGNED: dict[str, tuple[Any, str, str]] = {
    "by the API": (RECEIPTS, REGION, "valid"),
    "by another key under its name": (STRANGER, REGION, "unknown_key"),
    "for another region": (RENAMED, "33.06", "unknown_key"),
    "over another region": (RECEIPTS, "33.06", "invalid"),
    "by the log": (LOG, REGION, "unknown_key"),
}


class Evidence(NamedTuple):
    """What the command is given, and what it shows of the last event of the trail."""

    option: str
    content: bytes | dict[str, bytes]
    standing: str


def proof(at: int, size: int = SIZE, key: Any = LOG) -> bytes:
    leaves = TRAIL.leaves[:size]
    levels = nodes_of(leaves)
    hashes = inclusion_proof(at, size, lambda level, index: levels[level][index])
    return TlogProof(at, hashes, checkpoint_of(leaves, key)).encode()


OTHER = next(event["report"] for event in EVENTS if event["report"] != EVENTS[LAST]["report"])
EVIDENCE = {
    "the region": Evidence("bundle", bundle(TRAIL), "kept"),
    "the region before the event": Evidence("bundle", bundle(TRAIL, LAST), "not_kept"),
    "its report": Evidence("bundle", report_bundle(TRAIL, EVENTS[LAST]["report"]), "kept"),
    "another report": Evidence("bundle", report_bundle(TRAIL, OTHER), "cannot_be_told"),
    "a forged log": Evidence(
        "bundle", bundle(TRAIL) | {"checkpoint": checkpoint_of(TRAIL.leaves, FORGER)}, "cannot_be_told"
    ),
    "no bundle": Evidence("bundle", b"PK", "cannot_be_told"),
    "its proof": Evidence("proof", proof(LAST), "kept"),
    "the proof of another": Evidence("proof", proof(0), "cannot_be_told"),
    "a forged proof": Evidence("proof", proof(LAST, key=FORGER), "cannot_be_told"),
    "no proof": Evidence("proof", b"proof", "cannot_be_told"),
}
CODE = {"kept": 0, "not_kept": 1, "not_yet_due": 2, "cannot_be_told": 2}


def signed_receipt(key: Any = RECEIPTS, region: str = REGION, **members: Any) -> dict[str, Any]:
    raw = receipt(LAST, **members)
    made: dict[str, Any] = json.loads(raw)
    return made | {"signature": sign(receipt_text(read_receipt(raw), region), key).line().rstrip("\n")}


def question(folder: Path, held: Any, evidence: Evidence = EVIDENCE["the region"]) -> Question:
    (folder / "receipt.json").write_text(json.dumps(held))
    file = folder / "evidence"
    if isinstance(evidence.content, bytes):
        file.write_bytes(evidence.content)
    else:
        write(file, evidence.content)
    pair = (file, None) if evidence.option == "bundle" else (None, file)
    keys = [LOG.verifier.encode(), WITNESS.verifier.encode()]
    return Question(folder / "receipt.json", *pair, keys, [RECEIPTS.verifier.encode()])


@pytest.mark.parametrize("signing", SIGNED)
@pytest.mark.parametrize("shown", EVIDENCE)
def test_the_exit_code_follows_from_the_signature_and_then_from_the_promise(
    tmp_path: Path, signing: str, shown: str
) -> None:
    key, region, signature = SIGNED[signing]
    evidence = EVIDENCE[shown]
    code, found = asked(question(tmp_path, signed_receipt(key, region), evidence))
    assert (found["signature"]["standing"], found["promise"]["standing"]) == (signature, evidence.standing)
    assert code == (CODE[evidence.standing] if signature == "valid" else 1)
    assert found["holds"] is {0: True, 1: False, 2: None}[code]


def test_a_promise_is_not_broken_before_it_is_due(tmp_path: Path) -> None:
    delay = MADE - read_receipt(receipt(LAST)).at
    for seconds, standing in ((-1, "not_kept"), (0, "not_yet_due")):
        held = signed_receipt(max_merge_delay_s=int((delay + timedelta(seconds=seconds)).total_seconds()))
        code, found = asked(question(tmp_path, held, EVIDENCE["the region before the event"]))
        assert (code, found["promise"]["standing"]) == (CODE[standing], standing)


@pytest.mark.parametrize("wrap", [lambda one: one, lambda one: {"id": "x", "receipt": one}], ids=["alone", "answer"])
def test_a_receipt_is_taken_alone_or_out_of_its_answer(tmp_path: Path, wrap: Any) -> None:
    assert asked(question(tmp_path, wrap(signed_receipt())))[0] == 0


@pytest.mark.parametrize(
    ("signature", "standing"),
    [(None, "missing"), ("", "malformed"), ("— x", "malformed"), ("— a AAAA\n— b AAAA", "malformed"), ("\ud800", None)],
)
def test_what_is_no_signature_is_told(tmp_path: Path, signature: str | None, standing: str | None) -> None:
    code, found = asked(question(tmp_path, signed_receipt() | {"signature": signature}))
    if standing is None:  # JSON that no UTF-8 can hold: the file as a whole is no receipt
        assert (code, "unreadable" in found) == (2, True)
    else:
        assert (code, found["signature"]["standing"]) == (1, standing)


def test_a_genuine_receipt_of_another_region_is_not_held_against_this_log(tmp_path: Path) -> None:
    held = signed_receipt(RENAMED, "33.06")
    both = [RECEIPTS.verifier.encode(), RENAMED.verifier.encode()]
    code, found = asked(question(tmp_path, held)._replace(receipt_keys=both))
    assert (code, found["signature"]["standing"], found["promise"]["standing"]) == (2, "valid", "cannot_be_told")
    code, found = asked(question(tmp_path, held)._replace(receipt_keys=both, region=REGION))
    assert (code, found["signature"]["standing"]) == (1, "unknown_key")


def test_a_bundle_cannot_say_itself_of_which_region_it_is(tmp_path: Path) -> None:
    """The operator makes the bundle: what it says of itself must not make a genuine receipt look forged."""
    members = bundle(TRAIL, LAST)
    lying = members["manifest.json"].replace(REGION.encode(), b"33.06")
    code, found = asked(
        question(tmp_path, signed_receipt(), Evidence("bundle", members | {"manifest.json": lying}, ""))
    )
    assert (code, found["signature"]["standing"], found["promise"]["standing"]) == (2, "valid", "cannot_be_told")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"keys": []}, "no key of a log"),
        ({"keys": [RECEIPTS.verifier.encode()]}, "no key of a log"),
        ({"keys": [WITNESS.verifier.encode()]}, "no key of a log"),
        ({"receipt_keys": []}, "no key of receipts"),
        ({"receipt_keys": [WITNESS.verifier.encode()]}, "no key of receipts"),
        ({"receipt_keys": [LOG.verifier.encode()]}, "not the name of a key of receipts"),
        ({"receipt_keys": ["a+b"]}, "no verifier key"),
        ({"region": "33.07"}, "no key of receipts of region 33.07"),
        ({"file": Path("none")}, "it is not there"),
        ({"bundle": None}, "neither a bundle nor a proof"),
    ],
)
def test_what_cannot_be_asked_is_told(tmp_path: Path, changes: dict[str, Any], words: str) -> None:
    code, found = asked(question(tmp_path, signed_receipt())._replace(**changes))
    assert (code, found["holds"]) == (2, None)
    assert words in found["unreadable"]


@pytest.mark.parametrize("held", [{}, [], {"receipt": None}, {"receipt": {}}, {"receipt": []}], ids=json.dumps)
def test_what_is_no_receipt_is_told(tmp_path: Path, held: Any) -> None:
    code, found = asked(question(tmp_path, held))
    assert (code, "it is no receipt" in found["unreadable"]) == (2, True)


@pytest.mark.parametrize(
    ("signing", "shown", "first"),
    [
        ("by the API", "its proof", "KEPT: The event stands in the log as the receipt says."),
        ("by the API", "the region before the event", "NOT KEPT: The event was to stand in the log by "),
        ("by the API", "another report", "CANNOT BE TOLD: The event is not in this bundle"),
        ("over another region", "its proof", f"NOT SIGNED BY THE API: The signature of {ORIGIN}/receipts is not over"),
        ("by another key under its name", "the region", f"NOT SIGNED BY THE API: It is signed in the name of {ORIGIN}"),
    ],
)
def test_the_command_says_the_verdict_first(tmp_path: Path, signing: str, shown: str, first: str) -> None:
    key, region, _ = SIGNED[signing]
    made = question(tmp_path, signed_receipt(key, region), EVIDENCE[shown])
    option = EVIDENCE[shown].option
    command = ["audit", "check-receipt", str(made.file), f"--{option}"]
    command += [str(tmp_path / "evidence"), "--key", LOG.verifier.encode(), "--receipt-key", made.receipt_keys[0]]
    ran = tindak(*command, env=os.environ)
    assert ran.stdout.startswith(first), ran.stdout + ran.stderr
    assert ran.returncode == asked(made)[0]
    assert EVENTS[LAST]["event"] in ran.stdout


def test_what_a_receipt_says_cannot_drive_a_terminal(tmp_path: Path) -> None:
    key = signing_key("\u202e33.05/receipts", bytes(32))
    made = question(tmp_path, signed_receipt(key))
    command = ["audit", "check-receipt", str(made.file), "--bundle"]
    command += [str(made.bundle), "--key", LOG.verifier.encode(), "--receipt-key", made.receipt_keys[0]]
    shown = tindak(*command, env=os.environ).stdout
    assert "\\u202e33.05/receipts" in shown
    assert all(line.isprintable() for line in shown.splitlines())
