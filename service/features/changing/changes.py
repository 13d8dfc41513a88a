"""One state change: read, decide, write, answer.

In general that is one short transaction of four round trips. Where the feature can read alone, it is tried in two: the
read is a transaction of its own, and so is the statement that writes all of the change, of a report that is there only
if it still has the version that was decided on. Calls that wait at the same moment share both, each whole or not at
all. Whatever that statement does not write takes the transaction.

The first attempt takes no lock; who was overtaken locks the report and decides anew, so that a burst on
one report queues instead of failing. A version that the caller named and that has passed is 412 at once.
"""

from collections.abc import Awaitable, Callable, Collection, Iterable, Sequence
from datetime import UTC, datetime
from functools import partial
from os import urandom
from typing import Any, NamedTuple
from uuid import UUID

import asyncpg
from asyncpg import Record
from uuid_utils.compat import uuid7

from service.edge.call import Call
from service.edge.idempotency import Answer
from service.edge.service_errors import PreconditionFailed, PreconditionRequired, Unavailable
from service.features.changing.possible import possible_of_report
from service.features.changing.retelling import retold
from service.features.reports.report_rows import Intaken
from service.features.reports.rows import change_parts
from service.features.reports.sight import loses_sight
from service.features.reports.text_pointers import TextPointers
from service.storage.db.gathered_calls import TogetherError
from service.storage.db.pool import Database, Transaction
from service.storage.db.routines import NOT_INSTALLED
from service.storage.db.write import Part, write
from service.storage.first_answers import remember, replay_of
from service.storage.sealing import Sealer
from service.storage.texts.keeping import ALL_PLAIN, Keeping, conceal, keeping_of, sealed_parts
from service.storage.texts.kept_texts import NONE_OPENED, Opened
from workflows.access import visibility
from workflows.access.refusals import Refused
from workflows.codes.reports import Classification
from workflows.decisions.change import Change, Circumstances
from workflows.decisions.claiming import claimed
from workflows.decisions.unread import told_unread
from workflows.trail.chaining import RecordedEvent, Supplies, record
from workflows.trail.leaf import SALT_BYTES, Commitment

ATTEMPTS = 4
EARLIEST = datetime.min.replace(tzinfo=UTC)
OVERTAKEN = (
    asyncpg.UniqueViolationError,
    asyncpg.DeadlockDetectedError,
    asyncpg.SerializationError,
    asyncpg.InvalidCachedStatementError,  # a migration ran beside us: the next attempt plans anew
)


class Beside(NamedTuple):
    """A change of another report in the same transaction: it holds no words."""

    change: Change
    pointers: TextPointers


def no_parts(_events: tuple[RecordedEvent, ...]) -> Iterable[Part]:
    """Nothing beside the change itself."""
    return ()


class Decided(NamedTuple):
    """A change with what the database needs beside it and how it is answered.

    ``keeping`` says how its words are kept, where the decision brings a key of its own; ``entered`` are the rows that
    name the events' texts; ``also`` writes on rows of other people, once the change itself is written and before it is
    durable. ``beside`` is what becomes of a second report, which nobody may have changed meanwhile either.
    """

    change: Change
    pointers: TextPointers | None
    answer: Callable[[tuple[RecordedEvent, ...]], Answer]
    intaken: Intaken | None = None
    sealed: tuple[Commitment, ...] = ()
    extra: tuple[Part, ...] = ()
    keeping: Keeping | None = None
    entered: Callable[[tuple[RecordedEvent, ...]], Iterable[Part]] = no_parts
    also: Callable[[Transaction, tuple[RecordedEvent, ...]], Awaitable[None]] | None = None
    beside: Beside | None = None


class Subject(NamedTuple):
    """What was read: the idempotency columns, the version the caller can name, the report's id, its hidden texts.

    ``not_before`` is the last change of a second report that is changed too.
    """

    row: Record
    version: int | None
    report: UUID | None
    opened: Opened = NONE_OPENED
    not_before: datetime = EARLIEST


Read = Callable[[Transaction], Awaitable[Subject]]
ReadAlone = Callable[[], Awaitable[Subject]]
WriteAlone = Callable[[Call, Sequence[Part]], Awaitable[bool]]
Decide = Callable[[Subject, Circumstances], Decided]


class Alone(NamedTuple):
    """How a command reads and writes without a transaction around both.

    ``write`` returns False when it wrote nothing: for a part that is not its own, or because somebody was faster.
    """

    read: ReadAlone
    write: WriteAlone


class Prepared(NamedTuple):
    """A decision as it is recorded and answered, with every row that it writes."""

    decided: Decided
    events: tuple[RecordedEvent, ...]
    answer: Answer
    parts: list[Part]
    at: datetime


class Overtaken(Exception):
    """Another change reached the report first."""


