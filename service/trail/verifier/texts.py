"""What was written, held against what the leaves promised of it.

The promises wait in a temporary file, so that memory does not grow with their number.
"""

import sqlite3
from types import TracebackType
from typing import NamedTuple, Self

from service.trail.verifier.bundle_reader import TextLine
from service.trail.verifier.erasures import REPORTER, Erasures
from service.trail.verifier.verdict import Verdict
from workflows.codes.reports import Classification
from workflows.decisions.erasures.erasing import RECIPIENT
from workflows.trail.leaf import commit
from workflows.trail.replay.events import Event
from workflows.trail.replay.faults import Fault, FaultCode
from workflows.trail.replay.snapshots import Snapshot

_BATCH = 1000
_SETUP = """PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -8192;
CREATE TABLE promise (id TEXT, field TEXT, report TEXT, commitment TEXT, leaf_index INTEGER, event TEXT, at TEXT,
  PRIMARY KEY (id, field)) WITHOUT ROWID;
CREATE TABLE readable (report TEXT PRIMARY KEY) WITHOUT ROWID"""
_KEEP = "INSERT OR IGNORE INTO promise VALUES (?, ?, ?, ?, ?, ?, ?)"
_TAKE = """DELETE FROM promise WHERE id = ? AND field = ? AND report = ?
RETURNING commitment, leaf_index, event, at"""
_READABLE = "INSERT OR IGNORE INTO readable VALUES (?)"
_MISSING = """SELECT id, field, report, leaf_index, event, at FROM promise JOIN readable USING (report)
WHERE NOT (field = ? AND id = report OR field = ?) ORDER BY report, id"""

_Row = tuple[str, str, str | None, str, int | None, str, str]


class _Promise(NamedTuple):
    """One commitment and the event that holds it."""

    commitment: str
    leaf_index: int | None
    event: str
    at: str


class Promises:
    """The commitments of all leaves. With ``shown`` False no text will come, and they are only counted.

    A report whose texts may be read shows all of them: a text that is missing beside others, or from a report that is
    not secret and is otherwise there, is a fault unless an approved erasure stands behind it.
    """

    def __init__(self, *, shown: bool) -> None:
        self._waiting: list[_Row] = []
        self._store = sqlite3.connect("", isolation_level=None) if shown else None
        if self._store is not None:
            self._store.executescript(_SETUP)
            self._store.execute("BEGIN")
        self._erasures = Erasures()
        self._claims: list[TextLine] = []
        self._report = ""
        self.open = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._store is not None:
            self._store.close()

    def promise(self, event: Event) -> None:
        """Keep what an event promises of its texts, and what it says of an erasure."""
        leaf = event.leaf
        self.open += len(leaf.texts)
        self._erasures.meet(event)
        if self._store is None:
            return
        self._waiting.extend(
            (text.id, text.field, leaf.report, text.commitment, event.leaf_index, leaf.event, leaf.at)
            for text in leaf.texts
        )
        if len(self._waiting) >= _BATCH:
            self._flush(self._store)

    def readable(self, snapshot: Snapshot) -> None:
        """Who sees the report sees its texts, unless it is secret."""
        if self._store is not None and snapshot.classification != Classification.SECRET:
            self._store.execute(_READABLE, (snapshot.report,))

    def finish(self, verdict: Verdict) -> None:
        """Tell the erasures, judge what was said of them, then name what is missing without one."""
        for text in self._claims:
            self._judge_claim(text, verdict)
        for erasure in self._erasures.told():
            verdict.erased(erasure)
            if self._store is None or self._take(self._store, erasure.text, erasure.field, erasure.report):
                self.open -= 1
        if self._store is not None:
            self._flush(self._store)
            for text, field, report, leaf_index, event, at in self._store.execute(_MISSING, (REPORTER, RECIPIENT)):
                words = (
                    f"The {field} is missing: the text {text} is not there, and no approved erasure stands behind it."
                )
                verdict.take([Fault(FaultCode.TEXT_MISSING, words, leaf_index, event, report, at)])
                self.open -= 1
        verdict.counts.texts_not_shown = self.open

    def check(self, text: TextLine, verdict: Verdict) -> None:
        """Hold one text against its promise, which is then redeemed."""
        promise = None if self._store is None else self._take(self._store, text.id, text.field, text.report)
        if promise is None or self._store is None:
            words = f"The {text.field} was put here: no event of the report promises the text {text.id}."
            verdict.take([Fault(FaultCode.TEXT_ALTERED, words, report=text.report)])
            return
        self.open -= 1
        if text.report != self._report:
            self._report = text.report
            self._store.execute(_READABLE, (text.report,))
        approval = self._erasures.of(text.report, text.id)
        fault = _fault(text, promise, erased=approval is not None)
        if fault is not None:
            verdict.take([fault])
        elif text.content is not None:
            verdict.counts.texts_shown += 1
            self._erasures.hear(text.id, text.content)
        elif text.erased is not None:
            self._claims.append(text)

    def _judge_claim(self, text: TextLine, verdict: Verdict) -> None:
        approval = self._erasures.of(text.report, text.id)
        if approval is None or text.erased is None or approval.claimed(text.erased, self._erasures.reason(approval)):
            return
        words = f"What is said of the erasure of the {text.field} {text.id} was altered: its events say otherwise."
        verdict.take([Fault(FaultCode.ERASURE_ALTERED, words, report=text.report)])

    def _take(self, store: sqlite3.Connection, text: str, field: str, report: str) -> _Promise | None:
        self._flush(store)
        row = store.execute(_TAKE, (text, field, report)).fetchone()
        return None if row is None else _Promise(*row)

    def _flush(self, store: sqlite3.Connection) -> None:
        if self._waiting:
            store.executemany(_KEEP, self._waiting)
            self._waiting.clear()


def _fault(text: TextLine, promise: _Promise, *, erased: bool) -> Fault | None:
    """What is wrong with a text that an event promised."""
    if text.content is None and text.salt is None:
        if erased:
            return None
        said = "it is said to be erased" if text.erased else "it is not there"
        code, words = FaultCode.TEXT_MISSING, f"is missing: {said}, and no approved erasure stands behind it"
    elif erased:
        code, words = FaultCode.ERASURE_UNDONE, "is there again: its erasure was approved"
    elif text.erased is None and _kept(text, promise.commitment):
        return None
    else:
        code, words = FaultCode.TEXT_ALTERED, "was altered: it is not the one that the event promised"
    sentence = f"The {text.field} {words} (text {text.id})."
    return Fault(code, sentence, promise.leaf_index, promise.event, text.report, promise.at)


def _kept(text: TextLine, commitment: str) -> bool:
    if text.content is None or text.salt is None:
        return False
    try:
        salt = bytes.fromhex(text.salt)
    except ValueError:
        return False
    return commit(salt, text.content) == commitment
