import hashlib
from contextlib import suppress
from itertools import count

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.trail.tlog.signers import LOG, PETER, PETER_LINE, QUOTE, SOFA, WITNESS
from workflows.trail.tlog.note_keys import KeyKind, SigningKey, VerifierKey, signing_key
from workflows.trail.tlog.notes import Note, Signature, parse_note, sign, verify
from workflows.trail.tlog.tlog_errors import Malformed, SignatureRejected, TlogError

TEXT = SOFA[: SOFA.index("\n\n") + 1]
TIMES = st.integers(0, 2**63 - 1)


def replaced(signature: Signature, raw: bytes) -> Note:
    return Note(TEXT, (Signature(signature.name, signature.key_id, raw),))


def test_a_cosignature_signs_the_header_the_time_and_the_text() -> None:
    signature = sign(TEXT, WITNESS, 1679315147)
    assert signature.raw[:8] == (1679315147).to_bytes(8, "big")
    Ed25519PublicKey.from_public_bytes(WITNESS.verifier.public_key).verify(
        signature.raw[8:],
        b"cosignature/v1\ntime 1679315147\nexample.com/behind-the-sofa\n20852163\n"
        b"CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
    )


def test_the_published_cosignature_carries_its_time_before_64_bytes() -> None:
    raw = parse_note(SOFA.encode()).signatures[1].raw
    assert (int.from_bytes(raw[:8], "big"), len(raw)) == (1679315147, 72)


@given(TIMES)
def test_a_cosignature_verifies_with_its_time(timestamp: int) -> None:
    note = Note(TEXT, (sign(TEXT, LOG), sign(TEXT, WITNESS, timestamp)))
    assert verify(note, [WITNESS.verifier, LOG.verifier]) == [(LOG.verifier, None), (WITNESS.verifier, timestamp)]


@given(timestamp=TIMES, other=TIMES)
def test_a_cosignature_stands_for_no_other_time(timestamp: int, other: int) -> None:
    signature = sign(TEXT, WITNESS, timestamp)
    note = replaced(signature, other.to_bytes(8, "big") + signature.raw[8:])
    if other == timestamp:
        assert verify(note, [WITNESS.verifier]) == [(WITNESS.verifier, timestamp)]
    else:
        with pytest.raises(SignatureRejected, match="signature_invalid"):
            verify(note, [WITNESS.verifier])


@pytest.mark.parametrize(("key", "timestamp"), [(LOG, 0), (LOG, 5), (WITNESS, None), (WITNESS, -1), (WITNESS, 2**63)])
def test_a_cosigner_states_a_time_and_a_log_none(key: SigningKey, timestamp: int | None) -> None:
    with pytest.raises(ValueError, match="signature_time"):
        sign(TEXT, key, timestamp)


def test_one_seed_makes_two_keys_that_do_not_verify_for_each_other() -> None:
    log, witness = (signing_key("name", bytes(32), kind) for kind in (KeyKind.LOG, KeyKind.COSIGNATURE))
    assert log.verifier.public_key == witness.verifier.public_key
    assert verify(Note(TEXT, (sign(TEXT, log),)), [witness.verifier]) == []
    assert verify(Note(TEXT, (sign(TEXT, witness, 1),)), [log.verifier]) == []


@pytest.mark.parametrize(
    ("key", "raw", "reason"),
    [
        (LOG, bytes(63), "signature_size"),
        (LOG, bytes(65), "signature_size"),
        (LOG, bytes(72), "signature_size"),
        (LOG, bytes(64), "signature_invalid"),
        (WITNESS, bytes(7), "signature_size"),
        (WITNESS, bytes(64), "signature_size"),
        (WITNESS, bytes(72), "signature_invalid"),
        (WITNESS, b"\x80" + bytes(71), "signature_time"),
    ],
)
def test_a_wrong_signature_of_a_known_key_refuses_the_note(key: SigningKey, raw: bytes, reason: str) -> None:
    signature = Signature(key.verifier.name, key.verifier.key_id, raw)
    with pytest.raises(SignatureRejected) as refused:
        verify(replaced(signature, raw), [key.verifier])
    assert refused.value.reason == reason


def test_a_wrong_signature_refuses_the_note_beside_a_good_one_by_the_same_key() -> None:
    good = sign(TEXT, LOG)
    bad = Signature(good.name, good.key_id, bytes(64))
    for signatures in [(good, bad), (bad, good)]:
        with pytest.raises(SignatureRejected, match="signature_invalid"):
            verify(Note(TEXT, signatures), [LOG.verifier])


def test_signatures_that_share_a_name_or_an_id_with_a_known_key_but_not_both_are_passed_over() -> None:
    good = sign(TEXT, LOG)
    namesake = Signature(good.name, bytes(4), good.raw)
    stranger = Signature("another.example", good.key_id, bytes(64))
    assert verify(Note(TEXT, (namesake, stranger)), [LOG.verifier]) == []
    assert verify(Note(TEXT, (namesake, stranger, good)), [LOG.verifier]) == [(LOG.verifier, None)]


def test_a_key_that_signed_twice_is_named_once_with_its_first_time() -> None:
    note = Note(TEXT, (sign(TEXT, WITNESS, 20), sign(TEXT, WITNESS, 10)))
    assert verify(note, [WITNESS.verifier, WITNESS.verifier]) == [(WITNESS.verifier, 20)]


def test_a_note_with_any_bit_changed_is_not_signed() -> None:
    raw = f"{QUOTE}\n{PETER_LINE}".encode()
    assert verify(parse_note(raw), [PETER]) == [(PETER, None)]
    for at in range(len(raw)):
        for bit in range(8):
            changed = raw[:at] + bytes([raw[at] ^ 1 << bit]) + raw[at + 1 :]
            with suppress(TlogError):
                assert verify(parse_note(changed), [PETER]) == []


def test_two_keys_with_one_name_and_id_are_not_told_apart_by_guess() -> None:
    seen: dict[bytes, bytes] = {}
    for number in count():
        public = number.to_bytes(32, "big")
        key_id = hashlib.sha256(b"twin\n\x01" + public).digest()[:4]
        if key_id in seen:
            break
        seen[key_id] = public
    twins = [VerifierKey("twin", KeyKind.LOG, each) for each in (seen[key_id], public)]
    with pytest.raises(Malformed, match="key_ambiguous"):
        verify(Note(TEXT, (sign(TEXT, LOG),)), twins)
