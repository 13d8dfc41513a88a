"""Core agencies act where neither the lead nor the desk may, and the trail of what they do verifies."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest
from uuid_utils.compat import uuid7

from tests.edge.contract.case_steps import STEP_BODIES
from tests.features.gakkumdu.desk import WHO
from tests.trail.verifier.bundles import bundle
from tests.trail.verifier.stories import LEAD
from tests.trail.verifier.test_namings import told
from tests.trail.verifier.trails import BUDI, EKO, HADI, POLICY, SARI, START, TONO, Case, Trail, actor
from tests.workflows.decisions.test_protections import POLRES_LEAD, RATNA, found_in, reads
from tests.workflows.facts import report
from workflows.access.actors import Actor
from workflows.access.permissions import PERMISSIONS, Action, Relation
from workflows.access.refusals import DutyConflict, InvalidCommand, LawForbids, NotPermitted
from workflows.access.standing_in import nobody_left, stand_ins
from workflows.access.visibility import may_read, of_supervisor, readers, text_readers, tokens
from workflows.codes.people import Role
from workflows.codes.reports import Classification
from workflows.decisions.available import report_actions
from workflows.decisions.change import Circumstances
from workflows.decisions.gakkumdu.commands import CaseStepRequest
from workflows.decisions.gakkumdu.path import NO_CASE, decide_step
from workflows.decisions.protections.commands import RaiseWall
from workflows.decisions.reports.walls import decide_wall
from workflows.policy.checks import CORE_AGENCIES

RINI = actor(Role.SUPERVISOR, "kpu", "Rini")
AGUS = actor(Role.OFFICER, "kodim", "Agus")
EKA = actor(Role.SUPERVISOR, "polres", "Eka")
EKO_AT_KEJARI = replace(EKO, agency="kejari")
DESK_LEAD = {"agency": "kesbangpol"}
CLOSED = {"outcome": "referred", "reference": "12/X/2024", "notice": {"sent": False, "reason": "Alamat tidak dikenal"}}


@pytest.mark.parametrize("classification", ["ordinary", "restricted", "secret"])
def test_the_trail_of_a_report_that_core_agencies_end_in_place_of_lead_and_desk_verifies(classification: str) -> None:
    """Nobody leads what accuses Bawaslu and walls the regency off: others verify, clear, give and close it."""
    case = Trail().intake(
        RINI, category="incumbent_abuse", classification=classification, reported_party={"agency": "bawaslu"}
    )
    assert (case.facts.lead_agency, case.facts.stand_ins) == (None, CORE_AGENCIES - {"bawaslu"})
    case.verify(EKO)
    if classification == "secret":
        with pytest.raises(DutyConflict, match="second_person_needed"):
            case.fire(RINI, "assign", tasks=[POLRES_LEAD], reason="Tidak ada penanggung jawab")
        case.decide(case.propose(EKO, "lead", agency="polres"), RINI)
    case.fire(RINI, "assign", tasks=[POLRES_LEAD], reason="Tidak ada penanggung jawab")
    assert not case.facts.stand_ins
    for trigger in ("accept", "start"):
        case.work(BUDI, "polres", trigger)
    case.work(BUDI, "polres", "complete", result="Diteruskan ke Bawaslu provinsi").fire(EKO, "close", **CLOSED)
    assert found_in(case) == []


@pytest.mark.parametrize("classification", ["ordinary", "restricted", "secret"])
def test_an_accusation_of_the_regency_passes_the_desks_lead_on_by_the_rule_and_the_trail_verifies(
    classification: str,
) -> None:
    case = Trail().intake(category="polarisation", classification=classification).amend(BUDI, athg="T")
    case.amend(HADI, reported_party={"agency": "dispermades"})
    assert (case.facts.lead_agency, case.facts.cleared, case.facts.steered) == (
        "polres",
        {"kesbangpol", "polres"},
        False,
    )
    assert reads(case, EKO)
    assert found_in(case) == []
    given = Trail().intake(category="polarisation", classification=classification).verify()
    given.assign(POLRES_LEAD | DESK_LEAD).amend(HADI, reported_party={"agency": "dispermades"})
    assert given.facts.lead_agency == "kesbangpol"
    given.work(RINI, "kesbangpol", "withdraw", reason="Pihak sendiri dituduh")
    assert (given.facts.lead_agency, given.facts.stand_ins) == ("polres", frozenset())
    assert found_in(given) == []


def test_the_trail_of_a_wall_that_a_core_agency_puts_up_in_place_of_the_desk_verifies() -> None:
    case = Trail().intake(category="security_threat", classification="ordinary")
    with pytest.raises(NotPermitted, match="not_lead_agency"):
        case.wall("polres", RINI)
    case.amend(HADI, reported_party={"agency": "dispermades"}).wall("polres", RINI)
    assert case.facts.lead_agency == "satpolpp"
    assert found_in(case) == []


STUCK = {"category": "incumbent_abuse", "lead_agency": None, "accused": frozenset({"bawaslu", "dispermades"})}


def test_whoever_stands_in_sees_that_there_is_a_report_and_no_word_of_it() -> None:
    for classification in (Classification.RESTRICTED, Classification.SECRET):
        stuck = report(classification=classification, **STUCK)
        seen = msgspec.structs.replace(stuck, stand_ins=stand_ins(stuck, POLICY))
        assert may_read(readers(seen), (), tokens(RINI))
        assert not may_read(text_readers(seen), (), tokens(RINI))
        assert not may_read(readers(seen), (), tokens(actor(Role.OFFICER, "kpu", "Agus")))
        assert not may_read(readers(stuck), (), tokens(RINI))
        assert of_supervisor("bawaslu") not in readers(seen)


def test_the_desk_acts_where_it_may_and_nobody_stands_in() -> None:
    """Nobody leads, and the desk is neither of the accused side nor behind the wall."""
    assert not stand_ins(report(lead_agency=None), POLICY)
    assert stand_ins(report(lead_agency=None, walled=frozenset({"kesbangpol"})), POLICY) == CORE_AGENCIES
    led = report(lead_agency="polres", accused=frozenset({"dispermades"}))
    assert not stand_ins(led, POLICY)
    once = report(lead_agency="polres", accused=frozenset({"dispermades"}), accused_ever=frozenset({"polres"}))
    assert stand_ins(once, POLICY) == CORE_AGENCIES - {"polres"}


def test_whose_person_put_a_wall_up_does_not_stand_in() -> None:
    stuck = report(**STUCK, passed_over=frozenset({"kpu"}))
    assert stand_ins(stuck, POLICY) == CORE_AGENCIES - {"bawaslu", "kpu"}
    others = frozenset({"polres", "kodim", "kejari"})
    alone = msgspec.structs.replace(stuck, walled=others)
    assert (stand_ins(alone, POLICY), nobody_left(alone, POLICY)) == (frozenset(), True)


OTHERS = ("bawaslu", "kejari", "kpu", "kodim")


def orphan(**more: Any) -> Case:
    return Trail().intake(**{"category": "incumbent_abuse", "classification": "ordinary"} | more)


def test_nobody_walls_the_others_off_and_stands_in_alone() -> None:
    """One wall of an agency in place of the desk; whoever goes on chooses who is left."""
    case = orphan().wall("bawaslu", EKO)
    assert case.facts.stand_ins == CORE_AGENCIES - {"bawaslu", "polres"}
    for agency in ("kejari", "kpu", "kodim"):
        for who in (EKO, EKA):
            with pytest.raises(NotPermitted, match="not_lead_agency"):
                case.wall(agency, who)
    for deed in (lambda: case.verify(EKO), lambda: case.fire(EKO, "dismiss", outcome="unfounded", reason="Tidak")):
        with pytest.raises(NotPermitted, match="not_lead_agency"):
            deed()
    case.verify(RINI)
    assert found_in(case) == []


def test_nor_does_the_same_person_in_the_office_of_another_agency() -> None:
    case = orphan().wall("bawaslu", EKO_AT_KEJARI)
    assert "polres" in case.facts.stand_ins
    with pytest.raises(NotPermitted, match="not_lead_agency"):
        case.verify(EKO)
    case.verify(EKA)


@pytest.mark.parametrize("who", [TONO, EKO], ids=["lead", "core"])
def test_the_wall_that_would_leave_nobody_is_not_put_up(who: Any) -> None:
    case, refused = orphan(), []
    for agency in (*OTHERS[1:], "polres", "bawaslu"):
        try:
            case.wall(agency, who)
        except (LawForbids, NotPermitted) as problem:
            refused.append(problem.code)
    assert refused
    assert not nobody_left(case.facts, POLICY)
    assert "nobody_left" in refused or who is EKO


def accuse(case: Case, who: Actor, *agencies: str) -> None:
    """Accuse one after another."""
    for agency in agencies:
        case.amend(who, reported_party={"agency": agency})


@pytest.mark.parametrize("classification", ["ordinary", "restricted"])
def test_nobody_accuses_until_nobody_is_left(classification: str) -> None:
    """An officer of the lead, or the author, one amendment after another."""
    case = Trail().intake(category="money_politics", classification=classification)
    case.amend(SARI, category="incumbent_abuse")
    with pytest.raises(LawForbids, match="nobody_left"):
        accuse(case, SARI, "polres", "kejari", "kpu", "kodim", "bawaslu")
    assert not nobody_left(case.facts, POLICY)
    other = Trail().intake(AGUS, category="money_politics", classification=classification)
    with pytest.raises(LawForbids, match="nobody_left"):
        accuse(other, AGUS, "kesbangpol", "polres", "kejari", "kpu", "bawaslu")


def test_who_stands_in_brings_no_restricted_report_to_their_own_agency() -> None:
    """Whoever holds a task of it reads it."""
    case = orphan(classification="restricted", reported_party={"agency": "bawaslu"}).verify(RINI)
    safety = {"agency": "polres", "role": "support", "kind": "safety"}
    assert not reads(case, EKO)
    for deed in (
        lambda: case.offer(EKO, **safety),
        lambda: case.fire(EKO, "assign", tasks=[POLRES_LEAD], reason="Dekat"),
        lambda: case.fire(EKO, "assign", tasks=[POLRES_LEAD | {"agency": "kejari"}, safety], reason="Dekat"),
    ):
        with pytest.raises(DutyConflict, match="second_person_needed"):
            deed()
    case.offer(RINI, **safety)
    assert reads(case, EKO)


def test_the_desk_of_the_accused_side_neither_ends_the_criminal_way_nor_shuts_its_agencies_out() -> None:
    case = Trail().intake(classification="ordinary", reported_party={"agency": "satpolpp"})
    for members in (
        {"category": "administrative"},
        {"category": "ethics"},
        {"category": "negative_campaign"},
        {"category": "incumbent_abuse"},
        {"reported_party": {"agency": "polres"}},
    ):
        for stage in ("reported", "verified"):
            with pytest.raises(DutyConflict, match=r"own_side_accused|second_person_needed"):
                case.amend(HADI, **members)
            if stage == "reported" and case.facts.state == "reported":
                case.verify(TONO)
    for agency in ("polres", "kejari", "bawaslu", "kesbangpol"):
        with pytest.raises(DutyConflict, match="own_side_accused"):
            case.wall(agency, HADI)
    assert "own_side_accused" in why_not(case, HADI, "raise_wall")
    with pytest.raises(DutyConflict, match="own_side_accused"):
        case.propose(HADI, "amendment", amendment={"category": "administrative"})


@pytest.mark.parametrize("agency", ["kesbangpol", "bpbd", "inspektorat"])
def test_the_desk_of_the_accused_side_gives_the_lead_to_no_agency_of_the_regency(agency: str) -> None:
    case = Trail().intake(
        category="security_threat", classification="ordinary", reported_party={"agency": "dispermades"}
    )
    case.verify(EKO)
    given = {"tasks": [POLRES_LEAD | {"agency": agency}], "reason": "Lebih dekat"}
    with pytest.raises(DutyConflict, match="own_side_accused"):
        case.fire(HADI, "assign", **given)
    case.fire(HADI, "assign", tasks=[POLRES_LEAD], reason="Sesuai aturan")
    letter = {"kind": "forwarded", "reason": "Lebih dekat", "reference": "1/X/2024"}
    with pytest.raises(DutyConflict, match="own_side_accused"):
        case.work(HADI, "polres", "transfer", agency=agency, **letter)


def why_not(case: Case, who: Actor, name: str) -> tuple[str, ...]:
    """Why an action is not open to somebody, as codes."""
    found = report_actions(case.facts, who, POLICY, sealed=False)
    return next(one.reasons for one in found if one.action == name)


# The joint desk


def test_nobody_walls_the_joint_desks_agency_off_and_stops_the_case_in_its_place() -> None:
    crime = Trail().intake(classification="ordinary", reported_party={"agency": "satpolpp"}).verify(TONO)
    crime.step(TONO, "register", **REGISTERED).wall("bawaslu", EKO)
    for who in (EKO, RATIH):
        with pytest.raises(NotPermitted, match="not_step_agency"):
            crime.step(who, "first_discussion", **STOPPED)


def test_a_lead_that_walls_the_police_off_does_not_stop_its_investigation() -> None:
    crime = Trail().intake(classification="ordinary", election="pemilu-2024").verify().assign(LEAD)
    for step in ("register", "first_discussion", "second_discussion", "forward", "police_report"):
        crime.step(WHO[step], step, **STEP_BODIES[step])
    crime.wall("polres", TONO)
    with pytest.raises(NotPermitted, match="not_step_agency"):
        crime.step(TONO, "third_discussion", **STOPPED)


def test_who_was_accused_by_one_of_its_partners_is_not_replaced_by_that_one() -> None:
    crime = Trail().intake(RATIH, classification="ordinary").verify(RATNA).step(TONO, "register", **REGISTERED)
    crime.amend(RATIH, reported_party={"agency": "bawaslu"})
    met = STOPPED | {"attendees": [{"agency": agency} for agency in ("polres", "kejari")]}
    with pytest.raises(NotPermitted, match="not_step_agency"):
        crime.step(RATIH, "first_discussion", **met)
    crime.step(EKO, "first_discussion", **met)
    assert found_in(crime) == []


def test_one_agency_alone_is_no_discussion() -> None:
    crime = Trail().intake(RATIH, classification="ordinary", reported_party={"agency": "bawaslu"}).verify(RATNA)
    crime.agree(RATNA, HADI, "accusation", agency="bawaslu").step(TONO, "register", **REGISTERED)
    crime.wall("bawaslu", HADI).wall("kejari", HADI)
    alone = STOPPED | {"attendees": [{"agency": "polres"}]}
    with pytest.raises(InvalidCommand, match="attendance_incomplete"):
        crime.step(EKO, "first_discussion", **alone)


@pytest.mark.parametrize("walled", ["kejari", "polres"])
def test_the_trail_of_a_discussion_without_who_was_walled_off_verifies(walled: str) -> None:
    """Whoever is behind a wall, for a conflict of interest, is not waited for; who is there all the same is named."""
    crime = Trail().intake(classification="ordinary").verify().step(TONO, "register", **REGISTERED).wall(walled, HADI)
    present = [{"agency": agency} for agency in ("bawaslu", "polres", "kejari") if agency != walled]
    crime.step(TONO, "first_discussion", **STOPPED | {"attendees": present, "decision": "proceed"})
    assert found_in(crime) == []


def test_nobody_who_stands_in_asks_who_reported_or_destroys_it_or_amends() -> None:
    for action in (Action.REPORTER_UNSEAL, Action.ERASURE_DECIDE, Action.REPORT_AMEND, Action.TASK_TRANSFER):
        assert all(Relation.STAND_IN not in needed for needed in PERMISSIONS[action].values())


def test_the_trail_names_a_core_agency_that_does_so_where_nobody_has_to_stand_in() -> None:
    """As another did it by right: nobody of the regency is accused, nor was the agency of the step."""
    around = RaiseWall(agency="polres", reason="Hubungan keluarga")
    case = Trail().intake(category="security_threat", classification="ordinary")
    given = Circumstances(POLICY, case.facts.reported_at, iter(uuid7, None))
    case.write(RINI, decide_wall(case.facts, around, EKO, given), given)
    assert [fault.code for fault in found_in(case)] == ["illegal_transition"]
    crime = Trail().intake(classification="ordinary").verify()
    given = Circumstances(POLICY, crime.facts.registered_at or START, iter(uuid7, None))
    registered, taken = decide_step(crime.facts, NO_CASE, _step("register", **REGISTERED), TONO, given)
    crime.write(TONO, registered, given)
    stopped, _ = decide_step(crime.facts, taken, _step("first_discussion", **STOPPED), TONO, given)
    crime.write(RATIH, stopped, given)
    assert [fault.code for fault in found_in(crime)] == ["illegal_transition"]


def test_the_trail_names_an_agency_that_walls_off_a_second_time_in_place_of_the_desk() -> None:
    trail = Trail()
    case = trail.intake(category="incumbent_abuse", classification="ordinary").wall("bawaslu", EKO)
    given = trail.next()
    around = RaiseWall(agency="kejari", reason="Hubungan keluarga")
    case.write(EKA, decide_wall(case.facts, around, RINI, given), given)
    assert [fault.code for fault in found_in(case)] == ["illegal_transition"]


def test_the_tables_of_a_report_whose_stand_ins_one_person_turned_are_what_the_trail_makes_them(tmp_path: Path) -> None:
    """A wall around one of them moves no lead: nobody is kept as who moved it."""
    trail = Trail()
    case = trail.intake(
        AGUS, category="incumbent_abuse", classification="ordinary", reported_party={"agency": "bawaslu"}
    ).wall("kpu", EKO)
    assert case.facts.stand_ins == {"kejari", "kodim"}
    assert case.facts.lead_moved_by == frozenset()
    code, found = told(tmp_path, bundle(trail))
    assert (code, found["faults"]) == (0, [])


def test_the_trail_of_a_case_that_a_partner_stops_verifies() -> None:
    case = Trail().intake(EKO, classification="ordinary", reported_party={"agency": "bawaslu"})
    case.agree(RATNA, HADI, "accusation", agency="bawaslu").verify().step(TONO, "register", **REGISTERED)
    with pytest.raises(DutyConflict, match="own_side_accused"):
        case.step(TONO, "first_discussion", **STOPPED)
    case.step(RATIH, "first_discussion", **STOPPED)
    assert found_in(case) == []


RATIH = actor(Role.SUPERVISOR, "kejari", "Ratih")
REGISTERED = {"register_number": "01/REG/LP/PB/Kab/14.18/XI/2024", "form": "Model B.1"}
STOPPED = {
    "minutes": "Unsur tidak terpenuhi",
    "attendees": [{"agency": agency} for agency in ("bawaslu", "polres", "kejari")],
    "decision": "stop",
}


def _step(step: str, **members: Any) -> Any:
    return CaseStepRequest.model_validate({"step": step, **members}).root
