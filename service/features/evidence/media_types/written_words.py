"""Text, and what is text with a form: tables (RFC 4180), letters (RFC 5322) and Rich Text (Microsoft, RTF 1.9.1).

Text has no mark of its own: all of it is read, so that it is nothing else as well. What begins as markup or as a script
is none (WHATWG, "MIME Sniffing" section 7.1, is the narrower rule that browsers keep to).
"""

import codecs
import csv
import io
import re
from collections.abc import Iterable
from email.utils import parsedate_tz

from service.features.evidence.media_types.view import LONGEST_READ, View
from workflows.codes.evidence import MediaType

MOST_TEXT = 4 << 20
"""Bytes of the longest text that is taken: what is longer cannot be read whole."""

LONGEST_HEAD = 128 << 10
"""Bytes of a letter's head."""

_ARCHIVE, _LONGEST_END = b"PK\5\6", 22 + 0xFFFF
"""What ends a ZIP archive, and how long that is at most (APPNOTE.TXT section 4.3.16): it may begin anywhere."""

_CODINGS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""By the mark in front; text without one is UTF-8."""

_NO_TEXT = re.compile("[\0-\x08\x0b\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
"""Controls but for tabs and ends of lines and pages, and what is no character (Unicode 16 section 23.7)."""

_NOT_TAKEN = ("<", "#!", "%!")
"""How markup, scripts and programs of printers begin."""

_SEPARATORS = ",;"
_EXCEL_HINT = re.compile(r"sep=(?P<separator>[,;])\r?\n")
"""A first line by which Excel is told what separates."""

_FIELD = re.compile(rb"([!-9;-~]+):([^\n]*(?:\n[ \t][^\n]*)*)")
_NEEDED = frozenset({b"from", b"date"})
"""The fields that every letter has (RFC 5322 section 3.6)."""

_RICH = b"{\\rtf"
_AFTER_RICH, _LAST = b"\0\t\n\r ", 4096


def rich_text(view: View) -> MediaType | None:
    """Rich Text from its first group to the end of it, behind which nothing is. Raises Unseen."""
    last = view.read(max(view.size - _LAST, 0), _LAST).rstrip(_AFTER_RICH)
    return MediaType.RTF if view.read(0, len(_RICH)) == _RICH and last.endswith(b"}") else None


def written(view: View) -> MediaType | None:
    """A letter, a table, or any other text. Raises Unseen or Strange."""
    if _is_letter(view):
        return MediaType.EML
    text = _text(view)
    if text is None:
        return None
    return MediaType.CSV if any(_is_table(*one) for one in _readings(text)) else MediaType.TEXT


def _text(view: View) -> str | None:
    """The whole as text, without its mark; None for what is none or may not be one."""
    if view.size > MOST_TEXT:
        return None
    begun = view.read(0, 3)
    mark, coding = next(((mark, coding) for mark, coding in _CODINGS if begun.startswith(mark)), (b"", "utf-8"))
    if _NO_TEXT.search(view.read(0, LONGEST_HEAD)[len(mark) :].decode(coding, "ignore")):
        return None  # of most that is no text no more than this is read
    raw = b"".join(view.read(start, LONGEST_READ) for start in range(0, view.size, LONGEST_READ))
    try:
        text = raw[len(mark) :].decode(coding)
    except UnicodeDecodeError:
        return None
    front = text.lstrip()
    return None if not front or front.startswith(_NOT_TAKEN) or _NO_TEXT.search(text) else text


def _readings(text: str) -> Iterable[tuple[str, str]]:
    """The text of a possible table, and what separates its fields."""
    hint = _EXCEL_HINT.match(text)
    if hint is not None:
        return [(text[hint.end() :], hint["separator"])]
    return [(text, separator) for separator in _SEPARATORS]


def _is_table(text: str, separator: str) -> bool:
    """Whether it has lines of as many fields each, two or more (RFC 4180 section 2), and is no prose.

    In prose a blank follows every comma.
    """
    if not re.search(f"{separator}[^ \t\r\n]", text):
        return False
    try:
        records = [record for record in csv.reader(io.StringIO(text, newline=""), delimiter=separator) if record]
    except csv.Error:
        return False
    return len(records) > 1 and len(records[0]) > 1 and len({len(record) for record in records}) == 1


def _is_letter(view: View) -> bool:
    """Whether a head stands in front, with the fields of every letter and a date that is one, and an empty line."""
    head, line, _ = view.read(0, LONGEST_HEAD).replace(b"\r\n", b"\n").partition(b"\n\n")
    if not line or b"\0" in head or _ARCHIVE in view.read(max(view.size - _LONGEST_END, 0), _LONGEST_END):
        return False
    fields, at = {}, 0
    while at < len(head):
        field = _FIELD.match(head, at)
        if field is None or head[field.end() : field.end() + 1] not in {b"\n", b""}:
            return False
        fields[field[1].lower()] = field[2]
        at = field.end() + 1
    return fields.keys() >= _NEEDED and parsedate_tz(fields[b"date"].decode("latin-1")) is not None
