"""The committed OpenAPI document: sound by itself and complete."""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from service.app import ROUTES
from service.contract.examples import ANSWERS, gathered
from service.features.reports.schemas import ReportAnswer
from tests.edge.contract.document import DOCUMENT, OPERATIONS, WEBHOOKS, at, follow, objects, validator
from tests.walking import walked

PROBLEM = "application/problem+json"
BYTES = {"type": "string", "format": "binary"}
"""Any sequence of octets: JSON holds no example of it."""


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


def test_what_two_features_have_an_example_of_is_refused() -> None:
    report = {ReportAnswer: ANSWERS[ReportAnswer]}
    with pytest.raises(ValueError, match="ReportAnswer"):
        gathered([report, {}, report])


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
    for media in (media for answer in answers.values() for media in answer.get("content", {}).values()):
        assert media["schema"] == BYTES or shown(media), media
    for media in follow(told.get("requestBody", {})).get("content", {}).values():
        assert media["schema"] == BYTES or shown(media), media
    for name, header in (pair for answer in answers.values() for pair in answer["headers"].items()):
        assert shown(follow(header)), name
    for status, answer in answers.items():
        assert answer["description"]
        assert status < 400 or set(answer.get("content", ())) == ({PROBLEM} if told["method"] != "head" else set())
    for parameter in told["parameters"]:
        assert parameter["description"], parameter["name"]
        assert parameter["schema"], parameter["name"]
        assert shown(parameter), parameter["name"]


@pytest.mark.parametrize("webhook", WEBHOOKS)
def test_what_is_posted_to_an_endpoint_is_shown(webhook: str) -> None:
    told = WEBHOOKS[webhook]
    assert all(shown(one) for one in (*told["parameters"], *told["requestBody"]["content"].values()))


@pytest.mark.parametrize("operation", [name for name, one in OPERATIONS.items() if "requestBody" in one])
def test_each_alternative_of_a_body_has_an_example(operation: str) -> None:
    for media in walked(OPERATIONS[operation]["requestBody"]["content"].values()):
        told = follow(media["schema"]).get("discriminator")
        if told is not None:
            given = {example["value"][told["propertyName"]] for example in media["examples"].values()}
            assert given == set(told["mapping"])


def shown(described: dict[str, Any]) -> bool:
    """Whether what is described here has an example, or a value that says all."""
    return bool({"example", "examples", "enum", "const"} & {*described, *described["schema"]})


def test_what_clients_name_after_the_document_has_plain_names() -> None:
    for name in DOCUMENT["components"]["schemas"]:
        assert re.fullmatch("[A-Z][A-Za-z0-9]*", name), name
    for operation in OPERATIONS | WEBHOOKS:
        assert re.fullmatch("[a-z][A-Za-z0-9]*", operation), operation


def test_a_list_of_codes_that_stands_in_two_places_has_one_name() -> None:
    places = defaultdict(list)
    for part in ("paths", "components/schemas"):
        for where, node in objects(at(f"#/{part}"), f"#/{part}"):
            if isinstance(node.get("enum"), list):
                places[frozenset(node["enum"])].append(where)
    nameless = [where for where in places.values() if len(where) > 1]
    assert not nameless, f"to be named in service/contract/code_names.py: {nameless}"


def test_alternatives_are_told_apart_by_a_member_that_each_of_them_has() -> None:
    for where, node in walked((where, node) for where, node in objects(DOCUMENT) if "oneOf" in node):
        told = node["discriminator"]
        alternatives = {one["$ref"] for one in node["oneOf"]}
        assert set(told["mapping"].values()) == alternatives, where
        for code, reference in walked(told["mapping"].items()):
            member = at(reference)["properties"][told["propertyName"]]
            assert member["const"] == code, (where, code)
            assert told["propertyName"] in at(reference)["required"], (where, code)


def test_the_document_has_an_operation_for_every_route() -> None:
    assert set(OPERATIONS) == {route.operation_id for route in ROUTES if route.include_in_schema is not False}


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
