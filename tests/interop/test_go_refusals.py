"""Go's `note` and `tlog` packages refuse what a running service served once a bit of it is another."""

import re
from base64 import b64decode
from collections.abc import Iterator
from typing import Any

import pytest

from tests.interop.cases import checkpoint_case, proof_file_case, tiles_case
from tests.interop.referee import Referee
from tests.interop.served import Served
from tests.walking import walked

pytestmark = pytest.mark.interop

OF_ED25519 = 4 + 8 + 64
"""Bytes of a cosignature: the key's hash, the time, the signature. Go passes over those of other algorithms."""

# The last character before base64's padding carries bits that are of no byte. Go does not look at them; we do, which
# tests/workflows/trail/tlog shows.
LOOSE = re.compile(rb"[A-Za-z0-9+/](?=={1,2}(\n|$))")


def flips(raw: bytes, step: int = 1) -> Iterator[bytes]:
    """The same with one bit changed, once for every byte, or every so many."""
    for at in range(0, len(raw), step):
        yield raw[:at] + bytes([raw[at] ^ 1 << at % 8]) + raw[at + 1 :]


def flips_of_text(raw: bytes) -> Iterator[bytes]:
    """As ``flips``, without those that base64 may read as the same bytes."""
    loose = {match.start() for match in LOOSE.finditer(raw)}
    yield from (each for at, each in enumerate(flips(raw)) if at not in loose)


def test_a_checkpoint_with_any_byte_changed_does_not_open(referee: Referee, served: Served) -> None:
    whole = served.checkpoints[-1]
    signed = b"\n".join(whole.split(b"\n")[:5]) + b"\n"
    assert referee.reasons([checkpoint_case(served, signed)]) == [None]
    assert None not in referee.reasons([checkpoint_case(served, each) for each in flips_of_text(signed)])


def test_a_cosignature_with_any_byte_changed_does_not_count(referee: Referee, served: Served) -> None:
    whole = served.checkpoints[-1]
    text, _, lines = whole.partition(b"\n\n")
    known = [line for line in lines.splitlines(keepends=True)[1:] if len(b64decode(line.split()[-1])) == OF_ED25519]
    assert len(known) == len(served.witness_keys)
    for line in known:
        note = text + b"\n\n" + line
        assert None in referee.reasons([checkpoint_case(served, note, [key]) for key in served.witness_keys])
        start = len(text) + 2
        changed = [note[:start] + each for each in flips_of_text(line)]
        cases = [checkpoint_case(served, each, [key]) for each in changed for key in served.witness_keys]
        assert None not in referee.reasons(cases)


def test_a_proof_with_any_byte_changed_is_refused(
    referee: Referee, inclusions: list[dict[str, Any]], consistencies: list[dict[str, Any]]
) -> None:
    last = [max(cases, key=lambda case: len(case["proof"])) for cases in (inclusions, consistencies)]
    for case in last:
        hashes = [b64decode(each) for each in case["proof"]]
        assert hashes
        changed = [
            case | {"proof": [*hashes[:at], each, *hashes[at + 1 :]]}
            for at, one in enumerate(hashes)
            for each in flips(one)
        ]
        assert None not in referee.reasons(changed)
        cut = [case | {"proof": hashes[:-1]}, case | {"proof": [*hashes, hashes[0]]}]
        assert None not in referee.reasons(cut)


def test_a_proof_file_with_any_byte_of_what_is_proven_changed_is_refused(referee: Referee, served: Served) -> None:
    case = proof_file_case(served, served.size // 2)
    head, text, signatures = case["file"].split(b"\n\n")
    raw = b"\n\n".join((head, text, signatures.splitlines(keepends=True)[0]))
    assert referee.reasons([case | {"file": raw}]) == [None]
    assert None not in referee.reasons([case | {"file": each} for each in flips_of_text(raw)])


def test_a_tile_with_a_byte_of_any_hash_changed_is_refused(referee: Referee, served: Served, roots: list[str]) -> None:
    for path, data in walked(served.tiles.items()):
        changed = [tiles_case(served, roots, **{path: each}) for each in flips(data, 31)]
        assert len(changed) >= len(data) // 32
        assert None not in referee.reasons(changed)


def test_an_entry_with_a_byte_changed_makes_another_root(referee: Referee, served: Served, roots: list[str]) -> None:
    first, *rest = served.bundles
    changed = [{"check": "roots", "bundles": [each, *rest]} for each in flips(first, len(first) // 40)]
    for verdict in walked(referee.judge(changed)):
        assert "error" in verdict or verdict[-1] != roots[-1]


def test_the_key_of_another_log_opens_nothing(referee: Referee, served: Served) -> None:
    (stranger,) = referee.accepted([{"check": "sign", "name": "tindak.local/33.05", "text": "a\n"}])
    (said,) = referee.reasons([checkpoint_case(served, served.checkpoints[-1], [stranger["key"]])])
    assert said == "note has no verifiable signatures"
