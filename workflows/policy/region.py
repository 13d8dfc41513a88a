"""A region's policy: agencies, elections, areas and the routing table, validated once and then only read.

Everything that differs from region to region, or that a lawyer may correct, is data of this kind and
carries its version into each decision that it gave.
"""

import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from types import MappingProxyType
from typing import TypeVar
from zoneinfo import ZoneInfo

from workflows.clocks.calendar import Calendar
from workflows.clocks.law import NO_LAW, Law, undescribed
from workflows.clocks.nation import Nation
from workflows.codes.cases import CaseStep
from workflows.codes.policy import AgencyKind, Regime, Walls
from workflows.codes.reports import Category
from workflows.codes.states import OBLIGING_EVENTS
from workflows.files.json_lines import Path
from workflows.files.located import Fault, PolicyError, line_at, read_located
from workflows.policy.bases import in_words
from workflows.policy.checks import first_fault
from workflows.policy.file import (
    Agency,
    Area,
    BundleRule,
    ClockLengths,
    Counter,
    DiscussionLead,
    Election,
    HandoverItem,
    Ladder,
    NoticeTemplate,
    OutsideBody,
    OwedRule,
    PolicyFile,
    Rule,
    StagePeriod,
    of_regime,
)

__all__ = [
    "Agency",
    "Area",
    "BundleRule",
    "ClockLengths",
    "Counter",
    "DiscussionLead",
    "Election",
    "HandoverItem",
    "NoticeTemplate",
    "OutsideBody",
    "OwedRule",
    "Policy",
    "PolicyError",
    "Rule",
    "StagePeriod",
    "parse_policy",
]

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)
_NAMED = re.compile(r"(?:^|/)([0-9]{2}\.[0-9]{2})\.json\Z")


@dataclass(frozen=True, slots=True)
class Policy:
    """A validated policy.

    ``agencies`` are those that take part. The rest is arranged for the intake path: ``rules_of`` holds
    each category's rules in the order in which they are tried, ``safety_order`` each category's agencies
    for the S1 safety task, ``walled_by_category`` the agencies that a category walls off by itself, ``arms`` the
    agencies that are under another. ``handover`` are the items of the bundle that goes to the police,
    ``discussions`` who leads each joint discussion, ``owed_by_event`` is what each event obliges to tell, ``law``
    has the nation's legal clocks, ``calendar`` the region's days, ``bases`` the Indonesian words of what rules rest on.
    """

    version: str
    valid_from: date
    region: str
    timezone: str
    agencies: Mapping[str, Agency]
    outside: Mapping[str, OutsideBody]
    elections: Mapping[str, Election]
    counter: Counter
    areas: Mapping[str, Area]
    rules: tuple[Rule, ...]
    rules_by_id: Mapping[str, Rule]
    rules_of: Mapping[Category, tuple[Rule, ...]]
    safety_order: Mapping[Category, tuple[str, ...]]
    walled_by_category: Mapping[Category, frozenset[str]]
    ladder: Ladder
    arms: Mapping[str, frozenset[str]]
    handover: Mapping[str, HandoverItem]
    discussions: tuple[DiscussionLead, ...]
    zone: ZoneInfo
    calendar: Calendar
    law: Law
    owed: tuple[OwedRule, ...]
    owed_by_event: Mapping[str, tuple[OwedRule, ...]]
    templates: Mapping[str, NoticeTemplate]
    bases: Mapping[str, str]

    def basis_in(self, basis: str, lang: str) -> str:
        """What a rule, or a row that keeps its basis, rests on, in a language."""
        return in_words(basis, self.bases, lang)

    def above(self, agency: str) -> str | None:
        """The agency that this one is an arm of, None for one that stands by itself."""
        found = self.agencies.get(agency)
        return None if found is None else found.under

    def regime_of(self, election: str | None) -> Regime | None:
        """The regime of an election; None for none, or one that has left the policy."""
        found = self.elections.get(election or "")
        return None if found is None else found.regime

    def leader_of(self, discussion: CaseStep, election: str | None) -> DiscussionLead | None:
        """Who leads a joint discussion of a case in an election, and how sure that is; None for no discussion."""
        of_step = (rule for rule in self.discussions if rule.step == discussion)
        return of_regime(of_step, self.regime_of(election))


def parse_policy(raw: bytes, source: str, law: Law = NO_LAW, nation: Nation | None = None) -> Policy:
    """Read a policy file's bytes (JSON, UTF-8) and check all of it; ``law`` has the legal clocks that go with it.

    ``nation`` tells how far the national calendar is settled.

    ``source`` names the file in messages; one named after a region, as ``33.05.json`` is, has to be of it. Raises
    PolicyError with the line of the first fault.
    """
    parsed, lines = read_located(raw, source, PolicyFile)
    fault = _misnamed(parsed.region, source) or first_fault(parsed) or next(_undescribed(parsed, law), None)
    if fault is not None:
        raise PolicyError(source, line_at(lines, fault.path), fault.reason)
    return _arranged(parsed, law, nation)


