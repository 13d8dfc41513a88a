"""Routes of clocks."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import PathParameter, QueryParameter
from pydantic import TypeAdapter

from service.edge.keyset import DEFAULT_LIMIT
from service.edge.representation import encode
from service.edge.web.body import parse, read_body
from service.edge.web.declared import ETAG, LINK, OPTIONAL
from service.edge.web.from_request import JSON, changing, permit, reading, respond
from service.edge.web.page_response import page_response
from service.edge.web.parameters import (
    MOMENT,
    MOMENT_LENGTH,
    Agency,
    Cursor,
    Limit,
    Region,
    coded,
    moment_of,
    patterned,
    truth,
    truth_of,
)
from service.features.clocks.repository import Running
from service.features.clocks.schemas import ClockDetail, ClockPage, ClockPreview
from service.features.clocks.service import ClockService
from workflows.access.permissions import Action
from workflows.codes.clocks import LegalStep
from workflows.codes.policy import REGIME_PATTERN
from workflows.decisions.clocks.commands import ExtendClock, RecountClock

BASE = "/v1/regions/{region:str}/clocks"
ONE = BASE + "/{clock_id:uuid}"
ClockId = Annotated[UUID, PathParameter(description="The clock.")]
_EXTENSION, _RECOUNT = TypeAdapter(ExtendClock), TypeAdapter(RecountClock)
_Request = Request[Any, Any, Any]


def _service(request: _Request) -> ClockService:
    service: ClockService = request.app.state.clocks
    return service


@get(
    BASE + "/preview",
    operation_id="previewClock",
    before_request=permit(Action.CLOCK_READ),
    opt={"answer": ClockPreview},
)
async def preview_clock(
    request: _Request,
    region: Region,
    regime: Annotated[str, patterned(REGIME_PATTERN, "The election law that sets the limit.", examples=["pemilu"])],
    step: Annotated[str, coded(LegalStep, "The step that has the limit.")],
    start: Annotated[
        str, QueryParameter(max_length=MOMENT_LENGTH, schema_extra=MOMENT, description="When it begins to run.")
    ],
    extended: Annotated[str | None, truth("Whether it is reckoned with its extension.")] = None,
) -> Response[bytes]:
    """Tell when a legal clock would run out, and why, before anyone commits to it."""
    call, moment = reading(request, region), moment_of(start, "start")
    found = _service(request).preview(call, regime, LegalStep(step), moment, extended=bool(truth_of(extended)))
    return Response(content=encode(found), media_type=JSON)


@get(
    BASE + "/changed",
    operation_id="listChangedClocks",
    before_request=permit(Action.CLOCK_READ),
    opt={"answer": ClockPage, "sends": (LINK,)},
)
async def list_changed_clocks(
    request: _Request, region: Region, agency: Agency = None, limit: Limit = DEFAULT_LIMIT, cursor: Cursor = None
) -> Response[bytes]:
    """List the legal clocks that the calendar in force would count otherwise than they were counted, due first.

    None of them moves by itself: `recount` does it, one by one. `agency` is whom they bind.
    """
    found = await _service(request).changed(reading(request, region), Running(agency), cursor, limit)
    return page_response(request, found)


@get(
    ONE,
    operation_id="getClock",
    before_request=permit(Action.CLOCK_READ),
    opt={"answer": ClockDetail, "sends": (ETAG,)},
)
async def get_clock(request: _Request, region: Region, clock_id: ClockId) -> Response[bytes]:
    """Read a clock: when it is due, by which rule of which version, and why. Its validator is its report's."""
    return respond(await _service(request).get(reading(request, region), clock_id))


@post(
    ONE + "/extension",
    operation_id="extendClock",
    status_code=200,
    before_request=permit(Action.CLOCK_EXTEND),
    opt={"body": ExtendClock, "answer": ClockDetail, "key": OPTIONAL, "match": OPTIONAL, "sends": (ETAG,)},
)
async def extend_clock(request: _Request, region: Region, clock_id: ClockId) -> Response[bytes]:
    """Extend a legal clock as far as its law allows: once, before it has ended, for a reason that is kept."""
    raw = await read_body(request)
    return respond(await _service(request).extend(changing(request, region, raw), clock_id, parse(raw, _EXTENSION)))


@post(
    ONE + "/recount",
    operation_id="recountClock",
    status_code=200,
    before_request=permit(Action.CLOCK_RECOUNT),
    opt={"body": RecountClock, "answer": ClockDetail, "key": OPTIONAL, "match": OPTIONAL, "sends": (ETAG,)},
)
async def recount_clock(request: _Request, region: Region, clock_id: ClockId) -> Response[bytes]:
    """Move a legal clock to where the calendar in force counts it, once that has changed, for a reason that is kept."""
    raw = await read_body(request)
    return respond(await _service(request).recount(changing(request, region, raw), clock_id, parse(raw, _RECOUNT)))


ROUTES = [preview_clock, list_changed_clocks, get_clock, extend_clock, recount_clock]
