"""A signed checkpoint, opened with the key of its log."""

from workflows.trail.tlog.checkpoints import Checkpoint, parse_checkpoint
from workflows.trail.tlog.note_keys import VerifierKey
from workflows.trail.tlog.notes import Note, parse_note, verify
from workflows.trail.tlog.tlog_errors import SignatureRejected


def open_checkpoint(raw: bytes, log_key: VerifierKey) -> tuple[Checkpoint, Note]:
    """The checkpoint in a signed note and the note, once the log's key has verified it.

    The key's name is the origin it may speak for. Raises Malformed as ``parse_note`` and ``parse_checkpoint`` do,
    and SignatureRejected: ``not_signed_by_log``, ``origin_mismatch``, or what ``notes.verify`` says.
    """
    note = parse_note(raw)
    if not verify(note, (log_key,)):
        raise SignatureRejected("not_signed_by_log")
    checkpoint = parse_checkpoint(note.text)
    if checkpoint.origin != log_key.name:
        raise SignatureRejected("origin_mismatch")
    return checkpoint, note
