"""Ogg (RFC 3533), Matroska and WebM (RFC 8794, 9559) and RIFF files told by the streams that they say they hold."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from service.features.evidence.media_types.view import Strange, View
from workflows.codes.evidence import MediaType

MOST_PARTS = 64
"""Pages, elements or chunks of one level that are looked at."""

_PAGE_HEAD, _BEGINS = 27, 2
_OGG_FILM = (b"\x80theora", b"OVP80")
_OGG_SOUND = (b"OpusHead", b"\x01vorbis", b"Speex   ", b"\x7fFLAC")

EBML, DOC_TYPE, SEGMENT, TRACKS, TRACK, TRACK_TYPE = 0x1A45DFA3, 0x4282, 0x18538067, 0x1654AE6B, 0xAE, 0x83
_FILM, _SOUND = 1, 2
_LONGEST_ID, _LONGEST_SIZE = 4, 8

_RIFF_HEAD = 12
_AVI_FILM = frozenset({b"vids", b"iavs"})
"""Pictures, or pictures with sound in one stream as DV has them."""

_WEBP = frozenset({b"VP8 ", b"VP8L", b"VP8X"})


def ogg(view: View) -> MediaType | None:
    """A film when one of its streams is, sound when one is that. Raises Unseen or Strange."""
    heads = list(_first_packets(view))
    if any(head.startswith(_OGG_FILM) for head in heads):
        return MediaType.OGG_VIDEO
    return MediaType.OGG if any(head.startswith(_OGG_SOUND) for head in heads) else None


def _first_packets(view: View) -> Iterator[bytes]:
    """How each stream begins: their first pages stand before all others."""
    start = 0
    for _ in range(MOST_PARTS):
        head = view.read(start, _PAGE_HEAD)
        if len(head) < _PAGE_HEAD or not head.startswith(b"OggS\0") or not head[5] & _BEGINS:
            return
        laces = view.read(start + _PAGE_HEAD, head[26])
        start += _PAGE_HEAD + len(laces)
        yield view.read(start, 8)
        start += sum(laces)


class Element(NamedTuple):
    """An element: which it is, and where what it holds begins and ends."""

    id: int
    start: int
    end: int


_MATROSKA: Mapping[bytes, tuple[MediaType, MediaType]] = {
    b"webm": (MediaType.WEBM, MediaType.WEBM_SOUND),
    b"matroska": (MediaType.MATROSKA, MediaType.MATROSKA_SOUND),
}
"""What a file of each document type is with a track of pictures, and with sound alone."""


def matroska(view: View) -> MediaType | None:
    """A film when one of its tracks is, sound when all are. Raises Unseen or Strange."""
    top = _elements(view, 0, view.size)
    kind = _first(view, next(top, None), DOC_TYPE)
    named = b"" if kind is None else view.read(kind.start, kind.end - kind.start).rstrip(b"\0")
    if named not in _MATROSKA:
        return None
    tracks = _first(view, next((each for each in top if each.id == SEGMENT), None), TRACKS)
    said = [_first(view, each, TRACK_TYPE) for each in _inner(view, tracks) if each.id == TRACK]
    types = {view.number(each.start, each.end - each.start) for each in said if each is not None}
    film, sound = _MATROSKA[named]
    return film if _FILM in types else sound if _SOUND in types else None


def _first(view: View, outer: Element | None, wanted: int) -> Element | None:
    return next((inner for inner in _inner(view, outer) if inner.id == wanted), None)


def _inner(view: View, outer: Element | None) -> Iterator[Element]:
    return iter(()) if outer is None else _elements(view, outer.start, outer.end)


def _elements(view: View, start: int, end: int) -> Iterator[Element]:
    """Elements of one level. Raises Unseen or Strange."""
    for _ in range(MOST_PARTS):
        if start >= end:
            return
        width = _width(view, start, _LONGEST_ID)
        number = view.number(start, width)
        start += width
        width = _width(view, start, _LONGEST_SIZE)
        unknown = (1 << 7 * width) - 1  # all ones: of what is written while it is made, and goes on to the end
        size = view.number(start, width) & unknown
        start += width
        stop = end if size == unknown else min(start + size, end)
        yield Element(number, start, stop)
        start = stop


def _width(view: View, start: int, most: int) -> int:
    """Bytes of a number by its first one. Raises Strange for more than there may be."""
    width = 9 - view.number(start, 1).bit_length()
    if width > most:
        raise Strange
    return width


def riff(view: View) -> MediaType | None:
    """WAV with a format that it says, RF64 for long ones too (EBU Tech 3306), AVI or WebP. Raises Unseen or Strange."""
    form, chunks = view.read(8, 4), _chunks(view, _RIFF_HEAD, view.size)
    if form == b"AVI ":
        return MediaType.AVI if _shows_film(view, chunks) else None
    kinds = (chunk.kind for chunk in chunks)
    if form == b"WEBP":
        return MediaType.WEBP if next(kinds, b"") in _WEBP else None
    return MediaType.WAV if form == b"WAVE" and b"fmt " in kinds else None


def _shows_film(view: View, chunks: "Iterator[Chunk]") -> bool:
    """Whether a stream of an AVI is pictures (Microsoft, "AVI RIFF File Reference": hdrl, strl, strh)."""
    for outer in _lists(view, chunks, b"hdrl"):
        for stream in _lists(view, _chunks(view, outer.start + 4, outer.end), b"strl"):
            head = next(_chunks(view, stream.start + 4, stream.end), None)
            if head is not None and head.kind == b"strh" and view.read(head.start, 4) in _AVI_FILM:
                return True
    return False


def _lists(view: View, chunks: "Iterator[Chunk]", kind: bytes) -> "Iterator[Chunk]":
    return (each for each in chunks if each.kind == b"LIST" and view.read(each.start, 4) == kind)


class Chunk(NamedTuple):
    """A chunk: its kind, and where what it holds begins and ends."""

    kind: bytes
    start: int
    end: int


def _chunks(view: View, start: int, end: int) -> Iterator[Chunk]:
    for _ in range(MOST_PARTS):
        head = view.read(start, min(8, max(end - start, 0)))
        if len(head) < 8:  # noqa: PLR2004 - kind and length
            return
        size = int.from_bytes(head[4:], "little")
        yield Chunk(head[:4], start + 8, min(start + 8 + size, end))
        start += 8 + size + size % 2
