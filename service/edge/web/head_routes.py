"""HEAD for every GET: the same gate and the same answer without its content (RFC 9110 section 9.3.2).

Nobody is shown anything by it, so it leaves no event of reading or taking: see ``Call.looks``.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from litestar import HttpMethod
from litestar.enums import ScopeType
from litestar.handlers import HTTPRouteHandler

if TYPE_CHECKING:
    from litestar.types import ASGIApp, Message, Receive, Scope, Send


def head_routes_of(routes: Iterable[HTTPRouteHandler]) -> list[HTTPRouteHandler]:
    """One for each route that answers GET; they stand in no description, since HTTP implies them."""
    return [_twin(route) for route in routes if HttpMethod.GET in route.http_methods]


def _twin(route: HTTPRouteHandler) -> HTTPRouteHandler:
    declare = HTTPRouteHandler(
        path=sorted(route.paths),
        http_method=[HttpMethod.HEAD],
        status_code=route.status_code,
        before_request=route.before_request,
        opt=route.opt,
        include_in_schema=False,
    )
    return declare(route.fn)


def asks_for_head(scope: "Scope") -> bool:
    """Whether a request asks for the head of an answer alone."""
    return scope["type"] == ScopeType.HTTP and scope["method"] == HttpMethod.HEAD


class Headed:
    """Takes the content out of every answer to HEAD, whichever part of the service wrote it."""

    def __init__(self, app: "ASGIApp") -> None:
        self._app = app

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Run the request."""
        if not asks_for_head(scope):
            await self._app(scope, receive, send)
            return

        async def without(message: "Message") -> None:
            if message["type"] == "http.response.body":
                message["body"] = b""
            await send(message)

        await self._app(scope, receive, without)
