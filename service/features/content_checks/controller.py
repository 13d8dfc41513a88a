"""Routes of the hoax desk."""

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
from service.features.content_checks.schemas import ContentCheckAnswer, ContentCheckPage
from service.features.content_checks.service import ContentCheckService
from workflows.access.permissions import Action
from workflows.decisions.content.commands import AnswerTakedown, JudgeContent, OpenContentCheck, RequestTakedown

BASE = "/v1/regions/{region:str}/reports/{report_id:uuid}/content-checks"
ONE = BASE + "/{check_id:uuid}"
CheckId = Annotated[UUID, PathParameter(description="The check of content.")]
_OPEN = TypeAdapter(OpenContentCheck)
_JUDGE = TypeAdapter(JudgeContent)
_REQUEST = TypeAdapter(RequestTakedown)
_ANSWER = TypeAdapter(AnswerTakedown)
_ANSWERS = {"answer": ContentCheckAnswer, "key": OPTIONAL, "match": OPTIONAL, "sends": (ETAG,)}
_Request = Request[Any, Any, Any]


def _service(request: _Request) -> ContentCheckService:
    service: ContentCheckService = request.app.state.content_checks
    return service


@post(
    BASE,
    operation_id="openContentCheck",
    before_request=permit(Action.CONTENT_OPEN),
    opt={"body": OpenContentCheck, **_ANSWERS},
)
async def open_content_check(request: _Request, region: Region, report_id: ReportId) -> Response[bytes]:
    """Name content that circulates and is to be checked: its address, its hash, or a screenshot that is evidence."""
    raw = await read_body(request)
    return respond(await _service(request).open(changing(request, region, raw), report_id, parse(raw, _OPEN)))


@post(
    ONE + "/verdict",
    operation_id="judgeContent",
    status_code=200,
    before_request=permit(Action.CONTENT_JUDGE),
    opt={"body": JudgeContent, **_ANSWERS},
)
async def judge_content(request: _Request, region: Region, report_id: ReportId, check_id: CheckId) -> Response[bytes]:
    """Say what the content is, with the words that put it right. It may change until somebody is to act on it."""
    raw = await read_body(request)
    call = changing(request, region, raw)
    return respond(await _service(request).judge(call, report_id, check_id, parse(raw, _JUDGE)))


@post(
    ONE + "/takedown",
    operation_id="requestTakedown",
    status_code=200,
    before_request=permit(Action.CONTENT_TAKEDOWN),
    opt={"body": RequestTakedown, **_ANSWERS},
)
async def request_takedown(
    request: _Request, region: Region, report_id: ReportId, check_id: CheckId
) -> Response[bytes]:
    """Record that somebody was asked to take the content down, whom and when. Nothing is sent."""
    raw = await read_body(request)
    call = changing(request, region, raw)
    return respond(await _service(request).request_takedown(call, report_id, check_id, parse(raw, _REQUEST)))


@post(
    ONE + "/takedown/answer",
    operation_id="answerTakedown",
    status_code=200,
    before_request=permit(Action.CONTENT_TAKEDOWN),
    opt={"body": AnswerTakedown, **_ANSWERS},
)
async def answer_takedown(request: _Request, region: Region, report_id: ReportId, check_id: CheckId) -> Response[bytes]:
    """Record what became of the asking to take the content down."""
    raw = await read_body(request)
    call = changing(request, region, raw)
    return respond(await _service(request).answer_takedown(call, report_id, check_id, parse(raw, _ANSWER)))


@get(
    BASE,
    operation_id="listContentChecks",
    before_request=permit(Action.CONTENT_READ),
    opt={"answer": ContentCheckPage, "sends": (LINK,)},
)
async def list_content_checks(
    request: _Request,
    region: Region,
    report_id: ReportId,
    limit: Limit = DEFAULT_LIMIT,
    cursor: After = None,
) -> Response[bytes]:
    """The content that was checked for a report, oldest first: what it was found to be, and whether it is down."""
    after = UUID(cursor) if cursor else None
    found = await _service(request).listing(reading(request, region), report_id, after, limit)
    return page_response(request, found)


ROUTES = [open_content_check, judge_content, request_takedown, answer_takedown, list_content_checks]
