"""Routes of tasks."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath, FromQuery, QueryParameter
from pydantic import TypeAdapter

from service.errors import FieldError, ValidationFailed
from service.paging import DEFAULT_LIMIT
from service.reports.controller import Cursor, Limit
from service.tasks.repository import Queue
from service.tasks.service import TaskService
from service.web.body import parse, read_body
from service.web.calls import changing, permit, reading, respond
from service.web.paging import page_response
from workflows.codes import TaskRole, TaskState
from workflows.commands import TaskTransition
from workflows.permissions import Action

BASE = "/v1/regions/{region:str}/tasks"
ONE = BASE + "/{task_id:uuid}"
_TRANSITION = TypeAdapter(TaskTransition)
_Request = Request[Any, Any, Any]


def _service(request: _Request) -> TaskService:
    service: TaskService = request.app.state.tasks
    return service


@get(BASE, operation_id="listTasks", guards=[permit(Action.TASK_READ)])
async def list_tasks(
    request: _Request,
    region: FromPath[str],
    agency: Annotated[str | None, QueryParameter(max_length=32)] = None,
    task_state: Annotated[TaskState | None, QueryParameter(name="state")] = None,
    role: FromQuery[TaskRole | None] = None,
    assignee: FromQuery[UUID | None] = None,
    due_before: FromQuery[datetime | None] = None,
    sort: Annotated[str, QueryParameter(pattern="^due_at$")] = "due_at",  # noqa: ARG001 - the only order there is
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = None,
) -> Response[bytes]:
    """The work queue, due first."""
    if due_before is not None and due_before.tzinfo is None:
        raise ValidationFailed(errors=[FieldError("due_before", "offset_required", "a time carries its offset")])
    wanted = Queue(agency, task_state, role, assignee, due_before)
    return page_response(request, await _service(request).queue(reading(request, region), wanted, cursor, limit))


@get(ONE, operation_id="getTask", guards=[permit(Action.TASK_READ)])
async def get_task(request: _Request, region: FromPath[str], task_id: FromPath[UUID]) -> Response[bytes]:
    """Read a task."""
    return respond(await _service(request).get(reading(request, region), task_id))


@post(
    ONE + "/transitions",
    operation_id="transitionTask",
    status_code=200,
    guards=[permit(Action.TASK_READ)],
    opt={"body": TaskTransition},
)
async def transition_task(request: _Request, region: FromPath[str], task_id: FromPath[UUID]) -> Response[bytes]:
    """Fire a trigger on a task."""
    raw = await read_body(request)
    call = changing(request, region, raw, key_required=True, must_match=True)
    return respond(await _service(request).transition(call, task_id, parse(raw, _TRANSITION, tagged=True).root))


ROUTES = [list_tasks, get_task, transition_task]
