"""Routes that read the trail."""

import re
from datetime import datetime
from typing import Annotated, Any

from litestar import Request, Response, get
from litestar.params import QueryParameter

from service.edge.keyset import DEFAULT_LIMIT
from service.edge.representation import encode
from service.edge.web.declared import LINK
from service.edge.web.from_request import JSON, permit, reading
from service.edge.web.interests import Actions, OfOneReport, interest_of
from service.edge.web.page_response import page_response
from service.edge.web.parameters import (
    LARGEST,
    MOMENT,
    MOMENT_LENGTH,
    Agency,
    Cursor,
    Election,
    Limit,
    Region,
    ReportId,
    moment_of,
)
from service.trail.audit.schemas import EventPage, HistoryPage, SummaryAnswer
from service.trail.audit.service import AuditService
from service.trail.reading.listing import ReadService
from service.trail.reading.schemas import ReadPage
from workflows.access.permissions import Action

REGION = "/v1/regions/{region:str}"
LEAF_INDEX = re.compile("0|[1-9][0-9]{0,15}")
AS_OF = {"type": None, "anyOf": [{"type": "integer", "minimum": 0, "maximum": LARGEST}, MOMENT]}
_Request = Request[Any, Any, Any]


def _service(request: _Request) -> AuditService:
    service: AuditService = request.app.state.audit
    return service


@get(
    REGION + "/reports/{report_id:uuid}/history",
    operation_id="getHistory",
    before_request=permit(Action.HISTORY_READ),
    opt={"answer": HistoryPage, "sends": (LINK,)},
)
async def get_history(
    request: _Request,
    region: Region,
    report_id: ReportId,
    limit: Limit = 500,
    cursor: Annotated[int, QueryParameter(ge=0, le=2**31 - 1, description="`next_cursor` of the page before.")] = 0,
) -> Response[bytes]:
    """The action history of a report, oldest first."""
    found = await _service(request).history(reading(request, region), report_id, cursor, limit)
    return page_response(request, found)


@get(
    REGION + "/events",
    operation_id="listEvents",
    before_request=permit(Action.EVENT_READ),
    opt={"answer": EventPage},
)
async def list_events(
    request: _Request,
    region: Region,
    after: Annotated[int, QueryParameter(ge=-1, le=LARGEST, description="The last leaf index already read.")] = -1,
    election: Election = None,
    agency: Agency = None,
    report: OfOneReport = None,
    action: Actions = None,
    limit: Limit = DEFAULT_LIMIT,
) -> Response[bytes]:
    """Events after a leaf index, in the order of the log.

    By actions, an agency or a report they are asked for as of `streamEvents`: everything that is named must fit.
    """
    interest = interest_of(action, agency, report)
    found = await _service(request).feed(reading(request, region), after, limit, election, interest)
    return Response(content=encode(found), media_type=JSON)


@get(
    REGION + "/summary",
    operation_id="getSummary",
    before_request=permit(Action.SUMMARY_READ),
    opt={"answer": SummaryAnswer},
)
async def get_summary(
    request: _Request,
    region: Region,
    as_of: Annotated[
        str | None,
        QueryParameter(max_length=MOMENT_LENGTH, schema_extra=AS_OF, description="A leaf index, or a moment."),
    ] = None,
    election: Election = None,
) -> Response[bytes]:
    """Counts by state, category, agency and area, each election by itself, reproducible as of a leaf index."""
    leaf, moment = _as_of(as_of)
    found = await _service(request).summary(reading(request, region), leaf, moment, election)
    return Response(content=encode(found), media_type=JSON)


def _as_of(value: str | None) -> tuple[int | None, datetime | None]:
    if value is None:
        return None, None
    if LEAF_INDEX.fullmatch(value) and int(value) <= LARGEST:
        return int(value), None
    return None, moment_of(value, "as_of")


@get(
    REGION + "/reports/{report_id:uuid}/reads",
    operation_id="listReads",
    before_request=permit(Action.READS_READ),
    opt={"answer": ReadPage, "sends": (LINK,)},
)
async def list_reads(
    request: _Request, region: Region, report_id: ReportId, limit: Limit = DEFAULT_LIMIT, cursor: Cursor = None
) -> Response[bytes]:
    """Who read a report, when and how, for auditors and for who supervises its lead.

    Reads of restricted and secret reports are kept, and of every report what an auditor reads. Listing them is one.
    """
    service: ReadService = request.app.state.report_reads
    found = await service.listing(reading(request, region), report_id, cursor, limit)
    return page_response(request, found)


ROUTES = [get_history, list_events, get_summary, list_reads]
