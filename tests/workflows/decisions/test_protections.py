"""One person adds protection, two take it away: every protection, by every act and order of acts that was found."""

from collections.abc import Callable
from datetime import UTC, datetime
from itertools import product
from typing import Any

import pytest

from tests.trail.verifier.stories import LEAD
from tests.trail.verifier.trails import BUDI, EKO, HADI, REGION, SARI, TONO, Case, Trail, actor, person
from workflows.access.actors import Actor
from workflows.access.permissions import PERMISSIONS, Action
from workflows.access.refusals import DutyConflict, IllegalTransition, LawForbids, NotPermitted, Refused
from workflows.access.visibility import may_read, readers, text_readers, tokens, walled_tokens
from workflows.codes.approvals import ApprovalState, Protection
from workflows.codes.people import Role
from workflows.decisions.duties import conflicts
from workflows.decisions.protections.protection_table import PROTECTIONS
from workflows.decisions.reports.leading import unseal_conflicts
from workflows.policy.checks import CORE_AGENCIES
from workflows.trail.replay.faults import Fault
from workflows.trail.replay.machine import Replay

WATI = actor(Role.SUPERVISOR, "bawaslu", "Wati")
RATNA = actor(Role.COORDINATOR, "kesbangpol", "Ratna")
JOKO = actor(Role.SUPERVISOR, "kesbangpol", "Joko")
HADI_ABOVE = actor(Role.SUPERVISOR, "kesbangpol", "Hadi")
POLRES_LEAD = {"agency": "polres", "role": "lead", "kind": "safety"}
ANY_ONE = (BUDI, SARI, TONO, HADI)
"""The author, an officer and a supervisor of the lead agency, a coordinator."""


def reads(case: Case, who: Any) -> bool:
    """Whether somebody reads the words of a report."""
    return may_read(text_readers(case.facts), walled_tokens(case.facts), tokens(who))


def secret(**changes: Any) -> Case:
    return Trail().intake(classification="secret", **changes)


def of(**changes: Any) -> Callable[[], Case]:
    return lambda: Trail().intake(**changes)


KNOWN, KNOWN_LATER = (datetime(2024, 11, 24, hour, tzinfo=UTC) for hour in (14, 15))


def out_of_its_election(election: str | None = None, **changes: Any) -> Callable[[], Case]:
    """A report that two have taken out of the election whose law limited it."""

    def make() -> Case:
        case = Trail().intake(classification="ordinary", severity="S3", known_at=KNOWN, **changes)
        case.decide(case.propose(TONO, "amendment", amendment={"election": election}), WATI)
        return case

    return make


WEAKENING: dict[str, tuple[Callable[[], Case], dict[str, Any], Protection]] = {
    "secret to restricted": (of(classification="secret"), {"classification": "restricted"}, Protection.CLASSIFICATION),
    "secret to ordinary": (of(classification="secret"), {"classification": "ordinary"}, Protection.CLASSIFICATION),
    "restricted to ordinary": (of(), {"classification": "ordinary"}, Protection.CLASSIFICATION),
    "S1 to S3": (of(severity="S1"), {"severity": "S3"}, Protection.SEVERITY),
    "S2 to S4": (of(severity="S2"), {"severity": "S4"}, Protection.SEVERITY),
    "a category that walls nobody off": (
        of(category="incumbent_abuse"),
        {"category": "money_politics"},
        Protection.WALL,
    ),
    "another lead of what is secret": (of(classification="secret"), {"category": "polarisation"}, Protection.LEAD),
    "another stage, and so another lead of what is secret": (
        of(classification="secret", category="hate_speech", occurred_at="2024-11-20T08:00:00+07:00"),
        {"election": None},
        Protection.LEAD,
    ),
    "known later, out of its election": (out_of_its_election(), {"known_at": KNOWN_LATER}, Protection.LEGAL_CLOCK),
    "known later, in an election without limits": (
        out_of_its_election("pilkades-2023"),
        {"known_at": KNOWN_LATER},
        Protection.LEGAL_CLOCK,
    ),
    "a category that the law of a former election limits less": (
        out_of_its_election("pemilu-2024", category="administrative"),
        {"category": "polarisation"},
        Protection.LEGAL_CLOCK,
    ),
}


@pytest.mark.parametrize("name", WEAKENING)
def test_nobody_alone_amends_a_protection_away(name: str) -> None:
    make, change, protection = WEAKENING[name]
    for who in (*ANY_ONE, actor(Role.SUPERVISOR, "polres", "Budi")):
        case = make()
        before = case.facts
        with pytest.raises(Refused) as refused:
            case.amend(who, **change)
        if isinstance(refused.value, DutyConflict):
            assert refused.value.code == "second_person_needed"
            assert protection in refused.value.details["protections"]
        assert case.facts == before
    case = make()
    with pytest.raises(DutyConflict, match="second_person_needed"):
        case.amend(TONO, **change)


@pytest.mark.parametrize("name", WEAKENING)
def test_two_do_what_one_may_not(name: str) -> None:
    make, change, protection = WEAKENING[name]
    case = make()
    proposal = case.propose(TONO, "amendment", amendment=change)
    assert protection in proposal.protections
    assert all(getattr(case.facts, member) != value for member, value in change.items())
    case.decide(proposal, WATI)
    assert all(getattr(case.facts, member) == value for member, value in change.items())


