"""Which query parameters a route has, and the refusal of every other one and of one that is given twice."""

import re
from collections.abc import Callable, Collection, Mapping
from functools import cache
from typing import Any, NamedTuple

from litestar.connection import ASGIConnection
from litestar.handlers.base import BaseRouteHandler
from litestar.params import QueryParameter

from service.edge.problems.faults import meant, says
from service.edge.service_errors import FieldError, ValidationFailed
from workflows.codes.policy import NO_ELECTION
from workflows.policy.region import Policy

_Connection = ASGIConnection[Any, Any, Any, Any]
_DIGITS = re.compile(r"0|-?[1-9][0-9]{0,19}")
"""How a number is written; what is too large for its parameter is refused by its bounds."""

_LONGEST_NAME = 80
"""Characters of an unknown name that are said back."""


class Declared(NamedTuple):
    """A query parameter: the argument it becomes, what it may be, whether it is text or a number, whether needed."""

    argument: str
    bounds: QueryParameter
    textual: bool
    number: bool
    needed: bool


@cache
def query_of(handler: BaseRouteHandler) -> Mapping[str, Declared]:
    """The query parameters of a route by the names that its clients write."""
    found = {}
    for argument, it in handler.parsed_fn_signature.parameters.items():
        if isinstance(it.kwarg_definition, QueryParameter):
            kinds = {it.annotation, *(inner.annotation for inner in it.inner_types)}
            declared = Declared(argument, it.kwarg_definition, str in kinds, int in kinds, not it.has_default)
            found[it.kwarg_definition.name or argument] = declared
    return found


def missing_from(connection: _Connection) -> list[FieldError]:
    """The query parameters that the route needs and the request does not have."""
    needed = [name for name, declared in query_of(connection.route_handler).items() if declared.needed]
    given = connection.query_params
    return [FieldError(name, "missing", says("missing")) for name in needed if name not in given]


def require_declared(connection: _Connection, handler: BaseRouteHandler) -> None:
    """Refuse what the route would not read: a misspelt filter must not answer with everything.

    Raises ValidationFailed naming each parameter that is unknown, repeated, or no number but the word ``null``.
    """
    given = connection.query_params
    faults = [_fault(name, given.getall(name), query_of(handler).get(name)) for name in sorted(set(given))]
    errors = [fault for fault in faults if fault is not None]
    if errors:
        raise ValidationFailed(errors=errors)


def require_known(connection: _Connection, policy: Policy) -> None:
    """Refuse a filter by a code that the region does not have: it must not answer as if there were nothing.

    Raises ValidationFailed naming each parameter, with the codes that may have been meant.
    """
    given, declared = connection.query_params, query_of(connection.route_handler)
    asked = {name: given.get(name) for name in _CODES if name in given and name in declared}
    errors = [
        FieldError(name, f"unknown_{name}", meant(code, known))
        for name, code in asked.items()
        if code is not None and code not in (known := _CODES[name](policy))
    ]
    if errors:
        raise ValidationFailed(errors=errors)


_CODES: Mapping[str, Callable[[Policy], Collection[str]]] = {
    "agency": lambda policy: policy.agencies,
    "area": lambda policy: policy.areas,
    "regime": lambda policy: policy.law.regimes,
    "election": lambda policy: {*policy.elections, NO_ELECTION},
}
"""Filters by the region's own codes. The domain's are in the parameter's pattern."""


def _fault(name: str, values: list[str], declared: Declared | None) -> FieldError | None:
    if declared is None:
        written = name.encode("ascii", "backslashreplace").decode()[:_LONGEST_NAME]
        return FieldError(written, "unknown", says("unknown_parameter"))
    if len(values) > 1:
        return FieldError(name, "repeated", says("repeated"))
    if values == ["null"] and not declared.textual:
        # The framework would read it as a parameter that was left out.
        return FieldError(name, "invalid", says("no_value"))
    if declared.number and not declared.textual and _DIGITS.fullmatch(values[0]) is None:
        # The framework would also read 1e5 and whatever else its parser of JSON takes for a whole number.
        return FieldError(name, "invalid", says("number"))
    return None
