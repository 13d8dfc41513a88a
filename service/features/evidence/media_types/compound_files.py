"""Compound files (MS-CFB): a small disk of 512 or 4,096 byte sectors in a file, with folders and streams in it."""

import struct
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple

from service.features.evidence.media_types.view import Strange, View

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MOST_ENTRIES = 1 << 14
"""Folders and streams of a file that is looked into."""

MOST_SECTORS = 1 << 16
"""Sectors of a stream that are followed."""

FOLDER, STREAM, ROOT = 1, 2, 5
_SHIFTS = {3: 9, 4: 12}
"""Sizes of sectors by the version, as powers of two."""

_LAST_SECTOR, _NOBODY = 0xFFFFFFFA, 0xFFFFFFFF
_SMALL, _SMALL_SECTOR = 4096, 64
"""Streams of fewer bytes lie in small sectors, inside the stream of the root (section 2.4)."""

_ENTRY, _IN_HEAD = 128, 109


class Entry(NamedTuple):
    """A folder or a stream: its name, where it begins, and its neighbours by number."""

    name: str
    kind: int
    before: int
    after: int
    first: int
    sector: int
    size: int


class CompoundFile:
    """A compound file that is looked into. Everything raises Unseen, or Strange for what contradicts the format."""

    def __init__(self, view: View) -> None:
        head = view.read(0, 512)
        version = int.from_bytes(head[26:28], "little")
        if len(head) < 512 or head[28:30] != b"\xfe\xff" or head[30:32] != bytes([_SHIFTS.get(version, 0), 0]):  # noqa: PLR2004
            raise Strange
        self._view = view
        self._size = 1 << _SHIFTS[version]
        self._directory, self._small_table, self._more = (struct.unpack_from("<I", head, at)[0] for at in (48, 60, 68))
        self._in_head = struct.unpack_from(f"<{_IN_HEAD}I", head, 76)
        self._table = lru_cache(None)(self._table_sector)
        self.entries = list(self._entries(version))
        if not self.entries or self.entries[0].kind != ROOT:
            raise Strange

    def at_the_root(self) -> dict[str, Entry]:
        """What lies in no folder, by its name in small letters."""
        found: dict[str, Entry] = {}
        waiting, seen = [self.entries[0].first], set()
        while waiting:
            number = waiting.pop()
            if number == _NOBODY or number in seen:
                continue
            if number >= len(self.entries):
                raise Strange
            seen.add(number)
            entry = self.entries[number]
            found[entry.name.lower()] = entry
            waiting += [entry.before, entry.after]
        return found

    def reader(self, entry: Entry) -> Callable[[int, int], bytes]:
        """What reads bytes of a stream: from a place, so many, fewer at its end."""
        small = entry.size < _SMALL
        step = _SMALL_SECTOR if small else self._size
        places = self._small_places(entry) if small else self._places(entry.sector)

        def read(start: int, length: int) -> bytes:
            end = min(start + length, entry.size, len(places) * step)
            parts = []
            while start < end:
                within = start % step
                count = min(step - within, end - start)
                parts.append(self._view.read(places[start // step] + within, count))
                start += count
            return b"".join(parts)

        return read

    def _entries(self, version: int) -> Iterator[Entry]:
        for place in self._places(self._directory, MOST_ENTRIES * _ENTRY // self._size):
            sector = self._view.read(place, self._size)
            for at in range(0, len(sector) - _ENTRY + 1, _ENTRY):
                raw = sector[at : at + _ENTRY]
                length = min(int.from_bytes(raw[64:66], "little"), 64)
                name = raw[: max(length - 2, 0)].decode("utf-16-le", "replace")
                size = int.from_bytes(raw[120:124] if version == 3 else raw[120:128], "little")  # noqa: PLR2004
                before, after, first = struct.unpack_from("<III", raw, 68)
                yield Entry(name, raw[66], before, after, first, int.from_bytes(raw[116:120], "little"), size)

    def _places(self, first: int, most: int = MOST_SECTORS) -> list[int]:
        """Where the sectors of a chain begin in the file."""
        return [self._place(one) for one in _chain(first, self._next, most)]

    def _place(self, sector: int) -> int:
        return (sector + 1) * self._size

    def _next(self, sector: int) -> int:
        return self._number(self._table(sector * 4 // self._size), sector)

    def _number(self, place: int, sector: int) -> int:
        raw = self._view.read(place + sector * 4 % self._size, 4)
        if len(raw) < 4:  # noqa: PLR2004 - of a number
            raise Strange
        return int.from_bytes(raw, "little")

    def _table_sector(self, number: int) -> int:
        """Where a sector of the table of sectors is: the first ones are told in the head, the others in a chain."""
        if number < _IN_HEAD:
            return self._place(self._in_head[number])
        each = self._size // 4 - 1
        skipped, within = divmod(number - _IN_HEAD, each)
        place = self._place(self._more)
        for _ in range(skipped):
            place = self._place(self._number(place, each))
        return self._place(self._number(place, within))

    def _small_places(self, entry: Entry) -> list[int]:
        """Where the small sectors of a stream begin in the file."""
        table, root = self._places(self._small_table), self._places(self.entries[0].sector)

        def following(sector: int) -> int:
            return self._number(_nth(table, sector * 4 // self._size), sector)

        chain = [one * _SMALL_SECTOR for one in _chain(entry.sector, following, _SMALL // _SMALL_SECTOR)]
        return [_nth(root, at // self._size) + at % self._size for at in chain]


def _nth(places: list[int], number: int) -> int:
    if number >= len(places):
        raise Strange
    return places[number]


def _chain(first: int, following: Callable[[int], int], most: int) -> list[int]:
    """The sectors from the first on. Raises Strange for a chain that is longer, or goes in a circle."""
    found: list[int] = []
    while first < _LAST_SECTOR:
        if len(found) >= most:
            raise Strange
        found.append(first)
        first = following(first)
    return found
