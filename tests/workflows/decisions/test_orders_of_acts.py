"""What an act leaves is what counts: no other order of acts, field, role or office does alone what two must.

Each of these was one person's way round a rule that looked at the act alone.
"""

from collections.abc import Callable
from typing import Any

import pytest

from tests.trail.verifier.stories import LEAD
from tests.trail.verifier.trails import BUDI, EKO, HADI, SARI, TONO, Case, Trail, actor
from tests.workflows.access.test_standing_in import AGUS, RINI, why_not
from tests.workflows.decisions.test_gaps import CLARIFICATION, GIVEN, KPU, OF_THE_REGENCY
from tests.workflows.decisions.test_protections import JOKO, POLRES_LEAD, RATNA, WATI, found_in, reads
from workflows.access.refusals import DutyConflict, LawForbids
from workflows.codes.clocks import LegalStep
from workflows.codes.people import Role

BAWASLU = {"agency": "bawaslu"}
DOORS = ("money_politics", "negative_campaign", "administrative", "intimidation")
DEWI_OF_KPU = actor(Role.SUPERVISOR, "kpu", "Dewi")
AT_THE_DESK = actor(Role.OFFICER, "kesbangpol", "Kiki")
IN_THE_CAMPAIGN, BEFORE_IT = "2024-11-10T10:00:00+07:00", "2024-11-24T10:00:00+07:00"


def taken_for_a_threat(category: str, leads: str, who: Any = BUDI) -> Case:
    """A case of Bawaslu's that one coordinator has taken for something else and given to another agency."""
    case = Trail().intake(who, category=category, classification="restricted", severity="S3")
    case.verify(HADI).amend(HADI, category="security_threat")
    return case.fire(HADI, "assign", tasks=[POLRES_LEAD | {"agency": leads}], **GIVEN)


# The only door, by another order


def wall_first(case: Case, category: str) -> Case:
    return case.wall("bawaslu", HADI).amend(HADI, category=category)


def wall_last(case: Case, category: str) -> Case:
    return case.amend(HADI, category=category).wall("bawaslu", HADI)


def accused_first(case: Case, category: str) -> Case:
    return case.amend(HADI, reported_party=BAWASLU).amend(HADI, category=category)


def both_at_once(case: Case, category: str) -> Case:
    return case.amend(HADI, category=category, reported_party=BAWASLU)


@pytest.mark.parametrize("leads", ["kesbangpol", "satpolpp", "polres", "kpu", "kejari"])
@pytest.mark.parametrize("order", [wall_first, wall_last, accused_first, both_at_once])
@pytest.mark.parametrize("category", DOORS)
def test_nobody_takes_the_only_door_round_in_whichever_order(
    category: str, order: Callable[[Case, str], Case], leads: str
) -> None:
    case = order(taken_for_a_threat(category, leads), category)
    assert (case.facts.state, case.facts.lead_agency) == ("verified", None)
    for agency in ("kesbangpol", "satpolpp", "polres", "kpu"):
        with pytest.raises(DutyConflict, match="second_person_needed"):
            case.fire(HADI, "assign", tasks=[LEAD | {"agency": agency}], **GIVEN)
    with pytest.raises(DutyConflict, match="second_person_needed"):
        case.amend(HADI, category="security_threat")
    case.fire(RATNA, "assign", tasks=[LEAD | {"agency": "satpolpp"}], **GIVEN)
    assert found_in(case) == []


def test_nor_by_the_time_at_which_it_happened() -> None:
    """Hate speech is Bawaslu's in the campaign alone."""
    made = {"category": "hate_speech", "classification": "restricted", "severity": "S3"}
    case = Trail().intake(AGUS, **made, occurred_at=IN_THE_CAMPAIGN).verify(HADI)
    case.amend(HADI, occurred_at=BEFORE_IT)
    case.fire(HADI, "assign", tasks=[LEAD | {"agency": "kesbangpol"}], **GIVEN).wall("bawaslu", HADI)
    case.amend(HADI, occurred_at=IN_THE_CAMPAIGN)
    assert (case.facts.state, case.facts.lead_agency) == ("verified", None)
    assert found_in(case) == []


