"""Sound told by its frames: a few bytes that look like a beginning are none unless the next frame follows."""

import re
from collections.abc import Callable
from typing import NamedTuple

from service.features.evidence.media_types.view import View
from workflows.codes.evidence import MediaType

FRAMES, FEWEST = 4, 2
"""Frames that are looked for, and that must be there where the file ends before."""

MOST_TAGS, MOST_PADDING = 4, 4096
"""Tags in front of the sound, and bytes of nothing behind them, that are passed over."""

LONGEST_CUT, FRAMES_BEHIND_A_CUT = 1441, 8
"""Bytes of a frame that a recorder or a stream left cut at the beginning, fewer than the longest one of layer III has,
and frames that must stand behind it: where nothing says that sound begins, more of it is asked for."""

_TEXT = re.compile(rb"[\t\n\r\x20-\x7e]+")
_TAG, _TAG_HEAD, _FOOTER = b"ID3", 10, 0x10
_HEADER = 7
_LAYER_3 = 1
_MPEG_1 = 3
_KBITS = {
    True: (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    False: (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
"""Kilobits a second of layer III by their index, of MPEG-1 (ISO/IEC 11172-3) and of what came after (13818-3)."""

_HERTZ = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}
"""Samples a second by their index, by the two bits of the version: MPEG-1, MPEG-2, and what is called MPEG-2.5."""

_FLAC_HEAD = (b"\x00\x00\x00\x22", b"\x80\x00\x00\x22")
"""The first block of metadata is STREAMINFO, of 34 bytes (RFC 9639 section 8); the top bit says that it is the last."""

_AMR_UNUSED = 0x83
"""Bits of a frame's first byte that are nought (RFC 4867 section 5.3)."""


class Frame(NamedTuple):
    """A frame: what does not change from one to the next, and its length in bytes."""

    stream: tuple[int, ...]
    length: int


def media_type_of_sound(view: View) -> MediaType | None:
    """MP3 or AAC in ADTS, FLAC too where a tag stands in front of it. Raises Unseen or Strange."""
    start = _behind_tags(view)
    if view.read(start, 4) == b"fLaC":
        return flac(view, start)
    readers: tuple[tuple[Callable[[bytes], Frame | None], MediaType], ...] = (
        (_mp3_frame, MediaType.MP3),
        (_adts_frame, MediaType.AAC),
    )
    found = next((media for read, media in readers if _runs(view, start, read)), None)
    return found or (MediaType.MP3 if _runs_behind_a_cut(view, start) else None)


def _runs_behind_a_cut(view: View, start: int) -> bool:
    """Whether frames of layer III stand behind less than one that lacks its beginning, and that is no text."""
    head = view.read(start, LONGEST_CUT + _HEADER)
    at = head.find(b"\xff", 1)
    while 0 < at < LONGEST_CUT:
        frame = _mp3_frame(head[at : at + _HEADER])
        if frame is not None and _runs(view, start + at, _mp3_frame, FRAMES_BEHIND_A_CUT, FRAMES_BEHIND_A_CUT):
            return not _is_text(head[:at])
        at = head.find(b"\xff", at + 1)
    return False


def _is_text(head: bytes) -> bool:
    """Whether what stands in front are words; a coder fills what it leaves empty with one letter."""
    return bool(_TEXT.fullmatch(head)) and len(set(head)) > 1


def flac(view: View, start: int = 0) -> MediaType | None:
    """FLAC with its first block of metadata."""
    return MediaType.FLAC if view.read(start + 4, 4) in _FLAC_HEAD else None


def amr(view: View) -> MediaType | None:
    """AMR of a phone's recorder, narrow or wide (RFC 4867 section 5.1): its line and one frame."""
    head = view.read(0, 10)
    wide = head.startswith(b"#!AMR-WB\n")
    first = head[len(b"#!AMR-WB\n") if wide else len(b"#!AMR\n") :][:1]
    if not first or first[0] & _AMR_UNUSED:
        return None
    return MediaType.AMR_WB if wide else MediaType.AMR


def _behind_tags(view: View) -> int:
    """Where the sound begins behind its ID3 tags (id3.org, "ID3v2.4.0" section 3.1)."""
    start = 0
    for _ in range(MOST_TAGS):
        head = view.read(start, _TAG_HEAD)
        if not head.startswith(_TAG) or len(head) < _TAG_HEAD or max(head[6:]) > 0x7F:  # noqa: PLR2004 - seven bits each
            break
        size = sum(part << 7 * place for place, part in enumerate(reversed(head[6:])))
        start += _TAG_HEAD + size + (_TAG_HEAD if head[5] & _FOOTER else 0)
    if start:
        padding = view.read(start, MOST_PADDING)
        start += len(padding) - len(padding.lstrip(b"\0"))
    return start


def _runs(
    view: View, start: int, read: Callable[[bytes], Frame | None], most: int = FRAMES, fewest: int = FEWEST
) -> bool:
    """Whether frames of one stream stand one behind the other: ``most``, or ``fewest`` where the file ends before."""
    streams: set[tuple[int, ...]] = set()
    for count in range(most):
        head = view.read(start, _HEADER)
        frame = read(head)
        if frame is None or (streams and frame.stream not in streams):
            return count >= fewest and len(head) < _HEADER
        streams.add(frame.stream)
        start += frame.length
    return True


def _mp3_frame(head: bytes) -> Frame | None:
    if len(head) < 4 or head[0] != 0xFF or head[1] < 0xE0:  # noqa: PLR2004 - eleven bits of synchronisation
        return None
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    bits, rate, padding = head[2] >> 4, head[2] >> 2 & 3, head[2] >> 1 & 1
    kbits = _KBITS[version == _MPEG_1]
    if version not in _HERTZ or layer != _LAYER_3 or not 1 <= bits <= len(kbits) or rate == 3:  # noqa: PLR2004 - reserved
        return None
    samples = 144_000 if version == _MPEG_1 else 72_000
    return Frame((version, rate), samples * kbits[bits - 1] // _HERTZ[version][rate] + padding)


def _adts_frame(head: bytes) -> Frame | None:
    """ISO/IEC 14496-3 section 1.A.3.2."""
    if len(head) < _HEADER or head[0] != 0xFF or head[1] & 0xF6 != 0xF0:  # noqa: PLR2004 - twelve bits, and layer 0
        return None
    rate, length = head[2] >> 2 & 15, (head[3] & 3) << 11 | head[4] << 3 | head[5] >> 5
    if rate > 12 or length <= _HEADER:  # noqa: PLR2004 - thirteen rates are defined
        return None
    return Frame((head[1] & 0xFE, head[2] >> 6, rate), length)
