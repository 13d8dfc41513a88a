"""What was last signed of every log, in an SQLite file of its own: one row an origin.

A tree is judged and remembered in one IMMEDIATE transaction, and is on the disk before ``advance`` returns; only then
may a signature be made. The file is what keeps a signer honest across restarts: whoever puts an older copy in its
place, or takes it away, lets a fork be signed.
"""

import hashlib
import json
import os
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

import structlog

from workflows.trail.tlog.checkpoints import Checkpoint
from workflows.trail.tlog.encoding import to_base64
from workflows.trail.tlog.growth import Head, Refusal, RefusalCode, Submission, judge_growth
from workflows.trail.tlog.note_keys import KeyKind, VerifierKey

BUSY_S = 5.0
_KEY_BYTES = 32
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
_REQUIRED = """
CREATE TABLE IF NOT EXISTS required (
  kind INTEGER PRIMARY KEY,
  sizes TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT
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
            connection.execute(_REQUIRED)

    def advance(self, submission: Submission, checkpoint: Checkpoint, by: Sequence[VerifierKey] = ()) -> int | Refusal:
        """Remember the checkpoint if it continues what is remembered of its log. ``by`` are the signer's public keys.

        The POSIX time, in seconds, at which it was the largest tree known; or why it must not be signed.
        Raises sqlite3.Error when it cannot be said for certain that the disk has it: nothing may be signed then.
        """
        with self._transaction() as connection:
            remembered = self._recall(checkpoint.origin)
            refusal = self._unfit(by) or judge_growth(remembered, submission, checkpoint)
            if refusal is not None:
                _report(refusal, checkpoint)
                return refusal
            at = int(self._clock())
            connection.execute(_REMEMBER, (checkpoint.origin, checkpoint.size, checkpoint.root, at))
        return at

    def retire(self, key: VerifierKey) -> dict[str, int]:
        """Let a key sign nothing more, in whatever process it is; the size that was last signed of every log."""
        with self._transaction() as connection:
            connection.execute("INSERT OR IGNORE INTO retired VALUES (?, ?)", (_named(key), int(self._clock())))
            return self._sizes()

    def is_retired(self, key: VerifierKey) -> bool:
        """Whether a key may sign nothing more."""
        with self._lock:
            return self._retired(key)

    def require(self, kind: KeyKind) -> dict[str, int] | None:
        """Let no process sign without a key of this kind; the size that was last signed of every log.

        Said again before anything more was signed it gives the same. None when a key of the kind has signed since.
        """
        with self._transaction() as connection:
            row = (int(kind), json.dumps(self._sizes()), int(self._clock()))
            connection.execute("INSERT OR IGNORE INTO required VALUES (?, ?, ?)", row)
            (sizes,) = connection.execute("SELECT sizes FROM required WHERE kind = ?", (int(kind),)).fetchone()
            return self._sizes() if json.loads(sizes) == self._sizes() else None

    def required(self) -> frozenset[KeyKind]:
        """The kinds of keys without which nothing may be signed."""
        with self._lock:
            return self._required()

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

    def _sizes(self) -> dict[str, int]:
        return dict(self._connection.execute("SELECT origin, size FROM signed ORDER BY origin"))

    def _unfit(self, by: Sequence[VerifierKey]) -> Refusal | None:
        """Why these keys may not sign: one was rotated out, or one is missing."""
        if any(map(self._retired, by)):
            return Refusal(RefusalCode.KEY_RETIRED)
        missing = self._required() - {key.kind for key in by}
        return Refusal(RefusalCode.KEY_MISSING) if missing else None

    def _required(self) -> frozenset[KeyKind]:
        return frozenset(KeyKind(kind) for (kind,) in self._connection.execute("SELECT kind FROM required"))

    def _retired(self, key: VerifierKey) -> bool:
        found = self._connection.execute("SELECT 1 FROM retired WHERE public_key = ?", (_named(key),))
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


def _named(key: VerifierKey) -> bytes:
    """32 bytes that stand for a public key: itself, or of a longer one its hash."""
    return key.public_key if len(key.public_key) == _KEY_BYTES else hashlib.sha256(key.public_key).digest()


def _report(refusal: Refusal, checkpoint: Checkpoint) -> None:
    """Say aloud what may be a log with two histories."""
    if refusal.code in {RefusalCode.FORK, RefusalCode.PROOF_REJECTED}:
        root = to_base64(checkpoint.root)
        log.error("inconsistent", code=refusal.code, origin=checkpoint.origin, size=checkpoint.size, root=root)
