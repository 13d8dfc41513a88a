"""Heads that are too long in every way, sent to the server before it knows which route is meant."""

import socket
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from urllib.parse import urlsplit

from tests.sweep.measured import Act

START = b"GET /v1/me HTTP/1.1\r\nHost: a\r\n"
CHUNKED = (
    b"POST /v1/regions/33.05/reports HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n"
    b"Content-Type: application/json\r\nAuthorization: Bearer %b\r\n\r\n"
)
MANY = 40_000_000
WITHIN_S = 60
HEADS = {
    "a field of 40 MB": START + b"X-Long: " + b"a" * MANY,
    "a name of 40 MB": START + b"a" * MANY,
    "100,000 fields": START + b"".join(b"X-%d: a\r\n" % number for number in range(100_000)) + b"\r\n",
    "a request line of 40 MB": b"GET /" + b"a" * MANY + b" HTTP/1.1\r\n\r\n",
    "a method of 40 MB": b"G" * MANY,
    "a trailer of 40 MB": CHUNKED + b"1\r\n{\r\n0\r\nX-Long: " + b"a" * MANY,
    "100,000 trailers": CHUNKED + b"0\r\n" + b"".join(b"X-%d: a\r\n" % number for number in range(100_000)) + b"\r\n",
    "a chunk extension of 40 MB": CHUNKED + b"1;" + b"a" * MANY,
    "5,000,000 chunks of a byte": CHUNKED + b"1\r\n{\r\n" * 5_000_000,
    "100,000 requests at once": (START + b"\r\n") * 100_000,
    "blank lines of 40 MB": b"\r\n" * (MANY // 2),
}


def heads(address: str, token: str) -> Iterator[tuple[str, Act]]:
    """Each by its name; those with a body come from somebody who is signed in."""
    host, _, port = urlsplit(address).netloc.partition(":")
    for name, sent in HEADS.items():
        yield f"any route: {name}", partial(_send, host, int(port), sent.replace(b"%b", token.encode(), 1))


def _send(host: str, port: int, sent: bytes) -> str:
    with socket.create_connection((host, port), WITHIN_S) as connection:
        with suppress(OSError):  # it was answered before all of it was sent
            connection.sendall(sent)
        try:
            connection.settimeout(2)
            answer = connection.recv(1 << 16)
        except OSError as error:
            return type(error).__name__[:11]
    return answer.split(b" ", 2)[1].decode() if answer else "closed"
