"""Makes the preview of a picture: a program of its own, for what a hostile picture breaks must be nothing else.

The picture comes on standard input, the preview goes to standard output. Its process has little memory and little
time. A preview is drawn anew from pixels: nothing else of the original, no place, no camera, no date, gets into it.
Exit status 3 says that none can be made.
"""

import io
import re
import sys
import warnings

from PIL import Image, ImageOps

from service.features.evidence.deep_grey import is_deep, small_grey

LONGEST_SIDE, QUALITY = 1280, 80
MOST_PIXELS = 256_000_000
"""A picture that says of itself that it has more is not unpacked: phones make photos of 200 megapixels."""

MOST_UNPACKED = 120_000_000
"""The same where all pixels are unpacked before they are made fewer: of JPEG alone they need not be. A sheet of A3 at
600 dots an inch has 70 megapixels."""

MOST_UNPACKED_TWICE = 50_000_000
"""The same where what unpacks them keeps pictures of its own."""

MOST_SCANS, MOST_CHUNKS = 100, 20_000
"""Scans of a JPEG picture, each of which goes over all of it; chunks of a PNG picture, each read by itself."""

MEMORY_BYTES, CPU_S = 1 << 30, 6
REFUSED = 3
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "TIFF")
UNPACKED_TWICE = frozenset({"WEBP", "GIF"})
WHITE = (255, 255, 255)
JPEG, SCAN, PNG = b"\xff\xd8", b"\xff\xda", b"\x89PNG\r\n\x1a\n"
END = b"\xd9"
_MARKER = re.compile(rb"\xff[\x02-\xcf\xd8-\xfe]")
"""A marker that begins a segment or ends the image: no byte 255 of the data (0 follows), nor what has no length (RST,
TEM)."""

_CHUNK_FRAME = 12
"""Bytes of a chunk beside its data: length, kind and checksum."""


class TooMuchWorkError(Exception):
    """The picture is small and what it asks for is not."""


def render(content: bytes) -> bytes:
    """The preview as JPEG without metadata. Raises TooMuchWorkError, and whatever Pillow raises."""
    if content.startswith(JPEG) and _scans_of(content) > MOST_SCANS:
        raise TooMuchWorkError
    if content.startswith(PNG) and _chunks_of(content) > MOST_CHUNKS:
        raise TooMuchWorkError
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
            picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            most = MOST_UNPACKED_TWICE if picture.format in UNPACKED_TWICE else MOST_UNPACKED
            if picture.width * picture.height > most:
                raise TooMuchWorkError
            small = small_grey(picture, LONGEST_SIDE) if is_deep(picture) else picture
            small.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(small)  # once it is small: it is a copy
    drawn = Image.new("RGB", upright.size, WHITE)
    seen = upright.convert("RGBA")
    drawn.paste(seen, mask=seen)
    out = io.BytesIO()
    drawn.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def _scans_of(content: bytes) -> int:
    """Scans of a JPEG picture, one beyond the bound at most: markers up to the end of the image (T.81, B.1.1).

    Of what stands behind that, as the film of a motion photo or the pictures of an MPF, nothing is counted, nor of what
    a segment holds, as a thumbnail.
    """
    at, count = len(JPEG), 0
    while count <= MOST_SCANS:
        found = _MARKER.search(content, at)
        if found is None or found[0][-1:] == END:
            return count
        count += found[0][-1:] == SCAN[1:]
        at = found.end() + int.from_bytes(content[found.end() : found.end() + 2], "big")
    return count


def _chunks_of(content: bytes) -> int:
    """Chunks of a PNG picture, one beyond the bound at most."""
    at, count = len(PNG), 0
    while at + _CHUNK_FRAME <= len(content) and count <= MOST_CHUNKS:
        at += _CHUNK_FRAME + int.from_bytes(content[at : at + 4], "big")
        count += 1
    return count


def main() -> int:
    """Render standard input to standard output."""
    _limit()
    try:
        preview = render(sys.stdin.buffer.read())
    except Exception:  # noqa: BLE001 - whatever a picture makes Pillow raise, there is no preview of it
        return REFUSED
    sys.stdout.buffer.write(preview)
    return 0


def _limit() -> None:
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - not on every platform

    for limit, value in ((resource.RLIMIT_AS, MEMORY_BYTES), (resource.RLIMIT_CPU, CPU_S)):
        resource.setrlimit(limit, (value, value))


if __name__ == "__main__":
    sys.exit(main())
