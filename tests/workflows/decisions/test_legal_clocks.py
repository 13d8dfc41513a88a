"""Which legal clocks a report starts and stops, decided by the law alone.

docs/domain.md, "Legal clocks": lodging counts from when it became known, the study from receipt, handling in pemilu
from registration and in pilkada from receipt.
"""

from dataclasses import fields
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

import pytest
from msgspec import structs
from uuid_utils.compat import uuid7

from tests.trail.verifier.trails import HADI, TONO, Trail
from tests.walking import walked
from tests.workflows.law import POLICY, local
from workflows.access.actors import Actor
from workflows.access.facts import ReportFacts
from workflows.access.refusals import DutyConflict, LawForbids
from workflows.clocks.kept_clocks import KeptClock
from workflows.codes.clocks import LegalStep, Lodging
from workflows.codes.people import Role
from workflows.codes.stamps import stamp
from workflows.decisions.change import Change, Circumstances
from workflows.decisions.clocks.legal_clocks import lodging_of
from workflows.decisions.clocks.starting import ClockStart
from workflows.decisions.protections.commands import DecideProposal, ProposeChange
from workflows.decisions.protections.proposals import decide_on_proposal, decide_proposal
from workflows.decisions.reports.amendments import decide_amendment
from workflows.decisions.reports.commands import ReportAmendment, ReportIntake, ReportTransition
from workflows.decisions.reports.intake import Intake, decide_intake
from workflows.decisions.reports.triggers import decide_report

NOW = local("2024-02-07T10:00:00")
BODY: dict[str, Any] = {
    "category": "money_politics",
    "severity": "S2",
    "title": "Pembagian amplop",
    "description": "Amplop dibagikan.",
    "occurred_at": "2024-01-05T20:00:00+07:00",
    "place": {"area": "33.05.12"},
    "election": "pemilu-2024",
    "source": {"channel": "counter"},
}
CHECKED = {"checklist": {"formal": True, "material": True}, "grade": {"reliability": "B", "credibility": 2}}
PATROL = {"source": {"channel": "patrol"}}
REPORTER = {"reporter": {"name": "Pelapor"}}


class Started(NamedTuple):
    """A legal clock that a change has started."""

    rule: str
    start: datetime
    met: datetime | None


def actor(agency: str, role: Role = Role.OFFICER) -> Actor:
    return Actor(UUID(int=hash(agency) % 2**64), agency, role, frozenset({"33.05"}))


def taken(agency: str = "bawaslu", now: datetime = NOW, **changes: Any) -> Change:
    body = ReportIntake.model_validate(BODY | {"known_at": now.isoformat()} | changes)
    return decide_intake(Intake(uuid7(), body, area_known=True), actor(agency), at(now))


def at(now: datetime) -> Circumstances:
    return Circumstances(POLICY, now, iter(uuid7, None))


def fired(report: ReportFacts, now: datetime, trigger: str, **members: Any) -> Change:
    command = ReportTransition.model_validate({"trigger": trigger, **members}).root
    facts = {"register_number": "33.05/2024/000001"} if trigger == "verify" else {}
    return decide_report(report, command, actor("kesbangpol", Role.COORDINATOR), at(now), **facts)


def legal(change: Change) -> list[Started]:
    return [
        Started(draft.start.rule, draft.start.started_at, draft.stopped_at)
        for draft in change.clocks
        if draft.start.law_version is not None
    ]


def rules(change: Change) -> list[str]:
    return [clock.rule for clock in legal(change)]


def test_a_report_is_lodged_by_its_receipt_and_studied_from_it() -> None:
    known = NOW - timedelta(days=1)
    assert legal(taken(known_at=known.isoformat())) == [
        Started("pemilu/lodge_report", known, NOW),
        Started("pemilu/initial_study", NOW, None),
    ]