@pytest.mark.parametrize("name", WEAKENING)
def test_what_is_refused_changes_nothing_and_is_decided_once(name: str) -> None:
    make, change, _ = WEAKENING[name]
    case = make()
    proposal = case.propose(TONO, "amendment", amendment=change)
    case.decide(proposal, WATI, approve=False)
    assert all(getattr(case.facts, member) != value for member, value in change.items())
    with pytest.raises(IllegalTransition):
        case.decide(proposal._replace(state=ApprovalState.REFUSED), WATI)


STRENGTHENING: dict[str, dict[str, Any]] = {
    "ordinary to secret": {"classification": "secret"},
    "ordinary to restricted": {"classification": "restricted"},
    "S3 to S1": {"severity": "S1"},
    "an accusation": {"reported_party": {"agency": "kpu"}},
    "a category that walls off": {"category": "incumbent_abuse"},
    "S3 to S4": {"severity": "S4"},
}


@pytest.mark.parametrize("name", STRENGTHENING)
def test_one_person_adds_protection(name: str) -> None:
    trail = Trail()
    trail.intake(classification="ordinary", severity="S3").amend(TONO, **STRENGTHENING[name])
    assert trail.changes[-1].events[0].action == "report.amended"


def test_what_takes_no_protection_away_is_not_proposed() -> None:
    case = Trail().intake(classification="ordinary", severity="S3")
    for change in ({"classification": "secret"}, {"severity": "S1"}, {"category": "black_campaign"}):
        with pytest.raises(LawForbids, match="needs_no_second_person"):
            case.propose(TONO, "amendment", amendment=change)


def test_every_protection_names_who_decides_and_no_office_that_may_not_decide_at_all() -> None:
    assert set(PROTECTIONS) == set(Protection)
    for rule in PROTECTIONS.values():
        assert rule.decided_by
        assert rule.decided_by.keys() <= PERMISSIONS[Action.PROPOSAL_DECIDE].keys()


# Who decides


def test_nobody_decides_on_the_own_proposal_in_any_role() -> None:
    case = Trail().intake()
    proposal = case.propose(HADI, "amendment", amendment={"classification": "ordinary"})
    for who in (HADI, actor(Role.SUPERVISOR, "bawaslu", "Hadi")):
        with pytest.raises(DutyConflict, match="own_request"):
            case.decide(proposal, who)
    case.decide(proposal, RATNA)


@pytest.mark.parametrize("who", [SARI, EKO, BUDI, actor(Role.AUDITOR, "inspektorat", "Lestari")], ids=str)
def test_only_an_office_that_the_table_names_decides(who: Any) -> None:
    case = Trail().intake()
    proposal = case.propose(TONO, "amendment", amendment={"severity": "S4"})
    with pytest.raises(NotPermitted):
        case.decide(proposal, who)


def test_who_may_not_read_a_secret_report_does_not_decide_on_it() -> None:
    case = secret()
    proposal = case.propose(TONO, "amendment", amendment={"classification": "ordinary"})
    with pytest.raises(NotPermitted, match="reads_no_words"):
        case.decide(proposal, HADI)
    case.decide(proposal, WATI)


def test_the_desk_does_not_take_back_what_its_own_side_is_accused_of_and_then_dismiss() -> None:
    case = Trail().intake(reported_party={"agency": "dispermades"})
    case.amend(HADI, reported_party={"name": "Kepala dinas"})
    assert case.facts.accused == {"dispermades"}
    proposal = case.propose(HADI, "accusation", agency="dispermades")
    with pytest.raises(DutyConflict, match="own_side_accused"):
        case.decide(proposal, RATNA)
    case.decide(proposal, TONO)
    assert case.facts.accused == frozenset()
    with pytest.raises(DutyConflict, match="own_side_accused"):
        case.fire(RATNA, "dismiss", outcome="unfounded", reason="Tidak terbukti")
    case.fire(TONO, "dismiss", outcome="unfounded", reason="Tidak terbukti")


def test_the_desk_does_not_end_what_accused_the_regency_by_its_category() -> None:
    """docs/domain.md, "Walls": "`incumbent_abuse` every agency of the regency government"."""
    case = Trail().intake(category="incumbent_abuse")
    case.decide(case.propose(TONO, "amendment", amendment={"category": "money_politics"}), WATI)
    with pytest.raises(DutyConflict, match="own_side_accused"):
        case.fire(HADI, "dismiss", outcome="unfounded", reason="Tidak terbukti")


def test_an_agency_that_was_ever_accused_checks_and_decides_nothing() -> None:
    case = Trail().intake(category="security_threat", reported_party={"agency": "polres"})
    case.decide(case.propose(HADI, "accusation", agency="polres"), RATNA)
    assert (case.facts.accused, case.facts.lead_agency) == (frozenset(), "polres")
    with pytest.raises(DutyConflict, match="own_side_accused"):
        case.verify(EKO)
    proposal = case.propose(HADI, "amendment", amendment={"classification": "ordinary"})
    with pytest.raises(DutyConflict, match="own_side_accused"):
        case.decide(proposal, EKO)


def test_an_arm_of_an_agency_that_was_ever_accused_checks_ends_and_decides_nothing() -> None:
    """The wall around the accused stands around its arms: so does what outlives the wall."""
    arm = actor(Role.SUPERVISOR, "panwascam", "Panji")
    case = Trail().intake(reported_party={"agency": "bawaslu"}, severity="S3")
    case.decide(case.propose(HADI, "accusation", agency="bawaslu"), JOKO)
    for trigger in ("verify", "dismiss", "close"):
        assert "own_side_accused" in conflicts(trigger, arm, case.facts, case.policy)
    case.verify().assign(LEAD | {"agency": "panwascam"})
    proposal = case.propose(HADI, "amendment", amendment={"classification": "ordinary"})
    with pytest.raises(DutyConflict, match="own_side_accused"):
        case.decide(proposal, arm)


