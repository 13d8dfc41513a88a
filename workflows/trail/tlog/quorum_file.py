"""The trust policy file of c2sp.org/tlog-policy: one statement a line, read into a ``quorum.Policy``."""

from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass, field

from workflows.trail.tlog.encoding import from_decimal
from workflows.trail.tlog.note_keys import COSIGNER_KINDS, LOG_KINDS, KeyKind, VerifierKey, parse_verifier_key
from workflows.trail.tlog.quorum import NONE, Group, Log, Policy, Witness
from workflows.trail.tlog.tlog_errors import Malformed

_CONTROLS = frozenset(range(0x20)) - {0x09, 0x0A} | {0x7F}
_SHORTHANDS = {"any", "all"}


class PolicyMalformed(Malformed):
    """``reason`` is the code, ``line`` the number of the line at fault, from 1; 0 when it is none in particular."""

    def __init__(self, reason: str, line: int = 0) -> None:
        super().__init__(reason)
        self.line = line

    def __str__(self) -> str:
        return f"line {self.line}: {self.reason}" if self.line else self.reason


def parse_policy(raw: bytes) -> Policy:
    """A policy from its file.

    Raises PolicyMalformed: ``control_character``, ``line_unterminated``, ``keyword_unknown``, ``items`` for too many
    or too few on a line, ``key_duplicate`` within logs or within witnesses, ``key_kind`` for a log's key that is not
    0x01 or 0x06 or a witness's that is not 0x04 or 0x06, ``name_taken`` (``none`` is), ``name_unknown`` for one not
    defined above, ``member_twice`` for one already in a group, ``threshold_invalid``, ``quorum_twice``,
    ``quorum_missing``, ``number_invalid``, and what ``keys.parse_verifier_key`` says.
    """
    draft = _Draft()
    for number, items in _lines(raw):
        try:
            draft.read(*items)
        except Malformed as fault:
            raise PolicyMalformed(fault.reason, number) from None
    if draft.quorum is None:
        raise PolicyMalformed("quorum_missing")
    return Policy(tuple(draft.logs), draft.witnesses, draft.groups, draft.quorum)


@dataclass(slots=True)
class _Draft:
    logs: list[Log] = field(default_factory=list)
    witnesses: dict[str, Witness] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    members: set[str] = field(default_factory=set)
    quorum: str | None = None

    def read(self, keyword: str, *items: str) -> None:
        readers: dict[str, tuple[Callable[..., None], int, int | None]] = {
            "log": (self._log, 1, 2),
            "witness": (self._witness, 2, 3),
            "group": (self._group, 3, None),
            "quorum": (self._quorum, 1, 1),
        }
        if keyword not in readers:
            raise Malformed("keyword_unknown")
        reader, least, most = readers[keyword]
        if len(items) < least or (most is not None and len(items) > most):
            raise Malformed("items")
        reader(*items)

    def _log(self, key: str, url: str | None = None) -> None:
        self.logs.append(Log(_key(key, LOG_KINDS, [log.key for log in self.logs]), url))

    def _witness(self, name: str, key: str, url: str | None = None) -> None:
        self._define(name)
        known = [witness.key for witness in self.witnesses.values()]
        self.witnesses[name] = Witness(name, _key(key, COSIGNER_KINDS, known), url)

    def _group(self, name: str, threshold: str, *members: str) -> None:
        self._define(name)
        for member in members:
            self._known(member)
            if member in self.members:
                raise Malformed("member_twice")
            self.members.add(member)
        self.groups[name] = Group(name, _threshold(threshold, len(members)), members)

    def _quorum(self, name: str) -> None:
        if self.quorum is not None:
            raise Malformed("quorum_twice")
        if name != NONE:
            self._known(name)
        self.quorum = name

    def _define(self, name: str) -> None:
        if name == NONE or name in self.witnesses or name in self.groups:
            raise Malformed("name_taken")

    def _known(self, name: str) -> None:
        if name not in self.witnesses and name not in self.groups:
            raise Malformed("name_unknown")


def _lines(raw: bytes) -> Iterator[tuple[int, list[str]]]:
    """The items of every line that says something. Octets above 0x7F are carried through unread."""
    lines = raw.split(b"\n")
    for number, line in enumerate(lines, 1):
        if _CONTROLS.intersection(line):
            raise PolicyMalformed("control_character", number)
        items = [item.decode("utf-8", "surrogateescape") for item in line.split()]
        if items and not items[0].startswith("#"):
            if number == len(lines):
                raise PolicyMalformed("line_unterminated", number)
            yield number, items


def _key(text: str, kinds: Container[KeyKind], known: list[VerifierKey]) -> VerifierKey:
    key = parse_verifier_key(text)
    if key.kind not in kinds:
        raise Malformed("key_kind")
    if key.public_key in {each.public_key for each in known}:
        raise Malformed("key_duplicate")
    return key


def _threshold(text: str, count: int) -> int:
    if text in _SHORTHANDS:
        return count if text == "all" else 1
    number = from_decimal(text)
    if not 1 <= number <= count:
        raise Malformed("threshold_invalid")
    return number
