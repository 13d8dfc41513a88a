"""What is wrong with a parameter that the framework refuses, told by what the route declares of it.

The framework's own words are English, name its own types, and some of them quote what was sent.
"""

from typing import Any

from litestar.exceptions import ValidationException
from litestar.params import QueryParameter

from service.edge.problems.faults import says
from service.edge.problems.forms import told_form
from service.edge.service_errors import FieldError
from service.edge.web.parameters import PERSON_PATTERN
from service.edge.web.queries import Declared, query_of
from workflows.codes.wording import Wording


def parameter_faults(route_handler: Any, error: ValidationException) -> list[FieldError]:
    """The parameters that the framework found at fault, by the names that clients write; none for any other fault."""
    found = error.extra if isinstance(error.extra, list) else []
    named = {declared.argument: (name, declared) for name, declared in query_of(route_handler).items()}
    keys = [str(item.get("key", "")) for item in found if isinstance(item, dict)]
    return [_fault(*named.get(key, (key, None))) for key in keys]


def _fault(name: str, declared: Declared | None) -> FieldError:
    return FieldError(name, "invalid", says("invalid") if declared is None else told_bounds(declared))


def told_bounds(declared: Declared) -> Wording:
    """What a query parameter may be."""
    bounds = declared.bounds
    schema = bounds.schema_extra or {}
    if "enum" in schema:
        return says("one_of", codes=", ".join(schema["enum"]))
    if schema.get("type") == "boolean":
        return says("truth")
    if schema.get("format") == "uuid":
        return says("uuid")
    if schema.get("pattern") == PERSON_PATTERN:
        return says("person")
    return _told_number(bounds) if declared.number else _told_text(bounds, schema)


def _told_number(bounds: QueryParameter) -> Wording:
    match bounds.ge, bounds.le:
        case None, None:
            return says("number")
        case None, most:
            return says("at_most", most=most)
        case least, None:
            return says("at_least", least=least)
        case least, most:
            return says("from_to", least=least, most=most)


def _told_text(bounds: QueryParameter, schema: Any) -> Wording:
    if "pattern" in schema:
        return told_form(schema["pattern"])
    return says("too_long", most=bounds.max_length) if bounds.max_length else says("text")
