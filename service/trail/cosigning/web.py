"""The HTTP form of what a cosigner says, with the status codes of c2sp.org/tlog-witness. Everything is plain text."""

import asyncio
from typing import Any

import structlog
from litestar import Request, Response
from litestar.exceptions import HTTPException

from workflows.trail.tlog.growth import Refusal, RefusalCode

MAX_BODY_BYTES = 131_072
"""A checkpoint may come with 16 signatures of nearly 5 kB, c2sp.org/signed-note, beside its proof."""
READ_WITHIN_S = 10.0
SIZE_TYPE = "text/x.tlog.size"
PLAIN_TYPE = "text/plain; charset=utf-8"
SECRET_WRONG = "secret_wrong"  # noqa: S105  # the code of a refusal
BODY_TOO_LARGE = "body_too_large"
STATUS = {
    RefusalCode.MALFORMED: 400,
    RefusalCode.SHRINKS: 400,
    RefusalCode.NOT_SIGNED_BY_LOG: 403,
    RefusalCode.UNKNOWN_ORIGIN: 404,
    RefusalCode.OLD_SIZE_MISMATCH: 409,
    RefusalCode.FORK: 409,
    RefusalCode.PROOF_REJECTED: 422,
    RefusalCode.KEY_RETIRED: 410,
    RefusalCode.KEY_MISSING: 424,
}
log = structlog.get_logger("tindak.cosigning")
_Request = Request[Any, Any, Any]


async def read_body(request: _Request) -> bytes | None:
    """The body, or None above 128 KiB. Raises TimeoutError when it does not come within ten seconds."""
    chunks, size = [], 0
    async with asyncio.timeout(READ_WITHIN_S):
        async for chunk in request.stream():
            size += len(chunk)
            if size > MAX_BODY_BYTES:
                return None
            chunks.append(chunk)
    return b"".join(chunks)


def answer(text: str) -> Response[str]:
    """200 with a text."""
    return plain(text, 200)


def refuse(refusal: Refusal) -> Response[str]:
    """A refusal with its status: in a conflict the size last signed, else the code and the finer reason."""
    log.warning("refused", code=refusal.code, reason=refusal.reason, size=refusal.size)
    status = STATUS[refusal.code]
    if refusal.size is not None:
        return plain(f"{refusal.size}\n", status, SIZE_TYPE)
    return plain(" ".join(filter(None, (refusal.code, refusal.reason))) + "\n", status)


def plain(text: str, status: int, kind: str = PLAIN_TYPE) -> Response[str]:
    """An answer whose Content-Type is exactly ``kind``."""
    return Response(text, status_code=status, headers={"Content-Type": kind, "Cache-Control": "no-store"})


def on_http_exception(_: _Request, error: HTTPException) -> Response[str]:
    """What the framework itself refuses: no such route or method."""
    return plain("refused\n", error.status_code)


def on_exception(_: _Request, error: Exception) -> Response[str]:
    """Anything else, the memory out of reach above all. Nothing was signed."""
    log.error("failed", error=type(error).__name__)
    return plain("unavailable\n", 503)


HANDLERS: dict[int | type[Exception], Any] = {HTTPException: on_http_exception, Exception: on_exception}
