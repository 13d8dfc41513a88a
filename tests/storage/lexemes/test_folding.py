"""One form of every character, and no text that grows by more than a few times."""

import sys
import unicodedata

from service.storage.lexemes.folding import fold
from service.storage.lexemes.vectors import vector_of

LIGATURE = "\ufdfa"
"""A sentence of eighteen letters that is one character."""


def test_no_character_becomes_more_than_five() -> None:
    assert len(unicodedata.normalize("NFKD", LIGATURE)) == 18
    long = [chr(code) for code in range(sys.maxunicode + 1) if len(fold(chr(code)).text) > 5]
    assert long == []


def test_a_ligature_is_found_by_itself_and_what_stands_behind_it_keeps_its_place() -> None:
    assert vector_of(LIGATURE) == vector_of(f"\u00a0{LIGATURE}")
    text = f"{LIGATURE} Amplop"
    folded = fold(text)
    at = folded.text.index("amplop")
    assert text[folded.place(at, text) : folded.end(at + 6, text)] == "Amplop"
