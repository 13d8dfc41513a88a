"""An answer as whoever got it may read it: every byte of it, unpacked."""

import base64
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from zipfile import BadZipFile, ZipFile

from tests.stories.people import Office

_LEAF = re.compile(rb'"leaf":"([A-Za-z0-9+/=]+)"')


@dataclass(frozen=True)
class Answer:
    """What came back, of which request."""

    office: Office
    route: str
    method: str
    path: str
    sent: bytes
    status: int
    headers: dict[str, str]
    body: bytes
    match: int | None = None
    key: str = ""
    extra: dict[str, str] = field(default_factory=dict)

    @property
    def done(self) -> bool:
        return 200 <= self.status < 300

    @cached_property
    def json(self) -> Any:
        try:
            return json.loads(self.body)
        except ValueError:
            return None

    def __getitem__(self, member: str) -> Any:
        return self.json[member]

    @cached_property
    def raw(self) -> bytes:
        """Body and head, with what is packed in either unpacked."""
        head = "\n".join(f"{name}: {value}" for name, value in self.headers.items()).encode()
        return b"\n".join((head, *_unpacked(self.body)))

    def objects(self) -> Iterator[dict[str, Any]]:
        """Every object of the body's JSON."""
        return _objects(self.json)


def _unpacked(body: bytes) -> Iterator[bytes]:
    yield body
    if body[:2] == b"PK":
        try:
            with ZipFile(io.BytesIO(body)) as archive:
                members = [archive.read(name) for name in archive.namelist()]
        except BadZipFile:
            return
        for member in members:
            yield from _unpacked(member)
    for leaf in _LEAF.findall(body.replace(b'": "', b'":"')):
        yield base64.b64decode(leaf)


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for each in value.values():
            yield from _objects(each)
    elif isinstance(value, list):
        for each in value:
            yield from _objects(each)
