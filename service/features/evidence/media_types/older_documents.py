"""Documents of before 2007 and letters of Outlook, told by the streams of their compound file; one with macros is none.

MS-DOC section 2.5.2, MS-XLS sections 2.4.21 and 2.4.28, MS-PPT sections 2.4.1 to 2.4.14, MS-MSG section 2.2.1, MS-OVBA
section 2.2.1. What is locked by a password cannot be looked into where macros are told of, and is not taken.
"""

import struct
from collections.abc import Callable, Iterator
from typing import NamedTuple

from service.features.evidence.media_types.compound_files import STREAM, CompoundFile
from service.features.evidence.media_types.view import Strange, View
from workflows.codes.evidence import MediaType

MOST_RECORDS = 50_000
"""Of a book, and of each part of a show: what has more is not looked into, and not taken."""

_MACROS = frozenset({"macros", "_vba_project_cur", "_vba_project", "vba"})
"""Folders and streams that macros lie in, in whichever document of the file."""

Reading = Callable[[int, int], bytes]

_WORD = b"\xec\xa5"
_BOOK_BEGINS, _SHEET, _LOCKED, _BOOK_ENDS = b"\x09\x08", 0x85, 0x2F, 0x0A
_PLAIN_SHEETS = frozenset({0x00, 0x02})
"""Kinds of sheets that hold no macro: sheets of cells and charts; 0x01 is Excel 4's macro sheet, 0x06 a module."""

_DOCUMENT, _LIST, _VBA, _VBA_ATOM = 0x03E8, 0x07D0, 0x03FF, 0x0400
_LOCKED_SHOW = "encryptedsummary"


class Kind(NamedTuple):
    """A kind of document: its stream at the root, and whether that is one of it and holds no macro."""

    stream: str
    media: MediaType
    holds: Callable[[Reading], bool]


def older_document(view: View) -> MediaType | None:
    """Which document a compound file is, None for any other one. Raises Unseen or Strange."""
    file = CompoundFile(view)
    if any(entry.name.lower() in _MACROS for entry in file.entries):
        return None
    root = file.at_the_root()
    if _LOCKED_SHOW in root:
        return None
    streams = [(kind, root[kind.stream]) for kind in _KINDS if kind.stream in root]
    held = {kind.media if kind.holds(file.reader(entry)) else None for kind, entry in streams if entry.kind == STREAM}
    return held.pop() if len(held) == 1 else None  # what two programs open as two things is neither


def _is_word(read: Reading) -> bool:
    return read(0, 2) == _WORD


def _is_plain_book(read: Reading) -> bool:
    """Whether every sheet that the book lists is one of cells or a chart."""
    if read(0, 2) != _BOOK_BEGINS:
        return False
    kinds = set()
    for number, start in _book_records(read):
        if number == _LOCKED:
            return False
        if number == _SHEET:
            kinds.add(read(start + 5, 1))
    return bool(kinds) and kinds <= {bytes([kind]) for kind in _PLAIN_SHEETS}


def _book_records(read: Reading) -> Iterator[tuple[int, int]]:
    """Number and place of each record of the book's own part; Strange for one that is not seen to its end.

    Its sheets are listed before its words, but a program that opens it may find one behind them.
    """
    start = 0
    for _ in range(MOST_RECORDS):
        head = read(start, 4)
        if len(head) < 4:  # noqa: PLR2004 - number and length
            break
        number, length = struct.unpack("<HH", head)
        if number == _BOOK_ENDS:
            return
        yield number, start + 4
        start += 4 + length
    raise Strange


def _is_plain_show(read: Reading) -> bool:
    """Whether a document is told of, and none that says that it has macros."""
    found = False
    for kind, start, end in _show_records(read, 0, None):
        if kind == _DOCUMENT:
            found = True
            if any(_has_macros(read, *inner) for inner in _show_records(read, start, end)):
                return False
    return found


def _has_macros(read: Reading, kind: int, start: int, end: int) -> bool:
    if kind != _LIST:
        return False
    vba = (inner for inner in _show_records(read, start, end) if inner[0] == _VBA)
    atoms = (atom for inner in vba for atom in _show_records(read, inner[1], inner[2]) if atom[0] == _VBA_ATOM)
    return any(read(atom[1] + 4, 4) != bytes(4) for atom in atoms)


def _show_records(read: Reading, start: int, end: int | None) -> Iterator[tuple[int, int, int]]:
    """Kind, beginning and end of what each record holds; Strange where there are more than are looked at."""
    for _ in range(MOST_RECORDS):
        head = read(start, 8)
        if len(head) < 8 or (end is not None and start + 8 > end):  # noqa: PLR2004 - kind and length
            return
        kind, length = struct.unpack_from("<HI", head, 2)
        yield kind, start + 8, start + 8 + length
        start += 8 + length
    raise Strange


def _is_letter(read: Reading) -> bool:
    """A letter's properties: eight bytes that are nought, and its counters (MS-MSG section 2.4.1.1)."""
    head = read(0, 32)
    return len(head) == 32 and head[:8] == bytes(8)  # noqa: PLR2004 - of a letter that is in no other


_KINDS = (
    Kind("worddocument", MediaType.DOC, _is_word),
    Kind("workbook", MediaType.XLS, _is_plain_book),
    Kind("book", MediaType.XLS, _is_plain_book),
    Kind("powerpoint document", MediaType.PPT, _is_plain_show),
    Kind("__properties_version1.0", MediaType.MSG, _is_letter),
)
