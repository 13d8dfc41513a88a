"""The path of an election crime: every state with every step, whose each step is, and what stands in its way."""

from dataclasses import replace
from datetime import timedelta
from itertools import product
from typing import Any

import msgspec
import pytest

from tests.edge.contract.case_steps import ITEMS, MET, NEEDED, PATH, STEP_BODIES
from tests.features.gakkumdu.desk import LEAD, POLICY, WHO, Desk, at
from tests.trail.verifier.trails import BUDI, HADI, SARI, TONO, actor
from workflows.access.refusals import IllegalTransition, InvalidCommand, LawForbids, NotPermitted, Refused
from workflows.codes.cases import CaseState, CaseStep
from workflows.codes.clocks import LawStatus
from workflows.codes.people import Role
from workflows.codes.reports import Category
from workflows.codes.stamps import stamp
from workflows.codes.states import CASE_PAST, DECIDED_STEPS
from workflows.decisions.available import case_actions
from workflows.decisions.engine import CASES
from workflows.decisions.gakkumdu.case_bundle import asked_of
from workflows.decisions.gakkumdu.commands import CaseStepRequest
from workflows.decisions.gakkumdu.path import advisories, decide_step
from workflows.decisions.gakkumdu.steps import STEPS

DESK_STATES = ("registered", "first_discussed", "second_discussed")
TABLE = {
    ("unregistered", "register"): "registered",
    ("stopped", "register"): "registered",
    **{(state, "check_bundle"): state for state in (*DESK_STATES, "forwarded", "investigating")},
    ("registered", "first_discussion"): "first_discussed",
    ("first_discussed", "second_discussion"): "second_discussed",
    ("second_discussed", "forward"): "forwarded",
    ("forwarded", "police_report"): "investigating",
    ("investigating", "third_discussion"): "third_discussed",
    ("third_discussed", "investigated"): "file_submitted",
    ("file_submitted", "returned"): "file_returned",
    ("file_returned", "resubmitted"): "file_submitted",
    ("file_submitted", "to_court"): "in_court",
    ("in_court", "first_instance"): "judged",
    ("judged", "appeal_lodged"): "appealed",
    ("appealed", "file_sent"): "file_at_appeal",
    ("file_at_appeal", "appeal_decided"): "final",
    ("judged", "judgment_received"): "judgment_received",
    ("judgment_received", "appeal_lodged"): "appealed",
    ("judgment_received", "carried_out"): "carried_out",
    ("final", "judgment_received"): "final_received",
    ("final_received", "carried_out"): "carried_out",
    **{(state, "supplement"): state for state in ("registered", "first_discussed", "investigating")},
    **{(state, "stop"): "stopped" for state in ("registered", "first_discussed", "investigating")},
}
OFFICER, SUPERVISOR = Role.OFFICER, Role.SUPERVISOR
BY = {
    "bawaslu": ("register", "check_bundle", "first_discussion", "second_discussion", "forward", "third_discussion"),
    "polres": ("police_report", "investigated", "resubmitted"),
    "kejari": (
        "returned", "to_court", "first_instance", "appeal_lodged", "file_sent", "appeal_decided", "judgment_received",
        "carried_out",
    ),
}  # fmt: skip
MAY = {step: {(OFFICER, agency), (SUPERVISOR, agency)} for agency, steps in BY.items() for step in steps}
MAY["forward"] = {(SUPERVISOR, "bawaslu")}
ASKED = [step.value for step in CaseStep if step not in DECIDED_STEPS]
AGENCIES = ("bawaslu", "polres", "kejari", "kpu", "kodim", "panwascam")


@pytest.mark.parametrize(("state", "step"), [*product(CaseState, CaseStep)])
def test_a_case_goes_where_the_table_says_or_is_refused(state: CaseState, step: CaseStep) -> None:
    expected = TABLE.get((state.value, step.value))
    if expected is not None:
        assert CASES.fire(state, step) == expected
        return
    with pytest.raises(IllegalTransition):
        CASES.fire(state, step)


def test_every_step_that_may_be_asked_for_has_a_body_an_event_and_a_row() -> None:
    assert set(STEP_BODIES) == set(ASKED) == {step.value for step in CASE_PAST} == {step.value for step in STEPS}
    assert len(set(CASE_PAST.values())) == len(CASE_PAST)
    assert all(rule.basis for rule in STEPS.values())


