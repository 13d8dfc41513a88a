"""One POST to an endpoint: signed, to an address that was judged, in bounded time, and never redirected.

The connection is made to the very address that was judged; the certificate is still checked for the name in the URL.
"""

from __future__ import annotations

import asyncio
import ssl
import time
from datetime import UTC, datetime
from functools import cache, partial
from typing import TYPE_CHECKING, Any, NamedTuple

import httpcore

from service.edge.targets import TargetRefused, parse_target, require_open, resolve
from service.features.webhooks.connecting import first_connected, in_turn
from service.features.webhooks.payload import MEDIA
from service.features.webhooks.schemas import TryAnswer
from workflows.decisions.machines.redelivery import spared_until

if TYPE_CHECKING:
    from collections.abc import Iterable

    from service.edge.targets import Allowed

WITHIN_S = 15.0
"""Seconds for everything: name, connection, request and answer."""

EXCERPT_CHARACTERS = 512
_READ_BYTES = 4 * EXCERPT_CHARACTERS
_OK = range(200, 300)
GONE = 410


@cache
def system_roots() -> ssl.SSLContext:
    """TLS that believes in the system's roots: a process reads them when it first posts."""
    return ssl.create_default_context()


class Posted(NamedTuple):
    """What came of a POST."""

    tried: TryAnswer
    delivered: bool
    gone: bool
    spared_until: datetime | None = None


class CheckedNetwork(httpcore.AnyIOBackend):
    """Connects only to addresses that may be posted to, and to none that it has not judged itself."""

    def __init__(self, allowed: Allowed) -> None:
        self._allowed = allowed

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the library's own parameter
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to the judged address that answers first, each begun a moment after the one before (RFC 8305).

        Raises TargetRefused and httpcore's ConnectError.
        """
        connect = super().connect_tcp
        addresses = in_turn(await resolve(host, port, self._allowed))
        return await first_connected(
            [partial(connect, str(address), port, timeout, local_address, socket_options) for address in addresses]
        )


class Sender:
    """Posts payloads."""

    def __init__(self, allowed: Allowed) -> None:
        self._allowed = allowed

    async def post(self, url: str, headers: dict[str, str], payload: bytes) -> Posted:
        """Post once. Raises nothing but cancellation: whatever went wrong is told in what came of it."""
        at, began = datetime.now(UTC), time.monotonic()
        status, error, excerpt, spared = None, None, None, None
        try:
            async with asyncio.timeout(WITHIN_S):
                await require_open(url, self._allowed)
                status, excerpt, retry_after = await self._exchange(url, headers, payload)
                spared = None if status in _OK else spared_until(retry_after, datetime.now(UTC))
        except TargetRefused as refused:
            error = refused.code
        except (TimeoutError, httpcore.TimeoutException):
            error = "timeout"
        except (httpcore.NetworkError, ssl.SSLError, OSError):
            error = "unreachable"
        except (httpcore.ProtocolError, httpcore.UnsupportedProtocol, ValueError):
            error = "answer_malformed"
        if status is not None and 300 <= status < 400:  # noqa: PLR2004 - RFC 9110 section 15.4
            error = "redirected"
        tried = TryAnswer(
            at=at, duration_ms=int((time.monotonic() - began) * 1000), status=status, error=error, answer=excerpt
        )
        return Posted(tried, status in _OK, status == GONE, spared)

    async def _exchange(self, url: str, headers: dict[str, str], payload: bytes) -> tuple[int, str, str | None]:
        _, host, port = parse_target(url)
        sent: list[tuple[bytes | str, bytes | str]] = [
            ("Host", _host_header(url, host, port)),
            ("Content-Type", MEDIA),
            ("Content-Length", str(len(payload))),
            ("User-Agent", "tindak-webhooks"),
            ("Connection", "close"),
            *headers.items(),
        ]
        async with (
            httpcore.AsyncConnectionPool(
                system_roots(), max_keepalive_connections=0, network_backend=CheckedNetwork(self._allowed)
            ) as pool,
            pool.stream("POST", url, headers=sent, content=payload) as answer,
        ):
            got = b""
            async for chunk in answer.aiter_stream():
                got += chunk
                if len(got) >= _READ_BYTES:
                    break
            asked = next((value for name, value in answer.headers if name.lower() == b"retry-after"), None)
            return answer.status, _plain(got), None if asked is None else asked.decode("latin-1")


def _plain(body: bytes) -> str:
    """The beginning of an answer's body, of which nothing can be hidden or overwritten in a log or database."""
    text = body[:_READ_BYTES].decode("utf-8", "replace")[:EXCERPT_CHARACTERS]
    return "".join(character if character.isprintable() or character == "\n" else "\ufffd" for character in text)


def _host_header(url: str, host: str, port: int) -> str:
    name = f"[{host}]" if ":" in host else host
    usual = 443 if url.startswith("https:") else 80
    return name if port == usual else f"{name}:{port}"
