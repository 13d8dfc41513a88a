"""Answering HTTP: the one place that knows which server does it, for the API, the signer and the witnesses."""

import socket
import sys
from collections.abc import Callable
from typing import Any

import uvicorn
from litestar import Litestar

from service.edge.heads import BoundedProtocol

KEEP_ALIVE_S = 75
STOP_WITHIN_S = 5
COULD_NOT_START = 3
"""The exit status that uvicorn's own command has then."""


class Server(uvicorn.Server):
    """Uvicorn's server; what it is given is called when it begins to stop."""

    def __init__(self, config: uvicorn.Config, on_stop: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_stop = on_stop

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Take no new connections and let the answers under way end."""
        self._on_stop()
        await super().shutdown(sockets)


def listen(app: Litestar, host: str, port: int, on_stop: Callable[[], None] = lambda: None, **own: Any) -> None:
    """Answer until SIGTERM or SIGINT, in this one process; answers under way are finished first.

    ``on_stop`` is called as soon as it stops, to end answers that have no end of their own. ``own`` are further
    options of uvicorn's.
    """
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        loop="auto",
        ws="none",
        lifespan="on",
        access_log=False,
        log_config=None,
        proxy_headers=False,
        server_header=False,
        timeout_keep_alive=KEEP_ALIVE_S,
        timeout_graceful_shutdown=STOP_WITHIN_S,
        **{"http": BoundedProtocol, **own},
    )
    server = Server(config, on_stop)
    try:
        server.run()
    except KeyboardInterrupt:
        return
    if not server.started:
        sys.exit(COULD_NOT_START)
