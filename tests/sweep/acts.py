"""Every act of the sweep: each operation of the document with each shape, and what no one route is about."""

from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from http.client import HTTPConnection, HTTPException
from typing import Any
from urllib.parse import urlsplit

from service.edge.auth.local_issuer import mint
from service.edge.settings import Settings
from tests.edge.api.story import DESK, P, headers
from tests.edge.contract.document import OPERATIONS
from tests.edge.contract.values import plain
from tests.sweep import growing
from tests.sweep.crowds import crowds
from tests.sweep.heads import heads
from tests.sweep.measured import Act
from tests.sweep.shapes import FIELDS, QUERIES, UPLOADS, bodies
from tests.sweep.stage import PEOPLE, Stage

WITHIN_S = 120
FORBIDDEN = 403
LAWFUL = {"createReport": "/reports", "applyCommands": "/commands"}
OFFSETS = "application/offset+octet-stream"
QUERY: dict[str, str] = {"streamEvents": "follow=false"}
"""What lets an answer end."""


def acts(address: str, settings: Settings, stage: Stage) -> Iterator[tuple[str, Act]]:
    """Each by its name."""
    yield from heads(address, mint(settings.home, *DESK, ["33.05"]))
    for name, operation in OPERATIONS.items():
        path = stage.path(name)
        method = operation["method"].upper()
        ask = partial(_ask, address, method)
        who = who_may(address, settings, method, path, operation)[0]
        schema = schema_of(operation)
        for shape, body in bodies(name, schema) if schema is not None else ():
            sent = headers(settings, who, match=1) | {"Content-Type": "application/json"}
            yield f"{name}: {shape}", partial(ask, path, sent, body)
        for shape, query in QUERIES.items() if method in {"GET", "HEAD"} else ():
            asked = "&".join(filter(None, (QUERY.get(name), query)))
            yield f"{name}: {shape}", partial(ask, f"{path}?{asked}", headers(settings, who), b"")
        for shape, fields in FIELDS.items():
            query = f"?{QUERY[name]}" if name in QUERY else ""
            yield f"{name}: {shape}", partial(ask, path + query, headers(settings, who, match=1) | fields, b"")
    for shape, body in UPLOADS.items():
        sent = headers(settings, DESK) | {"Tus-Resumable": "1.0.0", "Upload-Offset": "0", "Content-Type": OFFSETS}
        path = stage.path("appendToUpload")
        yield f"appendToUpload: {shape}", partial(_ask, address, "PATCH", path, sent, body)
    for name, shape, body in growing.bodies():
        sent = headers(settings, DESK) | {"Content-Type": "application/json"}
        yield f"{name}: {shape}", partial(_ask, address, "POST", f"{P}{LAWFUL[name]}", sent, body)
    for shape, query in growing.queries():
        sought = f"{P}/reports?{query}"
        yield f"listReports: {shape}", partial(_ask, address, "GET", sought, headers(settings, DESK), b"")
    yield from crowds(address, settings)


def schema_of(operation: dict[str, Any]) -> Any:
    """The schema of the JSON that an operation takes; None when it takes none."""
    media = operation.get("requestBody", {"content": {}})["content"].get("application/json")
    return None if media is None else plain(media["schema"])


def who_may(address: str, settings: Settings, method: str, path: str, operation: dict[str, Any]) -> tuple[Any, str]:
    """The first of the people whom the route does not refuse for who they are, and what it answers them."""
    answered = ""
    for who in PEOPLE if operation["security"] else ():
        sent = headers(settings, who) | {"Content-Type": "application/json"}
        query = f"?{QUERY[operation['operationId']]}" if operation["operationId"] in QUERY else ""
        answered = _ask(address, method, path + query, sent, b"")
        if not answered.startswith(str(FORBIDDEN)):
            return who, answered
    return PEOPLE[0], answered


def _ask(address: str, method: str, path: str, sent: dict[str, str], body: bytes) -> str:
    """The status and the size of the answer; of a connection that was closed, that it was."""
    connection = HTTPConnection(urlsplit(address).netloc, timeout=WITHIN_S)
    try:
        _send(connection, method, path, sent, body)
        answer = connection.getresponse()
        size = sum(len(chunk) for chunk in iter(lambda: answer.read(1 << 16), b""))
    except (OSError, HTTPException) as error:
        return type(error).__name__[:11]
    else:
        return f"{answer.status} {size}"
    finally:
        connection.close()


def _send(connection: HTTPConnection, method: str, path: str, sent: dict[str, str], body: bytes) -> None:
    connection.putrequest(method, path, skip_accept_encoding=True)
    for name, value in sent.items():
        connection.putheader(name, value)
    if body:
        connection.putheader("Content-Length", str(len(body)))
    connection.endheaders()
    with suppress(OSError):  # it was answered before all of it was sent
        if body:
            connection.send(body)
