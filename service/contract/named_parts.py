"""Parts of the document by name: each is one component, so that a generated client has one type for it, with that name.

What has no name is named by each generator as it likes, after the place it met it first or by a number (``Kind1``).
"""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import msgspec

from service.contract.headers import JsonObject
from service.contract.plain_schemas import SHOWN
from service.edge.answer_types import BAD_REQUEST
from service.edge.problems.problem_table import PROBLEMS
from service.features.reports.clock_schemas import WARNED
from workflows.codes.clocks import ClockKind, LegalStep
from workflows.codes.reports import LinkKind, TextField
from workflows.decisions.machines.webhooks import DeliveryState, EndpointState

PREFIX = "#/components/schemas/"
_SAID_BESIDE = ("description", "default", "examples")
"""What a member says of itself beside what it may be."""

_LISTS: Mapping[str, tuple[str, Iterable[Any]]] = {
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
"""Lists of codes that no answer or body has as a type of its own."""


class Place(NamedTuple):
    """A member of a component, or a parameter of an operation."""

    owner: str
    member: str


_PLACED: Mapping[str, tuple[str, Place]] = {
    "AddLinkKind": ("How two reports relate that are linked by hand.", Place("AddLink", "kind")),
    "AppealLodgedBy": ("Who lodged an appeal.", Place("AppealLodged", "by")),
    "CloseOutcome": ("How a report that was handled ends.", Place("Close", "outcome")),
    "DismissOutcome": ("How a report ends that will not be worked.", Place("Dismiss", "outcome")),
    "DocsAsset": ("A file of the page that shows this description.", Place("getDocsAsset", "name")),
    "EscalatedClock": ("A service clock that goes up the ladder when it is missed.", Place("EscalationAnswer", "kind")),
    "EvidenceForm": ("The original, or the preview that was drawn of it.", Place("getEvidenceContent", "rendition")),
    "ExplainedCode": ("A code that is explained in both languages.", Place("getProblem", "code")),
    "ReadWhat": ("What was read of a report.", Place("ReadAnswer", "what")),
    "ReopenBasis": ("What a report is taken up again for.", Place("Reopen", "basis")),
    "ReportOrder": ("By which a list of reports is ordered; a minus is descending.", Place("listReports", "sort")),
    "SearchedMember": ("A member whose words are searched.", Place("HighlightAnswer", "member")),
    "SummaryMoment": ("A leaf index, or a moment.", Place("getSummary", "as_of")),
}
"""Parts that are declared where they stand, and stand there alone."""

_ALTERNATIVES = {
    "SummaryMoment": {"integer": ("SummaryLeaf", "A leaf index."), "string": ("SummaryTime", "A moment (RFC 3339).")}
}
"""What a part may be, by the type that tells it."""


def named_parts(
    schemas: JsonObject, paths: JsonObject, headers: JsonObject, also: JsonObject
) -> tuple[JsonObject, JsonObject, JsonObject]:
    """The same three, with a reference wherever a part stood that has a name here or in ``also``."""
    parts = {
        **{name: _listed(name, *told) for name, told in _LISTS.items()},
        **{name: _placed(name, *told, schemas, paths) for name, told in _PLACED.items()},
        **also,
    }
    whole = parts | schemas
    names = {_key(part): name for name, part in whole.items() if name in parts or "enum" in part}
    pointed = {name: _inside(schema, names) for name, schema in whole.items()}
    for name, alternatives in _ALTERNATIVES.items():
        pointed |= _parted(pointed[name], alternatives)
    return pointed, _pointing(paths, names), _pointing(headers, names)


def _listed(name: str, description: str, codes: Iterable[Any]) -> JsonObject:
    values = [getattr(code, "value", code) for code in codes]
    kind = "string" if isinstance(values[0], str) else "integer"
    return {"title": name, "type": kind, "description": description, "enum": values}


def _placed(name: str, description: str, place: Place, schemas: JsonObject, paths: JsonObject) -> JsonObject:
    if place.owner in schemas:
        schema = schemas[place.owner]["properties"][place.member]
    else:
        (operation,) = (one for item in paths.values() for one in item.values() if one["operationId"] == place.owner)
        (schema,) = (one["schema"] for one in operation["parameters"] if one["name"] == place.member)
    said = {member: it for member, it in schema.items() if member not in _SAID_BESIDE}
    return {"title": name, **said, "description": description, **_orders(schema.get("enum", ()))}


def _parted(part: JsonObject, alternatives: Mapping[str, tuple[str, str]]) -> JsonObject:
    """The part with a reference for each of its alternatives, and those by name."""
    told = [(*alternatives[one["type"]], one) for one in part["anyOf"]]
    named = {name: {"title": name, **one, "description": description} for name, description, one in told}
    return {part["title"]: {**part, "anyOf": [{"$ref": PREFIX + name} for name in named]}, **named}


def _key(schema: JsonObject) -> Any:
    """What two places have in common that hold the same part."""
    if isinstance(schema.get("enum"), list):
        return frozenset(schema["enum"])
    said = {"title", *_SAID_BESIDE}
    return msgspec.json.encode({name: it for name, it in schema.items() if name not in said}, order="deterministic")


def _may_be_a_part(node: JsonObject) -> bool:
    return "anyOf" in node or isinstance(node.get("enum"), list)


def _pointing(node: Any, names: Mapping[Any, str]) -> Any:
    """The node with references in it, from the outside inward; what stands in an example is no schema."""
    if isinstance(node, list):
        return [_pointing(inner, names) for inner in node]
    if not isinstance(node, dict):
        return node
    if _may_be_a_part(node) and (name := names.get(_key(node))):
        said = {member: node[member] for member in _SAID_BESIDE if member in node}
        return {"$ref": PREFIX + name, **said}
    return _inside(node, names)


def _inside(node: JsonObject, names: Mapping[Any, str]) -> JsonObject:
    return {name: it if name in SHOWN else _pointing(it, names) for name, it in node.items()}


def _orders(codes: Iterable[Any]) -> JsonObject:
    """Names of the orders of a list, in which a minus stands for descending."""
    if not any(str(code).startswith("-") for code in codes):
        return {}
    return {"x-enum-varnames": [_order(code) for code in codes]}


def _order(code: str) -> str:
    return code.removeprefix("-").upper() + ("_DESCENDING" if code.startswith("-") else "")
