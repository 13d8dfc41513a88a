"""Cosignatures of trees with ML-DSA-44, ``subtree/v1``, by the letter of c2sp.org/tlog-cosignature."""

import hashlib
from base64 import b64decode
from struct import pack

import pytest
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PublicKey
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.workflows.trail.tlog.signers import LOG, SOFA, SUBTREE_WITNESS, WITNESS
from workflows.trail.tlog.checkpoints import Checkpoint
from workflows.trail.tlog.note_keys import KeyKind, parse_verifier_key, signing_key
from workflows.trail.tlog.notes import Note, Signature, parse_note, sign, verify
from workflows.trail.tlog.opened_notes import open_checkpoint
from workflows.trail.tlog.tlog_errors import Malformed, SignatureRejected

TEXT = SOFA[: SOFA.index("\n\n") + 1]
AT = 1679315147
KEY = SUBTREE_WITNESS.verifier
ROOT = b64decode("CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=")


def message(name: str, timestamp: int, origin: str, end: int, root: bytes) -> bytes:
    """``cosigned_message`` as the specification has it, field by field."""
    cosigner, log = name.encode(), origin.encode()
    return b"".join((
        b"subtree/v1\n\x00", pack(">B", len(cosigner)), cosigner, pack(">Q", timestamp),
        pack(">B", len(log)), log, pack(">Q", 0), pack(">Q", end), root,
    ))  # fmt: skip


def cosigned(text: str, raw: bytes | None = None) -> Note:
    line = sign(TEXT, SUBTREE_WITNESS, AT)
    return Note(text, (Signature(line.name, line.key_id, line.raw if raw is None else raw),))


def test_a_cosignature_signs_name_time_origin_and_tree() -> None:
    raw = sign(TEXT, SUBTREE_WITNESS, AT).raw
    assert (raw[:8], len(raw)) == (AT.to_bytes(8, "big"), 8 + 2420)
    signed = message("witness.example/w1", AT, "example.com/behind-the-sofa", 20852163, ROOT)
    MLDSA44PublicKey.from_public_bytes(KEY.public_key).verify(raw[8:], signed)
    assert len(signed) == 12 + 1 + 18 + 8 + 1 + 27 + 8 + 8 + 32


def test_the_key_id_and_the_key_as_text_are_those_of_the_specification() -> None:
    material = b"\x06" + KEY.public_key
    assert len(material) == 1313
    assert KEY.key_id == hashlib.sha256(b"witness.example/w1\n" + material).digest()[:4]
    assert parse_verifier_key(KEY.encode()) == KEY
    assert KEY.kind.algorithm == "ml-dsa-44"


@settings(max_examples=25, deadline=None)
@given(
    timestamp=st.integers(0, 2**63 - 1),
    size=st.integers(0, 2**63 - 1),
    root=st.binary(min_size=32, max_size=32),
    origin=st.text(st.characters(exclude_categories=["C"]), min_size=1, max_size=60),
)
def test_whatever_checkpoint_is_cosigned_verifies_with_its_time(
    timestamp: int, size: int, root: bytes, origin: str
) -> None:
    text = Checkpoint(origin, size, root).text()
    signature = sign(text, SUBTREE_WITNESS, timestamp)
    assert verify(parse_note(Note(text, (signature,)).serialise()), [KEY]) == [(KEY, timestamp)]
    signed = message(KEY.name, timestamp, origin, size, root)
    MLDSA44PublicKey.from_public_bytes(KEY.public_key).verify(signature.raw[8:], signed)


@pytest.mark.parametrize(
    "text",
    [
        TEXT.replace("sofa", "bed"),
        TEXT.replace("20852163", "20852164"),
        TEXT.replace("CsUY", "DsUY"),
    ],
)
def test_a_cosignature_stands_for_no_other_tree_and_time(text: str) -> None:
    assert verify(cosigned(TEXT), [KEY]) == [(KEY, AT)]
    raw = sign(TEXT, SUBTREE_WITNESS, AT).raw
    later = (AT + 1).to_bytes(8, "big") + raw[8:]
    for note in (cosigned(text), cosigned(TEXT, later)):
        with pytest.raises(SignatureRejected, match="signature_invalid"):
            verify(note, [KEY])