@pytest.mark.parametrize("step", sorted(DECIDED_STEPS))
def test_nobody_asks_for_what_a_discussion_decides(step: CaseStep) -> None:
    with pytest.raises(ValueError, match="union_tag_invalid"):
        CaseStepRequest.model_validate({"step": step.value})


def ready(step: str, **changes: Any) -> Desk:
    """A report whose case is in a state in which the step is legal."""
    before = PATH[: PATH.index(step)] if step in PATH else PATH[:1]
    return Desk(**changes).verify().assign().steps(before)


@pytest.mark.parametrize("step", ASKED)
def test_each_step_is_its_agencys_and_of_the_roles_that_may(step: str) -> None:
    desk = ready(step)
    before, case = desk.report, desk.case
    for role, agency in product(Role, AGENCIES):
        desk.report, desk.case = before, case
        who = actor(role, agency, "Siapa")
        if (role, agency) in MAY[step]:
            desk.step(step, who=who)
            continue
        with pytest.raises(NotPermitted) as refused:
            desk.step(step, who=who)
        right_role = any(role is known for known, _ in MAY[step])
        assert refused.value.code == ("not_step_agency" if right_role else "role_not_permitted")


REGISTERED_ONLY = {
    "a report that is not registered": (Desk, LawForbids, "gakkumdu_not_registered"),
    "a category that is none of the joint desk's": (
        lambda: Desk(category="administrative").verify(), LawForbids, "not_gakkumdu",
    ),
    "a report that is closed": (
        lambda: Desk().verify().fire("dismiss", outcome="unfounded", reason="Tidak"), LawForbids, "report_closed",
    ),
    "the second step first": (lambda: Desk().verify(), IllegalTransition, "illegal_transition"),
}  # fmt: skip


@pytest.mark.parametrize("case", REGISTERED_ONLY)
def test_gakkumdu_begins_only_after_bawaslu_has_registered_the_case(case: str) -> None:
    """docs/domain.md, "Agencies": "once Bawaslu has registered the case, not before"."""
    make, kind, code = REGISTERED_ONLY[case]
    desk = make()
    with pytest.raises(kind) as refused:
        desk.step("first_discussion" if kind is IllegalTransition else "register")
    assert refused.value.code == code


@pytest.mark.parametrize("agency", ["polres", "kejari"])
def test_a_case_task_of_police_or_prosecutor_waits_for_the_register_number_whoever_offers_it(agency: str) -> None:
    support = {"agency": agency, "role": "support", "kind": "case"}
    with pytest.raises(LawForbids) as refused:
        Desk().offer(**support)
    assert refused.value.code == "not_before_assignment"
    assert Desk().verify().assign().offer(**support).task_of(agency).kind == "case"


def test_forwarding_offers_the_police_their_obligatory_case_task() -> None:
    desk = ready("forward").step("forward")
    task = desk.task_of("polres")
    assert (task.role, task.kind, task.obligatory, task.state) == ("support", "case", True, "offered")
    assert [event.action for event in desk.change.events] == ["case.forwarded", "task.offered"]
    assert desk.change.events[1].system
    assert "polres" in desk.report.held_by


def test_the_file_offers_the_prosecutor_theirs() -> None:
    desk = ready("investigated").step("investigated")
    assert (desk.task_of("kejari").kind, desk.task_of("kejari").obligatory) == ("case", True)
    assert len(desk.step("returned").step("resubmitted").change.events) == 1


def test_who_holds_the_case_is_offered_no_second_one() -> None:
    desk = Desk().verify().assign(LEAD, {"agency": "polres", "role": "support", "kind": "case"})
    desk.steps(PATH[:4])
    assert [task.agency for task in desk.report.tasks] == ["bawaslu", "polres"]
    done = Desk().verify().assign(LEAD, {"agency": "polres", "role": "support", "kind": "case"})
    done.work(BUDI, done.task_of("polres"), "decline", reason="Belum waktunya").steps(PATH[:4])
    assert [task.state for task in done.report.tasks] == ["offered", "declined", "offered"]


def test_nothing_is_forwarded_before_the_report_is_assigned_nor_once_it_is_handled() -> None:
    desk = Desk().verify().steps(PATH[:3])
    with pytest.raises(LawForbids) as refused:
        desk.step("forward")
    assert refused.value.code == "not_before_assignment"
    desk = Desk().verify().assign().steps(PATH[:3])
    lead = desk.task_of("bawaslu")
    for trigger, words in (("accept", {}), ("start", {}), ("complete", {"result": "Selesai"})):
        desk.work(SARI, desk.report.task(lead.id), trigger, **words)
    with pytest.raises(LawForbids) as refused:
        desk.step("forward")
    assert refused.value.code == "report_no_longer_open"


