"""Signs the checkpoints of the origins below one prefix, one key for all of them.

Under each origin the key goes by the origin's name, as c2sp.org/tlog-checkpoint asks; so each origin has a verifier
key of its own, with the same public key in it.
"""

from service.trail.cosigning.memory import Memory
from service.trail.signer.published import Published
from workflows.trail.tlog.checkpoints import Checkpoint, parse_checkpoint
from workflows.trail.tlog.growth import Refusal, RefusalCode, Submission, parse_submission
from workflows.trail.tlog.key_list import ListedKey
from workflows.trail.tlog.note_keys import SigningKey, VerifierKey
from workflows.trail.tlog.notes import sign
from workflows.trail.tlog.tlog_errors import Malformed


class LogSigner:
    """A log's key, the list in which it stands last, and what was last signed of every origin.

    An origin is served when it begins with the prefix.
    """

    def __init__(self, key: SigningKey, published: Published, memory: Memory, origin_prefix: str) -> None:
        self._key = key
        self._published = published
        self._memory = memory
        self._prefix = origin_prefix

    def sign(self, raw: bytes) -> str | Refusal:
        """The signature line for the checkpoint in a request's body, once the disk remembers it; or a refusal."""
        try:
            submission, checkpoint = _read(raw)
            key = SigningKey(self.verifier(checkpoint.origin), self._key.private)
        except Malformed as fault:
            return Refusal(RefusalCode.MALFORMED, reason=fault.reason)
        if not self.serves(checkpoint.origin):
            return Refusal(RefusalCode.UNKNOWN_ORIGIN)
        outcome = self._memory.advance(submission, checkpoint, key.verifier.public_key)
        return outcome if isinstance(outcome, Refusal) else sign(checkpoint.text(), key).line()

    def serves(self, origin: str) -> bool:
        """Whether this signer signs for the origin."""
        return origin.startswith(self._prefix)

    def verifier(self, origin: str) -> VerifierKey:
        """The key that verifies an origin's checkpoints. Raises Malformed ``key_name``."""
        return VerifierKey(origin, self._key.verifier.kind, self._key.verifier.public_key)

    def listed(self, origin: str) -> tuple[ListedKey, ...]:
        """Every key of an origin, with the size from which it signs. Raises Malformed ``key_name``."""
        return self._published.of(origin)

    def all_listed(self) -> list[ListedKey]:
        """The keys under their own name, then under every origin ever signed."""
        return [*self._published.plain(), *(one for origin in self._memory.origins() for one in self.listed(origin))]


def _read(raw: bytes) -> tuple[Submission, Checkpoint]:
    """Submission and unsigned checkpoint. Raises Malformed; ``checkpoint_extended`` for more than the three lines."""
    submission = parse_submission(raw)
    try:
        text = submission.checkpoint.decode()
    except UnicodeDecodeError:
        raise Malformed("checkpoint_not_utf8") from None
    checkpoint = parse_checkpoint(text)
    if checkpoint.extensions:
        raise Malformed("checkpoint_extended")
    return submission, checkpoint
