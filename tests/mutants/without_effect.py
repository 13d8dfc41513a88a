"""What is not mutated, since no caller could tell the difference."""

from collections.abc import Callable
from typing import Any

import libcst as cst

from tests.mutants.operators import name_of

_NOT_CALLED_FOR_EFFECT = frozenset({"TypeVar", "NewType", "cast", "assert_never", "ConfigDict", "get_logger"})
_SPOKEN = frozenset({"debug", "info", "warning", "error", "exception", "critical"})
_KEYWORDS = frozenset({"strict", "encoding", "description", "examples", "slots", "frozen", "repr"})
"""`strict` of zip is a check of ourselves, as `assert` is; the others are words, or the names of one encoding."""
_TYPES = frozenset({"Literal", "Annotated", "Callable", "Mapping", "Sequence", "Iterable", "Union", "Optional"})
_NAMES = frozenset({"__all__", "__slots__"})


def _is_docstring(node: cst.Expr) -> bool:
    return isinstance(node.value, cst.SimpleString | cst.ConcatenatedString)


def _is_silent_call(node: cst.Call) -> bool:
    name = name_of(node.func)
    owner, _, method = name.rpartition(".")
    speaks = method in _SPOKEN and owner.rpartition(".")[2].strip("_") in {"log", "logger"}
    return speaks or (method or name) in _NOT_CALLED_FOR_EFFECT or method in {"encode", "decode"}


def _says_a_type(node: cst.Assign) -> bool:
    names = {name_of(target.target) for target in node.targets}
    value = node.value
    return bool(names & _NAMES) or (isinstance(value, cst.Subscript) and name_of(value.value) in _TYPES)


def _declares(node: cst.AnnAssign) -> bool:
    return name_of(node.annotation.annotation) in {"TypeAlias", "typing.TypeAlias"}


_SKIPPED: tuple[tuple[Any, Callable[[Any], bool]], ...] = (
    ((cst.Annotation, cst.Decorator, cst.Import, cst.ImportFrom, cst.Assert), lambda _: True),
    (cst.Expr, _is_docstring),
    (cst.FunctionDef, lambda node: node.name.value == "__repr__"),
    (cst.Call, _is_silent_call),
    (cst.Assign, _says_a_type),
    (cst.AnnAssign, _declares),
    (cst.If, lambda node: name_of(node.test) == "TYPE_CHECKING"),
    (cst.Arg, lambda node: node.keyword is not None and node.keyword.value in _KEYWORDS),
)


def without_effect(node: cst.CSTNode) -> bool:
    """Whether nothing in a node, nor the node itself, is mutated."""
    return any(isinstance(node, kind) and skips(node) for kind, skips in _SKIPPED) or _is_spoken_line(node)


def only_words(node: cst.CSTNode, instead: cst.CSTNode) -> bool:
    """Whether all that a call loses are arguments that are not mutated either."""
    if not isinstance(node, cst.Call) or not isinstance(instead, cst.Call):
        return False
    gone = [arg for arg in node.args if not any(_same(arg, other) for other in instead.args)]
    return bool(gone) and all(arg.keyword is not None and arg.keyword.value in _KEYWORDS for arg in gone)


def _same(arg: cst.Arg, other: cst.Arg) -> bool:
    names = [each.keyword and each.keyword.value for each in (arg, other)]
    return names[0] == names[1] and arg.value.deep_equals(other.value)


def _is_spoken_line(node: cst.CSTNode) -> bool:
    """A whole line that only logs is not dropped either."""
    if not isinstance(node, cst.SimpleStatementLine) or not isinstance(node.body[0], cst.Expr):
        return False
    value = node.body[0].value
    call = value.expression if isinstance(value, cst.Await) else value
    return isinstance(call, cst.Call) and _is_silent_call(call)
