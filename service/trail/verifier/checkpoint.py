"""Who vouches for the root: the log's signature by the keys that were given, and the witnesses by their policy."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime

from service.trail.verifier.known import Known
from service.trail.verifier.verdict import Verdict
from workflows.codes.stamps import stamp
from workflows.trail.replay.faults import FaultCode
from workflows.trail.tlog.checkpoints import Checkpoint, parse_checkpoint
from workflows.trail.tlog.note_keys import LOG_KINDS, VerifierKey
from workflows.trail.tlog.notes import Note, parse_note, verify
from workflows.trail.tlog.quorum import FROZEN_AFTER_S, Policy, judge_quorum
from workflows.trail.tlog.tlog_errors import Malformed, SignatureRejected


def examine(
    raw: bytes,
    keys: Sequence[VerifierKey],
    policy: Policy | None,
    known: Known,
    verdict: Verdict,
    made_at: datetime | None = None,
) -> Checkpoint | None:
    """The checkpoint, whether or not it is to be trusted; None when it cannot be read.

    ``made_at`` is when the bundle says that it was made.

    What does not hold is added to the verdict. A key speaks for the log of its own name only, and for the sizes that
    are known of it; of several of one kind, one that signed is enough.
    """
    try:
        note = parse_note(raw)
        checkpoint = parse_checkpoint(note.text)
    except Malformed as error:
        words = f"The checkpoint was altered: it cannot be read ({error.reason})."
        verdict.add(FaultCode.CHECKPOINT_UNSIGNED, words)
        return None
    verdict.size, verdict.root = checkpoint.size, checkpoint.root.hex()
    _judge_signature(note, checkpoint, keys, known, verdict)
    if policy is not None:
        _judge_witnesses(note, keys, policy, made_at, verdict)
    return checkpoint


def _judge_signature(
    note: Note, checkpoint: Checkpoint, keys: Sequence[VerifierKey], known: Known, verdict: Verdict
) -> None:
    own = [key for key in keys if key.kind in LOG_KINDS and key.name == checkpoint.origin]
    if verdict.origin != checkpoint.origin:
        words = f"The checkpoint was exchanged: it is of {checkpoint.origin}, the bundle of {verdict.origin}."
        verdict.add(FaultCode.CHECKPOINT_WRONG_ORIGIN, words)
    if not own:
        names = ", ".join(sorted({key.name for key in keys if key.kind in LOG_KINDS})) or "no log"
        words = f"The checkpoint was exchanged: it is of {checkpoint.origin}, the keys given are of {names}."
        verdict.add(FaultCode.CHECKPOINT_WRONG_ORIGIN, words)
        return
    try:
        signed = verify(note, own)
    except SignatureRejected as error:
        words = f"The checkpoint was altered: the log's signature does not fit it ({error.reason})."
        verdict.add(FaultCode.CHECKPOINT_UNSIGNED, words)
        return
    verdict.signed_by = [key.encode() for key, _ in signed]
    if not signed:
        words = "The checkpoint was made by somebody else: none of the keys given signed it."
        verdict.add(FaultCode.CHECKPOINT_UNSIGNED, words)
        return
    faults = [known.key_fault(key, checkpoint.size) for key, _ in signed]
    if all(faults):
        verdict.take([fault for fault in faults if fault is not None])
        return
    verdict.take(known.missing_signatures(checkpoint, [key for key, _ in signed]))


FROZEN = "frozen or left by its witnesses: their newest word was {} hours old when the bundle was made"


def _judge_witnesses(
    note: Note, keys: Sequence[VerifierKey], policy: Policy, made_at: datetime | None, verdict: Verdict
) -> None:
    judged = judge_quorum(policy, note, keys)
    seen = [f"{name} at {_moment(at)}" for name, at in judged.cosigned.items()]
    verdict.cosigned, verdict.unmet = dict(judged.cosigned), list(judged.faults)
    verdict.silent_hours = _silent_hours(judged.cosigned.values(), made_at)
    frozen = [] if verdict.silent_hours is None else [FROZEN.format(verdict.silent_hours)]
    verdict.witnesses = "; ".join((f"cosigned by {', '.join(seen) or 'nobody'}", *judged.faults, *frozen))
    verdict.quorum = judged.holds
    if not judged.holds and judged.log is not None:
        words = f"The witnesses the policy asks for do not vouch for the checkpoint: {'; '.join(judged.faults)}."
        verdict.add(FaultCode.QUORUM_NOT_MET, words)


def _silent_hours(times: Collection[int], made_at: datetime | None) -> int | None:
    """How old the newest word of any witness was when the bundle was made, where that is too old for a log that lives.

    A log that is quiet has its newest checkpoint cosigned anew every hour; one that is kept from growing, or whose
    readers are shown its past, has not. Who made the bundle says when: compare it with when you were given it.
    """
    newest = max(times, default=0)
    if not newest or made_at is None:
        return None
    hours = (made_at.timestamp() - newest) / 3600
    return None if hours <= FROZEN_AFTER_S / 3600 else round(hours)


def _moment(seconds: int) -> str:
    """The time of a cosignature; 0 where the cosigner does not say when, or that the tree was the largest it knew."""
    if not seconds:
        return "no stated time"
    try:
        return stamp(datetime.fromtimestamp(seconds, UTC))
    except (OverflowError, ValueError, OSError):
        return f"second {seconds}"
