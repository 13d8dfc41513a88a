"""The HTTP server: one place that knows which one it is."""

from granian.constants import HTTPModes, Interfaces, Loops
from granian.log import LogLevels
from granian.server import Server

from service.settings import Settings


def serve(settings: Settings) -> None:
    """Serve the API until SIGTERM or SIGINT, in one worker process."""
    Server(
        "service.app:create_app",
        factory=True,
        address=settings.host,
        port=settings.port,
        interface=Interfaces.ASGI,
        http=HTTPModes.http1,
        loop=Loops.auto,
        workers=1,
        log_access=False,
        log_level=LogLevels.warning,
        websockets=False,
    ).serve()
