"""What was written, held against what the leaves promised of it.

The promises wait in a temporary file, so that memory does not grow with their number.
"""

import sqlite3
from types import TracebackType
from typing import Self

from service.verifier.bundle import TextLine
from service.verifier.verdict import Erasure, Verdict
from workflows.audit import commit
from workflows.replay.events import Event
from workflows.replay.faults import Fault, FaultCode

_BATCH = 1000
_SETUP = """PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -8192;
CREATE TABLE promise (id TEXT, field TEXT, report TEXT, commitment TEXT, leaf_index INTEGER, event TEXT, at TEXT,
  PRIMARY KEY (id, field)) WITHOUT ROWID"""
_KEEP = "INSERT OR IGNORE INTO promise VALUES (?, ?, ?, ?, ?, ?, ?)"
_TAKE = """DELETE FROM promise WHERE id = ? AND field = ? AND report = ?
RETURNING commitment, leaf_index, event, at"""

_Row = tuple[str, str, str | None, str, int | None, str, str]


class Promises:
    """The commitments of all leaves. With ``shown`` False no text will come, and they are only counted."""

    def __init__(self, *, shown: bool) -> None:
        self._waiting: list[_Row] = []
        self._store = sqlite3.connect("", isolation_level=None) if shown else None
        if self._store is not None:
            self._store.executescript(_SETUP)
            self._store.execute("BEGIN")
        self.open = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._store is not None:
            self._store.close()

    def promise(self, event: Event) -> None:
        """Keep what an event promises of its texts."""
        leaf = event.leaf
        self.open += len(leaf.texts)
        if self._store is None:
            return
        self._waiting.extend(
            (text.id, text.field, leaf.report, text.commitment, event.leaf_index, leaf.event, leaf.at)
            for text in leaf.texts
        )
        if len(self._waiting) >= _BATCH:
            self._flush(self._store)

    def check(self, text: TextLine, verdict: Verdict) -> None:
        """Hold one text against its promise, which is then redeemed."""
        row = None
        if self._store is not None:
            self._flush(self._store)
            row = self._store.execute(_TAKE, (text.id, text.field, text.report)).fetchone()
        if row is None:
            words = f"The {text.field} was put here: no event of the report promises the text {text.id}."
            verdict.take([Fault(FaultCode.TEXT_ALTERED, words, report=text.report)])
            return
        self.open -= 1
        commitment, leaf_index, event, at = row
        if text.content is None and text.erased is not None:
            erased = text.erased
            verdict.erased(Erasure(text.id, text.report, text.field, erased.at, erased.by, erased.reason))
        elif not _kept(text, commitment):
            words = f"The {text.field} was altered: the text {text.id} is not the one that the event promised."
            verdict.take([Fault(FaultCode.TEXT_ALTERED, words, leaf_index, event, text.report, at)])
        else:
            verdict.counts.texts_shown += 1

    def _flush(self, store: sqlite3.Connection) -> None:
        if self._waiting:
            store.executemany(_KEEP, self._waiting)
            self._waiting.clear()


def _kept(text: TextLine, commitment: str) -> bool:
    if text.content is None or text.salt is None:
        return False
    try:
        salt = bytes.fromhex(text.salt)
    except ValueError:
        return False
    return commit(salt, text.content) == commitment
