"""The route of the policy in force."""

from typing import Any

from litestar import Request, Response, get

from service.edge.representation import encode
from service.edge.web.conditions import prefers_text
from service.edge.web.from_request import JSON, permit, reading
from service.edge.web.parameters import Region
from service.features.policy.schemas import PolicyAnswer
from service.features.policy.views import policy_view
from workflows.access.permissions import Action
from workflows.policy.tables import render, tables_of

TEXT = "text/plain"
_Request = Request[Any, Any, Any]


@get(
    "/v1/regions/{region:str}/policy",
    operation_id="getPolicy",
    before_request=permit(Action.POLICY_READ),
    opt={"answer": PolicyAnswer, "also": {TEXT: "policy"}},
)
async def get_policy(request: _Request, region: Region) -> Response[bytes]:
    """Read the policy in force: routing, service clocks, legal clocks and calendar.

    As `text/plain`, when `Accept` asks for it, they are tables for people.
    """
    call = reading(request, region)
    if prefers_text(request.headers.get("accept")):
        content = render(tables_of(call.policy, call.language)).encode()
        return Response(content=content, media_type=TEXT, headers={"Vary": "Accept, Accept-Language"})
    content = encode(policy_view(call.policy, call.language))
    return Response(content=content, media_type=JSON, headers={"Vary": "Accept, Accept-Language"})


ROUTES = [get_policy]
