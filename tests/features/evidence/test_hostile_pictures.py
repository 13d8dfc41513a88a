"""Pictures that are small and ask for much: each is given up by itself, and everybody's first comes before a second."""

import io
import struct
import zlib
from typing import Any

import pytest
from PIL import Image

from service.edge.settings import Settings
from service.features.evidence.previews import PAGE
from service.features.evidence.rendering import (
    MOST_CHUNKS,
    MOST_SCANS,
    MOST_UNPACKED,
    PNG,
    SCAN,
    TooMuchWorkError,
    render,
)
from tests.edge.api.story import DESK, POLRES, report
from tests.features.evidence.conftest import REGION, Care
from tests.features.evidence.sending import evidence_of, photo, send


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, between: bytes = b"") -> bytes:
    """A grey picture whose pixels pack to next to nothing."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    packed = zlib.compress(bytes((width + 1) * height), 1)
    return PNG + chunk(b"IHDR", head) + between + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def scanned(scans: int) -> bytes:
    """A progressive JPEG picture whose last scan comes so many times more."""
    out = io.BytesIO()
    Image.effect_noise((64, 64), 50).save(out, "JPEG", progressive=True)
    content = out.getvalue()
    last = content.rindex(SCAN)
    return content[:-2] + content[last:-2] * scans + content[-2:]


HOSTILE = {
    "more pixels than are unpacked": lambda: png(10_000, MOST_UNPACKED // 10_000 + 1),
    "a thousand scans": lambda: scanned(1_000),
    "a hundred thousand chunks": lambda: png(8, 8, chunk(b"teXt", b"") * 100_000),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_picture_that_asks_for_too_much_is_given_up_before_it_is_unpacked(kind: str) -> None:
    with pytest.raises(TooMuchWorkError):
        render(HOSTILE[kind]())


def test_a_picture_that_asks_for_much_is_shown() -> None:
    few = [scanned(MOST_SCANS // 4), png(2_000, 2_000), png(8, 8, chunk(b"teXt", b"") * (MOST_CHUNKS // 4))]
    for content in few:
        assert Image.open(io.BytesIO(render(content))).format == "JPEG"


FILM = b"\0\0\0\x18ftypmp42" + bytes.fromhex("00ffda01ffd9ff") * 100_000
BEHIND = {
    "a film behind it": lambda: scanned(1) + FILM,
    "a second picture behind it": lambda: scanned(1) + scanned(1_000),
    "a thumbnail in a segment": lambda: with_segment(scanned(1), SCAN * 20_000),
}


def with_segment(content: bytes, data: bytes) -> bytes:
    """The picture with a segment of an application (APP4) behind its first two bytes."""
    return content[:2] + b"\xff\xe4" + struct.pack(">H", len(data) + 2) + data + content[2:]


@pytest.mark.parametrize("what", BEHIND)
def test_what_stands_behind_a_photo_or_in_a_segment_counts_for_no_scan_of_it(what: str) -> None:
    """A motion photo has its film behind the end of the image, in which any two bytes stand."""
    content = BEHIND[what]()
    assert content.count(SCAN) > MOST_SCANS
    assert Image.open(io.BytesIO(render(content))).size == (64, 64)


@pytest.mark.parametrize("fill", [b"", b"\xff" * 9, b"\xff\xd9"[:1]])
def test_scans_are_counted_however_their_markers_are_written(fill: bytes) -> None:
    """A marker may have any number of bytes 255 before it."""
    with pytest.raises(TooMuchWorkError):
        render(scanned(1_000).replace(SCAN, fill + SCAN))


async def test_one_persons_hostile_pictures_stand_behind_everybodys_first(
    client: Any, settings: Settings, care: Care
) -> None:
    made = (await report(client, settings, classification="ordinary"))["id"]
    hostile = [await send(client, settings, POLRES, made, photo()[: 400 + at]) for at in range(2 * PAGE)]
    other = await send(client, settings, DESK, made, photo())
    assert await care.previews.make(REGION) == PAGE
    found = {each["id"]: each["preview"] for each in await evidence_of(client, settings, DESK, made)}
    assert found[other] == "ready"
    assert sum(found[each] == "pending" for each in hostile) == PAGE + 1
