"""Grey of more than eight bits, as scanners write it, brought to eight: a mere conversion cuts nearly all to white."""

from math import isfinite
from typing import Any

from PIL import Image

_BITS, _PHOTOMETRIC, _WHITE_IS_ZERO = 258, 262, 0
"""Tags of TIFF 6.0, section 8."""

_DEEPEST = 16
_DEPTHS = (10, 12, 14, 16)
"""Bits that sensors count with. What is of fewer is often written in sixteen as it is, and would be nearly black."""


def is_deep(picture: Image.Image) -> bool:
    """Whether its pixels are grey of more than eight bits, whole numbers or not."""
    return picture.mode.startswith("I") or picture.mode == "F"


def small_grey(picture: Image.Image, longest: int) -> Image.Image:
    """The picture in eight bits, no side of it longer than ``longest``. Raises ValueError where it has no range."""
    deep = picture.convert("F" if picture.mode == "F" else "I")
    deep.thumbnail((longest, longest))
    black, white = _range(picture, deep)
    if black == white or not isfinite(white - black):
        raise ValueError(picture.mode)
    scale = 255 / (white - black)
    return deep.point(lambda value: value * scale - black * scale).convert("L")


def _range(picture: Image.Image, deep: Image.Image) -> tuple[float, float]:
    """The values of black and white: of up to sixteen bits those that there may be, of anything else those that are."""
    tags: Any = getattr(picture, "tag_v2", {})
    bits = tags.get(_BITS, (_DEEPEST,))[0]
    unsigned = picture.mode.startswith("I;16") or picture.format == "PNG"
    extrema: Any = deep.getextrema()
    low, high = extrema
    if unsigned and bits <= _DEEPEST:
        low, high = 0, _white(bits, high)
    return (high, low) if tags.get(_PHOTOMETRIC) == _WHITE_IS_ZERO else (low, high)


def _white(bits: int, brightest: float) -> int:
    """White of a picture that says so many bits, and of fewer where nothing in it needs more."""
    used = next((depth for depth in _DEPTHS if brightest < 1 << depth), bits)
    return (1 << min(bits, used)) - 1
