"""Routes of webhooks."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, delete, get, patch, post
from litestar.params import PathParameter, QueryParameter
from pydantic import TypeAdapter

from service.edge.keyset import DEFAULT_LIMIT
from service.edge.representation import encode
from service.edge.web.body import parse, read_body
from service.edge.web.declared import ETAG, LINK, LOCATION, OPTIONAL, REQUIRED
from service.edge.web.from_request import Reply, changing, permit, reading, respond
from service.edge.web.page_response import page_response
from service.edge.web.parameters import LARGEST, Cursor, Limit, Region, coded
from service.features.webhooks.schemas import DeliveryPage, SecretAnswer, WebhookAnswer, WebhookPage, WebhookTestAnswer
from service.features.webhooks.service import WebhookService
from workflows.access.permissions import Action
from workflows.decisions.machines.webhooks import AmendWebhook, DeliveryState, MakeWebhook, ReplayWebhook, RotateSecret

BASE = "/v1/regions/{region:str}/webhooks"
ONE = BASE + "/{webhook_id:uuid}"
WebhookId = Annotated[UUID, PathParameter(description="The endpoint.")]
_MAKE, _AMEND = TypeAdapter(MakeWebhook), TypeAdapter(AmendWebhook)
_ROTATE, _REPLAY = TypeAdapter(RotateSecret), TypeAdapter(ReplayWebhook)
_REPEATABLE = {"key": OPTIONAL, "match": OPTIONAL, "sends": (ETAG,)}
_Request = Request[Any, Any, Any]


def _service(request: _Request) -> WebhookService:
    service: WebhookService = request.app.state.webhooks
    return service


@post(
    BASE,
    operation_id="makeWebhook",
    before_request=permit(Action.WEBHOOK_MAKE),
    opt={"body": MakeWebhook, "answer": SecretAnswer, "key": OPTIONAL, "sends": (ETAG, LOCATION)},
)
async def make_webhook(request: _Request, region: Region) -> Response[bytes]:
    """Make an endpoint that is told every event that the caller may see, from now on.

    The secret is in this answer alone. A repetition under the same Idempotency-Key makes no second endpoint and does
    not show it again.
    """
    raw = await read_body(request)
    return respond(await _service(request).make(changing(request, region, raw), parse(raw, _MAKE)))


@get(
    BASE,
    operation_id="listWebhooks",
    before_request=permit(Action.WEBHOOK_READ),
    opt={"answer": WebhookPage, "sends": (LINK,)},
)
async def list_webhooks(
    request: _Request, region: Region, limit: Limit = DEFAULT_LIMIT, cursor: Cursor = None
) -> Response[bytes]:
    """List the caller's endpoints, every endpoint for an admin; newest first."""
    return page_response(request, await _service(request).listing(reading(request, region), cursor, limit))


@get(
    ONE,
    operation_id="getWebhook",
    before_request=permit(Action.WEBHOOK_READ),
    opt={"answer": WebhookAnswer, "sends": (ETAG,)},
)
async def get_webhook(request: _Request, region: Region, webhook_id: WebhookId) -> Response[bytes]:
    """Read an endpoint."""
    return respond(await _service(request).get(reading(request, region), webhook_id))


@patch(
    ONE,
    operation_id="amendWebhook",
    before_request=permit(Action.WEBHOOK_CHANGE),
    opt={"body": AmendWebhook, "answer": WebhookAnswer, "key": OPTIONAL, "match": REQUIRED, "sends": (ETAG,)},
)
async def amend_webhook(request: _Request, region: Region, webhook_id: WebhookId) -> Response[bytes]:
    """Change where events are posted to, which, and whether any are."""
    raw = await read_body(request)
    call = changing(request, region, raw, must_match=True)
    return respond(await _service(request).amend(call, webhook_id, parse(raw, _AMEND)))


@delete(
    ONE,
    operation_id="deleteWebhook",
    status_code=200,
    before_request=permit(Action.WEBHOOK_DELETE),
    opt={"answer": WebhookAnswer, "match": OPTIONAL, "refuses": (400, 409)},
)
async def delete_webhook(request: _Request, region: Region, webhook_id: WebhookId) -> Response[bytes]:
    """Delete an endpoint with its secret, for good."""
    return respond(await _service(request).delete(changing(request, region, b""), webhook_id))


@post(
    ONE + "/secret",
    operation_id="rotateWebhookSecret",
    status_code=200,
    before_request=permit(Action.WEBHOOK_CHANGE),
    opt={"body": RotateSecret, "answer": SecretAnswer, **_REPEATABLE},
)
async def rotate_webhook_secret(request: _Request, region: Region, webhook_id: WebhookId) -> Response[bytes]:
    """Give an endpoint a new secret, shown in this answer alone. Both sign until the grace is over."""
    raw = await read_body(request)
    return respond(await _service(request).rotate(changing(request, region, raw), webhook_id, parse(raw, _ROTATE)))


@post(
    ONE + "/replay",
    operation_id="replayWebhook",
    status_code=200,
    before_request=permit(Action.WEBHOOK_CHANGE),
    opt={"body": ReplayWebhook, "answer": WebhookAnswer, **_REPEATABLE},
)
async def replay_webhook(request: _Request, region: Region, webhook_id: WebhookId) -> Response[bytes]:
    """Tell an endpoint again everything after a leaf index that its owner may see now."""
    raw = await read_body(request)
    return respond(await _service(request).replay(changing(request, region, raw), webhook_id, parse(raw, _REPLAY)))


@post(
    ONE + "/test",
    operation_id="testWebhook",
    status_code=200,
    before_request=permit(Action.WEBHOOK_CHANGE),
    opt={"answer": WebhookTestAnswer, "refuses": (409,)},
)
async def test_webhook(request: _Request, region: Region, webhook_id: WebhookId) -> Response[bytes]:
    """Post a test to an endpoint at once and say what came of it: signed as all else, telling nothing of the region.

    Its type is `tindak.webhook.tested`. It leaves no event and no delivery, and changes nothing of the endpoint.
    """
    found = await _service(request).test(reading(request, region), webhook_id)
    return Reply(encode(found))


@get(
    ONE + "/deliveries",
    operation_id="listDeliveries",
    before_request=permit(Action.WEBHOOK_CHANGE),
    opt={"answer": DeliveryPage, "sends": (LINK,)},
)
async def list_deliveries(
    request: _Request,
    region: Region,
    webhook_id: WebhookId,
    delivery_state: Annotated[str | None, coded(DeliveryState, "Only those; `dead` are given up.", "state")] = None,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Annotated[int, QueryParameter(ge=0, le=LARGEST, description="`next_cursor` of the page before.")] = LARGEST,
) -> Response[bytes]:
    """List what was posted to an endpoint, with every try and what came back; newest first."""
    call = reading(request, region)
    return page_response(request, await _service(request).deliveries(call, webhook_id, cursor, delivery_state, limit))


ROUTES = [
    make_webhook,
    list_webhooks,
    get_webhook,
    amend_webhook,
    delete_webhook,
    rotate_webhook_secret,
    replay_webhook,
    test_webhook,
    list_deliveries,
]
