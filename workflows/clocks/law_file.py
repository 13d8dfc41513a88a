"""The shape of the file of legal clocks: the same for the nation, versioned, each row with its basis and its mark.

Source: docs/domain.md, "Legal clocks". What one row says about another is checked in ``law.py``.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Annotated

import msgspec

from workflows.clocks.days import Length
from workflows.codes.clocks import CountsFrom, DayKind, ExtensionGround, LawStatus, LegalStep, Stage
from workflows.codes.policy import REGIME_PATTERN, ClockOwner, LegalClockSet, LegalMoment, Weekday
from workflows.codes.wording import Wording

LAW_VERSION = r"^id/[0-9]{4}-[0-9]{2}-[1-9][0-9]*\Z"
ARTICLE = r"^[1-9][0-9]{0,2}[A-Z]?\Z"
Regime = Annotated[str, msgspec.Meta(pattern=REGIME_PATTERN.removesuffix("$") + r"\Z")]
LawName = Annotated[
    str, msgspec.Meta(pattern=r"^((UU|Perma|Perbawaslu) [1-9][0-9]{0,2}|MK [1-9][0-9]{0,2}/PUU-[IVXLC]+)/[0-9]{4}\Z")
]
Paragraph = Annotated[int, msgspec.Meta(ge=1, le=99)]
TimeOfDay = Annotated[str, msgspec.Meta(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]\Z")]
"""Local hour and minute."""

Units = Annotated[int, msgspec.Meta(ge=1, le=999)]


class Extension(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How far a clock may be extended, once: to ``count`` in all, or by ``count`` more; ``ground`` is for what alone.

    ``day_kind`` is what the length in all counts, None for what the clock itself counts.
    """

    count: Units
    in_all: bool
    ground: ExtensionGround
    day_kind: DayKind | None = None


class Citation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where something stands in a law, so that anybody can look it up.

    ``article`` is None where the article was not seen, ``item`` the number in a list (*angka*), ``changed_by`` the law
    that gave the article its present text.
    """

    law: LawName
    article: Annotated[str, msgspec.Meta(pattern=ARTICLE)] | None = None
    paragraphs: tuple[Paragraph, ...] = ()
    item: Paragraph | None = None
    changed_by: LawName | None = None

    def __str__(self) -> str:
        """As lawyers write it, for example ``UU 1/2015 Pasal 134(5)(6) jo. UU 8/2015``."""
        article = "" if self.article is None else f" Pasal {self.article}"
        paragraphs = "".join(f"({each})" for each in self.paragraphs)
        item = "" if self.item is None else f" angka {self.item}"
        changed = "" if self.changed_by is None else f" jo. {self.changed_by}"
        return f"{self.law}{article}{paragraphs}{item}{changed}"


def cited(citations: Iterable[Citation]) -> str:
    """The citations as one text."""
    return "; ".join(map(str, citations))


class Reading(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One way to read how long a limit is: the row's own, or another that has something for it.

    ``valid_from`` and ``valid_to`` are local days on which a clock starts that may be read so.
    """

    length: Units
    day_kind: DayKind
    citations: Annotated[tuple[Citation, ...], msgspec.Meta(min_length=1)]
    valid_from: date | None = None
    valid_to: date | None = None

    @property
    def basis(self) -> str:
        """Its citations as one text."""
        return cited(self.citations)

    @property
    def written(self) -> str:
        """Its length, for example ``7cd``."""
        return str(Length(self.length, self.day_kind))


