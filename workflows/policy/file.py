"""The shape of a policy file: what may stand in it, and what each part means.

Unknown members, unknown codes and wrong types are refused while decoding; what one part says about
another is checked in ``policy_checks.py``.
"""

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Protocol, TypeVar

import msgspec

from workflows.codes.cases import CaseStep
from workflows.codes.clocks import LawStatus, Rung, Stage
from workflows.codes.notices import Audience, NoticeLanguage, Occasion, TemplateFact
from workflows.codes.policy import REGIME_PATTERN, AgencyKind, AreaLevel, LegalClockSet, Walls
from workflows.codes.reports import Category, Severity
from workflows.codes.tasks import TaskKind
from workflows.codes.wording import Wording

Duration = Annotated[str, msgspec.Meta(pattern=r"^[1-9][0-9]{0,3}(m|h|wd)\Z")]
"""A service clock's length: minutes and hours around the clock, or ``wd``, working days."""

AT_ONCE = "0m"
Wait = Annotated[str, msgspec.Meta(pattern=r"^(0m|[1-9][0-9]{0,3}(m|h|wd))\Z")]
"""How long a rung lets the one below it act: as a ``Duration``, or ``0m`` for not at all."""

Code = Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9_]{1,39}\Z")]
Regime = Annotated[str, msgspec.Meta(pattern=REGIME_PATTERN.removesuffix("$") + r"\Z")]
ElectionCode = Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9-]{1,39}\Z")]
AreaCode = Annotated[str, msgspec.Meta(pattern=r"^[0-9]{2}\.[0-9]{2}(\.[0-9]{2})?\Z")]
RuleId = Annotated[str, msgspec.Meta(pattern=r"^[a-z_]+/[a-z_]+\Z")]
Text = Annotated[str, msgspec.Meta(min_length=1, max_length=400)]
Count = Annotated[int, msgspec.Meta(ge=0)]


