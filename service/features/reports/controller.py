"""Routes of reports. Thin: read the request, call the service, answer."""

from typing import Annotated, Any, Literal
from uuid import UUID

from litestar import Request, Response, get, patch, post
from litestar.params import QueryParameter
from pydantic import TypeAdapter

from service.edge.keyset import DEFAULT_LIMIT, Page
from service.edge.representation import encode
from service.edge.web.body import parse, read_body
from service.edge.web.declared import ETAG, LINK, LOCATION, OPTIONAL, REQUIRED
from service.edge.web.from_request import JSON, Reply, changing, permit, reading, respond
from service.edge.web.page_response import page_response
from service.edge.web.parameters import (
    Agency,
    Area,
    Cursor,
    Election,
    Limit,
    Region,
    ReportId,
    coded,
    elected,
    patterned,
    truth,
    truth_of,
)
from service.features.reports.identity_schemas import UnsealAnswer
from service.features.reports.repository import Listing
from service.features.reports.routing_schemas import RouteAnswer
from service.features.reports.schemas import ReportAnswer, ReportPage
from service.features.reports.search_schemas import DuplicatesAnswer
from service.features.reports.search_service import SearchService, require_words
from service.features.reports.service_set import ReportServices
from workflows.access.permissions import Action
from workflows.codes.clocks import Stage
from workflows.codes.reports import Category, ReportState, Severity
from workflows.decisions.command_members import NO_NUL
from workflows.decisions.reports.commands import (
    AddLink,
    AddNote,
    NoteCompleteness,
    NoteWithdrawal,
    ReportAmendment,
    ReportIntake,
    ReportTransition,
    Unseal,
)
from workflows.decisions.tasks.commands import Offer

BASE = "/v1/regions/{region:str}/reports"
ONE = BASE + "/{report_id:uuid}"

_INTAKE = TypeAdapter(ReportIntake)
_AMENDMENT = TypeAdapter(ReportAmendment)
_TRANSITION = TypeAdapter(ReportTransition)
_NOTE = TypeAdapter(AddNote)
_LINK = TypeAdapter(AddLink)
_WITHDRAWAL = TypeAdapter(NoteWithdrawal)
_COMPLETENESS = TypeAdapter(NoteCompleteness)
_OFFER = TypeAdapter(Offer)
_UNSEAL = TypeAdapter(Unseal)
_ADDS = {"answer": ReportAnswer, "key": OPTIONAL, "match": OPTIONAL, "sends": (ETAG, LOCATION)}
Escalated = Annotated[str | None, truth("Whether a missed clock of it went up the ladder and is not made good yet.")]
_Request = Request[Any, Any, Any]


def _services(request: _Request) -> ReportServices:
    services: ReportServices = request.app.state.reports
    return services


def _search(request: _Request) -> SearchService:
    service: SearchService = request.app.state.search
    return service


@post(
    BASE,
    operation_id="createReport",
    before_request=permit(Action.REPORT_CREATE),
    opt={"body": ReportIntake, "answer": ReportAnswer, "key": REQUIRED, "sends": (ETAG, LOCATION)},
)
async def create_report(request: _Request, region: Region) -> Response[bytes]:
    """Take a report."""
    raw = await read_body(request)
    call = changing(request, region, raw, key_required=True)
    return respond(await _services(request).intake.take(call, parse(raw, _INTAKE)))


