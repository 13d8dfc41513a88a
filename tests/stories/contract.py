"""The codes of the contract, read from what is committed for clients: never from the code that is judged here."""

import json
import re
from pathlib import Path
from typing import Any

REGION = "33.05"
P = f"/v1/regions/{REGION}"
_FOLDER = Path(__file__).parents[2] / "openapi"
OPENAPI: dict[str, Any] = json.loads((_FOLDER / "openapi.json").read_bytes())
_LISTS: dict[str, Any] = json.loads((_FOLDER / "code-lists.json").read_bytes())[REGION]
_SCHEMAS: dict[str, Any] = OPENAPI["components"]["schemas"]

CATEGORIES = tuple(each["code"] for each in _LISTS["category"])
SEVERITIES = ("S1", "S2", "S3", "S4")
CLASSIFICATIONS = ("ordinary", "restricted", "secret")
AGENCIES = tuple(each["code"] for each in _LISTS["agency"])
GOVERNMENT = frozenset(each["code"] for each in _LISTS["agency"] if each["kind"] == "regency_government")
"""The regency's own side, which an accusation of the incumbent walls off and the desk belongs to."""

CORE = frozenset(each["code"] for each in _LISTS["agency"] if each["core"])
DESK = "kesbangpol"
"""Whose the coordinators are."""

ELECTIONS = tuple(each["code"] for each in _LISTS["election"])
SCOPES = tuple(_SCHEMAS["MachineScope"]["enum"])
PROBLEM_CODES = frozenset(_SCHEMAS["ProblemCode"]["enum"])
METHODS = ("get", "post", "patch", "put", "delete", "head")


class Route:
    """One operation of the contract, and whether a path is one of its."""

    def __init__(self, method: str, template: str) -> None:
        self.method, self.template = method.upper(), template
        self.name = f"{self.method} {template.replace('/v1/regions/{region}', '') or '/'}"
        parts = (r".+" if part == "{tile}" else r"[^/]+" if part.startswith("{") else re.escape(part)
                 for part in template.split("/"))  # fmt: skip
        self.pattern = re.compile("/".join(parts) + "$")


ROUTES = tuple(
    sorted(
        (Route(method, template) for template, of in OPENAPI["paths"].items() for method in of if method in METHODS),
        key=lambda route: route.template.count("{"),
    )
)
"""Every operation; those with fewer parameters first, so that a fixed word is not taken for an identifier."""


def route_of(method: str, path: str) -> str:
    """The name of the operation that a request asks for; what it was, when there is none."""
    bare = path.partition("?")[0]
    return next((each.name for each in ROUTES if each.method == method and each.pattern.match(bare)), "unknown")


def has_route(method: str, ending: str) -> bool:
    """Whether the contract has the operation: a part that is not merged yet has none."""
    return any(each.method == method and each.template.endswith(ending) for each in ROUTES)
