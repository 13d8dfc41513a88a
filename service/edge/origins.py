"""Pages of other origins that may call the API from a browser (WHATWG Fetch, "CORS protocol").

The operator names each origin. Credentials of the browser are never asked for: who signs in shows a token. Another
origin is told nothing, as if there were no such thing; what it sends is answered as to every other client.
"""

import re
from typing import TYPE_CHECKING

from litestar.enums import ScopeType

if TYPE_CHECKING:
    from collections.abc import Iterable

    from litestar.types import ASGIApp, Message, Receive, Scope, Send

    Fields = Iterable[tuple[bytes, bytes]]

_ORIGIN = re.compile(r"https?://([a-z0-9-]+(\.[a-z0-9-]+)*|\[[0-9a-f:]+\])(:[1-9][0-9]{0,4})?", re.ASCII)
_USUAL_PORTS = (("http://", ":80"), ("https://", ":443"))
METHODS = ("GET", "HEAD", "POST", "PATCH", "DELETE", "OPTIONS")
TAKEN = (
    *("Accept", "Accept-Language", "Authorization", "Content-Type", "Idempotency-Key", "If-Match", "If-Range"),
    *("Last-Event-ID", "Range", "Traceparent", "Tus-Resumable", "Upload-Checksum", "Upload-Length"),
    *("Upload-Metadata", "Upload-Offset", "X-HTTP-Method-Override", "X-Request-ID", "X-Requested-With"),
)
"""Headers of a request that a page may send. The last two are sent by clients of the tus protocol and are not read."""

EXPOSED = (
    *("Accept-Encoding", "Accept-Ranges", "Allow", "Content-Disposition", "Content-Language", "Content-Range", "ETag"),
    *("Idempotency-Replayed", "Link", "Location", "RateLimit", "RateLimit-Policy", "Repr-Digest", "Retry-After"),
    *(
        "Tindak-As-Of",
        "Tindak-Calendar-Changed",
        "Tindak-Tree-Root",
        "Tindak-Tree-Size",
        "Tindak-Upload",
        "Tus-Checksum-Algorithm",
    ),
    *("Tus-Extension", "Tus-Resumable", "Tus-Version", "Upload-Expires", "Upload-Length", "Upload-Metadata"),
    *("Upload-Offset", "WWW-Authenticate", "X-Trace-Id"),
)
"""Headers of an answer that a page may read."""

KEPT_S = 7200
"""Seconds for which a browser keeps what it was told before its first request; none keeps it for longer."""

STATE = "allowed_origins"
"""Where the application keeps them, as bytes."""

_ASKS = b"access-control-request-method"
_VARY = (b"vary", b"Origin")


def is_origin(text: str) -> bool:
    """Whether a browser would write an origin so: scheme, host and a port that is not the scheme's own."""
    usual = any(text.startswith(scheme) and text.endswith(port) for scheme, port in _USUAL_PORTS)
    return _ORIGIN.fullmatch(text) is not None and not usual


class AllowedOrigins:
    """Tells the pages of the origins that are allowed what they may send and read."""

    def __init__(self, app: "ASGIApp") -> None:
        self._app = app

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Run the request, or answer what a browser asks before it (a preflight)."""
        allowed = scope["litestar_app"].state.get(STATE)
        if scope["type"] != ScopeType.HTTP or not allowed:
            await self._app(scope, receive, send)
            return
        origin = _allowed_one(scope["headers"], allowed)
        if origin is not None and scope["method"] == "OPTIONS" and any(name == _ASKS for name, _ in scope["headers"]):
            await send({"type": "http.response.start", "status": 204, "headers": _preflight(origin)})
            await send({"type": "http.response.body", "body": b"", "more_body": False})
            return

        async def told(message: "Message") -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *_told(origin)]
            await send(message)

        await self._app(scope, receive, told)


def told_to(fields: "Fields", allowed: frozenset[bytes]) -> "list[tuple[bytes, bytes]]":
    """What an answer tells the page that sent these fields; nothing where no origin is allowed."""
    return _told(_allowed_one(fields, allowed)) if allowed else []


def _allowed_one(fields: "Fields", allowed: frozenset[bytes]) -> bytes | None:
    sent = [value for name, value in fields if name == b"origin"]
    return sent[0] if len(sent) == 1 and sent[0] in allowed else None


def _preflight(origin: bytes) -> list[tuple[bytes, bytes]]:
    """The same for every path: what a path does not have is refused by its answer, which the page can read then."""
    return [
        _VARY,
        (b"access-control-allow-origin", origin),
        (b"access-control-allow-methods", ", ".join(METHODS).encode()),
        (b"access-control-allow-headers", ", ".join(TAKEN).encode()),
        (b"access-control-max-age", str(KEPT_S).encode()),
    ]


def _told(origin: bytes | None) -> list[tuple[bytes, bytes]]:
    if origin is None:
        return [_VARY]
    return [
        _VARY,
        (b"access-control-allow-origin", origin),
        (b"access-control-expose-headers", ", ".join(EXPOSED).encode()),
    ]
