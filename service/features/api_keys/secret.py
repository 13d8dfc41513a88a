"""How a key is written: a name that scanners know, its region, 256 random bits, and a checksum.

``tindak_3305_`` and 43 random characters of base 62, then six that hold the CRC-32 of all before them: a scanner for
leaked secrets can tell a key from a look-alike without asking anybody, and a mistyped one costs no look-up.
Only the SHA-256 is kept. A slow or salted hash would protect words that people choose; nobody guesses 256 random bits.
"""

import re
import secrets
from hashlib import sha256
from string import ascii_letters, digits
from typing import NamedTuple
from zlib import crc32

PREFIX = "tindak_"
_ALPHABET = digits + ascii_letters
_RANDOM, _CHECK = 43, 6
_FORM = re.compile(rf"{PREFIX}([0-9]{{2}})([0-9]{{2}})_[0-9A-Za-z]{{{_RANDOM}}}([0-9A-Za-z]{{{_CHECK}}})", re.ASCII)


class Secret(NamedTuple):
    """A key that has the right form: the region it names and the hash under which it is kept."""

    region: str
    hash: bytes


def make(region: str) -> str:
    """A new key of a region such as ``33.05``."""
    body = f"{PREFIX}{region.replace('.', '')}_{''.join(secrets.choice(_ALPHABET) for _ in range(_RANDOM))}"
    return body + _checksum(body)


def read(text: str) -> Secret | None:
    """The key in a text; None for what never was one."""
    found = _FORM.fullmatch(text)
    if found is None or _checksum(text[:-_CHECK]) != found[3]:
        return None
    return Secret(f"{found[1]}.{found[2]}", digest(text))


def digest(key: str) -> bytes:
    """What is kept of a key."""
    return sha256(key.encode()).digest()


def _checksum(body: str) -> str:
    rest, written = crc32(body.encode()), ""
    for _ in range(_CHECK):
        rest, digit = divmod(rest, len(_ALPHABET))
        written = _ALPHABET[digit] + written
    return written
