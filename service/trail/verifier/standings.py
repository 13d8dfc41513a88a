"""The standings of all reports, most of them in a temporary file: memory does not grow with their number.

What was written last stays near; a report that nothing happens to for long is on the disk, and comes back when
something does or when it is settled.
"""

import sqlite3
from collections.abc import Iterator, MutableMapping
from itertools import chain, islice
from types import TracebackType
from typing import Self

NEAR = 4_096
"""How many standings are in memory at most."""

_SETUP = """PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -2048;
CREATE TABLE standing (report BLOB PRIMARY KEY, packed BLOB) WITHOUT ROWID"""
_KEEP = "INSERT INTO standing VALUES (?, ?)"
_READ = "SELECT packed FROM standing WHERE report = ?"
_FORGET = "DELETE FROM standing WHERE report = ?"
_ALL = "SELECT report FROM standing"


class Standings(MutableMapping[bytes, bytes]):
    """Packed standings by the 16 bytes of the report's identifier. Each is in one place: near, or in the file."""

    def __init__(self, near: int = NEAR) -> None:
        self._limit = near
        self._near: dict[bytes, bytes] = {}
        self._far = 0
        self._file = sqlite3.connect("", isolation_level=None)
        self._file.executescript(_SETUP)
        self._file.execute("BEGIN")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def __getitem__(self, report: bytes) -> bytes:
        packed = self._near.get(report)
        if packed is None and self._far:
            row = self._file.execute(_READ, (report,)).fetchone()
            packed = row and row[0]
        if packed is None:
            raise KeyError(report)
        return packed

    def __setitem__(self, report: bytes, packed: bytes) -> None:
        self._forget(report)  # so that it stands last in the order, and nowhere else
        self._near[report] = packed
        if len(self._near) > self._limit:
            self._move()

    def __delitem__(self, report: bytes) -> None:
        if not self._forget(report):
            raise KeyError(report)

    def __iter__(self) -> Iterator[bytes]:
        return chain(self._near, (report for (report,) in self._file.execute(_ALL)))

    def __len__(self) -> int:
        return len(self._near) + self._far

    def _forget(self, report: bytes) -> bool:
        """Forget a standing wherever it is. Returns whether there was one."""
        if self._near.pop(report, None) is not None:
            return True
        gone = self._file.execute(_FORGET, (report,)).rowcount if self._far else 0
        self._far -= gone
        return gone == 1

    def _move(self) -> None:
        """Write the half down that was written longest ago: a dict keeps the order."""
        oldest = list(islice(self._near.items(), self._limit // 2))
        self._file.executemany(_KEEP, oldest)
        self._far += len(oldest)
        for report, _ in oldest:
            del self._near[report]
