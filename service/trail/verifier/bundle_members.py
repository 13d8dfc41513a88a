"""Which members a bundle may have, and how large each may be. Anything else is refused before it is read."""

from collections.abc import Iterable
from typing import Literal
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipInfo

import msgspec

from workflows.trail.tlog.notes import MAX_NOTE_BYTES
from workflows.trail.tlog.tiles import ENTRIES, FULL_BYTES, FULL_WIDTH, MAX_ENTRY_BYTES, Tile, parse_path
from workflows.trail.tlog.tlog_errors import Malformed

THE_FILE = "the file"
MANIFEST, CHECKPOINT = "manifest.json", "checkpoint"
LEAVES, PENDING, TEXTS, SNAPSHOTS = "leaves.jsonl", "pending.jsonl", "texts.jsonl", "snapshots.jsonl"
NAMINGS = "namings.jsonl"
KEYS = "log.vkey"

MAX_MEMBERS = 4_000_000
MAX_LINES_BYTES = 1 << 40
MAX_ENTRIES_BYTES = FULL_WIDTH * (MAX_ENTRY_BYTES + 2)
LIMITS = {
    MANIFEST: 1 << 16,
    CHECKPOINT: MAX_NOTE_BYTES,
    KEYS: 1 << 12,
    "witnesses.policy": 1 << 20,
    LEAVES: MAX_LINES_BYTES,
    PENDING: MAX_LINES_BYTES,
    TEXTS: MAX_LINES_BYTES,
    NAMINGS: MAX_LINES_BYTES,
    SNAPSHOTS: MAX_LINES_BYTES,
}
"""The largest size of each member in bytes, unpacked."""

MAX_LINE_BYTES = {LEAVES: 1 << 17, PENDING: 1 << 17, TEXTS: 1 << 20, NAMINGS: 1 << 17, SNAPSHOTS: 1 << 24}
"""The longest line of each member of lines, in bytes."""

_HEADER_BYTES = 30
_ENCRYPTED = 0x1


class Unreadable(Exception):
    """The file is no bundle that can be read. ``member`` is the part at fault, ``reason`` why, both in words."""

    def __init__(self, member: str, reason: str) -> None:
        super().__init__(f"{member}: {reason}")
        self.member = member
        self.reason = reason


class Scope(msgspec.Struct, frozen=True):
    """What the bundle covers: a whole region, one report, or the reports of a period."""

    kind: Literal["region", "report", "period"]
    report: str | None = None
    start: str | None = msgspec.field(default=None, name="from")
    end: str | None = msgspec.field(default=None, name="to")


class Manifest(msgspec.Struct, frozen=True):
    """What the bundle says of itself. Only ``scope`` and ``region`` are taken from it; the rest is held against."""

    format: Literal["tindak-bundle/1"]
    origin: str
    region: str
    scope: Scope
    size: int
    made_at: str
    made_by: str
    quorum: bool | None = None


class Index:
    """The members of a bundle by name, and its tiles by place. Raises Unreadable for any that may not be there."""

    def __init__(self, infos: Iterable[ZipInfo]) -> None:
        self.named: dict[str, ZipInfo] = {}
        self.tiles: dict[tuple[int, int], tuple[Tile, ZipInfo]] = {}
        for info in infos:
            self._add(info)
        _require_apart(self.named.values())

    def _add(self, info: ZipInfo) -> None:
        name = info.orig_filename
        if name in self.named:
            raise Unreadable(_shown(name), "it stands twice in the file")
        if len(self.named) >= MAX_MEMBERS:
            raise Unreadable(THE_FILE, f"it has more than {MAX_MEMBERS} members")
        if info.flag_bits & _ENCRYPTED or info.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
            raise Unreadable(_shown(name), "it is neither stored nor deflated")
        if info.file_size > self._limit(name, info):
            raise Unreadable(_shown(name), f"{info.file_size} bytes are more than it may have")
        self.named[name] = info

    def _limit(self, name: str, info: ZipInfo) -> int:
        if name in LIMITS:
            return LIMITS[name]
        try:
            tile = parse_path(name)
        except Malformed:
            raise Unreadable(_shown(name), "no bundle has a member of this name") from None
        if (tile.level, tile.index) in self.tiles:
            raise Unreadable(name, "the same tile stands there in another width")
        self.tiles[tile.level, tile.index] = tile, info
        return MAX_ENTRIES_BYTES if tile.level == ENTRIES else FULL_BYTES


def _require_apart(infos: Iterable[ZipInfo]) -> None:
    """Refuse members that share bytes: it is how a small file is made to unpack without end."""
    end = 0
    for info in sorted(infos, key=lambda each: each.header_offset):
        if info.header_offset < end:
            raise Unreadable(_shown(info.orig_filename), "it overlaps the member before it")
        end = info.header_offset + _HEADER_BYTES + info.compress_size


def _shown(name: str) -> str:
    return ascii(name[:200])
