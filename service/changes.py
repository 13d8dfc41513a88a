"""One state change: read, decide, write, answer, in one short transaction of four round trips.

The first attempt takes no lock; who was overtaken locks the report and decides anew, so that a burst on
one report queues instead of failing. A version that the caller named and that has passed is 412 at once.
"""

from collections.abc import Awaitable, Callable, Iterable
from datetime import UTC, datetime
from os import urandom
from typing import Any, NamedTuple
from uuid import UUID

import asyncpg
from asyncpg import Record
from uuid_utils.compat import uuid7

from service.calls import Call
from service.db.pool import Database, Transaction
from service.db.write import Part, write
from service.errors import PreconditionFailed, PreconditionRequired, Unavailable
from service.idempotency import Answer, remember, replay_of
from service.reports.rows import Intaken, TextPointers, change_parts, loses_sight
from workflows import visibility
from workflows.audit import SALT_BYTES, Commitment
from workflows.change import Change, Circumstances
from workflows.trail import RecordedEvent, Supplies, record

ATTEMPTS = 4
EARLIEST = datetime.min.replace(tzinfo=UTC)
_OVERTAKEN = (
    asyncpg.UniqueViolationError,
    asyncpg.DeadlockDetectedError,
    asyncpg.SerializationError,
    asyncpg.InvalidCachedStatementError,  # a migration ran beside us: the next attempt plans anew
)


class Decided(NamedTuple):
    """A change with what the database needs beside it and how it is answered."""

    change: Change
    pointers: TextPointers | None
    answer: Callable[[tuple[RecordedEvent, ...]], Answer]
    intaken: Intaken | None = None
    sealed: tuple[Commitment, ...] = ()
    extra: tuple[Part, ...] = ()


class Subject(NamedTuple):
    """What was read: the idempotency columns, the version the caller can name, and the report's id."""

    row: Record
    version: int | None
    report: UUID | None


Read = Callable[[Transaction], Awaitable[Subject]]
Decide = Callable[[Subject, Circumstances], Decided]


class Overtaken(Exception):
    """Another change reached the report first."""


class Changes:
    """Runs commands against the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def run(self, call: Call, read: Read, decide: Decide, extra_tokens: Iterable[str] = ()) -> Answer:
        """Run one command to its durable answer.

        Raises NotFound, PreconditionRequired, PreconditionFailed, IdempotencyConflict and every refusal of
        the law; Unavailable when the report stays contended through every attempt. Nothing was written then.
        """
        tokens = (*visibility.tokens(call.actor, acting=True), *extra_tokens)
        lock: UUID | None = None
        for _ in range(ATTEMPTS):
            seen: list[Subject] = []
            try:
                async with self._database.transaction(call.region, tokens, lock_report=lock) as transaction:
                    return await self._attempt(call, transaction, read, decide, seen)
            except (*_OVERTAKEN, Overtaken):
                lock = seen[0].report if seen else lock
        raise Unavailable("contended", headers={"Retry-After": "1"})

    async def _attempt(
        self, call: Call, transaction: Transaction, read: Read, decide: Decide, seen: list[Subject]
    ) -> Answer:
        subject = await read(transaction)
        seen.append(subject)
        replay = replay_of(subject.row, call.key)
        if replay is not None:
            return replay
        require_match(call, subject.version)
        # A clock that was set back, or another machine's, never makes a report's past later than its present.
        now = max(datetime.now(UTC), subject.row.get("updated_at") or EARLIEST)
        decided = decide(subject, Circumstances(call.policy, now, iter(uuid7, None)))
        change = decided.change
        events = record(change, call.actor, now, Supplies(iter(uuid7, None), _salts()), decided.sealed)
        answer = decided.answer(events)
        parts = change_parts(change, events, decided.pointers, decided.intaken)
        parts += [*decided.extra, remember(call.key, call.actor, call.region, answer, now)]
        if loses_sight(change, visibility.tokens(call.actor, acting=True)):
            await transaction.see_all()
        if not await write(transaction, parts):
            raise Overtaken
        await transaction.commit()
        return answer


def require_match(call: Call, version: int | None) -> None:
    """Hold the caller's If-Match against the present version.

    Raises PreconditionRequired when there should be one, PreconditionFailed with the present version.
    """
    if call.if_match is None:
        if call.must_match:
            raise PreconditionRequired
        return
    if version is not None and call.if_match != version:
        raise PreconditionFailed(headers={"ETag": f'"{version}"'}, current_version=version)


def _salts() -> Any:
    return iter(lambda: urandom(SALT_BYTES), None)