class Changes:
    """Runs commands against the database."""

    def __init__(self, database: Database, sealer: Sealer) -> None:
        self._database = database
        self._sealer = sealer

    async def run(
        self,
        call: Call,
        read: Read,
        decide: Decide,
        extra_tokens: Iterable[str] = (),
        *,
        alone: Alone | None = None,
        lock: Collection[UUID] = (),
    ) -> Answer:
        """Run one command to its durable answer.

        ``lock`` are reports whose row locks are taken from the first attempt on: those of a change of two.

        Raises NotFound, PreconditionRequired, PreconditionFailed, IdempotencyConflict and every refusal of
        the law; Unavailable when the report stays contended through every attempt. Nothing was written then.
        """
        if alone is not None:
            answer = await self._attempt_alone(call, alone, decide)
            if answer is not None:
                return answer
        tokens = (*visibility.tokens(call.actor, acting=True), *extra_tokens)
        locked = set(lock)
        for _ in range(ATTEMPTS):
            seen: list[Subject] = []
            try:
                async with self._database.transaction(call.region, tokens, lock_reports=locked) as transaction:
                    return await self._attempt(call, transaction, read, decide, seen)
            except (*OVERTAKEN, Overtaken):
                locked |= {subject.report for subject in seen if subject.report is not None}
        raise Unavailable("contended", headers={"Retry-After": "1"})

    async def _attempt(
        self, call: Call, transaction: Transaction, read: Read, decide: Decide, seen: list[Subject]
    ) -> Answer:
        subject = await read(transaction)
        seen.append(subject)
        replay = await self._replay(call, subject)
        if replay is not None:
            return await retold(transaction, call, subject.row, replay)
        made = _prepare(call, subject, decide)
        change, beside = made.decided.change, made.decided.beside
        keeping = await self._keeping(transaction, subject, made.decided, made.at)
        changes = [change] if beside is None else [change, beside.change]
        held = visibility.tokens(call.actor, acting=True)
        if any(loses_sight(each, held) for each in changes):
            await transaction.see_all()
        if not await write(transaction, sealed_parts(made.parts, keeping), len(changes)):
            raise Overtaken
        also = made.decided.also
        if keeping.conceals or also is not None:
            await transaction.see_all()
            await conceal(transaction, keeping, change.report.region, change.report.id)
        if also is not None:
            await also(transaction, made.events)
        await transaction.commit()
        return made.answer

    async def _attempt_alone(self, call: Call, alone: Alone, decide: Decide) -> Answer | None:
        """Try it in two round trips; None when nothing was written and it takes a transaction after all."""
        try:
            subject = await alone.read()
            if subject.opened or subject.row.get("classification") == Classification.SECRET:
                return None
            if await self._replay(call, subject) is not None:
                return None
            made = _prepare(call, subject, decide)
            if (made.decided.keeping or ALL_PLAIN) is not ALL_PLAIN or made.decided.also is not None:
                return None
            written = await alone.write(call, made.parts)
        except (*OVERTAKEN, *NOT_INSTALLED, TogetherError):
            return None
        return made.answer if written else None

    async def _replay(self, call: Call, subject: Subject) -> Answer | None:
        """The first answer to a repeated command. Raises what ``replay_of`` and ``require_match`` raise."""
        replay = await replay_of(subject.row, call.key, call.person, partial(self._sealer.key, call.region))
        if replay is None:
            require_match(call, subject.version)
        return replay

    async def _keeping(self, transaction: Transaction, subject: Subject, decided: Decided, now: datetime) -> Keeping:
        if decided.keeping is not None:
            return decided.keeping
        read = any(text.content is not None for text in subject.opened.values())
        return await keeping_of(
            self._sealer, transaction, decided.change, subject.row.get("wrapped_key"), now, read=read
        )


def _prepare(call: Call, subject: Subject, decide: Decide) -> Prepared:
    """Decide, and record what was decided. Raises every refusal of the law."""
    # A clock that was set back, or another machine's, never makes a report's past later than its present.
    now = max(datetime.now(UTC), subject.row.get("updated_at") or EARLIEST, subject.not_before)
    try:
        decided = decide(subject, Circumstances(call.policy, now, iter(uuid7, None)))
    except Refused as refused:
        possible = possible_of_report(refused, call, subject.row)
        raise (possible if reads(call, subject.row) else told_unread(possible)) from None
    change = claimed(decided.change, call.claimed_at, now)
    events = record(change, call.actor, now, Supplies(iter(uuid7, None), _salts()), decided.sealed)
    answer = decided.answer(events)
    parts = change_parts(change, events, decided.pointers, decided.intaken)
    if decided.beside is not None:
        # Second, because the first parts are those that must find their rows.
        parts[1:1] = _parts_beside(call, decided.beside, now)
    parts += [
        *decided.entered(events),
        *decided.extra,
        remember(call.key, call.actor, call.region, answer, now, change.report.id),
    ]
    return Prepared(decided, events, answer, parts, now)


def reads(call: Call, row: Record) -> bool:
    """Whether the caller reads the report of a row, and does not only act on it; a new one is its author's."""
    if row.get("readers") is None:
        return True
    return visibility.may_read(row["readers"], row["walled"], visibility.tokens(call.actor))


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


def _parts_beside(call: Call, beside: Beside, now: datetime) -> list[Part]:
    events = record(beside.change, call.actor, now, Supplies(iter(uuid7, None), _salts()))
    return change_parts(beside.change, events, beside.pointers)


def _salts() -> Any:
    return iter(lambda: urandom(SALT_BYTES), None)
