"""What one person opens many of: exports and bundles that are read slowly, and streams."""

import socket
import time
from collections.abc import Iterator
from functools import partial
from http import HTTPStatus
from http.client import HTTPConnection
from urllib.parse import urlsplit

from service.edge.settings import Settings
from tests.edge.api.story import AUDITOR, DESK, P, headers
from tests.sweep.measured import Act

SLOW, STREAMS = 8, 400
WITHIN_S = 90.0
AGAIN_S = 0.5
EXPORT = ("GET", f"{P}/exports/events.ndjson", b"")
BUNDLE = ("POST", f"{P}/audit/bundles", b"{}")
Asked = tuple[str, str, bytes]


def crowds(address: str, settings: Settings) -> Iterator[tuple[str, Act]]:
    """Each by its name; its answer is for how long another person was refused, or how many were opened."""
    yield f"exports: {SLOW} slow readers, another's", partial(_kept_out, address, settings, EXPORT)
    yield f"bundles: {SLOW} slow readers, another's", partial(_kept_out, address, settings, BUNDLE)
    yield f"streams: {STREAMS} by one person, opened", partial(_opened, address, settings)


def _kept_out(address: str, settings: Settings, asked: Asked) -> str:
    slow = [_open(address, headers(settings, DESK if asked is EXPORT else AUDITOR), asked) for _ in range(SLOW)]
    other = (AUDITOR[0], "bpk", "Tamu")
    begun = time.monotonic()
    time.sleep(AGAIN_S)
    while _taken(address, headers(settings, other), asked) != HTTPStatus.OK and time.monotonic() - begun < WITHIN_S:
        time.sleep(AGAIN_S)
    for each in slow:
        each.close()
    return f"{time.monotonic() - begun:.1f} s"


def _taken(address: str, sent: dict[str, str], asked: Asked) -> int:
    connection = HTTPConnection(urlsplit(address).netloc, timeout=WITHIN_S)
    method, path, body = asked
    connection.request(method, path, body or None, sent | {"Content-Type": "application/json"})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status


def _opened(address: str, settings: Settings) -> str:
    sent = headers(settings, AUDITOR)
    opened = [_open(address, sent, ("GET", f"{P}/events/stream", b"")) for _ in range(STREAMS)]
    good = 0
    for each in opened:
        each.settimeout(WITHIN_S)
        good += each.recv(12) == b"HTTP/1.1 200"
    for each in opened:
        each.close()
    return f"{good} open"


def _open(address: str, sent: dict[str, str], asked: Asked) -> socket.socket:
    """A connection that asks and does not read."""
    host, _, port = urlsplit(address).netloc.partition(":")
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    connection.connect((host, int(port)))
    method, path, body = asked
    lines = "".join(f"{name}: {value}\r\n" for name, value in sent.items())
    about = f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
    connection.sendall(f"{method} {path} HTTP/1.1\r\nHost: a\r\n{lines}{about}\r\n".encode() + body)
    return connection
