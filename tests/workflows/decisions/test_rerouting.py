"""Reclassification, merges, withdrawals, reopening and later walls: what each makes of a report."""

from typing import Any

import pytest

from tests.trail.verifier.stories import LEAD, SUPPORT
from tests.trail.verifier.trails import BUDI, EKO, HADI, POLICY, SARI, TONO, Case, Trail, actor
from workflows.access.refusals import DutyConflict, IllegalTransition, InvalidCommand, LawForbids, NotPermitted
from workflows.access.visibility import may_read, of_agency, readers, tokens, walled_tokens
from workflows.codes.people import Role
from workflows.codes.reports import Outcome, ReportState
from workflows.codes.tasks import TaskState
from workflows.decisions.change import EventDraft
from workflows.decisions.reports.rerouting import proposal_of

POLRES_LEADS = SUPPORT | {"role": "lead"}
CLARIFY = {"agency": "kejari", "role": "support", "kind": "clarification"}
HOLD = {"accept": {}, "start": {}, "complete": {"result": "Selesai"}}
NAMED = {"sent": True, "text": "Selesai"}


def assigned(trail: Trail, **changes: Any) -> Case:
    return trail.intake(category="security_threat", **changes).verify().assign(POLRES_LEADS)


def handled(case: Case, who: Any = BUDI, of: str = "polres") -> Case:
    for trigger, more in HOLD.items():
        case.work(who, of, trigger, **more)
    return case


def told(trail: Trail) -> list[tuple[str, str | None]]:
    """The events of the last change, each with its agency."""
    return [(event.action, event.agency) for event in trail.changes[-1].events]


def states(case: Case) -> list[tuple[str, str]]:
    return [(task.agency, task.state.value) for task in case.facts.tasks]


# Reclassification


@pytest.mark.parametrize("before", [lambda case: case, lambda case: case.verify()], ids=["reported", "verified"])
def test_before_it_is_assigned_the_lead_follows_the_rule_of_the_new_category(before: Any) -> None:
    trail = Trail()
    case = before(trail.intake(category="hoax"))
    assert case.facts.lead_agency == "diskominfo"
    case.amend(HADI, category="money_politics")
    facts = case.facts
    assert (facts.category, facts.rule, facts.lead_agency) == ("money_politics", "money_politics/default", "bawaslu")
    assert (facts.proposed_rule, proposal_of(facts, POLICY)) == (None, None)
    data = trail.changes[-1].events[0].data
    assert data["changed"]["lead_agency"] == "bawaslu"
    assert data["routing"] == {
        "rule": "money_politics/default",
        "policy": POLICY.version,
        "lead": "bawaslu",
        "conflict": None,
    }


def test_once_it_is_assigned_the_lead_stays_and_the_rule_proposes() -> None:
    trail = Trail()
    case = assigned(trail)
    case.amend(HADI, category="polarisation")
    proposal = proposal_of(case.facts, POLICY)
    assert case.facts.lead_agency == "polres"
    assert proposal is not None
    assert (proposal.rule, proposal.lead, proposal.conflict) == ("polarisation/default", "kesbangpol", None)
    assert trail.changes[-1].events[0].data["routing"]["lead"] == "kesbangpol"
    handled(case).fire(HADI, "close", outcome="resolved", notice=NAMED)
    assert case.facts.state is ReportState.CLOSED


def test_a_report_that_becomes_a_bawaslu_case_cannot_keep_a_polres_lead() -> None:
    """docs/domain.md, "Agencies": "The police may be given people's safety in it, never the case"."""
    case = assigned(Trail())
    case.amend(HADI, category="money_politics")
    proposal = proposal_of(case.facts, POLICY)
    assert proposal is not None
    assert (proposal.lead, proposal.conflict) == ("bawaslu", "bawaslu_only_door")
    handled(case)
    with pytest.raises(DutyConflict, match="routing_conflict"):
        case.fire(HADI, "close", outcome="resolved", notice=NAMED)


