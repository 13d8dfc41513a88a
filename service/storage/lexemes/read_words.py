"""A text as the words by which it is found, one after the other: what a text has and what a question asks for.

Both are read by the same pattern, so that what is written with a stroke, a dash or a point is found by who writes it
with a blank. A word that follows itself, as in `bagi-bagi` or `membagi-bagikan`, counts once. Words that one other
says, `pasangan calon` or `lima puluh ribu`, are found by that one too, each of them, and find it.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice, pairwise
from typing import NamedTuple

from service.storage.lexemes.affixes import bare_forms, glued, roots_of
from service.storage.lexemes.figures import AMOUNT, CALLED, PHONE, TIMES, amount_of, number_of, phone_of
from service.storage.lexemes.folding import Folded, fold
from service.storage.lexemes.registered import IDENTITY, PLATE, identity_of, plate_of
from service.storage.lexemes.shared_links import LINK, lexemes_of, phone_in, trimmed
from service.storage.lexemes.short_forms import LENGTHS, long_forms, short_form
from service.storage.lexemes.spelled_numbers import spelled_numbers
from service.storage.lexemes.spellings import ABBREVIATIONS, COMPOUNDS


class Word(NamedTuple):
    """One word of a folded text, from ``start`` to ``end``.

    It is found by each of ``lexemes``, and as a question asks for any of ``asked``. ``written`` is how it stands there.
    """

    start: int
    end: int
    lexemes: tuple[str, ...]
    asked: tuple[str, ...]
    written: str
    within: bool = False
    """Whether it is a part of a link, which is asked for as a whole."""

    also: tuple[str, ...] = ()
    """By what else it is found and asked for: the short form or the number that it is a part of."""


_INITIALS = (
    r"(?<![a-z0-9.])[a-z](?:\.[a-z])+(?![a-z0-9])|(?<![a-z0-9])pdi[- .]p(?![a-z0-9])"
    r"|(?<![a-z0-9./])(?:[ad]/n|s/d|d/a|u/[bp])(?![a-z0-9/])"
)
_WORD = r"[^\W_]+(?:(?:'(?![0-9])|(?<=[0-9])')[^\W_]+)*"
"""With apostrophes inside, though not the one before a year (`Pilkada'24`)."""

_SEVERAL = r"(?<![^\W_])(?:(?:rt|rw|tps|rk|gg|blok|no|km|dapil)[0-9]{1,5}){2,}(?![^\W_])"
"""As in `RT02RW03`."""

_PATTERN = re.compile(
    f"(?P<link>{LINK})|(?P<plate>{PLATE})|(?P<identity>{IDENTITY})|(?P<phone>{PHONE})|(?P<amount>{AMOUNT})"
    f"|(?P<initials>{_INITIALS})|(?P<several>{_SEVERAL})|(?P<times>{TIMES})|(?P<called>{CALLED})|(?P<word>{_WORD})"
)
_PIECE, _RUN = re.compile(r"[^\W_]+"), re.compile("[a-z]+[0-9]+")
_PIECES = 40
"""Words of a link that find it one by one."""

_TWICE = re.compile(r"([a-z]{3,})2((?:kan|an|i|nya|lah)*)")
"""`bagi2` and `membagi2kan`, as people type; `tps2` and `rt2` are told apart by what ``_NUMBERED`` has."""

_NUMBERED = frozenset(
    {"tps", "kpu", "dpt", "dpr", "unit", "grup", "lantai", "nomor", "dapil", "blok", "sdn", "smp", "sma"}
)
_MIXED = re.compile(r"([^\W\d_]+)([0-9]+)|([0-9]+)([^\W\d_]+)")
_BETWEEN = frozenset({" ", "-", "  ", " - ", "\n"})
_LONGEST = 255
"""Characters of a lexeme: PostgreSQL takes 2,046 bytes."""


def words_of(text: str) -> tuple[Folded, list[Word]]:
    """The folded text, and every word of it; a word that is written twice is there twice."""
    folded = fold(text)
    words = [word for found in _PATTERN.finditer(folded.text) for word in _READERS[found.lastgroup or ""](found)]
    for run in _runs(folded.text, words):
        written = [words[at].written for at in run]
        for start, end, other in (*long_forms(written), *spelled_numbers(written)):
            for at in run[start:end]:
                words[at] = words[at]._replace(also=(*words[at].also, other))
    if not any(map(short_form, {word.written for word in words})):
        return folded, words
    return folded, [each for word in words for each in _as_long(word)]


def _runs(text: str, words: Sequence[Word]) -> Iterator[range]:
    """The places of words with nothing but blanks or dashes between them."""
    start = 0
    for at, (word, after) in enumerate(pairwise(words), 1):
        if after.start > word.end and text[word.end : after.start] not in _BETWEEN:
            yield range(start, at)
            start = at
    yield range(start, len(words))


def _as_long(word: Word) -> Iterator[Word]:
    """A short form with as many places as its long form has words; any other word as it is."""
    short = short_form(word.written)
    if short is None:
        yield word
        return
    yield word._replace(also=(*word.also, short))
    for _ in range(1, LENGTHS[short]):
        yield Word(word.start, word.end, (), (), "", word.within, (*word.also, short))


def follows_itself(before: Word, word: Word) -> bool:
    """Whether a word only repeats the one before: `bagi-bagikan`, and `memukul-mukul`, where the prefix stays away."""
    if not before.written.isalpha() or not word.written.isalpha():
        return False
    if not {*before.lexemes}.isdisjoint(word.lexemes):
        return True
    bare = [form for form, _, _ in bare_forms(word.written)] if word.written[0] in "mn" else ()
    return any(len(form) > 3 and before.written.endswith(form) for form in bare)  # noqa: PLR2004 - a root's length


def placed(words: list[Word]) -> Iterator[tuple[int, Word]]:
    """Each word with its place among the words of its text, the first at 1; what repeats has the place of its first."""
    place, before = 0, None
    for word in words:
        if before is None or not follows_itself(before, word):
            place += 1
        yield place, word
        before = word


def _word(at: int, written: str) -> Iterator[Word]:
    twice = _TWICE.fullmatch(written)
    if twice is not None and twice[1] not in _NUMBERED:
        yield from _plain(at, at + len(written), twice[1] + twice[2])
        return
    mixed = _MIXED.fullmatch(written)
    if mixed is None:
        yield from _plain(at, at + len(written), written)
        return
    for group in range(1, 5):
        if mixed[group]:
            yield from _plain(at + mixed.start(group), at + mixed.end(group), mixed[group])


def _plain(start: int, end: int, written: str) -> Iterator[Word]:
    if written.isascii() and written.isdecimal():
        lexemes: tuple[str, ...] = (number_of(written),)
    else:
        parts = glued(written)
        if parts:
            for part in parts:
                yield from _plain(start, end, part)
            return
        roots = roots_of(ABBREVIATIONS.get(written, written))
        if len(roots) == 1 and roots[0] in COMPOUNDS:
            for part in COMPOUNDS[roots[0]]:
                yield Word(start, end, (part,), (part,), part)
            return
        lexemes = roots
    lexemes = tuple([each[:_LONGEST] for each in lexemes])
    yield Word(start, end, lexemes, lexemes, written)


def _of_word(found: re.Match[str]) -> Iterator[Word]:
    return _word_without_signs(found.start(), found.end(), found[0])


def _word_without_signs(start: int, end: int, written: str) -> Iterator[Word]:
    if "'" in written:
        return _plain(start, end, written.replace("'", ""))
    return _word(start, written)


def _of_several(found: re.Match[str]) -> Iterator[Word]:
    for run in _RUN.finditer(found[0]):
        yield from _word(found.start() + run.start(), run[0])


def _of_times(found: re.Match[str]) -> Iterator[Word]:
    return _plain(found.start(), found.end() - 1, found[0][:-1])


def _of_called(found: re.Match[str]) -> Iterator[Word]:
    return _plain(found.start(), found.end(), found[0])


def _of_initials(found: re.Match[str]) -> Iterator[Word]:
    return _plain(found.start(), found.end(), "".join(_PIECE.findall(found[0])))


def _of_plate(found: re.Match[str]) -> Iterator[Word]:
    lexemes = plate_of(found[0])
    yield Word(found.start(), found.end(), lexemes, lexemes[:1], lexemes[0])


def _of_identity(found: re.Match[str]) -> Iterator[Word]:
    digits = identity_of(found[0])
    yield Word(found.start(), found.end(), (digits,), (digits,), digits)


def _of_amount(found: re.Match[str]) -> Iterator[Word]:
    value, *others = amount_of(found[0], found.string[found.end() : found.end() + 40])
    yield Word(found.start(), found.end(), (value, *others), (value,), value)


def _of_phone(found: re.Match[str]) -> Iterator[Word]:
    phone = phone_of(found[0])
    if phone is not None:
        yield Word(found.start(), found.end(), (phone,), (phone,), phone)
        return
    for piece in _PIECE.finditer(found[0]):
        yield from _word(found.start() + piece.start(), piece[0])


def _of_link(found: re.Match[str]) -> Iterator[Word]:
    link = trimmed(found[0])
    lexemes, phone = lexemes_of(link), phone_in(link)
    if lexemes:
        every, asked = (lexemes, lexemes[-1:]) if phone is None else ((*lexemes, phone), (phone,))
        yield Word(found.start(), found.start() + len(link), every, asked, link)
    for piece in islice(_PIECE.finditer(link), _PIECES):
        for word in _word(found.start() + piece.start(), piece[0]):
            yield word._replace(within=True)


_READERS: dict[str, Callable[[re.Match[str]], Iterator[Word]]] = {
    "link": _of_link,
    "plate": _of_plate,
    "identity": _of_identity,
    "phone": _of_phone,
    "amount": _of_amount,
    "initials": _of_initials,
    "several": _of_several,
    "times": _of_times,
    "called": _of_called,
    "word": _of_word,
}
