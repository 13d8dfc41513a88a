"""From what became of each command to what is answered."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from msgspec import UNSET
from prometheus_client import Counter

from service.edge.call import Call
from service.edge.problems.from_errors import told
from service.edge.problems.problem_body import problem_body
from service.edge.problems.told_codes import words_of
from service.edge.service_errors import ServiceError
from service.features.commands.schemas import CommandResult, CurrentAnswer, Essentials
from workflows.access.refusals import InvalidCommand, Refused
from workflows.decisions.queued import CommandVerdict, QueuedCommand

COMMANDS = Counter("tindak_commands_total", "Queued commands by what became of them", ["kind", "verdict"])
_OF_THE_COMMAND = frozenset({"/at", "/target"})
"""Members of the command itself; every other pointer of the law is into the body."""


class Result(NamedTuple):
    """What became of one command: what it ``made``, or the ``error`` and what is ``current`` instead.

    ``clock_ahead`` when it was applied now though the clock of its device says a time that has not come.
    """

    command: QueuedCommand
    verdict: CommandVerdict
    made: Essentials | None = None
    error: ServiceError | Refused | None = None
    current: CurrentAnswer | None = None
    clock_ahead: bool = False


def results_of(results: Iterable[Result], call: Call, trace_id: str) -> list[CommandResult]:
    """The answer's results, each counted."""
    return [_told(result, call, trace_id) for result in results]


def _told(result: Result, call: Call, trace_id: str) -> CommandResult:
    COMMANDS.labels(result.command.kind.value, result.verdict.value).inc()
    return result_of(result, call, trace_id)


def result_of(result: Result, call: Call, trace_id: str) -> CommandResult:
    """What is answered of one."""
    command, made = result.command, result.made
    receipt: Any = UNSET if made is None else made.receipt
    return CommandResult(
        id=command.id,
        kind=command.kind,
        status=result.verdict,
        target=command.about if made is None else made.id,
        state=UNSET if made is None else made.state,
        version=UNSET if made is None else made.version,
        receipt=receipt,
        clock_ahead=True if result.clock_ahead else UNSET,
        advisories=UNSET if made is None or not made.advisories else made.advisories,
        current=UNSET if result.current is None else result.current,
        problem=UNSET if result.error is None else _problem(result.error, call, trace_id),
    )


def _problem(error: ServiceError | Refused, call: Call, trace_id: str) -> Any:
    """The problem as JSON values, with its further members beside those that its type declares."""
    code, details, errors = told(error, call.language)
    if isinstance(error, InvalidCommand) and error.pointer not in _OF_THE_COMMAND:
        errors = [{**fault, "pointer": f"/body{fault['pointer']}"} for fault in errors]
    return problem_body(code, call.language, trace_id, details, errors, words_of(call.policy), call.public)