class LegalClock(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One limit that a law sets.

    ``pauses`` says whether the law lets it stand still. ``note`` says what a lawyer has still to confirm, ``caution``
    what whoever is bound by it must know beside its days. One that goes ``backward`` ends so long before what it is
    counted from, and begins with no act. ``readings`` are other ways to read how long it is. What is handed in
    ``at_counter`` is in time only while the counter is open.
    ``valid_from`` and ``valid_to`` are local days, both included, on which it may start; null where it has no such end.
    """

    regime: Regime
    step: LegalStep
    whose: ClockOwner
    length: Units
    day_kind: DayKind
    counts_from: CountsFrom
    extension: Extension | None
    pauses: bool
    citations: Annotated[tuple[Citation, ...], msgspec.Meta(min_length=1)]
    status: LawStatus
    note: Wording | None
    valid_from: date | None
    valid_to: date | None
    backward: bool = False
    at_counter: bool = False
    readings: tuple[Reading, ...] = ()
    caution: Wording | None = None

    @property
    def basis(self) -> str:
        """Its citations as one text."""
        return cited(self.citations)

    @property
    def id(self) -> str:
        """The rule's name, for example ``pemilu/handling``."""
        return f"{self.regime}/{self.step.value}"

    @property
    def written(self) -> str:
        """Its length, for example ``7wd``."""
        return str(Length(self.length, self.day_kind))

    @property
    def extends_to(self) -> str | None:
        """Its length in all once it is extended, None where the law knows no extension."""
        return self.extends(self)

    @property
    def extends_for(self) -> ExtensionGround | None:
        """For what alone the law extends it, None where it extends it for nothing."""
        return None if self.extension is None else self.extension.ground

    def extends(self, reading: "LegalClock | Reading") -> str | None:
        """The length in all of one reading once it is extended, None where the law knows no extension."""
        if self.extension is None:
            return None
        more, kind = self.extension.count, self.extension.day_kind or reading.day_kind
        return str(Length(more if self.extension.in_all else reading.length + more, kind))

    def read_on(self, day: date) -> "Iterator[LegalClock | Reading]":
        """Its own reading, then the others that a clock may have that starts on the day."""
        yield self
        for reading in self.readings:
            if (reading.valid_from or date.min) <= day <= (reading.valid_to or date.max):
                yield reading

    def valid_on(self, day: date) -> bool:
        """Whether a clock of this row may start on the day."""
        return (self.valid_from or date.min) <= day <= (self.valid_to or date.max)


class RegimeRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An election law that elections may be under. One that no row limits anything by has no legal clocks."""

    code: Regime
    name: Wording


class Opening(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which steps begin at a moment for the reports of some sets; with ``led_by`` only where that agency leads by rule.

    With ``regimes`` only in their elections, else in every one.
    """

    moment: LegalMoment
    sets: Annotated[tuple[LegalClockSet, ...], msgspec.Meta(min_length=1)]
    steps: Annotated[tuple[LegalStep, ...], msgspec.Meta(min_length=1)]
    led_by: ClockOwner | None
    regimes: tuple[Regime, ...] = ()


class OpeningHours(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When a counter is open on these days of the week: from ``opens`` on, and no longer at ``closes``.

    ``disputed`` is another hour at which it is said to close, later than ``closes``, with who says the one
    (``closes_by``) and who the other (``disputed_by``); all None where nobody says so.
    """

    days: Annotated[tuple[Weekday, ...], msgspec.Meta(min_length=1)]
    opens: TimeOfDay
    closes: TimeOfDay
    disputed: TimeOfDay | None = None
    closes_by: Wording | None = None
    disputed_by: Wording | None = None


class CounterHours(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When the counter for formal reports on elections of a regime is open, by one regulation.

    It keeps its ``hours`` but for days off; in the stages ``kept_on`` on days off too, and in those
    ``around_the_clock`` it never closes. ``note`` says what a lawyer has still to confirm. ``valid_from`` and
    ``valid_to`` are local days, both included; null where there is no such end.
    """

    regime: Regime
    hours: Annotated[tuple[OpeningHours, ...], msgspec.Meta(min_length=1)]
    around_the_clock: tuple[Stage, ...]
    citations: Annotated[tuple[Citation, ...], msgspec.Meta(min_length=1)]
    status: LawStatus
    note: Wording | None
    valid_from: date | None
    valid_to: date | None
    kept_on: tuple[Stage, ...] = ()

    @property
    def basis(self) -> str:
        """Its citations as one text."""
        return cited(self.citations)

    def valid_on(self, day: date) -> bool:
        """Whether the counter keeps these hours on the day."""
        return (self.valid_from or date.min) <= day <= (self.valid_to or date.max)


class LawFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file whole, each part well-formed by itself."""

    version: Annotated[str, msgspec.Meta(pattern=LAW_VERSION)]
    regimes: Annotated[tuple[RegimeRow, ...], msgspec.Meta(min_length=1)]
    clocks: tuple[LegalClock, ...]
    openings: tuple[Opening, ...]
    counters: tuple[CounterHours, ...] = ()
