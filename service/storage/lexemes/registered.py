"""What vehicles and people are registered by: number plates and the sixteen digits of an identity card.

Both are written with blanks, points or dashes, or without any; each is found by its letters and digits alone.
"""

import re

_AREAS = (
    "aa ab ad ae ag ba bb bd be bg bh bk bl bm bn bp cc cd da db dc dd de dg dh dk dl dm dn dp dr ds dt dw ea eb ed"
    " kb kh kt ku pa pb pg ps pt ri a b d e f g h k l m n p r s t w z"
)
"""The letters that a plate may begin with (Perpol 7/2021, and former ones)."""

_TWO, _ONE = ("|".join(area for area in _AREAS.split() if len(area) == length) for length in (2, 1))
_NO_SERIES = "am|dan|di|dua|ini|itu|jam|jt|ke|kg|kk|km|org|per|pm|rb|rp|rt|rw|th|thn|tps|wib|x"
"""Short words that follow a number without being a plate's last letters."""

PLATE = (
    rf"(?<![a-z0-9])(?:(?:{_TWO})(?P<gap> {{1,2}}| ?[.\-] ?|)[1-9][0-9]{{0,3}}(?P=gap)"
    rf"|(?:{_ONE})(?P<space> {{1,2}}| ?[.\-] ?|)[1-9][0-9]{{1,3}}(?P=space))(?!(?:{_NO_SERIES})(?![a-z0-9]))"
    r"[a-z]{1,3}(?![a-z0-9])"
)
"""A pattern of folded text. After one letter two digits at least stand, since `H-1` and `D 1` are something else."""

_GAP, _INSIDE = r"(?: {1,2}|[.\-])?", r"[.\-]?"
_SIX = rf"[0-9]{{2}}{_INSIDE}[0-9]{{2}}{_INSIDE}[0-9]{{2}}"
IDENTITY = (
    rf"(?<![0-9])(?<![0-9][.\-])(?=[1-9])(?:{_SIX}{_GAP}{_SIX}{_GAP}[0-9]{{4}}"
    r"|[0-9]{4}(?:(?: {1,2}|[.\-])[0-9]{4}){3})(?![0-9]|[.\-][0-9])"
)
"""Area, day of birth and a running number, or four by four; a pattern of folded text."""

_PIECE = re.compile(r"[a-z]+|[0-9]+")


def plate_of(written: str) -> tuple[str, ...]:
    """What a number plate is found by: the whole of it, then each of its parts."""
    parts = _PIECE.findall(written)
    return ("".join(parts), *parts)


def identity_of(written: str) -> str:
    """The digits of an identity card's number."""
    return "".join(_PIECE.findall(written))
