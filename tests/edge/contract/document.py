"""The committed OpenAPI document as the tests read it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

DOCUMENT: dict[str, Any] = json.loads((Path(__file__).parents[3] / "openapi" / "openapi.json").read_text())
OPERATIONS: dict[str, dict[str, Any]] = {
    one["operationId"]: {"method": method, "path": path, **one}
    for path, item in DOCUMENT["paths"].items()
    for method, one in item.items()
}
WEBHOOKS: dict[str, dict[str, Any]] = {
    one["operationId"]: {"method": method, "path": name, **one}
    for name, item in DOCUMENT["webhooks"].items()
    for method, one in item.items()
}
NOBODY = "00000000-0000-4000-8000-000000000000"


def follow(node: Any) -> Any:
    """What a reference stands for; anything else is itself."""
    while isinstance(node, dict) and "$ref" in node:
        node = at(node["$ref"])
    return node


def at(reference: str) -> Any:
    found: Any = DOCUMENT
    for step in reference.removeprefix("#/").split("/"):
        found = found[step.replace("~1", "/").replace("~0", "~")]
    return found


def validator(schema: Any) -> Draft202012Validator:
    """Holds values against a schema of the document, references and formats included."""
    whole = {"components": DOCUMENT["components"], **schema}
    return Draft202012Validator(whole, format_checker=Draft202012Validator.FORMAT_CHECKER)


def objects(node: Any, where: str = "#") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every JSON object of the document with its place, but nothing inside an example."""
    if isinstance(node, dict):
        yield where, node
        for name, inner in node.items():
            if name not in {"example", "examples"} or where.endswith("/properties"):
                yield from objects(inner, f"{where}/{name}")
    if isinstance(node, list):
        for index, inner in enumerate(node):
            yield from objects(inner, f"{where}/{index}")
