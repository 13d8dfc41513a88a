"""What a hostile client sends: every shape of a body, of a query and of fields, each as large as may be or larger."""

import base64
import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import quote

from tests.edge.contract.values import members, plain

MEGABYTE = 1_000_000
LIMITS: Mapping[str, int] = {"applyCommands": 5 * MEGABYTE}
"""Bytes of a body by operation; a megabyte where nothing is said."""

Make = Callable[[dict[str, Any], int], bytes]
"""A body of so many bytes at most, made of the schema of the lawful one."""


def _filled(name: str, item: bytes, most: int) -> bytes:
    """A member with a list of as many of these as there is room for."""
    room = most - len(name) - 8
    return b'{"%b":[%b]}' % (name.encode(), b",".join([item] * (room // (len(item) + 1))))


def _list_of(schema: dict[str, Any]) -> str:
    """The name of a member that is a list, and of the first member where there is none."""
    known = {name: plain(inner) for name, inner in schema.get("properties", {}).items()}
    return next((name for name, inner in known.items() if inner.get("type") == "array"), next(iter(known), "a"))


def _text_of(schema: dict[str, Any]) -> str:
    found = [str(each.at[0]) for each in members(schema) if each.free]
    return found[0] if found else next(iter(schema.get("properties", {"a": None})))


def _of(item: bytes) -> Make:
    return lambda schema, most: _filled(_list_of(schema), item, most)


def _text(unit: bytes) -> Make:
    def make(schema: dict[str, Any], most: int) -> bytes:
        name = _text_of(schema).encode()
        return b'{"%b":"%b"}' % (name, unit * ((most - len(name) - 8) // len(unit)))

    return make


def _unknown(_schema: dict[str, Any], most: int) -> bytes:
    names = (b'"u%07d":0' % number for number in range((most - 2) // 13))
    return b"{%b}" % b",".join(names)


def _twice(_schema: dict[str, Any], _most: int) -> bytes:
    names = [b'"%d":0' % number for number in range(20_000)]
    return b"{%b}" % b",".join([*names, names[-1]])


def _commands(schema: dict[str, Any], most: int) -> bytes:
    """The lawful number of items, each as full of unknown members as there is room for."""
    name, items = _list_of(schema), 500
    inner = (most // items - 40) // 9
    item = b"{%b}" % b",".join(b'"%04d":0' % number for number in range(inner))
    return b'{"%b":[%b]}' % (name.encode(), b",".join([item] * items))


BODIES: Mapping[str, Make] = {
    "the last member twice": _twice,
    "empty objects": _of(b"{}"),
    "zeros": _of(b"0"),
    "empty lists": _of(b"[]"),
    "empty texts": _of(b'""'),
    "unknown members": _unknown,
    "500 items of unknown members": _commands,
    "numbers of 4,000 digits": _of(b"9" * 4_000),
    "one number of a megabyte": lambda schema, most: b'{"%b":%b}' % (_list_of(schema).encode(), b"9" * (most - 99)),
    "a fraction of a megabyte": lambda schema, most: b'{"%b":0.%b}' % (_list_of(schema).encode(), b"7" * (most - 99)),
    "a huge exponent": lambda schema, _: b'{"%b":1e%b}' % (_list_of(schema).encode(), b"9" * 4_000),
    "lists in lists": lambda _, most: b"[" * most,
    "objects in objects": lambda _, most: b'{"a":' * (most // 5),
    "lists in lists, closed": lambda _, most: b"[" * (most // 2) + b"]" * (most // 2),
    "a text of zeros": _text(b"0"),
    "a text of blanks": _text(b" "),
    "a text of escapes": _text(b'\\"'),
    "a text of surrogates": _text(b"\\ud83d\\ude00"),
    "a text without its end": lambda schema, most: _text(b'\\"')(schema, most)[:-2],
    "a long name": lambda _, most: b'{"%b":0}' % (b"n" * (most - 9)),
    "one byte too many": lambda _, most: b" " * (most + 1),
    "no JSON": lambda _, most: b"\xff" * most,
}

UPLOAD_BYTES = 10 * MEGABYTE
UPLOADS: Mapping[str, bytes] = {
    "the head of a picture, and blanks": b"\x89PNG\r\n\x1a\n" + b" " * (UPLOAD_BYTES - 8),
}
"""What an upload is sent of that length."""

QUERIES: Mapping[str, str] = {
    "a long value": "cursor=" + "a" * 7_000,
    "a thousand parameters": "&".join(f"p{number}=" for number in range(900)),
    "one parameter again and again": "&".join(["limit=1"] * 900),
    "nothing but escapes": "q=" + "%41" * 2_300,
    "nothing but ampersands": "&" * 7_000,
    "a limit beyond all": "limit=" + "9" * 4_000,
    "thirty words": "limit=500&q=" + quote(" or ".join(f"k{number}" for number in range(30))),
    "ten words": "limit=500&q=" + quote(" ".join(f"k{number}" for number in range(10))),
    "as many as may be": "limit=500",
}

FIELDS: Mapping[str, dict[str, str]] = {
    "a language of blanks": {"Accept-Language": "id" + " " * 20_000 + "x"},
    "a language of commas": {"Accept-Language": "," * 20_000},
    "an accept of blanks": {"Accept": "text/plain;" + " " * 20_000 + ";q"},
    "a long condition": {"If-Match": '"1",' * 5_000, "Idempotency-Key": "k" * 10_000},
    "a range of ranges": {"Range": "bytes=" + "0-0," * 5_000},
    "metadata without end": {
        "Tus-Resumable": "1.0.0",
        "Upload-Length": "10",
        "Upload-Metadata": ",".join(f"m{number} {base64.b64encode(b'0' * 3).decode()}" for number in range(900)),
    },
    "a long trace": {"traceparent": "0" * 20_000, "Last-Event-ID": "9" * 4_000},
    "a nested token": {
        "Authorization": f"Bearer {base64.urlsafe_b64encode(b'[' * 15_000).decode().rstrip('=')}.e30.AAAA"
    },
}


def bodies(operation: str, schema: dict[str, Any]) -> Iterator[tuple[str, bytes]]:
    """Every hostile body of an operation; of one that is told apart by a tag, of its first kind with that tag."""
    most = LIMITS.get(operation, MEGABYTE)
    one = plain(schema.get("oneOf", [schema])[0])
    tag = {name: inner["const"] for name, inner in one.get("properties", {}).items() if "const" in plain(inner)}
    for name, make in BODIES.items():
        yield name, _tagged(make(one, most), {key: value for key, value in tag.items() if key in {"trigger", "step"}})


def _tagged(body: bytes, tag: dict[str, str]) -> bytes:
    return b"{%b,%b" % (json.dumps(tag).encode()[1:-1], body[1:]) if tag and body.startswith(b'{"') else body
