"""Routes of walls."""

from typing import Any

from litestar import Request, Response, post
from pydantic import TypeAdapter

from service.edge.web.body import parse, read_body
from service.edge.web.declared import ETAG, LOCATION, OPTIONAL
from service.edge.web.from_request import changing, permit, respond
from service.edge.web.parameters import Region, ReportId
from service.features.reports.schemas import ReportAnswer
from service.features.walls.service import WallService
from workflows.access.permissions import Action
from workflows.decisions.protections.commands import RaiseWall

BASE = "/v1/regions/{region:str}/reports/{report_id:uuid}/walls"
_RAISE = TypeAdapter(RaiseWall)
_Request = Request[Any, Any, Any]


def _service(request: _Request) -> WallService:
    service: WallService = request.app.state.walls
    return service


@post(
    BASE,
    operation_id="raiseWall",
    before_request=permit(Action.WALL_RAISE),
    opt={
        "body": RaiseWall,
        "answer": ReportAnswer,
        "key": OPTIONAL,
        "match": OPTIONAL,
        "sends": (ETAG, LOCATION),
    },
)
async def raise_wall(request: _Request, region: Region, report_id: ReportId) -> Response[bytes]:
    """Wall an agency off for a conflict of interest. Its access ends at once, its open tasks are withdrawn."""
    raw = await read_body(request)
    return respond(await _service(request).put_up(changing(request, region, raw), report_id, parse(raw, _RAISE)))


ROUTES = [raise_wall]