def test_a_cosignature_stands_for_no_other_name_and_no_other_key() -> None:
    """The name is in what is signed, as it is not with Ed25519."""
    raw = sign(TEXT, SUBTREE_WITNESS, AT).raw
    for other in (
        signing_key("witness.example/w2", bytes(range(3, 35)), KeyKind.SUBTREE).verifier,
        signing_key(KEY.name, bytes(32), KeyKind.SUBTREE).verifier,
    ):
        with pytest.raises(SignatureRejected, match="signature_invalid"):
            verify(Note(TEXT, (Signature(other.name, other.key_id, raw),)), [other])


def test_extension_lines_are_no_part_of_what_is_signed() -> None:
    extended = TEXT + "an extension\n"
    assert verify(cosigned(extended), [KEY]) == [(KEY, AT)]


@pytest.mark.parametrize("at", [0, 8, 9, 700, 1500, 2427])
def test_a_cosignature_with_a_bit_changed_is_refused(at: int) -> None:
    raw = bytearray(sign(TEXT, SUBTREE_WITNESS, AT).raw)
    raw[at] ^= 1
    with pytest.raises(SignatureRejected, match="signature_invalid"):
        verify(cosigned(TEXT, bytes(raw)), [KEY])


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (bytes(8), "signature_size"),
        (bytes(72), "signature_size"),
        (bytes(2420), "signature_size"),
        (bytes(2427), "signature_size"),
        (bytes(2429), "signature_size"),
        (bytes(2428), "signature_invalid"),
        (b"\x80" + bytes(2427), "signature_time"),
    ],
)
def test_a_wrong_cosignature_of_a_known_key_refuses_the_note(raw: bytes, reason: str) -> None:
    with pytest.raises(SignatureRejected, match=f"^{reason}$"):
        verify(cosigned(TEXT, raw), [KEY])


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("two\nlines\n", "checkpoint_lines"),
        (TEXT.replace("20852163", "020852163"), "number_invalid"),
        (TEXT.replace("CsUY", ""), "base64_size"),
        (TEXT.replace("example.com", "e" * 300), "origin_too_long"),
    ],
)
def test_a_text_without_a_tree_is_neither_cosigned_nor_verified(text: str, reason: str) -> None:
    with pytest.raises(Malformed, match=f"^{reason}$"):
        sign(text, SUBTREE_WITNESS, AT)
    with pytest.raises(SignatureRejected, match=f"^{reason}$"):
        verify(cosigned(text), [KEY])


@pytest.mark.parametrize("timestamp", [None, -1, 2**63])
def test_a_cosigner_states_a_time(timestamp: int | None) -> None:
    with pytest.raises(ValueError, match="signature_time"):
        sign(TEXT, SUBTREE_WITNESS, timestamp)


def test_both_algorithms_stand_beside_each_other_and_unknown_ones_are_passed_over() -> None:
    raw = sign(TEXT, SUBTREE_WITNESS, AT).raw
    others = [Signature(KEY.name, hashlib.sha256(bytes([kind])).digest()[:4], raw) for kind in (0x05, 0x07, 0xFF)]
    note = Note(TEXT, (sign(TEXT, LOG), *others, sign(TEXT, WITNESS, 5), sign(TEXT, SUBTREE_WITNESS, AT)))
    read = parse_note(note.serialise())
    assert verify(read, [LOG.verifier, WITNESS.verifier, KEY]) == [
        (LOG.verifier, None),
        (WITNESS.verifier, 5),
        (KEY, AT),
    ]
    assert verify(read, [LOG.verifier]) == [(LOG.verifier, None)]


def test_a_log_may_sign_its_checkpoints_so() -> None:
    key = signing_key("example.com/behind-the-sofa", bytes(32), KeyKind.SUBTREE)
    raw = Note(TEXT, (sign(TEXT, key, AT),)).serialise()
    checkpoint, _ = open_checkpoint(raw, key.verifier)
    assert checkpoint.size == 20852163
    with pytest.raises(SignatureRejected, match="not_signed_by_log"):
        open_checkpoint(raw, LOG.verifier)


def test_a_private_key_does_not_show_itself() -> None:
    assert "private" not in repr(SUBTREE_WITNESS)
