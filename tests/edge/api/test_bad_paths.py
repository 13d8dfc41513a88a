"""Every path parameter and every courtesy header of every route, made odd: a problem or an answer, never a fault."""

from collections import defaultdict
from typing import Any

import pytest

from service.edge.settings import Settings
from tests.edge.api.bodies import is_problem
from tests.edge.api.story import AUDITOR, headers
from tests.edge.contract.document import NOBODY, OPERATIONS

ODD = (
    "0",
    "-1",
    "a",
    "%00",
    "a%00b",
    "%ED%A0%80",
    "%FF",
    "%C0%AF",
    "..",
    "%2e%2e",
    "%2F",
    "%5C",
    "9" * 400,
    "null",
    "NaN",
)
ODD += (
    NOBODY[:-1],
    NOBODY + "0",
    NOBODY.replace("-", ""),
    f"{{{NOBODY}}}",
    f"urn:uuid:{NOBODY}",
    "F" * 32,
    "33.05",
    "*",
)
ODD += (
    "0/000",
    "9/x999/999",
    "0/x001/000.p/256",
    "entries/" + "x999/" * 40 + "999",
    "%20",
    "%0A",
    "\u0663\u0663.\u0660\u0665",
)
KNOWN = {"region": "33.05", "name": "init.js", "code": "not_found", "tile": "0/000", "agency": "kpu"}
HEADERS = {
    "Range": (
        "bytes=0-",
        "bytes=-0",
        "bytes=9-1",
        f"bytes={'9' * 18}-",
        f"bytes={'9' * 400}-",
        "bytes=",
        "a=1-2",
        b"\xff",
    ),
    "If-Range": ("", "a", '"a"', "W/", b"\x00\xff"),
    "Prefer": ("", "wait=99999999999", "return=minimal", ";;;", b"\xff"),
    "If-None-Match": ("*", '"1"', "W/", '"' * 1000, b"\xff"),
    "If-Modified-Since": ("Mon, 01 Jan 0001 00:00:00 GMT", "a", b"\xff"),
    "Accept": ("", "*/*;q=9", "a/b" * 3000, "text/plain;q=0.0000000001", b"\xff"),
    "Accept-Language": ("", "id;q=NaN", "-" * 5000, b"\xed\xa0\x80"),
    "Last-Event-ID": ("-2", "9" * 16, "9" * 400, "1.5", "a", " ", "\u0661".encode(), b"\xff", "-0", "01"),
    "Idempotency-Key": ("", '"', b"\xff"),
    "Forwarded": ("for=a;for=b", b"\xff"),
    "Content-Length": ("0",),
}


def plain_paths() -> list[str]:
    """Paths that answer, each with a name of its own."""
    return ["/v1/me", "/v1/regions/33.05/reports", "/v1/code-lists", "/v1/regions/33.05/audit/tile/entries/000"]


def _encoded(path: str, slash: str) -> str:
    """With one slash encoded: the last before what is one parameter, slashes and all."""
    before, tile, rest = path.partition("/tile/")
    return before[::-1].replace("/", slash[::-1], 1)[::-1] + tile + rest


LOOKS_PLAIN = {
    "a slash at the front": lambda path: f"/{path}",
    "a slash at the end": lambda path: f"{path}/",
    "two slashes within": lambda path: path[::-1].replace("/", "//", 1)[::-1],
    "an encoded slash": lambda path: _encoded(path, "%2f"),
    "an encoded slash in capitals": lambda path: _encoded(path, "%2F"),
}


def path_of(operation: dict[str, Any], **parts: str) -> str:
    """The path of an operation, with nobody's identifiers where nothing else is said."""
    return str(operation["path"].format_map(defaultdict(lambda: NOBODY, KNOWN | parts)))


@pytest.mark.parametrize("operation", OPERATIONS)
async def test_an_odd_path_parameter_is_a_problem(client: Any, settings: Settings, operation: str) -> None:
    one, sent = OPERATIONS[operation], headers(settings, AUDITOR)
    named = [it["name"] for it in one["parameters"] if it.get("in") == "path"]
    unforeseen = {}
    query = "?follow=false" if operation == "streamEvents" else ""
    for name in named:
        for value in ODD:
            answer = await client.request(one["method"], path_of(one, **{name: value}) + query, headers=sent)
            fine = answer.status_code < 400 or one["method"] == "head" or is_problem(answer)
            if answer.status_code >= 500 or not fine:
                unforeseen[name, value[:30]] = (answer.status_code, answer.text[:100])
    assert not unforeseen


@pytest.mark.parametrize("header", HEADERS)
async def test_an_odd_header_brings_nothing_down(client: Any, settings: Settings, header: str) -> None:
    sent, unforeseen = headers(settings, AUDITOR), {}
    for operation, one in OPERATIONS.items():
        query = "?follow=false" if operation == "streamEvents" else ""
        for value in HEADERS[header] if one["method"] in {"get", "head"} else ():
            answer = await client.request(one["method"], path_of(one) + query, headers=sent | {header: value})
            if answer.status_code >= 500:
                unforeseen[operation, value[:30]] = answer.text[:100]
    assert not unforeseen


@pytest.mark.parametrize("path", plain_paths())
@pytest.mark.parametrize("odd", LOOKS_PLAIN)
async def test_a_path_that_is_another_s_only_once_it_is_tidied_up_is_nobody_s(
    client: Any, settings: Settings, path: str, odd: str
) -> None:
    sent = LOOKS_PLAIN[odd](path)
    for method in ("GET", "POST", "OPTIONS"):
        answer = await client.request(method, f"http://door{sent}", headers=headers(settings, AUDITOR))
        assert answer.request.url.raw_path == sent.encode()
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
        assert is_problem(answer)
    nobody = await client.get(f"http://door{sent}")
    assert nobody.status_code == 404


async def test_the_plain_path_is_answered(client: Any, settings: Settings) -> None:
    for path in ("/v1/me", "/v1/regions/33.05/reports", "/v1/regions/33%2E05/reports?q=a%2Fb%2F"):
        assert (await client.get(path, headers=headers(settings, AUDITOR))).status_code == 200
