"""The first answer under an Idempotency-Key, stored in the transaction of the change itself, and given again."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from asyncpg import Record

from service.edge.call import Call
from service.edge.idempotency import Answer, IdempotencyKey
from service.edge.service_errors import IdempotencyConflict, NotFound
from service.storage.db.pool import Transaction
from service.storage.db.write import Insert, Part
from service.storage.sealing import ReportKey
from workflows.access.actors import Actor

FINGERPRINT_BYTES = 32
ANSWER = "answer"
"""The purpose that a first answer is sealed for, before its person and key."""

OpenKey = Callable[[UUID, bytes], Awaitable[ReportKey]]
"""Unwraps the key of a report of the call's region."""

INSERT_IDEMPOTENCY = Insert(
    "idempotency",
    ("region", "person", "key", "fingerprint", "status", "etag", "location", "body", "created_at", "report_id"),
)

SEEN = """i.fingerprint AS seen_fingerprint, i.status AS seen_status, i.etag AS seen_etag,
  i.location AS seen_location, i.body AS seen_body, i.report_id AS seen_report, i.sealed AS seen_sealed,
  CASE WHEN i.sealed THEN wrapped_key_of(i.region, i.report_id) END AS seen_key"""
"""Columns of a first answer, for a SELECT that joins ``idempotency i``."""

SEEN_TYPES = {
    "seen_fingerprint": "bytea",
    "seen_status": "smallint",
    "seen_etag": "text",
    "seen_location": "text",
    "seen_body": "bytea",
    "seen_report": "uuid",
    "seen_sealed": "boolean",
    "seen_key": "bytea",
}
"""Their SQL types, in their order."""

FLIGHT = "($1::bigint IS NULL OR pg_try_advisory_xact_lock($1)) AS won"
"""A hint that the same key is at work elsewhere; correctness rests on the primary key."""


async def read_beside(transaction: Transaction, statement: str, call: Call, *wanted: Any) -> Record:
    """What a statement reads beside the first answer under the call's key: one row, of nulls for what is not there.

    Its values are the key's lock, the person, the key, the region, then ``wanted``. Raises RuntimeError for no row.
    """
    lock, key = (call.key.lock, call.key.value) if call.key else (None, None)
    row = await transaction.fetchrow(statement, lock, call.person, key, call.region, *wanted)
    if row is None:
        msg = "a statement that always answers one row answered none"
        raise RuntimeError(msg)
    return row


async def replay_of(row: Record, key: IdempotencyKey | None, person: UUID, open_key: OpenKey) -> Answer | None:
    """The first answer, when this key was used before; ``open_key`` is asked when it is sealed.

    Raises IdempotencyConflict ``idempotency_key_reused`` for another request under the same key,
    ``answer_erased`` when an erasure has destroyed the first answer, and ``request_in_flight`` while the first
    is still at work; NotFound for an answer about a report that the caller does not see any longer: where the
    statement that reads does not look for the report itself, it says so in ``seen_visible``.
    """
    if key is None:
        return None
    if row["seen_fingerprint"] is not None:
        if row.get("seen_visible") is False:
            raise NotFound
        if row["seen_body"] is None:
            raise IdempotencyConflict("answer_erased")
        fingerprint, body = row["seen_fingerprint"], row["seen_body"]
        if row["seen_sealed"]:
            if row["seen_key"] is None:
                raise NotFound
            opener = await open_key(row["seen_report"], row["seen_key"])
            plain = opener.open(body, ANSWER, str(person), key.value)
            fingerprint, body = plain[:FINGERPRINT_BYTES], plain[FINGERPRINT_BYTES:]
        if fingerprint != key.fingerprint:
            raise IdempotencyConflict("idempotency_key_reused")
        return Answer(row["seen_status"], body, row["seen_etag"], row["seen_location"], replayed=True)
    if not row["won"]:
        raise in_flight()
    return None


def in_flight() -> IdempotencyConflict:
    """The refusal while the first request under a key is still at work."""
    return IdempotencyConflict("request_in_flight", headers={"Retry-After": "1"})


def seal_answer(key: ReportKey, person: UUID, name: str, fingerprint: bytes, body: bytes) -> bytes:
    """Encrypt a first answer under the key of its report.

    The fingerprint goes with it: it is a hash of the request's words, and short words can be guessed.
    """
    return key.seal(fingerprint + body, ANSWER, str(person), name)


def remember(
    key: IdempotencyKey | None, actor: Actor, region: str, answer: Answer, at: datetime, report: UUID | None
) -> Part:
    """The row that keeps a first answer, about a report or about none; none without a key.

    An answer about no report must hold no words of any: an erasure would not find it.
    """
    if key is None:
        return Part(INSERT_IDEMPOTENCY, ())
    row: tuple[Any, ...] = (
        region, actor.person, key.value, key.fingerprint, answer.status, answer.etag, answer.location,
        answer.body, at, report,
    )  # fmt: skip
    return Part(INSERT_IDEMPOTENCY, [row])
