import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest

from service.trail.cosigning.client import cosign, sign
from service.trail.cosigning.cosigning_errors import SignerUnavailable, WitnessRefused, WitnessUnavailable
from service.trail.cosigning.web import MAX_BODY_BYTES
from service.trail.tlog.publisher import Publisher, SignerAddress
from tests.operations.run.running import free_port
from tests.trail.cosigning.histories import HONEST
from tests.trail.cosigning.processes import PREFIX, SECRET
from tests.trail.cosigning.provers import Prover
from workflows.trail.tlog.note_keys import SigningKey, signing_key


@asynccontextmanager
async def answering(raw: bytes) -> AsyncIterator[str]:
    """The address of one who gives the same answer to everybody."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(65_536)
        writer.write(raw)
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


@pytest.mark.parametrize(
    ("status", "body", "code"),
    [
        (200, b"", "answer_malformed"),
        (200, b"hello\n", "answer_malformed"),
        (200, "— w.example AAAA".encode(), "answer_malformed"),
        (200, b"x" * (MAX_BODY_BYTES + 1), "answer_too_long"),
        (302, b"", "status_302"),
        (429, b"", "status_429"),
        (500, b"", "status_500"),
        (503, b"unavailable\n", "status_503"),
        (0, b"", "unreachable"),
    ],
)
async def test_an_answer_that_is_none_is_no_refusal(
    http: httpx.AsyncClient, status: int, body: bytes, code: str
) -> None:
    head = f"HTTP/1.1 {status} -\r\nContent-Length: {len(body)}\r\nLocation: /other\r\n\r\n".encode() if status else b""
    log, prover = signing_key(PREFIX + "y", bytes(32)), Prover(HONEST, 1)
    async with answering(head + body) as url:
        with pytest.raises(WitnessUnavailable, match=rf"^{code}$"):
            await cosign(http, url, 0, prover, HONEST.note(log, 1))
        with pytest.raises(SignerUnavailable, match=rf"^{code}$"):
            await sign(http, url, SECRET, 0, prover, HONEST.checkpoint(PREFIX + "y", 1).text())


@pytest.mark.parametrize(("status", "code"), [(200, "answer_malformed"), (503, "status_503"), (0, "unreachable")])
async def test_a_signer_that_tells_no_key_is_asked_again(http: httpx.AsyncClient, status: int, code: str) -> None:
    head = f"HTTP/1.1 {status} -\r\nContent-Length: 0\r\n\r\n".encode() if status else b""
    async with answering(head) as url:
        publisher = Publisher(http, SignerAddress(url, SECRET, PREFIX))
        with pytest.raises(SignerUnavailable, match=rf"^{code}$"):
            await publisher._keys(PREFIX + "y")  # noqa: SLF001 - it is asked once something was signed


@pytest.mark.parametrize("body", [b"", b"5", b"fork\n", b"-1\n", b"99999999999999999999\n", b"\xff\n"])
async def test_a_conflict_without_a_usable_size_is_not_asked_again(http: httpx.AsyncClient, body: bytes) -> None:
    log, prover = signing_key(PREFIX + "z", bytes(32)), Prover(HONEST, 3)
    async with answering(f"HTTP/1.1 409 Conflict\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body) as url:
        with pytest.raises(WitnessRefused, match=r"^old_size_mismatch$"):
            await cosign(http, url, 0, prover, HONEST.note(log, 3))
    assert prover.asked == [0]


async def test_nobody_there_is_unreachable(http: httpx.AsyncClient, log: SigningKey) -> None:
    with pytest.raises(WitnessUnavailable, match=r"^unreachable$"):
        await cosign(http, f"http://127.0.0.1:{free_port()}", 0, Prover(HONEST, 1), HONEST.note(log, 1))
