"""The description of the service, by the service."""

import asyncio
from typing import Any

from litestar import Request, Response, get

from service.contract.openapi import document
from service.edge.public_address import public_of
from service.edge.representation import encode
from service.edge.web.from_request import JSON
from service.edge.web.system_schemas import DescriptionAnswer

_Request = Request[Any, Any, Any]


@get("/openapi.json", operation_id="getOpenapi", opt={"public": True, "answer": DescriptionAnswer})
async def get_openapi(request: _Request) -> Response[bytes]:
    """Read this description."""
    state = request.app.state
    server = public_of(request.scope) or "/"
    descriptions = state.setdefault("descriptions", {})
    if server not in descriptions:
        descriptions[server] = await asyncio.to_thread(_described, state.routes, server)
    return Response(content=descriptions[server], media_type=JSON)


def _described(routes: Any, server: str) -> bytes:
    return encode(document(routes, server))


ROUTES = [get_openapi]
