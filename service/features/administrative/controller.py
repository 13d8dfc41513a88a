"""Routes of administrative violations."""

from typing import Any

from litestar import Request, Response, get, post
from pydantic import TypeAdapter

from service.edge.web.body import parse, read_body
from service.edge.web.declared import ETAG, REQUIRED
from service.edge.web.from_request import changing, permit, reading, respond
from service.edge.web.parameters import Region, ReportId
from service.features.administrative.schemas import AdministrativeAnswer
from service.features.administrative.service import AdministrativeService
from workflows.access.permissions import Action
from workflows.decisions.administrative.commands import AdministrativeStepRequest

BASE = "/v1/regions/{region:str}/reports/{report_id:uuid}/administrative"
_STEP = TypeAdapter(AdministrativeStepRequest)
_Request = Request[Any, Any, Any]


def _service(request: _Request) -> AdministrativeService:
    service: AdministrativeService = request.app.state.administrative
    return service


@get(
    BASE,
    operation_id="getAdministrative",
    before_request=permit(Action.CASE_READ),
    opt={"answer": AdministrativeAnswer, "sends": (ETAG,)},
)
async def get_administrative(request: _Request, region: Region, report_id: ReportId) -> Response[bytes]:
    """Read the administrative violation of a report: its state, whose each step is, those taken, and what is next."""
    return respond(await _service(request).get(reading(request, region), report_id))


@post(
    BASE + "/steps",
    operation_id="takeAdministrativeStep",
    status_code=200,
    before_request=permit(Action.CASE_STEP),
    opt={
        "body": AdministrativeStepRequest,
        "answer": AdministrativeAnswer,
        "key": REQUIRED,
        "match": REQUIRED,
        "sends": (ETAG,),
    },
)
async def take_administrative_step(request: _Request, region: Region, report_id: ReportId) -> Response[bytes]:
    """Take the next step of an administrative violation. `If-Match` is the report's version.

    Bawaslu enters its decision, that KPU received it, and what went to the province and came back; KPU what it did.
    """
    raw = await read_body(request)
    call = changing(request, region, raw, key_required=True, must_match=True)
    return respond(await _service(request).take(call, report_id, parse(raw, _STEP, tagged=True).root))


ROUTES = [get_administrative, take_administrative_step]
"""How administrative violations are read and written. Each is as visible as its report, its words as the report's."""