def test_another_accusation_stands_beside_the_first() -> None:
    case = Trail().intake(category="ethics", reported_party={"agency": "kpu"})
    case.amend(TONO, reported_party={"agency": "kodim"})
    assert case.facts.accused == {"kpu", "kodim"}
    assert case.facts.walled == {"kpu", "kodim"}


def test_a_proposal_that_would_do_more_by_now_is_outdated() -> None:
    opened = Trail().intake()
    proposal = opened.propose(SARI, "amendment", amendment={"classification": "ordinary"})
    opened.amend(TONO, classification="secret")
    with pytest.raises(LawForbids, match="proposal_outdated"):
        opened.decide(proposal, WATI)
    case = Trail().intake()
    proposal = case.propose(TONO, "amendment", amendment={"severity": "S4", "category": "black_campaign"})
    assert proposal.protections == {Protection.SEVERITY}
    case.amend(TONO, category="incumbent_abuse")
    with pytest.raises(LawForbids, match="proposal_outdated"):
        case.decide(proposal, WATI)


# Severity and the whole story

WORKING: tuple[tuple[str, dict[str, Any]], ...] = (
    ("accept", {}),
    ("start", {}),
    ("wait", {"reason": "Menunggu saksi"}),
    ("resume", {}),
    ("complete", {"result": "Selesai"}),
)
"""What is done with a lead task, one after another."""


def test_whoever_led_does_not_close_though_the_severity_was_lowered() -> None:
    case = Trail().intake().verify().assign(LEAD)
    for trigger, more in (("accept", {}), ("start", {}), ("complete", {"result": "Selesai"})):
        case.work(TONO, "bawaslu", trigger, **more)
    case.decide(case.propose(TONO, "amendment", amendment={"severity": "S4"}), WATI)
    notice = {"sent": True, "text": "Selesai"}
    with pytest.raises(DutyConflict, match="separation_of_duties"):
        case.fire(TONO, "close", outcome="resolved", notice=notice)
    case.fire(WATI, "close", outcome="resolved", notice=notice)


@pytest.mark.parametrize("trigger", ["accept", "start", "wait", "resume", "complete"])
def test_whoever_ever_took_part_in_leading_does_not_close(trigger: str) -> None:
    case = Trail().intake().verify().assign(LEAD)
    for step, more in WORKING:
        case.work(TONO if step == trigger else SARI, "bawaslu", step, **more)
    assert conflicts("close", TONO, case.facts, case.policy) == ["separation_of_duties"]
    assert conflicts("close", WATI, case.facts, case.policy) == []


def test_whoever_led_in_another_round_or_before_a_return_does_not_close() -> None:
    case = Trail().intake().verify().assign(LEAD).work(TONO, "bawaslu", "accept").work(TONO, "bawaslu", "start")
    case.work(TONO, "bawaslu", "complete", result="Selesai")
    case.fire(WATI, "return", reason="Belum lengkap").work(SARI, "bawaslu", "complete", result="Lengkap")
    assert "separation_of_duties" in conflicts("close", TONO, case.facts, case.policy)
    case.fire(WATI, "close", outcome="resolved", notice={"sent": True, "text": "Selesai"})
    case.fire(WATI, "reopen", reason="Fakta baru", basis="new_fact").assign(LEAD)
    for step, more in (("accept", {}), ("start", {}), ("complete", {"result": "Selesai"})):
        case.work(SARI, "bawaslu", step, **more)
    assert "separation_of_duties" in conflicts("close", TONO, case.facts, case.policy)


def test_whoever_the_lead_task_is_given_to_when_it_is_done_does_not_close() -> None:
    """Though it was somebody else's before; whoever had it when it was begun, and did nothing, closes."""
    case = Trail().intake().verify().assign(LEAD).work(SARI, "bawaslu", "accept", assignee=str(WATI.person))
    case.work(SARI, "bawaslu", "start").work(SARI, "bawaslu", "assign_person", assignee=str(TONO.person))
    case.work(SARI, "bawaslu", "complete", result="Selesai")
    assert conflicts("close", TONO, case.facts, case.policy) == ["separation_of_duties"]
    assert conflicts("close", WATI, case.facts, case.policy) == []
    assert found_in(case) == []


def test_nobody_is_kept_from_closing_by_being_given_the_lead_task() -> None:
    """One officer would keep every supervisor and the desk from it, one after another."""
    case = Trail().intake().verify().assign(LEAD).work(SARI, "bawaslu", "accept", assignee=str(TONO.person))
    for other in (WATI, HADI, RATNA):
        case.work(SARI, "bawaslu", "assign_person", assignee=str(other.person))
    case.work(SARI, "bawaslu", "assign_person", assignee=str(SARI.person))
    case.work(SARI, "bawaslu", "start").work(SARI, "bawaslu", "complete", result="Selesai")
    for who in (TONO, WATI, HADI, RATNA):
        assert conflicts("close", who, case.facts, case.policy) == []
    assert conflicts("close", SARI, case.facts, case.policy) == ["separation_of_duties"]
    case.fire(TONO, "close", outcome="resolved", notice={"sent": True, "text": "Selesai"})
    assert found_in(case) == []


