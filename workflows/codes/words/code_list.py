"""What a code list is made of."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import NamedTuple

Pair = tuple[str, str]
"""English, Bahasa Indonesia."""


class CodeList(NamedTuple):
    """One list as it is published: its name, the enum of its codes if it has one, its title, the words of each code."""

    name: str
    codes: type[StrEnum] | None
    title: Pair
    words: Mapping[str, Pair]


def by_name(lists: Iterable[CodeList]) -> Mapping[str, CodeList]:
    """The lists by their names. Raises ValueError when two have one name, of which one would be lost."""
    named: dict[str, CodeList] = {}
    for each in lists:
        if named.setdefault(each.name, each) is not each:
            msg = f"two code lists are named {each.name}"
            raise ValueError(msg)
    return named
