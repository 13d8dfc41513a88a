"""A question as PostgreSQL asks it: all of its words, `"a phrase"`, `or`, and a minus before what must not be there."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from service.storage.lexemes.folding import fold
from service.storage.lexemes.read_words import Word, placed, words_of
from service.storage.lexemes.shared_links import LINK
from service.storage.lexemes.vectors import quoted

_COMMON = (
    "ada adalah agar akan atas atau bahwa dalam dan dari dengan di hal hingga ini itu juga karena ke kepada lalu"
    " maka namun oleh pada para saat sebagai secara sehingga serta sudah telah terhadap tersebut tetapi tidak untuk"
    " yaitu yang"
)
COMMON = frozenset(_COMMON.split())
"""Words that say nothing of what a text is about: who asks for them beside others means the others."""

COMMON_LEXEMES = tuple(sorted({lexeme for word in words_of(_COMMON)[1] for lexeme in word.lexemes}))
"""What those are found by."""

_LONGEST = 2_000
"""Characters of a question that are read, as many as the edge takes: a link may be as long as that."""

_PART = re.compile(r'(?P<minus>(?<!\S)-+(?=[^\s-]))?(?:"(?P<phrase>[^"]*)"?|(?P<plain>[^\s"]+))')
_LINK = re.compile(LINK)
_COUNTED = re.compile(r"[^\W_]+")

Phrase = tuple[tuple[str, ...], ...]
"""Words that stand one after the other, each with the lexemes of which it has any."""


class Question(NamedTuple):
    """What is asked, as the text of a ``tsquery``, empty where nothing is; and the phrases to be marked where found."""

    query: str
    phrases: tuple[Phrase, ...]


def count_of(question: str) -> int:
    """How many words a question has, each `or` and each word of a phrase among them; a link is one."""
    return len(_COUNTED.findall(_LINK.sub(" x ", fold(question[:_LONGEST]).text)))


def question_of(asked: str) -> Question:
    """What a question asks for."""
    groups = [_Group.of(part) for part in _alternatives(fold(asked[:_LONGEST]).text)]
    queries = [group.query() for group in groups if group.wanted or group.unwanted]
    query = " | ".join(queries) if len(queries) < 2 else " | ".join(f"({each})" for each in queries)  # noqa: PLR2004
    return Question(query, tuple(dict.fromkeys(phrase for group in groups for phrase in group.wanted)))


def _alternatives(asked: str) -> Iterator[list[re.Match[str]]]:
    parts: list[re.Match[str]] = []
    for part in _PART.finditer(asked):
        if part["plain"] == "or" and not part["minus"]:
            yield parts
            parts = []
        else:
            parts.append(part)
    yield parts


class _Group(NamedTuple):
    """What one alternative asks for: all that is wanted, and nothing of what is not."""

    wanted: tuple[Phrase, ...]
    unwanted: tuple[Phrase, ...]

    @classmethod
    def of(cls, parts: list[re.Match[str]]) -> "_Group":
        quoted_ones = [_phrase(part["phrase"]) for part in parts if part["phrase"] is not None and not part["minus"]]
        unwanted = [_phrase(part["phrase"] or part["plain"] or "") for part in parts if part["minus"]]
        plain = " ".join([part["plain"] for part in parts if part["plain"] and not part["minus"]])
        words = [(word,) for word in _phrase(plain, leave_out=COMMON)]
        if not words and not any(quoted_ones):
            words = [(word,) for word in _phrase(plain)]
        return cls(*(tuple(dict.fromkeys(filter(None, each))) for each in ((*words, *quoted_ones), unwanted)))

    def query(self) -> str:
        return " & ".join((*map(_query, self.wanted), *(f"!{_query(each)}" for each in self.unwanted)))


def _phrase(text: str, leave_out: frozenset[str] = frozenset()) -> Phrase:
    asked: dict[int, Word] = {}
    for place, word in placed([word for word in words_of(text)[1] if not word.within]):
        if word.written not in leave_out:
            asked.setdefault(place, word)
    return tuple(tuple(dict.fromkeys((*word.asked, *word.also))) for word in asked.values())


def _query(phrase: Phrase) -> str:
    words = [" | ".join(map(quoted, lexemes)) for lexemes in phrase]
    grouped = [f"({word})" if len(lexemes) > 1 else word for word, lexemes in zip(words, phrase, strict=True)]
    return f"({' <-> '.join(grouped)})" if len(grouped) > 1 else grouped[0]
