"""Addresses as clients use them: the one place where what stands before a path is known."""

from typing import Any

from litestar import Request

from service.edge.public_address import absolute, public_of
from service.edge.web.fields import field


def address_of(request: Request[Any, Any, Any], path: str) -> str:
    """The whole address of a path: below the public one, or by the scheme and host that the request was sent to.

    Some clients join a mere path with what they were configured with, or refuse it. Without a host it stays a path.
    """
    if public := public_of(request.scope):
        return absolute(public, path)
    host = field(request, "host")
    return f"{request.scope['scheme']}://{host}{path}" if host else path
