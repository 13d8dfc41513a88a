"""Applies a batch of queued commands, one by one and in order, each as the single call that it is.

No transaction is held over more than one command. Whatever ends the batch in the middle, it may be sent again whole:
a command's id is its idempotency key, written with its change.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import msgspec

from service.edge.call import Call
from service.edge.idempotency import Answer, IdempotencyKey, bind_key
from service.edge.problems.faults import says
from service.edge.problems.from_errors import log_unforeseen
from service.edge.representation import encode
from service.edge.service_errors import (
    FieldError,
    IdempotencyConflict,
    NotFound,
    PreconditionFailed,
    ServiceError,
    Unavailable,
    ValidationFailed,
)
from service.edge.web.body import parse
from service.features.commands import repository
from service.features.commands.batch_retelling import retold
from service.features.commands.kinds import KINDS, Kind, Services
from service.features.commands.own_versions import OwnVersions
from service.features.commands.results import Result, results_of
from service.features.commands.schemas import CommandsAnswer, CurrentAnswer, Essentials
from service.features.commands.unanswered import Unanswered
from service.storage.db.pool import Database
from workflows.access.refusals import NotPermitted, Refused
from workflows.decisions.claiming import by_our_clock, is_ahead
from workflows.decisions.queued import CommandKind, CommandVerdict, Missed, QueuedCommand

OK = 200
NO_VERSION = 0
"""Versions count from 1."""

_FAILED = frozenset({CommandVerdict.REFUSED, CommandVerdict.CONFLICT})


class CommandService:
    """Queued commands of every region, for whoever sends them."""

    def __init__(self, database: Database, services: Services) -> None:
        self._database = database
        self._services = services

    async def apply(self, call: Call, commands: Sequence[QueuedCommand], trace_id: str) -> Answer:
        """Apply them in order. What cannot be applied is said of that command alone.

        A batch in which everything was answered is remembered under its key; one with something left to do is not.
        Raises IdempotencyConflict when the batch's key had another batch.
        """
        call = call._replace(key=_apart(call.key))
        known = await repository.first_answer(self._database, call)
        if known is not None:
            return await retold(self._database, call, commands, known, trace_id)
        results = [result async for result in _Batch(self._database, self._services, call, trace_id).run(commands)]
        answer = Answer(OK, encode(CommandsAnswer(results=results_of(results, call, trace_id))))
        if any(result.verdict is CommandVerdict.UNAVAILABLE for result in results):
            return answer
        kept = await repository.keep(self._database, call, answer, datetime.now(UTC))
        return await retold(self._database, call, commands, kept, trace_id) if kept.replayed else kept


class _Batch:
    """One batch while it is worked through."""

    def __init__(self, database: Database, services: Services, call: Call, trace_id: str) -> None:
        self._services = services
        self._call = call
        self._trace_id = trace_id
        self._missed = Missed()
        self._unanswered = Unanswered(database, call)
        self._own = OwnVersions(database, call)

    async def run(self, commands: Sequence[QueuedCommand]) -> AsyncIterator[Result]:
        """Yield the result of each."""
        for place, command in enumerate(commands):
            await asyncio.sleep(0)  # what is refused at once leaves the others their turn all the same
            result = await self._one(command)
            if result.verdict in _FAILED:
                self._missed.note(command)
            elif result.verdict is CommandVerdict.UNAVAILABLE:
                await self._unanswered.note(command, commands[place + 1 :])
            yield result

    async def _one(self, command: QueuedCommand) -> Result:
        if self._unanswered.stands_before(command):
            return _unavailable(command, Unavailable("earlier_command_unanswered"))
        try:
            return await self._try(command)
        except (ServiceError, Refused) as error:
            return await self._not_applied(command, error)
        except Exception as error:  # noqa: BLE001 - as in every single call: it is logged, and this command alone fails
            log_unforeseen(error, self._trace_id)
            return _unavailable(command, Unavailable("internal_error"))

    async def _try(self, command: QueuedCommand) -> Result:
        kind, target, now = KINDS[command.kind], _target(command), datetime.now(UTC)
        body, raw = _body(kind, command)
        body, call = by_our_clock(body, command.at, now), self._single(kind, command, target, raw)
        try:
            answer = await kind.run(self._services, call, target, body)
        except PreconditionFailed as error:
            version = await self._own.since(command, call.if_match, error)
            if version is None:
                raise
            answer = await kind.run(self._services, call._replace(if_match=version), target, body)
        made = msgspec.json.decode(answer.body, type=Essentials)
        self._own.note(command, made)
        verdict = CommandVerdict.DUPLICATE if answer.replayed else CommandVerdict.APPLIED
        ahead = verdict is CommandVerdict.APPLIED and is_ahead(command.at, now)
        return Result(command, verdict, made=made, clock_ahead=ahead)

    def _single(self, kind: Kind, command: QueuedCommand, target: UUID, raw: bytes) -> Call:
        """The single call that the command is.

        One that rests on what never happened means a version that there never is: it can only have been applied before.
        """
        call = self._call
        version = NO_VERSION if self._missed.stands_before(command) else command.expected_version
        key = bind_key(str(command.id), call.actor, call.region, command.kind.value, str(target), raw)
        return call._replace(key=key, if_match=version, must_match=kind.must_match, claimed_at=command.at)

    async def _not_applied(self, command: QueuedCommand, error: ServiceError | Refused) -> Result:
        """What the refusal of a single call is in a batch."""
        if isinstance(error, PreconditionFailed):
            current = await self._current(command, error)
            if self._missed.stands_before(command):
                error = PreconditionFailed("earlier_command_not_applied")
            elif current.version is None:
                error = PreconditionFailed(error.code)
            return Result(command, CommandVerdict.CONFLICT, error=error, current=current)
        if isinstance(error, Unavailable):
            return _unavailable(command, error)
        if isinstance(error, IdempotencyConflict):
            return await self._known(command, error)
        return Result(command, CommandVerdict.REFUSED, error=error)

    async def _known(self, command: QueuedCommand, error: IdempotencyConflict) -> Result:
        """What a command is whose id, or whose report, is known already."""
        match error.code:
            case "request_in_flight":
                return _unavailable(command, error)
            case "answer_erased":
                return Result(command, CommandVerdict.DUPLICATE, error=error)
            case "report_id_taken":
                return await self._taken(command, error)
        return Result(command, CommandVerdict.REFUSED, error=error)

    async def _taken(self, command: QueuedCommand, error: IdempotencyConflict) -> Result:
        """A report of this identifier that the caller reported is this one: its command is forgotten, it is not."""
        try:
            body = (await self._services.reports.reading.get(self._plain, command.id)).body
        except (NotFound, NotPermitted):
            return Result(command, CommandVerdict.REFUSED, error=error)
        except Unavailable as unavailable:
            return _unavailable(command, unavailable)
        if msgspec.json.decode(body, type=_Authored).reported_by.person != self._call.person:
            return Result(command, CommandVerdict.REFUSED, error=error)
        return Result(command, CommandVerdict.DUPLICATE, made=msgspec.json.decode(body, type=Essentials))

    async def _current(self, command: QueuedCommand, error: PreconditionFailed) -> CurrentAnswer:
        """What stands where the command expected something else, as far as the caller may read it."""
        version = error.extra.get("current_version")
        try:
            answer = await KINDS[command.kind].look(self._services, self._plain, _target(command))
        except NotPermitted:
            return CurrentAnswer(state=None, version=None)
        except (NotFound, Unavailable):
            return CurrentAnswer(state=None, version=version)
        found = msgspec.json.decode(answer.body, type=Essentials)
        return CurrentAnswer(state=found.state, version=found.version)

    @property
    def _plain(self) -> Call:
        """A call that only reads."""
        return self._call._replace(key=None)


class _Person(msgspec.Struct):
    person: UUID


class _Authored(msgspec.Struct):
    """Of a report only who reported it."""

    reported_by: _Person


def _unavailable(command: QueuedCommand, error: ServiceError) -> Result:
    return Result(command, CommandVerdict.UNAVAILABLE, error=error)


def _apart(key: IdempotencyKey | None) -> IdempotencyKey | None:
    """The batch's key where no command's id can be: no key of a client holds a quotation mark."""
    return None if key is None else key._replace(value=f'"{key.value}"')


def _target(command: QueuedCommand) -> UUID:
    """What the command is about. Raises ValidationFailed when it does not say, or says two things."""
    if command.about is None:
        raise ValidationFailed(errors=[FieldError("/target", "missing", says("target_missing"))])
    if command.kind is CommandKind.REPORT_CREATE and command.target not in {None, command.id}:
        raise ValidationFailed(errors=[FieldError("/target", "invalid", says("target_own"))])
    return command.about


def _body(kind: Kind, command: QueuedCommand) -> tuple[Any, bytes]:
    """The body by its model, and the bytes that it is known by, however its client writes it the next time.

    Raises ValidationFailed, its pointers into the command.
    """
    raw = json.dumps(command.body, sort_keys=True, separators=(",", ":")).encode()
    try:
        return parse(raw, kind.body, tagged=kind.tagged), raw
    except ValidationFailed as error:
        within = [fault._replace(pointer=f"/body{fault.pointer}") for fault in error.errors]
        raise ValidationFailed(errors=within) from None
