"""The OpenAPI 3.1 document: paths from the routes, schemas from the types, problems from their table."""

from typing import Any

from litestar import Litestar
from litestar.handlers import HTTPRouteHandler
from litestar.openapi import OpenAPIConfig

from service.contract import error_responses, schema_components
from service.contract.creation_links import linked
from service.contract.headers import RESPONSE_HEADERS, JsonObject
from service.contract.named_parts import named_parts
from service.contract.operations import finish, unions
from service.contract.plain_schemas import plain
from service.contract.webhooks_section import TAG, webhooks
from service.edge.answer_types import Problem
from service.edge.web.acts import ActAnswer

TITLE, VERSION = "Tindak", "0.1.0"
INFO: JsonObject = {
    "title": TITLE,
    "version": VERSION,
    "summary": "Task coordination behind early detection of election threats in an Indonesian regency.",
    "description": "A report comes in, somebody checks it, the right agencies get a task, they answer, it is closed, "
    "and nobody can rewrite afterwards who did what when.\n\nA change may say which version it means (`If-Match`), and "
    "has to where the operation requires it: transitions, steps of a case, a review's sections and closing, PATCH of a "
    "report or an endpoint. Most may be repeated safely (`Idempotency-Key`), and an accepted command answers with a "
    "signed receipt. Answers list under `actions` what the caller may do next and, where not, why. Everything that "
    "goes wrong is an RFC 9457 problem with a stable `code`. Times are RFC 3339 with an offset; what a caller may not "
    "see is 404.",
    "license": {"name": "Apache License 2.0", "identifier": "Apache-2.0"},
}
TAGS = {
    "reports": ("reports", "Reports: intake, verification, routing, closing, and what is added to them."),
    "proposals": ("proposals", "Taking protection away from a report: one proposes, another decides."),
    "erasures": ("erasures", "Erasing a reporter or a text for good: one person asks, another decides."),
    "evidence": ("evidence", "Evidence: sent in pieces, kept sealed, looked at for a reason that is kept."),
    "content_checks": ("hoax desk", "Content that circulates: its verdict, clarification and take-down."),
    "clocks": ("clocks", "When something is due and why: legal clocks, their previews and their extension."),
    "policy": ("policy", "The policy in force: routing, service clocks, legal clocks and calendar."),
    "calendar": ("calendar", "Days that the region keeps beside the national calendar, each with reason and source."),
    "gakkumdu": (
        "gakkumdu",
        "The path of an election crime at the joint desk of Bawaslu, police and prosecutor.",
    ),
    "administrative": (
        "administrative",
        "The path of an administrative violation: decided, carried out by KPU, or handed up to the province.",
    ),
    "notices": ("notices", "What was told of a report, in which words and when, and what must still be told."),
    "walls": ("walls", "Agencies that may not know of a report, walled off later."),
    "reviews": ("reviews", "After-action reviews: what was planned, what happened, why, and what follows."),
    "elections": ("elections", "Elections with their stages, and the counter for formal reports."),
    "tasks": ("tasks", "What each agency is asked to do, and how it answers."),
    "commands": ("commands", "What officers did without a connection, sent when they have one."),
    "api_keys": (
        "api-keys",
        "Keys for machines: some rights of one agency, shown once, revoked at once.",
    ),
    "audit": ("trail", "The append-only trail: history, the feed of the region, reproducible counts."),
    "webhooks": (
        "webhooks",
        "Endpoints that are told what happens, with signed CloudEvents, and what became of each delivery.",
    ),
    "live": ("live", "The events of the region as they enter its log, told to whoever listens."),
    "exports": ("exports", "Reports, tasks and events as files, as they stood at a leaf, with their digest."),
    "tlog": ("log", "The transparency log: checkpoints, tiles, entries and proofs that need no trust in us."),
    "receipts": ("receipts", "The keys under which the receipt of every accepted command is signed."),
    "web": ("system", "Who am I, code lists, problems, health, metrics and this description."),
    "docs": ("docs", "The page that shows this description, with its own assets."),
}
"""By the folder that the route is declared in."""

_POSTED = (TAG, "What is posted to an endpoint; nothing here is asked of this service.")

_WITH = {"contract": "web"}
"""The folder whose tag another's routes have too."""

SECURITY: JsonObject = {
    "token": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "at+jwt",
        "description": "An OAuth 2 access token (RFC 9068) of the OpenID provider, with agency, role and regions; "
        "or, for machines, a key of `/api-keys`, which begins with `tindak_`.",
    }
}


def document(routes: list[HTTPRouteHandler], server: str = "/") -> dict[str, Any]:
    """The whole document as JSON values, for what answers at this server."""
    config = OpenAPIConfig(title=TITLE, version=VERSION, render_plugins=[])
    drawn: JsonObject = Litestar(routes, openapi_config=config, logging_config=None).openapi_schema.to_schema()
    by_name = {str(route.operation_id): route for route in routes}
    paths = {
        path: {method: _operation(one, by_name[one["operationId"]]) for method, one in item.items()}
        for path, item in drawn["paths"].items()
    }
    bodies = [route.opt["body"] for route in routes if "body" in route.opt]
    answers = [Problem, ActAnswer, *(route.opt["answer"] for route in routes if "answer" in route.opt)]
    framework = drawn.get("components", {}).get("schemas", {})
    whole = {
        name: plain(schema) for name, schema in (framework | schema_components.components(bodies, answers)).items()
    }
    named, paths, headers = named_parts(whole, plain(paths), plain(RESPONSE_HEADERS), unions(routes))
    return {
        "openapi": "3.1.0",
        "info": INFO,
        "servers": [{"url": server, "description": "Where this description came from."}],
        "tags": [{"name": name, "description": text} for name, text in (*TAGS.values(), _POSTED)],
        "paths": linked(paths),
        "webhooks": webhooks(),
        "components": {
            "schemas": named,
            "responses": error_responses.responses(),
            "headers": headers,
            "securitySchemes": SECURITY,
        },
    }


def _operation(drawn: JsonObject, route: HTTPRouteHandler) -> JsonObject:
    folder = route.fn.__module__.split(".")[-2]
    return finish(drawn, route, TAGS[_WITH.get(folder, folder)][0])
