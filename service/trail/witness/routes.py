"""The witness over HTTP: ``POST /add-checkpoint``. The address itself is the submission prefix."""

import asyncio
from typing import Any

import structlog
from litestar import Request, Response, post
from litestar.types import ControllerRouterHandler

from service.trail.cosigning import web
from service.trail.witness.cosigner import Cosigner
from workflows.trail.tlog.growth import Refusal

log = structlog.get_logger("tindak.witness")


def routes(cosigner: Cosigner) -> list[ControllerRouterHandler]:
    """The one route."""

    @post("/add-checkpoint")
    async def post_add_checkpoint(request: Request[Any, Any, Any]) -> Response[str]:
        """200 with the cosignature lines; 400, 403, 404, 409, 413 and 422 as the refusal has it."""
        raw = await web.read_body(request)
        if raw is None:
            return web.plain(f"{web.BODY_TOO_LARGE}\n", 413)
        outcome = await asyncio.to_thread(cosigner.cosign, raw)
        if isinstance(outcome, Refusal):
            return web.refuse(outcome)
        log.info("cosigned")
        return web.answer(outcome)

    return [post_add_checkpoint]
