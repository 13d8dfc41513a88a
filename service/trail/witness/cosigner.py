"""Verifies and cosigns checkpoints: cosignature/v1 of c2sp.org/tlog-cosignature, Ed25519."""

from collections.abc import Sequence

from service.trail.cosigning.memory import Memory
from workflows.trail.tlog.checkpoints import parse_checkpoint
from workflows.trail.tlog.growth import Refusal, RefusalCode, parse_submission
from workflows.trail.tlog.key_list import ListedKey, validities
from workflows.trail.tlog.note_keys import SigningKey, VerifierKey
from workflows.trail.tlog.notes import parse_note, sign, verify
from workflows.trail.tlog.tlog_errors import Malformed, SignatureRejected


class Cosigner:
    """A witness's key, the logs it knows, and what it last cosigned of each.

    A log's key speaks for the origin that it is named after, and for the sizes that the list states; an origin may
    have several keys.
    """

    def __init__(self, key: SigningKey, memory: Memory, log_keys: Sequence[ListedKey]) -> None:
        self._key = key
        self._memory = memory
        self._validity = validities(log_keys)
        self._logs: dict[str, list[VerifierKey]] = {}
        for log_key, _ in log_keys:
            self._logs.setdefault(log_key.name, []).append(log_key)

    def cosign(self, raw: bytes) -> str | Refusal:
        """The cosignature line for the checkpoint in a request's body, once the disk remembers it; or a refusal."""
        try:
            submission = parse_submission(raw)
            note = parse_note(submission.checkpoint)
            checkpoint = parse_checkpoint(note.text)
        except Malformed as fault:
            return Refusal(RefusalCode.MALFORMED, reason=fault.reason)
        if checkpoint.origin not in self._logs:
            return Refusal(RefusalCode.UNKNOWN_ORIGIN)
        try:
            signed = verify(note, self._logs[checkpoint.origin])
        except SignatureRejected as fault:
            return Refusal(RefusalCode.NOT_SIGNED_BY_LOG, reason=fault.reason)
        if not signed:
            return Refusal(RefusalCode.NOT_SIGNED_BY_LOG)
        refusals = [self._validity[log_key].refusal(checkpoint.size) for log_key, _ in signed]
        if all(refusals):
            return Refusal(RefusalCode.NOT_SIGNED_BY_LOG, reason=refusals[0])
        outcome = self._memory.advance(submission, checkpoint)
        return outcome if isinstance(outcome, Refusal) else sign(note.text, self._key, outcome).line()
