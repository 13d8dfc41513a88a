"""How an export is taken and what is asked of each: its digest, its length, its tree."""

import csv
import io
import json
from base64 import b64decode
from hashlib import sha256
from typing import Any

from service.edge.settings import Settings
from tests.edge.api.story import AUDITOR, P, headers

DATASETS, FORMATS = ("reports", "tasks", "events"), ("csv", "ndjson")


async def take(client: Any, settings: Settings, name: str, who: Any = AUDITOR, as_of: int | None = None) -> Any:
    """The answer, whose bytes are what its headers say."""
    asked = {} if as_of is None else {"as_of": as_of}
    answer = await client.get(f"{P}/exports/{name}", params=asked, headers=headers(settings, who))
    assert answer.status_code == 200, answer.text
    digest = answer.headers["Repr-Digest"].removeprefix("sha-256=:").removesuffix(":")
    assert b64decode(digest) == sha256(answer.content).digest()
    assert int(answer.headers["Content-Length"]) == len(answer.content)
    assert int(answer.headers["Tindak-Tree-Size"]) == int(answer.headers["Tindak-As-Of"]) + 1
    return answer


def rows_of(answer: Any) -> list[dict[str, Any]]:
    """The rows of either format, each value as a text or null."""
    if answer.headers["Content-Type"].startswith("text/csv"):
        read = csv.DictReader(io.StringIO(answer.text, newline=""), strict=True)
        return [{name: value or None for name, value in row.items()} for row in read]
    return [
        {name: value if value is None else _text(value) for name, value in json.loads(line).items()}
        for line in answer.text.splitlines()
    ]


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