@pytest.mark.parametrize("accused", ["polres", "kejari"])
def test_an_accused_partner_takes_no_part_and_gets_no_task(accused: str) -> None:
    """docs/domain.md, "Walls": "it does not read the report, verify it, hold a task of it or end it"."""
    desk = Desk(category="intimidation", reported_party={"agency": accused}).verify().assign().step("register")
    with pytest.raises(LawForbids) as refused:
        desk.step("first_discussion")
    assert (refused.value.code, refused.value.details["agency"]) == ("agency_walled", accused)
    others = [one for one in MET["attendees"] if one["agency"] != accused]
    desk.step("first_discussion", attendees=others).step("second_discussion", attendees=others)
    if accused == "polres":
        with pytest.raises(LawForbids) as refused:
            desk.step("forward")
        assert refused.value.code == "agency_walled"


DISCUSSIONS = {
    "first_discussion": "registered",
    "second_discussion": "first_discussed",
    "third_discussion": "investigating",
}


@pytest.mark.parametrize("step", DISCUSSIONS)
def test_a_discussion_goes_on_waits_or_stops_the_case(step: str) -> None:
    assert ready(step).step(step).case.state != DISCUSSIONS[step]
    waiting = ready(step).step(step, decision="supplement")
    assert waiting.case.state == DISCUSSIONS[step]
    assert waiting.change.events[0].action == CASE_PAST[CaseStep(step)]
    assert waiting.step(step).case.state not in {DISCUSSIONS[step], "stopped"}
    assert ready(step).step(step, decision="stop").case.state == "stopped"


@pytest.mark.parametrize("step", DISCUSSIONS)
def test_the_three_of_the_joint_desk_sit_at_the_table(step: str) -> None:
    for missing in ("bawaslu", "polres", "kejari"):
        with pytest.raises(InvalidCommand) as refused:
            ready(step).step(step, attendees=[one for one in MET["attendees"] if one["agency"] != missing])
        assert (refused.value.code, refused.value.details["missing"]) == ("attendance_incomplete", [missing])
    guest = [*MET["attendees"], {"agency": "kodim"}]
    data = ready(step).step(step, attendees=guest).change.events[0].data
    assert data["attendees"] == ["bawaslu", "polres", "kejari", "kodim"]


@pytest.mark.parametrize(
    ("agency", "code", "index"), [("bareskrim", "unknown_agency", 3), ("polres", "attendee_twice", 3)]
)
def test_who_is_no_agency_or_is_named_twice_is_refused_by_place(agency: str, code: str, index: int) -> None:
    with pytest.raises(InvalidCommand) as refused:
        ready("first_discussion").step("first_discussion", attendees=[*MET["attendees"], {"agency": agency}])
    assert (refused.value.code, refused.value.pointer) == (code, f"/attendees/{index}/agency")


def test_a_stopped_case_is_taken_up_by_a_new_number_only() -> None:
    desk = ready("second_discussion").step("second_discussion", decision="stop")
    with pytest.raises(InvalidCommand) as refused:
        desk.step("register")
    assert refused.value.code == "register_number_taken"
    desk.step("register", register_number="04/REG/LP/PB/Kab/14.18/XII/2020")
    assert (desk.case.state, desk.case.register_number) == ("registered", "04/REG/LP/PB/Kab/14.18/XII/2020")


def test_a_registered_case_stays_on_its_path_whatever_the_report_is_taken_for_later() -> None:
    desk = Desk().verify().assign().step("register")
    desk.report = msgspec.structs.replace(desk.report, category=Category.ADMINISTRATIVE)
    assert desk.steps(PATH[1:4]).case.state == "forwarded"


def test_a_number_that_another_case_has_is_refused() -> None:
    desk = Desk().verify()
    command = CaseStepRequest.model_validate({"step": "register", **STEP_BODIES["register"]}).root
    with pytest.raises(InvalidCommand) as refused:
        decide_step(desk.report, desk.case, command, SARI, desk._given(), number_known=True)  # noqa: SLF001
    assert (refused.value.code, refused.value.pointer) == ("register_number_taken", "/register_number")