COUNTER = [
    ("2024-02-01T15:59:59", None),
    ("2024-02-01T16:00:00", "2024-02-02T08:00:00"),  # Thursday, from its minute of closing on
    ("2024-02-02T07:59:59", "2024-02-02T08:00:00"),
    ("2024-02-02T16:29:59", None),
    ("2024-02-02T16:30:00", "2024-02-05T08:00:00"),  # Friday, to Monday
    ("2024-02-10T10:00:00", "2024-02-11T00:00:00"),  # Saturday, to the first quiet day
    ("2024-02-12T03:00:00", None),  # a quiet night
    ("2024-02-14T23:00:00", None),  # the night of voting day
    ("2024-02-15T00:00:00", "2024-02-15T08:00:00"),
]


@pytest.mark.parametrize(("came", "received"), COUNTER)
def test_the_study_runs_from_the_formal_receipt_at_the_counter(came: str, received: str | None) -> None:
    """docs/domain.md, "The counter": "A formal report counts as received when the counter is open."

    The study counts from then. It was lodged when it came in.
    """
    now = local(came)
    change = taken("polres", now, occurred_at="2024-01-30T20:00:00+07:00")
    assert legal(change) == [
        Started("pemilu/lodge_report", now, now),
        Started("pemilu/initial_study", local(received or came), None),
    ]


def test_a_finding_waits_for_no_counter() -> None:
    night = local("2024-02-02T22:00:00")
    change = taken("bawaslu", night, occurred_at="2024-02-02T20:00:00+07:00", **PATROL)
    assert legal(change) == [Started("pemilu/fix_finding", night, None)]


def test_registered_before_the_counter_opens_the_study_has_ended() -> None:
    night = local("2024-02-02T22:00:00")
    report = taken("polres", night, occurred_at="2024-02-02T20:00:00+07:00").report
    change = fired(report, night + timedelta(hours=1), "verify", **CHECKED)
    assert legal(change) == [Started("pemilu/handling", night + timedelta(hours=1), None)]
    assert "initial_study" in {stop.kind for stop in change.stops}


def test_a_report_that_came_too_late_shows_that_its_limit_was_missed() -> None:
    (lodged, _) = taken(known_at=(NOW - timedelta(days=30)).isoformat()).clocks[-2:]
    assert lodged.stopped_at is not None
    assert lodged.stopped_at > lodged.start.due_at


def test_what_is_known_by_a_clock_that_runs_ahead_is_known_now() -> None:
    assert legal(taken(known_at=(NOW + timedelta(minutes=4)).isoformat()))[0].start == NOW


def test_a_finding_runs_from_its_discovery_and_is_not_studied() -> None:
    known = NOW - timedelta(hours=5)
    change = taken(known_at=known.isoformat(), **PATROL)
    assert legal(change) == [Started("pemilu/fix_finding", known, None)]


@pytest.mark.parametrize(
    ("agency", "changes"),
    [("polres", PATROL), ("bawaslu", PATROL | REPORTER), ("bawaslu", {"source": {"channel": "sigaplapor"}})],
)
def test_what_somebody_brings_is_no_finding(agency: str, changes: dict[str, Any]) -> None:
    assert rules(taken(agency, **changes)) == ["pemilu/lodge_report", "pemilu/initial_study"]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"election": None}, []),
        ({"election": "pilkades-2023"}, []),  # no law of its own in the table
        ({"election": "pilkada-2024"}, ["pilkada/lodge_report", "pilkada/initial_study", "pilkada/handling"]),
        ({"category": "security_threat"}, []),  # no set
        ({"category": "disaster"}, []),  # revote: no step of the table
        ({"category": "negative_campaign"}, []),  # lawful when factual
        ({"category": "neutrality_official"}, ["pemilu/lodge_report", "pemilu/initial_study"]),  # other law
        ({"category": "ethics"}, ["pemilu/lodge_report", "pemilu/initial_study"]),  # external
        ({"category": "incumbent_abuse"}, ["pemilu/lodge_report", "pemilu/initial_study"]),  # by regime
        ({"category": "administrative"}, ["pemilu/lodge_report", "pemilu/initial_study"]),
        ({"category": "hate_speech"}, ["pemilu/lodge_report", "pemilu/initial_study"]),  # in a campaign
        ({"category": "hate_speech", "occurred_at": "2023-10-01T00:00:00Z"}, []),  # before it
        ({"category": "hoax"}, ["pemilu/lodge_report"]),  # in a campaign, and Diskominfo leads
        # Bawaslu is accused and walled off: somebody else leads, and the law binds Bawaslu all the same.
        ({"reported_party": {"agency": "bawaslu"}}, ["pemilu/lodge_report", "pemilu/initial_study"]),
    ],
)
def test_the_category_s_set_says_what_begins(changes: dict[str, Any], expected: list[str]) -> None:
    assert rules(taken("polres", **changes)) == expected


