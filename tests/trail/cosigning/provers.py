"""Who proves consistency for a client that asks for signatures."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.trail.cosigning.histories import History


@dataclass
class Prover:
    """Proves from any size to one, and keeps what it was asked."""

    history: History
    size: int
    asked: list[int] = field(default_factory=list)

    async def __call__(self, old: int) -> Sequence[bytes]:
        self.asked.append(old)
        return self.history.proof(old, self.size)
