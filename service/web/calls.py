"""From a request to a call: who is signed in, for which region, under which conditions."""

from typing import Any

from litestar import Request, Response
from litestar.connection import ASGIConnection
from litestar.handlers.base import BaseRouteHandler
from litestar.types import AsyncAnyCallable

from service.auth.principal import Principal
from service.calls import Call
from service.errors import RegionDenied, Unauthenticated
from service.idempotency import Answer, IdempotencyKey, bind_key, parse_key
from service.web.conditions import language_of, parse_if_match
from service.web.queries import require_declared
from workflows.permissions import Action, require_role

JSON = "application/json"
SIGNED_IN = "signed in"
_Request = Request[Any, Any, Any]


def permit(action: Action | None = None) -> AsyncAnyCallable:
    """A guard: a good token, the region of the path in it and, with ``action``, a role that may ask for it.

    Whoever may ask is then held to the query parameters that the route has.
    """

    async def guard(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
        scheme, _, token = connection.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise Unauthenticated(reason="missing")
        principal = await connection.app.state.verifier.verify(token.strip())
        connection.scope["state"]["principal"] = principal
        region = connection.path_params.get("region")
        if region is not None:
            if region not in principal.actor.regions:
                raise RegionDenied
            connection.app.state.policies.of(region)
        if action is not None:
            require_role(principal.actor, action)
        if connection.scope["query_string"]:
            require_declared(connection, handler)

    guard.action = action  # type: ignore[attr-defined]
    return guard


def principal_of(request: _Request) -> Principal:
    """Who is signed in on this request."""
    principal: Principal = request.scope["state"]["principal"]
    return principal


def reading(request: _Request, region: str) -> Call:
    """A call that changes nothing."""
    return Call(
        actor=principal_of(request).actor,
        region=region,
        policy=request.app.state.policies.of(region),
        language=language_of(request.headers.get("accept-language")),
    )


def changing(
    request: _Request, region: str, body: bytes, *, key_required: bool = False, must_match: bool = False
) -> Call:
    """A call that changes something: with its Idempotency-Key and its If-Match."""
    call = reading(request, region)
    key = parse_key(request.headers.get("idempotency-key"), required=key_required)
    bound: IdempotencyKey | None = None
    if key is not None:
        bound = bind_key(key, call.actor, region, request.method, request.scope["path"], body)
    version = parse_if_match(request.headers.get("if-match"))
    return call._replace(key=bound, if_match=version, must_match=must_match)


def respond(answer: Answer) -> Response[bytes]:
    """An answer as a response, with its validators."""
    headers = {}
    if answer.etag is not None:
        headers["ETag"] = answer.etag
    if answer.location is not None:
        headers["Location"] = answer.location
    if answer.replayed:
        headers["Idempotency-Replayed"] = "true"
    return Response(content=answer.body, status_code=answer.status, media_type=JSON, headers=headers)
