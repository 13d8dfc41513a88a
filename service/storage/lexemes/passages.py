"""Where in a text a question's words stand: passages of the text as it was written, in parts that match or do not."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from service.storage.lexemes.asked_words import Phrase
from service.storage.lexemes.folding import Folded
from service.storage.lexemes.read_words import Word, placed, words_of

_BEFORE, _AFTER, _MOST = 5, 24, 2
"""Words of a passage before and after the first that was found, and passages of one text."""


class Part(NamedTuple):
    """A piece of a passage, and whether it is what was sought."""

    text: str
    match: bool


Span = tuple[int, int]


def passages_of(text: str, phrases: Sequence[Phrase], *, whole: bool) -> list[list[Part]]:
    """The passages with what was sought: all of the text as one, or at most two short ones; none where nothing is."""
    folded, words = words_of(text)
    marks = list(_joined(sorted(_marks(words, phrases))))
    if not marks:
        return []
    told = [(folded.place(start, text), folded.end(end, text)) for start, end in marks]
    spans = [(0, len(text))] if whole else list(_spans(text, folded, words, marks))
    return [list(_parts(text, span, told)) for span in spans]


def _marks(words: list[Word], phrases: Sequence[Phrase]) -> Iterator[Span]:
    by_place: defaultdict[int, list[Word]] = defaultdict(list)
    for place, word in placed(words):
        by_place[place].append(word)
    begun: defaultdict[str, list[Phrase]] = defaultdict(list)
    for phrase in phrases:
        for lexeme in phrase[0]:
            begun[lexeme].append(phrase)
    for place, here in list(by_place.items()):
        lexemes_here = [lexeme for word in here for lexeme in (*word.lexemes, *word.also)]
        for phrase in [phrase for lexeme in lexemes_here for phrase in begun.get(lexeme, ())]:
            found = [_that_have(by_place.get(at, ()), lexemes) for at, lexemes in enumerate(phrase, place)]
            if all(found):
                yield from ((word.start, word.end) for each in found for word in each)


def _that_have(words: Sequence[Word], lexemes: tuple[str, ...]) -> list[Word]:
    return [word for word in words if not {*lexemes}.isdisjoint((*word.lexemes, *word.also))]


def _joined(marks: list[Span]) -> Iterator[Span]:
    """Marks that lie over one another, as a link and a word of it, as one."""
    current: Span | None = None
    for start, end in marks:
        if current is not None and start < current[1]:
            current = (current[0], max(current[1], end))
            continue
        if current is not None:
            yield current
        current = (start, end)
    if current is not None:
        yield current


def _spans(text: str, folded: Folded, words: list[Word], marks: list[Span]) -> Iterator[Span]:
    starts, ended = [word.start for word in words], -1
    for _ in range(_MOST):
        left = [mark for mark in marks if mark[0] > ended]
        if not left:
            return
        at = bisect_right(starts, left[0][0]) - 1
        first, last = max(0, at - _BEFORE), min(len(words), at + _AFTER + 1) - 1
        start = 0 if first == 0 and ended < 0 else words[max(first, bisect_left(starts, ended))].start
        ended = max(words[last].end, left[0][1])
        yield folded.place(start, text), len(text) if last == len(words) - 1 else folded.end(ended, text)


def _parts(text: str, span: Span, marks: list[Span]) -> Iterator[Part]:
    at, last = span
    for start, end in marks:
        if span[0] <= start and end <= last:
            yield from (
                part for part in (Part(text[at:start], match=False), Part(text[start:end], match=True)) if part.text
            )
            at = end
    if at < last:
        yield Part(text[at:last], match=False)
