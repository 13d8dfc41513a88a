"""Heads that are too large, against the API as it is really served: refused by name before they are gathered."""

import asyncio
import json
from typing import Any

import psutil
import pytest

from service.edge.heads import MOST_AHEAD, MOST_FIELDS, MOST_HEAD, MOST_TARGET
from service.edge.settings import Settings
from tests.edge.api.story import DESK, P, headers
from tests.edge.contract.serving import served
from tests.edge.limits.test_connections import said

MEGABYTES_40 = 40 * 1_000_000
MOST_KEPT_MB = 20
START = b"GET /v1/me HTTP/1.1\r\nHost: a\r\n"
CHUNKED = f"POST {P}/reports HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n".encode()
TOO_LARGE = {
    "a field of 40 MB": (START + b"X-Long: " + b"a" * MEGABYTES_40, 431, "head_too_large"),
    "a name of 40 MB": (START + b"a" * MEGABYTES_40, 431, "head_too_large"),
    "a field in one read": (START + b"X-Long: " + b"a" * (MOST_HEAD + 1) + b"\r\n\r\n", 431, "head_too_large"),
    "a field too many": (START + b"X: a\r\n" * MOST_FIELDS + b"\r\n", 431, "head_too_large"),
    "100,000 fields": (START + b"X: a\r\n" * 100_000, 431, "head_too_large"),
    "a request line of 40 MB": (b"GET /" + b"a" * MEGABYTES_40, 414, "target_too_long"),
    "a target in one read": (b"GET /" + b"a" * MOST_TARGET + b" HTTP/1.1\r\nHost: a\r\n\r\n", 414, "target_too_long"),
    "no request at all": (b"\x00" * 100, 400, "malformed_request"),
}
AROUND_A_BODY = {
    "a trailer of 40 MB": b"1\r\n{\r\n0\r\nX-Long: " + b"a" * MEGABYTES_40,
    "100,000 trailers": b"1\r\n{\r\n0\r\n" + b"X: a\r\n" * 100_000,
    "a chunk extension of 40 MB": b"1;" + b"a" * MEGABYTES_40,
}


