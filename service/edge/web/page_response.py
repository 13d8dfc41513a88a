"""A page as a response: items, the next cursor, and the same as a Link header (RFC 8288)."""

from typing import Any
from urllib.parse import parse_qsl, urlencode

from litestar import Request, Response

from service.edge.answer_types import Page
from service.edge.public_address import told_address
from service.edge.representation import encode
from service.edge.web.from_request import Reply


def page_response(request: Request[Any, Any, Any], page: Page[Any]) -> Response[bytes]:
    """The response of one page."""
    headers = []
    if page.next_cursor is not None:
        kept = [(name, value) for name, value in parse_qsl(request.url.query) if name != "cursor"]
        query = urlencode([*kept, ("cursor", page.next_cursor)])
        where = told_address(request.scope, f"{request.url.path}?{query}")
        headers.append((b"link", f'<{where}>; rel="next"'))
    return Reply(encode(page), headers=headers)
