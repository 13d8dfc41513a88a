"""Proof files, c2sp.org/tlog-proof: that an entry is in a log, checked with the log's public key alone."""

from dataclasses import dataclass

from workflows.trail.tlog.checkpoints import Checkpoint
from workflows.trail.tlog.encoding import MAX_NUMBER, from_base64, from_decimal, to_base64
from workflows.trail.tlog.merkle import HASH_SIZE, verify_inclusion
from workflows.trail.tlog.note_keys import VerifierKey
from workflows.trail.tlog.notes import Note
from workflows.trail.tlog.opened_notes import open_checkpoint
from workflows.trail.tlog.tlog_errors import Malformed

HEADER = "c2sp.org/tlog-proof@v1"
MAX_PROOF_BYTES = 2_000_000
MAX_HASHES = 63
_EXTRA, _INDEX = "extra ", "index "


@dataclass(frozen=True, slots=True)
class TlogProof:
    """An entry's index, its inclusion proof (32 bytes each, leaf's sibling first) and the signed checkpoint's bytes.

    ``extra`` is the application's own and not authenticated; None when the file has no such line.
    Raises Malformed: ``number_invalid``, ``hash_size``, ``too_many_hashes`` above 63.
    """

    index: int
    hashes: tuple[bytes, ...]
    checkpoint: bytes
    extra: bytes | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.index <= MAX_NUMBER:
            raise Malformed("number_invalid")
        if any(len(each) != HASH_SIZE for each in self.hashes):
            raise Malformed("hash_size")
        if len(self.hashes) > MAX_HASHES:
            raise Malformed("too_many_hashes")

    def encode(self) -> bytes:
        """The file's bytes."""
        extra = [] if self.extra is None else [_EXTRA + to_base64(self.extra)]
        lines = [HEADER, *extra, f"{_INDEX}{self.index}", *map(to_base64, self.hashes), "", ""]
        return "\n".join(lines).encode() + self.checkpoint


def parse_proof(raw: bytes) -> TlogProof:
    """A proof from its file. Nothing is verified, and the checkpoint is not looked into.

    Raises Malformed: ``proof_too_long`` above 2,000,000 bytes, ``proof_without_checkpoint``, ``proof_not_ascii``
    before the checkpoint, ``proof_header``, ``proof_index``, ``number_invalid``, ``base64_invalid``,
    ``base64_size``, ``too_many_hashes``.
    """
    if len(raw) > MAX_PROOF_BYTES:
        raise Malformed("proof_too_long")
    head, gap, checkpoint = raw.partition(b"\n\n")
    if not gap:
        raise Malformed("proof_without_checkpoint")
    if not head.isascii():
        raise Malformed("proof_not_ascii")
    header, *lines = head.decode().split("\n")
    if header != HEADER:
        raise Malformed("proof_header")
    extra = from_base64(lines.pop(0).removeprefix(_EXTRA)) if lines and lines[0].startswith(_EXTRA) else None
    if not lines or not lines[0].startswith(_INDEX):
        raise Malformed("proof_index")
    index = from_decimal(lines[0].removeprefix(_INDEX))
    return TlogProof(index, tuple(from_base64(line, HASH_SIZE) for line in lines[1:]), checkpoint, extra)


def verify_proof(proof: TlogProof, leaf_hash: bytes, log_key: VerifierKey) -> tuple[Checkpoint, Note]:
    """The log's checkpoint and its note, once both say that the leaf stands at the proof's index.

    Witnesses are for the caller to count, by ``notes.verify`` of the note. Raises what ``open_checkpoint`` raises
    (Malformed, SignatureRejected) and what ``merkle.verify_inclusion`` raises (ProofRejected).
    """
    checkpoint, note = open_checkpoint(proof.checkpoint, log_key)
    verify_inclusion(leaf_hash, proof.index, checkpoint.size, proof.hashes, checkpoint.root)
    return checkpoint, note
