"""The description of the service, by the service."""

import asyncio
from typing import Any

from litestar import Request, Response, get

from service.contract.openapi import document
from service.edge.representation import encode
from service.edge.web.from_request import JSON
from service.edge.web.system_schemas import DescriptionAnswer

_Request = Request[Any, Any, Any]


@get("/openapi.json", operation_id="getOpenapi", opt={"public": True, "answer": DescriptionAnswer})
async def get_openapi(request: _Request) -> Response[bytes]:
    """Read this description."""
    state = request.app.state
    if "description" not in state:
        state.description = await asyncio.to_thread(_described, state.routes)
    return Response(content=state.description, media_type=JSON)


def _described(routes: Any) -> bytes:
    return encode(document(routes))


ROUTES = [get_openapi]