def test_nor_by_who_leads_it_as_something_else() -> None:
    case = Trail().intake(category="security_threat", classification="restricted", severity="S3").verify(EKO)
    case.assign(POLRES_LEAD).wall("bawaslu", EKO).amend(EKO, category="money_politics")
    assert (case.facts.lead_agency, case.facts.cleared) == ("kesbangpol", frozenset())
    assert found_in(case) == []


def test_nor_by_a_first_lead_that_was_cleared_for_something_else() -> None:
    """What nobody has assigned yet follows its rule; who led it first was never cleared for what it is now."""
    case = Trail().intake(AGUS, category="security_threat", classification="restricted", severity="S3").verify(EKO)
    case.wall("bawaslu", HADI).amend(HADI, category="money_politics")
    assert case.facts.lead_agency is None
    with pytest.raises(DutyConflict, match="second_person_needed"):
        case.fire(HADI, "assign", tasks=[POLRES_LEAD], **GIVEN)
    assert found_in(case) == []


@pytest.mark.parametrize(
    "shuts_out",
    [lambda case: case.wall("bawaslu", HADI), lambda case: case.amend(HADI, reported_party=BAWASLU)],
    ids=["wall", "accusation"],
)
@pytest.mark.parametrize("assigned", [False, True])
def test_nor_by_the_own_agency_that_led_it_first_as_something_else(
    shuts_out: Callable[[Case], Case],
    assigned: bool,  # noqa: FBT001
) -> None:
    """Kesbangpol is the next of the door's rule too, and was cleared by having led first."""
    case = Trail().intake(AGUS, category="polarisation", classification="restricted", severity="S3").verify(HADI)
    if assigned:
        case.fire(HADI, "assign", tasks=[LEAD | {"agency": "kesbangpol", "kind": "clarification"}])
    shuts_out(case.amend(HADI, category="money_politics"))
    assert (case.facts.state, case.facts.lead_agency, case.facts.cleared) == ("verified", None, frozenset())
    assert why_not(case, HADI, "assign") == ("second_person_needed",)
    case.decide(case.propose(RATNA, "lead", agency="kpu"), HADI)
    assert found_in(case) == []


SHUT_OUT = {
    "wall": lambda case, by: case.wall("kpu", by),
    "accusation": lambda case, by: case.amend(by, reported_party={"agency": "kpu"}),
}


@pytest.mark.parametrize("shut_out", SHUT_OUT)
def test_whom_two_have_cleared_shuts_nobody_out_to_lead_at_once(shut_out: str) -> None:
    """Two agreed that it may lead, and not that one person of it takes the lead from who has it."""
    case = Trail().intake(AGUS, category="logistics", severity="S1", classification="ordinary")
    case.decide(case.propose(HADI, "lead", agency="kesbangpol"), DEWI_OF_KPU)
    assert (case.facts.lead_agency, "kesbangpol" in case.facts.cleared) == ("kpu", True)
    SHUT_OUT[shut_out](case, RATNA)
    assert (case.facts.lead_agency, "kesbangpol" in case.facts.cleared) == (None, False)
    assert found_in(case) == []


@pytest.mark.parametrize("shut_out", SHUT_OUT)
def test_but_leads_where_another_house_shuts_the_lead_out(shut_out: str) -> None:
    case = Trail().intake(AGUS, category="logistics", severity="S1", classification="ordinary")
    case.decide(case.propose(HADI, "lead", agency="kesbangpol"), DEWI_OF_KPU)
    SHUT_OUT[shut_out](case, DEWI_OF_KPU)
    assert (case.facts.lead_agency, "kesbangpol" in case.facts.cleared) == ("kesbangpol", True)
    assert found_in(case) == []


def test_who_leads_by_the_rule_once_the_door_is_shut_keeps_the_lead_whomever_else_they_shut_out() -> None:
    case = Trail().intake(AGUS, category="money_politics", classification="restricted", severity="S3").verify(TONO)
    case.wall("bawaslu", TONO)
    case.fire(HADI, "assign", tasks=[LEAD | {"agency": "kesbangpol"}]).wall("kpu", HADI)
    assert (case.facts.state, case.facts.lead_agency) == ("assigned", "kesbangpol")
    assert found_in(case) == []


