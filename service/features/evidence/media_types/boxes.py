"""ISO media files (ISO/IEC 14496-12) told by their boxes: the brands of the first, and the kinds of track behind it."""

from collections.abc import Iterator
from typing import NamedTuple

from service.features.evidence.media_types.brands import QUICKTIME, named
from service.features.evidence.media_types.view import Strange, View
from workflows.codes.evidence import MediaType

MOST_BOXES = 200
"""Boxes of one level that are looked at."""

MOST_BRANDS = 1024
"""Brands of a file that are looked at; cameras write a few, and what joins films all of those that it met."""

_HEAD, _LONG_HEAD, _BRAND = 8, 16, 4
_KINDS = {b"vide": "film", b"soun": "sound", b"pict": "picture"}
"""What a track, or the items beside it, are by the word of their handler (section 8.4.3)."""

_PREFERENCE = ("picture", "film", "sound")
_OLDER = frozenset({b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"})
"""What a QuickTime film from before brands begins with (QuickTime File Format, "Atoms")."""


class Box(NamedTuple):
    """A box: its kind, and where what it holds begins and ends."""

    kind: bytes
    start: int
    end: int


def is_older_film(head: bytes) -> bool:
    """Whether a file that begins so may be a QuickTime film without a brand."""
    return head[4:8] in _OLDER


def media_type_of_boxes(view: View) -> MediaType | None:
    """What it is by its brands and by what it holds. Raises Unseen or Strange."""
    brands: tuple[str, ...] = (QUICKTIME,)
    for box in _boxes(view, 0, view.size):
        if box.kind == b"ftyp":
            brands = _brands(view, box)
            continue
        kinds = _kinds_in(view, box)
        if kinds:
            return named(next(kind for kind in _PREFERENCE if kind in kinds), brands)
    return None


def _brands(view: View, box: Box) -> tuple[str, ...]:
    """The main brand and the further ones, between which its version stands. Raises Strange."""
    length = box.end - box.start
    if box.start not in {_HEAD, _LONG_HEAD} or length % _BRAND or length < 2 * _BRAND:
        raise Strange
    said = view.read(box.start, min(length, MOST_BRANDS * _BRAND)).decode("latin-1")
    main, *others = (said[at : at + _BRAND] for at in (0, *range(2 * _BRAND, len(said), _BRAND)))
    return (main, *others)


def _kinds_in(view: View, box: Box) -> set[str]:
    """What a box at the top holds: the tracks of a film, or the items of a picture."""
    if box.kind == b"moov":
        tracks = [track for track in _boxes(view, box.start, box.end) if track.kind == b"trak"]
        media = [inner for track in tracks for inner in _boxes(view, track.start, track.end) if inner.kind == b"mdia"]
        return {kind for inner in media for kind in _handlers(view, inner.start, inner.end)}
    if box.kind == b"meta":  # a full box: version and flags stand before what it holds
        return {kind for kind in _handlers(view, box.start + 4, box.end) if kind == "picture"}
    return set()


def _handlers(view: View, start: int, end: int) -> list[str]:
    found = [view.read(box.start + 8, 4) for box in _boxes(view, start, end) if box.kind == b"hdlr"]
    return [_KINDS[handler] for handler in found if handler in _KINDS]


def _boxes(view: View, start: int, end: int) -> Iterator[Box]:
    """The boxes between two places, up to the first that does not fit there."""
    for _ in range(MOST_BOXES):
        if end - start < _HEAD:
            return
        size, kind = view.number(start, 4), view.read(start + 4, 4)
        inner = start + _HEAD
        if size == 1:
            size, inner = view.number(inner, 8), start + _LONG_HEAD
        elif size == 0:  # up to the end
            size = end - start
        if size < inner - start or start + size > end:
            return
        yield Box(kind, inner, start + size)
        start += size
