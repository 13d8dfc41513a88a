"""A log's verifier keys in one text: one a line, oldest first, each successor below the size from which it signs.

    log.example/33.05+4f0c2a11+AQ...
    # from size 120
    log.example/33.05+9b1d77e0+AQ...
    # added at size 150
    log.example/33.05+c1b2a390+Bg...

Whoever knows only verifier keys (c2sp.org/signed-note) passes over the lines that begin with ``#``. The first key
counts from the empty tree on; a size above it says that there was another before, which is missing. A
key counts up to the size at which the next of its name and kind begins, that size included: there both may have signed.

A log may sign with a key of each kind at once. One of a further kind that was *added* had none before it: every larger
tree is signed with a key of that kind too.
"""

from collections.abc import Iterable
from typing import NamedTuple

from workflows.trail.tlog.encoding import from_decimal
from workflows.trail.tlog.note_keys import KeyKind, VerifierKey, parse_verifier_key
from workflows.trail.tlog.tlog_errors import Malformed

START, ADDED = "# from size ", "# added at size "


class ListedKey(NamedTuple):
    """A key and the size, in leaves, from which it signs; None where nothing was said of it.

    ``added`` says that it is the first of its kind, beside keys of another kind that signed alone before.
    """

    key: VerifierKey
    start: int | None = None
    added: bool = False


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
    start, added, stated = None, False, 0
    for number, line in enumerate(map(str.strip, text.splitlines()), 1):
        try:
            if line.startswith((START, ADDED)):
                added, stated = line.startswith(ADDED), number
                start = _size(line.removeprefix(ADDED if added else START))
            elif line and not line.startswith("#"):
                keys.append(ListedKey(parse_verifier_key(line), start, added))
                start, added = None, False
        except Malformed as fault:
            raise KeyListMalformed(fault.reason, number) from None
    if start is not None:
        raise KeyListMalformed("key_start", stated)
    return once(keys)


def once(keys: Iterable[ListedKey]) -> tuple[ListedKey, ...]:
    """Each key in its first place, with the first size that is said of it."""
    found: dict[VerifierKey, ListedKey] = {}
    for each in keys:
        if each.key not in found or found[each.key].start is None:
            found[each.key] = each
    return tuple(found.values())


def encode_key_list(keys: Iterable[ListedKey]) -> str:
    """The list as text, without a size above the first key of each name and kind that signs from the empty tree on."""
    lines, named = [], set()
    for key, start, added in keys:
        if start or ((key.name, key.kind) in named and start is not None):
            lines.append(f"{ADDED if added else START}{start}\n")
        named.add((key.name, key.kind))
        lines.append(f"{key.encode()}\n")
    return "".join(lines)


def begins_late(keys: Iterable[ListedKey]) -> dict[str, int]:
    """By name, the size from which the first of its keys signs, where no key of it signs before: one is missing.

    Keys of each kind are looked at by themselves; one that was added has none before it.
    """
    first: dict[tuple[str, KeyKind], int] = {}
    for key, start, added in once(keys):
        which, begins = (key.name, key.kind), 0 if added else start or 0
        first[which] = min(begins, first.get(which, begins))
    return {name: size for (name, _), size in first.items() if size}


def kinds_due(keys: Iterable[ListedKey], origin: str) -> dict[KeyKind, int]:
    """By the kinds of a log's keys the size from which it signs with one: every larger tree has such a signature."""
    due: dict[KeyKind, int] = {}
    for key, start, _ in once(keys):
        if key.name == origin:
            due[key.kind] = min(start or 0, due.get(key.kind, start or 0))
    return due


def newest_of_each_kind(keys: Iterable[ListedKey]) -> tuple[ListedKey, ...]:
    """The keys with which a log signs now, of a list that has each kind's newest last."""
    return tuple({each.key.kind: each for each in keys}.values())


def validities(keys: Iterable[ListedKey]) -> dict[VerifierKey, Validity]:
    """For which sizes each key counts. A key of which no size was said neither begins late nor ends another."""
    found: dict[VerifierKey, Validity] = {}
    ends: dict[tuple[str, KeyKind], int] = {}
    for key, start, _ in reversed(once(keys)):
        which = (key.name, key.kind)
        found[key] = Validity(start or 0, ends.get(which))
        if start is not None:
            ends[which] = min(start, ends.get(which, start))
    return found


def _size(text: str) -> int:
    try:
        return from_decimal(text)
    except Malformed:
        raise Malformed("key_start") from None