def test_what_was_handled_by_who_led_by_the_gap_is_to_be_handled_again() -> None:
    case = taken_for_a_threat("money_politics", "kesbangpol")
    for trigger in ("accept", "start"):
        case.work(AT_THE_DESK, "kesbangpol", trigger)
    case.work(AT_THE_DESK, "kesbangpol", "complete", result="Selesai").wall("bawaslu", HADI)
    case.amend(HADI, category="money_politics")
    assert (case.facts.state, case.facts.lead_agency) == ("verified", None)
    assert "illegal_transition" in why_not(case, HADI, "close")
    assert found_in(case) == []


@pytest.mark.parametrize("classification", ["ordinary", "restricted"])
@pytest.mark.parametrize("handled", [False, True])
def test_evidence_against_bawaslu_itself_is_never_kept_back(classification: str, handled: bool) -> None:  # noqa: FBT001
    """The report was misrouted and has been put right; before it is handed on, Bawaslu is found to be in it."""
    for shuts_out in (
        lambda case: case.wall("bawaslu", EKO),
        lambda case: case.wall("bawaslu", RATNA),
        lambda case: case.amend(AGUS, reported_party=BAWASLU),
        lambda case: case.amend(HADI, reported_party=BAWASLU),
    ):
        case = Trail().intake(AGUS, category="security_threat", classification=classification, severity="S3")
        case.verify(EKO).assign(POLRES_LEAD)
        if handled:
            for trigger in ("accept", "start"):
                case.work(BUDI, "polres", trigger)
            case.work(BUDI, "polres", "complete", result="Selesai")
        case.amend(HADI, category="money_politics")
        shuts_out(case)
        assert (case.facts.state, "bawaslu" in case.facts.walled) == ("verified", True)
        assert case.facts.lead_agency in {None, "kesbangpol"}
        assert not reads(case, TONO)
        assert found_in(case) == []


def test_two_clear_an_agency_for_what_bawaslu_may_not_lead() -> None:
    case = wall_first(taken_for_a_threat("money_politics", "kesbangpol"), "money_politics")
    case.decide(case.propose(RATNA, "lead", agency="kpu"), HADI)
    case.fire(RATNA, "assign", tasks=[LEAD | {"agency": "kpu"}], **GIVEN)
    assert case.facts.lead_agency == "kpu"
    assert found_in(case) == []


# Who leads by law names whom it accuses


@pytest.mark.parametrize("registered", [False, True])
@pytest.mark.parametrize(
    ("was", "names", "leads", "accused"),
    [("security_threat", SARI, "bawaslu", "kpu"), ("hoax", SARI, "bawaslu", "kejari"),
     ("money_politics", BUDI, "polres", "kpu"), ("money_politics", EKO, "polres", "kpu")],
)  # fmt: skip
def test_who_leads_by_law_keeps_the_lead_whomever_they_name(
    was: str,
    names: Any,
    leads: str,
    accused: str,
    registered: bool,  # noqa: FBT001
) -> None:
    case = Trail().intake(AGUS, category=was, classification="restricted", severity="S3", election=None)
    if registered:
        case.verify(RATNA)
    case.amend(HADI, category="money_politics" if leads == "bawaslu" else "security_threat")
    case.amend(names, reported_party={"agency": accused})
    assert case.facts.lead_agency == leads
    assert found_in(case) == []


def test_the_door_is_bawaslus_though_its_person_named_somebody_before_it_was_put_right() -> None:
    made = {"category": "security_threat", "classification": "restricted", "severity": "S3"}
    case = Trail().intake(SARI, **made).amend(SARI, reported_party={"agency": "kpu"})
    case.amend(HADI, category="money_politics")
    assert case.facts.lead_agency == "bawaslu"
    case.verify(TONO).wall("kecamatan", TONO)
    assert case.facts.lead_agency == "bawaslu"
    assert found_in(case) == []


def test_a_reopened_case_comes_back_to_the_door() -> None:
    case = Trail().intake(AGUS, category="security_threat", classification="ordinary", severity="S3")
    case.amend(HADI, category="money_politics").verify(RATNA).amend(SARI, reported_party={"agency": "kpu"})
    case.fire(RATNA, "dismiss", outcome="unfounded", reason="Tidak terbukti")
    case.fire(RATNA, "reopen", basis="new_fact", reason="Fakta baru")
    assert case.facts.lead_agency == "bawaslu"
    assert found_in(case) == []


