"""Signs the checkpoints of the origins below one prefix, with the same keys for all of them: one, or one of each kind.

Under each origin a key goes by the origin's name, as c2sp.org/tlog-checkpoint asks; so each origin has verifier
keys of its own, with the same public keys in them. An ML-DSA-44 key cosigns the log's own tree (``subtree/v1``), which
tlog-checkpoint asks of logs.
"""

from collections.abc import Sequence
from typing import NamedTuple

from service.trail.cosigning.memory import Memory
from service.trail.signer.published import Published
from workflows.trail.tlog.checkpoints import Checkpoint, parse_checkpoint
from workflows.trail.tlog.growth import Refusal, RefusalCode, Submission, parse_submission
from workflows.trail.tlog.key_list import ListedKey
from workflows.trail.tlog.note_keys import KeyKind, SigningKey, VerifierKey
from workflows.trail.tlog.notes import sign
from workflows.trail.tlog.tlog_errors import Malformed


class HeldKey(NamedTuple):
    """A key with which the log is signed, and the list in which it stands last."""

    key: SigningKey
    published: Published

    def named(self, origin: str) -> SigningKey:
        """The key under an origin's name. Raises Malformed ``key_name``."""
        verifier = self.key.verifier
        return SigningKey(VerifierKey(origin, verifier.kind, verifier.public_key), self.key.private)


class LogSigner:
    """A log's keys, of each kind at most one, and what was last signed of every origin.

    An origin is served when it begins with the prefix.
    """

    def __init__(self, held: Sequence[HeldKey], memory: Memory, origin_prefix: str) -> None:
        self._held = held
        self._memory = memory
        self._prefix = origin_prefix

    def sign(self, raw: bytes) -> str | Refusal:
        """For the checkpoint in a request's body a line by each key, once the disk remembers it; or a refusal."""
        try:
            submission, checkpoint = _read(raw)
            keys = [held.named(checkpoint.origin) for held in self._held]
        except Malformed as fault:
            return Refusal(RefusalCode.MALFORMED, reason=fault.reason)
        if not self.serves(checkpoint.origin):
            return Refusal(RefusalCode.UNKNOWN_ORIGIN)
        outcome = self._memory.advance(submission, checkpoint, [key.verifier for key in keys])
        if isinstance(outcome, Refusal):
            return outcome
        times = [None if key.verifier.kind is KeyKind.LOG else outcome for key in keys]
        return "".join(sign(checkpoint.text(), *each).line() for each in zip(keys, times, strict=True))

    def serves(self, origin: str) -> bool:
        """Whether this signer signs for the origin."""
        return origin.startswith(self._prefix)

    def listed(self, origin: str) -> tuple[ListedKey, ...]:
        """Every key of an origin, with the size from which it signs. Raises Malformed ``key_name``."""
        return tuple(one for held in self._held for one in held.published.of(origin))

    def all_listed(self) -> list[ListedKey]:
        """The keys under their own name, then under every origin ever signed."""
        plain = [one for held in self._held for one in held.published.plain()]
        return [*plain, *(one for origin in self._memory.origins() for one in self.listed(origin))]


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
