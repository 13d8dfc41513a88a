"""What a mistyped code may have meant."""

from collections.abc import Iterable
from difflib import get_close_matches

MOST, ALIKE = 3, 0.6
_LONGEST = 64
"""Codes are short: what is longer is like none of them, and is not compared."""


def nearest(code: str, known: Iterable[str]) -> list[str]:
    """The known codes that are most like one that is unknown, the likest first; none when nothing is like it."""
    return get_close_matches(code.lower(), sorted(known), MOST, ALIKE) if len(code) <= _LONGEST else []


def instead(code: str, known: Iterable[str]) -> str:
    """The same in words, to stand behind what is wrong: the likest ones, or every known one when none is."""
    known = sorted(known)
    found = nearest(code, known)
    return f"did you mean {' or '.join(found)}?" if found else f"known are {', '.join(known)}"
