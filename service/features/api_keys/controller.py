"""Routes of keys for machines."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, delete, get, post
from litestar.params import PathParameter
from pydantic import TypeAdapter

from service.edge.keyset import DEFAULT_LIMIT
from service.edge.web.body import parse, read_body
from service.edge.web.declared import LINK, LOCATION, OPTIONAL
from service.edge.web.from_request import changing, permit, reading, respond
from service.edge.web.page_response import page_response
from service.edge.web.parameters import Cursor, Limit, Region
from service.features.api_keys.schemas import ApiKeyAnswer, ApiKeyPage, ApiKeySecretAnswer
from service.features.api_keys.service import ApiKeyService
from workflows.access.permissions import Action
from workflows.decisions.machines.api_keys import MakeApiKey

BASE = "/v1/regions/{region:str}/api-keys"
_MAKE = TypeAdapter(MakeApiKey)
_Request = Request[Any, Any, Any]


def _service(request: _Request) -> ApiKeyService:
    service: ApiKeyService = request.app.state.api_keys
    return service


@post(
    BASE,
    operation_id="makeApiKey",
    before_request=permit(Action.KEY_MAKE),
    opt={"body": MakeApiKey, "answer": ApiKeySecretAnswer, "key": OPTIONAL, "sends": (LOCATION,)},
)
async def make_api_key(request: _Request, region: Region) -> Response[bytes]:
    """Make a key for a machine of the caller's agency, for no more than the caller may do.

    The secret is in this answer alone; what is kept is its hash. A repetition under the same Idempotency-Key makes no
    second key and does not show it again.
    """
    raw = await read_body(request)
    return respond(await _service(request).make(changing(request, region, raw), parse(raw, _MAKE)))


@get(
    BASE,
    operation_id="listApiKeys",
    before_request=permit(Action.KEY_READ),
    opt={"answer": ApiKeyPage, "sends": (LINK,)},
)
async def list_api_keys(
    request: _Request, region: Region, limit: Limit = DEFAULT_LIMIT, cursor: Cursor = None
) -> Response[bytes]:
    """List the keys of the caller's agency, of every agency for an admin or auditor; newest first."""
    return page_response(request, await _service(request).listing(reading(request, region), cursor, limit))


@delete(
    BASE + "/{key_id:uuid}",
    operation_id="revokeApiKey",
    status_code=200,
    before_request=permit(Action.KEY_REVOKE),
    opt={"answer": ApiKeyAnswer},
)
async def revoke_api_key(
    request: _Request, region: Region, key_id: Annotated[UUID, PathParameter(description="The key.")]
) -> Response[bytes]:
    """Revoke a key. From the answer on no process takes it; revoking it again changes nothing."""
    return respond(await _service(request).revoke(reading(request, region), key_id))


ROUTES = [make_api_key, list_api_keys, revoke_api_key]
