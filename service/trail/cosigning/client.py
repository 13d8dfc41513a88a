"""How a log asks for signatures: its own signer for the log's, witnesses for cosignatures, c2sp.org/tlog-witness.

Both are asked alike. Who has forgotten what was last signed may claim any old size: the answer tells the right one,
and the question is asked a second time, with a proof from there.
"""

import asyncio
from collections.abc import Awaitable, Callable, Container, Mapping, Sequence
from contextlib import suppress
from typing import NamedTuple

import httpx

from service.trail.cosigning.cosigning_errors import (
    Refused,
    SignerRefused,
    SignerUnavailable,
    Unavailable,
    WitnessRefused,
    WitnessUnavailable,
)
from service.trail.cosigning.web import BODY_TOO_LARGE, MAX_BODY_BYTES, SECRET_WRONG
from workflows.trail.tlog.checkpoints import parse_checkpoint
from workflows.trail.tlog.encoding import from_decimal
from workflows.trail.tlog.growth import RefusalCode, Submission
from workflows.trail.tlog.notes import parse_note
from workflows.trail.tlog.tlog_errors import Malformed

OK, CONFLICT = 200, 409
WITHIN_S = 10.0
"""For one question, from connecting to the last byte."""

_TIMEOUT = httpx.Timeout(5.0, connect=2.0, pool=2.0)
_CODES = {
    400: RefusalCode.MALFORMED,
    404: RefusalCode.UNKNOWN_ORIGIN,
    410: RefusalCode.KEY_RETIRED,
    413: BODY_TOO_LARGE,
    422: RefusalCode.PROOF_REJECTED,
    424: RefusalCode.KEY_MISSING,
}

Prove = Callable[[int], Awaitable[Sequence[bytes]]]
"""The consistency proof, 32 bytes a hash, from a size to the checkpoint's; empty from 0 and from that size itself."""


def open_http() -> httpx.AsyncClient:
    """A client to share among questions: connections are kept, redirects not followed, the environment not asked."""
    return httpx.AsyncClient(timeout=_TIMEOUT, follow_redirects=False, trust_env=False)


async def sign(http: httpx.AsyncClient, url: str, secret: str, old_size: int, prove: Prove, text: str) -> str:
    """The log's signature lines, newlines and all, for a checkpoint's text, one by each key. They are not verified.

    ``url`` is the signer's address without path. Raises SignerRefused, SignerUnavailable, Malformed for a text that
    is no checkpoint, and ValueError for an old size above the checkpoint's.
    """
    ask = _Asked(http, f"{url.rstrip('/')}/sign", {"Authorization": f"Bearer {secret}"}, SECRET_WRONG)
    try:
        return "".join(await _signatures(ask, old_size, prove, text, text.encode()))
    except Refused as fault:
        raise SignerRefused(fault.code, fault.size) from None
    except Unavailable as fault:
        raise SignerUnavailable(fault.code) from None


async def cosign(http: httpx.AsyncClient, url: str, old_size: int, prove: Prove, note: bytes) -> list[str]:
    """A witness's signature lines, each with its newline, for a signed checkpoint. They are not verified here.

    ``url`` is the submission prefix. Raises WitnessRefused, WitnessUnavailable, Malformed for a note that is no
    checkpoint's, and ValueError for an old size above the checkpoint's.
    """
    ask = _Asked(http, f"{url.rstrip('/')}/add-checkpoint", {}, RefusalCode.NOT_SIGNED_BY_LOG)
    try:
        return await _signatures(ask, old_size, prove, parse_note(note).text, note)
    except Refused as fault:
        raise WitnessRefused(fault.code, fault.size) from None
    except Unavailable as fault:
        raise WitnessUnavailable(fault.code) from None


class _Asked(NamedTuple):
    """Whom to ask and what its 403 means."""

    http: httpx.AsyncClient
    url: str
    headers: Mapping[str, str]
    forbidden: str


async def _signatures(ask: _Asked, old_size: int, prove: Prove, text: str, checkpoint: bytes) -> list[str]:
    """The lines answered, after a second question if the first one's old size was not the right one."""
    size = parse_checkpoint(text).size
    if not 0 <= old_size <= size:
        raise ValueError("sizes_out_of_order")
    status, body = await _ask(ask, Submission(old_size, tuple(await prove(old_size)), checkpoint))
    known = _size(body) if status == CONFLICT else None
    if known is not None and known != old_size and known <= size:
        old_size = known
        status, body = await _ask(ask, Submission(old_size, tuple(await prove(old_size)), checkpoint))
    if status == OK:
        return _lines(text, body)
    raise _fault(ask, status, body, (None, size) if old_size == size else ())


async def _ask(ask: _Asked, submission: Submission) -> tuple[int, bytes]:
    """Status and body. Raises Unavailable."""
    body = b""
    try:
        async with (
            asyncio.timeout(WITHIN_S),
            ask.http.stream("POST", ask.url, content=submission.encode(), headers=ask.headers) as response,
        ):
            async for chunk in response.aiter_bytes():
                body += chunk
                if len(body) > MAX_BODY_BYTES:
                    raise Unavailable("answer_too_long")
    except (TimeoutError, httpx.TimeoutException):
        raise Unavailable("too_slow") from None
    except httpx.HTTPError:
        raise Unavailable("unreachable") from None
    return response.status_code, body


def _lines(text: str, body: bytes) -> list[str]:
    try:
        return [each.line() for each in parse_note(f"{text}\n".encode() + body).signatures]
    except Malformed:
        raise Unavailable("answer_malformed") from None


def _fault(ask: _Asked, status: int, body: bytes, forked: Container[int | None]) -> Refused | Unavailable:
    """What an answer other than 200 means; ``forked`` are the sizes in a conflict that tell of another root."""
    if status == CONFLICT:
        known = _size(body)
        return Refused(RefusalCode.FORK if known in forked else RefusalCode.OLD_SIZE_MISMATCH, known)
    code = {403: ask.forbidden, **_CODES}.get(status)
    if code is None:
        return Unavailable(f"status_{status}")
    return Refused(code)


def _size(body: bytes) -> int | None:
    with suppress(ValueError):
        return from_decimal(body.decode().removesuffix("\n"))
    return None
