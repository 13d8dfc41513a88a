"""Roots of Indonesian words: what is left without prefixes and suffixes, in every way that their rules allow.

The rules are those of Indonesian grammar (Tata Bahasa Baku Bahasa Indonesia, 2017; for the letters that a nasal prefix
takes the place of, EYD V): `me-` and `pe-` melt with the first letter of the root, so that `menipu` could be of *tipu*
or *nipu*. Of the roots that a form could have, those that ``ROOTS`` has are taken, with the fewest affixes
first; of a word with none of these, every possible root is kept, and two forms meet in the one that they share.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from service.storage.lexemes.roots import ROOTS
from service.storage.lexemes.spellings import ACRONYMS, COMPOUNDS, GLUED, SPELLINGS

_SHORTEST, _LONGEST, _MOST = 4, 40, 8
"""Letters of a word that is taken apart, and roots of one word."""

_PREFIXES_OF_ONE = 3

_OF_VERBS = ("me", "di", "ku", "kau")
"""So that `diadukan` is of *adu* and not of *aduk*; `dimasukan`, as many write it, still is of *masuk*."""

_NOUNS_IN_AN = frozenset({"acuan", "alasan", "halaman", "lapangan", "lebaran", "lingkungan", "pasukan"})
"""Roots that melt with no prefix, so that `pemasukan` is of *masuk* and not of *pasukan*."""


class Prefix(NamedTuple):
    """A prefix before certain letters, and the letters that the root may have had in place of it.

    ``sure`` is false for a shape so common among roots that it is taken for a prefix only where a root is left;
    ``of_verbs`` is true for one that never has the `-an` of nouns after it.
    """

    form: str
    before: re.Pattern[str]
    restored: tuple[str, ...] = ("",)
    sure: bool = True
    of_verbs: bool = False


def _prefix(form: str, before: str, *restored: str, sure: bool = True) -> Prefix:
    return Prefix(form, re.compile(before), restored or ("",), sure, form.startswith(_OF_VERBS))


def _nasal(stem: str) -> tuple[Prefix, ...]:
    return (
        _prefix(f"{stem}ng", "[ghkq]"),
        _prefix(f"{stem}ng", "r", sure=False),
        _prefix(f"{stem}nge", "[bcdfghjklmnprst][aiueo][a-z]{1,2}$", sure=False),
        _prefix(f"{stem}ng", "[aiueo]", "", "k"),
        _prefix(f"{stem}ny", "[aiueo]", "s", "ny"),
        _prefix(f"{stem}n", "[cdjstz]"),
        _prefix(f"{stem}n", "[aiueo]", "t", "n"),
        _prefix(f"{stem}m", "[bfvp]"),
        _prefix(f"{stem}m", "[aiueo]", "p", "m"),
        _prefix(stem, "[lrwymn]"),
    )


PREFIXES = (
    *_nasal("me"),
    *_nasal("pe"),
    _prefix("di", "[a-z]"),
    _prefix("ter", "[a-z]"),
    _prefix("te", "r|[^aiueo]er[^aiueo]"),
    _prefix("ber", "[a-z]"),
    _prefix("be", "r|[^aiueo]er[^aiueo]"),
    _prefix("bel", "ajar"),
    _prefix("per", "[a-z]"),
    _prefix("pel", "ajar"),
    _prefix("pe", "[a-z]", sure=False),
    _prefix("ketidak", "[a-z]"),
    _prefix("ke", "[a-z]"),
    _prefix("se", "[a-z]"),
    _prefix("ku", "[a-z]", sure=False),
    _prefix("kau", "[a-z]", sure=False),
)
_PARTICLES, _OWNERS, _SUFFIXES = ("", "lah", "kah", "tah", "pun"), ("", "nya", "ku", "mu"), ("", "kan", "an", "i")
_LEARNED = ("itas", "isasi", "isme")
"""Suffixes of learned words, taken for such only where a root is left: `netralitas`, and not `identitas`."""

_ONSET, _END = "(?:[^aiueo][rlwyhs]?|n[gy]|s[ptkmnf]r?)", "(?:ng|ks|[^aiueo])"
_ROOT_LIKE = re.compile(
    f"{_ONSET}?(?:[aiueo]+[^aiueo]+[aiueo]+(?:[^aiueo]+[aiueo]+)*{_END}?|(?:i[aeou]|u[aeio]|e[ao]|a[aeiou]|oa){_END})"
)
"""Two syllables at least, as nearly every root has them, and no more than one sound at its end."""

_ACRONYM = re.compile("[^aiueo]{3,}")
_LETTERS = re.compile(r"[a-z]+")
_GLUED = ("e", *GLUED)
_KNOWN = ROOTS | SPELLINGS.keys() | {*SPELLINGS.values()} | COMPOUNDS.keys()


class _Form(NamedTuple):
    root: str
    affixes: int
    sure: bool
    suffix: str
    strained: bool = False
    """Whether a prefix of verbs stands before it and the `-an` of nouns after it."""


@lru_cache(maxsize=65_536)
def roots_of(word: str) -> tuple[str, ...]:
    """The roots that a word may have, in folded letters; the word itself where it has no affix."""
    if word in _KNOWN or len(word) < _SHORTEST or not _plain(word):
        return (SPELLINGS.get(word, word),)
    forms = list(_forms(word))
    known = [form for form in forms if form.affixes and form.root in _KNOWN]
    if known:
        known = [form for form in known if not form.strained] or known
        fewest = min(form.affixes for form in known)
        nearest = [form for form in known if form.affixes == fewest]
        longest = max(nearest, key=lambda form: (len(form.root), len(form.suffix)))
        alike = [form.root for form in nearest if form[1:4] == longest[1:4]]
        chosen = [root for root in alike if len(root) >= len(longest.root) - 1]
        return tuple(dict.fromkeys(SPELLINGS.get(root, root) for root in chosen))
    possible = [form for form in forms if form.affixes and form.sure and _like_a_root(form)]
    possible.sort(key=lambda form: -form.affixes)
    return tuple(dict.fromkeys((word, *(form.root for form in possible))))[:_MOST]


def _like_a_root(form: _Form) -> bool:
    return _ROOT_LIKE.fullmatch(form.root) is not None or (not form.suffix and _is_acronym(form.root))


def _is_acronym(word: str) -> bool:
    return word in ACRONYMS or _ACRONYM.fullmatch(word) is not None


def glued(word: str) -> tuple[str, ...]:
    """The two words of one such as `antihoaks`, `nonASN` and `eKTP`; none for any other."""
    return _glued(word) if len(word) >= _SHORTEST and word.startswith(_GLUED) else ()


@lru_cache(maxsize=4_096)
def _glued(word: str) -> tuple[str, ...]:
    if word in _KNOWN or not _plain(word):
        return ()
    for first in GLUED:
        rest = word.removeprefix(first)
        if rest != word and (_is_acronym(rest) or not _KNOWN.isdisjoint(roots_of(rest))):
            return first, rest
    return ("e", word[1:]) if word[0] == "e" and _is_acronym(word[1:]) else ()


def _plain(word: str) -> bool:
    return len(word) <= _LONGEST and _LETTERS.fullmatch(word) is not None


def bare_forms(word: str) -> Iterator[tuple[str, int, str]]:
    """A word without each of the suffixes that it may have, with how many those are and which stands nearest."""
    for particle in _PARTICLES:
        whole = _without(word, particle)
        for owner in _OWNERS if whole else ():
            owned = _without(whole, owner)
            for suffix in (*_SUFFIXES, *_LEARNED) if owned else ():
                bare = _without(owned, suffix)
                if bare:
                    yield bare, sum(map(bool, (particle, owner, suffix))), suffix


def _without(word: str, suffix: str) -> str:
    return word.removesuffix(suffix) if word.endswith(suffix) and len(word) > len(suffix) + 2 else ""


def _forms(word: str) -> Iterator[_Form]:
    for bare, suffixes, suffix in bare_forms(word):
        yield from _unprefixed(_Form(bare, suffixes, sure=suffix not in _LEARNED, suffix=suffix), _PREFIXES_OF_ONE)


def _unprefixed(form: _Form, more: int) -> Iterator[_Form]:
    yield form
    if not more:
        return
    for prefix in PREFIXES:
        rest = form.root.removeprefix(prefix.form)
        if len(rest) < len(form.root) and prefix.before.match(rest):
            strained = form.strained or (prefix.of_verbs and form.suffix == "an")
            for restored in prefix.restored:
                root = restored + rest
                if not (restored and root in _NOUNS_IN_AN):
                    shorter = _Form(root, form.affixes + 1, form.sure and prefix.sure, form.suffix, strained)
                    yield from _unprefixed(shorter, more - 1)
