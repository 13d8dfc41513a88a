"""How an upload stands, asked when nobody can say it just now: 423, which is the one refusal that clients wait out.

After any other one `tus-js-client` 4.3.1 takes the upload for lost, forgets its address and begins again with the first
byte (`_resumeUpload`): what was sent over a weak line for an hour is thrown away because the database was away for a
second. 404 and 410 stay, for there to begin again is right; so does 401, which only a new token mends (RFC 9110
section 15.5.2), and 403 and 412, which another try does not change.
"""

from typing import TYPE_CHECKING

from litestar.enums import ScopeType

from service.features.evidence.method_override import UPLOAD
from service.features.evidence.tus import RESUMABLE

if TYPE_CHECKING:
    from litestar.types import ASGIApp, Message, Receive, Scope, Send

LOCKED = 423
OVER_QUOTA, FAULT = 429, 500
RETRY_AFTER_S = 5
"""Seconds after which to ask again, where nothing else was said."""


class LockedHeads:
    """Says 423 to the HEAD of an upload in place of 429, 500 and 503. The log keeps the problem that it was."""

    def __init__(self, app: "ASGIApp") -> None:
        self._app = app

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Run the request."""
        asked = scope["type"] == ScopeType.HTTP and scope["method"] == "HEAD" and UPLOAD.fullmatch(scope["path"])

        async def answered(message: "Message") -> None:
            await send(_locked(message))

        await self._app(scope, receive, answered if asked else send)


def _locked(message: "Message") -> "Message":
    if message["type"] != "http.response.start":
        return message
    if message["status"] != OVER_QUOTA and message["status"] < FAULT:
        return message
    headers = list(message["headers"])
    present = {name.lower() for name, _ in headers}
    also = {"Retry-After": str(RETRY_AFTER_S), **RESUMABLE}
    missing = [(name.lower().encode(), value.encode()) for name, value in also.items()]
    headers += [pair for pair in missing if pair[0] not in present]
    return {**message, "status": LOCKED, "headers": headers}
