"""The HTTP server: one place that knows which one it is."""

import gc

import uvicorn

from service.app import create_app
from service.settings import Settings

KEEP_ALIVE_S = 75
STOP_WITHIN_S = 5


def serve(settings: Settings) -> None:
    """Serve the API until SIGTERM or SIGINT, in this one process. Answers under way are finished first."""
    app = create_app(settings)
    gc.freeze()  # what was imported stays: no collection needs to look at it again
    uvicorn.run(
        app,
        host=settings.host,
        port=settings.port,
        loop="auto",
        http="httptools",
        ws="none",
        lifespan="on",
        access_log=False,
        log_config=None,
        proxy_headers=False,
        server_header=False,
        timeout_keep_alive=KEEP_ALIVE_S,
        timeout_graceful_shutdown=STOP_WITHIN_S,
    )
