"""Words that somebody can see: what is asked for in words is not given by characters that show nothing.

Visible are letters, numbers, punctuation and symbols (Unicode general categories L, N, P, S), but for those of them
that are drawn as nothing. Marks alone, spaces, controls, format characters (zero-width, bidirectional, tags, soft
hyphen), variation selectors, private use and what Unicode has not assigned show nothing that two readers agree on.
Source: Unicode Standard Annex 44, General_Category and Default_Ignorable_Code_Point.
"""

from unicodedata import category

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

_DRAWN = frozenset("LNPS")
BLANK = frozenset(
    "\u115f\u1160\u3164\uffa0"  # Hangul fillers, letters by category
    "\u2800"  # braille pattern blank
    "\U0001d159"  # musical symbol null notehead
    "\ufffc"  # object replacement character: the place of something that did not come along
)
"""Letters and symbols that are drawn as nothing."""


def is_visible(text: str) -> bool:
    """Whether a text holds at least one visible character."""
    return any(category(each)[0] in _DRAWN and each not in BLANK for each in text)


def _require(text: str) -> str:
    if not is_visible(text):
        raise PydanticCustomError("no_visible_character", "must hold at least one visible character")
    return text


VISIBLE = AfterValidator(_require)
"""Stands in the type of every member that takes words; the text itself is kept as it was sent."""
