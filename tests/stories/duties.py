"""What nobody does alone: invariants I2 to I5, judged by what stood before an act and what stands after it."""

from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import UTC, datetime

from tests.stories.contract import CLASSIFICATIONS, GOVERNMENT
from tests.stories.facts import Past, Report, Truth
from tests.stories.findings import Finding
from tests.stories.limits import OF_THE_CALENDAR, shed
from tests.stories.oracle import Level, left_to_the_core, level, may_unseal
from tests.stories.people import PEOPLE, Office
from tests.stories.scene import APPROVALS, DESK, Act

LEADING = frozenset({"accept", "start", "wait", "resume", "complete"})
GRAVE = frozenset({"S1", "S2"})
HANDLING = "handling"
"""The limit that runs from registration, or in pilkada from the receipt."""

_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Moment:
    """One act that was done, with everything that stood before and after it."""

    act: Act
    before: Truth
    after: Truth
    past: dict[str, Past]
    persons: dict[str, str]
    lawful: Callable[[str], frozenset[str]]
    """Who may lead a category by the policy's rules."""

    @property
    def who(self) -> str:
        """The human subject who did it."""
        return self.act.office.answers_for

    def knew(self, report: Report) -> Level:
        return level(self.act.office, self.persons, report)

    def approved(self, report: Report) -> bool:
        """Whether it approved a proposal about this report."""
        return self.act.kind == "decide" and self.act.report == report.id and self.act.body["approve"]


def judge(moment: Moment) -> Iterator[Finding]:
    yield from _alone(moment)
    yield from _blind(moment)
    yield from _merged(moment)
    yield from _put_off(moment)
    for identifier, before in moment.before.items():
        after = moment.after[identifier]
        yield from _weakened(moment, before, after)
        yield from _named(moment, before, after)
        yield from _led(moment, before, after)


def _say(moment: Moment, invariant: str, kind: str, words: str) -> Finding:
    act = moment.act
    return Finding(invariant, kind, f"{words}; by {act.office}, {act.kind} {act.body}")


def _alone(moment: Moment) -> Iterator[Finding]:
    """I2: what two must do, and one did."""
    act = moment.act
    if act.report is None or act.report not in moment.before:
        return
    before, past = moment.before[act.report], moment.past[act.report]
    if act.kind == "verify" and moment.who in past.authors and past.came_in != "S1":
        yield _say(moment, "I2", "verified their own", f"came in {past.came_in}, is {before.severity}")
    if act.kind in {"close", "dismiss"} and past.severities & GRAVE and moment.who in past.led:
        yield _say(moment, "I2", f"{act.kind} of what they led", f"was {sorted(past.severities)}")
    if act.kind in {"close", "dismiss"} and _of_the_accused(act.office, past.accused):
        yield _say(moment, "I2", "ended what accuses their own side", f"accused: {sorted(past.accused)}")
    if act.kind in {"verify", "return"} and act.office.agency in past.accused:
        yield _say(moment, "I2", f"{act.kind} of what once accused them", f"accused: {sorted(past.accused)}")
    if act.kind in APPROVALS and act.target.by == moment.who:
        yield _say(moment, "I2", f"{act.kind} of their own", f"of {before.id}")


def _of_the_accused(office: Office, accused: AbstractSet[str]) -> bool:
    """The desk is the regency government's, and so is everybody of its agency, in whichever office."""
    at_the_desk = office.role == "coordinator" or office.agency == DESK[0].agency
    return office.agency in accused or bool(at_the_desk and accused & GOVERNMENT)


def _blind(moment: Moment) -> Iterator[Finding]:
    """I1: nobody acts on what they may not know, nor opens what is not theirs to open."""
    act = moment.act
    if act.report in moment.before and act.kind not in {"again", "bundle"}:
        before = moment.before[act.report]
        needed = Level.TASK if act.task else Level.CODES
        own = act.office.role == "admin" and act.kind == "ask_erasure"
        if moment.knew(before) < needed and not own:
            yield _say(moment, "I1", f"{act.kind} on what is hidden", f"{before.classification} {before.id}")
    if act.kind == "link" and act.target in moment.before and moment.knew(moment.before[act.target]) < Level.CODES:
        yield _say(moment, "I1", "link to what is hidden", f"{act.target}")
    if act.kind in {"unseal", "unseal_recipient"} and act.report:
        before = moment.before[act.report]
        if not may_unseal(act.office, moment.persons, before):
            yield _say(moment, "I1", f"{act.kind} by who may not", f"{before.classification}, lead {before.lead}")
        if _of_the_accused(act.office, moment.past[act.report].accused):
            yield _say(moment, "I1", f"{act.kind} of what accuses their own side", f"lead {before.lead}")
        yield from _opened(moment, before)