# What the system offers in consequence of somebody's act


def stood_in_at_a_disaster() -> Case:
    """What kesbangpol leads and may not end, since the regency is accused: core agencies stand in, and read no word."""
    case = Trail().intake(KPU, category="disaster", classification="restricted", severity="S1").verify(HADI)
    case.fire(HADI, "assign", tasks=[LEAD | {"agency": "kesbangpol", "kind": "verification"}], **GIVEN)
    case.amend(KPU, reported_party={"agency": "diskominfo"})
    assert "polres" in case.facts.stand_ins
    return case


def test_who_stands_in_brings_nothing_home_by_a_wall_around_who_protects() -> None:
    case = stood_in_at_a_disaster()
    with pytest.raises(DutyConflict, match="second_person_needed"):
        case.offer(EKO, agency="polres", **CLARIFICATION)
    case.wall("bpbd", EKO)
    assert "polres" not in case.facts.held_by
    assert not reads(case, EKO)
    assert not reads(case, BUDI)
    assert [task.agency for task in case.facts.tasks if task.kind == "safety" and task.state == "offered"]
    assert found_in(case) == []


def test_a_wall_by_somebody_else_gives_people_the_first_of_the_table() -> None:
    case = stood_in_at_a_disaster().wall("bpbd", actor(Role.SUPERVISOR, "kejari", "Karto"))
    assert "polres" in case.facts.held_by


def test_who_stands_in_lets_no_lead_fall_to_the_own_house() -> None:
    """The desk's agency leads in place of the rule's; taken back from it, the lead would be the police's again."""
    case = taken_for_a_threat("money_politics", "kesbangpol", who=KPU).amend(KPU, **OF_THE_REGENCY)
    assert "polres" in case.facts.stand_ins
    with pytest.raises(DutyConflict, match="second_person_needed"):
        case.work(EKO, "kesbangpol", "withdraw", reason="Bukan kewenangan")
    assert not reads(case, BUDI)
    case.work(TONO, "kesbangpol", "withdraw", reason="Bukan kewenangan")
    assert case.facts.lead_agency == "polres"
    assert found_in(case) == []


def test_the_desk_of_the_accused_side_lets_its_own_side_read_nothing_by_the_severity() -> None:
    made = {"category": "money_politics", "classification": "restricted", "severity": "S3"}
    case = Trail().intake(KPU, **made, reported_party={"agency": "polres"})
    case.amend(KPU, reported_party={"agency": "dispermades"})
    with pytest.raises(DutyConflict, match="own_side_accused"):
        case.offer(HADI, agency="satpolpp", role="support", kind="safety")
    with pytest.raises(DutyConflict, match="own_side_accused"):
        case.amend(HADI, severity="S1")
    assert not reads(case, JOKO)
    case.amend(SARI, severity="S1")
    assert found_in(case) == []


def test_the_desk_of_the_accused_side_has_people_protected_by_another() -> None:
    case = Trail().intake(KPU, category="money_politics", classification="restricted", severity="S3", **OF_THE_REGENCY)
    case.amend(HADI, severity="S1")
    assert case.facts.held_by == {"polres"}


# What the law limits, whoever's person shut somebody out


@pytest.mark.parametrize("category", ["money_politics", "administrative", "neutrality_official"])
@pytest.mark.parametrize(
    "shuts_out",
    [lambda case: case.amend(SARI, reported_party={"agency": "kpu"}), lambda case: case.wall("kecamatan", TONO)],
    ids=["names", "walls"],
)
def test_a_limit_begins_though_bawaslus_own_person_shut_somebody_out(
    category: str, shuts_out: Callable[[Case], Case]
) -> None:
    known = "2024-11-24T20:30:00+07:00"
    case = Trail().intake(AGUS, category="security_threat", classification="ordinary", severity="S3", known_at=known)
    case.amend(HADI, category=category)
    shuts_out(case)
    case.verify(RATNA).fire(RATNA, "assign", tasks=[LEAD | {"kind": "verification"}])
    assert case.facts.limits_begun >= {LegalStep.LODGE_REPORT, LegalStep.HANDLING}
    assert found_in(case) == []


