"""One form of every character: small letters without marks, one blank, one dash, plain digits.

Which character of the text each came from is kept where the two differ, so that a found word can be shown as it stands.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

_OF_A_WORD = {"Mn", "Me", "Cf"}
"""Marks upon a letter, and what is not seen inside a word: soft hyphens, joiners, marks of direction."""

_OTHERS = {
    **dict.fromkeys("\u2212\u2043", "-"),
    **dict.fromkeys("\u2044\u2215", "/"),
    **dict.fromkeys("\u2018\u2019\u02bc\u02b9\u00b4\u2032`", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u00ab\u00bb\u2033", '"'),
}
"""What stands for a sign of the keyboard, beside every dash (category Pd)."""


_MOST_OF_ONE = 5
"""Characters that one becomes, as of `⅛` (`0,125`): a ligature of a whole sentence (U+FDFA) would be eighteen, and a
text of them longer than any bound that was set for it."""


_FRACTIONS = {
    character: f"{round(unicodedata.numeric(character), 3)}".replace(".", ",")
    for character in ("\u00bc", "\u00bd", "\u00be", *map(chr, range(0x2150, 0x215F)))
}
"""A quarter, a half and their like as decimals: NFKD would write `1½` as `11/2`."""


class Folded(NamedTuple):
    """A text in folded characters; ``origins`` has the place of each in the text, None where the places are equal."""

    text: str
    origins: Sequence[int] | None

    def place(self, at: int, whole: str) -> int:
        """Where a place of the folded text, its end among them, lies in the text."""
        if self.origins is None:
            return at
        return self.origins[at] if at < len(self.origins) else len(whole)

    def end(self, at: int, whole: str) -> int:
        """Where a word that ends there ends in the text, the marks of its last letter with it."""
        return at if self.origins is None else self.place(at, whole) if at == 0 else self._after(at, whole)

    def _after(self, at: int, whole: str) -> int:
        end = self.place(at - 1, whole) + 1
        while end < len(whole) and unicodedata.category(whole[end]) in _OF_A_WORD:
            end += 1
        return end


def fold(text: str) -> Folded:
    """The folded text."""
    if text.isascii():
        return Folded(text.lower().replace("`", "'"), None)
    folded: list[str] = []
    origins: list[int] = []
    for at, character in enumerate(text):
        others = _folded(character)
        if character in _FRACTIONS and _NUMBER_BEFORE.search("".join(folded[-2:])):
            others = others.removeprefix("0")
            if folded[-1] == " ":
                folded.pop()
                origins.pop()
        folded.append(others)
        origins += [at] * len(others)
    return Folded("".join(folded), origins)


_NUMBER_BEFORE = re.compile(r"[0-9] ?\Z")
"""What a fraction belongs to: `1½` and `1 ½` are `1,5`."""


@lru_cache(maxsize=4_096)
def _folded(character: str) -> str:
    if character in _OTHERS or character in _FRACTIONS:
        return _OTHERS.get(character) or _FRACTIONS[character]
    if unicodedata.category(character) == "Pd":
        return "-"
    parts = unicodedata.normalize("NFKD", character).casefold()
    kept = "".join(_OTHERS.get(part, part) for part in parts if unicodedata.category(part) not in _OF_A_WORD)
    return " " if kept and kept.isspace() else kept[:_MOST_OF_ONE]
