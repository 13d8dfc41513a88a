"""What recorders, cameras and Windows write: MPEG transport and programme streams (ISO/IEC 13818-1), and ASF.

ASF is Microsoft's Advanced Systems Format (specification 01.20.06, section 3), in which WMV and WMA lie.
"""

from collections.abc import Iterator
from uuid import UUID

from service.features.evidence.media_types.view import WINDOW, View
from workflows.codes.evidence import MediaType

MOST_PARTS = 200
"""Packs, packets or objects that are looked at."""

_PACKET, _SYNC, _FEWEST = 188, 0x47, 8
_WITH_TIMES = _PACKET + 4
"""A packet with its time in front of it, as cameras and players of discs keep it (BDAV, AVCHD)."""

_PROGRAMS, _NO_PROGRAM, _PROGRAM_LIST, _STREAM_LIST = 0, 0, 0x00, 0x02
_BEGINS, _ADAPTS = 0x40, 0x20
_FILM = frozenset({0x01, 0x02, 0x10, 0x1B, 0x1E, 0x20, 0x21, 0x24, 0x33, 0x42, 0xD1, 0xEA})
"""Types of streams that are pictures (table 2-34, and what is in use of the private ones: AVS, Dirac, VC-1)."""

_PACK, _END, _FIRST_STREAM = 0xBA, 0xB9, 0xBB
_PICTURES = range(0xE0, 0xF0)

_HEADER_HEAD, _OBJECT_HEAD = 30, 24


def _guid(text: str) -> bytes:
    return UUID(text).bytes_le


ASF = _guid("75B22630-668E-11CF-A6D9-00AA0062CE6C")
STREAM = _guid("B7DC0791-A9B7-11CF-8EE6-00C00C205365")
ASF_FILM = _guid("BC19EFC0-5B4D-11CF-A8FD-00805F5C442B")
ASF_SOUND = _guid("F8699E40-5B4D-11CF-A8FD-00805F5C442B")


def transport_stream(view: View) -> MediaType | None:
    """A film of packets, whose programme lists a stream of pictures. Raises Unseen."""
    begun = view.read(0, min(view.size, WINDOW))
    for step, first in ((_PACKET, 0), (_WITH_TIMES, 4)):
        count = (len(begun) - first) // step
        if count >= _FEWEST and set(begun[first : first + count * step : step]) == {_SYNC}:
            packets = [begun[at : at + _PACKET] for at in range(first, first + count * step, step)]
            return MediaType.MPEG_TS if _FILM & _types_of_streams(packets) else None
    return None


def _types_of_streams(packets: list[bytes]) -> frozenset[int]:
    """Of the first programme that the packets tell of."""
    listed = _section(packets, _PROGRAMS, _PROGRAM_LIST)
    entries = (listed[at : at + 4] for at in range(8, len(listed) - 3, 4))
    programs = (int.from_bytes(one[2:]) & 0x1FFF for one in entries if int.from_bytes(one[:2]) != _NO_PROGRAM)
    section = _section(packets, next(programs, 0x1FFF), _STREAM_LIST)
    at = 12 + (int.from_bytes(section[10:12]) & 0xFFF)
    types = set()
    while at + 5 <= len(section):
        types.add(section[at])
        at += 5 + (int.from_bytes(section[at + 3 : at + 5]) & 0xFFF)
    return frozenset(types)


def _section(packets: list[bytes], of: int, table: int) -> bytes:
    """The first section of a table, as far as its packet holds it and without its checksum; empty for none."""
    for packet in packets:
        if int.from_bytes(packet[1:3]) & 0x1FFF == of and packet[1] & _BEGINS:
            start = 4 + (1 + packet[4] if packet[3] & _ADAPTS else 0)
            section = packet[start + 1 + packet[start] :] if start < _PACKET else b""
            if section[:1] == bytes([table]):
                return section[: 3 + (int.from_bytes(section[1:3]) & 0xFFF) - 4]
    return b""


def program_stream(view: View) -> MediaType | None:
    """A film of packs, MPEG-1's too (ISO/IEC 11172-1), one of whose first packets is of pictures. Raises Unseen."""
    return MediaType.MPEG if any(number in _PICTURES for number in _stream_numbers(view)) else None


def _stream_numbers(view: View) -> Iterator[int]:
    start = 0
    for _ in range(MOST_PARTS):
        head = view.read(start, 14)
        if len(head) < 6 or not head.startswith(b"\0\0\1") or head[3] == _END:  # noqa: PLR2004 - code and length
            return
        if head[3] == _PACK and head[4] >> 6 == 1 and len(head) == 14:  # noqa: PLR2004 - MPEG-2, with its stuffing
            start += 14 + (head[13] & 7)
        elif head[3] == _PACK and head[4] >> 4 == 2:  # noqa: PLR2004 - MPEG-1
            start += 12
        elif head[3] >= _FIRST_STREAM:
            yield head[3]
            start += 6 + int.from_bytes(head[4:6])
        else:
            return


def asf(view: View) -> MediaType | None:
    """WMV when one of its streams is pictures, WMA when one is sound. Raises Unseen or Strange."""
    types = set(_asf_streams(view))
    return MediaType.WMV if ASF_FILM in types else MediaType.WMA if ASF_SOUND in types else None


def _asf_streams(view: View) -> Iterator[bytes]:
    """The types of the streams that the header tells of."""
    end, start = min(int.from_bytes(view.read(16, 8), "little"), view.size), _HEADER_HEAD
    for _ in range(MOST_PARTS):
        head = view.read(start, _OBJECT_HEAD)
        size = int.from_bytes(head[16:], "little")
        if len(head) < _OBJECT_HEAD or size < _OBJECT_HEAD or start + size > end:
            return
        if head.startswith(STREAM):
            yield view.read(start + _OBJECT_HEAD, 16)
        start += size