@pytest.mark.parametrize("outcome", ["unfounded", "insufficient", "duplicate"])
def test_whoever_led_does_not_take_the_lead_task_back_and_dismiss_instead_of_closing(outcome: str) -> None:
    trail = Trail()
    other, case = trail.intake().verify(), trail.intake().verify().assign(LEAD)
    for step, more in (("accept", {}), ("start", {}), ("complete", {"result": "Selesai"})):
        case.work(TONO, "bawaslu", step, **more)
    case.fire(TONO, "return", reason="Belum lengkap").work(TONO, "bawaslu", "withdraw", reason="Ditarik")
    assert case.facts.state == "verified"

    def dismiss(who: Actor) -> None:
        if outcome == "duplicate":
            case.merge(other, who)
        else:
            case.fire(who, "dismiss", outcome=outcome, reason="Tidak terbukti")

    with pytest.raises(DutyConflict, match="separation_of_duties"):
        dismiss(TONO)
    dismiss(WATI)
    assert case.facts.state == "closed"


def test_the_author_does_not_verify_what_was_raised_to_s1_later() -> None:
    case = Trail().intake(SARI, severity="S3").amend(SARI, severity="S1")
    with pytest.raises(DutyConflict, match="own_report"):
        case.verify(SARI)
    with pytest.raises(DutyConflict, match="second_person_needed"):
        case.amend(SARI, severity="S3")


def test_the_author_verifies_what_came_in_as_s1_and_is_s1() -> None:
    """docs/domain.md, "The report": "What came in as S1 they may, and the event says so."."""
    Trail().intake(SARI, severity="S1").verify(SARI)
    case = Trail().intake(SARI, severity="S1")
    case.decide(case.propose(TONO, "amendment", amendment={"severity": "S3"}), WATI)
    with pytest.raises(DutyConflict, match="own_report"):
        case.verify(SARI)


# Nobody names himself


@pytest.mark.parametrize("classification", ["ordinary", "restricted", "secret"])
@pytest.mark.parametrize("who", ANY_ONE, ids=lambda who: f"{who.role}-{who.agency}")
def test_nobody_names_himself_by_any_field(who: Any, classification: str) -> None:
    with pytest.raises(DutyConflict, match="names_oneself"):
        Trail().intake(who, classification=classification, named_persons=[str(who.person)])
    case = Trail().intake(classification=classification)
    body = {"named_persons": [str(who.person)]}
    with pytest.raises(DutyConflict, match="names_oneself"):
        case.amend(who, **body)
    with pytest.raises(DutyConflict, match="names_oneself"):
        case.propose(who, "amendment", amendment=body)
    with pytest.raises(DutyConflict, match="names_oneself"):
        case.amend(who, classification="secret", **body)


def test_nobody_names_himself_by_a_key_of_his_own() -> None:
    key = Actor(
        person("key"), "bawaslu", Role.INTEGRATOR, frozenset({"33.05"}), frozenset({"report:create"}), TONO.person
    )
    for named in (key.person, TONO.person):
        with pytest.raises(DutyConflict, match="names_oneself"):
            Trail().intake(key, classification="secret", named_persons=[str(named)])


@pytest.mark.parametrize("who", [BUDI, SARI, HADI], ids=lambda who: f"{who.role}-{who.agency}")
def test_only_a_supervisor_of_the_lead_names_others(who: Any) -> None:
    other = {"named_persons": [str(person("Rina"))]}
    for classification in ("ordinary", "restricted", "secret"):
        case = Trail().intake(classification=classification)
        with pytest.raises(NotPermitted, match="may_not_name"):
            case.amend(who, **other)
        with pytest.raises(NotPermitted, match="may_not_name"):
            case.propose(who, "amendment", amendment=other)


def test_a_supervisor_of_the_lead_names_alone_only_while_everybody_reads() -> None:
    other = {"named_persons": [str(person("Rina"))]}
    Trail().intake(classification="ordinary").amend(TONO, classification="secret", **other)
    for classification in ("restricted", "secret"):
        case = Trail().intake(classification=classification)
        with pytest.raises(DutyConflict, match="second_person_needed"):
            case.amend(TONO, **other)
        case.decide(case.propose(TONO, "amendment", amendment=other), WATI)
        assert case.facts.named == {person("Rina")}


@pytest.mark.parametrize("more", [{}, {"severity": "S4"}], ids=["alone", "beside a severity"])
@pytest.mark.parametrize("classification", ["restricted", "secret"])
def test_an_agency_that_would_lead_by_another_category_does_not_decide_on_it(
    classification: str, more: dict[str, str]
) -> None:
    """A coordinator proposes that his own agency leads, and another of the same agency approves."""
    named = [str(RATNA.person)] if classification == "secret" else []
    case = Trail().intake(category="security_threat", classification=classification, named_persons=named)
    proposal = case.propose(HADI, "amendment", amendment={"category": "polarisation", **more})
    with pytest.raises(DutyConflict, match="gains_by_it"):
        case.decide(proposal, RATNA)
    case.decide(proposal, EKO)
    assert (case.facts.lead_agency, case.facts.cleared) == ("kesbangpol", {"polres", "kesbangpol"})


def test_who_would_be_named_does_not_decide_on_it() -> None:
    case = secret()
    proposal = case.propose(TONO, "amendment", amendment={"named_persons": [str(WATI.person)]})
    with pytest.raises(DutyConflict, match="gains_by_it"):
        case.decide(proposal, WATI)


