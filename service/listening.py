"""Answering HTTP: the one place that knows which server does it, for the API, the signer and the witnesses."""

import socket
import sys
from collections.abc import Callable
from typing import Any

import uvicorn
from litestar import Litestar
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

KEEP_ALIVE_S = 75
STOP_WITHIN_S = 5
COULD_NOT_START = 3
"""The exit status that uvicorn's own command has then."""


class HeadProtocol(HttpToolsProtocol):
    """Uvicorn's protocol, for which a request's fields are those of its head alone.

    Uvicorn puts the trailer of a chunked body into the same list while the request is being answered. Whoever let a
    head pass, a proxy or a gate of ours, has not seen it (RFC 9110 section 6.5.1): a credential, a condition, a key
    and everything else that comes only there was not sent.
    """

    _in_head = False

    def on_message_begin(self) -> None:
        """A head begins."""
        self._in_head = True
        super().on_message_begin()

    def on_header(self, name: bytes, value: bytes) -> None:
        """Keep a field of the head; drop one of a trailer."""
        if self._in_head:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """The head is whole."""
        self._in_head = False
        super().on_headers_complete()


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
        **{"http": HeadProtocol, **own},
    )
    server = Server(config, on_stop)
    try:
        server.run()
    except KeyboardInterrupt:
        return
    if not server.started:
        sys.exit(COULD_NOT_START)
