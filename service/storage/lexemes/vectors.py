"""Words as PostgreSQL keeps them: the text of a ``tsvector``, and how one lexeme is quoted in it."""

from collections import defaultdict

from service.storage.lexemes.read_words import placed, words_of

READING = 4
"""Which reading made the words of a row. Whoever changes what is read from a text raises it: `tindak migrate` then
reads anew the texts of every row that an older reading made."""

TITLE = "A"
"""The weight of a title's words; PostgreSQL counts them ten times those of other texts."""

_LAST_PLACE, _MOST_PLACES = 16_383, 255
"""What a ``tsvector`` has room for: the place of a word, and the places of one."""

_QUOTED = str.maketrans({"'": "''", "\\": "\\\\"})


def quoted(lexeme: str) -> str:
    """A lexeme as it stands in the text of a ``tsvector`` or a ``tsquery``."""
    return f"'{lexeme.translate(_QUOTED)}'"


def vector_of(text: str | None, weight: str = "") -> str | None:
    """The words of a text with their places; None for no text, which is found by nothing."""
    if text is None:
        return None
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place, word in placed(words_of(text)[1]):
        for lexeme in (*word.lexemes, *word.also):
            found = places[lexeme]
            if place <= _LAST_PLACE and len(found) < _MOST_PLACES and (not found or found[-1] != place):
                found.append(place)
    return " ".join([_entry(lexeme, found, weight) for lexeme, found in places.items()])


def _entry(lexeme: str, places: list[int], weight: str) -> str:
    if not places:
        return quoted(lexeme)
    return f"{quoted(lexeme)}:{','.join([f'{place}{weight}' for place in places])}"
