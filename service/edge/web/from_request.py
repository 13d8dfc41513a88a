"""From a request to a call: who is signed in, for which region, under which conditions."""

from collections.abc import Iterable
from typing import Any

from litestar import Request, Response
from litestar.types import ASGIApp, AsyncAnyCallable, HTTPResponseStartEvent, Receive, Scope, Send

from service.edge.auth.principal import Principal
from service.edge.call import Call
from service.edge.idempotency import Answer, bind_key, parse_key
from service.edge.public_address import public_of, told_address
from service.edge.service_errors import RegionDenied, Unauthenticated
from service.edge.web.acts import may_be_shown, of_ones_own_act
from service.edge.web.conditions import language_of, parse_if_match
from service.edge.web.fields import field
from service.edge.web.head_routes import asks_for_head
from service.edge.web.queries import require_declared, require_known
from service.edge.web.rates import count_stranger, spend
from workflows.access.permissions import Action, require_role

JSON = "application/json"
SIGNED_IN = "signed in"
_Request = Request[Any, Any, Any]


def permit(action: Action | None = None) -> AsyncAnyCallable:
    """What a route asks first: a good token, the region of the path in it and, with ``action``, a role that may.

    Whoever may ask is then held to the query parameters that the route has. It stands as ``before_request``: for a
    guard the framework would copy the route's handler at every request.
    """

    async def guard(request: _Request) -> None:
        scope, state = request.scope, request.app.state
        try:
            principal = await _signed_in(request)
        except Unauthenticated:
            count_stranger(request)
            raise
        scope["state"]["principal"] = principal
        if "rate" not in scope["state"]:  # a stream asks again as it goes on, and is one request all the same
            await spend(request, principal)
        region = scope["path_params"].get("region")
        if region is not None:
            if region not in principal.actor.regions:
                raise RegionDenied
            state.policies.of(region)
            await state.offices.seen(principal.actor, region)
        if action is not None:
            require_role(principal.actor, action)
        if scope["query_string"]:
            require_declared(request, request.route_handler)
            if region is not None:
                require_known(request, state.policies.of(region))

    guard.action = action  # type: ignore[attr-defined]
    return guard


async def _signed_in(request: _Request) -> Principal:
    scheme, _, credential = (field(request, "authorization") or "").partition(" ")
    if scheme.lower() != "bearer" or not credential:
        raise Unauthenticated(reason="missing")
    principal: Principal = await request.app.state.bearers.verify(credential.strip())
    return principal


def principal_of(request: _Request) -> Principal:
    """Who is signed in on this request."""
    principal: Principal = request.scope["state"]["principal"]
    return principal


def reading(request: _Request, region: str) -> Call:
    """A call that changes nothing."""
    language = language_of(request.headers.get("accept-language"))
    public, looks = public_of(request.scope), asks_for_head(request.scope)
    policy = request.app.state.policies.of(region)
    return Call(principal_of(request).actor, region, policy, language, public=public, looks=looks)


def changing(
    request: _Request, region: str, body: bytes, *, key_required: bool = False, must_match: bool = False
) -> Call:
    """A call that changes something: with its Idempotency-Key and its If-Match."""
    scope = request.scope
    language = language_of(request.headers.get("accept-language"))
    actor = principal_of(request).actor
    key = parse_key(field(request, "idempotency-key"), required=key_required)
    bound = None if key is None else bind_key(key, actor, region, scope["method"], scope["path"], body)
    version = parse_if_match(field(request, "if-match"))
    policy, public = request.app.state.policies.of(region), public_of(scope)
    return Call(actor, region, policy, language, bound, version, must_match, public=public)


class Reply(Response[bytes]):
    """JSON that is bytes already: what the framework works out for every response is known here.

    Of an answer that the caller may not read it sends what is said of the act alone, a first answer again included.
    ``location`` is the path of what was made. To HEAD it says no length: it would tell how long the words are that
    nobody is noted for reading.
    """

    def __init__(
        self, body: bytes, status: int = 200, headers: Iterable[tuple[bytes, str]] = (), location: str | None = None
    ) -> None:
        self._body = body
        self._location = location
        self._start: HTTPResponseStartEvent = {
            "type": "http.response.start",
            "status": status,
            "headers": [
                (b"content-type", b"application/json"),
                *((name, value.encode("latin-1")) for name, value in headers),
            ],
        }

    def to_asgi_response(self, *_: Any, **__: Any) -> ASGIApp:  # type: ignore[override]
        """What sends it."""
        return self._send

    async def _send(self, scope: Scope, _receive: Receive, send: Send) -> None:
        body = self._body if may_be_shown(scope) else of_ones_own_act(self._body)
        headers = [*self._start["headers"]]
        if self._location is not None:
            headers.append((b"location", told_address(scope, self._location).encode("latin-1")))
        if asks_for_head(scope):
            body = b""
        else:
            headers.append((b"content-length", b"%d" % len(body)))
        await send({**self._start, "headers": headers})
        await send({"type": "http.response.body", "body": body, "more_body": False})


def respond(answer: Answer) -> Response[bytes]:
    """An answer as a response, with its validators."""
    headers = []
    if answer.etag is not None:
        headers.append((b"etag", answer.etag))
    if answer.replayed:
        headers.append((b"idempotency-replayed", "true"))
    return Reply(answer.body, answer.status, headers, answer.location)
