"""Routes of tasks."""

from typing import Annotated, Any, Literal
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import PathParameter, QueryParameter
from pydantic import TypeAdapter

from service.edge.keyset import DEFAULT_LIMIT
from service.edge.web.body import parse, read_body
from service.edge.web.declared import ETAG, LINK, REQUIRED
from service.edge.web.from_request import changing, permit, reading, respond
from service.edge.web.page_response import page_response
from service.edge.web.parameters import (
    MOMENT,
    MOMENT_LENGTH,
    Agency,
    Cursor,
    Election,
    Limit,
    Person,
    Region,
    coded,
    elected,
    moment_of,
    person_of,
)
from service.features.tasks.repository import Queue
from service.features.tasks.schemas import TaskAnswer, TaskPage
from service.features.tasks.service import TaskService
from workflows.access.permissions import Action
from workflows.codes.tasks import TaskRole, TaskState
from workflows.decisions.tasks.commands import TaskTransition

BASE = "/v1/regions/{region:str}/tasks"
ONE = BASE + "/{task_id:uuid}"
TaskId = Annotated[UUID, PathParameter(description="The task.")]
_TRANSITION = TypeAdapter(TaskTransition)
_Request = Request[Any, Any, Any]


def _service(request: _Request) -> TaskService:
    service: TaskService = request.app.state.tasks
    return service


@get(
    BASE,
    operation_id="listTasks",
    before_request=permit(Action.TASK_READ),
    opt={"answer": TaskPage, "sends": (LINK,)},
)
async def list_tasks(
    request: _Request,
    region: Region,
    agency: Agency = None,
    task_state: Annotated[str | None, coded(TaskState, "The state it is in.", "state")] = None,
    role: Annotated[str | None, coded(TaskRole, "Whether it leads or supports.")] = None,
    assignee: Person = None,
    due_before: Annotated[
        str | None,
        QueryParameter(max_length=MOMENT_LENGTH, schema_extra=MOMENT, description="Due before this moment."),
    ] = None,
    election: Election = None,
    sort: Annotated[Literal["due_at"], QueryParameter(description="The only order there is.")] = "due_at",  # noqa: ARG001 - said, not chosen
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = None,
) -> Response[bytes]:
    """The work queue, due first."""
    due = moment_of(due_before, "due_before") if due_before is not None else None
    call = reading(request, region)
    wanted = Queue(agency, task_state, role, person_of(assignee, call.person), due, **elected(election))
    return page_response(request, await _service(request).queue(call, wanted, cursor, limit))


@get(
    ONE,
    operation_id="getTask",
    before_request=permit(Action.TASK_READ),
    opt={"answer": TaskAnswer, "sends": (ETAG,)},
)
async def get_task(request: _Request, region: Region, task_id: TaskId) -> Response[bytes]:
    """Read a task."""
    return respond(await _service(request).get(reading(request, region), task_id))


@post(
    ONE + "/transitions",
    operation_id="transitionTask",
    status_code=200,
    before_request=permit(Action.TASK_READ),
    opt={"body": TaskTransition, "answer": TaskAnswer, "key": REQUIRED, "match": REQUIRED, "sends": (ETAG,)},
)
async def transition_task(request: _Request, region: Region, task_id: TaskId) -> Response[bytes]:
    """Fire a trigger on a task."""
    raw = await read_body(request)
    call = changing(request, region, raw, key_required=True, must_match=True)
    return respond(await _service(request).transition(call, task_id, parse(raw, _TRANSITION, tagged=True).root))


ROUTES = [list_tasks, get_task, transition_task]
