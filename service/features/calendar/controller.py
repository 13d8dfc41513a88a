"""Routes of the days that a region keeps."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import PathParameter
from pydantic import TypeAdapter

from service.edge.keyset import DEFAULT_LIMIT
from service.edge.web.body import parse, read_body
from service.edge.web.declared import LINK, LOCATION, OPTIONAL
from service.edge.web.from_request import changing, permit, reading, respond
from service.edge.web.page_response import page_response
from service.edge.web.parameters import Cursor, Limit, Region
from service.features.calendar.schemas import KeptDayAnswer, KeptDayPage
from service.features.calendar.service import CalendarService
from workflows.access.permissions import Action
from workflows.decisions.clocks.kept_days import KeepDay, WithdrawDay

BASE = "/v1/regions/{region:str}/calendar/days"
_KEEP, _WITHDRAW = TypeAdapter(KeepDay), TypeAdapter(WithdrawDay)
_Request = Request[Any, Any, Any]


def _service(request: _Request) -> CalendarService:
    service: CalendarService = request.app.state.calendar
    return service


@get(
    BASE,
    operation_id="listKeptDays",
    before_request=permit(Action.CALENDAR_READ),
    opt={"answer": KeptDayPage, "sends": (LINK,)},
)
async def list_kept_days(
    request: _Request, region: Region, limit: Limit = DEFAULT_LIMIT, cursor: Cursor = None
) -> Response[bytes]:
    """List the days that the region keeps beside the national calendar, withdrawn ones too; newest first."""
    return page_response(request, await _service(request).listing(reading(request, region), cursor, limit))


@post(
    BASE,
    operation_id="keepDay",
    before_request=permit(Action.CALENDAR_KEEP),
    opt={"body": KeepDay, "answer": KeptDayAnswer, "key": OPTIONAL, "sends": (LOCATION,)},
)
async def keep_day(request: _Request, region: Region) -> Response[bytes]:
    """Keep a day as a day off, or as a working day after all, with a reason and a source.

    Clocks that start from now on are counted with it. One that runs says that its calendar has changed, and stays
    where it is until somebody decides to count it anew.
    """
    raw = await read_body(request)
    return respond(await _service(request).keep(changing(request, region, raw), parse(raw, _KEEP)))


@post(
    BASE + "/{kept_day_id:uuid}/withdrawal",
    operation_id="withdrawDay",
    status_code=200,
    before_request=permit(Action.CALENDAR_KEEP),
    opt={"body": WithdrawDay, "answer": KeptDayAnswer},
)
async def withdraw_day(
    request: _Request, region: Region, kept_day_id: Annotated[UUID, PathParameter(description="The kept day.")]
) -> Response[bytes]:
    """Withdraw a kept day, with a reason; once it is withdrawn, doing so again changes nothing."""
    raw = await read_body(request)
    body = parse(raw, _WITHDRAW)
    return respond(await _service(request).withdraw(changing(request, region, raw), kept_day_id, body))


ROUTES = [list_kept_days, keep_day, withdraw_day]