@pytest.mark.parametrize("trigger", ["accept", "assign_person"])
def test_an_officer_puts_nobody_on_a_secret_report_by_its_lead_task(trigger: str) -> None:
    case = secret().verify().assign(LEAD)
    if trigger == "assign_person":
        case.work(SARI, "bawaslu", "accept")
    with pytest.raises(DutyConflict, match="names_oneself"):
        case.work(SARI, "bawaslu", trigger, assignee=str(SARI.person))
    with pytest.raises(NotPermitted, match="may_not_name"):
        case.work(SARI, "bawaslu", trigger, assignee=str(WATI.person))
    with pytest.raises(DutyConflict, match="names_oneself"):
        case.work(TONO, "bawaslu", trigger, assignee=str(TONO.person))
    assert not reads(case, SARI)
    case.work(TONO, "bawaslu", trigger, assignee=str(SARI.person))
    assert reads(case, SARI)


def test_a_supporting_task_gives_nobody_a_secret_report_though_its_agency_comes_to_lead() -> None:
    support = {"agency": "kesbangpol", "role": "support", "kind": "information"}
    case = secret().verify().assign(LEAD, support)
    officer = actor(Role.OFFICER, "kesbangpol", "Nia")
    case.work(officer, "kesbangpol", "accept", assignee=str(officer.person))
    case.wall("bawaslu", TONO)
    assert case.facts.lead_agency == "kesbangpol"
    assert not reads(case, officer)
    assert reads(case, JOKO)


def test_an_agency_that_was_ever_accused_decides_on_no_erasure() -> None:
    case = Trail().intake(category="security_threat", reported_party={"agency": "polres"})
    case.decide(case.propose(HADI, "accusation", agency="polres"), RATNA)
    with pytest.raises(DutyConflict, match="own_side_accused"):
        case.erase("reporter")


def test_who_brought_the_lead_to_another_agency_decides_on_no_erasure_there() -> None:
    case = (
        Trail().intake(category="security_threat").amend(actor(Role.COORDINATOR, "kesbangpol", "Tono"), category="hoax")
    )
    assert (case.facts.lead_agency, case.facts.cleared) == ("diskominfo", {"polres"})
    with pytest.raises(DutyConflict, match="second_person_needed"):
        case.erase("reporter")
    case.decide(case.propose(HADI, "lead", agency="diskominfo"), EKO)
    with pytest.raises(DutyConflict, match="own_lead_change"):
        case.erase("reporter")


def test_the_lead_task_gives_nobody_of_another_agency_a_secret_report() -> None:
    case = secret().verify().assign(LEAD).work(TONO, "bawaslu", "accept", assignee=str(BUDI.person))
    elsewhere = actor(Role.OFFICER, "kejari", "Rina")
    case.work(TONO, "bawaslu", "assign_person", assignee=str(elsewhere.person))
    assert not reads(case, elsewhere)
    assert reads(case, actor(Role.OFFICER, "bawaslu", "Rina"))


# Who leads


def test_a_wall_never_passes_the_lead_to_the_agency_of_who_put_it_up() -> None:
    case = secret().wall("bawaslu", HADI)
    assert case.facts.lead_agency is None
    assert not reads(case, HADI_ABOVE)
    assert not reads(case, JOKO)


def sealed_with_the_police() -> Case:
    return Trail().intake(category="security_threat", reporter={"name": "Pelapor"}).verify().assign(POLRES_LEAD)


def test_the_desk_does_not_turn_the_rule_of_an_assigned_report_to_its_own_agency() -> None:
    """The lead stays as it is, until its task is taken back, declined or expires: then it would follow the rule."""
    case = sealed_with_the_police()
    with pytest.raises(DutyConflict, match="second_person_needed"):
        case.amend(HADI, category="polarisation")
    case.amend(EKO, category="polarisation")


def test_the_desk_does_not_bring_a_sealed_reporter_home_by_taking_the_lead_task_back() -> None:
    case = sealed_with_the_police().amend(EKO, category="polarisation")
    case.work(HADI, "polres", "withdraw", reason="Ditarik")
    assert (case.facts.state, case.facts.lead_agency) == ("verified", "polres")


def test_nor_by_reopening_it() -> None:
    case = sealed_with_the_police().amend(EKO, category="polarisation")
    case.work(EKO, "polres", "withdraw", reason="Ditarik")
    assert case.facts.lead_agency == "kesbangpol"
    case = sealed_with_the_police().amend(EKO, category="hoax")
    for step, more in (("accept", {}), ("start", {}), ("complete", {"result": "Selesai"})):
        case.work(EKO, "polres", step, **more)
    diskominfo = actor(Role.COORDINATOR, "diskominfo", "Dian")
    case.fire(HADI, "close", outcome="resolved", notice={"sent": True, "text": "Selesai"})
    case.fire(diskominfo, "reopen", reason="Fakta baru", basis="new_fact")
    assert case.facts.lead_agency == "polres"


@pytest.mark.parametrize("classification", ["restricted", "secret"])
def test_a_wall_does_not_clear_whom_one_person_made_the_heir_by_another_category(classification: str) -> None:
    """The police lead a threat and hate speech alike; after them it would be satpolpp, or kesbangpol."""
    case = Trail().intake(category="security_threat", classification=classification, reporter={"name": "Pelapor"})
    case.amend(EKO, category="hate_speech")
    assert case.facts.lead_agency == "polres"
    case.wall("polres", EKO)
    assert (case.facts.cleared, case.facts.steered) == ({"polres"}, True)
    with pytest.raises(Refused):
        case.unseal(JOKO)
    assert not reads(case, JOKO) or classification == "restricted"


