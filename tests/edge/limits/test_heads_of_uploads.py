"""The HEAD of an upload that is refused for now is 423 wherever that happens, also before it is routed or whole.

After any other refusal `tus-js-client` throws away what it had sent; and a page of an allowed origin reads the answer.
"""

import asyncio
import json
import re
import signal
from typing import Any

import pytest

from service.edge.auth.local_issuer import mint
from service.edge.settings import Settings
from tests.edge.api.story import POLRES, P, headers
from tests.edge.contract.serving import served as alone
from tests.edge.limits.test_connections import BOUND, head, said, served

CONSOLE, OTHER = "https://konsol.example.go.id", "https://lain.example"
UPLOAD = f"{P}/uploads/00000000-0000-4000-8000-000000000000"
Answer = tuple[int, dict[str, str], bytes]


def opening(method: str, path: str, **fields: str) -> bytes:
    """A head without the line that ends it."""
    lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in fields.items())
    return f"{method} {path} HTTP/1.1\r\nHost: a\r\n{lines}".encode()


async def answer_to(port: int, sent: bytes) -> Answer:
    """Status, fields and content of what is answered before the server closes."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(sent)
    told = await said(reader)
    writer.close()
    return parted(told)


def parted(told: bytes) -> Answer:
    begun, _, body = told.partition(b"\r\n\r\n")
    first, *lines = begun.decode().split("\r\n")
    return int(first.split()[1]), dict(re.split(": ?", line.lower(), maxsplit=1) for line in lines), body


def require_locked(answer: Answer, origin: str | None = CONSOLE) -> None:
    status, fields, body = answer
    assert (status, fields["content-length"], body) == (423, "0", b"")
    assert int(fields["retry-after"]) >= 1
    assert fields["tus-resumable"] == "1.0.0"
    assert fields.get("access-control-allow-origin") == origin
    assert "retry-after" in fields.get("access-control-expose-headers", "retry-after")
    assert fields["vary"] == "origin"


MEANT = {
    "head": opening("HEAD", UPLOAD, Origin=CONSOLE),
    "meant": opening("POST", UPLOAD, Origin=CONSOLE, X_HTTP_Method_Override="HEAD"),
    "whole target": opening("HEAD", f"http://a{UPLOAD}?x=1", Origin=CONSOLE),
    "of another origin": opening("HEAD", UPLOAD, Origin=OTHER),
    "another's": opening("HEAD", f"{P}/reports", Origin=CONSOLE),
    "sent": opening("POST", UPLOAD, Origin=CONSOLE),
    "read": opening("GET", "/v1/me", Origin=CONSOLE),
}
"""What asks how an upload stands, and what asks something else."""


def require_refused(found: dict[str, Answer], status: int, code: str) -> None:
    """The HEADs of uploads are locked; everything else has its own status, with content where it is no HEAD."""
    for name in ("head", "meant", "whole target"):
        require_locked(found[name])
    require_locked(found["of another origin"], None)
    for name in ("another's", "sent", "read"):
        assert found[name][0] == status, name
        assert found[name][1]["access-control-allow-origin"] == CONSOLE
    assert found["another's"][2] == b""
    assert json.loads(found["read"][2])["code"] == json.loads(found["sent"][2])["code"] == code


@pytest.mark.slow  # a process of its own
async def test_a_head_that_never_ends_is_told_what_it_is_about(settings: Settings, admin: Any) -> None:
    assert admin is not None
    async with served(settings, TINDAK_ALLOWED_ORIGINS=CONSOLE) as (port, _):
        sent = {name: begun + b"X-Slow: " for name, begun in MEANT.items()}
        told = await asyncio.gather(*(answer_to(port, begun) for begun in sent.values()))
        require_refused(dict(zip(sent, told, strict=True)), 408, "request_too_slow")
        status, fields, body = await answer_to(port, f"HEAD {UPLOAD} HTTP/1.1\r\n".encode())
        assert (status, fields["vary"], body) == (423, "origin", b"")
        assert (await answer_to(port, b"HEAD"))[0] == 408  # of what has not come nothing is known


@pytest.mark.slow  # a process of its own
async def test_a_connection_too_many_is_heard_before_it_is_refused(settings: Settings, admin: Any) -> None:
    assert admin is not None
    own = {"TINDAK_ALLOWED_ORIGINS": CONSOLE, "TINDAK_REQUEST_WITHIN_S": "60"}
    async with served(settings, **own) as (port, http):
        await http.aclose()
        busy = [await asyncio.open_connection("127.0.0.1", port) for _ in range(BOUND)]
        for _, writer in busy:
            writer.write(head(settings, 10_000) + b"{")
        await asyncio.sleep(0.5)
        told = await asyncio.gather(*(answer_to(port, begun + b"\r\n") for begun in MEANT.values()))
        require_refused(dict(zip(MEANT, told, strict=True)), 503, "too_many_connections")
        assert (await answer_to(port, b""))[0] == 503
        reader, waits = await asyncio.open_connection("127.0.0.1", port)
        await asyncio.sleep(0.2)
        busy[0][1].close()
        await asyncio.sleep(0.2)
        waits.write(opening("GET", "/healthz", Connection="close") + b"\r\n")
        assert parted(await said(reader))[0] == 200  # somebody left while it stood at the door
        for _, writer in (*busy, (reader, waits)):
            writer.close()


@pytest.mark.slow  # a process of its own
async def test_a_process_that_stops_says_so_of_what_it_still_asks(settings: Settings, admin: Any) -> None:
    mint(settings.home, *POLRES, ["33.05"])
    known = {**headers(settings, POLRES), "Tus-Resumable": "1.0.0"}
    with alone(settings) as (address, process):
        lock = admin.transaction()
        await lock.start()
        await admin.execute("LOCK TABLE upload IN ACCESS EXCLUSIVE MODE")
        try:
            asking = asyncio.create_task(
                answer_to(int(address.rpartition(":")[2]), opening("HEAD", UPLOAD, **known) + b"\r\n")
            )
            await asyncio.sleep(1)
            process.send_signal(signal.SIGTERM)
            status, fields, body = await asking
        finally:
            await lock.rollback()
    assert (status, body, fields["tus-resumable"]) == (423, b"", "1.0.0")
    assert int(fields["retry-after"]) >= 1