def _opened(moment: Moment, before: Report) -> Iterator[Finding]:
    """I3: under a lead that one person chose nobody is shown who reported, and who moved it never is."""
    past, kind = moment.past[before.id], moment.act.kind
    if moment.who in past.moved:
        yield _say(moment, "I3", f"{kind} by who moved the lead", f"lead {before.lead}")
    elif before.lead not in past.cleared | past.by_rule:
        yield _say(moment, "I3", f"{kind} under a lead that one person chose", f"lead {before.lead}")


def _weakened(moment: Moment, before: Report, after: Report) -> Iterator[Finding]:
    """I3: protections shrink by two people alone."""
    lost = [*_lost(before, after), *_cleared(moment, before), *_limits(moment, before, after)]
    if not lost or (moment.act.kind == "decide_erasure" and [what for what, _ in lost] == ["seal"]):
        return
    fault = _fault_of_approval(moment, before, after, frozenset(agency for _, agency in lost if agency))
    if fault is not None:
        for what, _ in lost:
            yield _say(moment, "I3", f"{what} {fault}", f"{before.id}: {_told(before)} -> {_told(after)}")


def _lost(before: Report, after: Report) -> Iterator[tuple[str, str | None]]:
    """Each protection that became weaker, and the agency that gains by it."""
    rank = CLASSIFICATIONS.index
    if rank(after.classification) < rank(before.classification):
        yield "classification", None
    for agency in sorted(before.accused - after.accused):
        yield "accusation", agency
    for agency in sorted(before.walls - after.walls):
        yield "wall", agency
    if before.category == "incumbent_abuse" != after.category:
        yield "category's walls", None
    if before.severity in GRAVE and after.severity not in GRAVE:
        yield "severity", None
    if before.sealed and not after.sealed:
        yield "seal", None
    if before.classification == after.classification == "secret" and after.named - before.named:
        yield "named persons", None


def _limits(moment: Moment, before: Report, after: Report) -> Iterator[tuple[str, None]]:
    """A law's limit that ran and runs no longer, or ends later, though nothing was done that meets it."""
    of_it = moment.act.report == before.id
    kind, body = (moment.act.kind, moment.act.body) if of_it or moment.act.kind in OF_THE_CALENDAR else ("", {})
    yield from ((what, None) for what in shed(kind, body, before.limits, after.limits))


def _later(report: Report, step: str, due: datetime) -> bool:
    end = report.limits.get(step)
    return end is None or end > due


def _put_off(moment: Moment) -> Iterator[Finding]:
    """I2: a law's limit is put off once."""
    act = moment.act
    if act.kind == "extend" and act.report in moment.before:
        before, after = moment.before[act.report], moment.after[act.report]
        again = {step for step, due in before.limits.items() if after.limits.get(step, due) > due}
        if again & moment.past[act.report].extended:
            yield _say(moment, "I2", "put off a second time", f"{sorted(again)} of {act.report}")


def _merged(moment: Moment) -> Iterator[Finding]:
    """I3: what a duplicate was protected by protects the report that goes on."""
    act = moment.act
    other = act.body.get("duplicate_of") if act.kind == "dismiss" and isinstance(act.body, dict) else None
    if act.report is None or other not in moment.before or act.report not in moment.before:
        return
    duplicate, survivor = moment.before[act.report], moment.before[other]
    were, are = moment.past[act.report], moment.past[other]
    if were.severities & GRAVE and not are.severities & GRAVE:
        yield _say(moment, "I3", "severity shed by a merge", f"{duplicate.id} -> {survivor.id}")
    if were.accused - are.accused:
        yield _say(moment, "I3", "accusation shed by a merge", f"{sorted(were.accused - are.accused)}")
    runs = duplicate.limits.get(HANDLING)
    goes_on = not _later(survivor, HANDLING, runs or _NEVER) or (survivor.number is not None and not survivor.limits)
    if runs is not None and not goes_on:
        yield _say(moment, "I3", "legal clock shed by a merge", f"{duplicate.limits} -> {survivor.limits}")


def _cleared(moment: Moment, before: Report) -> Iterator[tuple[str, str]]:
    """The agency that may lead from now on, because a proposal was approved."""
    if moment.approved(before) and moment.act.target.what["kind"] == "lead":
        yield "lead", moment.act.target.what["agency"]


