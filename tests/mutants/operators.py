"""The faults that are put in: those of mutmut, and four kinds that it does not make."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import libcst as cst
from libcst.helpers import get_full_name_for_node
from mutmut.mutation.mutators import mutation_operators, operator_string

from tests.mutants import sql

Operator = Callable[[Any], Iterable[cst.CSTNode]]

_FEWEST = 2
"""A list of one element is not shortened: what is asked is whether a test has more than one."""


def strings(node: cst.SimpleString) -> Iterator[cst.CSTNode]:
    """Other words; in SQL another condition. mutmut's three spellings of a word are one question and asked once."""
    if sql.is_sql(node.value):
        opening = len(node.prefix) + len(node.quote)
        before, text, after = node.value[:opening], node.value[opening : -len(node.quote)], node.quote
        yield from (node.with_changes(value=f"{before}{fault}{after}") for fault in sql.faults(text))
    else:
        yield from list(operator_string(node))[:1]


def templates(node: cst.FormattedStringText) -> Iterator[cst.CSTNode]:
    """SQL between the braces of an f-string."""
    if sql.is_sql(node.value):
        yield from (node.with_changes(value=text) for text in sql.faults(node.value))


def demand_dropped(node: cst.SimpleStatementLine) -> Iterator[cst.CSTNode]:
    """A call that is made for what it refuses or does: `require_other_person(...)`."""
    if len(node.body) == 1 and isinstance(node.body[0], cst.Expr):
        call = node.body[0].value
        if isinstance(call, cst.Call | cst.Await):
            yield node.with_changes(body=[cst.Pass()])


def condition_turned(node: cst.If) -> Iterator[cst.CSTNode]:
    """`if late` and `if not late`."""
    if not isinstance(node.test, cst.UnaryOperation | cst.Comparison):  # which mutmut turns
        within = node.test.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])
        yield node.with_changes(test=cst.UnaryOperation(cst.Not(), within))


def element_dropped(node: cst.Tuple | cst.List | cst.Set | cst.Dict) -> Iterator[cst.CSTNode]:
    """A row taken out of a table, a name out of a list."""
    elements = node.elements
    for place in range(len(elements) if len(elements) >= _FEWEST else 0):
        rest = [*elements[:place], *elements[place + 1 :]]
        if isinstance(node, cst.Tuple) and len(rest) == 1:
            rest = [rest[0].with_changes(comma=cst.Comma())]
        yield node.with_changes(elements=rest)


_OWN: tuple[tuple[Any, Operator], ...] = (
    (cst.SimpleString, strings),
    (cst.FormattedStringText, templates),
    (cst.SimpleStatementLine, demand_dropped),
    (cst.If, condition_turned),
    ((cst.Tuple, cst.List, cst.Set, cst.Dict), element_dropped),
)

OPERATORS: tuple[tuple[Any, Operator], ...] = (
    *((kind, operator) for kind, operator in mutation_operators if operator is not operator_string),
    *_OWN,
)


def mutated(node: cst.CSTNode) -> Iterator[tuple[str, cst.CSTNode]]:
    """The kind of each fault that can stand in place of a node, and the node with it."""
    for kind, operator in OPERATORS:
        if isinstance(node, kind):
            for instead in operator(node):
                yield operator.__name__.removeprefix("operator_"), instead


def name_of(node: cst.CSTNode) -> str:
    """The dotted name of what is called or asked; empty when it has none."""
    return get_full_name_for_node(node) or ""
