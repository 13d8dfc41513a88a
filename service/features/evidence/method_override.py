"""The method that a client of the tus protocol means, where what lies between lets only GET and POST through."""

import re
from typing import TYPE_CHECKING

from litestar.enums import ScopeType

if TYPE_CHECKING:
    from collections.abc import Iterable

    from litestar.types import ASGIApp, Message, Receive, Scope, Send

UPLOAD = re.compile(r"/v1/regions/[^/]+/uploads/[^/]+")
"""The path of one upload."""

FIELD = b"x-http-method-override"
MEANT = {method.encode(): method for method in ("HEAD", "PATCH", "DELETE")}
"""What an upload is asked by; anything else in the field is refused as a header of no extension that is offered."""


class MeantMethods:
    """Takes the method of ``X-HTTP-Method-Override`` for that of the request (tus 1.0.0), on uploads and nowhere else.

    What stands behind sees the request as it was meant, without the field: rights, quotas, log and metrics are those
    of the method that is carried out.
    """

    def __init__(self, app: "ASGIApp") -> None:
        self._app = app

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Run the request."""
        meant = meant_method(scope["path"], scope["headers"]) if scope["type"] == ScopeType.HTTP else None
        if meant is None:
            await self._app(scope, receive, send)
            return
        headers = [(name, value) for name, value in scope["headers"] if name != FIELD]
        # A copy: the server goes on counting the answer's bytes by the method that it was sent.
        inner: Scope = {**scope, "method": meant, "headers": headers}  # type: ignore[assignment]
        await self._app(inner, receive, _without_body(send) if meant == "HEAD" else send)


def meant_method(path: str, fields: "Iterable[tuple[bytes, bytes]]") -> str | None:
    """The method that a request for an upload names in its field, one of those that are meant so; None otherwise."""
    said = [value for name, value in fields if name == FIELD]
    if len(said) != 1 or UPLOAD.fullmatch(path) is None:
        return None
    return MEANT.get(said[0].strip().upper())


def _without_body(send: "Send") -> "Send":
    """The answer as HEAD has it: nobody else leaves the body out where the request was sent as another."""

    async def bare(message: "Message") -> None:
        if message["type"] == "http.response.start":
            kept = [pair for pair in message["headers"] if pair[0].lower() != b"content-length"]
            await send({**message, "headers": [*kept, (b"content-length", b"0")]})
        elif message["type"] == "http.response.body":
            await send({**message, "body": b""})
        else:
            await send(message)

    return bare