def _misnamed(region: str, source: str) -> Fault | None:
    """A file named after a region is of it: a copy whose region stayed as it was would take the first one's place."""
    named = _NAMED.search(source)
    if named is None or named[1] == region:
        return None
    return Fault(("region",), f"the file is named after region {named[1]}, and is of region {region}")


def _undescribed(parsed: PolicyFile, law: Law) -> Iterator[Fault]:
    """Each regime that the law which goes with it does not describe; without a law nothing is said of any."""
    if law is NO_LAW:
        return
    for index, election in enumerate(parsed.elections):
        if election.regime not in law.regimes:
            yield Fault(("elections", index, "regime"), undescribed(election.regime, law.regimes))
    for place, regimes in _named(parsed):
        for position, regime in enumerate(regimes):
            if regime not in law.regimes:
                yield Fault((*place, "regimes", position), undescribed(regime, law.regimes))


def _named(parsed: PolicyFile) -> Iterator[tuple[Path, tuple[Regime, ...]]]:
    """Where a rule of the region names regimes, and which."""
    for index, owed in enumerate(parsed.notices.owed):
        yield ("notices", "owed", index), owed.regimes
    for index, item in enumerate(parsed.handover):
        for rule, asked in enumerate(item.asked):
            yield ("handover", index, "asked", rule), asked.regimes
    for index, discussion in enumerate(parsed.discussions):
        yield ("discussions", index), discussion.regimes


def _arranged(parsed: PolicyFile, law: Law, nation: Nation | None) -> Policy:
    agencies = _by((agency for agency in parsed.agencies if agency.takes_part), lambda agency: agency.code)
    exceptions = {exception.category: exception.agencies for exception in parsed.safety.exceptions}
    government = frozenset(code for code, agency in agencies.items() if agency.kind is AgencyKind.REGENCY_GOVERNMENT)
    rules_of = _rules_of(parsed.rules)
    return Policy(
        version=parsed.version,
        valid_from=parsed.valid_from,
        region=parsed.region,
        timezone=parsed.timezone,
        agencies=agencies,
        outside=_by(parsed.outside, lambda body: body.code),
        elections=_by(parsed.elections, lambda election: election.code),
        counter=parsed.counter,
        areas=_by(parsed.areas, lambda area: area.code),
        rules=parsed.rules,
        rules_by_id=_by(parsed.rules, lambda rule: rule.id),
        rules_of=rules_of,
        safety_order=MappingProxyType({c: exceptions.get(c, parsed.safety.default) for c in Category}),
        walled_by_category=MappingProxyType(
            {
                category: government if rules[-1].walls is Walls.REGENCY_GOVERNMENT else frozenset()
                for category, rules in rules_of.items()
            }
        ),
        ladder=parsed.ladder,
        arms=_arms(agencies.values()),
        handover=_by(parsed.handover, lambda item: item.code),
        discussions=parsed.discussions,
        zone=ZoneInfo(parsed.timezone),
        calendar=_calendar(parsed, nation),
        law=law,
        owed=parsed.notices.owed,
        owed_by_event=_owed_by_event(parsed.notices.owed),
        templates=_by(parsed.notices.templates, lambda template: template.code),
        bases=MappingProxyType({each.en: each.id for each in parsed.bases}),
    )


def _arms(agencies: Iterable[Agency]) -> Mapping[str, frozenset[str]]:
    under = [agency for agency in agencies if agency.under is not None]
    return MappingProxyType(
        {
            above: frozenset(one.code for one in under if one.under == above)
            for above in {a.under for a in under}
            if above
        }
    )


def _owed_by_event(rules: tuple[OwedRule, ...]) -> Mapping[str, tuple[OwedRule, ...]]:
    return MappingProxyType({event: tuple(rule for rule in rules if rule.event == event) for event in OBLIGING_EVENTS})


def _calendar(parsed: PolicyFile, nation: Nation | None) -> Calendar:
    said = parsed.calendar
    off, working = ({each.day: each.name for each in days} for days in (said.days_off, said.working_days))
    return Calendar(ZoneInfo(parsed.timezone), MappingProxyType(off), MappingProxyType(working), nation)


def _rules_of(rules: tuple[Rule, ...]) -> Mapping[Category, tuple[Rule, ...]]:
    ordered = sorted(rules, key=lambda rule: rule.category)
    return MappingProxyType(
        {category: tuple(group) for category, group in groupby(ordered, lambda rule: rule.category)}
    )


def _by(things: Iterable[T], key: Callable[[T], K]) -> Mapping[K, T]:
    return MappingProxyType({key(thing): thing for thing in things})
