"""Numbers in words: `lima puluh ribu` is 50000, as `50.000`, `50 ribu` and `50rb` are.

One word alone is a number only where it says so (`sebelas`, `seratus`, `sejuta`): `satu` and `dua` mean too much else.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

_DIGITS = {
    name: value
    for value, name in enumerate(
        ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")
    )
}
_WHOLE = {"sepuluh": 10, "sebelas": 11, "seratus": 100}
_SCALES = {"ribu": 3, "juta": 6, "miliar": 9, "milyar": 9, "triliun": 12, "trilyun": 12}
_ONE_OF = {f"se{name}": power for name, power in _SCALES.items()}
_TENS, _TEENS, _HUNDREDS, _POINT = "puluh", "belas", "ratus", "koma"
_HALF, _QUARTER = "setengah", "seperempat"
_UNITS = "|".join((_TENS, _TEENS, _HUNDREDS, *_SCALES))
_JOINED = re.compile(rf"({'|'.join(_DIGITS)}|{'|'.join(_WHOLE)})({_UNITS})")
"""`limapuluh`, as many write it."""

_WORDS = frozenset({*_DIGITS, *_WHOLE, *_SCALES, *_ONE_OF, _TENS, _TEENS, _HUNDREDS, _HALF, _QUARTER, _POINT})
_PART_OF = {_HALF: Decimal("0.5"), _QUARTER: Decimal("0.25")}
_BEGIN = (*_DIGITS, *_WHOLE, *_ONE_OF, *_PART_OF)
_MOST = 24
"""Words of one number at most."""

_TEN, _TWENTY, _HUNDRED, _THOUSAND, _MORE = 10, 20, 100, 1_000, 99


class _Read(NamedTuple):
    """A value, and how many words it took."""

    value: Decimal
    words: int


def spelled_numbers(written: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Every number in words among words that stand one after the other: where it begins and ends, and its value."""
    start = 0
    while start < len(written):
        if not written[start].startswith(_BEGIN):
            start += 1
            continue
        parts, ends = _parts(written, start)
        read = _number(parts)
        if read is None or read.words not in ends or (read.words == 1 and parts[0] in _DIGITS):
            start += 1
            continue
        end = start + ends.index(read.words) + 1
        yield start, end, _plain(read.value)
        start = end


def _parts(written: Sequence[str], start: int) -> tuple[list[str], list[int]]:
    """The words of numbers from there on, those written as one taken apart; and how many there are after each."""
    parts: list[str] = []
    ends: list[int] = []
    for word in written[start : start + _MOST]:
        joined = _JOINED.fullmatch(word)
        found = [word] if word in _WORDS else [each for each in joined.groups() if each] if joined else []
        if not found or not _WORDS.issuperset(found):
            break
        parts += found
        ends.append(len(parts))
    return parts, ends


def _number(parts: Sequence[str]) -> _Read | None:
    """The longest number at the beginning: thousands of falling powers, then what is below a thousand."""
    total, at, power, found = Decimal(0), 0, _MORE, False
    while at < len(parts):
        group = _scaled(parts[at:])
        if group is None or not group[1] < power:
            break
        read, power = group
        total, at, found = total + read.value.scaleb(power), at + read.words, True
        if power == 0:
            break
    return _Read(total, at) if found else None


def _scaled(parts: Sequence[str]) -> tuple[_Read, int] | None:
    """What is below a thousand, with the power of ten that follows it."""
    if parts[0] in _ONE_OF:
        return _Read(Decimal(1), 1), _ONE_OF[parts[0]]
    if parts[0] in _PART_OF and parts[1:2] and parts[1] in _SCALES:
        return _Read(_PART_OF[parts[0]], 2), _SCALES[parts[1]]
    below = _below_a_thousand(parts)
    if below is None:
        return None
    value, at = _with_parts(parts, below)
    if at < len(parts) and parts[at] in _SCALES:
        return _Read(value, at + 1), _SCALES[parts[at]]
    return _Read(below.value, below.words), 0


def _with_parts(parts: Sequence[str], whole: _Read) -> tuple[Decimal, int]:
    """`dua setengah` and `dua koma lima`, which stand before a scale alone."""
    rest = parts[whole.words : whole.words + 2]
    if rest[:1] == [_HALF]:
        return whole.value + Decimal("0.5"), whole.words + 1
    if len(rest) > 1 and rest[0] == _POINT and rest[1] in _DIGITS:
        return whole.value + Decimal(_DIGITS[rest[1]]) / 10, whole.words + 2
    return whole.value, whole.words


def _below_a_thousand(parts: Sequence[str]) -> _Read | None:
    value, at, least = 0, 0, _THOUSAND
    while at < len(parts):
        read = _one(parts[at:])
        if read is None or not read[0] < least:
            break
        amount, words = read
        value, at = value + amount, at + words
        least = _HUNDRED if amount >= _HUNDRED else _TEN if amount >= _TWENTY else 0
    return _Read(Decimal(value), at) if at else None


def _one(parts: Sequence[str]) -> tuple[int, int] | None:
    """Hundreds, tens, teens or a digit, and the words that say so."""
    if parts[0] in _WHOLE:
        return _WHOLE[parts[0]], 1
    digit = _DIGITS.get(parts[0])
    if digit is None:
        return None
    follows = parts[1] if len(parts) > 1 else ""
    for name, times, more in ((_HUNDREDS, 100, 0), (_TENS, 10, 0), (_TEENS, 1, 10)):
        if follows == name and digit:
            return digit * times + more, 2
    return digit, 1


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"
