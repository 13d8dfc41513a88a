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
NULL = {"type": "null"}
RESERVED = {"class", "default", "enum", "export", "final", "function", "import", "interface", "new", "null", "object"}
RESERVED |= {
    "operator",
    "package",
    "private",
    "public",
    "return",
    "source",
    "static",
    "super",
    "switch",
    "this",
    "typealias",
}
"""Words of Java, Kotlin, Dart and TypeScript, and names that their generators keep for themselves."""


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
    return bool(
        {"example", "examples", "enum", "const"} & {*described, *described["schema"], *follow(described["schema"])}
    )


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
    assert not nameless, f"to be named in service/contract/named_parts.py: {nameless}"


def test_every_part_that_generators_make_a_type_of_has_a_name() -> None:
    """What has none they name themselves, by a number or by the place they met it first."""
    nameless = [where for where, node in parts() if "properties" in node or "oneOf" in node or codes_of(node)]
    nameless += [where for where, node in parts() if "anyOf" in node and not one_or_null(node)]
    assert not nameless, f"to be named in service/contract/named_parts.py: {nameless}"


def test_no_member_has_a_title_that_generators_would_name_a_type_by() -> None:
    assert [where for where, node in parts() if isinstance(node.get("title"), str)] == []


def test_a_type_or_null_is_a_list_of_the_two_and_only_a_reference_or_null_an_alternative() -> None:
    unions = walked(node for _, node in parts() if "anyOf" in node)
    assert all("$ref" in one for node in unions for one in node["anyOf"] if one != NULL)
    listed = walked(node["type"] for _, node in parts() if isinstance(node.get("type"), list))
    assert all(len(types) == 2 and types[1] == "null" for types in listed)


def parts() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every schema within another, or in an operation or header: all but the components themselves."""
    for part in ("paths", "components/schemas", "components/headers"):
        for where, node in objects(at(f"#/{part}"), f"#/{part}"):
            if "/schema" in where.removeprefix("#/components/schemas") or where.count("/") > 3:
                yield where, node


def codes_of(node: dict[str, Any]) -> bool:
    return isinstance(node.get("enum"), list)


def one_or_null(node: dict[str, Any]) -> bool:
    return len(node["anyOf"]) == 2 and NULL in node["anyOf"]


def test_no_component_has_a_name_that_a_language_keeps_for_itself() -> None:
    assert {name.casefold() for name in DOCUMENT["components"]["schemas"]} & RESERVED == set()


def test_what_is_posted_has_a_tag_of_its_own_beside_those_of_the_operations() -> None:
    """Generators make a file of each tag, and lay that of the webhooks over that of the operations."""
    asked = {tag for one in OPERATIONS.values() for tag in one["tags"]}
    posted = {tag for one in WEBHOOKS.values() for tag in one["tags"]}
    assert posted & asked == set()
    assert posted | asked == {tag["name"] for tag in DOCUMENT["tags"]}


def test_every_header_of_a_condition_and_of_a_key_has_a_pattern() -> None:
    headers = walked(
        one
        for told in OPERATIONS.values()
        for one in told["parameters"]
        if one["name"] in {"If-Match", "Idempotency-Key"}
    )
    assert {one["name"] for one in headers if "pattern" not in one["schema"]} == set()
    assert {one["name"] for one in headers} == {"If-Match", "Idempotency-Key"}


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
