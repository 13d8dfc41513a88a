"""Base64 and decimal numbers in the one form each that C2SP texts allow."""

from base64 import b64decode, b64encode

from workflows.trail.tlog.tlog_errors import Malformed

MAX_NUMBER = 2**63 - 1
_MAX_DIGITS = len(str(MAX_NUMBER))
_FIRST_PRINTABLE = " "


def to_base64(raw: bytes) -> str:
    """RFC 4648 section 4, padded."""
    return b64encode(raw).decode()


def from_base64(text: str, size: int | None = None) -> bytes:
    """The bytes of padded standard base64, ``size`` of them if given.

    Raises Malformed: ``base64_invalid`` (foreign characters, padding, stray bits), ``base64_size``.
    """
    try:
        raw = b64decode(text, validate=True)
    except ValueError:
        raise Malformed("base64_invalid") from None
    if to_base64(raw) != text:
        raise Malformed("base64_invalid")
    if size is not None and len(raw) != size:
        raise Malformed("base64_size")
    return raw


def from_decimal(text: str) -> int:
    """A number from 0 to 2^63 - 1 in ASCII digits without leading zeroes. Raises Malformed ``number_invalid``."""
    if not (text.isascii() and text.isdigit()) or len(text) > _MAX_DIGITS:
        raise Malformed("number_invalid")
    number = int(text)
    if number > MAX_NUMBER or str(number) != text:
        raise Malformed("number_invalid")
    return number


def has_controls(text: str) -> bool:
    """Whether the text holds an ASCII control character below U+0020; newline is one."""
    return any(character < _FIRST_PRINTABLE for character in text)