def test_the_conflict_is_resolved_by_a_transfer() -> None:
    case = assigned(Trail()).amend(HADI, category="money_politics")
    letter = {"kind": "forwarded", "reason": "Pelanggaran pemilihan", "reference": "B/12/XI/2024"}
    with pytest.raises(LawForbids, match="bawaslu_only_door"):
        case.work(EKO, "polres", "transfer", agency="satpolpp", **letter)
    case.work(EKO, "polres", "transfer", agency="bawaslu", **letter)
    assert (case.facts.lead_agency, proposal_of(case.facts, POLICY)) == ("bawaslu", None)
    handled(case, TONO, "bawaslu").fire(HADI, "close", outcome="resolved", notice=NAMED)


def test_the_conflict_is_resolved_by_withdrawing_the_lead_task() -> None:
    case = assigned(Trail()).amend(HADI, category="money_politics")
    case.work(HADI, "polres", "withdraw", reason="Salah alamat")
    assert (case.facts.state, case.facts.lead_agency) == (ReportState.VERIFIED, "bawaslu")
    assert proposal_of(case.facts, POLICY) is None


def test_clocks_that_run_are_not_rewritten() -> None:
    """Those of the law that the new way opens begin beside them, and count from when the law has it."""
    trail = Trail()
    case = assigned(trail, severity="S3", known_at="2024-11-24T20:30:00+07:00")
    case.amend(HADI, category="money_politics", severity="S4")
    change = trail.changes[-1]
    assert [(clock.start.kind, clock.start.started_at) for clock in change.clocks] == [
        ("lodge_report", case.facts.known_at),
        ("handling", case.facts.reported_at),
    ]
    assert (change.stops, change.stops_legal) == ((), False)
    case.amend(HADI, category="security_threat").amend(HADI, category="money_politics")
    assert [change.clocks for change in trail.changes[-2:]] == [(), ()]


def test_a_new_category_walls_off_whom_it_walls_off() -> None:
    """docs/domain.md, "Walls": "`incumbent_abuse` every agency of the regency government"."""
    case = Trail().intake(category="polarisation").verify()
    case.assign({"agency": "kesbangpol", "role": "lead", "kind": "information"})
    case.amend(HADI, category="incumbent_abuse")
    assert {"kesbangpol", "diskominfo", "inspektorat"} <= case.facts.walled
    assert (case.facts.state, case.facts.lead_agency) == (ReportState.VERIFIED, "bawaslu")
    assert states(case) == [("kesbangpol", "withdrawn")]


def test_who_only_reported_it_does_not_take_a_verified_report_to_another_agency() -> None:
    trail = Trail()
    trail.intake(category="hoax").amend(BUDI, category="security_threat")
    case = trail.intake(category="hoax").verify()
    with pytest.raises(NotPermitted, match="not_lead_agency"):
        case.amend(BUDI, category="security_threat")
    case.amend(BUDI, severity="S1")


@pytest.mark.parametrize(
    ("stage", "lead"), [("2024-10-01T12:00:00+07:00", "bawaslu"), ("2024-09-01T12:00:00+07:00", "polres")]
)
def test_another_day_may_be_another_stage_and_another_rule(stage: str, lead: str) -> None:
    """docs/domain.md, "Categories and routing": polres leads `hate_speech/default`, bawaslu `hate_speech/campaign`."""
    case = Trail().intake(category="hate_speech").amend(HADI, occurred_at=stage)
    assert case.facts.lead_agency == lead


# Duplicates


def named(event: EventDraft) -> tuple[Any, Any]:
    """What an event says of another report, and of which."""
    assert event.names is not None
    return event.names.other, event.names.told


def test_both_histories_tell_of_a_merge_and_name_each_other() -> None:
    """docs/domain.md, "The report": "`duplicate` (it names the report that goes on)"."""
    trail = Trail()
    first, second = trail.intake(), trail.intake()
    second.merge(first)
    duplicate, survivor = trail.changes[-2:]
    assert duplicate.report.outcome is Outcome.DUPLICATE
    assert named(duplicate.events[0]) == (first.id, {"duplicate_of": str(first.id), "moved": []})
    assert [(link.other, link.kind) for link in duplicate.links] == [(first.id, "duplicate_of")]
    assert [event.action for event in survivor.events] == ["report.merged"]
    told = {"duplicate": str(second.id), "tasks": [], "reported_by": [str(BUDI.person)]}
    assert named(survivor.events[0]) == (second.id, told)


