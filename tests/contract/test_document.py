"""The committed OpenAPI document: sound by itself and complete."""

from collections.abc import Iterator
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from service.app import ROUTES
from tests.contract.document import DOCUMENT, OPERATIONS, follow, objects, validator
from workflows.evidence_codes import MediaType

PROBLEM = "application/problem+json"
BYTES = {"image/png", "application/octet-stream", "application/zip", *MediaType}
"""Raw bytes have no schema in OpenAPI 3.1."""


def test_the_document_is_openapi() -> None:
    assert [error.message for error in OpenAPIV31SpecValidator(DOCUMENT).iter_errors()] == []


def examples() -> Iterator[tuple[str, Any, Any]]:
    """Every example: where it stands, the schema it has to keep, and its value."""
    for where, node in objects(DOCUMENT):
        if "schema" in node:
            if "example" in node:
                yield where, node["schema"], node["example"]
            for name, example in node.get("examples", {}).items():
                yield f"{where}/examples/{name}", node["schema"], example["value"]
        elif isinstance(node.get("examples"), list):
            for value in node["examples"]:
                yield where, node, value
        if "default" in node:
            yield f"{where}/default", node, node["default"]


def test_every_example_keeps_its_schema() -> None:
    found = list(examples())
    assert len(found) > len(OPERATIONS)
    wrong = [
        (where, error.json_path, error.message)
        for where, schema, value in found
        for error in validator(schema).iter_errors(value)
    ]
    assert not wrong, "\n".join(map(str, wrong))


def test_every_reference_resolves_and_every_component_is_used() -> None:
    used = {node["$ref"] for _, node in objects(DOCUMENT) if isinstance(node.get("$ref"), str)}
    needed = {name for one in OPERATIONS.values() for need in one["security"] for name in need}
    used |= {f"#/components/securitySchemes/{name}" for name in needed}
    used |= {one for _, node in objects(DOCUMENT) for one in node.get("discriminator", {}).get("mapping", {}).values()}
    declared = {f"#/components/{kind}/{name}" for kind, them in DOCUMENT["components"].items() for name in them}
    assert used == declared


@pytest.mark.parametrize("operation", OPERATIONS)
def test_an_operation_tells_everything_about_itself(operation: str) -> None:
    told = OPERATIONS[operation]
    for member in ("summary", "description", "tags", "operationId"):
        assert told[member], member
    assert set(told["tags"]) <= {tag["name"] for tag in DOCUMENT["tags"]}
    answers = {int(status): follow(answer) for status, answer in told["responses"].items()}
    successes = [answer for status, answer in answers.items() if status < 400]
    assert successes
    contents = [media for answer in successes for media in answer.get("content", {}).items()]
    for media in (media for kind, media in contents if kind not in BYTES):
        assert media["schema"]
        assert "example" in media or "examples" in media
    for status, answer in answers.items():
        assert answer["description"]
        assert status < 400 or set(answer["content"]) == {PROBLEM}
    for parameter in told["parameters"]:
        assert parameter["description"], parameter["name"]
        assert parameter["schema"], parameter["name"]


def test_the_document_has_an_operation_for_every_route() -> None:
    assert set(OPERATIONS) == {route.operation_id for route in ROUTES}


def test_every_component_and_every_property_is_described() -> None:
    schemas = DOCUMENT["components"]["schemas"]
    listed = [(name, schema) for name, schema in schemas.items()]
    listed += [(f"{name}.{member}", one) for name, schema in listed for member, one in properties(schema)]
    assert [where for where, schema in listed if not described(schema)] == []


def properties(schema: dict[str, Any]) -> list[tuple[str, Any]]:
    return list(schema.get("properties", {}).items())


def described(schema: dict[str, Any]) -> bool:
    """Described here, or by what it refers to, or by the codes that it lists."""
    told = "description" in schema or "$ref" in schema or "const" in schema
    inner = [*schema.get("anyOf", ()), *([schema["items"]] if isinstance(schema.get("items"), dict) else [])]
    return told or any(described(one) for one in inner if one != {"type": "null"})
