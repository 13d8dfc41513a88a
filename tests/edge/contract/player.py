"""Asks the service and holds each answer against the document."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from service.edge.settings import Settings
from tests.edge.api.story import P, headers
from tests.edge.contract.document import DOCUMENT, follow, validator

OPEN = {"Problem"}
"""Objects that say of themselves that they may hold further members."""


def closed(node: Any, name: str = "") -> Any:
    """A schema under which an object that lists its properties has no others."""
    if isinstance(node, list):
        return [closed(inner) for inner in node]
    if not isinstance(node, dict):
        return node
    shut = {member: closed(inner, member) for member, inner in node.items()}
    listed = node.get("type") == "object" and "properties" in node and name not in OPEN
    return {"additionalProperties": False, **shut} if listed else shut


def pattern_of(path: str) -> re.Pattern[str]:
    """The addresses of a path; the name of a tile holds slashes."""
    return re.compile(re.sub(r"\\{([^}]*)\\}", lambda it: ".+" if it[1] == "tile" else "[^/]+", re.escape(path)))


CLOSED = closed(DOCUMENT["components"])
PATHS = [(pattern_of(path), item) for path, item in DOCUMENT["paths"].items()]


def described(method: str, url: str) -> Any:
    """The operation that the document has for a request."""
    item = next(item for pattern, item in PATHS if pattern.fullmatch(urlsplit(url).path))
    return item[method.lower()]


def is_json(media: str) -> bool:
    """Whether a body of this media type is one JSON text; newline JSON is many."""
    return "json" in media and "ndjson" not in media


def faults_of(answer: Any) -> list[str]:
    """What of an answer the document does not say."""
    request = answer.request
    said = follow(described(request.method, str(request.url))["responses"].get(str(answer.status_code)))
    at_fault = f"{request.method} {request.url} {answer.status_code}"
    if said is None:
        return [f"{at_fault}: no such status"]
    if "content" not in said or request.method == "HEAD":
        empty = [] if not answer.content else [f"{at_fault}: a body where none is said"]
        return empty + [f"{at_fault}: {one}" for one in header_faults(answer.headers, said["headers"])]
    media, *parameters = re.split(r";\s*", answer.headers["Content-Type"])
    contents = {kind.partition(";")[0]: content for kind, content in said["content"].items()}
    if media not in contents or len(set(parameters)) != len(parameters):
        return [f"{at_fault}: {answer.headers['Content-Type']} is not one of {list(said['content'])}"]
    checks = validator({**contents[media].get("schema", {}), "components": CLOSED})
    body = answer.json() if is_json(media) else answer.text
    wrong = [f"{at_fault}: {error.json_path} {error.message[:200]}" for error in checks.iter_errors(body)]
    return wrong + [f"{at_fault}: {one}" for one in header_faults(answer.headers, said["headers"])]


def header_faults(sent: Any, said: dict[str, Any]) -> Iterator[str]:
    for name, header in ((name, follow(header)) for name, header in said.items()):
        if name in sent:
            number = follow(header["schema"]).get("type") == "integer"
            found = validator(header["schema"]).iter_errors(int(sent[name]) if number else sent[name])
            yield from (f"{name}: {error.message}" for error in found)
        elif header.get("required"):
            yield f"{name} is missing"


class Player:
    """Plays the job and keeps what the document does not say."""

    def __init__(self, client: Any, settings: Settings) -> None:
        self.client, self.settings = client, settings
        self.wrong: list[str] = []
        self.seen: set[str] = set()
        self.last: Any = None

    async def ask(
        self,
        method: str,
        path: str,
        who: Any,
        status: int,
        *,
        body: Any = None,
        match: int | None = None,
        content: bytes | None = None,
        **sent: str,
    ) -> Any:
        """The body of the answer, which has this status."""
        known = headers(self.settings, who, match=match) if who else {}
        answer = await self.client.request(method, path, json=body, content=content, headers={**known, **sent})
        self.last = answer
        assert answer.status_code == status, answer.text
        self.wrong += faults_of(answer)
        self.seen.add(described(method, path)["operationId"])
        return answer.json() if answer.content and is_json(answer.headers["Content-Type"]) else None

    async def fire(self, what: Any, who: Any, trigger: str, **members: Any) -> Any:
        kind = "tasks" if "report" in what else "reports"
        path, body = f"{P}/{kind}/{what['id']}", {"trigger": trigger, **members}
        return await self.ask("POST", f"{path}/transitions", who, 200, body=body, match=what["version"])