def test_an_open_task_moves_to_the_report_that_goes_on() -> None:
    trail = Trail()
    first, second = trail.intake(), trail.intake().offer(**CLARIFY)
    second.merge(first)
    (old,), (new,) = second.facts.tasks, first.facts.tasks
    assert (old.state, new.state, new.transferred_from) == (TaskState.WITHDRAWN, TaskState.OFFERED, old.id)
    assert (new.agency, new.kind, new.obligatory) == (old.agency, old.kind, old.obligatory)
    duplicate, survivor = trail.changes[-2:]
    assert named(duplicate.events[1]) == (first.id, {"moved_to": str(new.id)})
    assert named(survivor.events[1]) == (second.id, {"merged_from": str(second.id), "transferred_from": str(old.id)})
    assert "transferred_from" not in survivor.events[1].data
    assert "kejari" in first.facts.held_by


def test_what_a_review_recommended_stays_with_its_report_when_that_is_a_duplicate() -> None:
    """Its review carries it on; an ordinary task of the same agency and kind moves beside it all the same."""
    trail = Trail()
    first, second = trail.intake().verify().review().recommend("kejari"), trail.intake().verify()
    second.review().recommend("kejari").offer(agency="kejari", role="support", kind="information").merge(first)
    assert [(task.recommendation is None, task.state) for task in second.facts.tasks] == [
        (False, TaskState.OFFERED),
        (True, TaskState.WITHDRAWN),
    ]
    assert [(task.recommendation is None, task.state) for task in first.facts.tasks] == [
        (False, TaskState.OFFERED),
        (True, TaskState.OFFERED),
    ]


@pytest.mark.parametrize(
    ("here", "there", "code"),
    [
        (CLARIFY, lambda case: case.offer(**CLARIFY), "already_there"),
        ({"agency": "kejari", "role": "support", "kind": "case"}, lambda case: case, "not_before_assignment"),
    ],
)
def test_a_task_that_may_not_be_offered_there_is_only_withdrawn_and_says_why(here: Any, there: Any, code: str) -> None:
    trail = Trail()
    first, second = there(trail.intake(election=None)), trail.intake(election=None).verify().assign(LEAD, here)
    second.work(SARI, "bawaslu", "decline", reason="Sudah ditangani").merge(first)
    ended, *others = trail.changes[-2].events
    withdrawn = [named(event) for event in others if event.action == "task.withdrawn"]
    assert withdrawn == [(first.id, {"not_moved": code})]
    assert named(ended)[1]["moved"] == []


def test_reports_that_wall_off_different_agencies_are_not_merged() -> None:
    """docs/domain.md, "Walls": "in no list, number, history, event, search or export"."""
    trail = Trail()
    first, second = trail.intake(reported_party={"agency": "kpu"}), trail.intake().offer(**CLARIFY | {"agency": "kpu"})
    for one, other in ((second, first), (first, second)):
        with pytest.raises(LawForbids, match="walls_differ") as caught:
            one.merge(other)
        assert caught.value.details == {"agencies": ["kpu"]}
    second.wall("kpu").merge(first)
    assert states(second) == [("kpu", "withdrawn")]
    assert states(first) == []


def test_a_duplicate_is_no_report_to_merge_into() -> None:
    trail = Trail()
    first, second, third = trail.intake(), trail.intake(), trail.intake()
    second.merge(first)
    with pytest.raises(LawForbids, match="duplicate_of_duplicate"):
        third.merge(second)
    with pytest.raises(LawForbids, match="duplicate_of_duplicate"):
        first.merge(second)
    with pytest.raises(InvalidCommand, match="duplicate_unknown"):
        first.merge(first)


