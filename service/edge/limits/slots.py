"""Places for what takes long: so many in all, and of those so few for one person that nobody keeps the others out.

They are counted in this process. A deployment of several has that many times as many, and a person's share with them.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from service.edge.service_errors import TooManyRequests, Unavailable

RETRY_S = 10


class Slot(StrEnum):
    """What takes a place while it is under way."""

    EXPORT = "exports"
    BUNDLE = "bundles"
    STREAM = "streams"
    SEARCH = "searches"
    CONTENT = "contents"
    TEST = "tests"


class Room(NamedTuple):
    """How many there may be at once in one process, of all and of one person."""

    most: int
    each: int


ROOMS = {
    Slot.EXPORT: Room(6, 2),
    Slot.BUNDLE: Room(4, 1),
    Slot.STREAM: Room(4_000, 10),
    Slot.SEARCH: Room(200, 4),
    Slot.CONTENT: Room(200, 8),
    Slot.TEST: Room(20, 2),
}


class Slots:
    """The places of one kind."""

    def __init__(self, kind: Slot, room: Room | None = None) -> None:
        self._kind = kind
        self._full = f"too_many_{kind.value}"
        self._room = room or ROOMS[kind]
        self._held: Counter[UUID] = Counter()

    @property
    def held(self) -> int:
        """How many are taken."""
        return self._held.total()

    @contextmanager
    def place(self, person: UUID) -> Iterator[None]:
        """Hold a place until the block ends.

        Raises TooManyRequests ``too_many_at_once`` for who has a full share, Unavailable ``too_many_`` and the kind
        when all are taken.
        """
        again = {"Retry-After": str(RETRY_S)}
        if self._held[person] >= self._room.each:
            raise TooManyRequests("too_many_at_once", headers=again, kind=self._kind.value, most=self._room.each)
        if self.held >= self._room.most:
            raise Unavailable(self._full, headers=again)
        self._held[person] += 1
        try:
            yield
        finally:
            self._held[person] -= 1
            if not self._held[person]:
                del self._held[person]
