"""What is lawful, as long as may be, and grows where it is read: folded, taken apart, marked."""

import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote
from uuid import UUID

from tests.edge.api.story import REPORT

LONGEST = 10_000
TEXTS: Mapping[str, str] = {
    "ligatures of a sentence": "\ufdfa" * LONGEST,
    "ligatures as words": "\ufdfa " * (LONGEST // 2),
    "numbers in brackets": "\u2487" * LONGEST,
    "letters with marks": "a\u0301" * (LONGEST // 2),
    "long words of many affixes": " ".join(f"mempermain{at % 7}kannyalah" for at in range(480))[:LONGEST],
    "one digit after the other": "1 " * (LONGEST // 2),
    "hosts": "a.id/" * (LONGEST // 5),
}
BATCH_BYTES = 4_900_000


def bodies() -> Iterator[tuple[str, str, bytes]]:
    """The operation, the shape, and the body."""
    for number, (shape, text) in enumerate(TEXTS.items(), 1):
        report = REPORT | {"classification": "ordinary", "description": text}
        yield "createReport", shape, json.dumps(report, ensure_ascii=False).encode()
        yield "applyCommands", f"reports of {shape}", _batch(number, report)


def queries() -> Iterator[tuple[str, str]]:
    """Words that are sought, by their shape."""
    for shape, text in TEXTS.items():
        yield f"words of {shape}", f"limit=500&q={quote(text[:500])}"


def _batch(number: int, report: dict[str, Any]) -> bytes:
    command = {"at": "2024-11-24T20:31:00+07:00", "kind": "report.create", "body": report}
    size = len(json.dumps(command, ensure_ascii=False).encode()) + 60
    commands = [{**command, "id": _id(number, at)} for at in range(min(500, BATCH_BYTES // size))]
    return json.dumps({"commands": commands}, ensure_ascii=False).encode()


def _id(number: int, at: int) -> str:
    """A version 7 identifier that is the same each time: Python 3.11 makes none of them itself."""
    return str(UUID(int=(number << 80) | (7 << 76) | (2 << 62) | at))