def test_pilkada_has_no_limit_for_fixing_a_finding_and_its_handling_runs_from_the_discovery() -> None:
    known = NOW - timedelta(hours=5)
    change = taken("bawaslu", election="pilkada-2024", known_at=known.isoformat(), **PATROL)
    assert legal(change) == [Started("pilkada/handling", known, None)]


PILKADA = {"election": "pilkada-2024", "occurred_at": "2024-10-17T20:00:00+07:00"}
TUESDAY = local("2024-11-26T10:00:00")


def test_in_pilkada_the_handling_runs_from_the_formal_receipt_and_no_registration_moves_it() -> None:
    """UU 1/2015 art. 134(5): three days from the receipt; two of them may go into the study.

    It came on Friday 18 October 2024 at 20:00, and the counter opens again on Monday 21: 22, 23, 24.
    """
    night, opens = local("2024-10-18T20:00:00"), local("2024-10-21T08:00:00")
    came = taken("polres", night, **PILKADA)
    assert legal(came)[1:] == [
        Started("pilkada/initial_study", opens, None), Started("pilkada/handling", opens, None),
    ]  # fmt: skip
    assert came.clocks[-1].start.due_at == local("2024-10-24T23:59:59")
    change = fired(came.report, local("2024-10-22T15:00:00"), "verify", **CHECKED)
    assert (legal(change), {stop.kind for stop in change.stops} & {"handling"}) == ([], set())


def test_what_came_in_before_the_handling_ran_from_the_receipt_has_it_once_it_is_registered() -> None:
    """From the receipt too, which the law counts from."""
    came = taken("polres", TUESDAY, **PILKADA).report
    before = structs.replace(came, limits_begun=came.limits_begun - {LegalStep.HANDLING})
    change = fired(before, TUESDAY + timedelta(days=1), "verify", **CHECKED)
    assert legal(change) == [Started("pilkada/handling", TUESDAY, None)]


@pytest.mark.parametrize(("earlier", "found"), [(1, True), (-1, True), (1, False)])
def test_a_discovery_that_is_put_right_begins_the_handling_of_a_finding_anew(earlier: int, *, found: bool) -> None:
    known = TUESDAY - timedelta(days=2)
    way = PATROL if found else {}
    report = taken("bawaslu", TUESDAY, known_at=known.isoformat(), **PILKADA, **way).report
    right = known - timedelta(hours=earlier)
    if earlier > 0:
        change = amended(report, right, TUESDAY, found=found)
    else:
        change = agreed(report, TUESDAY, found=found, known_at=right.isoformat())
    began = {clock.rule: clock.start for clock in legal(change)}
    assert began == ({"pilkada/handling": right} if found else {"pilkada/lodge_report": right})


def amended(report: ReportFacts, known: datetime, now: datetime = NOW, *, found: bool) -> Change:
    body = ReportAmendment.model_validate({"known_at": known.isoformat(), "reason": "Diperbaiki"})
    desk = actor("kesbangpol", Role.COORDINATOR)
    return decide_amendment(report, body, desk, at(now + timedelta(hours=1)), area_known=True, found=found)


def test_a_moment_of_knowing_that_is_put_right_starts_its_limit_anew() -> None:
    known = NOW - timedelta(days=20)
    change = amended(taken().report, known, found=False)
    assert legal(change) == [Started("pemilu/lodge_report", known, NOW)]
    assert {stop.kind for stop in change.stops} == {"lodge_report"}


def test_a_finding_s_limit_is_started_anew_until_it_is_registered() -> None:
    known = NOW - timedelta(days=2)
    finding = taken(**PATROL).report
    assert legal(amended(finding, known, found=True)) == [Started("pemilu/fix_finding", known, None)]
    registered = fired(finding, NOW, "verify", **CHECKED).report
    assert legal(amended(registered, known, found=True)) == []