ARTICLE_27 = (
    "cover_letter", "inquiry_order", "contents", "report_form", "study", "inquiry_report", "invitations",
    "clarifications", "oath_minutes", "discussion_minutes", "witness_list", "reported_list", "evidence_list",
    "evidence", "inquiry_papers",
)  # fmt: skip
"""Perbawaslu 3/2023 art. 27(2), in its order."""
LISTS = {
    "pemilu-2024": (LawStatus.CONFIRMED, "Perbawaslu 3/2023 art. 27(2)"),
    "pilkada-2024": (LawStatus.TO_CONFIRM, "joint regulation of 2020"),
    "pilkades-2023": (LawStatus.TO_CONFIRM, "joint regulation of 2020"),
    None: (LawStatus.TO_CONFIRM, "joint regulation of 2020"),
}


@pytest.mark.parametrize("election", LISTS)
def test_the_fifteen_items_of_the_bundle_are_confirmed_where_their_article_was_read(election: str | None) -> None:
    status, basis = LISTS[election]
    asked = asked_of(msgspec.structs.replace(Desk().report, election=election), POLICY)
    assert tuple(asked) == ARTICLE_27
    assert {rule.status for rule in asked.values()} == {status}
    assert all(basis in rule.basis for rule in asked.values())
    assert all(rule.obligatory for rule in asked.values()), "the article lets nobody leave one out"
    assert {code for code, rule in asked.items() if rule.stops_forwarding} == set(NEEDED)
    assert all(item.name.id and item.name.en for item in POLICY.handover.values())


def test_what_the_bundle_had_by_a_former_list_stays_in_it_and_can_be_told_absent() -> None:
    desk = ready("forward")
    desk.case = msgspec.structs.replace(desk.case, bundle=frozenset({"receipt_form", "second_minutes"}))
    with pytest.raises(InvalidCommand) as refused:
        desk.step("check_bundle", items=[{"item": "plenary_minutes", "present": True}])
    assert refused.value.code == "unknown_item"
    desk.step("check_bundle", items=[{"item": "receipt_form", "present": False}]).step("forward")
    assert desk.case.bundle == {*NEEDED, "second_minutes"}


LEADERS = {"pemilu-2024": "polres", "pilkada-2024": "bawaslu"}


@pytest.mark.parametrize("election", LEADERS)
def test_who_leads_the_third_discussion_is_data_by_regime_and_doubtful(election: str) -> None:
    desk, leader = Desk(election=election).verify().assign(), LEADERS[election]
    desk.steps(PATH[: PATH.index("third_discussion")])
    found = POLICY.leader_of(CaseStep.THIRD_DISCUSSION, election)
    assert (found.agency, found.status) == (leader, LawStatus.DOUBTFUL)
    other = {"polres": SARI, "bawaslu": BUDI}[leader]
    with pytest.raises(NotPermitted) as refused:
        desk.step("third_discussion", who=other)
    assert refused.value.details["agency"] == leader
    told = desk.step("third_discussion", who=BUDI if leader == "polres" else SARI).change.events[0].data
    assert (told["lead_agency"], told["policy"]) == (leader, POLICY.version)


SEALED = {"reporter": {"name": "Pelapor"}}


def test_that_the_police_will_know_the_reporter_is_said_until_they_do_and_where_there_is_one() -> None:
    """Perbawaslu 3/2023 art. 27(4)(5): at the police counter the reporter is the complainant."""
    known = ["reporter_known_to_police"]
    for members, told in ((SEALED, known), ({}, [])):
        desk = Desk(**members).verify().assign()
        for step in ("register", "first_discussion", "second_discussion", "forward"):
            assert list(advisories(desk.report, desk.case, POLICY)) == told, step
            desk.step(step)
        assert list(advisories(desk.report, desk.case, POLICY)) == told
        desk.step("police_report")
        assert list(advisories(desk.report, desk.case, POLICY)) == []
    hoax = Desk(**SEALED, category="hoax").verify()
    assert list(advisories(hoax.report, hoax.case, POLICY)) == []


@pytest.mark.parametrize("missing", NEEDED)
def test_without_an_item_that_is_needed_nothing_is_forwarded(missing: str) -> None:
    desk = ready("forward")
    with pytest.raises(LawForbids) as refused:
        desk.step("forward", items=[one for one in ITEMS if one["item"] != missing])
    assert (refused.value.code, refused.value.details["missing"]) == ("bundle_incomplete", [missing])
    with pytest.raises(LawForbids):
        desk.step("forward", items=[{**one, "present": one["item"] != missing} for one in ITEMS])


def test_the_rest_is_only_listed() -> None:
    data = ready("forward").step("forward").change.events[0].data
    assert data["missing"] == [code for code in ARTICLE_27 if code not in NEEDED]
    told = data["obligatory"], data["withheld_without"], data["policy"]
    assert told == (list(ARTICLE_27), list(NEEDED), POLICY.version)