@get(
    BASE,
    operation_id="listReports",
    before_request=permit(Action.REPORT_READ),
    opt={"answer": ReportPage, "sends": (LINK,)},
)
async def list_reports(
    request: _Request,
    region: Region,
    report_state: Annotated[str | None, coded(ReportState, "The state it is in.", "state")] = None,
    category: Annotated[str | None, coded(Category, "The kind of danger.")] = None,
    severity: Annotated[str | None, coded(Severity, "How grave it is.")] = None,
    agency: Agency = None,
    area: Area = None,
    election: Election = None,
    stage: Annotated[str | None, coded(Stage, "The stage of the election when it happened.")] = None,
    q: Annotated[str | None, patterned(NO_NUL, "Words in title or description.", max_length=2_000)] = None,
    escalated: Escalated = None,
    sort: Annotated[
        Literal["reported_at", "-reported_at", "relevance"],
        QueryParameter(description="Oldest first, with a minus newest; or what `q` fits best."),
    ] = "-reported_at",
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = None,
) -> Response[bytes]:
    """List the reports that the caller sees, newest first.

    `agency` is the lead agency; `escalated` finds what came up because nobody answered in time. A secret report is
    listed without its title to those it does not name.

    `q` takes words as a web search does: all of them, `"a phrase"`, `or`, and a minus before what must not be there. It
    seeks in titles and descriptions that the caller may read, whatever the endings and prefixes (`pembagian` finds
    `dibagikan`), and each item has its `highlights`. Texts of secret reports are encrypted and not found. It takes
    twelve words and three seconds at most: what finds too much for that is 503 `search_too_wide`.
    """
    wanted = Listing(
        report_state,
        category,
        severity,
        agency,
        area,
        stage=stage,
        q=q,
        escalated=truth_of(escalated),
        **elected(election),
    )
    require_words(wanted, sort)
    if wanted.q is not None:
        sought = await _search(request).found(reading(request, region), wanted, sort, cursor, limit)
        return page_response(request, sought)
    page = Page(limit, descending=sort.startswith("-"))
    found = await _services(request).reading.listing(reading(request, region), wanted, cursor, page)
    return page_response(request, found)


@get(
    ONE,
    operation_id="getReport",
    before_request=permit(Action.REPORT_READ),
    opt={"answer": ReportAnswer, "sends": (ETAG,)},
)
async def get_report(request: _Request, region: Region, report_id: ReportId) -> Response[bytes]:
    """Read a report."""
    return respond(await _services(request).reading.get(reading(request, region), report_id))


@get(
    ONE + "/possible-duplicates",
    operation_id="listPossibleDuplicates",
    before_request=permit(Action.REPORT_READ),
    opt={"answer": DuplicatesAnswer},
)
async def list_possible_duplicates(request: _Request, region: Region, report_id: ReportId) -> Response[bytes]:
    """List the reports that may be of the same matter.

    They are of the same area and category, happened three days apart at most, and have similar words. It is a hint:
    whoever verifies decides, and `dismiss` with the outcome `duplicate` merges one report into the other. A report
    whose texts are sealed or erased is like none.
    """
    return Reply(encode(await _search(request).possible_duplicates(reading(request, region), report_id)))


@patch(
    ONE,
    operation_id="amendReport",
    before_request=permit(Action.REPORT_AMEND),
    opt={"body": ReportAmendment, "answer": ReportAnswer, "key": OPTIONAL, "match": REQUIRED, "sends": (ETAG,)},
)
async def amend_report(request: _Request, region: Region, report_id: ReportId) -> Response[bytes]:
    """Amend a report; each amendment is an event."""
    raw = await read_body(request)
    call = changing(request, region, raw, must_match=True)
    return respond(await _services(request).changing.amend(call, report_id, parse(raw, _AMENDMENT)))


@post(
    ONE + "/transitions",
    operation_id="transitionReport",
    status_code=200,
    before_request=permit(Action.REPORT_READ),
    opt={"body": ReportTransition, "answer": ReportAnswer, "key": REQUIRED, "match": REQUIRED, "sends": (ETAG,)},
)
async def transition_report(request: _Request, region: Region, report_id: ReportId) -> Response[bytes]:
    """Fire a trigger on a report."""
    raw = await read_body(request)
    call = changing(request, region, raw, key_required=True, must_match=True)
    command = parse(raw, _TRANSITION, tagged=True).root
    return respond(await _services(request).changing.transition(call, report_id, command))


