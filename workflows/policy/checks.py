"""What one part of a policy file says about another: a table of checks, each naming the fault's place."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import pairwise
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from workflows.codes.cases import DISCUSSIONS, JOINT_DESK
from workflows.codes.clocks import Rung, Stage
from workflows.codes.notices import Audience, NoticeLanguage
from workflows.codes.policy import NO_ELECTION, AgencyKind, AreaLevel, Regime
from workflows.codes.reports import Category
from workflows.codes.states import OBLIGING_EVENTS
from workflows.files.json_lines import Path
from workflows.files.located import Fault
from workflows.policy.file import Election, NoticeTemplate, PolicyFile, Rule, StagePeriod
from workflows.policy.placeholders import TemplateError, placeholders

CORE_AGENCIES = frozenset({"polres", "kodim", "kejari", "kpu", "bawaslu"})
"""The five that every region's routing serves. Source: docs/domain.md, "Agencies"."""

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
        "handover": [item.code for item in policy.handover],
    }
    for table, codes in tables.items():
        yield from _stands_once((table,), codes)
    yield from _stands_once(("notices", "templates"), [template.code for template in policy.notices.templates])
    yield from _stands_once(("bases",), [each.en for each in policy.bases])


def _stands_once(place: Path, codes: Iterable[str]) -> Iterator[Fault]:
    seen: set[str] = set()
    for index, code in enumerate(codes):
        if code in seen:
            yield Fault((*place, index), f"duplicate '{code}' in {place[-1]}")
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
    if not any(agency.desk for agency in policy.agencies):
        yield Fault(("agencies",), "no agency keeps the desk: its people would not count as of its side")


def _arms(policy: PolicyFile) -> Iterator[Fault]:
    """What an agency is an arm of stands by itself: there is one level, and nobody is under a stranger."""
    above = {agency.code: agency.under for agency in policy.agencies}
    for index, agency in enumerate(policy.agencies):
        if agency.under is None:
            continue
        if agency.under not in above:
            yield Fault(("agencies", index, "under"), f"unknown agency '{agency.under}'")
        elif agency.under == agency.code or above[agency.under] is not None:
            yield Fault(("agencies", index, "under"), f"'{agency.under}' is itself under another agency")


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
    if policy.counter.agency not in {agency.code for agency in policy.agencies}:
        yield Fault(("counter", "agency"), f"unknown agency '{policy.counter.agency}'")


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


def _ladder(policy: PolicyFile) -> Iterator[Fault]:
    way = list(Rung)
    for index, step in enumerate(policy.ladder.rungs):
        if index >= len(way):
            yield Fault(("ladder", "rungs", index), f"the ladder ends with '{way[-1]}'")
        elif step.rung is not way[index]:
            yield Fault(("ladder", "rungs", index, "rung"), f"rung {index + 1} is '{way[index]}', not '{step.rung}'")
    if len(policy.ladder.rungs) < len(way):
        missing = way[len(policy.ladder.rungs)]
        yield Fault(("ladder", "rungs"), f"the ladder goes on to '{missing}'")


def _rules(policy: PolicyFile) -> Iterator[Fault]:
    for index, rule in enumerate(policy.rules):
        place: Path = ("rules", index)
        if not rule.id.startswith(rule.category + "/"):
            yield Fault((*place, "id"), f"a rule of '{rule.category}' is named '{rule.category}/…'")
        yield from _leads(policy, [rule.lead], (*place, "lead"), listed=False)
        yield from _leads(policy, rule.fallback.leads, (*place, "fallback", "leads"))
        yield from _names(policy, rule, place)
        yield from _support(rule, place)
        yield from _last_resort(policy, rule, place)


def _last_resort(policy: PolicyFile, rule: Rule, place: Path) -> Iterator[Fault]:
    """Where nobody in the region may lead, somebody outside takes the case."""
    gives_way = any(other.category == rule.category and rule.lead in other.when.without for other in policy.rules)
    if not (rule.outside or rule.fallback.outside or gives_way):
        yield Fault((*place, "fallback", "outside"), f"nobody outside takes a case of '{rule.id}' in the end")


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


def _bundle(policy: PolicyFile) -> Iterator[Fault]:
    for index, item in enumerate(policy.handover):
        yield from _regimes_once((rule.regimes for rule in item.asked), ("handover", index, "asked"))


def _discussions(policy: PolicyFile) -> Iterator[Fault]:
    for index, rule in enumerate(policy.discussions):
        if rule.step not in DISCUSSIONS:
            yield Fault(("discussions", index, "step"), f"'{rule.step}' is no joint discussion")
        if rule.agency not in JOINT_DESK:
            yield Fault(("discussions", index, "agency"), f"'{rule.agency}' is not of the joint desk")
    for step in DISCUSSIONS:
        regimes = [rule.regimes for rule in policy.discussions if rule.step is step]
        yield from _regimes_once(regimes, ("discussions",))
        if () not in regimes:
            yield Fault(("discussions",), f"nobody leads '{step}' where no rule names the regime")


def _regimes_once(rules: Iterable[tuple[Regime, ...]], place: Path) -> Iterator[Fault]:
    seen: set[Regime | None] = set()
    for regimes in rules:
        for regime in regimes or (None,):
            if regime in seen:
                yield Fault(place, f"two rules are for {'any other regime' if regime is None else regime}")
            seen.add(regime)


def _owed(policy: PolicyFile) -> Iterator[Fault]:
    seen: set[tuple[str, str, str | None]] = set()
    for index, rule in enumerate(policy.notices.owed):
        place: Path = ("notices", "owed", index)
        if rule.event not in OBLIGING_EVENTS:
            yield Fault((*place, "event"), f"no such event obliges anybody: '{rule.event}'")
        if rule.audience is Audience.AGENCY:
            yield Fault((*place, "audience"), "an agency is told by its task, and not by a notice that is owed")
        for regime in rule.regimes or (None,):
            if (rule.occasion, rule.audience, regime) in seen:
                yield Fault(place, f"'{rule.occasion}' is owed to the {rule.audience} twice")
            seen.add((rule.occasion, rule.audience, regime))


def _templates(policy: PolicyFile) -> Iterator[Fault]:
    for index, template in enumerate(policy.notices.templates):
        place: Path = ("notices", "templates", index)
        yield from _stands_once((*place, "fields"), [*template.facts, *(field.name for field in template.fields)])
        for language in NoticeLanguage:
            yield from _template_words(template, language, (*place, "words", language.value))


def _template_words(template: NoticeTemplate, language: NoticeLanguage, place: Path) -> Iterator[Fault]:
    declared = {*template.facts, *(field.name for field in template.fields)}
    try:
        used = placeholders(template.words.of(language))
    except TemplateError as error:
        yield Fault(place, error.reason)
        return
    for name in sorted(used - declared):
        yield Fault(place, f"'{name}' is neither a fact nor a field of '{template.code}'")
    for name in sorted(declared - used):
        yield Fault(place, f"'{name}' of '{template.code}' stands nowhere in its words")


_CHECKS: tuple[Check, ...] = (
    _header,
    _unique,
    _calendar,
    _core,
    _arms,
    _areas,
    _elections,
    _stages,
    _counter,
    _watched,
    _safety,
    _ladder,
    _rules,
    _categories,
    _bundle,
    _discussions,
    _owed,
    _templates,
)