def test_items_are_gathered_over_time_and_may_be_taken_back() -> None:
    desk = ready("forward").step("check_bundle", items=ITEMS)
    desk.step("check_bundle", items=[{"item": "study", "present": False}, {"item": "evidence", "present": True}])
    assert desk.case.bundle == {"cover_letter", "report_form", "discussion_minutes", "evidence"}
    with pytest.raises(LawForbids):
        desk.step("forward", items=[])
    assert desk.step("forward", items=[{"item": "study", "present": True}]).case.state == "forwarded"
    later = desk.step("check_bundle", items=[{"item": "witness_list", "present": True}])
    assert "witness_list" in later.case.bundle


@pytest.mark.parametrize(
    ("items", "code"),
    [([{"item": "suap", "present": True}], "unknown_item"), ([*ITEMS[:1], *ITEMS[:1]], "item_twice")],
)
@pytest.mark.parametrize("step", ["check_bundle", "forward"])
def test_an_item_that_is_none_or_comes_twice_is_refused_by_place(step: str, items: Any, code: str) -> None:
    with pytest.raises(InvalidCommand) as refused:
        ready(step).step(step, items=items)
    assert (refused.value.code, refused.value.pointer) == (code, f"/items/{len(items) - 1}/item")
    assert refused.value.details == {"item": items[-1]["item"]}


def test_a_step_is_done_neither_in_the_future_nor_before_the_one_before_it() -> None:
    desk = Desk(at("2024-11-25")).verify()
    with pytest.raises(InvalidCommand) as refused:
        desk.step("register", at("2024-11-25", "12:00"), at=at("2024-11-24").isoformat())
    assert refused.value.code == "step_before_the_last"
    desk.step("register", at("2024-11-25", "12:00"), at=at("2024-11-25", "11:00").isoformat())
    assert desk.case.registered_at == desk.case.step_at == at("2024-11-25", "11:00")
    with pytest.raises(InvalidCommand) as refused:
        desk.step("first_discussion", at=at("2024-11-25", "10:59").isoformat())
    assert (refused.value.code, refused.value.pointer) == ("step_before_the_last", "/at")
    with pytest.raises(InvalidCommand) as refused:
        desk.step("first_discussion", at=(desk.now + timedelta(minutes=6)).isoformat())
    assert refused.value.code == "in_future"


def test_a_step_that_a_clock_ahead_of_ours_dates_a_little_ahead_is_done_now() -> None:
    """Five minutes ahead are taken (``CLOCK_SKEW``), and ours decides; what follows is not before it."""
    desk = Desk(at("2024-11-25")).verify()
    now, ahead = desk.now, desk.now + timedelta(minutes=4)
    desk.step("register", at=ahead.isoformat())
    desk.step("first_discussion")
    assert desk.case.registered_at == desk.case.step_at == now
    assert desk.change.events[0].data["at"] == stamp(now)
    with pytest.raises(InvalidCommand) as refused:
        desk.step("check_bundle", at=(now - timedelta(microseconds=1)).isoformat())
    assert (refused.value.code, refused.value.details) == ("step_before_the_last", {"earliest": stamp(now)})
    assert desk.step("check_bundle", ahead + timedelta(minutes=1)).case.step_at == desk.now


def test_what_was_known_a_little_ahead_may_be_registered_now() -> None:
    now = at("2024-11-25")
    desk = Desk(now, known_at=now + timedelta(minutes=4)).verify()
    assert desk.step("register", at=now.isoformat()).case.step_at == now