# What the verifier knows of whom a category accuses


@pytest.mark.parametrize("first", ["incumbent_abuse", "security_threat"])
@pytest.mark.parametrize("walls", [actor(Role.SUPERVISOR, "kejari", "Karto"), TONO])
def test_who_walls_in_place_of_a_desk_that_a_category_accused_leaves_no_fault(first: str, walls: Any) -> None:
    case = Trail().intake(AGUS, category=first, classification="ordinary", severity="S3", election=None)
    if first != "incumbent_abuse":
        case.amend(HADI, category="incumbent_abuse")
    case.decide(case.propose(TONO, "amendment", amendment={"category": "security_threat"}), WATI)
    case.wall("kejari", walls)
    assert found_in(case) == []


# An accusation stays


def test_the_desk_of_the_accused_side_accuses_nobody_who_is_walled_off_already() -> None:
    case = Trail().intake(AGUS, classification="ordinary", severity="S3", **OF_THE_REGENCY).verify(TONO)
    case.wall("bawaslu", TONO)
    with pytest.raises(DutyConflict, match="own_side_accused"):
        case.amend(HADI, reported_party=BAWASLU)
    case.decide(case.propose(RINI, "wall", agency="bawaslu"), EKO)
    assert (case.facts.lead_agency, why_not(case, WATI, "dismiss")) == ("bawaslu", ())
    assert found_in(case) == []


# Who gives away what nobody had has shut nobody out


def test_who_gave_the_lead_away_may_do_so_again_once_it_was_declined() -> None:
    case = Trail().intake(AGUS, category="money_politics", classification="ordinary", severity="S3").verify(HADI)
    case.amend(HADI, reported_party=BAWASLU)
    case.fire(RATNA, "assign", tasks=[LEAD | {"agency": "kpu"}], **GIVEN)
    case.work(KPU, "kpu", "decline", reason="Berhalangan")
    assert (why_not(case, HADI, "assign"), why_not(case, RATNA, "assign")) == (("second_person_needed",), ())
    case.fire(RATNA, "assign", tasks=[LEAD | {"agency": "kejari"}], **GIVEN)
    assert case.facts.lead_agency == "kejari"
    assert found_in(case) == []


def test_who_stands_in_and_gave_it_away_stands_in_again() -> None:
    case = Trail().intake(AGUS, category="security_threat", classification="ordinary", severity="S3", **OF_THE_REGENCY)
    case.verify(EKO).wall("polres", EKO)
    for agency in ("kejari", "kpu"):
        case.fire(TONO, "assign", tasks=[LEAD | {"agency": agency}], **GIVEN)
        case.work(actor(Role.OFFICER, agency, "Wawan"), agency, "decline", reason="Berhalangan")
    assert why_not(case, TONO, "assign") == ()
    assert found_in(case) == []


def test_who_took_the_lead_back_from_another_does_not_choose_the_next() -> None:
    case = Trail().intake(AGUS, category="money_politics", classification="ordinary", severity="S3").verify(HADI)
    case.amend(HADI, reported_party=BAWASLU)
    case.fire(RATNA, "assign", tasks=[LEAD | {"agency": "kpu"}], **GIVEN)
    case.work(RATNA, "kpu", "withdraw", reason="Ditarik")
    assert why_not(case, RATNA, "assign") == ("second_person_needed",)


# A review of what nobody may lead


def acquitted() -> Case:
    """The police lead it by law, two have acquitted them, and the desk is of the accused side."""
    case = Trail().intake(AGUS, category="security_threat", classification="ordinary", severity="S3", **OF_THE_REGENCY)
    case.verify(EKO).amend(AGUS, reported_party={"agency": "polres"})
    return case.decide(case.propose(TONO, "accusation", agency="polres"), RINI)


def led_by_nobody() -> Case:
    case = Trail().intake(AGUS, category="incumbent_abuse", classification="ordinary", severity="S3")
    return case.wall("bawaslu", TONO).verify(RINI)


