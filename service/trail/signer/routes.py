"""The signer over HTTP: ``POST /sign`` for who has the secret, ``GET /vkey`` for everybody."""

import asyncio
import hmac
from typing import Any

import structlog
from litestar import Request, Response, get, post
from litestar.types import ControllerRouterHandler

from service.trail.cosigning import web
from service.trail.signer.log_signer import LogSigner
from workflows.trail.tlog.growth import Refusal, RefusalCode
from workflows.trail.tlog.key_list import encode_key_list
from workflows.trail.tlog.tlog_errors import Malformed

log = structlog.get_logger("tindak.signer")


def routes(signer: LogSigner, secret: str) -> list[ControllerRouterHandler]:
    """The two routes."""
    expected = f"Bearer {secret}".encode()

    @post("/sign")
    async def post_sign(request: Request[Any, Any, Any]) -> Response[str]:
        """200 with the signature line; 400, 403, 404, 409, 413 and 422 as the refusal has it."""
        given = request.headers.get("authorization", "").encode()
        if not hmac.compare_digest(given, expected):
            log.warning("refused", code=web.SECRET_WRONG)
            return web.plain(f"{web.SECRET_WRONG}\n", 403)
        raw = await web.read_body(request)
        if raw is None:
            return web.plain(f"{web.BODY_TOO_LARGE}\n", 413)
        outcome = await asyncio.to_thread(signer.sign, raw)
        if isinstance(outcome, Refusal):
            return web.refuse(outcome)
        log.info("signed")
        return web.answer(outcome)

    @get("/vkey")
    async def get_vkey(request: Request[Any, Any, Any]) -> Response[str]:
        """The verifier keys of ``?origin=``, the newest last, or without it every one known."""
        origin = request.query_params.get("origin")
        if origin is None:
            return web.answer(encode_key_list(await asyncio.to_thread(signer.all_listed)))
        if not signer.serves(origin):
            return web.refuse(Refusal(RefusalCode.UNKNOWN_ORIGIN))
        try:
            return web.answer(encode_key_list(signer.listed(origin)))
        except Malformed as fault:
            return web.refuse(Refusal(RefusalCode.MALFORMED, reason=fault.reason))

    return [post_sign, get_vkey]
