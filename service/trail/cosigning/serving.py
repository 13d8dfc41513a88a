"""One process that answers HTTP until SIGTERM or SIGINT, and then ends with status 0."""

import signal
import sys
from collections.abc import Sequence
from types import FrameType

from litestar import Litestar
from litestar.types import ControllerRouterHandler

from service.edge.listening import listen
from service.trail.cosigning.web import HANDLERS

MAX_REQUESTS = 64
"""Requests under way at once; more are answered 503."""


def application(routes: Sequence[ControllerRouterHandler]) -> Litestar:
    """The application of a signer or a witness."""
    return Litestar(
        route_handlers=routes,
        exception_handlers=HANDLERS,
        openapi_config=None,
        logging_config=None,
        debug=False,
        request_max_body_size=None,
    )


def serve(app: Litestar, host: str, port: int) -> None:
    """Serve until told to stop. Answers under way are finished first."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _leave)
    listen(app, host, port, limit_concurrency=MAX_REQUESTS)


def _leave(_: int, __: FrameType | None) -> None:
    """Before and after the server has the signals to itself."""
    sys.exit(0)
