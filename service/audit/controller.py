"""Routes that read the trail."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, get
from litestar.params import FromPath, QueryParameter

from service.audit.service import AuditService
from service.errors import FieldError, ValidationFailed
from service.paging import DEFAULT_LIMIT
from service.reports.controller import Limit
from service.representation import encode
from service.web.calls import JSON, permit, reading
from service.web.paging import page_response
from workflows.permissions import Action

REGION = "/v1/regions/{region:str}"
LARGEST = 2**53 - 1
_Request = Request[Any, Any, Any]


def _service(request: _Request) -> AuditService:
    service: AuditService = request.app.state.audit
    return service


@get(
    REGION + "/reports/{report_id:uuid}/history",
    operation_id="getHistory",
    guards=[permit(Action.HISTORY_READ)],
)
async def get_history(
    request: _Request,
    region: FromPath[str],
    report_id: FromPath[UUID],
    limit: Limit = 500,
    cursor: Annotated[int, QueryParameter(ge=0, le=2**31 - 1, description="`next_cursor` of the page before.")] = 0,
) -> Response[bytes]:
    """The action history of a report, oldest first."""
    found = await _service(request).history(reading(request, region), report_id, cursor, limit)
    return page_response(request, found)


@get(REGION + "/events", operation_id="listEvents", guards=[permit(Action.EVENT_READ)])
async def list_events(
    request: _Request,
    region: FromPath[str],
    after: Annotated[int, QueryParameter(ge=-1, le=LARGEST, description="The last leaf index already read.")] = -1,
    limit: Limit = DEFAULT_LIMIT,
) -> Response[bytes]:
    """Events after a leaf index, in the order of the log."""
    found = await _service(request).feed(reading(request, region), after, limit)
    return Response(content=encode(found), media_type=JSON)


@get(REGION + "/summary", operation_id="getSummary", guards=[permit(Action.SUMMARY_READ)])
async def get_summary(
    request: _Request,
    region: FromPath[str],
    as_of: Annotated[
        str | None, QueryParameter(max_length=40, description="A leaf index, or an RFC 3339 time.")
    ] = None,
    election: Annotated[str | None, QueryParameter(max_length=40)] = None,
) -> Response[bytes]:
    """Counts by state, category, agency and area, reproducible as of a leaf index."""
    leaf, moment = _as_of(as_of)
    found = await _service(request).summary(reading(request, region), leaf, moment, election)
    return Response(content=encode(found), media_type=JSON)


def _as_of(value: str | None) -> tuple[int | None, datetime | None]:
    if value is None:
        return None, None
    if value.isascii() and value.isdigit():
        return min(int(value), LARGEST), None
    try:
        moment = datetime.fromisoformat(value.replace(" ", "+"))
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise ValidationFailed(errors=[FieldError("as_of", "invalid", "a leaf index or a time with its offset")])
    return None, moment


ROUTES = [get_history, list_events, get_summary]