class Agency(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An agency that rules may name. One that does not take part is named in the file and nowhere else.

    ``under`` is the agency that it is an arm of: tasks are handed down to it, and a wall around that agency stands
    around it too. ``desk`` says that the region's coordinators are its people: whoever works there is of its side.
    """

    code: Code
    name: Wording
    kind: AgencyKind
    core: bool
    takes_part: bool = True
    under: Code | None = None
    desk: bool = False


class OutsideBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A body outside the region that a case is referred to.

    ``watches`` are the agencies it answers for; empty means that it is named whoever is accused.
    """

    code: Code
    name: Wording
    watches: tuple[Code, ...] = ()


class StagePeriod(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The first and the last day of a stage, local dates, both included."""

    stage: Stage
    first: date
    last: date
    status: LawStatus


class Election(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An election and its stages in the order of time."""

    code: ElectionCode
    name: Wording
    regime: Regime
    stages: Annotated[tuple[StagePeriod, ...], msgspec.Meta(min_length=1)]


class Counter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whose counter receives formal reports in the region. When it is open, the regulations of each regime say."""

    agency: Code


class Area(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The region itself or one of its districts, by Kemendagri code, with its numbers of villages."""

    code: AreaCode
    name: Text
    level: AreaLevel
    desa: Count
    kelurahan: Count


class ClockLengths(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The two service clocks of one severity; None where the policy sets none."""

    acknowledge: Duration | None
    verify: Duration | None


class SeverityClocks(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The service clocks of every severity; leaving one out is a fault, null is a choice."""

    S1: ClockLengths
    S2: ClockLengths
    S3: ClockLengths
    S4: ClockLengths

    def of(self, severity: Severity) -> ClockLengths:
        """Return the lengths of one severity."""
        lengths: ClockLengths = getattr(self, severity.value)
        return lengths


class Condition(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When a rule applies: in one of ``stages``, and when none of ``without`` can act; empty means always.

    An agency cannot act when the region has none or when it is walled off from the report.
    """

    stages: tuple[Stage, ...] = ()
    without: tuple[Code, ...] = ()


class SupportTask(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A supporting task that a rule plans."""

    agency: Code
    kind: TaskKind
    obligatory: bool


class Fallback(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who takes over when the lead is walled off: the first of ``leads`` that can act, and who outside."""

    leads: tuple[Code, ...]
    kind: TaskKind
    outside: tuple[Code, ...] = ()


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One row of the routing table. Within a category the first rule whose condition holds decides."""

    id: RuleId
    category: Category
    when: Condition
    lead: Code
    lead_kind: TaskKind
    support: tuple[SupportTask, ...]
    outside: tuple[Code, ...]
    fallback: Fallback
    clocks: SeverityClocks
    legal_clocks: LegalClockSet | None
    walls: Walls
    gakkumdu: bool
    status: LawStatus
    basis: Text


class SafetyException(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The order of agencies for the safety task in one category."""

    category: Category
    agencies: Annotated[tuple[Code, ...], msgspec.Meta(min_length=1)]


class Safety(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who gets the safety task of an S1 report at once: the first in order that can act."""

    default: Annotated[tuple[Code, ...], msgspec.Meta(min_length=1)]
    exceptions: tuple[SafetyException, ...]
    status: LawStatus
    basis: Text


class Waits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How long a rung waits, by severity."""

    S1: Wait
    S2: Wait
    S3: Wait
    S4: Wait

    def of(self, severity: Severity) -> str:
        """Return the wait of one severity."""
        wait: str = getattr(self, severity.value)
        return wait


class LadderRung(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One step up, ``after`` a time that counts from the step before it; the first from when the clock was missed.

    ``side`` is whose side it stands on: with all agencies of that kind walled off from a report, it is passed over.
    """

    rung: Rung
    side: AgencyKind | None
    after: Waits


class Ladder(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who is called, one after the other, while an acknowledgement or a verification is missed."""

    rungs: tuple[LadderRung, ...]
    status: LawStatus
    basis: Text


class BundleRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """That an item belongs to the bundle under these regimes, and whether its list lets nobody leave it out.

    What is missing at the forwarding is told; without one that ``stops_forwarding`` nothing is forwarded, which the
    region decides. No regime means every one that no other rule of the item names, and reports of no election.
    """

    regimes: tuple[Regime, ...]
    obligatory: bool
    stops_forwarding: bool
    status: LawStatus
    basis: Text


class HandoverItem(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An item of the bundle that goes to the police with a case, and under which regimes it does.

    One that belongs to no bundle any longer keeps its name, for the cases whose bundle had it.
    """

    code: Code
    name: Wording
    asked: tuple[BundleRule, ...]

    def under(self, regime: Regime | None) -> BundleRule | None:
        """The rule by which it belongs to the bundle of a case under the regime; None when it does not."""
        return of_regime(self.asked, regime)


class DiscussionLead(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who leads a joint discussion under these regimes; no regime means every one that no other rule names."""

    step: CaseStep
    regimes: tuple[Regime, ...]
    agency: Code
    status: LawStatus
    basis: Text


class _Regimed(Protocol):
    @property
    def regimes(self) -> tuple[Regime, ...]: ...


R = TypeVar("R", bound=_Regimed)


def of_regime(rules: Iterable[R], regime: Regime | None) -> R | None:
    """The rule that names the regime, or else the one that names none."""
    known = tuple(rules)
    named = (rule for rule in known if regime in rule.regimes)
    return next(named, None) or next((rule for rule in known if not rule.regimes), None)


class SpecialDay(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A day on which the region differs from the nation, with its name and what says so."""

    day: date
    name: Wording
    basis: Text


class RegionDays(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The days off that the region adds, and the days that are working days there after all."""

    days_off: tuple[SpecialDay, ...]
    working_days: tuple[SpecialDay, ...]


class TemplateWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The words of a template in both languages; ``{name}`` stands where a fact or a field is put in."""

    id: Annotated[str, msgspec.Meta(min_length=1, max_length=4000)]
    en: Annotated[str, msgspec.Meta(min_length=1, max_length=4000)]

    def of(self, language: NoticeLanguage) -> str:
        """Return the words in one language."""
        words: str = getattr(self, language.value)
        return words


class TemplateField(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A place in a template that its sender fills in."""

    name: Code
    label: Wording


class NoticeTemplate(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A notice made ready: what it tells of, to whom, what it takes from the report and what its sender fills in."""

    code: Code
    occasion: Occasion
    audiences: Annotated[tuple[Audience, ...], msgspec.Meta(min_length=1)]
    facts: tuple[TemplateFact, ...]
    fields: tuple[TemplateField, ...]
    words: TemplateWords


class OwedRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which event obliges somebody to tell which audience, and within how long of it.

    ``regimes`` are those of the election that the report must belong to; empty means that it may belong to none.
    """

    occasion: Occasion
    event: Annotated[str, msgspec.Meta(pattern=r"^[a-z]+\.[a-z_]+\Z")]
    audience: Audience
    within: Duration
    regimes: tuple[Regime, ...]
    status: LawStatus
    basis: Text


class Notices(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What must be told, and the words made ready for it."""

    owed: tuple[OwedRule, ...]
    templates: tuple[NoticeTemplate, ...]


class PolicyFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A policy file whole, each part well-formed by itself.

    ``bases`` has the Indonesian words of each ``basis`` above that says more than laws and articles.
    """

    version: Annotated[str, msgspec.Meta(pattern=r"^[0-9]{2}\.[0-9]{2}/[0-9]{4}-[0-9]{2}-[1-9][0-9]*\Z")]
    valid_from: date
    region: Annotated[str, msgspec.Meta(pattern=r"^[0-9]{2}\.[0-9]{2}\Z")]
    timezone: str
    calendar: RegionDays
    agencies: tuple[Agency, ...]
    outside: tuple[OutsideBody, ...]
    elections: tuple[Election, ...]
    counter: Counter
    areas: tuple[Area, ...]
    safety: Safety
    ladder: Ladder
    rules: tuple[Rule, ...]
    handover: Annotated[tuple[HandoverItem, ...], msgspec.Meta(min_length=1)]
    discussions: tuple[DiscussionLead, ...]
    notices: Notices
    bases: tuple[Wording, ...] = ()
