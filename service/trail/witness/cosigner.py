"""Verifies and cosigns checkpoints: cosignature/v1 and subtree/v1 of c2sp.org/tlog-cosignature."""

from collections.abc import Sequence

from service.trail.cosigning.memory import Memory
from workflows.trail.tlog.checkpoints import Checkpoint, parse_checkpoint
from workflows.trail.tlog.growth import Refusal, RefusalCode, parse_submission
from workflows.trail.tlog.key_list import ListedKey, validities
from workflows.trail.tlog.note_keys import SigningKey, VerifierKey
from workflows.trail.tlog.notes import Note, parse_note, sign, verify
from workflows.trail.tlog.tlog_errors import Malformed, SignatureRejected


class Cosigner:
    """A witness's keys, the logs it knows, and what it last cosigned of each.

    A log's key speaks for the origin that it is named after, and for the sizes that the list states; an origin may
    have several keys.
    """

    def __init__(self, keys: Sequence[SigningKey], memory: Memory, log_keys: Sequence[ListedKey]) -> None:
        self._keys = keys
        self._memory = memory
        self._validity = validities(log_keys)
        self._logs: dict[str, list[VerifierKey]] = {}
        for log_key, _, _ in log_keys:
            self._logs.setdefault(log_key.name, []).append(log_key)

    def cosign(self, raw: bytes) -> str | Refusal:
        """For the checkpoint in a request's body a line by each key, once the disk remembers it; or a refusal."""
        try:
            submission = parse_submission(raw)
            note = parse_note(submission.checkpoint)
            checkpoint = parse_checkpoint(note.text)
        except Malformed as fault:
            return Refusal(RefusalCode.MALFORMED, reason=fault.reason)
        outcome = self._distrust(note, checkpoint) or self._memory.advance(submission, checkpoint)
        if isinstance(outcome, Refusal):
            return outcome
        return "".join(sign(note.text, key, outcome).line() for key in self._keys)

    def _distrust(self, note: Note, checkpoint: Checkpoint) -> Refusal | None:
        """Why the checkpoint is not one of a known log, signed by a key of its own."""
        if checkpoint.origin not in self._logs:
            return Refusal(RefusalCode.UNKNOWN_ORIGIN)
        try:
            signed = verify(note, self._logs[checkpoint.origin])
        except SignatureRejected as fault:
            return Refusal(RefusalCode.NOT_SIGNED_BY_LOG, reason=fault.reason)
        if not signed:
            return Refusal(RefusalCode.NOT_SIGNED_BY_LOG)
        refusals = [self._validity[log_key].refusal(checkpoint.size) for log_key, _ in signed]
        return Refusal(RefusalCode.NOT_SIGNED_BY_LOG, reason=refusals[0]) if all(refusals) else None
