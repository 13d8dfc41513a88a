"""The law's limits look at a report's whole story: no order of acts of one person loses one, or puts it off twice."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any, NamedTuple

import pytest

from tests.edge.contract.case_steps import STEP_BODIES
from tests.features.gakkumdu.desk import WHO, Desk, at
from tests.trail.verifier.stories import LEAD
from tests.trail.verifier.trails import BUDI, EKO, HADI, REGION, SARI, START, TONO, Case, Trail, actor, person
from tests.workflows.decisions.test_legal_clocks import agreed, of_election
from tests.workflows.decisions.test_protections import found_in
from tests.workflows.law import POLICY
from workflows.access.actors import Actor
from workflows.access.refusals import DutyConflict, LawForbids
from workflows.clocks.kept_clocks import KeptClock
from workflows.codes.approvals import Protection
from workflows.codes.clocks import LegalStep
from workflows.codes.people import Role
from workflows.codes.stamps import stamp
from workflows.decisions.available import clock_actions
from workflows.decisions.change import Change, Circumstances
from workflows.decisions.clocks.commands import ExtendClock
from workflows.decisions.clocks.extending import decide_extension
from workflows.decisions.clocks.legal_clocks import ENDED_BY_REGISTRATION

RATNA = actor(Role.COORDINATOR, "kesbangpol", "Ratna")
WATI = actor(Role.SUPERVISOR, "bawaslu", "Wati")
DAY, KNOWN = timedelta(days=1), START - timedelta(days=3)
IN_THE_CAMPAIGN, BEFORE_IT = "2024-10-01T12:00:00+07:00", "2024-09-01T12:00:00+07:00"
BEFORE_PEMILU = "2023-10-01T12:00:00+07:00"


def begun(trail: Trail) -> dict[str, datetime]:
    """The legal clocks that the last change started, each with its start."""
    return {clock.start.kind: clock.start.started_at for clock in trail.changes[-1].clocks if clock.start.law_version}


def _category(case: Case) -> None:
    case.amend(HADI, category="money_politics")


def _stage(case: Case) -> None:
    case.amend(HADI, occurred_at=IN_THE_CAMPAIGN)


def _election(case: Case) -> None:
    case.amend(HADI, election="pilkada-2024")


def _category_by_two(case: Case) -> None:
    case.agree(HADI, TONO, "amendment", amendment={"category": "money_politics", "classification": "ordinary"})


def _acquittal(case: Case) -> None:
    case.agree(HADI, RATNA, "accusation", agency="bawaslu")


def _wall(case: Case) -> None:
    case.lift("bawaslu", RATNA)


Act = Callable[[Case], object]

TAKEN_WRONGLY: list[Any] = [
    pytest.param({"category": "polarisation"}, lambda case: case, _category, id="category"),
    pytest.param({"category": "security_threat"}, lambda case: case, _category, id="another category"),
    pytest.param({"category": "hate_speech", "occurred_at": BEFORE_IT}, lambda case: case, _stage, id="stage"),
    pytest.param({"category": "money_politics", "election": None}, lambda case: case, _election, id="election"),
]


@pytest.mark.parametrize(("taken", "and_then", "put_right"), TAKEN_WRONGLY)
def test_what_is_put_right_after_registration_finds_its_limits_from_where_the_law_counts_them(
    taken: dict[str, Any], and_then: Any, put_right: Any
) -> None:
    """UU 1/2015 art. 134(5): from the receipt."""
    trail = Trail()
    case = and_then(trail.intake(classification="ordinary", **taken))
    received = trail.now
    case.verify(RATNA)
    assert LegalStep.HANDLING not in begun(trail)
    put_right(case)
    assert case.facts.lead_agency == "bawaslu"
    assert begun(trail)[LegalStep.HANDLING] == received == case.facts.reported_at
    assert found_in(case) == []


def test_what_is_put_right_after_registration_finds_the_limits_that_run_from_it() -> None:
    """UU 7/2017 art. 454(7): from receipt and registration."""
    trail = Trail()
    case = _by_phone(trail, classification="ordinary", category="polarisation").verify(RATNA)
    registered = trail.now
    assert LegalStep.HANDLING not in begun(trail)
    _category(case)
    assert begun(trail)[LegalStep.HANDLING] == registered == case.facts.registered_at
    assert found_in(case) == []


SHUT_OUT: dict[str, tuple[Act, Act]] = {
    "accusation": (lambda case: case.amend(BUDI, reported_party={"agency": "bawaslu"}), _acquittal),
    "wall": (lambda case: case.wall("bawaslu"), _wall),
}


@pytest.mark.parametrize("registered_first", [True, False])
@pytest.mark.parametrize(("election", "since"), [("pemilu-2024", "registered_at"), ("pilkada-2024", "reported_at")])
@pytest.mark.parametrize("how", SHUT_OUT)
def test_nobody_alone_keeps_a_limit_from_beginning_by_shutting_out_whom_it_binds(
    how: str, election: str, since: str, *, registered_first: bool
) -> None:
    """Who leads in place of Bawaslu is under no other law; and what runs, runs once two have let it in again."""
    trail = Trail()
    shut_out, let_in = SHUT_OUT[how]
    case = trail.intake(classification="ordinary", category="administrative", election=election)
    for act in (lambda case: case.verify(RATNA), shut_out)[:: 1 if registered_first else -1]:
        act(case)
    assert case.facts.lead_agency != "bawaslu"
    assert {clock.started_at for clock in case.clocks.values() if clock.kind == LegalStep.HANDLING} == {
        getattr(case.facts, since)
    }
    assert LegalStep.HANDLING in case.facts.limits_running
    assert (LegalStep.ADMINISTRATIVE_DECISION in case.facts.limits_running) is (election == "pemilu-2024")
    ran = case.facts.limits_begun
    let_in(case)
    assert case.facts.limits_begun == ran
    assert found_in(case) == []


@pytest.mark.parametrize(("election", "since"), [("pemilu-2024", "registered_at"), ("pilkada-2024", "reported_at")])
def test_what_ran_when_two_took_the_election_away_runs_from_where_it_began_once_it_is_back(
    election: str, since: str
) -> None:
    trail = Trail()
    case = trail.intake(election=election).verify()
    case.agree(HADI, TONO, "amendment", amendment={"election": None})
    assert trail.changes[-1].stops_legal
    case.amend(HADI, election=election)
    assert begun(trail)[LegalStep.HANDLING] == getattr(case.facts, since)


@pytest.mark.parametrize("verified", [False, True])
def test_a_handling_that_ran_from_the_receipt_ends_with_its_law_when_the_election_is_put_right(
    *, verified: bool
) -> None:
    """By the law of pemilu it runs from the registration, if there is one yet."""
    trail = Trail()
    case = trail.intake(election="pilkada-2024")
    registered = case.verify().facts.registered_at if verified else None
    case.agree(HADI, TONO, "amendment", amendment={"election": "pemilu-2024"})
    assert LegalStep.HANDLING in {stop.kind for stop in trail.changes[-1].stops}
    assert begun(trail).get(LegalStep.HANDLING) == registered
    assert found_in(case) == []


def test_what_the_case_has_met_ends_with_no_other_election() -> None:
    desk = Desk(at("2024-11-25"), election="pilkada-2024", severity="S3").verify().assign()
    desk.steps(["register", "first_discussion", "second_discussion"])
    change = agreed(desk.report, election="pemilu-2024")
    assert LegalStep.HANDLING not in {clock.start.kind for clock in change.clocks}


def test_what_its_case_has_met_does_not_run_again_when_the_election_is_back() -> None:
    known = datetime.fromisoformat("2024-02-05T10:00:00+07:00")
    desk = Desk(known, election="pemilu-2024", occurred_at=known.isoformat()).verify().assign()
    desk.steps(["register", "first_discussion", "second_discussion"])
    assert LegalStep.FORWARD_CRIME in desk.report.limits_begun
    back = of_election(agreed(desk.report, election=None).report, "pemilu-2024")
    assert {clock.start.kind for clock in back.clocks}.isdisjoint({LegalStep.HANDLING})


@pytest.mark.parametrize("who", [SARI, TONO, HADI], ids=["officer", "supervisor", "desk"])
@pytest.mark.parametrize(
    ("taken", "members"),
    [
        ({"category": "money_politics"}, {"category": "polarisation"}),
        ({"category": "money_politics"}, {"category": "disaster"}),
        ({"category": "administrative"}, {"category": "logistics"}),
        ({"category": "administrative"}, {"category": "money_politics"}),
        ({"category": "hate_speech", "occurred_at": "2024-01-10T12:00:00+07:00"}, {"occurred_at": BEFORE_PEMILU}),
    ],
    ids=lambda value: "-".join(map(str, value.values())),
)
def test_nobody_alone_takes_a_report_for_what_the_law_limits_less(who: Any, taken: Any, members: Any) -> None:
    """Before it is registered: what registration would open, it would then never open."""
    trail = Trail()
    case = trail.intake(classification="ordinary", election="pemilu-2024", **taken)
    with pytest.raises(DutyConflict, match="second_person_needed") as refused:
        case.amend(who, **members)
    assert Protection.LEGAL_CLOCK in refused.value.details["protections"]
    case.agree(who, WATI, "amendment", amendment=members)
    assert found_in(case) == []


@pytest.mark.parametrize(("election", "verified"), [("pemilu-2024", True), ("pilkada-2024", False)])
def test_what_already_runs_runs_on_whatever_it_is_taken_for(election: str, *, verified: bool) -> None:
    """In pilkada the handling runs from the receipt on, before anything is registered."""
    trail = Trail()
    case = trail.intake(classification="ordinary", election=election)
    case = case.verify() if verified else case
    case.amend(HADI, category="security_threat")
    change = trail.changes[-1]
    assert (change.clocks, change.stops, change.stops_legal) == ((), (), False)


# Once extended, a limit is extended no further


def _kept(change: Change, step: LegalStep) -> KeptClock:
    draft = next(clock for clock in change.clocks if clock.start.kind is step)
    start = draft.start
    return KeptClock(
        id=draft.id, task=None, kind=start.kind, family=start.family, regime=start.regime, whose=start.whose,
        started_at=start.started_at, due_at=start.due_at, stopped_at=None, length=start.length,
        day_kind=start.day_kind, counts_from=start.counts_from, rule=start.rule, policy_version=start.policy_version,
        law_version=start.law_version, basis=start.basis, status=start.status, extends_to=start.extends_to,
        extends_for=start.extends_for, extended=start.extended, pauses=start.pauses, paused_at=None, paused_s=0,
        skipped=start.skipped,
    )  # fmt: skip


def test_a_handling_that_was_extended_is_not_extended_again_once_its_case_is_registered() -> None:
    """What was stopped and is registered again has its length in all, as extended, from where it began."""
    known, election = datetime.fromisoformat("2024-02-05T10:00:00+07:00"), "pemilu-2024"
    whole = Desk(known, election=election, occurred_at=known.isoformat()).verify()
    first = _kept(whole.change, LegalStep.HANDLING)
    assert first.extends_to is not None
    assert first.extends_for is not None
    body = ExtendClock(ground=first.extends_for, reason="Perlu")
    whole.change, longer = decide_extension(whole.report, first, body, TONO, whole._given())  # noqa: SLF001
    whole.report = whole.change.report
    assert whole.report.limits_extended == {LegalStep.HANDLING}
    whole.assign().step("register", known + timedelta(days=1))
    assert whole.due == {}
    whole.step("first_discussion", decision="stop").step("register", register_number="05/REG/LP/PB/Kab/14.18/XII/2024")
    anew = _kept(whole.change, LegalStep.HANDLING)
    assert (anew.extended, anew.extends_to, anew.length) == (True, longer.extends_to, longer.length)
    assert (anew.started_at, anew.due_at) == (first.started_at, longer.due_at)
    with pytest.raises(LawForbids, match="already_extended"):
        decide_extension(whole.report, anew, body, TONO, whole._given())  # noqa: SLF001


# A merge takes no protection away


def _severe(trail: Trail) -> tuple[Case, Case]:
    first = trail.intake(severity="S3")
    return first, trail.intake(severity="S1")


def _was_severe(trail: Trail) -> tuple[Case, Case]:
    first, second = trail.intake(severity="S3"), trail.intake(severity="S1")
    return first, second.agree(HADI, TONO, "amendment", amendment={"severity": "S3"})


def _was_accused(trail: Trail) -> tuple[Case, Case]:
    first, second = trail.intake(), trail.intake(reported_party={"agency": "kpu"})
    return first, second.agree(HADI, TONO, "accusation", agency="kpu")


def _registered(trail: Trail) -> tuple[Case, Case]:
    first = trail.intake(election="pemilu-2024")
    return first, trail.intake(election="pemilu-2024").verify()


def _registered_earlier(trail: Trail) -> tuple[Case, Case]:
    second = trail.intake().verify()
    trail.wait_until(trail.now + DAY)
    return trail.intake().verify(), second


def _known_earlier(trail: Trail) -> tuple[Case, Case]:
    second, first = trail.intake(), trail.intake()
    return first, second


def _of_no_election(trail: Trail) -> tuple[Case, Case]:
    return trail.intake(election=None), trail.intake()


def _of_another_kind(trail: Trail) -> tuple[Case, Case]:
    return trail.intake(category="security_threat"), trail.intake()


def _by_phone(trail: Trail, **changes: Any) -> Case:
    """A report of the Pemilu, whose law limits its study before it is registered."""
    told = {"election": "pemilu-2024", "source": {"channel": "phone"}, "known_at": KNOWN}
    return trail.intake(**(told | changes))


def _its_case_is_investigated(trail: Trail) -> tuple[Case, Case]:
    first = trail.intake().verify()
    return first, _investigated(trail.intake().verify())


def _investigated(case: Case) -> Case:
    """Nobody leads it any longer, so that it can be merged; the police still have fourteen days."""
    case.assign(LEAD)
    for step in ("register", "check_bundle", "first_discussion", "second_discussion", "forward"):
        case.step(WHO[step], step, **STEP_BODIES[step])
    return case.work(WATI, "bawaslu", "withdraw", reason="Peristiwa yang sama")


def _studied_sooner(trail: Trail) -> tuple[Case, Case]:
    found = trail.intake(SARI, election="pemilu-2024", source={"channel": "patrol"}, known_at=KNOWN)
    return found, _by_phone(trail)


def _received_later(trail: Trail) -> tuple[Case, Case]:
    second = _by_phone(trail)
    trail.wait_until(trail.now + 3 * DAY)
    return _by_phone(trail), second


def _longer_extended(trail: Trail) -> tuple[Case, Case]:
    first, handling = _verified(trail)
    _put_off(first, handling)
    return first, trail.intake().verify()


def _verified(trail: Trail) -> tuple[Case, KeptClock]:
    """A report that was verified, and its handling, which runs from its receipt."""
    case = trail.intake()
    handling = _kept(trail.changes[-1], LegalStep.HANDLING)
    return case.verify(), handling


def _put_off(case: Case, handling: KeptClock) -> KeptClock:
    """Its handling is extended: one time, by who it binds."""
    why = ExtendClock(ground=handling.extends_for, reason="Keterangan pelapor masih diperlukan")
    longer = list[KeptClock]()

    def extend(given: Circumstances) -> Change:
        change, clock = decide_extension(case.facts, handling, why, TONO, given)
        longer.append(clock)
        return change

    case.keep(TONO, extend)
    return longer[0]


def test_what_was_put_off_on_a_duplicate_is_put_off_no_further_on_what_goes_on() -> None:
    """Otherwise each later report of the matter, extended once, would bring a later end."""
    trail = Trail()
    duplicate, first = _verified(trail)
    end = _put_off(duplicate, first).due_at
    trail.wait_until(trail.now + timedelta(hours=36))
    survivor, handling = _verified(trail)
    assert handling.due_at <= end
    duplicate.merge(survivor)
    with pytest.raises(LawForbids, match="already_extended"):
        _put_off(survivor, handling)
    offered = clock_actions(survivor.facts, handling, TONO, POLICY, trail.now)
    assert offered[0].reasons == ("already_extended",)
    assert found_in(survivor) == []


def test_who_extends_first_merges_the_other_way() -> None:
    trail = Trail()
    first, handling = _verified(trail)
    _put_off(first, handling)
    trail.wait_until(trail.now + timedelta(hours=36))
    later, handling = _verified(trail)
    _put_off(later, handling)
    with pytest.raises(LawForbids, match="survivor_protects_less"):
        first.merge(later)
    later.merge(first)
    assert found_in(first) == []


def _closed(trail: Trail) -> tuple[Case, Case]:
    """What closing stopped, nobody has met: reopened, it runs on."""
    first = trail.intake().verify().fire(HADI, "dismiss", outcome="unfounded", reason="Tidak terbukti")
    return first, trail.intake().verify()


LESS: list[Any] = [
    (_severe, "severity"),
    (_was_severe, "severity"),
    (_was_accused, "accusation"),
    (_registered, "legal_clock"),
    (_registered_earlier, "legal_clock"),
    (_of_no_election, "legal_clock"),
    (_of_another_kind, "legal_clock"),
    (_its_case_is_investigated, "legal_clock"),
    (_studied_sooner, "legal_clock"),
    (_received_later, "legal_clock"),
    (_longer_extended, "legal_clock"),
    (_closed, "legal_clock"),
]


@pytest.mark.parametrize(("made", "protection"), LESS, ids=lambda value: getattr(value, "__name__", value))
def test_a_report_is_not_merged_into_one_that_protects_by_less(made: Any, protection: str) -> None:
    trail = Trail()
    first, second = made(trail)
    before = len(trail.leaves)
    with pytest.raises(LawForbids, match="survivor_protects_less") as refused:
        second.merge(first)
    assert refused.value.details == {"protections": [protection]}
    assert len(trail.leaves) == before


def test_plain_reports_of_one_matter_merge_in_whichever_order() -> None:
    """What runs on either before registration ends alike: that one became known first takes nothing away."""
    for older_goes_on in (True, False):
        trail = Trail()
        first, second = trail.intake(), trail.intake()
        one, other = (second, first) if older_goes_on else (first, second)
        one.merge(other)
        assert one.facts.outcome == "duplicate"


def test_what_is_as_severe_as_the_duplicate_was_takes_it() -> None:
    first, second = _was_severe(Trail())
    second.merge(first.amend(HADI, severity="S2"), RATNA)
    assert second.facts.outcome == "duplicate"


THE_OTHER_WAY = [
    _registered, _registered_earlier, _known_earlier, _its_case_is_investigated, _studied_sooner, _received_later,
    _longer_extended,
]  # fmt: skip


@pytest.mark.parametrize("made", THE_OTHER_WAY)
def test_it_is_merged_the_other_way(made: Any) -> None:
    first, second = made(Trail())
    first.merge(second, RATNA)
    assert first.facts.outcome == "duplicate"
    assert found_in(first) == []


def test_what_is_reported_once_the_matter_is_closed_is_merged_into_it() -> None:
    """Its study was met there by registering it; what is registered itself waits for the other to run on, reopened."""
    trail = Trail()
    closed = _by_phone(trail).verify()
    closed.fire(HADI, "dismiss", outcome="unfounded", reason="Tidak terbukti")
    late, registered = _by_phone(trail), _by_phone(trail).verify()
    assert late.merge(closed, RATNA).facts.outcome == "duplicate"
    with pytest.raises(LawForbids, match="survivor_protects_less"):
        registered.merge(closed, RATNA)
    assert found_in(closed) == []


def test_no_limit_of_the_law_that_ran_runs_nowhere_after_a_merge() -> None:
    """Whatever is merged: each limit that ran on the duplicate runs on the other until no later, or is met there."""
    merged, neither, different = 0, [], 0
    for taken in _pairs():
        ways = [_merged(taken, other_way=way) for way in (False, True)]
        merged += sum(ways)
        alike = taken[0].keys == taken[1].keys
        different += not alike
        if not any(ways) and alike:
            neither.append(taken)
    assert (merged > 0, different > 0) == (True, True)
    for one, other in neither:
        # A report of pilkada has a study before it that no finding has: whoever registers both meets it. And whoever
        # registers what nobody studied in time: what was missed leaves no list by a merge.
        of_pilkada = {one.found, other.found, one.election, one.verified, other.verified}
        missed = not one.verified and other.after > 2
        assert missed or of_pilkada == {True, False, "pilkada-2024"}
        both = one._replace(verified=True), other._replace(verified=True)
        assert any(_merged(both, other_way=way) for way in (False, True))


class _Taken(NamedTuple):
    """How a plain report came in, and whether it is registered; ``after`` counts days from the first."""

    election: str
    category: str
    found: bool
    known: int
    after: int
    verified: bool

    @property
    def keys(self) -> tuple[str, str]:
        """What decides on which limits the law has for it."""
        return self.election, self.category

    def made(self, trail: Trail) -> Case:
        channel = {"channel": "patrol" if self.found else "phone"}
        case = trail.intake(
            SARI, election=self.election, category=self.category, source=channel, known_at=KNOWN + self.known * DAY
        )
        return case.verify(RATNA) if self.verified else case


def _pairs() -> Iterator[tuple[_Taken, _Taken]]:
    """Pairs of which one comes in some days after the other; drawn, and always the same ones."""
    drawn = Random(8)
    kinds = ("pemilu-2024", "pilkada-2024"), ("money_politics", "administrative", "hate_speech")
    for number in range(120):
        one, another = (tuple(map(drawn.choice, kinds)) for _ in range(2))
        yield _drawn(drawn, one, 0), _drawn(drawn, another if number % 4 == 0 else one, drawn.randrange(5))


def _drawn(drawn: Random, about: tuple[str, ...], after: int) -> _Taken:
    election, category = about
    found, known, verified = drawn.random() < 1 / 2, drawn.randrange(3), drawn.random() < 1 / 2
    return _Taken(election, category, found, known, after, verified)


def _merged(taken: tuple[_Taken, _Taken], *, other_way: bool) -> bool:
    """Whether the two can be merged in one direction; nothing is lost where they are."""
    trail = Trail()
    first = taken[0].made(trail)
    trail.wait_until(trail.now + taken[1].after * DAY)
    duplicate, survivor = (first, taken[1].made(trail))[:: -1 if other_way else 1]
    ran, there = _running(duplicate), _running(survivor)
    try:
        duplicate.merge(survivor, RATNA)
    except LawForbids as refused:
        assert refused.details == {"protections": [Protection.LEGAL_CLOCK]}  # noqa: PT017
        return False
    assert _running(duplicate) == {}
    assert _running(survivor) == there
    before = ENDED_BY_REGISTRATION if survivor.facts.register_number is None else ()
    for step, due in ran.items():
        ends = [there[one] for one in (before if step in ENDED_BY_REGISTRATION else (step,)) if one in there]
        assert min(ends, default=due) <= due
        assert ends or survivor.facts.register_number is not None
    return True


def _running(case: Case) -> dict[str, datetime]:
    steps = {step.value for step in LegalStep}
    return {one.kind: one.due_at for one in case.clocks.values() if one.kind in steps and one.stopped_at is None}


def test_whoever_led_the_duplicate_does_not_close_the_report_that_goes_on() -> None:
    trail = Trail()
    goes_on, case = trail.intake().verify(), trail.intake().verify().assign(LEAD)
    case.work(TONO, "bawaslu", "accept").work(WATI, "bawaslu", "withdraw", reason="Laporan yang sama")
    case.merge(goes_on)
    assert goes_on.facts.led_by == {TONO.person}
    goes_on.assign(LEAD).work(SARI, "bawaslu", "accept").work(SARI, "bawaslu", "start")
    goes_on.work(SARI, "bawaslu", "complete", result="Selesai")
    with pytest.raises(DutyConflict, match="separation_of_duties"):
        goes_on.fire(TONO, "close", outcome="resolved", notice={"sent": True, "text": "Selesai"})
    goes_on.fire(WATI, "close", outcome="resolved", notice={"sent": True, "text": "Selesai"})
    assert found_in(goes_on) == []


def test_whoever_reported_the_duplicate_does_not_verify_what_goes_on() -> None:
    trail = Trail()
    goes_on = trail.intake()
    trail.intake(TONO, known_at=stamp(trail.now)).merge(goes_on, RATNA)  # handled from when Bawaslu found it
    with pytest.raises(DutyConflict, match="own_report"):
        goes_on.verify(TONO)
    with pytest.raises(DutyConflict, match="own_report"):
        goes_on.fire(TONO, "dismiss", outcome="unfounded", reason="Tidak terbukti")
    assert found_in(goes_on.verify(WATI)) == []


def test_what_came_in_as_s1_the_author_of_its_duplicate_verifies_and_the_event_says_so() -> None:
    trail = Trail()
    goes_on = trail.intake(severity="S1")
    trail.intake(TONO, severity="S1", known_at=stamp(trail.now)).merge(goes_on, RATNA)
    goes_on.verify(TONO)
    assert trail.changes[-1].events[0].data["self_verified"] is True
    assert found_in(goes_on) == []


def test_whoever_reported_the_duplicate_reported_what_goes_on() -> None:
    """Also through a second merge, and who made the key that did."""
    trail = Trail()
    goes_on, last = trail.intake(BUDI), trail.intake(EKO)
    made = Actor(
        person("key"), "bawaslu", Role.INTEGRATOR, frozenset({REGION}), frozenset({"report:create"}), TONO.person
    )
    trail.intake(made, known_at=stamp(trail.now)).merge(goes_on, RATNA)
    assert goes_on.facts.reporters == {BUDI.person, made.person, TONO.person}
    assert trail.intake(HADI).merge(last, RATNA).facts.reported_before == frozenset()
    last.merge(goes_on, RATNA)
    assert goes_on.facts.reported_before == {HADI.person, EKO.person, made.person, TONO.person}
    assert found_in(goes_on) == []


def test_the_policy_of_these_tests_limits_the_handling() -> None:
    assert {row.step for row in POLICY.law.clocks} >= {LegalStep.HANDLING, LegalStep.INITIAL_STUDY}