@post(
    ONE + "/notes",
    operation_id="addNote",
    before_request=permit(Action.REPORT_NOTE),
    opt={"body": AddNote, **_ADDS},
)
async def add_note(request: _Request, region: Region, report_id: ReportId) -> Response[bytes]:
    """Add a note."""
    raw = await read_body(request)
    return respond(await _services(request).changing.note(changing(request, region, raw), report_id, parse(raw, _NOTE)))


@post(
    ONE + "/links",
    operation_id="addLink",
    before_request=permit(Action.REPORT_LINK),
    opt={"body": AddLink, **_ADDS},
)
async def add_link(request: _Request, region: Region, report_id: ReportId) -> Response[bytes]:
    """Relate two reports."""
    raw = await read_body(request)
    return respond(await _services(request).changing.link(changing(request, region, raw), report_id, parse(raw, _LINK)))


@post(
    ONE + "/withdrawals",
    operation_id="noteWithdrawal",
    before_request=permit(Action.REPORT_WITHDRAWAL),
    opt={"body": NoteWithdrawal, **_ADDS},
)
async def note_withdrawal(request: _Request, region: Region, report_id: ReportId) -> Response[bytes]:
    """Note that the reporter withdraws a registered report. It closes nothing: the case goes on."""
    raw = await read_body(request)
    call = changing(request, region, raw)
    return respond(await _services(request).changing.note_withdrawal(call, report_id, parse(raw, _WITHDRAWAL)))


@post(
    ONE + "/completeness",
    operation_id="noteCompleteness",
    before_request=permit(Action.REPORT_VERIFY),
    opt={"body": NoteCompleteness, **_ADDS},
)
async def note_completeness(request: _Request, region: Region, report_id: ReportId) -> Response[bytes]:
    """Note what a report lacks before it is registered, or that its reporter has handed that in.

    Finding it incomplete ends the study and begins the day in which the reporter is to be told; the notice
    `not_complete_yet` begins the days in which the reporter completes it.
    """
    raw = await read_body(request)
    call, body = changing(request, region, raw), parse(raw, _COMPLETENESS, tagged=True).root
    return respond(await _services(request).changing.note_completeness(call, report_id, body))


@post(
    ONE + "/tasks",
    operation_id="offerTask",
    before_request=permit(Action.TASK_OFFER),
    opt={"body": Offer, **_ADDS},
)
async def offer_task(request: _Request, region: Region, report_id: ReportId) -> Response[bytes]:
    """Offer one more supporting task."""
    raw = await read_body(request)
    return respond(
        await _services(request).changing.offer(changing(request, region, raw), report_id, parse(raw, _OFFER))
    )


@post(
    ONE + "/reporter/unseal",
    operation_id="unsealReporter",
    status_code=200,
    before_request=permit(Action.REPORTER_UNSEAL),
    opt={"body": Unseal, "answer": UnsealAnswer, "match": OPTIONAL, "sends": (ETAG,)},
)
async def unseal_reporter(request: _Request, region: Region, report_id: ReportId) -> Response[bytes]:
    """Show who reported, for a reason that is kept. Never replayed: each opening is an event of its own."""
    raw = await read_body(request)
    return respond(
        await _services(request).unsealing.unseal(changing(request, region, raw), report_id, parse(raw, _UNSEAL))
    )


@get(
    "/v1/regions/{region:str}/routing/preview",
    operation_id="previewRouting",
    before_request=permit(Action.ROUTING_READ),
    opt={"answer": RouteAnswer},
)
async def preview_routing(
    request: _Request, region: Region, report: Annotated[UUID, QueryParameter(description="The report to route.")]
) -> Response[bytes]:
    """Tell where the policy sends a report, and by which rule."""
    found = await _services(request).reading.preview_route(reading(request, region), report)
    return Response(content=encode(found), media_type=JSON)


ROUTES = [
    create_report,
    list_reports,
    get_report,
    list_possible_duplicates,
    amend_report,
    transition_report,
    add_note,
    add_link,
    note_withdrawal,
    note_completeness,
    offer_task,
    unseal_reporter,
    preview_routing,
]
