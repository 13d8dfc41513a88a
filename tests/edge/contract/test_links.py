"""What was made leads to what needs its identifier: in the document, and when the links are walked over HTTP."""

import re
from typing import Any
from urllib.parse import quote, urlsplit

import pytest

from service.contract.creation_links import ADDITIONS, CREATIONS, LATER, MissingError, linked
from service.edge.settings import Settings
from tests.edge.contract.document import DOCUMENT, OPERATIONS, follow
from tests.edge.contract.player import PATHS, Player, described, is_json
from tests.edge.contract.test_real_answers import play_job
from tests.features.evidence.sending import TUS
from tests.walking import walked

LINKS = [
    (name, target, link)
    for name, one in OPERATIONS.items()
    for answer in one["responses"].values()
    for target, link in answer.get("links", {}).items()
]
NEEDS_IF_MATCH = {"transitionReport", "amendReport", "recordSection", "closeReview", "amendWebhook"}


def test_every_operation_that_creates_has_links() -> None:
    creating = {name for name, one in OPERATIONS.items() if "201" in one["responses"]}
    assert creating == {name for name, _, _ in LINKS} == {*CREATIONS, *ADDITIONS}


def test_a_creation_that_no_table_names_is_refused() -> None:
    paths = {path: dict(item) for path, item in DOCUMENT["paths"].items()}
    paths["/v1/other"] = {"post": {"operationId": "makeOther", "responses": {"201": {}}, "parameters": []}}
    with pytest.raises(MissingError, match="makeOther"):
        linked(paths)


@pytest.mark.parametrize("name", CREATIONS)
def test_it_leads_to_every_operation_whose_path_needs_what_it_made(name: str) -> None:
    known = parameters(OPERATIONS[name]["path"])
    expected = {
        target
        for made in CREATIONS[name]
        for target, one in OPERATIONS.items()
        if made.parameter in parameters(one["path"]) and parameters(one["path"]) <= known | {made.parameter}
    }
    found = {target for creation, target, _ in LINKS if creation == name}
    assert {one for one in expected - found - LATER if not required_query(one)} == set()
    assert found, name


def test_each_leads_to_an_operation_with_all_and_only_parameters_that_it_has() -> None:
    for _, target, link in walked(LINKS):
        there = OPERATIONS[link["operationId"]]
        assert target == link["operationId"]
        assert set(link) == {"operationId", "description", "parameters"}
        has = {one["name"]: one for one in there["parameters"]}
        assert set(link["parameters"]) <= set(has), target
        assert {one["name"] for one in has.values() if one["in"] == "path"} <= set(link["parameters"]), target


def test_what_needs_the_version_that_was_read_is_told_it() -> None:
    told = {target for _, target, link in LINKS if link["parameters"].get("If-Match") == "$response.header.ETag"}
    assert told >= NEEDS_IF_MATCH


def test_each_expression_finds_an_identifier_in_its_answer_or_a_part_of_its_path() -> None:
    for name, target, link in walked(LINKS):
        answer = OPERATIONS[name]["responses"]["201"]
        for expression in link["parameters"].values():
            if expression.startswith("$request.path."):
                assert expression.removeprefix("$request.path.") in parameters(OPERATIONS[name]["path"])
            elif expression.startswith("$response.header."):
                assert follow(answer["headers"][expression.removeprefix("$response.header.")])
            else:
                schema = answer["content"]["application/json"]["schema"]
                assert said_at(schema, expression) == {"type": "string", "format": "uuid"}, (name, target)


class Walker(Player):
    """Plays the job, and follows the links of all that it makes with the answer that it got."""

    def __init__(self, client: Any, settings: Settings) -> None:
        super().__init__(client, settings)
        self.led: set[tuple[str, str]] = set()
        self.asked: set[tuple[str, str]] = set()
        self.read: dict[str, set[int]] = {}

    async def ask(self, method: str, path: str, who: Any, status: int, **sent: Any) -> Any:
        found = await super().ask(method, path, who, status, **sent)
        operation, answer = described(method, path), self.last
        self.asked.add((operation["operationId"], urlsplit(path).path))
        for link in operation["responses"].get(str(status), {}).get("links", {}).values():
            told = {name: resolved(one, path, answer) for name, one in link["parameters"].items()}
            target = OPERATIONS[link["operationId"]]
            address = re.sub(r"{(\w+)}", lambda it, told=told: quote(told[it[1]]), target["path"])  # type: ignore[misc]
            self.led.add((link["operationId"], address))
            if target["method"] == "get":
                await super().ask("GET", address, who, 200, **(TUS if "Tus-Resumable" in str(target) else {}))
                self.read.setdefault(link["operationId"], set()).add(self.last.status_code)
        self.last = answer
        return found


async def test_walked_over_http_each_link_reads_what_was_made_or_is_where_the_job_went_on(
    client: Any, settings: Settings
) -> None:
    walker = Walker(client, settings)
    await play_job(walker)
    linking = {target for _, target, _ in LINKS}
    assert {name for name, _ in walker.led} == linking
    acts = {name for name in linking if OPERATIONS[name]["method"] != "get"}
    reached = {name for name, address in walker.led & walker.asked}
    assert acts - reached == set()
    assert set(walker.read) == linking - acts
    assert walker.wrong == []


def resolved(expression: str, path: str, answer: Any) -> str:
    """The value of a runtime expression (OpenAPI 3.1, 4.8.20.3) for a request and its answer."""
    if expression.startswith("$response.header."):
        return str(answer.headers[expression.removeprefix("$response.header.")])
    if expression.startswith("$request.path."):
        return part_of(path, expression.removeprefix("$request.path."))
    assert is_json(answer.headers["Content-Type"])
    return str(pointed(answer.json(), expression))


def part_of(path: str, parameter: str) -> str:
    template = next(one for one, (pattern, _) in zip(DOCUMENT["paths"], PATHS, strict=True) if pattern.fullmatch(path))
    places = zip(template.split("/"), path.split("/"), strict=True)
    return next(part for place, part in places if place == f"{{{parameter}}}")


def pointed(body: Any, expression: str) -> Any:
    found = body
    for step in expression.removeprefix("$response.body#/").split("/"):
        found = found[int(step) if step.isdigit() else step]
    return found


def said_at(schema: Any, expression: str) -> dict[str, Any]:
    """Type and format of what the whole answer has there; who may not read it is told the same of its act."""
    found = follow(follow(schema).get("anyOf", [schema])[0])
    for step in expression.removeprefix("$response.body#/").split("/"):
        found = follow(found["items"] if step.isdigit() else found["properties"][step])
    return {name: found[name] for name in ("type", "format")}


def parameters(path: str) -> set[str]:
    return set(re.findall(r"{(\w+)}", path))


def required_query(name: str) -> bool:
    return any(one["in"] == "query" and one["required"] for one in OPERATIONS[name]["parameters"])