def test_what_became_known_after_it_was_received_is_lodged_at_its_receipt() -> None:
    earlier = taken(known_at=(NOW - timedelta(days=1)).isoformat()).report
    change = agreed(earlier, known_at=(NOW + timedelta(minutes=30)).isoformat())
    assert legal(change) == [Started("pemilu/lodge_report", NOW, NOW)]


def of_election(report: ReportFacts, election: str | None) -> Change:
    body = ReportAmendment.model_validate({"election": election, "reason": "Diperbaiki"})
    desk = actor("kesbangpol", Role.COORDINATOR)
    return decide_amendment(report, body, desk, at(NOW + timedelta(hours=1)), area_known=True, found=False)


def agreed(report: ReportFacts, now: datetime = NOW, *, found: bool = False, **members: Any) -> Change:
    """What two persons put right of a report."""
    body = {"kind": "amendment", "amendment": members, "reason": "Diperbaiki"}
    asks, later = ProposeChange.model_validate(body).root, at(now + timedelta(hours=1))
    proposed, proposal = decide_proposal(report, asks, actor("kesbangpol", Role.COORDINATOR), later)
    decision, supervisor = DecideProposal(approve=True), actor("bawaslu", Role.SUPERVISOR)
    return decide_on_proposal(proposed.report, proposal, decision, supervisor, later, found=found)[0]


FROM_THE_BEGINNING = {"lodge_report", "fix_finding", "initial_study"}


def test_what_runs_from_receipt_runs_by_the_law_of_the_election_it_was_put_right_to() -> None:
    change = agreed(taken("polres").report, election="pilkada-2024")
    assert legal(change) == [
        Started("pilkada/lodge_report", NOW, NOW),
        Started("pilkada/initial_study", NOW, None),
        Started("pilkada/handling", NOW, None),
    ]
    assert {stop.kind for stop in change.stops} >= FROM_THE_BEGINNING


def test_a_report_that_comes_to_an_election_is_studied_from_its_formal_receipt() -> None:
    night = local("2024-02-05T20:00:00")
    known = taken("polres", night, election=None, occurred_at="2024-02-05T18:00:00+07:00").report
    assert legal(of_election(known, "pemilu-2024")) == [
        Started("pemilu/lodge_report", night, night),
        Started("pemilu/initial_study", local("2024-02-06T08:00:00"), None),
    ]


def test_of_no_election_no_law_runs_on() -> None:
    change = agreed(taken("polres").report, election=None)
    assert (legal(change), change.stops_legal) == ([], True)


def test_a_registered_report_is_handled_in_the_time_of_the_election_it_was_put_right_to() -> None:
    """Lodged on Wednesday 7 February 2024, 10:00, registered on Thursday: pilkada's three days count from the receipt.

    By the law of a later election of the same kind the handling is counted from the registration again.
    """
    thursday = NOW + timedelta(days=1)
    registered = fired(taken("polres").report, thursday, "verify", **CHECKED).report
    change = agreed(registered, thursday, election="pilkada-2024")
    assert legal(change) == [Started("pilkada/lodge_report", NOW, NOW), Started("pilkada/handling", NOW, None)]
    assert change.clocks[-1].start.due_at == local("2024-02-10T23:59:59")
    assert {stop.kind for stop in change.stops} >= {*FROM_THE_BEGINNING, "handling"}
    assert not change.stops_legal
    back = agreed(change.report, thursday, election="pemilu-2024")
    assert legal(back) == [Started("pemilu/lodge_report", NOW, NOW), Started("pemilu/handling", thursday, None)]


def test_what_the_case_began_beyond_the_handling_remembers_the_law_it_began_by() -> None:
    registered = fired(taken("polres").report, NOW, "verify", **CHECKED).report
    beyond = registered.limits_begun | {LegalStep.FORWARD_CRIME}
    change = agreed(structs.replace(registered, limits_begun=beyond), election="pilkada-2024")
    assert rules(change) == ["pilkada/lodge_report"]
    assert {stop.kind for stop in change.stops} == FROM_THE_BEGINNING


