"""Logs that share a beginning and then differ, by the letter of RFC 6962."""

import hashlib
from dataclasses import dataclass
from functools import cache

from tests.workflows.trail.tlog import trees
from workflows.trail.tlog.checkpoints import Checkpoint
from workflows.trail.tlog.growth import Submission
from workflows.trail.tlog.note_keys import SigningKey
from workflows.trail.tlog.notes import Note, sign


@dataclass(frozen=True)
class History:
    """The honest log when it has no tale; else one that tells another from the leaf ``shared`` on."""

    tale: str = ""
    shared: int = 0

    def root(self, size: int) -> bytes:
        return self.mth(0, size)

    @cache  # noqa: B019  # a few small trees, for as long as the tests run
    def mth(self, low: int, high: int) -> bytes:
        if high - low == 0:
            return hashlib.sha256().digest()
        if high - low == 1:
            told = self.tale and low >= self.shared
            return hashlib.sha256(f"{self.tale} {low}".encode()).digest() if told else trees.leaf(low)
        middle = low + trees.cut(high - low)
        return trees.parent(self.mth(low, middle), self.mth(middle, high))

    def proof(self, old: int, new: int) -> tuple[bytes, ...]:
        return tuple(self._subproof(old, 0, new, known=True)) if 0 < old <= new else ()

    def _subproof(self, old: int, low: int, high: int, *, known: bool) -> list[bytes]:
        if old == high:
            return [] if known else [self.mth(low, high)]
        middle = low + trees.cut(high - low)
        if old <= middle:
            return [*self._subproof(old, low, middle, known=known), self.mth(middle, high)]
        return [*self._subproof(old, middle, high, known=False), self.mth(low, middle)]

    def checkpoint(self, origin: str, size: int) -> Checkpoint:
        return Checkpoint(origin, size, self.root(size))

    def unsigned(self, origin: str, old: int, new: int) -> bytes:
        """The body that asks a signer."""
        return Submission(old, self.proof(old, new), self.checkpoint(origin, new).text().encode()).encode()

    def signed(self, key: SigningKey, old: int, new: int) -> bytes:
        """The body that asks a witness."""
        return Submission(old, self.proof(old, new), self.note(key, new)).encode()

    def note(self, key: SigningKey, size: int) -> bytes:
        text = self.checkpoint(key.verifier.name, size).text()
        return Note(text, (sign(text, key),)).serialise()


HONEST = History()
FORK = History("fork")
"""Shares nothing with the honest log but its being empty once."""
