"""What was last signed of every log, in an SQLite file of its own: one row an origin.

A tree is judged and remembered in one IMMEDIATE transaction, and is on the disk before ``advance`` returns; only then
may a signature be made. The file is what keeps a signer honest across restarts: whoever puts an older copy in its
place, or takes it away, lets a fork be signed.
"""

import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

import structlog

from workflows.trail.tlog.checkpoints import Checkpoint
from workflows.trail.tlog.encoding import to_base64
from workflows.trail.tlog.growth import Head, Refusal, RefusalCode, Submission, judge_growth

BUSY_S = 5.0
_TABLE = """
CREATE TABLE IF NOT EXISTS signed (
  origin TEXT PRIMARY KEY,
  size INTEGER NOT NULL CHECK (size >= 0),
  root BLOB NOT NULL CHECK (length(root) = 32),
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID
"""
_RETIRED = """
CREATE TABLE IF NOT EXISTS retired (
  public_key BLOB PRIMARY KEY CHECK (length(public_key) = 32),
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID
"""
_RECALL = "SELECT size, root FROM signed WHERE origin = ?"
_REMEMBER = """
INSERT INTO signed (origin, size, root, at) VALUES (?, ?, ?, ?)
ON CONFLICT (origin) DO UPDATE SET size = excluded.size, root = excluded.root, at = excluded.at
"""
log = structlog.get_logger("tindak.cosigning")


class Memory:
    """The memory of one signer or witness. Threads may share it, and so may processes.

    ``clock`` gives POSIX seconds. Raises sqlite3.Error when the file cannot be made or is none of ours.
    """

    def __init__(self, path: Path, clock: Callable[[], float] = time.time) -> None:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        self._clock = clock
        self._lock = Lock()
        self._connection = sqlite3.connect(path, timeout=BUSY_S, isolation_level=None, check_same_thread=False)
        # EXTRA is FULL, and syncs the folder too: a finished commit cannot be rolled back by a journal that returns.
        self._connection.execute("PRAGMA journal_mode = DELETE")
        self._connection.execute("PRAGMA synchronous = EXTRA")
        with self._transaction() as connection:
            connection.execute(_TABLE)
            connection.execute(_RETIRED)

    def advance(self, submission: Submission, checkpoint: Checkpoint, by: bytes = b"") -> int | Refusal:
        """Remember the checkpoint if it continues what is remembered of its log. ``by`` is the signer's public key.

        The POSIX time, in seconds, at which it was the largest tree known; or why it must not be signed.
        Raises sqlite3.Error when it cannot be said for certain that the disk has it: nothing may be signed then.
        """
        with self._transaction() as connection:
            remembered = self._recall(checkpoint.origin)
            refusal = Refusal(RefusalCode.KEY_RETIRED) if self._retired(by) else None
            refusal = refusal or judge_growth(remembered, submission, checkpoint)
            if refusal is not None:
                _report(refusal, checkpoint)
                return refusal
            at = int(self._clock())
            connection.execute(_REMEMBER, (checkpoint.origin, checkpoint.size, checkpoint.root, at))
        return at

    def retire(self, public_key: bytes) -> dict[str, int]:
        """Let a key sign nothing more, in whatever process it is; the size that was last signed of every log."""
        with self._transaction() as connection:
            connection.execute("INSERT OR IGNORE INTO retired VALUES (?, ?)", (public_key, int(self._clock())))
            return dict(connection.execute("SELECT origin, size FROM signed ORDER BY origin"))

    def is_retired(self, public_key: bytes) -> bool:
        """Whether a key may sign nothing more."""
        with self._lock:
            return self._retired(public_key)

    def recall(self, origin: str) -> Head | None:
        """What was last signed of a log."""
        with self._lock:
            return self._recall(origin)

    def origins(self) -> tuple[str, ...]:
        """Every log that was ever signed, in the order of their names."""
        with self._lock:
            return tuple(origin for (origin,) in self._connection.execute("SELECT origin FROM signed ORDER BY origin"))

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._connection.close()

    def _recall(self, origin: str) -> Head | None:
        row = self._connection.execute(_RECALL, (origin,)).fetchone()
        return None if row is None else Head(*row)

    def _retired(self, public_key: bytes) -> bool:
        found = self._connection.execute("SELECT 1 FROM retired WHERE public_key = ?", (public_key,))
        return found.fetchone() is not None

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise


def _report(refusal: Refusal, checkpoint: Checkpoint) -> None:
    """Say aloud what may be a log with two histories."""
    if refusal.code in {RefusalCode.FORK, RefusalCode.PROOF_REJECTED}:
        root = to_base64(checkpoint.root)
        log.error("inconsistent", code=refusal.code, origin=checkpoint.origin, size=checkpoint.size, root=root)
