"""Figures: amounts as Indonesians write them, telephone numbers, and plain numbers, each in one form.

An amount is its value, whether it is written `Rp50.000`, `50.000,00`, `50 ribu`, `50rb` or `50000`; a telephone number
begins with the country's code; a plain number has no zeros before it, so that `TPS 05` is `TPS 5`.
"""

import re
from decimal import Decimal

_SCALES = {
    "ribu": ("ribu", 3), "rb": ("ribu", 3), "k": ("ribu", 3), "juta": ("juta", 6), "jt": ("juta", 6),
    "miliar": ("miliar", 9), "milyar": ("miliar", 9), "triliun": ("triliun", 12), "trilyun": ("triliun", 12),
    "m": ("miliar", 9), "t": ("triliun", 12),
}  # fmt: skip
_NAMES = "|".join(sorted(_SCALES.keys() - {"k", "m", "t"}, key=len, reverse=True))
_SCALE = f"(?:(?:{_NAMES})(?:-?an)?|(?<=[0-9])k)(?![a-z0-9])"
_LETTER = "[mt](?![a-z0-9])"
"""`Rp2,5M` and `3T`, of money only: alone they are metres, or a school's name."""

_OF_MONEY = "".join(f"|(?<={word} )" for word in ("anggaran", "biaya", "dana", "sebesar", "senilai", "uang"))[1:]
_ABOUT = r"(?:-?an)? {0,2}"
"""As in `50an ribu`."""

_GROUPED = r"[1-9][0-9]{0,2}(?:(?:\.[0-9]{3}){1,6}|(?:,[0-9]{3}){1,6}|(?:'[0-9]{3}){1,6})(?![0-9])"
_DECIMAL = r"[0-9]{1,15}(?:[.,][0-9]{1,3}(?![0-9]))?"
_CENTS = r"(?:[.,][0-9]{2}(?![0-9])|,-)?"
_RUPIAH = r"(?: ?rupiah(?![a-z]))?"
_UNTIL = r" ?(?:-|/|s/d|s\.d\.?|sd|sampai|hingga) ?"
_LATER = rf"(?={_UNTIL}(?:rp\.? ?)?{_DECIMAL}{_ABOUT}{_SCALE})"
"""Of `50-100 ribu` the first is thousands too."""

_SPACED = r"[1-9][0-9]{0,2}(?: [0-9]{3}){1,6}(?![0-9])"
_TORN = r"[1-9][0-9]{0,2}(?:\. ?[0-9]{3}){0,5}\. 000(?![0-9])"
"""`50. 000`: with other digits the point could end a sentence."""

_MONEY = (
    rf"(?:(?<![a-z0-9])|(?<=[0-9]x))(?:rp|idr)\.? {{0,2}}(?:{_TORN}|{_GROUPED}|{_SPACED}|{_DECIMAL})"
    rf"{_CENTS}(?:{_ABOUT}(?:{_SCALE}|{_LETTER})|{_LATER})?{_RUPIAH}"
)
_ROUND = r"(?<![0-9] )[1-9][0-9]{0,2}(?: [0-9]{3}){0,5} 000(?! ?[0-9])"
_SCALED = rf"{_GROUPED}{_CENTS}(?:{_ABOUT}{_SCALE})?|{_DECIMAL}(?:{_ABOUT}{_SCALE}|{_LATER})"
_LETTERED = rf"(?:{_OF_MONEY}){_DECIMAL} ?{_LETTER}|{_DECIMAL} ?{_LETTER}(?= ?rupiah(?![a-z]))"
_VALUE = rf"(?<![0-9])(?<![0-9][.,])(?:{_ROUND}|{_SCALED}|{_LETTERED}){_RUPIAH}"
AMOUNT = f"{_MONEY}|{_VALUE}"
"""A pattern of folded text."""

_GAP = r"(?:[ .\-]|(?:[/_]| - | / )(?!0|62))?"
"""Between the parts of one number; before a zero a stroke parts two of them."""

_COUNTRY = r"(?:\+|00)?62"
_AREA_CODE = r"(?:(?:(?:\+|00)62[ .\-]?\(?|\(?0)[2-9][0-9]{1,2}(?:\)?[ .\-]{1,3}|\)|\)?/)|\(0[2-9][0-9]{1,2}\) ?/ ?)"
_NAMED = ("wa", "hp", "no", "hub", "tlp", "telp")
CALLED = rf"(?<![a-z0-9])(?:{'|'.join(_NAMED)})(?=(?:{_COUNTRY}|0)8[0-9])"
"""What people write before a number without a blank, as in `WA0812`; a pattern of folded text."""

