"""Routes of after-action reviews."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import PathParameter, QueryParameter
from pydantic import TypeAdapter

from service.edge.keyset import DEFAULT_LIMIT
from service.edge.web.body import parse, read_body
from service.edge.web.declared import ETAG, LINK, LOCATION, OPTIONAL, REQUIRED
from service.edge.web.from_request import changing, permit, reading, respond
from service.edge.web.page_response import page_response
from service.edge.web.parameters import LARGEST, Cursor, Limit, Region, coded, patterned
from service.features.reviews.repository import Wanted
from service.features.reviews.schemas import ReviewAnswer, ReviewPage, TimelinePage
from service.features.reviews.service import ReviewService
from workflows.access.permissions import Action
from workflows.codes.reviews import ReviewState
from workflows.decisions.command_members import ELECTION_PATTERN
from workflows.decisions.reviews.commands import AddLesson, CloseReview, OpenReview, Recommend, RecordSection

REGION = "/v1/regions/{region:str}"
BASE = REGION + "/reviews"
ONE = BASE + "/{review_id:uuid}"
ReportId = Annotated[UUID, PathParameter(description="The report that is to carry it.")]
ReviewId = Annotated[UUID, PathParameter(description="The review.")]
_OPENING = TypeAdapter(OpenReview)
_SECTION = TypeAdapter(RecordSection)
_LESSON = TypeAdapter(AddLesson)
_RECOMMENDATION = TypeAdapter(Recommend)
_CLOSING = TypeAdapter(CloseReview)
_ADDS = {"answer": ReviewAnswer, "key": OPTIONAL, "match": OPTIONAL, "sends": (ETAG, LOCATION)}
_CHANGES = {"answer": ReviewAnswer, "key": REQUIRED, "match": REQUIRED, "sends": (ETAG,)}
_Request = Request[Any, Any, Any]


def _service(request: _Request) -> ReviewService:
    service: ReviewService = request.app.state.reviews
    return service


@post(
    REGION + "/reports/{report_id:uuid}/review",
    operation_id="openReview",
    before_request=permit(Action.REVIEW_OPEN),
    opt={"body": OpenReview, **_ADDS},
)
async def open_review(request: _Request, region: Region, report_id: ReportId) -> Response[bytes]:
    """Open the after-action review of an event on a report of it."""
    raw = await read_body(request)
    return respond(await _service(request).open(changing(request, region, raw), report_id, parse(raw, _OPENING)))


@get(
    BASE,
    operation_id="listReviews",
    before_request=permit(Action.REVIEW_READ),
    opt={"answer": ReviewPage, "sends": (LINK,)},
)
async def list_reviews(
    request: _Request,
    region: Region,
    event: Annotated[
        str | None, patterned(ELECTION_PATTERN, "The election that is reviewed, or another event's code.")
    ] = None,
    review_state: Annotated[str | None, coded(ReviewState, "The state it is in.", "state")] = None,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = None,
) -> Response[bytes]:
    """List the reviews of the reports that the caller sees, newest first."""
    wanted = Wanted(event, review_state)
    return page_response(request, await _service(request).listing(reading(request, region), wanted, cursor, limit))


@get(
    ONE,
    operation_id="getReview",
    before_request=permit(Action.REVIEW_READ),
    opt={"answer": ReviewAnswer, "sends": (ETAG,)},
)
async def get_review(request: _Request, region: Region, review_id: ReviewId) -> Response[bytes]:
    """Read a review, each recommendation with how far its task is."""
    return respond(await _service(request).get(reading(request, region), review_id))


@get(
    ONE + "/timeline",
    operation_id="getTimeline",
    before_request=permit(Action.REVIEW_READ),
    opt={"answer": TimelinePage, "sends": (LINK,)},
)
async def get_timeline(
    request: _Request,
    region: Region,
    review_id: ReviewId,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Annotated[int, QueryParameter(ge=-1, le=LARGEST, description="`next_cursor` of the page before.")] = -1,
) -> Response[bytes]:
    """Tell what happened to the reports of the event that the caller sees, in the order of the log.

    Of another event than an election those are the report that carries the review and what is linked to it as the
    same event.
    """
    found = await _service(request).timeline(reading(request, region), review_id, cursor, limit)
    return page_response(request, found)


@post(
    ONE + "/sections",
    operation_id="recordSection",
    status_code=200,
    before_request=permit(Action.REVIEW_WRITE),
    opt={"body": RecordSection, **_CHANGES},
)
async def record_section(request: _Request, region: Region, review_id: ReviewId) -> Response[bytes]:
    """Record what was planned, what happened, or why. What it held before stays in the history."""
    raw = await read_body(request)
    call = changing(request, region, raw, key_required=True, must_match=True)
    return respond(await _service(request).record(call, review_id, parse(raw, _SECTION)))


@post(
    ONE + "/lessons",
    operation_id="addLesson",
    before_request=permit(Action.REVIEW_WRITE),
    opt={"body": AddLesson, **_ADDS},
)
async def add_lesson(request: _Request, region: Region, review_id: ReviewId) -> Response[bytes]:
    """Add what to keep or to change next time."""
    raw = await read_body(request)
    return respond(await _service(request).add_lesson(changing(request, region, raw), review_id, parse(raw, _LESSON)))


@post(
    ONE + "/recommendations",
    operation_id="recommend",
    before_request=permit(Action.REVIEW_WRITE),
    opt={"body": Recommend, **_ADDS},
)
async def recommend(request: _Request, region: Region, review_id: ReviewId) -> Response[bytes]:
    """Recommend something to an agency, which is offered it as a task."""
    raw = await read_body(request)
    call = changing(request, region, raw)
    return respond(await _service(request).recommend(call, review_id, parse(raw, _RECOMMENDATION)))


@post(
    ONE + "/closing",
    operation_id="closeReview",
    status_code=200,
    before_request=permit(Action.REVIEW_WRITE),
    opt={"body": CloseReview, **_CHANGES},
)
async def close_review(request: _Request, region: Region, review_id: ReviewId) -> Response[bytes]:
    """End a review whose three sections are recorded."""
    raw = await read_body(request)
    call = changing(request, region, raw, key_required=True, must_match=True)
    return respond(await _service(request).close(call, review_id, parse(raw, _CLOSING)))


ROUTES = [
    open_review,
    list_reviews,
    get_review,
    get_timeline,
    record_section,
    add_lesson,
    recommend,
    close_review,
]