def test_a_closed_report_takes_a_duplicate_but_none_of_its_tasks() -> None:
    trail = Trail()
    no_limits = {"election": None}  # of one that the law limits, the limits would end with the merge
    first = trail.intake(**no_limits).verify().fire(HADI, "dismiss", outcome="unfounded", reason="Tidak benar")
    second = trail.intake(**no_limits).offer(**CLARIFY)
    with pytest.raises(LawForbids, match="survivor_not_open"):
        second.merge(first)
    second.work(HADI, "kejari", "withdraw", reason="Tidak perlu").merge(first)
    assert (first.facts.state, second.facts.state) == (ReportState.CLOSED, ReportState.CLOSED)


def test_who_may_not_dismiss_may_not_merge() -> None:
    trail = Trail()
    first, second = trail.intake(), trail.intake()
    with pytest.raises(NotPermitted, match="not_lead_agency"):
        second.merge(first, actor(Role.OFFICER, "kodim", "Agus"))
    second.verify().assign(LEAD)
    with pytest.raises(IllegalTransition):
        second.merge(first)


def test_who_may_offer_no_task_there_merges_none_into_it() -> None:
    """Of the lead that both have the supervisor merges, and the officer may end the duplicate alone."""
    trail = Trail()
    first, second = trail.intake(), trail.intake().offer(**CLARIFY)
    with pytest.raises(NotPermitted, match="role_not_permitted") as refused:
        second.merge(first, SARI)
    assert refused.value.details["action"] == "task:offer"
    assert (len(first.facts.tasks), second.facts.state) == (0, ReportState.REPORTED)
    second.merge(first, TONO)
    assert [task.agency for task in first.facts.tasks] == ["kejari"]
    trail.intake().merge(first, SARI)


# Withdrawal and reopening


def test_a_withdrawal_after_registration_does_not_close_a_report() -> None:
    """docs/domain.md, "The report": "Withdrawing a report after it was registered does not end it"."""
    trail = Trail()
    case = trail.intake().verify()
    with pytest.raises(LawForbids, match="registered_not_withdrawn"):
        case.fire(HADI, "dismiss", outcome="withdrawn", reason="Dicabut")
    case.withdraw()
    assert (case.facts.state, told(trail)) == (ReportState.VERIFIED, [("report.withdrawal_noted", "bawaslu")])
    assert handled(case.assign(LEAD), TONO, "bawaslu").facts.state is ReportState.HANDLED


def test_before_registration_a_withdrawn_report_is_dismissed() -> None:
    """docs/domain.md, "The report": "`withdrawn` (before registration alone)"."""
    case = Trail().intake()
    with pytest.raises(LawForbids, match="not_registered_yet"):
        case.withdraw()
    case.fire(HADI, "dismiss", outcome="withdrawn", reason="Dicabut")
    assert case.facts.outcome is Outcome.WITHDRAWN
    with pytest.raises(LawForbids, match="report_closed"):
        case.withdraw()


@pytest.mark.parametrize("basis", ["new_fact", "decision"])
def test_a_closed_report_is_taken_up_again_for_a_new_fact_or_a_decision(basis: str) -> None:
    """docs/domain.md, "The report": "a reason: a new fact or a decision"."""
    trail = Trail()
    case = handled(trail.intake().verify().assign(LEAD), TONO, "bawaslu")
    case.fire(HADI, "close", outcome="not_proven", notice=NAMED)
    with pytest.raises(NotPermitted, match="role_not_permitted"):
        case.fire(SARI, "reopen", basis=basis, reason="Saksi baru")
    case.fire(TONO, "reopen", basis=basis, reason="Saksi baru")
    facts = case.facts
    assert (facts.state, facts.outcome, facts.round) == (ReportState.VERIFIED, None, 2)
    assert trail.changes[-1].events[0].data == {"basis": basis, "round": 2, "lead": "bawaslu"}


def test_a_duplicate_that_was_registered_is_taken_up_again_and_merged_again() -> None:
    trail = Trail()
    first, second = trail.intake().verify(), trail.intake().verify()
    second.merge(first).fire(HADI, "reopen", basis="new_fact", reason="Peristiwa lain")
    assert (second.facts.state, second.facts.outcome) == (ReportState.VERIFIED, None)
    second.merge(first)
    assert second.facts.outcome is Outcome.DUPLICATE


# Walls


