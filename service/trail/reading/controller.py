"""The route that tells who read a report."""

from typing import Any

from litestar import Request, Response, get

from service.edge.keyset import DEFAULT_LIMIT
from service.edge.web.declared import LINK
from service.edge.web.from_request import permit, reading
from service.edge.web.page_response import page_response
from service.edge.web.parameters import Cursor, Limit, Region, ReportId
from service.trail.reading.listing import ReadService
from service.trail.reading.schemas import ReadPage
from workflows.access.permissions import Action

_Request = Request[Any, Any, Any]


@get(
    "/v1/regions/{region:str}/reports/{report_id:uuid}/reads",
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


ROUTES = [list_reads]
