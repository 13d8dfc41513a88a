"""A bundle, read member by member and line by line: never more of it in memory than one tile or one line."""

import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self, TypeVar
from zipfile import BadZipFile, ZipFile, ZipInfo

import msgspec

from service.trail.verifier.bundle_members import (
    CHECKPOINT,
    KEYS,
    MANIFEST,
    MAX_LINE_BYTES,
    SNAPSHOTS,
    THE_FILE,
    Index,
    Manifest,
    Unreadable,
)
from workflows.trail.tlog.key_list import begins_late, parse_key_list
from workflows.trail.tlog.tiles import ENTRIES, Tile, decode_bundle
from workflows.trail.tlog.tlog_errors import Malformed

# Beside its own error zipfile lets through what its parts raise: for a broken stream, an encrypted member, a method it
# does not know, a place outside the file.
_DAMAGED = (BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)
_BUFFER = 1 << 16
Line = TypeVar("Line")


class LeafLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A leaf with its place in the log and its inclusion proof; bytes in base64."""

    leaf_index: int
    leaf: str
    proof: list[str]


class PendingLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A leaf that the checkpoint does not cover yet; bytes in base64."""

    leaf: str


class Erased(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When, by whom and why a text was erased; no reason where it is not to be shown."""

    at: str
    by: str
    reason: str | None


class TextLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A text with the salt of its commitment in hex, or the record of its erasure."""

    id: str
    report: str
    field: str
    content: str | None
    salt: str | None
    erased: Erased | None


class EntryTile(NamedTuple):
    """The entries of one bundle of entries, and the bytes of the hash tile beside it if there is one."""

    tile: Tile
    entries: tuple[bytes, ...]
    hashes: bytes | None


class Bundle:
    """A bundle that was opened. Raises Unreadable: no ZIP file, cut short, foreign members, or no manifest."""

    def __init__(self, file: Path) -> None:
        with _reading(THE_FILE):
            self._zip = ZipFile(file)
        try:
            self._index = Index(self._zip.infolist())
            self.manifest = self._manifest()
            self.checkpoint = self._read(self._required(CHECKPOINT))
            self._required(SNAPSHOTS)
            self.begins = self._begins()
        except BaseException:
            self._zip.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zip.close()

    def has(self, name: str) -> bool:
        """Whether there is anything in a member."""
        info = self._index.named.get(name)
        return info is not None and info.file_size > 0

    def holds(self, name: str) -> bool:
        """Whether a member is there, with or without anything in it."""
        return name in self._index.named

    def entry_tiles(self) -> Iterator[EntryTile]:
        """Every bundle of entries there is, in the order of the log. Raises Unreadable."""
        places = sorted(index for level, index in self._index.tiles if level == ENTRIES)
        for index in places:
            tile, info = self._index.tiles[ENTRIES, index]
            try:
                entries = decode_bundle(self._read(info))
            except Malformed as error:
                raise Unreadable(tile.path(), f"it is no bundle of entries ({error.reason})") from None
            yield EntryTile(tile, entries, self.hash_tile(0, index))

    def hash_tiles(self) -> Iterator[Tile]:
        """The places of all hash tiles, in no order."""
        return (tile for tile, _ in self._index.tiles.values() if tile.level != ENTRIES)

    def hash_tile(self, level: int, index: int) -> bytes | None:
        """The bytes of a hash tile, in whatever width it is there. Raises Unreadable."""
        found = self._index.tiles.get((level, index))
        return None if found is None else self._read(found[1])

    def lines(self, name: str, form: type[Line]) -> Iterator[Line]:
        """The lines of a member, none when it is not there. Raises Unreadable with the number of the line."""
        info = self._index.named.get(name)
        if info is None:
            return
        decoder, limit = msgspec.json.Decoder(form), MAX_LINE_BYTES[name]
        with _reading(name), self._zip.open(info) as opened:
            stream = BufferedReader(opened, _BUFFER)  # type: ignore[type-var]
            number = 0
            while line := stream.readline(limit + 1):
                number += 1
                if len(line) > limit:
                    raise Unreadable(name, f"line {number} is longer than {limit} bytes")
                yield _decoded(line, decoder, name, number)

    def _begins(self) -> Mapping[str, int]:
        """By a log's name the size from which the keys that the bundle lists begin, where that is not the first."""
        info = self._index.named.get(KEYS)
        try:
            return begins_late(parse_key_list(self._read(info).decode())) if info is not None else {}
        except (Malformed, UnicodeDecodeError) as error:
            raise Unreadable(KEYS, f"it is no list of keys ({error})") from None

    def _manifest(self) -> Manifest:
        raw = self._read(self._required(MANIFEST))
        return _decoded(raw, msgspec.json.Decoder(Manifest), MANIFEST, 1)

    def _required(self, name: str) -> ZipInfo:
        info = self._index.named.get(name)
        if info is None:
            raise Unreadable(THE_FILE, f"it has no {name}, so it is no bundle")
        return info

    def _read(self, info: ZipInfo) -> bytes:
        with _reading(info.filename):
            return self._zip.read(info)


def _decoded(line: bytes, decoder: msgspec.json.Decoder[Line], name: str, number: int) -> Line:
    try:
        return decoder.decode(line)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise Unreadable(name, f"line {number} has not its form ({error})") from None


@contextmanager
def _reading(member: str) -> Iterator[None]:
    """Whatever goes wrong in unpacking means that the file is damaged."""
    try:
        yield
    except FileNotFoundError:
        raise Unreadable(member, "it is not there") from None
    except _DAMAGED as error:
        raise Unreadable(member, f"it is damaged or cut short ({error})") from None
