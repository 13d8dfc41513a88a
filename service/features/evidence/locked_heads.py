"""How an upload stands, asked when nobody can say it just now: 423, which is the one refusal that clients wait out.

After any other one `tus-js-client` 4.3.1 takes the upload for lost, forgets its address and begins again with the first
byte (`_resumeUpload`): what was sent over a weak line for an hour is thrown away because the database was away for a
second. 404 and 410 stay, for there to begin again is right; so does 401, which only a new token mends (RFC 9110
section 15.5.2), and 400, 403, 412, 414 and 431, which another try does not change.

The door, which refuses before the router knows of a request, asks here as well (``told_instead``).
"""

from typing import TYPE_CHECKING

from litestar.enums import ScopeType

from service.edge.at_the_door import Asked, Instead
from service.features.evidence.method_override import UPLOAD, meant_method
from service.features.evidence.tus import RESUMABLE

if TYPE_CHECKING:
    from litestar.types import ASGIApp, Message, Receive, Scope, Send

LOCKED = 423
TOO_SLOW, OVER_QUOTA, FAULT = 408, 429, 500
RETRY_AFTER_S = 5
"""Seconds after which to ask again, where nothing else was said."""


ALSO = {"Retry-After": str(RETRY_AFTER_S), **RESUMABLE}


def told_instead(asked: Asked, status: int) -> Instead | None:
    """How the HEAD of an upload is refused for now at the door; None for every other request and refusal."""
    method = meant_method(asked.path, asked.fields) or asked.method
    locked = method == "HEAD" and UPLOAD.fullmatch(asked.path) is not None and _for_now(status)
    return Instead(LOCKED, {name.lower(): value for name, value in ALSO.items()}) if locked else None


class LockedHeads:
    """Says 423 to the HEAD of an upload in place of 408, 429, 500 and 503. The log keeps the problem that it was."""

    def __init__(self, app: "ASGIApp") -> None:
        self._app = app

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Run the request."""
        if scope["type"] != ScopeType.HTTP or scope["method"] != "HEAD" or not UPLOAD.fullmatch(scope["path"]):
            await self._app(scope, receive, send)
            return
        begun = False

        async def answered(message: "Message") -> None:
            nonlocal begun
            begun = True
            await send(_locked(message))

        try:
            await self._app(scope, receive, answered)
        except BaseException:
            # Given up while it waited, as a process that stops does after a while: the server would say 500.
            if not begun:
                await send(_locked({"type": "http.response.start", "status": FAULT, "headers": []}))
                await send({"type": "http.response.body", "body": b"", "more_body": False})
            raise


def _for_now(status: int) -> bool:
    return status in {TOO_SLOW, OVER_QUOTA} or status >= FAULT


def _locked(message: "Message") -> "Message":
    if message["type"] != "http.response.start" or not _for_now(message["status"]):
        return message
    headers = list(message["headers"])
    present = {name.lower() for name, _ in headers}
    missing = [(name.lower().encode(), value.encode()) for name, value in ALSO.items()]
    headers += [pair for pair in missing if pair[0] not in present]
    return {**message, "status": LOCKED, "headers": headers}
