"""Routes of notices."""

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
    UUID_PATTERN,
    After,
    Agency,
    Cursor,
    Limit,
    Region,
    ReportId,
    moment_of,
    patterned,
)
from service.features.notices.repository import Owing
from service.features.notices.schemas import NoticeAnswer, NoticePage, OwingPage, TemplatesAnswer, UnsealRecipientAnswer
from service.features.notices.service import NoticeService
from workflows.access.permissions import Action
from workflows.decisions.notices.commands import SendNotice, UnsealRecipient

REGION = "/v1/regions/{region:str}"
BASE = REGION + "/reports/{report_id:uuid}/notices"
NoticeId = Annotated[UUID, PathParameter(description="The notice.")]
_SEND = TypeAdapter(SendNotice)
_UNSEAL = TypeAdapter(UnsealRecipient)
_Request = Request[Any, Any, Any]


def _service(request: _Request) -> NoticeService:
    service: NoticeService = request.app.state.notices
    return service


@post(
    BASE,
    operation_id="sendNotice",
    before_request=permit(Action.NOTICE_SEND),
    opt={"body": SendNotice, "answer": NoticeAnswer, "key": OPTIONAL, "match": OPTIONAL, "sends": (ETAG,)},
)
async def send_notice(request: _Request, region: Region, report_id: ReportId) -> Response[bytes]:
    """Record a notice of status that was sent: its exact text, to whom, how and when. The recipient is sealed."""
    raw = await read_body(request)
    return respond(await _service(request).send(changing(request, region, raw), report_id, parse(raw, _SEND)))


@get(
    BASE,
    operation_id="listNotices",
    before_request=permit(Action.NOTICE_READ),
    opt={"answer": NoticePage, "sends": (LINK,)},
)
async def list_notices(
    request: _Request,
    region: Region,
    report_id: ReportId,
    limit: Limit = DEFAULT_LIMIT,
    cursor: After = None,
) -> Response[bytes]:
    """The notices of a report, oldest first, and what must be told and was not."""
    after = UUID(cursor) if cursor else None
    found = await _service(request).listing(reading(request, region), report_id, after, limit)
    return page_response(request, found)


@post(
    BASE + "/{notice_id:uuid}/recipient/unseal",
    operation_id="unsealRecipient",
    status_code=200,
    before_request=permit(Action.REPORTER_UNSEAL),
    opt={"body": UnsealRecipient, "answer": UnsealRecipientAnswer, "match": OPTIONAL, "sends": (ETAG,)},
)
async def unseal_recipient(
    request: _Request, region: Region, report_id: ReportId, notice_id: NoticeId
) -> Response[bytes]:
    """Show who received a notice, for a reason that is kept. Never replayed: each opening is an event of its own."""
    raw = await read_body(request)
    call = changing(request, region, raw)
    return respond(await _service(request).unseal(call, report_id, notice_id, parse(raw, _UNSEAL)))


@get(
    REGION + "/notices/owed",
    operation_id="listOwedNotices",
    before_request=permit(Action.NOTICE_READ),
    opt={"answer": OwingPage, "sends": (LINK,)},
)
async def list_owed_notices(
    request: _Request,
    region: Region,
    agency: Agency = None,
    due_before: Annotated[
        str | None,
        QueryParameter(max_length=MOMENT_LENGTH, schema_extra=MOMENT, description="Due before this moment."),
    ] = None,
    report: Annotated[
        str | None, patterned(UUID_PATTERN, "Only what is owed of this report.", "report", format="uuid")
    ] = None,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = None,
) -> Response[bytes]:
    """What must be told and was not, due first.

    `agency` is the lead agency, which owes it; officers and supervisors who name neither it nor a report see their own.
    """
    due = moment_of(due_before, "due_before") if due_before is not None else None
    wanted = Owing(agency, due, UUID(report) if report else None)
    found = await _service(request).owing(reading(request, region), wanted, cursor, limit)
    return page_response(request, found)


@get(
    REGION + "/notice-templates",
    operation_id="listNoticeTemplates",
    before_request=permit(Action.NOTICE_READ),
    opt={"answer": TemplatesAnswer},
)
async def list_notice_templates(request: _Request, region: Region) -> Response[bytes]:
    """The templates of notices in both languages, and the rules of what must be told."""
    found = _service(request).templates(reading(request, region))
    return Response(content=encode(found), media_type=JSON)


ROUTES = [send_notice, list_notices, unseal_recipient, list_owed_notices, list_notice_templates]
