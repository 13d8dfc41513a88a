"""Answering HTTP: the one place that knows which server does it, for the API, the signer and the witnesses."""

from typing import Any

import uvicorn
from litestar import Litestar

KEEP_ALIVE_S = 75
STOP_WITHIN_S = 5


def listen(app: Litestar, host: str, port: int, **own: Any) -> None:
    """Answer until SIGTERM or SIGINT, in this one process; answers under way are finished first.

    ``own`` are further options of uvicorn's.
    """
    uvicorn.run(
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
        **{"http": "httptools", **own},
    )
