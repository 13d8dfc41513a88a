"""Where one person or one agency alone is left there is a next step, and whoever shut the others out takes none."""

from typing import Any

import pytest
from msgspec import structs

from tests.trail.verifier.stories import LEAD
from tests.trail.verifier.trails import BUDI, EKO, HADI, POLICY, TONO, Case, Trail, actor
from tests.workflows.access.test_standing_in import AGUS, RINI, why_not
from tests.workflows.decisions.test_gaps import GIVEN, THREAT
from tests.workflows.decisions.test_next_step import sees
from tests.workflows.decisions.test_protections import RATNA, found_in, reads
from workflows.access.refusals import DutyConflict, InvalidCommand, LawForbids
from workflows.access.standing_in import nobody_left
from workflows.codes.people import Role
from workflows.decisions.reports.commands import ReportTransition
from workflows.decisions.reports.triggers import decide_report
from workflows.policy.checks import CORE_AGENCIES

UNFOUNDED = {"outcome": "unfounded", "reason": "Tidak terbukti"}


# A region with one coordinator


@pytest.mark.parametrize("classification", ["ordinary", "restricted", "secret"])
def test_after_the_only_coordinator_has_walled_the_lead_off_core_agencies_go_on(classification: str) -> None:
    """No other coordinator comes into it: two of whom each sees it clear an agency, another gives it the lead."""
    case = Trail().intake(classification=classification).wall("bawaslu", HADI)
    assert (case.facts.lead_agency, case.facts.stand_ins) == (None, CORE_AGENCIES - {"bawaslu"})
    assert all(sees(who, case.facts) for who in (EKO, RINI))
    assert not any(reads(case, who) for who in (EKO, RINI)) or classification == "ordinary"
    case.verify(RINI)
    if classification == "secret":
        case.agree(EKO, RINI, "lead", agency="kejari")
    case.fire(RINI, "assign", tasks=[LEAD | {"agency": "kejari", "kind": "information"}], **GIVEN)
    assert (case.facts.lead_agency, case.facts.stand_ins) == ("kejari", frozenset())
    assert found_in(case) == []


@pytest.mark.parametrize("classification", ["ordinary", "restricted", "secret"])
def test_who_walled_the_lead_off_does_not_end_what_nobody_leads(classification: str) -> None:
    case = Trail().intake(classification=classification).wall("bawaslu", HADI)
    for _ in range(2):
        with pytest.raises(DutyConflict, match="second_person_needed"):
            case.fire(HADI, "dismiss", **UNFOUNDED)
        assert why_not(case, HADI, "dismiss") == ("second_person_needed",)
        if case.facts.state == "reported":
            case.verify(RATNA)
    case.fire(RATNA, "dismiss", **UNFOUNDED)
    assert found_in(case) == []


def test_the_only_coordinator_does_not_wall_the_lead_off_where_nobody_else_is_left() -> None:
    """Everybody who could stand in is shut out: the wall is for somebody else to put up."""
    case = Trail().intake(BUDI, classification="secret")
    for agency in sorted(CORE_AGENCIES - {"bawaslu"}):
        case.wall(agency, HADI)
    with pytest.raises(LawForbids, match="nobody_left"):
        case.wall("bawaslu", HADI)
    assert not nobody_left(case.facts, POLICY)


# One agency alone

REFERRED = {"outcome": "referred", "reason": "Tidak ada instansi lain", "reference": "12/X/2024"}
KOMANDAN = actor(Role.SUPERVISOR, "kodim", "Komandan")


def only_the_police_stand_in(classification: str = "restricted") -> Case:
    """The regency is walled off by the category, Bawaslu is accused, and each of the others shut out another."""
    made = {"category": "incumbent_abuse", "classification": classification, "reported_party": {"agency": "bawaslu"}}
    case = Trail().intake(AGUS, **made).wall("kejari", RINI).wall("kpu", KOMANDAN)
    assert case.facts.stand_ins == {"polres"}
    return case


def only_the_police_are_not_walled_off(classification: str = "restricted") -> Case:
    """They lead, and could not wall themselves off though they had to."""
    case = Trail().intake(AGUS, **THREAT | {"classification": classification}).verify(EKO)
    for agency in (*sorted(CORE_AGENCIES - {"polres"}), "kesbangpol"):
        case.wall(agency, RATNA)
    with pytest.raises(LawForbids, match="nobody_left"):
        case.wall("polres", EKO)
    return case


ALONE: list[Any] = [only_the_police_stand_in, only_the_police_are_not_walled_off]


@pytest.mark.parametrize("made", ALONE)
@pytest.mark.parametrize("classification", ["ordinary", "restricted", "secret"])
def test_who_is_left_alone_hands_the_report_to_a_body_outside(made: Any, classification: str) -> None:
    """With its reference; an honest agency that is conflicted need not deal with it, or bury it as unfounded."""
    case = made(classification)
    with pytest.raises(InvalidCommand, match="reference_required"):
        case.fire(EKO, "dismiss", **REFERRED | {"reference": None})
    assert why_not(case, EKO, "dismiss") == ()
    case.fire(EKO, "dismiss", **REFERRED)
    assert (case.facts.state, case.facts.outcome) == ("closed", "referred")
    assert found_in(case) == []


def test_the_only_one_who_stands_in_on_what_is_restricted_may_verify_offer_and_hand_it_on() -> None:
    case = only_the_police_stand_in()
    for name in ("verify", "dismiss", "offer_task", "note"):
        assert why_not(case, EKO, name) == (), name
    assert "second_person_needed" in why_not(case.verify(EKO), EKO, "assign")
    case.offer(EKO, agency="kodim", role="support", kind="information")
    assert found_in(case) == []


def test_nobody_hands_to_a_body_outside_what_another_agency_of_the_region_may_deal_with() -> None:
    """Not the desk, not the lead, and not one of several who stand in: what is referred has been handled."""
    accusing_bawaslu = {"category": "incumbent_abuse", "reported_party": {"agency": "bawaslu"}}
    for case, who in (
        (Trail().intake(), HADI),
        (Trail().intake(), TONO),
        (Trail().intake(AGUS, **accusing_bawaslu), EKO),
        (Trail().intake().wall("bawaslu", HADI), EKO),
    ):
        with pytest.raises(LawForbids, match="others_may_act"):
            case.fire(who, "dismiss", **REFERRED)


def test_the_trail_names_who_handed_outside_what_others_might_deal_with() -> None:
    trail = Trail()
    case, alone = trail.intake(BUDI), only_the_police_stand_in("ordinary")
    given = trail.next()
    command = ReportTransition.model_validate({"trigger": "dismiss", **REFERRED}).root
    as_if = structs.replace(case.facts, **{name: getattr(alone.facts, name) for name in STANDS})
    change = decide_report(as_if, command, EKO, given)
    own = structs.replace(change.report, **{name: getattr(case.facts, name) for name in STANDS})
    case.write(HADI, change._replace(report=own), given)
    assert [fault.code for fault in found_in(case)] == ["illegal_transition"]


STANDS = ("lead_agency", "accused", "accused_ever", "walled", "barred", "passed_over", "stand_ins", "category")
