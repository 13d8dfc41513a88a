"""Routes of evidence that was taken: what there is of it, links to it, its chain of custody and its content."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import PathParameter, QueryParameter
from pydantic import TypeAdapter

from service.edge.keyset import DEFAULT_LIMIT
from service.edge.representation import encode
from service.edge.web.body import parse, read_body
from service.edge.web.declared import ETAG, LINK, OPTIONAL
from service.edge.web.fields import field
from service.edge.web.from_request import Reply, changing, permit, reading, respond
from service.edge.web.page_response import page_response
from service.edge.web.parameters import UUID_PATTERN, After, Limit, Region, ReportId, patterned
from service.features.evidence.contents import Asked, Contents, RangedStreaming, sent_as
from service.features.evidence.originals import ORIGINAL, PREVIEW
from service.features.evidence.schemas import (
    CustodyPage,
    EvidenceAnswer,
    EvidenceLinkAnswer,
    EvidencePage,
    EvidenceTransferAnswer,
)
from service.features.evidence.service import EvidenceService
from workflows.access.permissions import Action
from workflows.codes.evidence import MediaType
from workflows.decisions.evidence.commands import RequestEvidenceLink, TransferEvidence

BASE = "/v1/regions/{region:str}/reports/{report_id:uuid}/evidence"
ONE = BASE + "/{evidence_id:uuid}"
MEDIA = tuple(dict.fromkeys(sent_as(media) for media in MediaType))
EvidenceId = Annotated[UUID, PathParameter(description="The evidence.")]
_LINK = TypeAdapter(RequestEvidenceLink)
_TRANSFER = TypeAdapter(TransferEvidence)
_Request = Request[Any, Any, Any]


def _service(request: _Request) -> EvidenceService:
    service: EvidenceService = request.app.state.evidence
    return service


@get(
    BASE,
    operation_id="listEvidence",
    before_request=permit(Action.EVIDENCE_READ),
    opt={"answer": EvidencePage, "sends": (LINK,)},
)
async def list_evidence(
    request: _Request, region: Region, report_id: ReportId, limit: Limit = DEFAULT_LIMIT, cursor: After = None
) -> Response[bytes]:
    """The evidence of a report, oldest first, with the hash of each; names for who may read the texts."""
    after = UUID(cursor) if cursor else None
    found = await _service(request).listing(reading(request, region), report_id, after, limit)
    return page_response(request, found)


@get(ONE, operation_id="getEvidence", before_request=permit(Action.EVIDENCE_READ), opt={"answer": EvidenceAnswer})
async def get_evidence(
    request: _Request, region: Region, report_id: ReportId, evidence_id: EvidenceId
) -> Response[bytes]:
    """What is known of evidence, and what you may do with it."""
    return Reply(encode(await _service(request).get(reading(request, region), report_id, evidence_id)))


@post(
    ONE + "/links",
    operation_id="makeEvidenceLink",
    status_code=201,
    before_request=permit(Action.EVIDENCE_READ),
    opt={
        "body": RequestEvidenceLink,
        "answer": EvidenceLinkAnswer,
        "key": OPTIONAL,
        "match": OPTIONAL,
        "sends": (ETAG,),
    },
)
async def make_evidence_link(
    request: _Request, region: Region, report_id: ReportId, evidence_id: EvidenceId
) -> Response[bytes]:
    """Ask to look at evidence, for a reason: the link is yours alone, for a short time, and the trail keeps it.

    `view` shows a preview without metadata; `download` sends the original, whole or in ranges.
    """
    raw = await read_body(request)
    call = changing(request, region, raw)
    return respond(await _service(request).link(call, report_id, evidence_id, parse(raw, _LINK)))


@get(
    ONE + "/content",
    operation_id="getEvidenceContent",
    before_request=permit(Action.EVIDENCE_READ),
    opt={"media": MEDIA, "example": "bytes", "takes": ("Range",), "partial": True, "refuses": (416,)},
)
async def get_evidence_content(
    request: _Request,
    region: Region,
    report_id: ReportId,
    evidence_id: EvidenceId,
    rendition: Annotated[str, patterned(f"^({ORIGINAL}|{PREVIEW})$", "As the link has it.", enum=[ORIGINAL, PREVIEW])],
    custody: Annotated[str, patterned(UUID_PATTERN, "As the link has it.", format="uuid")],
    expires: Annotated[int, QueryParameter(ge=1, le=2**53 - 1, description="As the link has it.")],
    signature: Annotated[str, patterned("^[A-Za-z0-9_-]{43}$", "As the link has it.")],
) -> RangedStreaming:
    """Follow a link to evidence, with the token of the reader it was made for. Takes `Range`."""
    call, contents = reading(request, region), _contents(request)
    wanted = (field(request, "range"), field(request, "if-range"))
    asked = Asked(rendition, UUID(custody), expires, signature, *wanted)
    return RangedStreaming(contents.open(call, report_id, evidence_id, asked), MEDIA[0])


@post(
    ONE + "/transfers",
    operation_id="transferEvidence",
    status_code=201,
    before_request=permit(Action.EVIDENCE_TRANSFER),
    opt={
        "body": TransferEvidence,
        "answer": EvidenceTransferAnswer,
        "key": OPTIONAL,
        "match": OPTIONAL,
        "sends": (ETAG,),
    },
)
async def transfer_evidence(
    request: _Request, region: Region, report_id: ReportId, evidence_id: EvidenceId
) -> Response[bytes]:
    """Record that evidence was handed to an agency or to a body outside. Nothing is sent."""
    raw = await read_body(request)
    call = changing(request, region, raw)
    return respond(await _service(request).transfer(call, report_id, evidence_id, parse(raw, _TRANSFER)))


@get(
    ONE + "/custody",
    operation_id="listCustody",
    before_request=permit(Action.EVIDENCE_READ),
    opt={"answer": CustodyPage, "sends": (LINK,)},
)
async def list_custody(
    request: _Request,
    region: Region,
    report_id: ReportId,
    evidence_id: EvidenceId,
    limit: Limit = DEFAULT_LIMIT,
    cursor: After = None,
) -> Response[bytes]:
    """The chain of custody of evidence, oldest first: who did what with it, when and why."""
    after = UUID(cursor) if cursor else None
    found = await _service(request).custody(reading(request, region), report_id, evidence_id, after, limit)
    return page_response(request, found)


def _contents(request: _Request) -> Contents:
    contents: Contents = request.app.state.contents
    return contents


ROUTES = [list_evidence, get_evidence, make_evidence_link, get_evidence_content, transfer_evidence, list_custody]
