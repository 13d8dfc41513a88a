"""How the generator of the Python client, openapi-python-client, is told what it does not know of the document."""

import re
from collections.abc import Iterator
from typing import Any

from service.contract.headers import JsonObject
from service.edge.examples import BYTES

_KNOWN = re.compile(r"text/.*|application/(json|octet-stream|.*\+json)")


def python_recipe(document: JsonObject) -> JsonObject:
    """Its configuration: it knows bytes by one media type alone, and text by those that begin with ``text/``."""
    unknown = {media: schema for media, schema in _contents(document["paths"]) if not _KNOWN.fullmatch(media)}
    return {
        "project_name_override": "tindak-client",
        "package_name_override": "tindak_client",
        "http_timeout": 30,
        "content_type_overrides": {
            media: "application/octet-stream" if schema == BYTES["schema"] else "text/plain"
            for media, schema in unknown.items()
        },
    }


def _contents(node: Any) -> Iterator[tuple[str, JsonObject]]:
    """Every media type of a body or an answer, with its schema."""
    if isinstance(node, dict):
        for media, told in node.get("content", {}).items():
            yield media, told.get("schema", {})
        for inner in node.values():
            yield from _contents(inner)
