"""What stands in the trailer of a chunked body counts for nothing, against API and signer as they are really served."""

import asyncio
import json
import re
from typing import Any

import pytest

from service.edge.settings import Settings
from tests.edge.api.story import DESK, REPORT, TONO, VERIFY, P, headers, report
from tests.edge.limits.test_connections import served
from tests.signing import Signer

Fields = dict[str, str]


async def ask(port: int, method: str, path: str, body: bytes, head: Fields, trailer: Fields, pause_s: float) -> Any:
    """Status, and the body as JSON, of a request in chunks whose last fields come after its body."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    fields = {"Host": "a", "Transfer-Encoding": "chunked", "Trailer": ", ".join(trailer), **head}
    begin = f"{method} {path} HTTP/1.1\r\n{_lines(fields)}\r\n".encode() + b"%x\r\n%b\r\n" % (len(body), body)
    end = f"0\r\n{_lines(trailer)}\r\n".encode()
    writer.write(begin if pause_s else begin + end)
    if pause_s:
        await asyncio.sleep(pause_s)
        writer.write(end)
    answered = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 20)
    length = re.search(rb"content-length: ([0-9]+)", answered.lower())
    assert length, answered
    content = b"" if method == "HEAD" else await reader.readexactly(int(length.group(1)))
    writer.close()
    return int(answered.split()[1]), json.loads(content) if content.startswith(b"{") else None


def _lines(fields: Fields) -> str:
    return "".join(f"{name}: {value}\r\n" for name, value in fields.items())


JSON = {"Content-Type": "application/json"}
WANTED = {
    "Authorization": (401, "unauthenticated"),
    "Idempotency-Key": (400, "idempotency_key_required"),
    "If-Match": (428, "precondition_required"),
    "Content-Type": (415, "unsupported_media_type"),
}
"""Each field that a transition needs, and the refusal of one that comes without it."""


@pytest.mark.parametrize("pause_s", [0, 0.2], ids=["at once", "later"])
async def test_a_field_only_in_the_trailer_was_not_sent(
    settings: Settings, client: Any, admin: Any, pause_s: float
) -> None:
    made = await report(client, settings)
    path, body = f"{P}/reports/{made['id']}/transitions", json.dumps(VERIFY).encode()
    async with served(settings) as (port, _):
        for name, refused in WANTED.items():
            whole = headers(settings, TONO, match=made["version"]) | JSON
            late = {name: whole.pop(name)}
            status, answer = await ask(port, "POST", path, body, whole, late, pause_s)
            assert (status, answer["code"]) == refused, name
        assert await admin.fetchval("SELECT count(*) FROM report WHERE state <> 'reported'") == 0
        whole = headers(settings, TONO, match=made["version"]) | JSON
        spoilt = dict.fromkeys(WANTED, "garbage") | {"Accept-Language": "id", "Content-Encoding": "gzip"}
        status, answer = await ask(port, "POST", path, body, whole, spoilt, pause_s)
        assert (status, answer["state"]) == (200, "verified"), answer


async def test_every_route_that_takes_a_body_ignores_a_credential_in_its_trailer(settings: Settings) -> None:
    from tests.edge.contract.document import NOBODY, OPERATIONS  # noqa: PLC0415 - generated from the document

    async with served(settings) as (port, _):
        for operation in OPERATIONS.values():
            if not operation["security"]:
                continue
            path = operation["path"].replace("{region}", "33.05").replace("{agency}", "kpu").replace("{tile}", "0/000")
            parts = [NOBODY if part.startswith("{") else part for part in path.split("/")]
            late = headers(settings, DESK) | {"Tus-Resumable": "1.0.0"}
            body = json.dumps(REPORT).encode()
            sent = await ask(port, operation["method"].upper(), "/".join(parts), body, dict(JSON), late, 0)
            assert sent[0] == 401, (operation["operationId"], sent)


async def test_the_signer_takes_no_secret_from_a_trailer(signer: Signer) -> None:
    port = int(signer.address.url.rpartition(":")[2])
    late = {"Authorization": f"Bearer {signer.address.secret}"}
    for head, trailer, expected in (({}, late, 403), (late, {"X-Nothing": "1"}, 400)):
        status, _ = await ask(port, "POST", "/sign", b"nothing", head, trailer, 0)
        assert status == expected