def test_nothing_becomes_known_before_it_happens() -> None:
    """It happened on Friday 5 January 2024; whoever says that it was known in 2014 makes it neither late nor limitless.

    By working days: Mon 8, 9, 10, 11, 12, 15, Tue 16 January.
    """
    monday = local("2024-01-08T10:00:00")
    for known in ("2014-01-01T10:00:00+07:00", "2024-01-04T10:00:00+07:00"):
        change = taken("polres", monday, known_at=known, **REPORTER)
        (lodged,) = [draft.start for draft in change.clocks if draft.start.kind == LegalStep.LODGE_REPORT]
        assert (lodged.started_at, lodged.counts_from) == (change.report.occurred_at, "happened")
        assert lodged.due_at == local("2024-01-16T23:59:59")
        assert lodging_of(change.report, POLICY) is Lodging.IN_TIME
    late = taken("polres", NOW, known_at="2024-01-08T10:00:00+07:00", **REPORTER).report
    assert lodging_of(late, POLICY) is Lodging.LATE
    earlier = amended(late, local("2014-01-01T10:00:00"), found=False).report
    assert lodging_of(earlier, POLICY) is Lodging.LATE, "nobody alone lets the limit vanish"


def test_when_it_happened_moves_what_counts_from_it_and_later_only_by_two() -> None:
    found = taken(known_at="2024-01-06T20:00:00+07:00", **PATROL).report
    later = local("2024-01-07T20:00:00")
    body = ReportAmendment.model_validate({"occurred_at": later.isoformat(), "reason": "Diperbaiki"})
    desk = actor("kesbangpol", Role.COORDINATOR)
    with pytest.raises(DutyConflict, match="second_person_needed"):
        decide_amendment(found, body, desk, at(NOW), area_known=True, found=True)
    moved = agreed(found, found=True, occurred_at=later.isoformat())
    assert legal(moved) == [Started("pemilu/fix_finding", later, None)]


def test_registration_ends_the_study_and_begins_the_handling() -> None:
    later = NOW + timedelta(days=1)
    change = fired(taken().report, later, "verify", **CHECKED)
    assert legal(change) == [Started("pemilu/handling", later, None)]
    assert {"fix_finding", "initial_study"} <= {stop.kind for stop in change.stops}


def test_an_administrative_violation_is_decided_within_14_days_too() -> None:
    change = fired(taken("polres", category="administrative").report, NOW, "verify", **CHECKED)
    assert rules(change) == ["pemilu/handling", "pemilu/administrative_decision"]


def test_what_bawaslu_does_not_lead_is_not_handled_by_it() -> None:
    change = fired(taken("polres", category="hoax").report, NOW, "verify", **CHECKED)
    assert rules(change) == []


def test_the_end_of_a_report_stops_every_legal_clock() -> None:
    dismissed = fired(taken().report, NOW, "dismiss", outcome="unfounded", reason="Tidak terbukti")
    assert dismissed.stops_legal
    none = fired(taken("polres", election=None).report, NOW, "dismiss", outcome="unfounded", reason="Tidak terbukti")
    assert not none.stops_legal


def test_the_first_event_says_which_legal_clocks_were_started() -> None:
    change = taken()
    lodged, study = change.events[0].data["legal_clocks"]
    assert (lodged["rule"], lodged["met"]) == ("pemilu/lodge_report", "2024-02-07T03:00:00.000000Z")
    assert study == {
        "clock": str(change.clocks[-1].id),
        "rule": "pemilu/initial_study",
        "law": POLICY.law.version,
        "whose": "bawaslu",
        "from": "2024-02-07T03:00:00.000000Z",
        "due": "2024-02-13T16:59:59.000000Z",
    }
    assert "legal_clocks" not in taken(election=None).events[0].data


def test_a_service_clock_is_never_of_a_law() -> None:
    for draft in walked(taken().clocks):
        of_law = draft.start.law_version is not None
        assert (draft.start.family == "legal", draft.start.regime is not None) == (of_law, of_law)


# No one person ends a limit that a law has set, begins it anew, or moves its end away

ENTERED = {"classification": "ordinary", "severity": "S3"}