def _fault_of_approval(moment: Moment, before: Report, after: Report, gains: frozenset[str]) -> str | None:
    """What is wrong with who let a protection go; None when two did, as they must."""
    if not moment.approved(before):
        return "taken by one"
    office, past = moment.act.office, moment.past[before.id]
    gaining = gains | ({after.lead} if after.lead != before.lead else set())
    if moment.act.target.by == moment.who:
        return "taken by one"
    if _of_the_accused(office, past.accused):
        return "decided by the accused side"
    if office.agency in gaining:
        return "decided by who gains"
    of_who_leads = moment.act.target.what["kind"] == "lead" and left_to_the_core(before)
    if before.classification == "secret" and not of_who_leads and moment.knew(before) < Level.WORDS:
        return "decided by who may not read it"
    return None


def _told(report: Report) -> str:
    return (
        f"{report.classification} {report.severity} {report.category} lead {report.lead} "
        f"accused {sorted(report.accused)} walls {sorted(report.walls)} "
        f"named {len(report.named)} sealed {report.sealed}"
    )


def _named(moment: Moment, before: Report, after: Report) -> Iterator[Finding]:
    """I4: who comes to read a secret report, and who let them."""
    if moment.approved(before):
        yield from _named_by_two(moment, before, after)
        return
    new = set(after.named - before.named)
    if after.classification == "secret" and before.classification == "secret":
        new |= _readers(moment, after) - _readers(moment, before) - _supervisors(moment, before, after)
    if not new:
        return
    me, office = moment.persons[moment.act.office.subject], moment.act.office
    entitled = office.role == "supervisor" and office.agency == before.lead and moment.knew(before) is Level.WORDS
    if me in new:
        yield _say(moment, "I4", "named themselves", f"on {before.classification} {before.id}: {_told(after)}")
    elif not entitled:
        yield _say(moment, "I4", "named somebody without the right", f"on {before.classification} {before.id}")


def _named_by_two(moment: Moment, before: Report, after: Report) -> Iterator[Finding]:
    proposer = {moment.persons[one.subject] for one in PEOPLE if one.subject == moment.act.target.by}
    involved = proposer | {moment.persons[moment.act.office.subject]}
    if (after.named - before.named) & involved:
        yield _say(moment, "I4", "named themselves by a proposal", f"on {before.classification} {before.id}")


def _readers(moment: Moment, report: Report) -> set[str]:
    """The persons of the cast who may read its words in some office."""
    return {moment.persons[one.subject] for one in PEOPLE if level(one, moment.persons, report) is Level.WORDS}


def _supervisors(moment: Moment, before: Report, after: Report) -> set[str]:
    """Who reads because another agency leads now, or is walled off no more: judged as that, not as naming."""
    freed = (before.accused | before.walls) - (after.accused | after.walls)
    agencies = freed | ({after.lead} if after.lead != before.lead else set())
    if before.category != after.category:
        agencies |= GOVERNMENT
    return {moment.persons[one.subject] for one in PEOPLE if one.agency in agencies and one.role == "supervisor"}


def _led(moment: Moment, before: Report, after: Report) -> Iterator[Finding]:
    """I5: the lead comes to nobody's own agency by their own act, and on sealed matter only by the policy's rule."""
    if after.lead == before.lead or after.lead is None:
        return
    act, past = moment.act, moment.past[before.id]
    if _moves_it_for_their_own_side(moment, before, after):
        yield _say(moment, "I5", "moved the lead of what accuses their own side", f"{before.lead} -> {after.lead}")
    own, guarded = after.lead == act.office.agency, before.classification == "secret" or before.sealed
    # What the rule once let lead has held it all: who brings it back there learns nothing (see ``_opened``).
    if act.kind == "wall" and own:
        yield _say(moment, "I5", "wall brought the lead to who put it up", f"{before.lead} -> {after.lead}")
    elif guarded and own and after.lead not in past.cleared | past.by_rule:
        yield _say(moment, "I5", "brought the lead to the own agency", f"{before.lead} -> {after.lead}")
    elif guarded and after.lead not in past.cleared | past.leads | moment.lawful(after.category):
        yield _say(moment, "I3", "lead against the rule by one", f"{after.category}: {before.lead} -> {after.lead}")


def _moves_it_for_their_own_side(moment: Moment, before: Report, after: Report) -> bool:
    """A wall or an accusation that takes the lead away, or an assignment that brings it home."""
    act, ever = moment.act, moment.past[before.id].accused - (after.accused - before.accused)
    if before.id != act.report or not _of_the_accused(act.office, ever):
        return False
    return act.kind in {"wall", "amend"} or (act.kind in {"assign", "transfer"} and after.lead == act.office.agency)
