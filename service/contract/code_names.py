"""Lists of codes by name: each is one component, so that a generated client has one type for it wherever it stands."""

from collections.abc import Iterable, Mapping
from typing import Any

from service.contract.headers import JsonObject
from service.edge.answer_types import BAD_REQUEST
from service.edge.problems.problem_table import PROBLEMS
from service.features.reports.clock_schemas import WARNED
from workflows.codes.clocks import ClockKind, LegalStep
from workflows.codes.reports import LinkKind, TextField
from workflows.decisions.machines.webhooks import DeliveryState, EndpointState

PREFIX = "#/components/schemas/"
_SAID_BESIDE = ("description", "default", "examples")
"""What a member says of itself beside the codes that it may be."""

_NAMED: Mapping[str, tuple[str, Iterable[Any]]] = {
    "ClockCode": ("A service clock, or a step of the law that has a clock.", (*ClockKind, *LegalStep)),
    "DeliveryState": ("What became of a delivery.", DeliveryState),
    "EndpointState": ("Whether an endpoint is told anything.", EndpointState),
    "LinkKind": ("How two reports relate.", LinkKind),
    "ProblemCode": (
        "What kind of problem it is, the same in every language; `/problems/{code}` explains each.",
        sorted(code for code, kind in PROBLEMS.items() if kind.status >= BAD_REQUEST),
    ),
    "TextField": ("Which free text it is.", TextField),
    "WarnedPercent": ("The percent of a clock at which somebody was warned; 0 before the first.", WARNED),
}
"""Lists that no answer or body has as a type of its own."""


def named_lists(schemas: JsonObject, paths: JsonObject) -> tuple[JsonObject, JsonObject]:
    """The same components and paths, with a reference wherever a list of codes stood that has a name."""
    listed = {name: _component(name, *told) for name, told in _NAMED.items()}
    lists = {frozenset(schema["enum"]): name for name, schema in {**listed, **schemas}.items() if "enum" in schema}
    pointed = {
        name: schema if "enum" in schema else _pointing(schema, lists) for name, schema in {**listed, **schemas}.items()
    }
    return pointed, _pointing(paths, lists)


def _component(name: str, description: str, codes: Iterable[Any]) -> JsonObject:
    values = [getattr(code, "value", code) for code in codes]
    kind = "string" if isinstance(values[0], str) else "integer"
    return {"title": name, "type": kind, "description": description, "enum": values}


def _pointing(node: Any, lists: Mapping[frozenset[Any], str]) -> Any:
    """The node with references in it; what stands in an example is no schema."""
    if isinstance(node, list):
        return [_pointing(inner, lists) for inner in node]
    if not isinstance(node, dict):
        return node
    if isinstance(node.get("enum"), list) and frozenset(node["enum"]) in lists:
        said = {member: node[member] for member in _SAID_BESIDE if member in node}
        return {"$ref": PREFIX + lists[frozenset(node["enum"])], **said}
    inside = {name: it if name in {"example", "examples"} else _pointing(it, lists) for name, it in node.items()}
    orders = [code for code in node.get("enum", ()) if str(code).startswith("-")]
    return {**inside, "x-enum-varnames": [_order(code) for code in node["enum"]]} if orders else inside


def _order(code: str) -> str:
    """The name of an order of a list, in which a minus stands for descending."""
    return code.removeprefix("-").upper() + ("_DESCENDING" if code.startswith("-") else "")