@pytest.mark.parametrize("make", [acquitted, led_by_nobody])
def test_who_stands_in_opens_writes_and_closes_the_review(make: Callable[[], Case]) -> None:
    case = make()
    assert (why_not(case, HADI, "open_review"), why_not(case, RINI, "open_review")) == (("own_side_accused",), ())
    case.review(who=RINI)
    for section in ("planned", "happened", "why"):
        case.record(section, RINI)
    case.lesson("keep", RINI).lesson("change", RINI).recommend("kejari", RINI)
    with pytest.raises(DutyConflict, match="own_side_accused"):
        case.record("why", HADI)
    case.close_review(RINI)
    assert found_in(case) == []


# A lead that sits on what it leads


def test_the_desk_of_the_accused_side_gives_on_what_the_lead_has_given_up_and_never_to_its_own() -> None:
    made = {"category": "security_threat", "classification": "restricted", "severity": "S3"}
    case = Trail().intake(AGUS, **made, **OF_THE_REGENCY).verify(HADI)
    with pytest.raises(DutyConflict, match="own_side_accused"):
        case.fire(HADI, "assign", tasks=[LEAD | {"agency": "kpu"}], **GIVEN)
    case.fire(HADI, "assign", tasks=[POLRES_LEAD]).work(BUDI, "polres", "decline", reason="Berhalangan")
    for agency in ("kesbangpol", "diskominfo"):
        with pytest.raises(DutyConflict, match="own_side_accused"):
            case.fire(HADI, "assign", tasks=[LEAD | {"agency": agency}], **GIVEN)
    case.fire(HADI, "assign", tasks=[LEAD | {"agency": "kpu", "kind": "verification"}], **GIVEN)
    assert case.facts.lead_agency == "kpu"
    assert found_in(case) == []


def test_a_door_that_was_declined_stays_the_door() -> None:
    made = {"category": "money_politics", "classification": "restricted", "severity": "S3"}
    case = Trail().intake(AGUS, **made, **OF_THE_REGENCY).verify(HADI)
    case.fire(HADI, "assign", tasks=[LEAD]).work(SARI, "bawaslu", "decline", reason="Berhalangan")
    with pytest.raises(LawForbids, match="bawaslu_only_door"):
        case.fire(HADI, "assign", tasks=[LEAD | {"agency": "kpu"}], **GIVEN)


def test_nobody_takes_the_lead_away_by_a_slip_of_when_it_happened() -> None:
    """One person takes it away and two give it back: so they are told first, and nothing happens until they mean it."""
    case = Trail().intake(AGUS, category="hate_speech", classification="ordinary", severity="S3", occurred_at=BEFORE_IT)
    case.verify(HADI).wall("bawaslu", HADI)
    assert (case.facts.lead_agency, case.facts.cleared) == ("polres", {"polres"})
    case.fire(RATNA, "assign", tasks=[POLRES_LEAD], reason="Sesuai aturan")
    slip = {"occurred_at": IN_THE_CAMPAIGN, "takes_lead_away": False}
    with pytest.raises(LawForbids, match="takes_lead_away") as refused:
        case.amend(AGUS, **slip)
    assert refused.value.details == {"agencies": ["polres"]}
    assert (case.facts.lead_agency, case.facts.cleared) == ("polres", {"polres"})
    case.amend(AGUS, **slip | {"takes_lead_away": True})
    assert (case.facts.lead_agency, case.facts.cleared, found_in(case)) == (None, frozenset(), [])


def test_nor_by_a_slip_of_what_it_is_taken_for() -> None:
    case = Trail().intake(AGUS, category="security_threat", classification="restricted", severity="S3", election=None)
    case.verify(HADI).wall("bawaslu", EKO).assign(POLRES_LEAD)
    with pytest.raises(LawForbids, match="takes_lead_away"):
        case.amend(EKO, category="money_politics", takes_lead_away=False)
    assert case.facts.lead_agency == "polres"


@pytest.mark.parametrize("members", [{"category": "polarisation"}, {"reported_party": BAWASLU}, {"severity": "S2"}])
def test_nobody_is_asked_where_nobody_loses_a_lead_or_an_accusation_takes_it(members: dict[str, Any]) -> None:
    case = Trail().intake(AGUS, category="security_threat", classification="ordinary", severity="S3", election=None)
    case.verify(HADI).assign(POLRES_LEAD).amend(EKO, takes_lead_away=False, **members)
    assert found_in(case) == []
