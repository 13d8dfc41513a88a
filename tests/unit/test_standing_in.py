"""Core agencies act where neither the lead nor the desk may, and the trail of what they do verifies."""

from typing import Any

import msgspec
import pytest
from uuid_utils.compat import uuid7

from tests.unit.facts import report
from tests.unit.test_protections import POLRES_LEAD, RATNA, found_in, reads
from tests.verifier.trails import BUDI, EKO, HADI, POLICY, START, TONO, Trail, actor
from workflows.case_commands import CaseStepRequest
from workflows.change import Circumstances
from workflows.codes import Classification, Role
from workflows.commands import RaiseWall
from workflows.gakkumdu import NO_CASE, decide_step
from workflows.permissions import PERMISSIONS, Action, Relation
from workflows.policy_checks import CORE_AGENCIES
from workflows.refusals import DutyConflict, NotPermitted
from workflows.standing_in import stand_ins
from workflows.visibility import may_read, of_supervisor, readers, text_readers, tokens
from workflows.walls import decide_wall

RINI = actor(Role.SUPERVISOR, "kpu", "Rini")
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


def test_whose_person_put_a_wall_up_stands_in_only_where_nobody_else_is_left() -> None:
    stuck = report(**STUCK, passed_over=frozenset({"kpu"}))
    assert stand_ins(stuck, POLICY) == CORE_AGENCIES - {"bawaslu", "kpu"}
    others = frozenset({"polres", "kodim", "kejari"})
    assert stand_ins(msgspec.structs.replace(stuck, walled=others), POLICY) == {"kpu"}


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