async def answered(port: int, sent: bytes) -> tuple[int, dict[str, Any], bytes]:
    """Status and problem of what is sent, and the head of the answer. The server closes."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(sent)
    head, _, body = (await said(reader)).partition(b"\r\n\r\n")
    writer.transport.abort()
    return int(head.split()[1]), json.loads(body), head.lower()


def resident_mb(process: Any) -> float:
    return float(psutil.Process(process.pid).memory_info().rss) / 1e6


async def test_a_head_that_is_too_large_is_refused_by_name_and_leaves_no_memory_behind(settings: Settings) -> None:
    with served(settings) as (address, process):
        port, before = int(address.rpartition(":")[2]), resident_mb(process)
        for name, (sent, status, code) in TOO_LARGE.items():
            found, problem, head = await answered(port, sent)
            assert (found, problem["status"], problem["code"]) == (status, status, code), name
            assert b"application/problem+json" in head
            assert b"connection: close" in head
            assert f"\r\nx-trace-id: {problem['trace_id']}\r\n".encode() in head
            assert b"\r\ncontent-language: en\r\n" in head
        token = headers(settings, DESK)["Authorization"]
        signed_in = CHUNKED + f"Authorization: {token}\r\nContent-Type: application/json\r\n\r\n".encode()
        for name, sent in AROUND_A_BODY.items():
            found, problem, _ = await answered(port, signed_in + sent)
            assert (found, problem["code"]) == (431, "head_too_large"), name
        assert resident_mb(process) - before < MOST_KEPT_MB


async def test_a_head_as_large_as_may_be_is_read(settings: Settings) -> None:
    token = headers(settings, DESK)["Authorization"]
    few = f"GET /v1/me HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAuthorization: {token}\r\n".encode()
    long = b"X-Long: " + b"a" * (MOST_HEAD - 2_000) + b"\r\n"
    with served(settings) as (address, _):
        port = int(address.rpartition(":")[2])
        for more in (long, b"X: a\r\n" * (MOST_FIELDS - 3)):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            for at in range(0, len(more), 5_000):  # in several reads
                writer.write(few * (at == 0) + more[at : at + 5_000])
                await asyncio.sleep(0.01)
            writer.write(b"\r\n")
            assert (await said(reader)).startswith(b"HTTP/1.1 200 ")
            writer.close()
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(few.replace(b"/me", b"/me?" + b"a" * (MOST_TARGET - 100)) + b"\r\n")
        assert (await said(reader)).startswith(b"HTTP/1.1 422 ")
        writer.close()


@pytest.mark.parametrize("many", [MOST_AHEAD, 50 * MOST_AHEAD])
async def test_requests_ahead_of_their_answers_are_bounded(settings: Settings, many: int) -> None:
    one = b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n"
    with served(settings) as (address, _):
        reader, writer = await asyncio.open_connection("127.0.0.1", int(address.rpartition(":")[2]))
        writer.write(
            one * many + b"GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n" * (many == MOST_AHEAD)
        )
        try:
            answers = (await said(reader)).count(b"HTTP/1.1 200 ")
        except ConnectionResetError:
            answers = 0
        writer.transport.abort()
    assert answers == MOST_AHEAD + 1 if many == MOST_AHEAD else answers <= MOST_AHEAD + 1


ME = b"GET /v1/me HTTP/1.1\r\n"
NO_ONE_HOST = {
    "none": b"",
    "two": b"Host: a\r\nHost: b\r\n",
    "the same twice": b"Host: a\r\nhost: a\r\n",
    "a list": b"Host: a, b\r\n",
    "a path": b"Host: a/b\r\n",
    "somebody": b"Host: a@b\r\n",
    "a word for a port": b"Host: a:http\r\n",
    "no end": b"Host: [::1\r\n",
    "what is no ASCII": b"Host: \xe9\r\n",
}
A_HOST = (b"a", b"a:8431", b"127.0.0.1:80", b"[::1]:80", b"tindak.kebumenkab.go.id", b"")


async def test_a_request_names_one_host_or_is_refused_at_the_door(settings: Settings) -> None:
    """RFC 9112 section 3.2."""
    token = f"Authorization: {headers(settings, DESK)['Authorization']}\r\nConnection: close\r\n\r\n".encode()
    with served(settings) as (address, _):
        port = int(address.rpartition(":")[2])
        for name, hosts in NO_ONE_HOST.items():
            found, problem, head = await answered(port, ME + hosts + token)
            assert (found, problem["status"], problem["code"]) == (400, 400, "host_malformed"), name
            assert b"application/problem+json" in head
            assert f"\r\nx-trace-id: {problem['trace_id']}\r\n".encode() in head
        for host in A_HOST:
            found, _, _ = await answered(port, ME + b"Host: " + host + b"\r\n" + token)
            assert found == 200, host
        old = b"GET /v1/me HTTP/1.0\r\n"
        assert (await answered(port, old + token))[0] == 200
        assert (await answered(port, old + NO_ONE_HOST["two"] + token))[0] == 400


async def test_a_body_is_as_long_as_it_says_however_the_number_is_written(settings: Settings) -> None:
    token = f"Authorization: {headers(settings, DESK)['Authorization']}\r\nConnection: close\r\n".encode()
    start = f"POST {P}/reports HTTP/1.1\r\nHost: a\r\nIdempotency-Key: k\r\nContent-Type: application/json\r\n"
    with served(settings) as (address, _):
        port = int(address.rpartition(":")[2])
        sent = start.encode() + token + b"Content-Length: " + b"0" * 12 + b"2\r\n\r\n{}"
        found, problem, _ = await answered(port, sent)
        assert (found, problem["code"]) == (422, "validation_failed")