TIMES = r"(?<![a-z0-9.,])[0-9]{1,4}x(?=(?:rp\.? ?)?[0-9])"
"""How often, before what, as in `5x50.000`; a pattern of folded text."""

_BEGINS = "(?:(?<![a-z0-9+])" + "".join(f"|(?<={name})" for name in _NAMED) + ")"
_WITHOUT_ZERO = r"(?<![a-z0-9+.,\-/])8[1-9][0-9](?:-[0-9]{3,4}-[0-9]{3,5}| [0-9]{4} [0-9]{3,5})(?![0-9]|[.,\-][0-9])"
PHONE = (
    rf"{_BEGINS}(?:\(?{_COUNTRY}\)?{_GAP}(?:\(0\){_GAP})?|\(?0)8[0-9]{{2}}\)?(?:{_GAP}[0-9]{{2,9}}){{1,4}}(?![0-9])"
    rf"|(?<![a-z0-9+]){_AREA_CODE}[0-9]{{3,8}}(?:[ .\-][0-9]{{3,4}})?(?![0-9]|/[0-9])"
    rf"|{_WITHOUT_ZERO}"
)
"""A mobile number, or one of a fixed line with its area's code apart; a pattern of folded text."""

_SHORTEST, _LONGEST = 9, 14
"""Digits of a telephone number with the leading zero."""

_PARTS = re.compile(rf"(?P<figure>[0-9][0-9.,' ]*[0-9]|[0-9])(?P<free>,-)?{_ABOUT}(?P<scale>{_SCALE}|{_LETTER})?")
_GROUPS = re.compile(_GROUPED)
_LATER_SCALE = re.compile(rf"{_UNTIL}(?:rp\.? ?)?{_DECIMAL}{_ABOUT}({_SCALE})")
_DIGITS = re.compile(r"[0-9]+")


def amount_of(written: str, after: str) -> tuple[str, ...]:
    """What an amount is found by: its value, then the words that stand in it.

    ``after`` is what follows it in the text, for the first amount of a range.
    """
    parts = _PARTS.search(written)
    assert parts is not None  # noqa: S101 - every amount has a digit
    later = None if parts["scale"] else _LATER_SCALE.match(after)
    scale = parts["scale"] or (later[1] if later else None)
    name, power = _SCALES[scale.removesuffix("an").rstrip("-")] if scale else (None, 0)
    value = _value(parts["figure"].replace(" ", "").rstrip(".,"), scaled=scale is not None).scaleb(power)
    money = written.startswith(("rp", "idr")) or written.endswith("rupiah")
    return tuple(each for each in (_plain(value), name, "rupiah" if money else None) if each)


def _value(figure: str, *, scaled: bool) -> Decimal:
    whole = _GROUPS.match(figure)
    if whole is not None and not (scaled and whole[0] == figure and figure.count(",") == 1):
        digits, rest = whole[0].translate(_NO_POINTS), figure[whole.end() :]
    else:
        digits, _, rest = figure.replace(",", ".").partition(".")
    return Decimal(f"{digits}.{rest.translate(_NO_POINTS)}" if rest else digits)


_NO_POINTS = str.maketrans("", "", "., '")


def _plain(value: Decimal) -> str:
    return f"{value:f}".rstrip("0").rstrip(".") if value % 1 else f"{value:.0f}"


def phone_of(written: str) -> str | None:
    """A telephone number with the country's code before it; None for what has too few or too many digits."""
    digits = "".join(_DIGITS.findall(written.replace("(0)", "")))
    digits = digits[2:] if digits.startswith("0062") else digits
    local = digits[2:] if digits.startswith("62") else digits.removeprefix("0")
    return f"62{local}" if _SHORTEST <= len(local) + 1 <= _LONGEST else None


def number_of(digits: str) -> str:
    """A plain number without the zeros before it, or the telephone number that it is."""
    if digits[0] == "0" and not digits.startswith("0062") and _SHORTEST <= len(digits) <= _LONGEST:
        return f"62{digits[1:]}"
    return digits.lstrip("0") or "0"
