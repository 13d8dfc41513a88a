"""What others have published is read as they mean it."""

import hashlib

import pytest

from tests.walking import walked
from tests.workflows.trail.tlog import published, trees
from tests.workflows.trail.tlog.published import SIGNED, Signed
from workflows.trail.tlog.checkpoints import parse_checkpoint
from workflows.trail.tlog.growth import parse_submission
from workflows.trail.tlog.merkle import consistency_proof, inclusion_proof
from workflows.trail.tlog.note_keys import KeyKind, VerifierKey, parse_verifier_key
from workflows.trail.tlog.notes import parse_note, verify
from workflows.trail.tlog.opened_notes import open_checkpoint
from workflows.trail.tlog.proofs import parse_proof
from workflows.trail.tlog.tlog_errors import SignatureRejected


@pytest.mark.parametrize("signed", SIGNED.values(), ids=SIGNED.keys())
def test_a_published_note_verifies_with_its_published_keys(signed: Signed) -> None:
    note = parse_note(signed.note.encode())
    keys = {parse_verifier_key(key): time for key, time in signed.keys.items()}
    assert note.serialise() == signed.note.encode()
    assert dict(verify(note, keys)) == keys


@pytest.mark.parametrize("signed", SIGNED.values(), ids=SIGNED.keys())
def test_a_published_note_with_another_text_is_signed_by_none_of_them(signed: Signed) -> None:
    note = parse_note(("x" + signed.note).encode())
    for key in walked(map(parse_verifier_key, signed.keys)):
        with pytest.raises(SignatureRejected, match="signature_invalid"):
            verify(note, [key])


def test_a_checkpoint_of_a_public_log_opens_past_its_signature_of_another_kind() -> None:
    signed = SIGNED["a checkpoint of a Certificate Transparency log with its witnesses"]
    checkpoint, note = open_checkpoint(signed.note.encode(), parse_verifier_key(next(iter(signed.keys))))
    assert (checkpoint.origin, checkpoint.size) == (published.ARCHE, 1432088532)
    assert [each.name for each in note.signatures][:2] == [published.ARCHE] * 2


def test_a_key_with_a_plus_sign_in_its_base64_is_read_and_written_as_it_stands() -> None:
    assert parse_verifier_key(published.PLUS_KEY).encode() == published.PLUS_KEY


def test_a_body_of_a_sigsum_log_is_read_and_its_checkpoint_verifies() -> None:
    public_key = bytes.fromhex(published.SIGSUM_KEY)
    assert published.SIGSUM.rpartition("/")[2] == hashlib.sha256(public_key).hexdigest()
    submission = parse_submission(published.SIGSUM_BODY.encode())
    checkpoint, _ = open_checkpoint(submission.checkpoint, VerifierKey(published.SIGSUM, KeyKind.LOG, public_key))
    assert (submission.old_size, submission.proof, checkpoint.size) == (0, (), 1)
    assert submission.encode() == published.SIGSUM_BODY.encode()


def test_the_printed_exchange_with_a_witness_is_read_and_joined_to_one_note() -> None:
    submission = parse_submission(published.WITNESS_BODY.encode())
    assert (submission.old_size, len(submission.proof)) == (20852014, 4)
    assert submission.encode() == published.WITNESS_BODY.encode()
    joined = parse_note(submission.checkpoint + published.WITNESS_ANSWER.encode())
    assert parse_checkpoint(joined.text).size == 20852163
    sizes = [(each.name, len(each.raw)) for each in joined.signatures]
    assert sizes == [
        *[("example.com/behind-the-sofa", 64)] * 2,
        *[("witness.example/w1", 72)] * 2,
        ("witness.example/w2", 72),
    ]


def test_the_printed_proof_file_is_read_and_written_as_it_stands() -> None:
    whole = (published.PROOF_LINES + published.PROOF_CHECKPOINT).encode()
    proof = parse_proof(whole)
    assert (proof.index, len(proof.hashes), proof.encode()) == (73894, 5, whole)
    assert proof.extra is not None
    assert proof.extra.startswith(b"age-v1.2.1-darwin-arm64.tar.gz")
    assert parse_checkpoint(proof.checkpoint.decode()).size == 109482


# The tree of seven leaves in RFC 6962 section 2.1.3, whose nodes are called by letters there.
LETTERS = {
    letter: trees.mth(low, high)
    for letter, (low, high) in {
        "a": (0, 1), "b": (1, 2), "c": (2, 3), "d": (3, 4), "e": (4, 5), "f": (5, 6), "j": (6, 7),
        "g": (0, 2), "h": (2, 4), "i": (4, 6), "k": (0, 4), "l": (4, 7),
    }.items()
}  # fmt: skip


@pytest.mark.parametrize(("index", "proof"), [(0, "bhl"), (3, "cgl"), (4, "fjk"), (6, "ik")])
def test_the_audit_paths_are_those_that_rfc_6962_prints(index: int, proof: str) -> None:
    assert inclusion_proof(index, 7, trees.node) == tuple(LETTERS[letter] for letter in proof)


@pytest.mark.parametrize(("old", "proof"), [(3, "cdgl"), (4, "l"), (6, "ijk")])
def test_the_consistency_proofs_are_those_that_rfc_6962_prints(old: int, proof: str) -> None:
    assert consistency_proof(old, 7, trees.node) == tuple(LETTERS[letter] for letter in proof)
