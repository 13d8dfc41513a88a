"""What each kind of queued command is in the single calls: its body's model and the service that takes it."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, NamedTuple
from uuid import UUID

from pydantic import TypeAdapter

from service.edge.call import Call
from service.edge.idempotency import Answer
from service.features.reports.service_set import ReportServices
from service.features.tasks.service import TaskService
from workflows.decisions.queued import CommandKind
from workflows.decisions.reports.commands import AddNote, ReportIntake, ReportTransition
from workflows.decisions.tasks.commands import TaskTransition


class Services(NamedTuple):
    """The services that take the single calls."""

    reports: ReportServices
    tasks: TaskService


Run = Callable[[Services, Call, UUID, Any], Awaitable[Answer]]
Look = Callable[[Services, Call, UUID], Awaitable[Answer]]


class Kind(NamedTuple):
    """``body`` is its model, ``tagged`` when that is told apart by a member; ``must_match`` when a version is required.

    ``run`` takes it, ``look`` reads what it is about.
    """

    body: TypeAdapter[Any]
    run: Run
    look: Look
    tagged: bool = False
    must_match: bool = False


async def _create(services: Services, call: Call, report: UUID, body: ReportIntake) -> Answer:
    return await services.reports.intake.take(call, body, report)


async def _transition_report(services: Services, call: Call, report: UUID, body: ReportTransition) -> Answer:
    return await services.reports.changing.transition(call, report, body.root)


async def _transition_task(services: Services, call: Call, task: UUID, body: TaskTransition) -> Answer:
    return await services.tasks.transition(call, task, body.root)


async def _note(services: Services, call: Call, report: UUID, body: AddNote) -> Answer:
    return await services.reports.changing.note(call, report, body)


async def _report(services: Services, call: Call, report: UUID) -> Answer:
    return await services.reports.reading.get(call, report)


async def _task(services: Services, call: Call, task: UUID) -> Answer:
    return await services.tasks.get(call, task)


KINDS: Mapping[CommandKind, Kind] = {
    CommandKind.REPORT_CREATE: Kind(TypeAdapter(ReportIntake), _create, _report),
    CommandKind.REPORT_TRANSITION: Kind(
        TypeAdapter(ReportTransition), _transition_report, _report, tagged=True, must_match=True
    ),
    CommandKind.TASK_TRANSITION: Kind(
        TypeAdapter(TaskTransition), _transition_task, _task, tagged=True, must_match=True
    ),
    CommandKind.NOTE_ADD: Kind(TypeAdapter(AddNote), _note, _report),
}
