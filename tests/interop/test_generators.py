"""Clients by generators that are not ours: without complaint, with every operation, and compiled under strict rules."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.edge.contract.document import DOCUMENT, OPERATIONS, WEBHOOKS
from tests.interop import npm
from tests.interop.generating import COMPILERS, FOLDER, GENERATORS, Made, complaints, openapi_generator

pytestmark = pytest.mark.interop
LANGUAGES = ("typescript-axios", "java", "kotlin", "dart")
SCHEMAS = DOCUMENT["components"]["schemas"]


@pytest.fixture(scope="session")
def make(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Made]:
    """Makes each client once."""
    npm.install(FOLDER)
    folder, made = tmp_path_factory.mktemp("clients"), dict[str, Made]()

    def once(name: str) -> Made:
        if name not in made:
            made[name] = GENERATORS[name](folder / name)
        return made[name]

    return once


@pytest.mark.parametrize("language", LANGUAGES)
def test_openapi_generator_complains_of_nothing(make: Callable[[str], Made], language: str) -> None:
    assert complaints(make(language)) == []


@pytest.mark.parametrize("name", [*LANGUAGES, "hey-api", "orval"])
def test_every_operation_is_in_it_and_what_is_posted_has_a_type(make: Callable[[str], Made], name: str) -> None:
    text = make(name).text()
    assert [one for one in (*OPERATIONS, "EventPayload") if not re.search(rf"\b{one}\b", text)] == []


@pytest.mark.parametrize("language", ["java", "kotlin", "dart"])
def test_what_is_posted_stands_beside_the_operations_of_endpoints(make: Callable[[str], Made], language: str) -> None:
    """Where webhooks become operations too; the generators for TypeScript with axios, hey-api and orval make none."""
    text = make(language).text()
    assert [one for one in WEBHOOKS if not re.search(rf"\b{one}\b", text)] == []


@pytest.mark.parametrize("name", ["java", "kotlin", "datamodel-code-generator"])
def test_no_class_is_named_by_a_number_or_by_the_place_it_was_met(make: Callable[[str], Made], name: str) -> None:
    found = set(re.findall(r"^(?:public |data |sealed |open )*class (\w+)", make(name).text(), re.MULTILINE))
    assert [one for one in found if re.search(r"\d$|Inner|AnyOf|OneOf", one) and one not in SCHEMAS] == []


@pytest.mark.parametrize("name", COMPILERS)
def test_it_compiles_under_strict_rules(make: Callable[[str], Made], name: str) -> None:
    COMPILERS[name](make(name))


def under_one_tag(document: dict[str, Any]) -> None:
    document["webhooks"]["event"]["post"]["tags"] = ["webhooks"]


def of_two_types(document: dict[str, Any]) -> None:
    document["components"]["schemas"]["EventData"]["properties"]["due"]["type"] = ["array", "object"]


@pytest.mark.parametrize("spoil", [under_one_tag, of_two_types])
def test_it_says_what_is_wrong(spoil: Callable[[dict[str, Any]], None], tmp_path: Path) -> None:
    document = json.loads(json.dumps(DOCUMENT))
    spoil(document)
    spoiled = tmp_path / "openapi.json"
    spoiled.write_text(json.dumps(document))
    assert complaints(openapi_generator("dart", tmp_path / "made", spoiled)) != []
