"""Conditions, media types and courtesies of a request, garbled in every way."""

import gzip
import json
import re
from collections import defaultdict
from typing import Any

import pytest

from service.edge.settings import Settings
from tests.edge.api.bodies import SHAPES, contents, is_problem, pointers, send, target
from tests.edge.api.story import AUDITOR, headers, report
from tests.edge.contract.document import NOBODY, OPERATIONS
from tests.edge.contract.values import SQL

MALFORMED = {
    "If-Match": (
        "abc",
        'w/"1"',
        "W/1",
        'W/"1", "1"',
        '"1-exe"',
        '"1-gzip-br"',
        '"1-gzip',
        '"1","2"',
        "*",
        "",
        '"-1"',
        '"01"',
        '"+1"',
        b'"1"\xa0',
        '"9999999999"',
        '"٣"'.encode(),
        b'"\x01"',
        b'"1"\x00',
    ),
    "Idempotency-Key": ("", "a" * 256, "a" * 50_000, b"a\x01b", b"a\x00b", "ü".encode(), "a b", " ", '"'),
}
UNREAD: tuple[dict[str, Any], ...] = (
    {"Content-Type": ""},
    {"Content-Type": "text/plain"},
    {"Content-Type": "application/json-patch+json"},
    {"Content-Type": b"\xff"},
    {"Content-Encoding": "gzip"},
    {"Content-Encoding": "identity, br"},
)
ANOTHER_WRITING: tuple[dict[str, Any], ...] = ({}, {"Content-Type": "application/json; charset=utf-16"}, *UNREAD)
SHRUGGED_AT: dict[str, tuple[str | bytes, ...]] = {
    "Accept-Language": ("", "garbage;;;q=,", "*" * 1000, b"\xff\x00", "id;q=9", "," * 10_000, "id;q=0.0001", SQL),
    "traceparent": ("", "00", "x" * 10_000, b"\xff", f"00-{'0' * 32}-{'0' * 16}-00", f"00-{'A' * 32}-{'b' * 16}-01"),
}
ONE_SHAPE_EACH = list({operation: shape for shape, (operation, _) in SHAPES.items()}.values())


def takes(shape: str, header: str) -> bool:
    return any(one["name"] == header for one in OPERATIONS[SHAPES[shape][0]]["parameters"])


@pytest.mark.parametrize("shape", ONE_SHAPE_EACH)
async def test_a_malformed_condition_is_refused_by_name_and_writes_nothing(
    client: Any, settings: Settings, admin: Any, shape: str
) -> None:
    to = await target(client, settings, shape)
    before, wrongly = await contents(admin), []
    for header, values in MALFORMED.items():
        for value in values if takes(shape, header) else ():
            answer = await send(client, settings, to, json.dumps(to.body), **{header: value})
            if answer.status_code != 400 or not is_problem(answer) or pointers(answer) != [header]:
                wrongly.append((header, value[:20], answer.status_code, answer.text[:300]))
    assert not wrongly, "\n".join(map(str, wrongly[:5]))
    assert await contents(admin) == before


@pytest.mark.parametrize("shape", ONE_SHAPE_EACH)
async def test_a_body_in_another_writing_is_refused_and_writes_nothing(
    client: Any, settings: Settings, admin: Any, shape: str
) -> None:
    to = await target(client, settings, shape)
    before, plainly = await contents(admin), json.dumps(to.body).encode()
    for changes in ANOTHER_WRITING:
        for body in (gzip.compress(plainly), plainly.decode().encode("utf-16"), b"\xef\xbb\xbf" + plainly):
            answer = await send(client, settings, to, body, **changes)
            assert answer.status_code in {400, 415}, (changes, answer.text)
            assert is_problem(answer)
    assert await contents(admin) == before


@pytest.mark.parametrize("changes", UNREAD, ids=str)
async def test_a_body_that_says_another_writing_is_not_read(client: Any, settings: Settings, changes: Any) -> None:
    to = await target(client, settings, "addNote")
    answer = await send(client, settings, to, json.dumps(to.body), **changes)
    assert answer.status_code == 415, answer.text
    assert pointers(answer) == [name for name in changes if name == "Content-Encoding"]
    assert answer.headers.get("Accept-Encoding") == ("identity" if "Content-Encoding" in changes else None)


async def test_a_body_that_says_it_is_as_it_is_is_read(client: Any, settings: Settings) -> None:
    to = await target(client, settings, "addNote")
    answer = await send(client, settings, to, json.dumps(to.body), **{"Content-Encoding": "Identity"})
    assert answer.status_code == 201, answer.text


@pytest.mark.parametrize("header", SHRUGGED_AT)
async def test_a_garbled_courtesy_header_changes_nothing(client: Any, settings: Settings, header: str) -> None:
    made = await report(client, settings)
    known = {"region": "33.05", "report_id": made["id"], "tile": "0/000", "agency": "kpu", "code": "not_found"}
    needs = {"previewRouting": {"report": made["id"]}, "streamEvents": {"follow": "false"}}
    for operation in OPERATIONS.values():
        path = operation["path"].format_map(defaultdict(lambda: NOBODY, known, name="init.js"))
        needed = needs.get(operation["operationId"], {})
        for value in SHRUGGED_AT[header] if operation["method"] == "get" else ():
            sent = headers(settings, AUDITOR)
            usual, answer = [
                await client.get(path, params=needed, headers={**sent, **more}) for more in ({}, {header: value})
            ]
            assert answer.status_code == usual.status_code, (path, value, answer.text)
            assert re.fullmatch("[0-9a-f]{32}", answer.headers["X-Trace-Id"])
            assert answer.headers["X-Trace-Id"].strip("0")