NUMBERS = {
    "register_number": (
        ["03/REG/LP/PB/Kab/14.18/XII/2020", "1/REG/TM/PL/Kab/33.05/II/2024"],
        ["03/REG/LP/PB/Kab/14.18/XIII/2020", "03/LP/PB/Kab/14.18/XII/2020", "03/REG/LP/PB/Kab/1418/XII/2020",
         "03/REG/LP/PB/Kab/14.18/XII/2020\n", "03/REG/LP/PB/Kab/14.18/XII/1920", ""],
    ),
    "form": (["Model B.1", "Model A.1.2"], ["model B.1", "B.1", "Model B.1\n", "Model Budi"]),
    "sigaplapor_number": (["SL-33.05-2024-0117", "LP12"], ["x", "budi santoso", "SL 1"]),
    "police_number": (
        ["LP/B/112/XI/2024/SPKT/Polres Kebumen/Polda Jawa Tengah", "LP/A/7/XII/2020/Jateng/Res Kbm"],
        ["LP/112/XI/2024/SPKT", "LP/B/112/11/2024/SPKT", "LP/B/112/XI/2024", "Laporan Budi"],
    ),
    "police_receipt": (
        ["STTLP/112/XI/2024/SPKT/Polres Kebumen", "STPL/B/112/XI/2024/Polres Kebumen"],
        ["STTLP", "STTLP/112", "diterima Budi", "STTLP/112/XI/2024/SPKT\n"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", NUMBERS)
def test_numbers_of_other_registers_have_their_form(name: str) -> None:
    step = "police_report" if name in STEP_BODIES["police_report"] else "register"
    good, bad = NUMBERS[name]
    for number in good:
        CaseStepRequest.model_validate({"step": step, **STEP_BODIES[step], name: number})
    for number in bad:
        with pytest.raises(ValueError, match=name):
            CaseStepRequest.model_validate({"step": step, **STEP_BODIES[step], name: number})


def test_no_leaf_of_a_case_holds_a_word() -> None:
    said = ("Sari dan Tono", "Unsur terpenuhi", "No. study", "45/PP.01", "Periksa saksi", "31/Pid.Sus")
    desk, told = Desk().verify().assign(), ""
    for step in PATH:
        told += str([event.data for event in desk.step(step).change.events])
    assert not [words for words in said if words in told]
    assert desk.case.state == "carried_out"


@pytest.mark.parametrize("step", ASKED)
def test_what_may_not_be_taken_now_is_listed_with_the_reason_that_would_refuse_it(step: str) -> None:
    desk = ready(step)
    report, case = desk.report, desk.case
    for who in (SARI, TONO, BUDI, WHO["returned"], HADI):
        listed = {one.action: one.reasons for one in case_actions(report, case, who, POLICY)}
        assert list(listed) == ASKED
        for asked, reasons in listed.items():
            desk.report, desk.case = report, case
            refused = refusal(desk, asked, who)
            assert refused is None if not reasons else refused in reasons, (asked, who, reasons, refused)


def refusal(desk: Desk, step: str, who: Any) -> str | None:
    """The code that a step is refused with, None when it is taken."""
    members = {"register_number": "04/REG/LP/PB/Kab/14.18/XII/2020"} if step == "register" else {}
    try:
        desk.step(step, who=who, **members)
    except Refused as refused:
        return refused.code
    return None


def test_that_a_step_would_open_no_task_is_listed_beforehand() -> None:
    desk = Desk().verify().steps(PATH[:3])
    listed = {one.action: one.reasons for one in case_actions(desk.report, desk.case, TONO, POLICY)}
    assert listed["forward"] == ("not_before_assignment",)
    accused = Desk(category="intimidation", reported_party={"agency": "polres"}).verify().assign()
    others = [one for one in MET["attendees"] if one["agency"] != "polres"]
    accused.step("register").step("first_discussion", attendees=others).step("second_discussion", attendees=others)
    listed = {one.action: one.reasons for one in case_actions(accused.report, accused.case, TONO, POLICY)}
    assert listed["forward"] == ("agency_walled",)


def test_a_region_may_want_more_in_its_bundle() -> None:
    evidence = POLICY.handover["evidence"]
    asked = tuple(msgspec.structs.replace(rule, stops_forwarding=True) for rule in evidence.asked)
    stricter = dict(POLICY.handover) | {"evidence": msgspec.structs.replace(evidence, asked=asked)}
    policy = replace(POLICY, handover=stricter)
    desk = ready("forward")
    command = CaseStepRequest.model_validate({"step": "forward", **STEP_BODIES["forward"]}).root
    with pytest.raises(LawForbids) as refused:
        decide_step(desk.report, desk.case, command, TONO, desk._given()._replace(policy=policy))  # noqa: SLF001
    assert refused.value.details["missing"] == ["evidence"]


def test_the_texts_of_a_step_follow_what_they_are_about() -> None:
    event = ready("first_discussion").step("first_discussion").change.events[0]
    assert [(text.field.value, text.content) for text in event.texts] == [
        ("minutes", "Unsur terpenuhi"), ("attendees", "Sari dan Tono"), ("attendees", "Budi"),
    ]  # fmt: skip
    assert event.data["named"] == ["bawaslu", "polres"]
    event = ready("forward").step("forward").change.events[0]
    assert [text.content for text in event.texts[1:]] == [f"No. {item}" for item in event.data["referenced"]]