@pytest.mark.parametrize("election", [None, "pilkada-2024", "pilkades-2023"])
@pytest.mark.parametrize("registered", [False, True], ids=["reported", "registered"])
def test_nobody_alone_takes_a_report_out_of_an_election_whose_law_sets_limits(
    election: str | None, *, registered: bool
) -> None:
    report = taken("polres", **ENTERED).report
    report = fired(report, NOW, "verify", **CHECKED).report if registered else report
    with pytest.raises(DutyConflict, match="second_person_needed") as refused:
        of_election(report, election)
    assert refused.value.details == {"protections": ["legal_clock"], "kind": "amendment"}
    assert agreed(report, election=election).report.election == election


@pytest.mark.parametrize("election", [None, "pilkades-2023"])
def test_who_finds_the_election_of_a_report_that_no_law_limits_enters_it_alone(election: str | None) -> None:
    report = taken("polres", **ENTERED | {"election": election}).report
    assert rules(of_election(report, "pemilu-2024")) == ["pemilu/lodge_report", "pemilu/initial_study"]


def test_an_election_that_left_the_policy_is_taken_for_one_with_limits() -> None:
    report = structs.replace(taken("polres", **ENTERED).report, election="pemilu-1999")
    with pytest.raises(DutyConflict, match="second_person_needed"):
        of_election(report, None)


@pytest.mark.parametrize("found", [False, True], ids=["a report", "a finding"])
def test_nobody_alone_moves_what_a_limit_is_counted_from_to_later(*, found: bool) -> None:
    known = NOW - timedelta(days=3)
    report = taken(known_at=known.isoformat(), **(PATROL if found else {})).report
    later = known + timedelta(days=1)
    with pytest.raises(DutyConflict, match="second_person_needed"):
        amended(report, later, found=found)
    step = "pemilu/fix_finding" if found else "pemilu/lodge_report"
    assert legal(agreed(report, found=found, known_at=later.isoformat()))[0][:2] == (step, later)
    assert legal(amended(report, known - timedelta(days=1), found=found))[0].rule == step  # sooner is no relief


def test_a_proposal_to_put_an_election_right_starts_from_what_it_saw() -> None:
    case = Trail().intake(classification="ordinary", severity="S3")
    first = case.propose(TONO, "amendment", amendment={"election": None})
    case.decide(case.propose(TONO, "amendment", amendment={"election": "pemilu-2024"}), HADI)
    with pytest.raises(LawForbids, match="proposal_outdated"):
        case.decide(first, HADI)


def kept(start: ClockStart, *, extended: bool = False) -> KeptClock:
    """A clock as it is kept once it was stopped."""
    members = {member.name: getattr(start, member.name) for member in fields(ClockStart)} | {"extended": extended}
    return KeptClock(**members, id=uuid7(), task=None, stopped_at=NOW, paused_at=None, paused_s=0)


@pytest.mark.parametrize("extended", [False, True])
def test_what_the_end_of_a_report_stopped_runs_on_to_its_old_end_once_it_is_reopened(*, extended: bool) -> None:
    registered = fired(taken(**ENTERED).report, NOW, "verify", **CHECKED)
    (handling,) = (clock.start for clock in registered.clocks if clock.start.kind == "handling")
    ended = fired(registered.report, NOW + timedelta(days=1), "dismiss", outcome="unfounded", reason="Keliru").report
    reopen = {"trigger": "reopen", "basis": "new_fact", "reason": "Fakta baru"}
    command, desk = ReportTransition.model_validate(reopen).root, actor("kesbangpol", Role.COORDINATOR)
    days_later = at(NOW + timedelta(days=40))
    change = decide_report(ended, command, desk, days_later, ended=[kept(handling, extended=extended)])
    (again,) = change.clocks
    assert again.stopped_at is None
    assert (again.start.started_at, again.start.due_at) == (handling.started_at, handling.due_at)
    assert (again.start.extended, again.start.extends_to) == (extended, handling.extends_to)  # nobody extends it twice
    (told,) = change.events[0].data["legal_clocks"]
    assert told.get("extended", False) is extended
    assert told["due"] == stamp(handling.due_at)
