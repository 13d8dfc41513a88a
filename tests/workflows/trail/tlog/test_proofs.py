import hashlib
from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.trail.tlog import trees
from tests.workflows.trail.tlog.signers import LOG, OTHER_LOG, WITNESS
from workflows.trail.tlog.checkpoints import Checkpoint
from workflows.trail.tlog.merkle import inclusion_proof
from workflows.trail.tlog.notes import Note, sign, verify
from workflows.trail.tlog.proofs import TlogProof, parse_proof, verify_proof
from workflows.trail.tlog.tlog_errors import Malformed, ProofRejected, SignatureRejected, TlogError

HASHES = st.binary(min_size=32, max_size=32)
ONE, TWO = hashlib.sha256(b"hash1").digest(), hashlib.sha256(b"hash2").digest()
HEAD = b"c2sp.org/tlog-proof@v1\n"
PROOFS = st.builds(
    TlogProof,
    st.integers(0, 2**63 - 1),
    st.lists(HASHES, max_size=63).map(tuple),
    st.binary(max_size=100),
    st.none() | st.binary(max_size=100),
)


def encoded(raw: bytes) -> bytes:
    return b64encode(raw) + b"\n"


def proof_of(index: int, size: int, extra: bytes | None = None) -> TlogProof:
    text = Checkpoint(LOG.verifier.name, size, trees.mth(0, size)).text()
    note = Note(text, (sign(text, LOG), sign(text, WITNESS, 1679315147)))
    return TlogProof(index, inclusion_proof(index, size, trees.node), note.serialise(), extra)


@pytest.mark.parametrize(
    ("proof", "raw"),
    [
        (TlogProof(5, (ONE, TWO), b"text\n"), HEAD + b"index 5\n" + encoded(ONE) + encoded(TWO) + b"\ntext\n"),
        (TlogProof(0, (), b"text\n"), HEAD + b"index 0\n\ntext\n"),
        (
            TlogProof(10, (ONE,), b"a\n\nb\n", b"extra information"),
            HEAD + b"extra ZXh0cmEgaW5mb3JtYXRpb24=\nindex 10\n" + encoded(ONE) + b"\na\n\nb\n",
        ),
        (TlogProof(1, (), b"text\n", b""), HEAD + b"extra \nindex 1\n\ntext\n"),
    ],
)
def test_a_proof_file_has_the_form_of_the_specification(proof: TlogProof, raw: bytes) -> None:
    assert proof.encode() == raw
    assert parse_proof(raw) == proof


@given(PROOFS)
def test_a_proof_is_read_back_from_its_file(proof: TlogProof) -> None:
    assert parse_proof(proof.encode()) == proof


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "proof_without_checkpoint"),
        (HEAD + b"index 0\n", "proof_without_checkpoint"),
        (HEAD + b"index 0\n" + encoded(ONE), "proof_without_checkpoint"),
        (b"c2sp.org/tlog-proof@v2\nindex 0\n\ntext\n", "proof_header"),
        (b"\xef\xbb\xbf" + HEAD + b"index 0\n\ntext\n", "proof_not_ascii"),
        (HEAD + b"\n\ntext\n", "proof_index"),
        (HEAD + b"index\n\ntext\n", "proof_index"),
        (HEAD + b"Index 0\n\ntext\n", "proof_index"),
        (HEAD + b"index 0\nextra AAAA\n\ntext\n", "base64_invalid"),
        (HEAD + b"extra AAAA\nextra AAAA\nindex 0\n\ntext\n", "proof_index"),
        (HEAD + b"extra AAAA\n\ntext\n", "proof_index"),
        (HEAD + b"extra !!notbase64!!\nindex 0\n\ntext\n", "base64_invalid"),
        (HEAD + b"index \n\ntext\n", "number_invalid"),
        (HEAD + b"index -5\n\ntext\n", "number_invalid"),
        (HEAD + b"index 05\n\ntext\n", "number_invalid"),
        (HEAD + b"index notanumber\n\ntext\n", "number_invalid"),
        (HEAD + b"index 0\r\n\ntext\n", "number_invalid"),
        (HEAD + b"index 9223372036854775808\n\ntext\n", "number_invalid"),
        (HEAD + b"index 0\n!!notbase64!!\n\ntext\n", "base64_invalid"),
        (HEAD + b"index 0\n" + encoded(ONE + TWO) + b"\ntext\n", "base64_size"),
        (HEAD + b"index 0\n" + encoded(ONE) * 64 + b"\ntext\n", "too_many_hashes"),
        (HEAD + b"index 0\n\n" + bytes(2_000_000), "proof_too_long"),
    ],
)
def test_bytes_that_are_no_proof_file_are_refused(raw: bytes, reason: str) -> None:
    with pytest.raises(Malformed) as refused:
        parse_proof(raw)
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    ("index", "hashes", "reason"),
    [
        (-1, (), "number_invalid"),
        (2**63, (), "number_invalid"),
        (0, (b"short",), "hash_size"),
        (0, (ONE,) * 64, "too_many_hashes"),
    ],
)
def test_a_proof_that_no_file_can_hold_is_not_made(index: int, hashes: tuple[bytes, ...], reason: str) -> None:
    with pytest.raises(Malformed, match=reason):
        TlogProof(index, hashes, b"")


@given(size=st.integers(1, 1000), data=st.data())
def test_a_proof_file_proves_its_entry_and_names_its_witness(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    checkpoint, note = verify_proof(parse_proof(proof_of(index, size).encode()), trees.leaf(index), LOG.verifier)
    assert checkpoint == Checkpoint(LOG.verifier.name, size, trees.mth(0, size))
    assert verify(note, [WITNESS.verifier]) == [(WITNESS.verifier, 1679315147)]


def test_a_proof_file_with_any_bit_of_what_is_proven_changed_is_refused() -> None:
    raw = proof_of(5, 11).encode()
    proven = raw.index(b"\xe2\x80\x94 witness")
    for at in range(proven):
        for bit in range(8):
            changed = raw[:at] + bytes([raw[at] ^ 1 << bit]) + raw[at + 1 :]
            with pytest.raises(TlogError):
                verify_proof(parse_proof(changed), trees.leaf(5), LOG.verifier)


def test_a_proof_proves_no_other_entry_index_or_log() -> None:
    proof = proof_of(5, 11)
    moved = TlogProof(4, proof.hashes, proof.checkpoint)
    outside = TlogProof(11, proof.hashes, proof.checkpoint)
    with pytest.raises(ProofRejected, match="root_mismatch"):
        verify_proof(proof, trees.leaf(4), LOG.verifier)
    with pytest.raises(ProofRejected, match="root_mismatch"):
        verify_proof(moved, trees.leaf(5), LOG.verifier)
    with pytest.raises(ProofRejected, match="index_outside_tree"):
        verify_proof(outside, trees.leaf(5), LOG.verifier)
    with pytest.raises(SignatureRejected, match="not_signed_by_log"):
        verify_proof(proof, trees.leaf(5), OTHER_LOG.verifier)