def test_a_wall_goes_on_clearing_where_another_category_leaves_who_leads_and_who_would_follow() -> None:
    case = secret().amend(TONO, category="black_campaign").wall("bawaslu", TONO)
    assert (case.facts.lead_agency, case.facts.steered) == ("kesbangpol", False)
    assert reads(case, JOKO)


def test_nor_does_an_accusation_that_one_of_theirs_adds() -> None:
    case = secret().verify()
    case.amend(HADI, reported_party={"agency": "bawaslu"})
    assert (case.facts.accused, case.facts.lead_agency) == ({"bawaslu"}, None)


def test_nor_when_walls_are_put_up_from_behind_until_another_puts_up_the_last() -> None:
    case = secret(category="security_threat").wall("satpolpp", HADI).wall("polres", EKO)
    assert case.facts.lead_agency is None
    assert not reads(case, JOKO)


AGUS = actor(Role.OFFICER, "kodim", "Agus")
DIAN = actor(Role.COORDINATOR, "diskominfo", "Dian")
ACTS: dict[str, Callable[[Case, str], Any]] = {
    "accusations": lambda case, of: case.amend(AGUS, reported_party={"agency": of}),
    "walls": lambda case, of: case.wall(of, DIAN),
    "a wall last": lambda case, of: (
        case.wall(of, DIAN) if case.facts.accused else case.amend(DIAN, reported_party={"agency": of})
    ),
}


BY_THEIR_OWN_SIDE = ("a wall last", "satpolpp")
"""A coordinator has accused the regency by then, and moves no lead of it any longer."""


@pytest.mark.parametrize("classification", ["ordinary", "restricted", "secret"])
@pytest.mark.parametrize(
    ("how", "first"), [pair for pair in product(ACTS, ["satpolpp", "polres"]) if pair != BY_THEIR_OWN_SIDE]
)
def test_the_accusations_and_walls_of_one_person_bring_nothing_sealed_to_who_stands_behind_them(
    how: str, first: str, classification: str
) -> None:
    """The police lead a threat, after them satpolpp, then kesbangpol: whoever takes two away chooses the third."""
    case = Trail().intake(AGUS, category="security_threat", classification=classification, reporter={"name": "Pelapor"})
    ACTS[how](case, first)
    ACTS[how](case, "polres" if first == "satpolpp" else "satpolpp")
    assert case.facts.walled == {"polres", "satpolpp"}
    own_side = "satpolpp" in case.facts.accused  # the regency is accused, and its desk leads nothing of it by rule
    assert case.facts.lead_agency == (None if classification == "secret" or own_side else "kesbangpol")
    assert "kesbangpol" not in case.facts.cleared
    with pytest.raises(Refused):
        case.unseal(JOKO)
    assert not reads(case, JOKO) or classification != "secret"
    assert found_in(case) == []


def test_nor_does_a_coordinators_wall_once_the_regency_is_accused() -> None:
    how, first = BY_THEIR_OWN_SIDE
    case = Trail().intake(AGUS, category="security_threat")
    ACTS[how](case, first)
    with pytest.raises(DutyConflict, match="own_side_accused"):
        ACTS[how](case, "polres")


def test_an_agency_that_one_person_has_moved_up_is_not_cleared_by_another_persons_wall() -> None:
    case = secret(who=AGUS, category="security_threat").amend(AGUS, reported_party={"agency": "satpolpp"})
    case.wall("polres", EKO)
    assert (case.facts.lead_agency, case.facts.cleared) == (None, {"polres"})


def test_nor_is_who_moves_up_behind_a_lead_that_two_have_cleared() -> None:
    case = Trail().intake(AGUS, category="security_threat", reporter={"name": "Pelapor"}).verify()
    case.decide(case.propose(HADI, "lead", agency="kpu"), EKO).assign(POLRES_LEAD | {"agency": "kpu"})
    case.amend(AGUS, reported_party={"agency": "polres"}).amend(AGUS, reported_party={"agency": "kpu"})
    assert (case.facts.lead_agency, case.facts.cleared) == ("satpolpp", {"polres", "kpu"})


def test_two_persons_walls_one_after_another_pass_the_lead_on_by_the_rule() -> None:
    case = secret(who=AGUS, category="security_threat").amend(AGUS, reported_party={"agency": "polres"})
    assert (case.facts.lead_agency, case.facts.steered) == ("satpolpp", False)
    case.wall("satpolpp", DIAN)
    assert (case.facts.lead_agency, case.facts.steered) == ("kesbangpol", False)


def test_the_rule_passes_the_lead_on_when_somebody_else_puts_the_wall_up() -> None:
    case = secret().wall("bawaslu", TONO)
    assert case.facts.lead_agency == "kesbangpol"
    assert reads(case, JOKO)
    assert list(unseal_conflicts(case.facts, JOKO)) == []


def test_whoever_walls_the_lead_off_does_not_ask_who_reported_in_another_office() -> None:
    case = Trail().intake(category="security_threat").wall("polres", HADI)
    assert case.facts.lead_agency == "satpolpp"
    twice = actor(Role.SUPERVISOR, "satpolpp", "Hadi")
    assert list(unseal_conflicts(case.facts, twice)) == ["own_lead_change"]
    with pytest.raises(DutyConflict, match="own_lead_change") as refused:
        case.unseal(twice)
    assert not refused.value.details  # the agency is cleared: no proposal would help
    assert list(unseal_conflicts(case.facts, actor(Role.SUPERVISOR, "satpolpp", "Yuni"))) == []


