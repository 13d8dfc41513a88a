"""Routes of proposals."""

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
from service.features.proposals.schemas import ChangeProposalAnswer, ChangeProposalPage
from service.features.proposals.service import ProposalService
from workflows.access.permissions import Action
from workflows.decisions.protections.commands import DecideProposal, ProposeChange

BASE = "/v1/regions/{region:str}/reports/{report_id:uuid}/proposals"
ProposalId = Annotated[UUID, PathParameter(description="The proposal.")]
_PROPOSAL = TypeAdapter(ProposeChange)
_DECISION = TypeAdapter(DecideProposal)
_ANSWERS = {"answer": ChangeProposalAnswer, "key": OPTIONAL, "match": OPTIONAL, "sends": (ETAG,)}
_Request = Request[Any, Any, Any]


def _service(request: _Request) -> ProposalService:
    service: ProposalService = request.app.state.proposals
    return service


@post(
    BASE,
    operation_id="proposeChange",
    before_request=permit(Action.PROPOSAL_MAKE),
    opt={"body": ProposeChange, **_ANSWERS},
)
async def propose_change(request: _Request, region: Region, report_id: ReportId) -> Response[bytes]:
    """Propose what takes protection away from a report. Nothing changes until another person approves."""
    raw = await read_body(request)
    asks = parse(raw, _PROPOSAL, tagged=True).root
    return respond(await _service(request).propose(changing(request, region, raw), report_id, asks))


@post(
    BASE + "/{proposal_id:uuid}/decision",
    operation_id="decideProposal",
    status_code=200,
    before_request=permit(Action.PROPOSAL_DECIDE),
    opt={"body": DecideProposal, **_ANSWERS},
)
async def decide_proposal(
    request: _Request, region: Region, report_id: ReportId, proposal_id: ProposalId
) -> Response[bytes]:
    """Approve or refuse what somebody else proposed. What is approved is changed at once."""
    raw = await read_body(request)
    call = changing(request, region, raw)
    return respond(await _service(request).decide(call, report_id, proposal_id, parse(raw, _DECISION)))


@get(
    BASE,
    operation_id="listProposals",
    before_request=permit(Action.PROPOSAL_READ),
    opt={"answer": ChangeProposalPage, "sends": (LINK,)},
)
async def list_proposals(
    request: _Request,
    region: Region,
    report_id: ReportId,
    limit: Limit = DEFAULT_LIMIT,
    cursor: After = None,
) -> Response[bytes]:
    """The proposals on a report, oldest first."""
    after = UUID(cursor) if cursor else None
    found = await _service(request).listing(reading(request, region), report_id, after, limit)
    return page_response(request, found)


ROUTES = [propose_change, decide_proposal, list_proposals]
