"""What is known of the nation's calendar: for which years its days off are decreed, and how far its list reaches.

The days themselves are those of ``calendar.py``. A year whose decree nobody has read yet may still change.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Annotated

import msgspec

from workflows.codes.clocks import LawStatus
from workflows.codes.wording import Wording
from workflows.files.located import Fault, PolicyError, line_at, read_located

CALENDAR_VERSION = r"^id/calendar/[0-9]{4}-[0-9]{2}-[1-9][0-9]*\Z"
Year = Annotated[int, msgspec.Meta(ge=1946, le=2099)]


class Decree(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What says which days of a year are days off, and whether anybody has read it."""

    year: Year
    source: Annotated[str, msgspec.Meta(min_length=1)]
    status: LawStatus


class NationFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file: ``source`` is where the days come from, ``complete_to`` the last year whose list lacks no feast."""

    version: Annotated[str, msgspec.Meta(pattern=CALENDAR_VERSION)]
    source: Annotated[str, msgspec.Meta(min_length=1)]
    complete_to: Year
    complete_note: Wording
    decrees: Annotated[tuple[Decree, ...], msgspec.Meta(min_length=1)]


@dataclass(frozen=True, slots=True)
class Nation:
    """The nation's calendar as far as it is known, validated once and then only read."""

    version: str
    source: str
    complete_to: int
    complete_note: Wording
    decrees: Mapping[int, Decree]

    @property
    def first_year(self) -> int:
        """The first year of which the days off are known."""
        return min(self.decrees)

    def decreed(self, year: int) -> bool:
        """Whether the days off of a year are decreed, and somebody has read it."""
        found = self.decrees.get(year)
        return found is not None and found.status is LawStatus.CONFIRMED


def parse_nation(raw: bytes, source: str) -> Nation:
    """Read the file's bytes (JSON, UTF-8) and check all of it.

    ``source`` names the file in messages. Raises PolicyError with the line of the first fault.
    """
    parsed, lines = read_located(raw, source, NationFile)
    fault = next(_faults(parsed), None)
    if fault is not None:
        raise PolicyError(source, line_at(lines, fault.path), fault.reason)
    decrees = MappingProxyType({decree.year: decree for decree in parsed.decrees})
    return Nation(parsed.version, parsed.source, parsed.complete_to, parsed.complete_note, decrees)


def _faults(parsed: NationFile) -> Iterator[Fault]:
    first = parsed.decrees[0].year
    for index, decree in enumerate(parsed.decrees):
        if decree.year != first + index:
            yield Fault(("decrees", index, "year"), f"the year {first + index} follows, not {decree.year}")
        if decree.year > parsed.complete_to:
            yield Fault(("decrees", index, "year"), f"the list of days is complete to {parsed.complete_to} only")
