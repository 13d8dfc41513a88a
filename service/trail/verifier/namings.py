"""What a bundle shows of what events say of other reports, until each event has come.

It waits in a temporary file, so that memory does not grow with it.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import Self

from workflows.trail.replay.faults import Fault, FaultCode
from workflows.trail.replay.namings import Opening

_SETUP = """PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -2048;
CREATE TABLE opening (event TEXT, report TEXT, content TEXT, salt TEXT)"""
_INDEX = "CREATE INDEX opening_of_event ON opening (event)"
_KEEP = "INSERT INTO opening VALUES (?, ?, ?, ?)"
_TAKE = "DELETE FROM opening WHERE rowid = (SELECT min(rowid) FROM opening WHERE event = ?) RETURNING *"
_LEFT = "SELECT event, report FROM opening ORDER BY event"


class Shown:
    """The openings of a bundle, each of which one event takes."""

    def __init__(self, openings: Iterable[Opening]) -> None:
        self._store = sqlite3.connect("", isolation_level=None)
        self._store.executescript(_SETUP)
        self._store.execute("BEGIN")
        self._store.executemany(_KEEP, ((one.event, one.report, one.content, one.salt) for one in openings))
        self._store.execute(_INDEX)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._store.close()

    def take(self, event: str) -> Opening | None:
        """The opening for an event, which is then taken."""
        row = self._store.execute(_TAKE, (event,)).fetchone()
        return None if row is None else Opening(*row)

    def rest(self) -> Iterator[Fault]:
        """Openings that no event has taken."""
        for event, report in self._store.execute(_LEFT):
            words = "What an event says of another report was put here: no event of this bundle promises it."
            yield Fault(FaultCode.NAMING_ALTERED, words, event=event, report=report)
