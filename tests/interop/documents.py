"""Leaves with everything in them that a leaf may hold, the same in every run."""

import random
import sys
from collections.abc import Iterator
from typing import Any

from workflows.trail.leaf import Commitment, Leaf

SEED = 8785
COUNT = 400
_AT_ONCE = 4096
_DEEPEST = 4
_LARGEST = 2**53 - 1
_SURROGATES = range(0xD800, 0xE000)
# What encoders differ on: escapes, the ends of planes, what JavaScript once took for the end of a line.
_AWKWARD = [*map(chr, range(0x20)), *"\"\\/<>&'", *map(chr, (0x7F, 0x80, 0xA0, 0xAD, 0x2028, 0x2029, 0xFEFF))]
_AWKWARD += [*map(chr, (0xD7FF, 0xE000, 0xFFFD, 0xFFFE, 0xFFFF, 0x10000, 0x1F5F3, 0x10FFFF)), "e\u0301", "\u00e9"]
_NUMBERS = [0, 1, -1, 10**15, 2**31, -(2**31), 2**32, 2**52, _LARGEST, -_LARGEST]


def every_character() -> Iterator[Leaf]:
    """Leaves that between them hold every Unicode scalar value."""
    for first in range(0, sys.maxunicode + 1, _AT_ONCE):
        some = [chr(point) for point in range(first, first + _AT_ONCE) if point not in _SURROGATES]
        yield leaf("".join(some), {"characters": some[::97]})


def generated() -> Iterator[Leaf]:
    """Nested documents of names, strings, numbers, booleans and null, drawn by chance from one seed."""
    chance = random.Random(SEED)
    for _ in range(COUNT):
        yield leaf(_string(chance), {_name(chance): _value(chance, _DEEPEST) for _ in range(chance.randrange(8))})


def leaf(code: str, data: dict[str, Any]) -> Leaf:
    return Leaf(
        event=code, region="33.05", report=code, seq=1, version=_LARGEST, prev=None, action=code, task=None,
        agency=code, actor={"person": code, "agency": ""}, before=None, after=code, at=code, data=data,
        texts=(Commitment(code, "title", "0" * 64),),
    )  # fmt: skip


def _value(chance: random.Random, depth: int) -> Any:
    kind = chance.randrange(7 if depth else 4)
    if kind == 0:
        return chance.choice([None, True, False])
    if kind == 1:
        return chance.choice(_NUMBERS) if chance.random() < 0.5 else chance.randint(-_LARGEST, _LARGEST)
    if kind in {2, 3}:
        return _string(chance)
    if kind == 4:
        return [_value(chance, depth - 1) for _ in range(chance.randrange(5))]
    return {_name(chance): _value(chance, depth - 1) for _ in range(chance.randrange(6))}


def _name(chance: random.Random) -> str:
    """ASCII, as every member's name is."""
    return "".join(chr(chance.randrange(0x20, 0x7F)) for _ in range(chance.randrange(6)))


def _string(chance: random.Random) -> str:
    picked = (chance.choice(_AWKWARD) if chance.random() < 0.5 else _any(chance) for _ in range(chance.randrange(12)))
    return "".join(picked)


def _any(chance: random.Random) -> str:
    point = chance.randrange(sys.maxunicode + 1)
    return "\ufffd" if point in _SURROGATES else chr(point)
