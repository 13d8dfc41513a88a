"""A path as it was sent: one that only looks like another's once it is decoded or tidied up is nobody's.

A gate before us, a log and a rule of a proxy read the path as it came. What they take for something else must not be
routed as if it were the plain path.
"""

from typing import TYPE_CHECKING

from litestar.enums import ScopeType

if TYPE_CHECKING:
    from litestar.types import ASGIApp, Receive, Scope, Send

NOWHERE = "/-"
"""A path that no route has."""

_TILES = b"/audit/tile/"
"""What comes after it is one parameter with slashes in it (c2sp.org/tlog-tiles), which generated clients encode."""


class PlainPaths:
    """Sends what has an encoded slash or an empty segment where nothing is, so that it is 404 like every other path."""

    def __init__(self, app: "ASGIApp") -> None:
        self._app = app

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Run the request."""
        if scope["type"] == ScopeType.HTTP and is_odd(scope["raw_path"]):
            scope["path"], scope["raw_path"] = NOWHERE, NOWHERE.encode()
        await self._app(scope, receive, send)


def is_odd(raw: bytes) -> bool:
    """Whether a path as it was sent has an encoded slash, or a segment with nothing in it."""
    path = raw.partition(b"?")[0].lower()
    return b"//" in path or (path.endswith(b"/") and path != b"/") or b"%2f" in path.partition(_TILES)[0]
