"""The answer that a whole batch had, as it may be told now: of what its sender sees no longer it says so and no more.

A single command that is sent again is 404 then, and so is its result in a batch. What made nothing, a report that was
never taken, is told as it was.
"""

from collections.abc import Sequence

import msgspec
from msgspec import UNSET, Raw, Struct, UnsetType

from service.edge.call import Call
from service.edge.idempotency import Answer
from service.edge.representation import encode
from service.edge.service_errors import NotFound
from service.features.commands import repository
from service.features.commands.results import Result, result_of
from service.storage.db.pool import Database
from workflows.decisions.queued import CommandKind, CommandVerdict, QueuedCommand


class _Kept(Struct):
    results: list[Raw]


class _Problem(Struct):
    code: str


class _Told(Struct):
    state: str | UnsetType = UNSET
    problem: _Problem | UnsetType = UNSET


async def retold(
    database: Database, call: Call, commands: Sequence[QueuedCommand], answer: Answer, trace_id: str
) -> Answer:
    """The answer with ``not_found`` for each command on what the caller does not see any longer."""
    kept = msgspec.json.decode(answer.body, type=_Kept).results
    about = [_told_of(command, raw) for command, raw in zip(commands, kept, strict=True)]
    seen = await repository.seen(database, call, {one.about for one in about if one is not None and one.about})
    hidden = [one is not None and one.about is not None and one.about not in seen for one in about]
    if not any(hidden):
        return answer
    results = [
        Raw(encode(_gone(call, command, trace_id))) if gone else raw
        for command, raw, gone in zip(commands, kept, hidden, strict=True)
    ]
    return answer._replace(body=encode(_Kept(results)))


def _told_of(command: QueuedCommand, raw: Raw) -> QueuedCommand | None:
    """The command whose result tells of a report or task that is there; None where it tells of none."""
    told = msgspec.json.decode(raw, type=_Told)
    if told.problem is not UNSET and told.problem.code == NotFound.code:
        return None
    return None if command.kind is CommandKind.REPORT_CREATE and told.state is UNSET else command


def _gone(call: Call, command: QueuedCommand, trace_id: str) -> object:
    gone = Result(command, CommandVerdict.REFUSED, error=NotFound())
    return result_of(gone, call.language, trace_id, call.public)