def test_an_agency_with_a_conflict_of_interest_is_walled_off_at_once() -> None:
    """docs/domain.md, "Walls": "it does not read the report, verify it, hold a task of it or end it"."""
    trail = Trail()
    case = trail.intake(classification="ordinary").verify().assign(LEAD, SUPPORT)
    held = tokens(actor(Role.SUPERVISOR, "polres", "Rudi"), acting=True)
    assert may_read(readers(case.facts), walled_tokens(case.facts), held)
    case.wall("polres")
    assert not may_read(readers(case.facts), walled_tokens(case.facts), held)
    assert walled_tokens(case.facts) == [of_agency("polres")]
    assert states(case) == [("bawaslu", "offered"), ("polres", "withdrawn")]
    assert told(trail) == [("report.walled", "kesbangpol"), ("task.withdrawn", "polres")]
    with pytest.raises(LawForbids, match="agency_walled"):
        case.offer(agency="polres", role="support", kind="information")


def test_what_it_did_before_stays_in_the_trail() -> None:
    trail = Trail()
    case = trail.intake(classification="ordinary").verify().assign(LEAD, SUPPORT).work(BUDI, "polres", "accept")
    before = [*trail.leaves]
    case.wall("polres")
    assert trail.leaves[: len(before)] == before


def test_a_lead_that_is_walled_off_leads_no_longer() -> None:
    case = Trail().intake().verify().assign(LEAD).work(SARI, "bawaslu", "accept")
    case.wall("bawaslu", TONO)
    assert (case.facts.state, case.facts.lead_agency) == (ReportState.VERIFIED, "kesbangpol")
    with pytest.raises(LawForbids, match="agency_walled"):
        case.assign(LEAD)


def test_a_lead_that_is_walled_off_when_its_work_is_done_does_not_close() -> None:
    case = handled(Trail().intake().verify().assign(LEAD), TONO, "bawaslu")
    case.wall("bawaslu", TONO)
    assert (case.facts.state, case.facts.lead_agency) == (ReportState.HANDLED, "kesbangpol")
    with pytest.raises(NotPermitted, match="not_lead_agency"):
        case.fire(actor(Role.SUPERVISOR, "bawaslu", "Wati"), "close", outcome="resolved", notice=NAMED)


def test_before_it_is_assigned_the_rule_finds_another_lead_and_the_wall_down_finds_the_first() -> None:
    case = Trail().intake()
    case.wall("bawaslu", TONO)
    assert case.facts.lead_agency == "kesbangpol"
    case.lift("bawaslu", actor(Role.COORDINATOR, "kesbangpol", "Ratna"))
    assert case.facts.lead_agency == "bawaslu"


def test_people_stay_protected_when_their_protector_is_walled_off() -> None:
    """docs/domain.md, "The report": "An S1 report has its safety task from the first moment"."""
    case = Trail().intake(category="intimidation", severity="S1")
    assert states(case) == [("polres", "offered")]
    case.wall("polres")
    assert states(case) == [("polres", "withdrawn"), ("satpolpp", "offered")]


def test_a_wall_by_accusation_stands_whatever_was_put_up_and_taken_down() -> None:
    case = Trail().intake().wall("kpu")
    with pytest.raises(LawForbids, match="already_walled"):
        case.wall("kpu")
    case.amend(HADI, reported_party={"agency": "kpu"}).lift("kpu")
    assert case.facts.walled == {"kpu"}
    with pytest.raises(LawForbids, match="wall_unknown"):
        case.lift("kpu")


def test_an_amendment_keeps_the_walls_that_were_put_up() -> None:
    case = Trail().intake(reported_party={"agency": "kpu"}).wall("kodim")
    case.amend(HADI, reported_party={"name": "Tidak diketahui"}, category="ethics")
    assert case.facts.walled == {"kodim", "kpu"}


def test_a_wall_is_put_up_by_the_desk_or_a_supervisor_of_the_lead() -> None:
    case = Trail().intake()
    for who in (SARI, EKO):
        with pytest.raises(NotPermitted):
            case.wall("kpu", who)
    with pytest.raises(InvalidCommand, match="unknown_agency"):
        case.wall("dinkes")
    case.wall("kpu", TONO)
