"""Routes of Gakkumdu cases."""

from typing import Any

from litestar import Request, Response, get, post
from pydantic import TypeAdapter

from service.edge.web.body import parse, read_body
from service.edge.web.declared import ETAG, REQUIRED
from service.edge.web.from_request import changing, permit, reading, respond
from service.edge.web.parameters import Region, ReportId
from service.features.gakkumdu.schemas import CaseAnswer
from service.features.gakkumdu.service import GakkumduService
from workflows.access.permissions import Action
from workflows.decisions.gakkumdu.commands import CaseStepRequest

BASE = "/v1/regions/{region:str}/reports/{report_id:uuid}/case"
_STEP = TypeAdapter(CaseStepRequest)
_Request = Request[Any, Any, Any]


def _service(request: _Request) -> GakkumduService:
    service: GakkumduService = request.app.state.gakkumdu
    return service


@get(
    BASE,
    operation_id="getCase",
    before_request=permit(Action.CASE_READ),
    opt={"answer": CaseAnswer, "sends": (ETAG,)},
)
async def get_case(request: _Request, region: Region, report_id: ReportId) -> Response[bytes]:
    """Read the Gakkumdu case of a report: its numbers, its bundle with what is missing, its steps, and what is next."""
    return respond(await _service(request).get(reading(request, region), report_id))


@post(
    BASE + "/steps",
    operation_id="takeCaseStep",
    status_code=200,
    before_request=permit(Action.CASE_STEP),
    opt={"body": CaseStepRequest, "answer": CaseAnswer, "key": REQUIRED, "match": REQUIRED, "sends": (ETAG,)},
)
async def take_case_step(request: _Request, region: Region, report_id: ReportId) -> Response[bytes]:
    """Take the next step of a Gakkumdu case. `If-Match` is the report's version."""
    raw = await read_body(request)
    call = changing(request, region, raw, key_required=True, must_match=True)
    return respond(await _service(request).take(call, report_id, parse(raw, _STEP, tagged=True).root))


ROUTES = [get_case, take_case_step]
