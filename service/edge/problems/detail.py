"""What a problem says of the case at hand: its detail, filled with the members of the case.

A list is read out, an empty one as nothing; codes by their words, where the problem says which list has them. A
sentence about what the case does not have is left out; one that needs nothing of it stands in every detail.
"""

import re
from collections.abc import Callable, Mapping
from string import Formatter
from typing import Any

from service.edge.problems.kind import ProblemType
from service.edge.problems.told_codes import LISTS, NO_WORDS, REGIONAL, Words, of_machine

_SENTENCES = re.compile(r"(?<=[.?!]) ")
_COUNTED = re.compile(r"\{(\w+):[^|}]*\|([^}]*)\}")
_NOTHING = {"en": "nothing", "id": "tidak ada"}


class Count(int):
    """A number that is written with what is counted: ``{count:file|files}``."""

    def __format__(self, spec: str) -> str:
        one, bar, many = spec.partition("|")
        return f"{int(self)} {one if self == 1 else many}" if bar else format(int(self), spec)


def told_detail(kind: ProblemType, language: str, members: Mapping[str, Any], regional: Words = NO_WORDS) -> str:
    """The detail of a problem in a language; ``regional`` are the words of the region's own codes."""
    lists = {**kind.lists, **of_machine(members)}
    say = {name: _wording(lists.get(name), regional, language) for name in members}
    filled = {name: _read_out(value, lists.get(name), say[name], language) for name, value in members.items()}
    sentences = _SENTENCES.split(kind.detail[language])
    return " ".join(sentence.format_map(filled) for sentence in sentences if _names(sentence) <= filled.keys())


def plain_detail(detail: str) -> str:
    """A detail as it stands in the table, its places by their names alone."""
    return _COUNTED.sub(r"{\1} \2", detail)


def _names(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


def _read_out(value: Any, code_list: str | None, say: Callable[[Any], str], language: str) -> Any:
    if code_list is not None and isinstance(value, str):
        value = value.split(", ")
    if isinstance(value, list):
        return ", ".join(map(say, value)) or _NOTHING[language]
    return Count(value) if type(value) is int else value


def _wording(code_list: str | None, regional: Words, language: str) -> Callable[[Any], str]:
    """How one of a list is told."""
    if code_list is None:
        return str
    words = regional.get(code_list, {}) if code_list in REGIONAL else LISTS[code_list]
    return lambda code: words[code].of(language) if code in words else str(code)
