"""A log's verifier keys in one text: one a line, oldest first, each successor below the size from which it signs.

    log.example/33.05+4f0c2a11+AQ...
    # from size 120
    log.example/33.05+9b1d77e0+AQ...

Whoever knows only verifier keys (c2sp.org/signed-note) passes over the lines that begin with ``#``. The first key
counts from the empty tree on; a size above it says that there was another before, which is missing. A
key counts up to the size at which the next of its name begins, that size included: there both may have signed.
"""

from collections.abc import Iterable
from typing import NamedTuple

from workflows.trail.tlog.encoding import from_decimal
from workflows.trail.tlog.note_keys import VerifierKey, parse_verifier_key
from workflows.trail.tlog.tlog_errors import Malformed

START = "# from size "


class ListedKey(NamedTuple):
    """A key and the size, in leaves, from which it signs; None where nothing was said of it."""

    key: VerifierKey
    start: int | None = None


class Validity(NamedTuple):
    """The sizes for which a key counts, both included; no ``end`` while no other key has followed it."""

    start: int
    end: int | None

    def refusal(self, size: int) -> str | None:
        """``key_retired`` or ``key_not_yet_valid`` for a tree of another size."""
        if self.end is not None and size > self.end:
            return "key_retired"
        return "key_not_yet_valid" if size < self.start else None


class KeyListMalformed(Malformed):
    """``reason`` is the code, ``line`` the number of the line at fault, from 1."""

    def __init__(self, reason: str, line: int) -> None:
        super().__init__(reason)
        self.line = line


def parse_key_list(text: str) -> tuple[ListedKey, ...]:
    """Keys in the order of the text, each once.

    Raises KeyListMalformed: ``key_start`` for a size that is none or stands above no key, and what
    ``keys.parse_verifier_key`` says.
    """
    keys: list[ListedKey] = []
    start, stated = None, 0
    for number, line in enumerate(map(str.strip, text.splitlines()), 1):
        try:
            if line.startswith(START):
                start, stated = _size(line.removeprefix(START)), number
            elif line and not line.startswith("#"):
                keys.append(ListedKey(parse_verifier_key(line), start))
                start = None
        except Malformed as fault:
            raise KeyListMalformed(fault.reason, number) from None
    if start is not None:
        raise KeyListMalformed("key_start", stated)
    return once(keys)


def once(keys: Iterable[ListedKey]) -> tuple[ListedKey, ...]:
    """Each key in its first place, with the first size that is said of it."""
    starts: dict[VerifierKey, int | None] = {}
    for key, start in keys:
        starts[key] = start if starts.get(key) is None else starts[key]
    return tuple(ListedKey(*item) for item in starts.items())


def encode_key_list(keys: Iterable[ListedKey]) -> str:
    """The list as text, without a size above the first key of each name that signs from the empty tree on."""
    lines, named = [], set()
    for key, start in keys:
        if start or (key.name in named and start is not None):
            lines.append(f"{START}{start}\n")
        named.add(key.name)
        lines.append(f"{key.encode()}\n")
    return "".join(lines)


def begins_late(keys: Iterable[ListedKey]) -> dict[str, int]:
    """By name, the size from which the first of its keys signs, where no key of it signs before: one is missing."""
    first: dict[str, int] = {}
    for key, start in once(keys):
        first[key.name] = min(start or 0, first.get(key.name, start or 0))
    return {name: size for name, size in first.items() if size}


def validities(keys: Iterable[ListedKey]) -> dict[VerifierKey, Validity]:
    """For which sizes each key counts. A key of which no size was said neither begins late nor ends another."""
    found: dict[VerifierKey, Validity] = {}
    ends: dict[str, int] = {}
    for key, start in reversed(once(keys)):
        found[key] = Validity(start or 0, ends.get(key.name))
        if start is not None:
            ends[key.name] = min(start, ends.get(key.name, start))
    return found


def _size(text: str) -> int:
    try:
        return from_decimal(text)
    except Malformed:
        raise Malformed("key_start") from None
