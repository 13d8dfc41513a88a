"""Photos of the largest sensors and scans of the deepest grey have previews, drawn by the program within its bounds."""

import io
import subprocess
import sys

import pytest
from PIL import Image, ImageStat

from service.features.evidence.rendering import LONGEST_SIDE, MOST_PIXELS, REFUSED

STRIP = 16
"""Rows of pixels that a row of blocks has, colours being kept for every second one."""


def photo_of(width: int, height: int) -> bytes:
    """A JPEG photo that is made of one row of blocks again and again: every row begins anew (ITU-T T.81, B.2.1)."""
    out = io.BytesIO()
    tile = Image.effect_noise((256, 2 * STRIP), 40).convert("RGB")
    strip = Image.new("RGB", (width, 2 * STRIP))
    for left in range(0, width, 256):
        strip.paste(tile, (left, 0))
    strip.save(out, "JPEG", quality=60, subsampling="4:2:0", restart_marker_rows=1)
    content = out.getvalue()
    sos = content.index(b"\xff\xda")
    start = sos + 2 + int.from_bytes(content[sos + 2 : sos + 4], "big")
    row = content[start : content.index(b"\xff\xd0", start)]
    size = content.index(b"\xff\xc0") + 5
    head = content[:size] + height.to_bytes(2, "big") + content[size + 2 : start]
    rows = height // STRIP
    return head + b"".join(row + bytes([0xFF, 0xD0 + at % 8]) for at in range(rows - 1)) + row + b"\xff\xd9"


def drawn(content: bytes) -> Image.Image | None:
    """What the program makes of it, as the worker starts it."""
    command = [sys.executable, "-m", "service.features.evidence.rendering"]
    done = subprocess.run(command, input=content, capture_output=True, check=False)
    assert done.returncode in (0, REFUSED), done.stderr
    return Image.open(io.BytesIO(done.stdout)) if done.returncode == 0 else None


@pytest.mark.parametrize(("width", "height"), [(12_000, 9_008), (16_320, 12_240)], ids=["108", "200"])
def test_a_photo_of_a_hundred_megapixels_and_more_has_a_preview(width: int, height: int) -> None:
    assert width * height <= MOST_PIXELS
    shown = drawn(photo_of(width, height))
    assert shown is not None
    assert shown.size == (LONGEST_SIDE, round(LONGEST_SIDE * height / width))
    assert 90 < ImageStat.Stat(shown.convert("L")).mean[0] < 165


def test_a_scan_of_a_large_sheet_has_a_preview() -> None:
    out = io.BytesIO()
    Image.new("I;16", (7_016, 9_921), 40_000).save(out, "PNG", compress_level=1)
    shown = drawn(out.getvalue())
    assert shown is not None
    assert abs(ImageStat.Stat(shown.convert("L")).mean[0] - 40_000 / 257) < 3


def ramp(mode: str) -> Image.Image:
    """Black on the left, white on the right."""
    deep = Image.linear_gradient("L").rotate(90).convert("I").point(lambda value: value * 257)
    return deep if mode == "I" else deep.convert(mode)


def saved(picture: Image.Image, form: str, **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()


DEEP = {
    "PNG": lambda: saved(ramp("I;16"), "PNG"),
    "TIFF": lambda: saved(ramp("I;16"), "TIFF"),
    "TIFF with the high byte first": lambda: saved(ramp("I;16B"), "TIFF"),
    **{
        f"TIFF of {bits} bits in sixteen": lambda bits=bits: saved(
            ramp("I").point(lambda value: value * ((1 << bits) - 1) / 65_535).convert("I;16"), "TIFF"
        )
        for bits in (10, 12, 14)
    },
    "TIFF of whole numbers": lambda: saved(ramp("I"), "TIFF"),
    "TIFF of fractions": lambda: saved(ramp("I").convert("F").point(lambda value: value / 65_535), "TIFF"),
    "TIFF whose nought is white": lambda: saved(
        ramp("I").point(lambda value: 65_535 - value).convert("I;16"), "TIFF", tiffinfo={262: 0}
    ),
}


@pytest.mark.parametrize("kind", DEEP)
def test_deep_grey_is_shown_from_black_to_white(kind: str) -> None:
    shown = drawn(DEEP[kind]())
    assert shown is not None
    row = [shown.convert("L").getpixel((at, 128)) for at in (2, 64, 128, 192, 253)]
    assert all(abs(value - expected) < 6 for value, expected in zip(row, (2, 64, 128, 192, 253), strict=True)), row


def test_grey_without_any_range_has_no_preview() -> None:
    assert drawn(saved(Image.new("F", (8, 8), float("nan")), "TIFF")) is None
