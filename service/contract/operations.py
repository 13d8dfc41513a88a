"""One operation of the document, finished from what its route declares."""

from collections.abc import Iterable
from typing import Any

from litestar.handlers import HTTPRouteHandler

from service.contract import error_responses
from service.contract.examples import ANSWERS, TEXTS, of_body
from service.contract.headers import ACCEPT_LANGUAGE, JsonObject, conditions, of_part, of_success, taken
from service.contract.parameter_examples import example_of
from service.contract.schema_components import schema_of
from service.edge.examples import BYTES
from service.edge.web.acts import ActAnswer, may_be_an_act_alone
from service.edge.web.queries import Declared, query_of
from service.features.answers import READ_BY

JSON = "application/json"
_PARTIAL = "206"


def finish(operation: JsonObject, route: HTTPRouteHandler, tag: str) -> JsonObject:
    """The operation whole; of what the framework drew of it only the parameters are kept."""
    title, _, more = (route.fn.__doc__ or "").strip().partition("\n")
    declared = route.opt
    finished: JsonObject = {
        "operationId": operation["operationId"],
        "tags": [tag],
        "summary": title.rstrip("."),
        "description": " ".join([title, *more.split()]),
        "security": [] if declared.get("public") else [{"token": []}],
        "parameters": [
            *(_parameter(one, query_of(route).get(one["name"])) for one in operation.get("parameters", [])),
            *conditions(declared),
            *taken(declared),
            ACCEPT_LANGUAGE,
        ],
    }
    if "body" in declared:
        finished["requestBody"] = _request_body(declared["body"])
    if "content" in declared:
        finished["requestBody"] = {
            "description": "Bytes of the file, from the offset on.",
            "required": True,
            "content": {declared["content"]: BYTES},
        }
    problems = {str(status): error_responses.reference(status, route) for status in error_responses.statuses(route)}
    successes = {str(route.status_code): _success(route)}
    if "partial" in declared:
        part = {"description": "The range that was asked for.", "headers": of_part(declared)}
        successes[_PARTIAL] = {**successes[str(route.status_code)], **part}
    return finished | {"responses": successes | problems}


def unions(routes: Iterable[HTTPRouteHandler]) -> JsonObject:
    """What a route answers with that a machine may ask which reads nothing of it, by name."""
    answers = {route.opt["answer"] for route in routes if _act_alone(route)}
    return {
        f"{answer.__name__}OrAct": {
            "title": f"{answer.__name__}OrAct",
            "description": "The whole; or, for a machine that may not read it, its own act alone.",
            **_or_act(answer),
        }
        for answer in sorted(answers, key=lambda answer: str(answer.__name__))
    }


def _act_alone(route: HTTPRouteHandler) -> bool:
    action = getattr(route.before_request, "action", None)
    return "answer" in route.opt and may_be_an_act_alone(route.opt["answer"], action, READ_BY)


def _or_act(answer: Any) -> JsonObject:
    return {"anyOf": [schema_of(answer), schema_of(ActAnswer)]}


def _parameter(drawn: JsonObject, declared: Declared | None) -> JsonObject:
    schema = _plain(drawn["schema"])
    if declared is not None and declared.bounds.ge == 0:
        schema["minimum"] = 0  # which the framework leaves out where the parameter may be
    return {
        "name": drawn["name"],
        "in": drawn["in"],
        "description": drawn["description"],
        "required": drawn["required"],
        "schema": schema,
        **example_of(drawn["name"], schema),
    }


def _plain(drawn: JsonObject) -> JsonObject:
    """The schema of a parameter that may be left out, which is no value of it."""
    alternatives = [one for one in drawn.get("oneOf", ()) if one != {"type": "null"}]
    given = {name: value for name, value in drawn.items() if name not in {"oneOf", "description"}}
    if "enum" in given or given.get("type") == "boolean":
        given.pop("pattern", None)
    schema = given if "anyOf" in given else {**(alternatives[0] if alternatives else {}), **given}
    return {name: int(value) if isinstance(value, float) else value for name, value in schema.items()}


def _request_body(body: Any) -> JsonObject:
    media = {"schema": schema_of(body), "examples": of_body(body)}
    return {"description": _first_line(body), "required": True, "content": {JSON: media}}


def _success(route: HTTPRouteHandler) -> JsonObject:
    declared = route.opt
    headers = of_success(declared)
    if "empty" in declared:
        return {"description": declared["empty"], "headers": headers}
    also = {kind: TEXTS[example] for kind, example in declared.get("also", {}).items()}
    if "media" in declared:
        content = {media: TEXTS[declared.get("example", media.partition(";")[0])] for media in declared["media"]}
        return {"description": "The file or text asked for.", "headers": headers, "content": {**content, **also}}
    answer = declared["answer"]
    schema = _or_act(answer) if _act_alone(route) else schema_of(answer)
    media = {"schema": schema, "example": ANSWERS[answer]}
    return {"description": _first_line(answer), "headers": headers, "content": {JSON: media, **also}}


def _first_line(kind: Any) -> str:
    return str(kind.__doc__).partition("\n")[0]
