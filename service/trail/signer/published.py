"""The list beside a key file of the signer: every key that ever signed, and from which size of which log on.

Below a comment with its date each successor has a line ``# tindak.local/33.05 from size 120`` for every log that
its predecessors had signed. A log that none of them had signed it signs from the empty tree on. The first key of a kind
that was added to another has ``added at size`` in that line.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from service.trail.cosigning.keyfile import KeyFileError, now, read_text, vkeys_path
from workflows.trail.tlog.encoding import from_decimal
from workflows.trail.tlog.key_list import ListedKey
from workflows.trail.tlog.note_keys import VerifierKey, parse_verifier_key
from workflows.trail.tlog.tlog_errors import Malformed

_FROM_SIZE, _ADDED_AT = " from size ", " added at size "


class Entry(NamedTuple):
    """A key, the lines above it, and by origin the sizes that they state; whether they say that it was added."""

    key: VerifierKey
    lines: tuple[str, ...]
    starts: Mapping[str, int]
    added: bool = False


class Published:
    """The keys of one signer, oldest first. At least one."""

    def __init__(self, entries: tuple[Entry, ...]) -> None:
        self._entries = entries

    @property
    def newest(self) -> VerifierKey:
        """The key that signs."""
        return self._entries[-1].key

    def plain(self) -> tuple[ListedKey, ...]:
        """The keys under their own name, which is no log's."""
        return tuple(ListedKey(entry.key) for entry in self._entries)

    def of(self, origin: str) -> tuple[ListedKey, ...]:
        """The keys of a log, each successor with the size from which it signs. Raises Malformed ``key_name``.

        The first states a size where the list says one above it: its predecessor was taken out of the list.
        """
        named = [VerifierKey(origin, entry.key.kind, entry.key.public_key) for entry in self._entries]
        starts = [entry.starts.get(origin, 0) for entry in self._entries]
        return tuple(map(ListedKey, named, starts, [entry.added and origin in entry.starts for entry in self._entries]))

    def up_to(self, key: VerifierKey) -> "Published":
        """The list without what stands after a key."""
        keys = [entry.key for entry in self._entries]
        return Published(self._entries[: keys.index(key) + 1] if key in keys else self._entries)

    def then(self, key: VerifierKey, starts: Mapping[str, int]) -> "Published":
        """The list with a successor that signs from these sizes on, by origin."""
        lines = (f"# from {now()}", *(f"# {origin}{_FROM_SIZE}{size}" for origin, size in starts.items()))
        return Published((*self._entries, Entry(key, lines, starts)))

    def encode(self) -> str:
        """The file's text."""
        return "".join(f"{line}\n" for entry in self._entries for line in (*entry.lines, entry.key.encode()))


def read_published(path: Path, own: VerifierKey | None = None) -> Published:
    """The list of a key file; of ``own`` alone when it has none.

    Raises KeyFileError for a list that cannot be read, with the number for a line that is neither key nor comment.
    """
    listed = vkeys_path(path)
    if own is not None and not listed.exists():
        return Published((Entry(own, (), {}),))
    entries: list[Entry] = []
    above: list[str] = []
    added = False
    for number, line in enumerate(read_text(listed).splitlines(), 1):
        try:
            if line.startswith("#") or not line.strip():
                added = added or (_start(line) is not None and _ADDED_AT in line)
                above.append(line)
            else:
                starts = dict(filter(None, map(_start, above)))
                entries.append(Entry(parse_verifier_key(line.strip()), tuple(above), starts, added))
                above, added = [], False
        except Malformed as fault:
            raise KeyFileError(listed, f"line {number} is no verifier key ({fault.reason})") from None
    if not entries:
        raise KeyFileError(listed, "names no key")
    return Published(tuple(entries))


def added_lines(starts: Mapping[str, int]) -> str:
    """The lines above a key that was added at these sizes, by origin."""
    return "".join(f"# {origin}{_ADDED_AT}{size}\n" for origin, size in starts.items())


def _start(line: str) -> tuple[str, int] | None:
    """Origin and size of a line that states them. Raises Malformed ``key_start`` for one that does it wrongly."""
    origin, states, size = line.removeprefix("# ").partition(_ADDED_AT if _ADDED_AT in line else _FROM_SIZE)
    if not states:
        return None
    try:
        return origin, from_decimal(size)
    except Malformed:
        raise Malformed("key_start") from None