def test_whoever_walls_the_lead_off_reads_nothing_secret_in_another_office() -> None:
    case = secret(category="security_threat").wall("polres", HADI)
    assert case.facts.lead_agency == "satpolpp"
    assert not reads(case, actor(Role.SUPERVISOR, "satpolpp", "Hadi"))
    assert reads(case, actor(Role.SUPERVISOR, "satpolpp", "Yuni"))
    held = tokens(HADI)
    assert may_read(readers(case.facts), walled_tokens(case.facts), held)  # as the desk: its codes, as before


@pytest.mark.parametrize("steps", ["turn, wall", "turn and accuse", "turn, secret, withdraw", "turn, secret, wall"])
def test_whoever_turns_the_rule_brings_nothing_secret_to_its_new_lead(steps: str) -> None:
    """The rule of another category is another lead: alone nobody brings it what is secret, in any order of acts."""
    started = "secret" if steps in {"turn, wall", "turn and accuse"} else "ordinary"
    case = Trail().intake(category="security_threat", classification=started)
    if steps == "turn, wall":
        with pytest.raises(DutyConflict, match="second_person_needed"):
            case.amend(HADI, category="polarisation")
        case.wall("polres", HADI)
    elif steps == "turn and accuse":
        case.amend(HADI, category="polarisation", reported_party={"agency": "polres"})
    elif steps == "turn, secret, withdraw":
        case.verify().assign(POLRES_LEAD).amend(HADI, category="polarisation").amend(HADI, classification="secret")
        case.work(HADI, "polres", "withdraw", reason="Dialihkan")
    else:
        case.verify().assign(POLRES_LEAD).amend(HADI, category="polarisation").amend(HADI, classification="secret")
        case.wall("polres", RATNA)
    assert case.facts.lead_agency != "kesbangpol"
    assert not reads(case, JOKO)


@pytest.mark.parametrize("way", ["assign", "transfer"])
def test_the_lead_of_a_secret_report_goes_only_to_whom_two_cleared(way: str) -> None:
    case = secret(category="security_threat").verify()
    if way == "transfer":
        case.assign(POLRES_LEAD)
    proposal = case.propose(HADI, "lead", agency="satpolpp")

    def hand_over() -> None:
        if way == "assign":
            case.assign(POLRES_LEAD | {"agency": "satpolpp"})
        else:
            case.work(EKO, "polres", "transfer", agency="satpolpp", kind="forwarded", reason="Wewenang")

    with pytest.raises(DutyConflict, match="second_person_needed"):
        hand_over()
    case.decide(proposal, EKO)
    hand_over()
    assert case.facts.lead_agency == "satpolpp"


TO_DESK = POLRES_LEAD | {"agency": "kesbangpol"}
TURNS: dict[str, Callable[[Case], Any]] = {
    "assign": lambda case: case.verify().assign(TO_DESK),
    "transfer": lambda case: (
        case.verify()
        .assign(POLRES_LEAD)
        .work(EKO, "polres", "transfer", agency="kesbangpol", kind="forwarded", reason="Wewenang")
    ),
    "category": lambda case: case.amend(HADI, category="polarisation"),
}
"""How one person alone brings the lead of what the police lead by rule to the desk, while it is not secret."""


def turned(way: str, classification: str) -> Case:
    case = Trail().intake(category="security_threat", classification=classification)
    TURNS[way](case)
    assert case.facts.lead_agency == "kesbangpol"
    return case


def found_in(case: Case) -> list[Fault]:
    """What the trail's verifier finds in what was done."""
    replay, faults = Replay(REGION), list[Fault]()
    for index, leaf in enumerate(case.leaves):
        replay.feed(leaf, index, faults)
    return faults


BECOMES = {"classification": "secret"}


@pytest.mark.parametrize("way", TURNS)
@pytest.mark.parametrize("classification", ["ordinary", "restricted"])
@pytest.mark.parametrize("who", [HADI, BUDI, JOKO], ids=["desk", "author", "lead"])
def test_nobody_alone_makes_secret_what_one_person_brought_to_another_lead(
    way: str, classification: str, who: Actor
) -> None:
    """In the other order of acts neither does the lead come there: polres, lead by rule, would read no longer."""
    case = turned(way, classification)
    with pytest.raises(DutyConflict, match="second_person_needed") as refused:
        case.amend(who, **BECOMES)
    assert refused.value.details == {"protections": [Protection.LEAD], "kind": "amendment"}
    proposal = case.propose(who, "amendment", amendment=BECOMES)
    for other in (JOKO, RATNA, HADI_ABOVE):
        with pytest.raises(Refused):
            case.decide(proposal, other)
    case.decide(proposal, EKO)
    assert case.facts.classification == "secret"
    assert reads(case, JOKO)
    assert found_in(case) == []
    assert list(unseal_conflicts(case.facts, JOKO)) == ["second_person_needed"]


@pytest.mark.parametrize("way", TURNS)
def test_whom_two_cleared_leads_what_one_person_makes_secret(way: str) -> None:
    case = turned(way, "ordinary")
    case.decide(case.propose(HADI, "lead", agency="kesbangpol"), EKO).amend(HADI, **BECOMES)
    assert reads(case, JOKO)


