"""Routes of erasures."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import PathParameter
from pydantic import TypeAdapter

from service.edge.keyset import DEFAULT_LIMIT
from service.edge.web.body import parse, read_body
from service.edge.web.declared import ETAG, LINK, OPTIONAL
from service.edge.web.from_request import changing, permit, reading, respond
from service.edge.web.page_response import page_response
from service.edge.web.parameters import After, Limit, Region, ReportId
from service.features.erasures.schemas import ErasureAnswer, ErasurePage
from service.features.erasures.service import ErasureService
from workflows.access.permissions import Action
from workflows.decisions.erasures.commands import DecideErasure, RequestErasure

BASE = "/v1/regions/{region:str}/reports/{report_id:uuid}/erasures"
ErasureId = Annotated[UUID, PathParameter(description="The erasure.")]
_REQUEST = TypeAdapter(RequestErasure)
_DECISION = TypeAdapter(DecideErasure)
_ANSWERS = {"answer": ErasureAnswer, "key": OPTIONAL, "match": OPTIONAL, "sends": (ETAG,)}
_Request = Request[Any, Any, Any]


def _service(request: _Request) -> ErasureService:
    service: ErasureService = request.app.state.erasures
    return service


@post(
    BASE,
    operation_id="requestErasure",
    before_request=permit(Action.ERASURE_REQUEST),
    opt={"body": RequestErasure, **_ANSWERS},
)
async def request_erasure(request: _Request, region: Region, report_id: ReportId) -> Response[bytes]:
    """Ask that the reporter, or a text, be erased for good. A supervisor of the lead agency decides."""
    raw = await read_body(request)
    return respond(await _service(request).request(changing(request, region, raw), report_id, parse(raw, _REQUEST)))


@post(
    BASE + "/{erasure_id:uuid}/decision",
    operation_id="decideErasure",
    status_code=200,
    before_request=permit(Action.ERASURE_DECIDE),
    opt={"body": DecideErasure, **_ANSWERS},
)
async def decide_erasure(
    request: _Request, region: Region, report_id: ReportId, erasure_id: ErasureId
) -> Response[bytes]:
    """Approve or refuse an erasure that somebody else asked for. What is approved cannot be brought back."""
    raw = await read_body(request)
    call = changing(request, region, raw)
    return respond(await _service(request).decide(call, report_id, erasure_id, parse(raw, _DECISION)))


@get(
    BASE,
    operation_id="listErasures",
    before_request=permit(Action.ERASURE_READ),
    opt={"answer": ErasurePage, "sends": (LINK,)},
)
async def list_erasures(
    request: _Request,
    region: Region,
    report_id: ReportId,
    limit: Limit = DEFAULT_LIMIT,
    cursor: After = None,
) -> Response[bytes]:
    """The erasures of a report, oldest first."""
    after = UUID(cursor) if cursor else None
    found = await _service(request).listing(reading(request, region), report_id, after, limit)
    return page_response(request, found)


ROUTES = [request_erasure, decide_erasure, list_erasures]
