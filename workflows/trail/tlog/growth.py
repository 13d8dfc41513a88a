"""A log's growth before a cosigner, c2sp.org/tlog-witness: the body of ``add-checkpoint`` and the decision on it."""

from dataclasses import dataclass
from enum import StrEnum

from workflows.trail.tlog.checkpoints import Checkpoint
from workflows.trail.tlog.encoding import MAX_NUMBER, from_base64, from_decimal, to_base64
from workflows.trail.tlog.merkle import EMPTY_ROOT, HASH_SIZE, verify_consistency
from workflows.trail.tlog.tlog_errors import Malformed, ProofRejected

MAX_HASHES = 63
_OLD = "old "


class RefusalCode(StrEnum):
    """Why a checkpoint is not signed."""

    MALFORMED = "malformed"
    UNKNOWN_ORIGIN = "unknown_origin"
    NOT_SIGNED_BY_LOG = "not_signed_by_log"
    SHRINKS = "shrinks"
    OLD_SIZE_MISMATCH = "old_size_mismatch"
    FORK = "fork"
    PROOF_REJECTED = "proof_rejected"
    KEY_RETIRED = "key_retired"
    KEY_MISSING = "key_missing"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A no: its code, the size last signed where the asker needs it, and the finer reason where there is one."""

    code: RefusalCode
    size: int | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """What a cosigner remembers of a log: size in leaves and root of 32 bytes."""

    size: int
    root: bytes


NOTHING_SIGNED = Head(0, EMPTY_ROOT)
"""What is true of a log that was never signed: every log once was empty."""


@dataclass(frozen=True, slots=True)
class Submission:
    """A checkpoint's bytes, the size it claims to have grown from, and the consistency proof, 32 bytes a hash.

    Raises Malformed: ``number_invalid``, ``hash_size``, ``too_many_hashes`` above 63.
    """

    old_size: int
    proof: tuple[bytes, ...]
    checkpoint: bytes

    def __post_init__(self) -> None:
        if not 0 <= self.old_size <= MAX_NUMBER:
            raise Malformed("number_invalid")
        if any(len(each) != HASH_SIZE for each in self.proof):
            raise Malformed("hash_size")
        if len(self.proof) > MAX_HASHES:
            raise Malformed("too_many_hashes")

    def encode(self) -> bytes:
        """The request's body."""
        lines = [f"{_OLD}{self.old_size}", *map(to_base64, self.proof), "", ""]
        return "\n".join(lines).encode() + self.checkpoint


def parse_submission(raw: bytes) -> Submission:
    """A submission from a request's body. The checkpoint is not looked into.

    Raises Malformed: ``submission_without_checkpoint``, ``submission_not_ascii`` before the checkpoint,
    ``submission_old_size``, ``number_invalid``, ``base64_invalid``, ``base64_size``, ``too_many_hashes``.
    """
    head, gap, checkpoint = raw.partition(b"\n\n")
    if not gap or not checkpoint:
        raise Malformed("submission_without_checkpoint")
    if not head.isascii():
        raise Malformed("submission_not_ascii")
    old, *lines = head.decode().split("\n")
    if not old.startswith(_OLD):
        raise Malformed("submission_old_size")
    if len(lines) > MAX_HASHES:
        raise Malformed("too_many_hashes")
    proof = tuple(from_base64(line, HASH_SIZE) for line in lines)
    return Submission(from_decimal(old.removeprefix(_OLD)), proof, checkpoint)


def judge_growth(remembered: Head | None, submission: Submission, checkpoint: Checkpoint) -> Refusal | None:
    """None when the checkpoint continues what is remembered of its log, or nothing if it was never signed.

    The tests come in the order of c2sp.org/tlog-witness, with one choice of our own: of a checkpoint with the
    remembered size, another root is told before a proof that should be empty. The same checkpoint again is no fault.
    """
    before, old = remembered or NOTHING_SIGNED, submission.old_size
    if old > checkpoint.size:
        return Refusal(RefusalCode.SHRINKS)
    if old != before.size:
        return Refusal(RefusalCode.OLD_SIZE_MISMATCH, before.size)
    if checkpoint.size == old and checkpoint.root != before.root:
        return Refusal(RefusalCode.FORK, before.size)
    try:
        verify_consistency(old, checkpoint.size, submission.proof, before.root, checkpoint.root)
    except ProofRejected as fault:
        return Refusal(RefusalCode.PROOF_REJECTED, reason=fault.reason)
    return None