def test_what_came_back_to_the_lead_by_rule_is_made_secret_by_one() -> None:
    case = turned("assign", "ordinary").work(HADI, "kesbangpol", "withdraw", reason="Ditarik")
    case.amend(HADI, **BECOMES)
    assert (case.facts.lead_agency, reads(case, EKO), reads(case, JOKO)) == ("polres", True, False)


def test_a_lead_to_which_a_wall_passed_it_on_by_rule_is_no_obstacle() -> None:
    case = Trail().intake(category="security_threat").wall("polres", EKO).amend(HADI, **BECOMES)
    assert case.facts.lead_agency == "satpolpp"


def test_an_agency_is_not_cleared_by_its_own_people() -> None:
    case = secret(category="security_threat").verify()
    proposal = case.propose(EKO, "lead", agency="kesbangpol")
    with pytest.raises(Refused) as refused:
        case.decide(proposal, HADI)
    assert refused.value.code == "gains_by_it"


def test_an_agency_to_which_one_person_gave_the_lead_does_not_ask_who_reported() -> None:
    for bring in (
        lambda case: case.amend(HADI, category="polarisation"),
        lambda case: case.verify().assign(LEAD | {"agency": "kesbangpol"}),
    ):
        case = Trail().intake(category="security_threat")
        bring(case)
        assert case.facts.lead_agency == "kesbangpol"
        assert list(unseal_conflicts(case.facts, JOKO)) == ["second_person_needed"]
        case.decide(case.propose(HADI, "lead", agency="kesbangpol"), EKO)
        assert list(unseal_conflicts(case.facts, JOKO)) == []


@pytest.mark.parametrize("way", ["assign", "transfer", "amend"])
def test_nobody_alone_brings_a_report_with_a_sealed_reporter_into_the_own_agency(way: str) -> None:
    case = Trail().intake(category="security_threat", reporter={"name": "Pelapor Rahasia"})
    proposal = case.propose(HADI, "lead", agency="kesbangpol")
    if way != "amend":
        case.verify()
    if way == "transfer":
        case.assign(POLRES_LEAD)
    acts = {
        "assign": lambda: case.assign(POLRES_LEAD | {"agency": "kesbangpol"}),
        "transfer": lambda: case.work(
            HADI, "polres", "transfer", agency="kesbangpol", kind="taken_over", reason="Koordinasi"
        ),
        "amend": lambda: case.amend(HADI, category="polarisation"),
    }
    with pytest.raises(DutyConflict, match="second_person_needed"):
        acts[way]()
    case.decide(proposal, EKO)
    acts[way]()
    assert case.facts.lead_agency == "kesbangpol"


@pytest.mark.parametrize("category", ["money_politics", "security_threat"])
@pytest.mark.parametrize("assigned", [False, True])
def test_what_a_refused_amendment_tells_to_propose_can_be_proposed_and_decided(category: str, assigned: bool) -> None:  # noqa: FBT001
    """Bawaslu is the only door for an election violation: nobody else is cleared to lead what is one still."""
    case = Trail().intake(category=category, reporter={"name": "Pelapor"})
    lead, decider = (LEAD, TONO) if category == "money_politics" else (POLRES_LEAD, EKO)
    if assigned:
        case.verify().assign(lead)
    with pytest.raises(DutyConflict, match="second_person_needed") as refused:
        case.amend(HADI, category="polarisation")
    weaker = [Protection.LEAD]
    assert refused.value.details == {"protections": weaker, "kind": "amendment"}
    proposal = case.propose(HADI, str(refused.value.details["kind"]), amendment={"category": "polarisation"})
    case.decide(proposal, decider)
    assert (case.facts.category, "kesbangpol" in case.facts.cleared) == ("polarisation", True)
    assert case.facts.lead_agency == (lead["agency"] if assigned else "kesbangpol")
    assert found_in(case) == []


def test_kodim_and_whoever_is_walled_off_are_cleared_by_nobody() -> None:
    with pytest.raises(LawForbids, match="bawaslu_only_door"):
        secret().propose(HADI, "lead", agency="polres")
    case = secret(category="security_threat").wall("satpolpp", RATNA)
    for agency, code in (("kodim", "kodim_never_leads"), ("satpolpp", "agency_walled"), ("polres", "already_cleared")):
        with pytest.raises(LawForbids, match=code):
            case.propose(HADI, "lead", agency=agency)


def test_the_trail_of_a_report_that_core_agencies_decide_on_verifies() -> None:
    """Nobody leads, or the desk's agency does what accuses the regency: the trail holds both to be right."""
    orphan = Trail().intake(category="money_politics", classification="ordinary").wall("bawaslu", HADI)
    assert orphan.facts.lead_agency is None
    orphan.decide(orphan.propose(RATNA, "wall", agency="bawaslu"), EKO)
    assert orphan.facts.lead_agency == "bawaslu"
    assert found_in(orphan) == []
    home = Trail().intake(category="polarisation", classification="ordinary").verify()
    home.assign(POLRES_LEAD | {"agency": "kesbangpol"}).amend(HADI, reported_party={"agency": "dispermades"})
    assert (home.facts.lead_agency, home.facts.stand_ins) == ("kesbangpol", CORE_AGENCIES)
    home.decide(home.propose(TONO, "accusation", agency="dispermades"), EKO)
    assert home.facts.accused == frozenset()
    assert found_in(home) == []
