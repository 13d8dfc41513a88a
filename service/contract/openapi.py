"""The OpenAPI 3.1 document: paths from the routes, bodies from the commands, problems from their table."""

from typing import Any

from litestar import Litestar
from litestar.handlers import HTTPRouteHandler
from litestar.openapi import OpenAPIConfig
from pydantic.json_schema import models_json_schema

from service.problems import PROBLEMS
from workflows import commands

TITLE, VERSION = "Tindak", "0.1.0"
SUMMARY = "Task coordination behind early detection of election threats in an Indonesian regency."
BODIES = (
    commands.ReportIntake,
    commands.ReportAmendment,
    commands.ReportTransition,
    commands.TaskTransition,
    commands.AddNote,
    commands.AddLink,
    commands.Offer,
    commands.Unseal,
)
PROBLEM = {
    "type": "object",
    "description": "RFC 9457 problem details.",
    "required": ["type", "title", "status", "detail", "code", "errors", "trace_id"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string", "enum": sorted(code for code, kind in PROBLEMS.items() if kind.status >= 400)},  # noqa: PLR2004
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["pointer", "code", "detail"],
                "properties": {name: {"type": "string"} for name in ("pointer", "code", "detail")},
            },
        },
        "trace_id": {"type": "string"},
    },
}
CHANGING = (400, 401, 403, 404, 409, 412, 413, 415, 422, 428, 503)
READING = (401, 403, 404, 422, 503)
_PHRASES = {
    400: "The request cannot be read",
    401: "Sign-in is required",
    403: "Not permitted, or a duty forbids it",
    404: "Nothing there that the caller may see",
    409: "The state or the law forbids it",
    412: "Somebody was faster",
    413: "The body is too large",
    415: "The body is not JSON",
    422: "A member is at fault",
    428: "If-Match is required",
    503: "A part is out of reach; nothing was written",
}
_HEADERS = {
    "Idempotency-Key": "1 to 255 visible characters; repeat it when you retry.",
    "If-Match": 'The ETag last read, for example "3".',
}


def document(routes: list[HTTPRouteHandler]) -> dict[str, Any]:
    """The whole document as JSON values."""
    config = OpenAPIConfig(title=TITLE, version=VERSION, summary=SUMMARY, render_plugins=[])
    schema: dict[str, Any] = Litestar(routes, openapi_config=config).openapi_schema.to_schema()
    _, models = models_json_schema(
        [(model, "validation") for model in BODIES], ref_template="#/components/schemas/{model}"
    )
    components = schema.setdefault("components", {})
    components["schemas"] = {**components.get("schemas", {}), **models["$defs"], "Problem": PROBLEM}
    components["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer", "bearerFormat": "at+jwt"}}
    by_name = {str(route.operation_id): route for route in routes}
    for item in schema["paths"].values():
        for operation in item.values():
            _finish(operation, by_name[operation["operationId"]])
    return schema


def _finish(operation: dict[str, Any], route: HTTPRouteHandler) -> None:
    body = route.opt.get("body")
    text = (route.fn.__doc__ or "").strip()
    operation["summary"] = text.partition("\n")[0].rstrip(".")
    operation["description"] = text
    operation["security"] = [] if route.opt.get("public") else [{"token": []}]
    if body is not None:
        reference = {"$ref": f"#/components/schemas/{body.__name__}"}
        operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": reference}}}
        operation.setdefault("parameters", []).extend(_header(name, text) for name, text in _HEADERS.items())
    answered = {str(route.status_code): _answer()}
    problems = () if route.opt.get("public") else (READING if body is None else CHANGING)
    operation["responses"] = answered | {str(status): _problem(status) for status in problems}


def _header(name: str, text: str) -> dict[str, Any]:
    return {"name": name, "in": "header", "description": text, "schema": {"type": "string"}}


def _answer() -> dict[str, Any]:
    return {"description": "Done", "content": {"application/json": {"schema": {"type": "object"}}}}


def _problem(status: int) -> dict[str, Any]:
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {"description": _PHRASES[status], "content": content}
