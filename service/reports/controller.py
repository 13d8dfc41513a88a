"""Routes of reports. Thin: read the request, call the service, answer."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, get, patch, post
from litestar.params import FromPath, FromQuery, QueryParameter
from pydantic import TypeAdapter

from service.paging import DEFAULT_LIMIT, MAX_LIMIT, Page
from service.reports.repository import Listing
from service.reports.service import ReportService
from service.representation import encode
from service.web.body import parse, read_body
from service.web.calls import JSON, changing, permit, reading, respond
from service.web.paging import page_response
from workflows.codes import Category, ReportState, Severity, Stage
from workflows.commands import (
    AddLink,
    AddNote,
    Offer,
    ReportAmendment,
    ReportIntake,
    ReportTransition,
    Unseal,
)
from workflows.permissions import Action

BASE = "/v1/regions/{region:str}/reports"
ONE = BASE + "/{report_id:uuid}"
Limit = Annotated[int, QueryParameter(name="limit", ge=1, le=MAX_LIMIT, description="Rows at most.")]
Cursor = Annotated[
    str | None, QueryParameter(name="cursor", max_length=400, description="`next_cursor` of the page before.")
]

_INTAKE = TypeAdapter(ReportIntake)
_AMENDMENT = TypeAdapter(ReportAmendment)
_TRANSITION = TypeAdapter(ReportTransition)
_NOTE = TypeAdapter(AddNote)
_LINK = TypeAdapter(AddLink)
_OFFER = TypeAdapter(Offer)
_UNSEAL = TypeAdapter(Unseal)
_Request = Request[Any, Any, Any]


def _service(request: _Request) -> ReportService:
    service: ReportService = request.app.state.reports
    return service


@post(BASE, operation_id="createReport", guards=[permit(Action.REPORT_CREATE)], opt={"body": ReportIntake})
async def create_report(request: _Request, region: FromPath[str]) -> Response[bytes]:
    """Take a report."""
    raw = await read_body(request)
    call = changing(request, region, raw, key_required=True)
    return respond(await _service(request).intake(call, parse(raw, _INTAKE)))


@get(BASE, operation_id="listReports", guards=[permit(Action.REPORT_READ)])
async def list_reports(
    request: _Request,
    region: FromPath[str],
    report_state: Annotated[ReportState | None, QueryParameter(name="state")] = None,
    category: FromQuery[Category | None] = None,
    severity: FromQuery[Severity | None] = None,
    agency: Annotated[str | None, QueryParameter(max_length=32, description="The lead agency.")] = None,
    area: Annotated[str | None, QueryParameter(max_length=13)] = None,
    election: Annotated[str | None, QueryParameter(max_length=40)] = None,
    stage: FromQuery[Stage | None] = None,
    q: Annotated[
        str | None, QueryParameter(min_length=1, max_length=200, description="Words in title or description.")
    ] = None,
    sort: Annotated[str, QueryParameter(pattern="^-?reported_at$")] = "-reported_at",
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = None,
) -> Response[bytes]:
    """List the reports that the caller sees, newest first."""
    wanted = Listing(report_state, category, severity, agency, area, election, stage, q)
    page = Page(limit, descending=sort.startswith("-"))
    found = await _service(request).listing(reading(request, region), wanted, cursor, page)
    return page_response(request, found)


@get(ONE, operation_id="getReport", guards=[permit(Action.REPORT_READ)])
async def get_report(request: _Request, region: FromPath[str], report_id: FromPath[UUID]) -> Response[bytes]:
    """Read a report."""
    return respond(await _service(request).get(reading(request, region), report_id))


@patch(ONE, operation_id="amendReport", guards=[permit(Action.REPORT_AMEND)], opt={"body": ReportAmendment})
async def amend_report(request: _Request, region: FromPath[str], report_id: FromPath[UUID]) -> Response[bytes]:
    """Amend a report; each amendment is an event."""
    raw = await read_body(request)
    call = changing(request, region, raw, must_match=True)
    return respond(await _service(request).amend(call, report_id, parse(raw, _AMENDMENT)))


@post(
    ONE + "/transitions",
    operation_id="transitionReport",
    status_code=200,
    guards=[permit(Action.REPORT_READ)],
    opt={"body": ReportTransition},
)
async def transition_report(request: _Request, region: FromPath[str], report_id: FromPath[UUID]) -> Response[bytes]:
    """Fire a trigger on a report."""
    raw = await read_body(request)
    call = changing(request, region, raw, key_required=True, must_match=True)
    command = parse(raw, _TRANSITION, tagged=True).root
    return respond(await _service(request).transition(call, report_id, command))


@post(ONE + "/notes", operation_id="addNote", guards=[permit(Action.REPORT_NOTE)], opt={"body": AddNote})
async def add_note(request: _Request, region: FromPath[str], report_id: FromPath[UUID]) -> Response[bytes]:
    """Add a note."""
    raw = await read_body(request)
    return respond(await _service(request).note(changing(request, region, raw), report_id, parse(raw, _NOTE)))


@post(ONE + "/links", operation_id="addLink", guards=[permit(Action.REPORT_LINK)], opt={"body": AddLink})
async def add_link(request: _Request, region: FromPath[str], report_id: FromPath[UUID]) -> Response[bytes]:
    """Relate two reports."""
    raw = await read_body(request)
    return respond(await _service(request).link(changing(request, region, raw), report_id, parse(raw, _LINK)))


@post(ONE + "/tasks", operation_id="offerTask", guards=[permit(Action.TASK_OFFER)], opt={"body": Offer})
async def offer_task(request: _Request, region: FromPath[str], report_id: FromPath[UUID]) -> Response[bytes]:
    """Offer one more supporting task."""
    raw = await read_body(request)
    return respond(await _service(request).offer(changing(request, region, raw), report_id, parse(raw, _OFFER)))


@post(
    ONE + "/reporter/unseal",
    operation_id="unsealReporter",
    status_code=200,
    guards=[permit(Action.REPORTER_UNSEAL)],
    opt={"body": Unseal},
)
async def unseal_reporter(request: _Request, region: FromPath[str], report_id: FromPath[UUID]) -> Response[bytes]:
    """Show who reported, for a reason that is kept. Never replayed: each opening is an event of its own."""
    raw = await read_body(request)
    return respond(await _service(request).unseal(changing(request, region, raw), report_id, parse(raw, _UNSEAL)))


@get(
    "/v1/regions/{region:str}/routing/preview",
    operation_id="previewRouting",
    guards=[permit(Action.ROUTING_READ)],
)
async def preview_routing(request: _Request, region: FromPath[str], report: FromQuery[UUID]) -> Response[bytes]:
    """Tell where the policy sends a report, and by which rule."""
    found = await _service(request).preview_route(reading(request, region), report)
    return Response(content=encode(found), media_type=JSON)


ROUTES = [
    create_report,
    list_reports,
    get_report,
    amend_report,
    transition_report,
    add_note,
    add_link,
    offer_task,
    unseal_reporter,
    preview_routing,
]
