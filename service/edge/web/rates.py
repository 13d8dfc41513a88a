"""Where requests meet their quotas: signed-in ones at the gate of their route, the others before any route."""

from typing import TYPE_CHECKING, Any

import msgspec
from litestar import Request
from litestar.enums import ScopeType

from service.edge.limits.quotas import RateClass
from service.edge.problems.problem_body import problem_body
from service.edge.public_address import public_of
from service.edge.service_errors import TooManyRequests
from service.edge.web.conditions import language_of

if TYPE_CHECKING:
    from litestar.types import ASGIApp, Message, Receive, Scope, Send

    from service.edge.auth.principal import Principal

CODE = "rate_limited"
FAULT = 500
COUNTED = "counted_as_stranger"
"""In the state of a request whose address was counted for it."""

SAFE = frozenset({"GET", "HEAD"})
FOR_OPERATORS = frozenset({"/healthz", "/readyz", "/metrics"})
"""Asked by load balancers and collectors, often from one address for all."""

FOR_ANYBODY = ("/docs", "/openapi.json", "/problems/")
"""Where a credential is not looked at, so that a made-up one is none."""

_Request = Request[Any, Any, Any]


async def spend(request: _Request, principal: "Principal", cost: int = 1) -> None:
    """Take ``cost`` from the caller's quota for the class of the route. Raises TooManyRequests when it is used up.

    A route's class is ``rate`` in its ``opt``, or by its method ``read`` or ``write``.
    """
    scope = request.scope
    kind = scope["route_handler"].opt.get("rate")
    if kind is None:
        kind = RateClass.READ if scope["method"] in SAFE else RateClass.WRITE
    standing = await request.app.state.limits.spend(principal.actor.person, kind, cost)
    if standing is None:
        return
    scope["state"]["rate"] = standing.headers
    if not standing.allowed:
        raise too_many(standing.resets_s, kind.value)


def too_many(seconds: float, policy: str) -> TooManyRequests:
    """The refusal; its members are those of the draft's problem type."""
    error = TooManyRequests(headers={"Retry-After": str(int(seconds) + 1)})
    error.extra["violated-policies"] = [policy]
    return error


def count_stranger(request: _Request) -> None:
    """Count a sign-in that failed, once. Raises TooManyRequests when its address has failed too often."""
    if COUNTED in request.scope["state"]:
        return
    wait = _counted(request.scope)
    if wait:
        raise too_many(wait, "anonymous")


class AnonymousLimit:
    """Answers 429 to an address that asks too often while nobody is signed in.

    Who shows a credential is counted when the answer begins and no gate has found it good: the gates count what they
    refuse, and what never came to one, an unknown path or method among them, is counted here.
    """

    def __init__(self, app: "ASGIApp") -> None:
        self._app = app

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Let the request through, or answer it."""
        if scope["type"] != ScopeType.HTTP or _of_an_operator(scope):
            await self._app(scope, receive, send)
        elif not _of_a_stranger(scope):
            await self._app(scope, receive, _Unproved(scope, send).send)
        elif wait := _counted(scope):
            await _refuse(scope, send, wait)
        else:
            await self._app(scope, receive, send)


class _Unproved:
    """The answer to somebody whose credential may never have been looked at."""

    def __init__(self, scope: "Scope", send: "Send") -> None:
        self._scope = scope
        self._send = send
        self._refused = False

    async def send(self, message: "Message") -> None:
        """Send it on, or refuse instead."""
        if message["type"] == "http.response.start" and _nobody_signed_in(self._scope, message["status"]):
            wait = _counted(self._scope)
            if wait:
                self._refused = True
                await _refuse(self._scope, self._send, wait)
        if not self._refused:
            await self._send(message)


def _nobody_signed_in(scope: "Scope", status: int) -> bool:
    """Whether no gate found the credential good, and none has counted that. Our own faults count against nobody."""
    return status < FAULT and not {"principal", COUNTED} & scope["state"].keys()


def _counted(scope: "Scope") -> float:
    """Count a request of nobody; the seconds for which its address has to wait, 0 when it need not."""
    client = scope["client"]
    scope["state"][COUNTED] = True
    wait: float = scope["litestar_app"].state.strangers.refused_for(client[0] if client else "")
    return wait


def _of_an_operator(scope: "Scope") -> bool:
    return scope["path"] in FOR_OPERATORS and scope.get("method") in SAFE


def _of_a_stranger(scope: "Scope") -> bool:
    """Whether nobody has to be signed in for it, or nobody says that they are."""
    return scope["path"].startswith(FOR_ANYBODY) or not any(name == b"authorization" for name, _ in scope["headers"])


async def _refuse(scope: "Scope", send: "Send", wait: float) -> None:
    accepted = next((value.decode("latin-1") for name, value in scope["headers"] if name == b"accept-language"), None)
    language, state = language_of(accepted), scope["state"]
    state["problem"] = CODE
    details = {"violated-policies": ["anonymous"]}
    problem = problem_body(CODE, language, state["trace_id"], details, [], public=public_of(scope))
    body = msgspec.json.encode(problem)
    headers = [
        (b"content-type", b"application/problem+json"),
        (b"content-length", b"%d" % len(body)),
        (b"content-language", language.encode()),
        (b"retry-after", b"%d" % (int(wait) + 1)),
    ]
    await send({"type": "http.response.start", "status": 429, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})
