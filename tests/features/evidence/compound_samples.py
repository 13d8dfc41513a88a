"""Documents of before 2007, written by the specification of compound files (MS-CFB) with the streams that tell them."""

import struct
from collections.abc import Mapping

from service.features.evidence.media_types.older_documents import MOST_RECORDS
from workflows.codes.evidence import MediaType

FREE, END, TABLE, CHAIN = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFC
IN_HEAD = 109
"""Sectors of the table that the head tells of."""
FOLDER, STREAM, ROOT = 1, 2, 5
SMALL, MINI = 4096, 64
Tree = Mapping[str, "bytes | Tree"]


class _Disk:
    """Sectors and the table that chains them."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.sectors: list[bytes] = []
        self.table: list[int] = []

    def put(self, content: bytes) -> int:
        """Keep content in sectors of its own; the first of them."""
        if not content:
            return END
        first = len(self.sectors)
        parts = [content[at : at + self.size].ljust(self.size, b"\0") for at in range(0, len(content), self.size)]
        self.sectors += parts
        self.table += [*range(first + 1, first + len(parts)), END]
        return first


def _entry(name: str, kind: int, after: int, first: int, sector: int, size: int) -> bytes:
    raw = name.encode("utf-16-le") + b"\0\0"
    links = struct.pack("<BBIII", kind, 1, FREE, after, first)
    return raw.ljust(64, b"\0") + struct.pack("<H", len(raw)) + links + bytes(36) + struct.pack("<IQ", sector, size)


def compound(tree: Tree, version: int = 3) -> bytes:
    """A compound file of these folders and streams; siblings lie in a row."""
    disk, small = _Disk(512 if version == 3 else 4096), _Disk(MINI)
    entries: list[tuple[str, int, int, int, int, int]] = [("Root Entry", ROOT, FREE, FREE, END, 0)]

    def add(inner: Tree) -> int:
        """Number of the first of what a folder holds."""
        following = FREE
        for name, content in inner.items():
            if isinstance(content, bytes):
                sector = (small if len(content) < SMALL else disk).put(content)
                entries.append((name, STREAM, following, FREE, sector, len(content)))
            else:
                first = add(content)
                entries.append((name, FOLDER, following, first, 0, 0))
            following = len(entries) - 1
        return following

    first = add(tree)
    inner = b"".join(small.sectors)
    entries[0] = ("Root Entry", ROOT, FREE, first, disk.put(inner), len(inner))
    table = struct.pack(f"<{len(small.table)}I", *small.table)
    small_table = disk.put(table.ljust(-(-len(table) // disk.size) * disk.size, b"\xff"))
    directory = disk.put(b"".join(_entry(*one) for one in entries))
    return _written(disk, version, directory, small_table, -(-len(table) // disk.size))


def _written(disk: _Disk, version: int, directory: int, small_table: int, small_count: int) -> bytes:
    """The file: sectors, the table of them, and where the head has no room for it the chain that tells of the rest."""
    each, used, count, more = disk.size // 4, len(disk.table), 0, 0
    while (used + count + more) > count * each:
        count += 1
        more = -(-max(count - IN_HEAD, 0) // (each - 1))
    table = [*disk.table, *[TABLE] * count, *[CHAIN] * more]
    raw = struct.pack(f"<{len(table)}I", *table).ljust(count * disk.size, b"\xff")
    numbers, first = list(range(used, used + count)), used + count
    shift = 9 if version == 3 else 12
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, version, 0xFFFE, shift, 6)
    head += bytes(6) + struct.pack("<IIII", 0, count, directory, 0)
    head += struct.pack("<IIIII", SMALL, small_table, small_count, first if more else END, more)
    head += struct.pack(f"<{IN_HEAD}I", *(numbers + [FREE] * IN_HEAD)[:IN_HEAD])
    chain = b""
    for number in range(more):
        told = numbers[IN_HEAD + number * (each - 1) :][: each - 1]
        following = END if number == more - 1 else first + number + 1
        chain += struct.pack(f"<{each}I", *told, *[FREE] * (each - 1 - len(told)), following)
    return head.ljust(disk.size, b"\0") + b"".join(disk.sectors) + raw + chain


def record(number: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", number, len(content)) + content


def sheets(*kinds: int) -> bytes:
    return b"".join(record(0x85, struct.pack("<IBB", 0, 0, kind) + b"\x04\0Data") for kind in kinds)


def book(*kinds: int, locked: bool = False, behind: bytes = b"") -> bytes:
    """A book with sheets of these kinds, its words, and what is listed behind them."""
    lock, words = record(0x2F, bytes(6)) if locked else b"", record(0xFC, bytes(8))
    told = lock + record(0x31, bytes(20)) + sheets(*kinds) + words + behind
    return (record(0x0809, bytes(16)) + told + record(0x0A)).ljust(SMALL, b"\0")


def shown(number: int, *inner: bytes) -> bytes:
    content = b"".join(inner)
    return struct.pack("<HHI", 0x000F, number, len(content)) + content


def show(macros: int | None = None) -> bytes:
    """A presentation that says nothing of macros, or whether it has them."""
    vba = b"" if macros is None else shown(0x03FF, shown(0x0400, struct.pack("<III", 1, macros, 2)))
    whole = shown(0x03EE, bytes(900)) + shown(0x03E8, shown(0x03E9, bytes(40)), shown(0x07D0, vba, shown(0x0409)))
    return (whole + shown(0x1772, bytes(8))).ljust(SMALL, b"\0")


WORDS = (b"\xec\xa5\xc1\0" + bytes(2000)).ljust(SMALL, b"\0")
LETTER: Tree = {"__nameid_version1.0": {"__substg1.0_00020102": bytes(16)}, "__properties_version1.0": bytes(64)}
MACROS: Tree = {"VBA": {"dir": bytes(80), "_VBA_PROJECT": bytes(40)}}

OLDER: Mapping[str, tuple[bytes, MediaType]] = {
    "DOC": (compound({"1Table": bytes(5000), "WordDocument": WORDS}), MediaType.DOC),
    "DOC with a sheet in it": (
        compound({"ObjectPool": {"_1": {"Workbook": book(0)}}, "WordDocument": WORDS}), MediaType.DOC,
    ),
    "DOC of many sectors": (compound({"Data": bytes(3 << 20), "WordDocument": WORDS}), MediaType.DOC),
    "DOC whose table the head has no room for": (
        compound({"Data": bytes(17 << 20), "1Table": bytes(90), "WordDocument": WORDS}), MediaType.DOC,
    ),
    "DOC of large sectors": (compound({"WordDocument": WORDS, "0Table": bytes(90)}, 4), MediaType.DOC),
    "XLS": (compound({"Workbook": book(0, 2)}), MediaType.XLS),
    "XLS of Excel 95": (compound({"Book": book(0)}), MediaType.XLS),
    "a short XLS": (compound({"Workbook": book(0).rstrip(b"\0") + bytes(3)}), MediaType.XLS),
    "XLS for two programs": (compound({"Book": book(0), "Workbook": book(0, 2)}), MediaType.XLS),
    "PPT": (compound({"Current User": bytes(40), "PowerPoint Document": show()}), MediaType.PPT),
    "PPT that says that it has none": (compound({"PowerPoint Document": show(0)}), MediaType.PPT),
    "a letter of Outlook": (compound(LETTER), MediaType.MSG),
}  # fmt: skip

NOT_OLDER: Mapping[str, bytes] = {
    "DOC with macros": compound({"WordDocument": WORDS, "Macros": MACROS}),
    "DOC with a sheet with macros": compound(
        {"ObjectPool": {"_1": {"_VBA_PROJECT_CUR": MACROS}}, "WordDocument": WORDS}
    ),
    "DOC in a folder": compound({"ObjectPool": {"_1": {"WordDocument": WORDS}}}),
    "DOC of other words": compound({"WordDocument": bytes(5000)}),
    "XLS with macros": compound({"Workbook": book(0), "_VBA_PROJECT_CUR": MACROS}),
    "XLS with macros of Excel 4": compound({"Workbook": book(0, 1)}),
    "XLS with a module": compound({"Book": book(0, 6)}),
    "XLS under a password": compound({"Workbook": book(0, locked=True)}),
    "XLS without sheets": compound({"Workbook": book()}),
    "XLS with macros of Excel 4 behind its words": compound({"Workbook": book(0, behind=sheets(1))}),
    "XLS of more records than are looked at": compound({"Workbook": book(0, behind=record(0xC1) * MOST_RECORDS)}),
    "XLS that does not end": compound({"Workbook": book(0).rstrip(b"\0")}),
    "XLS of which the other program's has macros": compound({"Book": book(0, 1), "Workbook": book(0)}),
    "DOC that is XLS too": compound({"WordDocument": WORDS, "Workbook": book(0)}),
    "DOC that is XLS with macros too": compound({"WordDocument": WORDS, "Workbook": book(0, 1)}),
    "PPT with macros": compound({"PowerPoint Document": show(1)}),
    "PPT of more parts than are looked at": compound({"PowerPoint Document": shown(0x1772) * MOST_RECORDS + show()}),
    "PPT with a list of more parts than are looked at": compound(
        {"PowerPoint Document": shown(0x03E8, shown(0x07D0, shown(0x0409) * (MOST_RECORDS + 1)))}
    ),
    "PPT under a password": compound({"EncryptedSummary": bytes(90), "PowerPoint Document": show()}),
    "PPT without a document": compound({"PowerPoint Document": shown(0x03EE, bytes(900)).ljust(SMALL, b"\0")}),
    "a letter without its counters": compound({"__properties_version1.0": bytes(8)}),
    "DOCX under a password": compound({"EncryptedPackage": bytes(5000), "EncryptionInfo": bytes(90)}),
    "an installer": compound({"\u4840\u3f3f": bytes(90)}),
    "a compound file of nothing": compound({}),
    "its mark alone": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "one that was cut": compound({"WordDocument": WORDS})[:2000],
}


def circled(content: bytes) -> bytes:
    """The same file, whose table leads from every sector to the first."""
    at = 512 * (1 + struct.unpack_from("<I", content, 76)[0])
    return content[:at] + bytes(len(content) - at)


NOT_OLDER = {**NOT_OLDER, "one whose sectors go in a circle": circled(compound({"WordDocument": WORDS}))}
