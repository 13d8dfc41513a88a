"""What one part of a policy file says about another: a table of checks, each naming the fault's place."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import pairwise
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from workflows.codes import Category, Stage
from workflows.json_lines import Path
from workflows.located import Fault
from workflows.policy_codes import NO_ELECTION, AgencyKind, AreaLevel, Weekday
from workflows.policy_file import Election, PolicyFile, Rule, StagePeriod

CORE_AGENCIES = frozenset({"polres", "kodim", "kejari", "kpu", "bawaslu"})
"""The five that every region's routing serves. Source: DOMAIN.md, "Agencies"."""

_DERIVED_STAGES = frozenset({Stage.BEFORE, Stage.AFTER})


Check = Callable[[PolicyFile], Iterator[Fault]]


def first_fault(policy: PolicyFile) -> Fault | None:
    """Return the first fault that any check finds, None for a sound policy."""
    return next((fault for check in _CHECKS for fault in check(policy)), None)


def _header(policy: PolicyFile) -> Iterator[Fault]:
    if not policy.version.startswith(policy.region + "/"):
        yield Fault(("version",), f"the version of region {policy.region} begins with '{policy.region}/'")
    try:
        ZoneInfo(policy.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        yield Fault(("timezone",), f"unknown timezone '{policy.timezone}'")


def _unique(policy: PolicyFile) -> Iterator[Fault]:
    tables: dict[str, Iterable[str]] = {
        "agencies": [agency.code for agency in policy.agencies],
        "outside": [body.code for body in policy.outside],
        "elections": [election.code for election in policy.elections],
        "areas": [area.code for area in policy.areas],
        "rules": [rule.id for rule in policy.rules],
    }
    for table, codes in tables.items():
        seen: set[str] = set()
        for index, code in enumerate(codes):
            if code in seen:
                yield Fault((table, index), f"duplicate '{code}' in {table}")
            seen.add(code)


def _calendar(policy: PolicyFile) -> Iterator[Fault]:
    seen: set[date] = set()
    for table in ("days_off", "working_days"):
        for index, special in enumerate(getattr(policy.calendar, table)):
            if special.day in seen:
                yield Fault(("calendar", table, index), f"{special.day} stands twice in the calendar")
            seen.add(special.day)


def _core(policy: PolicyFile) -> Iterator[Fault]:
    for index, agency in enumerate(policy.agencies):
        if agency.core != (agency.code in CORE_AGENCIES):
            yield Fault(("agencies", index, "core"), f"core agencies are {', '.join(sorted(CORE_AGENCIES))}")
        if agency.core and not agency.takes_part:
            yield Fault(("agencies", index, "takes_part"), f"core agency '{agency.code}' always takes part")
    missing = CORE_AGENCIES - {agency.code for agency in policy.agencies}
    if missing:
        yield Fault(("agencies",), f"core agencies are missing: {', '.join(sorted(missing))}")


def _areas(policy: PolicyFile) -> Iterator[Fault]:
    whole = [area for area in policy.areas if area.level is AreaLevel.REGENCY]
    districts = [area for area in policy.areas if area.level is AreaLevel.DISTRICT]
    if [area.code for area in whole] != [policy.region]:
        yield Fault(("areas",), f"exactly one area is the regency, with the code {policy.region}")
        return
    for index, area in enumerate(policy.areas):
        if area.level is AreaLevel.DISTRICT and not area.code.startswith(policy.region + "."):
            yield Fault(("areas", index, "code"), f"district '{area.code}' is not in region {policy.region}")
    for count in ("desa", "kelurahan"):
        total, said = sum(getattr(area, count) for area in districts), getattr(whole[0], count)
        if total != said:
            where = policy.areas.index(whole[0])
            yield Fault(("areas", where, count), f"the districts have {total} {count}, the regency says {said}")


def _elections(policy: PolicyFile) -> Iterator[Fault]:
    for index, election in enumerate(policy.elections):
        if election.code == NO_ELECTION:
            yield Fault(("elections", index, "code"), f"'{NO_ELECTION}' asks for what belongs to no election")


def _counter(policy: PolicyFile) -> Iterator[Fault]:
    counter, seen = policy.counter, set[Weekday]()
    if counter.agency not in {agency.code for agency in policy.agencies}:
        yield Fault(("counter", "agency"), f"unknown agency '{counter.agency}'")
    for index, hours in enumerate(counter.hours):
        if hours.closes <= hours.opens:
            yield Fault(("counter", "hours", index, "closes"), f"closes at {hours.closes}, opens at {hours.opens}")
        for position, day in enumerate(hours.days):
            if day in seen:
                yield Fault(("counter", "hours", index, "days", position), f"'{day}' has its hours twice")
            seen.add(day)
    if not seen - {Weekday.SATURDAY, Weekday.SUNDAY}:
        yield Fault(("counter", "hours"), "the counter has no hours on any working day")


def _stages(policy: PolicyFile) -> Iterator[Fault]:
    for index, election in enumerate(policy.elections):
        yield from _stage_faults(election, ("elections", index, "stages"))


def _stage_faults(election: Election, place: Path) -> Iterator[Fault]:
    for index, period in enumerate(election.stages):
        if period.stage in _DERIVED_STAGES:
            yield Fault((*place, index, "stage"), f"stage '{period.stage}' has no dates of its own")
        if period.last < period.first:
            yield Fault((*place, index, "last"), f"stage '{period.stage}' ends before it begins")
    for index, (earlier, later) in enumerate(pairwise(election.stages), start=1):
        if later.first <= earlier.last:
            yield Fault((*place, index, "first"), f"stage '{later.stage}' overlaps '{earlier.stage}'")
        if _order(later) <= _order(earlier):
            yield Fault((*place, index, "stage"), f"stage '{later.stage}' cannot follow '{earlier.stage}'")


def _order(period: StagePeriod) -> int:
    return list(Stage).index(period.stage)


def _safety(policy: PolicyFile) -> Iterator[Fault]:
    safety = policy.safety
    yield from _leads(policy, safety.default, ("safety", "default"))
    seen: set[Category] = set()
    for index, exception in enumerate(safety.exceptions):
        yield from _leads(policy, exception.agencies, ("safety", "exceptions", index, "agencies"))
        if exception.category in seen:
            yield Fault(("safety", "exceptions", index), f"duplicate '{exception.category}' in safety")
        seen.add(exception.category)


def _rules(policy: PolicyFile) -> Iterator[Fault]:
    for index, rule in enumerate(policy.rules):
        place: Path = ("rules", index)
        if not rule.id.startswith(rule.category + "/"):
            yield Fault((*place, "id"), f"a rule of '{rule.category}' is named '{rule.category}/…'")
        yield from _leads(policy, [rule.lead], (*place, "lead"), listed=False)
        yield from _leads(policy, rule.fallback.leads, (*place, "fallback", "leads"))
        yield from _names(policy, rule, place)
        yield from _support(rule, place)


def _leads(policy: PolicyFile, codes: Iterable[str], place: Path, *, listed: bool = True) -> Iterator[Fault]:
    kinds = {agency.code: agency.kind for agency in policy.agencies}
    for index, code in enumerate(codes):
        where = (*place, index) if listed else place
        if code not in kinds:
            yield Fault(where, f"unknown agency '{code}'")
        elif kinds[code] is AgencyKind.ARMY:
            yield Fault(where, f"'{code}' is of the army, which supports and never leads")


def _names(policy: PolicyFile, rule: Rule, place: Path) -> Iterator[Fault]:
    agencies = {agency.code for agency in policy.agencies}
    bodies = {body.code for body in policy.outside}
    for index, task in enumerate(rule.support):
        if task.agency not in agencies:
            yield Fault((*place, "support", index, "agency"), f"unknown agency '{task.agency}'")
    for index, code in enumerate(rule.when.without):
        if code not in agencies:
            yield Fault((*place, "when", "without", index), f"unknown agency '{code}'")
    for index, code in enumerate(rule.outside):
        if code not in bodies:
            yield Fault((*place, "outside", index), f"unknown outside body '{code}'")
    for index, code in enumerate(rule.fallback.outside):
        if code not in bodies:
            yield Fault((*place, "fallback", "outside", index), f"unknown outside body '{code}'")


def _support(rule: Rule, place: Path) -> Iterator[Fault]:
    seen = {rule.lead}
    for index, task in enumerate(rule.support):
        if task.agency in seen:
            yield Fault((*place, "support", index, "agency"), f"'{task.agency}' has two tasks in one rule")
        seen.add(task.agency)


def _watched(policy: PolicyFile) -> Iterator[Fault]:
    agencies = {agency.code for agency in policy.agencies}
    for index, body in enumerate(policy.outside):
        for position, code in enumerate(body.watches):
            if code not in agencies:
                yield Fault(("outside", index, "watches", position), f"unknown agency '{code}'")


def _categories(policy: PolicyFile) -> Iterator[Fault]:
    for category in Category:
        rules = [(index, rule) for index, rule in enumerate(policy.rules) if rule.category is category]
        if not rules:
            yield Fault(("rules",), f"category '{category}' has no rule")
            continue
        yield from _decided(category, rules)


def _decided(category: Category, rules: list[tuple[int, Rule]]) -> Iterator[Fault]:
    *earlier, (last, default) = rules
    if default.when.stages or default.when.without:
        yield Fault(("rules", last, "when"), f"the last rule of '{category}' must apply always")
    for index, rule in earlier:
        if not (rule.when.stages or rule.when.without):
            yield Fault(("rules", index, "when"), f"'{rule.id}' applies always and hides the rules after it")
        if rule.walls is not default.walls:
            yield Fault(("rules", index, "walls"), f"all rules of '{category}' wall off the same agencies")


_CHECKS: tuple[Check, ...] = (
    _header,
    _unique,
    _calendar,
    _core,
    _areas,
    _elections,
    _stages,
    _counter,
    _watched,
    _safety,
    _rules,
    _categories,
)
