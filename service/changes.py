"""One state change: read, decide, write, answer, in one short transaction of four round trips.

The first attempt takes no lock; who was overtaken locks the report and decides anew, so that a burst on
one report queues instead of failing. A version that the caller named and that has passed is 412 at once.
"""

from collections.abc import Awaitable, Callable, Iterable
from datetime import UTC, datetime
from functools import partial
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
from service.sealing import Sealer
from service.texts.keeping import Keeping, conceal, keeping_of, sealed_parts
from service.texts.kept import NONE_OPENED, Opened
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


def _no_parts(_events: tuple[RecordedEvent, ...]) -> Iterable[Part]:
    return ()


class Decided(NamedTuple):
    """A change with what the database needs beside it and how it is answered.

    ``keeping`` says how its words are kept, where the decision brings a key of its own; ``entered`` are the rows that
    name the events' texts; ``also`` writes on rows of other people, once the change itself is written and before it is
    durable.
    """

    change: Change
    pointers: TextPointers | None
    answer: Callable[[tuple[RecordedEvent, ...]], Answer]
    intaken: Intaken | None = None
    sealed: tuple[Commitment, ...] = ()
    extra: tuple[Part, ...] = ()
    keeping: Keeping | None = None
    entered: Callable[[tuple[RecordedEvent, ...]], Iterable[Part]] = _no_parts
    also: Callable[[Transaction, tuple[RecordedEvent, ...]], Awaitable[None]] | None = None


class Subject(NamedTuple):
    """What was read: the idempotency columns, the version the caller can name, the report's id, its hidden texts."""

    row: Record
    version: int | None
    report: UUID | None
    opened: Opened = NONE_OPENED


Read = Callable[[Transaction], Awaitable[Subject]]
Decide = Callable[[Subject, Circumstances], Decided]


class Overtaken(Exception):
    """Another change reached the report first."""


class Changes:
    """Runs commands against the database."""

    def __init__(self, database: Database, sealer: Sealer) -> None:
        self._database = database
        self._sealer = sealer

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
        replay = await replay_of(subject.row, call.key, call.person, partial(self._sealer.key, call.region))
        if replay is not None:
            return replay
        require_match(call, subject.version)
        # A clock that was set back, or another machine's, never makes a report's past later than its present.
        now = max(datetime.now(UTC), subject.row.get("updated_at") or EARLIEST)
        decided = decide(subject, Circumstances(call.policy, now, iter(uuid7, None)))
        change = decided.change
        keeping = await self._keeping(transaction, subject, decided, now)
        events = record(change, call.actor, now, Supplies(iter(uuid7, None), _salts()), decided.sealed)
        answer = decided.answer(events)
        parts = change_parts(change, events, decided.pointers, decided.intaken)
        parts += [
            *decided.entered(events),
            *decided.extra,
            remember(call.key, call.actor, call.region, answer, now, change.report.id),
        ]
        parts = sealed_parts(parts, keeping)
        if loses_sight(change, visibility.tokens(call.actor, acting=True)):
            await transaction.see_all()
        if not await write(transaction, parts):
            raise Overtaken
        if keeping.conceals or decided.also is not None:
            await transaction.see_all()
            await conceal(transaction, keeping, change.report.region, change.report.id)
        if decided.also is not None:
            await decided.also(transaction, events)
        await transaction.commit()
        return answer

    async def _keeping(self, transaction: Transaction, subject: Subject, decided: Decided, now: datetime) -> Keeping:
        if decided.keeping is not None:
            return decided.keeping
        read = any(text.content is not None for text in subject.opened.values())
        return await keeping_of(
            self._sealer, transaction, decided.change, subject.row.get("wrapped_key"), now, read=read
        )


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
