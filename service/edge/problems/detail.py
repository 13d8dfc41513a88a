"""What a problem says of the case at hand: its detail, filled with the members of the case.

A list is read out, an empty one as nothing; codes of protections by their words. A sentence about what the case does
not have is left out.
"""

import re
from collections.abc import Callable, Mapping
from string import Formatter
from typing import Any

from service.edge.problems.kind import ProblemType
from workflows.codes.wording import LABELS

_SENTENCES = re.compile(r"(?<=[.?!]) ")
_COUNTED = re.compile(r"\{(\w+):[^|}]*\|([^}]*)\}")
_NOTHING = {"en": "nothing", "id": "tidak ada"}
_WORDED: Mapping[str, str] = {"protections": "protection", "because": "protection"}
"""The members whose codes are told by their words where the code list has one, and that list."""


class Count(int):
    """A number that is written with what is counted: ``{count:file|files}``."""

    def __format__(self, spec: str) -> str:
        one, bar, many = spec.partition("|")
        return f"{int(self)} {one if self == 1 else many}" if bar else format(int(self), spec)


def told_detail(kind: ProblemType, language: str, members: Mapping[str, Any]) -> str:
    """The detail of a problem in a language; its title when it has nothing to say of the case."""
    filled = {name: _read_out(name, value, language) for name, value in members.items()}
    sentences = _SENTENCES.split(kind.detail[language])
    said = [sentence.format_map(filled) for sentence in sentences if _names(sentence) <= filled.keys()]
    return " ".join(said) or f"{kind.title[language]}."


def plain_detail(detail: str) -> str:
    """A detail as it stands in the table, its places by their names alone."""
    return _COUNTED.sub(r"{\1} \2", detail)


def _names(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


def _read_out(name: str, value: Any, language: str) -> Any:
    if name in _WORDED and isinstance(value, str):
        value = value.split(", ")
    if isinstance(value, list):
        say = _wording(name, language)
        return ", ".join(map(say, value)) or _NOTHING[language]
    return Count(value) if type(value) is int else value


def _wording(name: str, language: str) -> Callable[[Any], str]:
    """How one of a list is told."""
    if name not in _WORDED:
        return str
    labels = LABELS[_WORDED[name]]
    return lambda code: labels[code].of(language) if code in labels else str(code)
