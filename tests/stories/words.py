"""Words that occur nowhere else, and what each word or identifier that is met in an answer tells of."""

import re
from enum import StrEnum
from itertools import count
from typing import NamedTuple

from tests.stories.oracle import Level

_LETTERS = "bcdfghjklmnpqrstvwxz"
_WIDTH = 7
SEEN = re.compile(
    rb"zq[a-z]{7}zx|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|(?<![0-9])[0-9]{16}(?![0-9])"
    rb"|33\.05/20[0-9]{2}/[0-9]{6}"
)
"""A marker, an identifier, an identity number, a register number."""


class Tells(StrEnum):
    """What somebody learns who reads a token."""

    EXISTENCE = "existence"
    EVENT = "event"
    """An event's identifier: an auditor's feed has no gaps, so that of a hidden report they get it, and no more."""
    TASK = "task"
    WORDS = "words"
    TASK_WORDS = "task words"
    SEALED = "sealed identity"


class Mark(NamedTuple):
    """What one token tells of: a report, and the agencies whose task it is of."""

    report: str
    tells: Tells
    agencies: tuple[str, ...] = ()
    by: str = ""
    """The human subject whose words it is of."""

    def open_to(self, agency: str, known: Level) -> bool:
        """Whether somebody of an agency, who may know so much of the report, may read it."""
        own = known >= Level.TASK and agency in self.agencies
        match self.tells:
            case Tells.EXISTENCE:
                return known >= Level.CODES
            case Tells.TASK | Tells.EVENT:
                return known >= Level.CODES or own
            case Tells.WORDS:
                return known >= Level.WORDS
            case Tells.TASK_WORDS:
                return known >= Level.WORDS or own
            case Tells.SEALED:
                return False


class Words:
    """Makes words, and remembers what every token tells of."""

    def __init__(self) -> None:
        self._numbers = count(1)
        self.marks: dict[str, Mark] = {}

    def fresh(self) -> str:
        """A word that is met nowhere else, which no stemmer shortens."""
        number, letters = next(self._numbers), ""
        for _ in range(_WIDTH):
            number, digit = divmod(number, len(_LETTERS))
            letters = _LETTERS[digit] + letters
        return f"zq{letters}zx"

    def identity_number(self) -> str:
        return f"3305{next(self._numbers):012d}"

    def mark(self, token: str, report: str, tells: Tells, *agencies: str, by: str = "") -> None:
        """Remember what a token tells of; what was known of it first stays, but that more agencies may know."""
        known = self.marks.get(token)
        self.marks[token] = (
            known._replace(agencies=tuple(dict.fromkeys((*known.agencies, *agencies))))
            if known
            else Mark(report, tells, agencies, by)
        )

    def met_in(self, raw: bytes) -> set[str]:
        return {found.decode() for found in SEEN.findall(raw)}
