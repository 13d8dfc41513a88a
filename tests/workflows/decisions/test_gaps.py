"""Whoever shuts somebody out does not take the place, nor give it away, nor leave it empty.

Each of these was one person's way, or that of two of one office, to a report that others should have dealt with.
"""

from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from tests.trail.verifier.stories import LEAD
from tests.trail.verifier.trails import BUDI, EKO, HADI, SARI, TONO, Case, Trail, actor
from tests.workflows.access.test_standing_in import AGUS, EKA, REGISTERED, RINI, STOPPED, why_not
from tests.workflows.decisions.test_protections import POLRES_LEAD, RATNA, found_in, reads
from workflows.access.refusals import DutyConflict, LawForbids, NotPermitted
from workflows.codes.people import Role
from workflows.codes.tasks import TaskState

KPU = actor(Role.OFFICER, "kpu", "Gita")
PANWASCAM = actor(Role.SUPERVISOR, "panwascam", "Lulu")
KPU_LEAD = POLRES_LEAD | {"agency": "kpu"}
CLARIFICATION = {"role": "support", "kind": "clarification"}
THREAT = {"category": "security_threat", "severity": "S3", "classification": "ordinary"}
AT_HOME, BAWASLU = {"agency": "kesbangpol"}, {"agency": "bawaslu"}
OF_THE_REGENCY = {"reported_party": {"agency": "satpolpp"}}
GIVEN = {"reason": "Tidak ada penanggung jawab"}
LETTER = {"reason": "Lebih dekat", "reference": "1/X/2024"}


# Leaving the place empty


@pytest.mark.parametrize("shuts_out", ["wall", "accusation"])
def test_who_leads_shuts_nobody_out_until_only_the_lead_is_left(shuts_out: str) -> None:
    """Who leads may decline the next day, and then there would be nobody."""
    case = Trail().intake(AGUS, **THREAT).verify(EKO).fire(HADI, "assign", tasks=[KPU_LEAD], **GIVEN)
    others = ("polres", "bawaslu", "kejari", "kodim")

    for agency in others:
        case.wall(agency, RINI) if shuts_out == "wall" else case.amend(KPU, reported_party={"agency": agency})
    with pytest.raises(LawForbids, match="nobody_left"):
        case.amend(KPU, category="incumbent_abuse")
    case.work(KPU, "kpu", "decline", reason="Berhalangan")
    assert why_not(case, HADI, "assign") == ()
    assert found_in(case) == []


def test_who_leads_does_not_hide_a_report_from_everybody_and_end_it() -> None:
    case = Trail().intake(BUDI, **THREAT).verify(EKO).assign(POLRES_LEAD)
    for agency in ("bawaslu", "kejari", "kpu", "kodim"):
        case.wall(agency, EKO)
    with pytest.raises(LawForbids, match="nobody_left"):
        case.amend(EKO, category="incumbent_abuse")
    assert reads(case, HADI)


def test_the_first_lead_whose_person_put_walls_up_never_stands_in_alone() -> None:
    case = Trail().intake(AGUS, **THREAT | {"severity": "S2"}).verify(EKO).assign(POLRES_LEAD)
    for agency in ("bawaslu", "kejari", "kpu"):
        case.wall(agency, EKO)
    with pytest.raises(LawForbids, match="nobody_left"):
        case.wall("kodim", EKO).amend(EKO, category="incumbent_abuse")
    case.lift("kodim", HADI, EKO).amend(EKO, category="incumbent_abuse")
    assert (case.facts.lead_agency, case.facts.stand_ins) == (None, {"kodim"})


# Taking the place, or giving it away


@pytest.mark.parametrize("classification", ["ordinary", "restricted"])
def test_nobody_walls_who_leads_off_and_brings_the_lead_to_the_own_agency_or_to_another(classification: str) -> None:
    """Another person chooses; the agency of who put the wall up takes two."""
    case = Trail().intake(classification=classification).verify().wall("bawaslu", HADI)
    assert case.facts.lead_agency is None
    for who, agency in ((HADI, "kesbangpol"), (HADI, "satpolpp"), (RATNA, "kesbangpol")):
        with pytest.raises(DutyConflict, match="second_person_needed"):
            case.fire(who, "assign", tasks=[LEAD | {"agency": agency}], **GIVEN)
    assert (why_not(case, HADI, "assign"), why_not(case, RATNA, "assign")) == (("second_person_needed",), ())
    at_kesbangpol = replace(HADI, role=Role.SUPERVISOR)
    assert not reads(case, at_kesbangpol) or classification == "ordinary"
    case.fire(RATNA, "assign", tasks=[LEAD | {"agency": "satpolpp"}], **GIVEN)
    assert found_in(case) == []


def test_nor_once_it_is_at_the_joint_desk_or_closed() -> None:
    at_the_desk = Trail().intake(classification="ordinary").verify().step(TONO, "register", **REGISTERED)
    at_the_desk.wall("bawaslu", HADI)
    closed = Trail().intake(classification="ordinary").verify().assign(LEAD)
    for trigger in ("accept", "start"):
        closed.work(SARI, "bawaslu", trigger)
    closed.work(SARI, "bawaslu", "complete", result="Selesai")
    closed.fire(HADI, "close", outcome="not_proven", notice={"sent": False, "reason": "Alamat tidak dikenal"})
    closed.wall("bawaslu", HADI).fire(HADI, "reopen", basis="new_fact", reason="Fakta baru")
    for case in (at_the_desk, closed):
        for agency in ("kesbangpol", "satpolpp"):
            with pytest.raises(DutyConflict, match="second_person_needed"):
                case.fire(HADI, "assign", tasks=[LEAD | {"agency": agency}], **GIVEN)


@pytest.mark.parametrize("category", ["money_politics", "administrative", "intimidation", "negative_campaign"])
def test_nobody_takes_the_only_door_round_by_another_category_and_a_wall(category: str) -> None:
    """Taken for something else, given to the own agency, taken back for what it was, and then the wall."""
    case = Trail().intake(category=category, classification="restricted", severity="S3").verify()
    case.amend(HADI, category="security_threat").fire(HADI, "assign", tasks=[POLRES_LEAD | AT_HOME], **GIVEN)
    case.amend(HADI, category=category).wall("bawaslu", HADI)
    assert (case.facts.state, case.facts.lead_agency) == ("verified", None)
    assert why_not(case, HADI, "assign") == ("second_person_needed",)
    assert found_in(case) == []


def test_who_loses_the_lead_by_a_gap_loses_that_task_alone_and_who_supports_stays() -> None:
    case = Trail().intake(category="intimidation", classification="restricted", severity="S3").verify()
    supports = CLARIFICATION | {"agency": "kodim"}
    case.amend(HADI, category="security_threat")
    case.fire(HADI, "assign", tasks=[POLRES_LEAD | AT_HOME, supports], **GIVEN)
    case.amend(HADI, category="intimidation").wall("bawaslu", HADI)
    assert [(task.agency, task.state) for task in case.facts.tasks] == [
        ("kesbangpol", TaskState.WITHDRAWN),
        ("kodim", TaskState.OFFERED),
    ]
    assert found_in(case) == []


def test_nobody_fills_the_gap_that_they_made_by_another_category() -> None:
    case = Trail().intake(classification="restricted").verify().wall("bawaslu", HADI)
    with pytest.raises(DutyConflict, match="second_person_needed"):
        case.amend(HADI, category="security_threat")
    case.amend(HADI, title="Judul lain").amend(RATNA, category="security_threat")
    assert case.facts.lead_agency == "polres"


@pytest.mark.parametrize("names", [{"agency": "dispermades"}, {"agency": "kpu"}])
def test_who_leads_by_law_and_names_whom_it_accuses_keeps_its_own_door(names: dict[str, str]) -> None:
    """Put right from another category, so that nobody had cleared it: the only door stays the only door."""
    case = Trail().intake(category="security_threat", classification="ordinary")
    case.amend(HADI, category="money_politics").verify(RATNA).amend(SARI, reported_party=names)
    for agency in ("kpu", "kejari", "satpolpp", "kesbangpol"):
        with pytest.raises((DutyConflict, LawForbids)):
            case.fire(RATNA, "assign", tasks=[LEAD | {"agency": agency}], **GIVEN)
    assert case.facts.lead_agency == "bawaslu"
    case.fire(TONO, "assign", tasks=[LEAD])
    assert found_in(case) == []


def test_whoever_made_the_gap_does_not_decide_without_the_words_who_fills_it() -> None:
    case = Trail().intake(classification="secret").verify().wall("bawaslu", HADI)
    asked = case.propose(RATNA, "lead", agency="satpolpp")
    with pytest.raises(NotPermitted, match="reads_no_words"):
        case.decide(asked, HADI)
    case.decide(asked, EKO).fire(RATNA, "assign", tasks=[LEAD | {"agency": "satpolpp"}], **GIVEN)
    assert found_in(case) == []


# Bringing it home by an arm, a take-over or a merge


def stood_in(classification: str = "restricted", **more: Any) -> Case:
    """What the police led until they were walled off: core agencies stand in, and read no word."""
    made = {"category": "hoax", "classification": classification, "reported_party": {"agency": "diskominfo"}}
    case = Trail().intake(KPU, **made | more).wall("polres", EKO)
    assert "bawaslu" in case.facts.stand_ins, case.facts
    return case


def test_who_stands_in_brings_it_neither_home_nor_to_an_arm_of_theirs() -> None:
    case = stood_in().verify(RINI)
    for agency in ("bawaslu", "panwascam"):
        for act in (
            partial(case.offer, TONO, agency=agency, **CLARIFICATION),
            partial(case.fire, TONO, "assign", tasks=[LEAD | {"agency": agency}], **GIVEN),
        ):
            with pytest.raises(DutyConflict, match="second_person_needed"):
                act()
    case.offer(TONO, agency="kejari", **CLARIFICATION)
    assert not reads(case, TONO)
    assert found_in(case) == []


def test_who_stands_in_takes_no_task_over_that_would_let_them_read() -> None:
    """Another gave it to their arm, which is above nobody."""
    case = stood_in().offer(RINI, agency="panwascam", **CLARIFICATION)
    with pytest.raises(DutyConflict, match="second_person_needed"):
        case.work(TONO, "panwascam", "transfer", kind="taken_over", agency="bawaslu", **LETTER)
    assert not reads(case, TONO)


def test_a_task_of_a_duplicate_does_not_let_who_merges_read_what_goes_on() -> None:
    trail = Trail()
    made = {"category": "hoax", "classification": "restricted", "reported_party": {"agency": "diskominfo"}}
    goes_on = trail.intake(KPU, **made).wall("polres", EKO)
    plain = made | {"category": "money_politics", "classification": "ordinary", "election": None}
    duplicate = trail.intake(SARI, **plain).wall("polres", TONO).offer(TONO, agency="bawaslu", **CLARIFICATION)
    duplicate.merge(goes_on, TONO)
    assert not reads(goes_on, TONO)
    assert "second_person_needed" in {code for change in trail.changes for code in _not_moved(change)}
    assert found_in(duplicate) == []


def _not_moved(change: Any) -> list[Any]:
    told = (event.names.told for event in change.events if event.names is not None)
    return [one.get("not_moved") for one in told]


# The side that is accused


def accusing(**more: Any) -> Case:
    return Trail().intake(**{"category": "security_threat", "classification": "ordinary"} | OF_THE_REGENCY | more)


def test_the_desk_of_the_accused_side_takes_no_task_of_another_back_away_or_home() -> None:
    case = accusing().verify(EKO).assign(POLRES_LEAD)
    case.offer(EKO, agency="kejari", role="support", kind="clarification")
    for agency in ("polres", "kejari"):
        for act in (
            partial(case.work, HADI, agency, "withdraw", reason="Ditarik"),
            partial(case.work, HADI, agency, "transfer", kind="taken_over", agency="kesbangpol", **LETTER),
            partial(case.work, HADI, agency, "transfer", kind="forwarded", agency="panwascam", **LETTER),
        ):
            with pytest.raises(DutyConflict, match="own_side_accused"):
                act()
    case.work(EKO, "kejari", "withdraw", reason="Tidak perlu")
    assert found_in(case) == []


@pytest.mark.parametrize(
    "members",
    [
        {"category": "hate_speech"},
        {"category": "intimidation"},
        {"known_at": "2024-10-01T08:00:00+07:00"},
    ],
)
def test_the_desk_of_the_accused_side_neither_takes_it_for_something_else_nor_moves_when_it_was_known(
    members: dict[str, str],
) -> None:
    with pytest.raises(DutyConflict, match=r"own_side_accused|second_person_needed"):
        accusing().amend(HADI, **members)
    accusing().amend(HADI, title="Judul lain")


def test_the_desk_of_the_accused_side_lets_its_own_agencies_read_nothing_that_is_not_for_all() -> None:
    case = accusing(classification="restricted")
    for agency in ("kesbangpol", "diskominfo"):
        with pytest.raises(DutyConflict, match="own_side_accused"):
            case.offer(HADI, agency=agency, role="support", kind="information")
    case.offer(HADI, agency="kpu", role="support", kind="information")
    accusing().offer(HADI, agency="diskominfo", role="support", kind="information")


def test_the_desk_of_the_accused_side_gives_the_lead_to_nobody_else_than_who_has_it() -> None:
    case = accusing().verify(EKO)
    for agency in ("kejari", "kpu", "bawaslu"):
        with pytest.raises(DutyConflict, match="own_side_accused"):
            case.fire(HADI, "assign", tasks=[LEAD | {"agency": agency}], **GIVEN)
    case.fire(HADI, "assign", tasks=[POLRES_LEAD], **GIVEN)


def test_the_desk_of_the_accused_side_neither_opens_nor_closes_the_only_review() -> None:
    case = accusing().verify(EKO)
    with pytest.raises(DutyConflict, match="own_side_accused"):
        case.review(who=HADI)
    assert why_not(case, HADI, "open_review") == ("own_side_accused",)
    case.review(who=EKO)
    for section in ("planned", "happened", "why"):
        case.record(section, EKO)
    with pytest.raises(DutyConflict, match="own_side_accused"):
        case.record("why", HADI)
    with pytest.raises(DutyConflict, match="own_side_accused"):
        case.close_review(HADI)


def test_the_accused_side_merges_nothing_into_what_accuses_it() -> None:
    """What is merged tells who led and who reported, and they end it no longer."""
    trail = Trail()
    goes_on = trail.intake(classification="ordinary", **OF_THE_REGENCY)
    duplicate = trail.intake(classification="ordinary").wall("satpolpp", HADI)
    with pytest.raises(DutyConflict, match="own_side_accused"):
        duplicate.merge(goes_on, HADI)
    duplicate.merge(goes_on, TONO)


# What opens


def test_two_of_an_agency_that_does_not_read_it_open_nothing_that_is_restricted() -> None:
    case = Trail().intake(
        AGUS, category="incumbent_abuse", classification="restricted", reported_party={"agency": "bawaslu"}
    )
    for opens in ({"classification": "ordinary"}, {"category": "money_politics"}):
        asked = case.propose(EKO, "amendment", amendment=opens)
        for who in (EKA, RINI):
            with pytest.raises(NotPermitted, match="reads_no_words"):
                case.decide(asked, who)


# What a case at the joint desk has used of its time


def test_a_case_does_not_begin_anew_by_a_merge() -> None:
    trail = Trail()
    registered, other = (trail.intake(classification="ordinary").verify() for _ in range(2))
    registered.step(TONO, "register", **REGISTERED)
    with pytest.raises(LawForbids) as refused:
        registered.merge(other, TONO)
    assert refused.value.details == {"protections": ["legal_clock"]}
    other.merge(registered, TONO)
    assert found_in(other) == []


def two_at_the_joint_desk() -> tuple[Case, Case]:
    trail = Trail()
    cases = tuple(trail.intake(classification="ordinary").verify() for _ in range(2))
    for number, case in enumerate(cases, start=1):
        case.step(TONO, "register", **REGISTERED | {"register_number": f"0{number}/REG/LP/PB/Kab/14.18/XI/2024"})
    return cases[0], cases[1]


@pytest.mark.parametrize("which", [0, 1], ids=["the earlier was stopped", "the later was stopped"])
def test_a_case_that_was_stopped_merges_into_one_that_goes_on_and_not_the_other_way(which: int) -> None:
    """An honest duplicate has one way: what was stopped keeps its end, and the other its time."""
    cases = two_at_the_joint_desk()
    stopped, goes_on = cases[which], cases[1 - which]
    stopped.step(TONO, "first_discussion", **STOPPED)
    began = goes_on.case.registered_at
    with pytest.raises(LawForbids, match="survivor_protects_less"):
        goes_on.merge(stopped, TONO)
    stopped.merge(goes_on, TONO)
    assert (stopped.facts.outcome, stopped.case.state) == ("duplicate", "stopped")
    assert (goes_on.case.registered_at, goes_on.case.state) == (began, "registered")
    assert found_in(goes_on) == []


def test_of_two_cases_that_were_stopped_the_one_that_was_registered_first_goes_on() -> None:
    """Registered again, it is handled in the time that began with its first registration."""
    earlier, later = two_at_the_joint_desk()
    for case in (earlier, later):
        case.step(TONO, "first_discussion", **STOPPED)
    with pytest.raises(LawForbids, match="survivor_protects_less"):
        earlier.merge(later, TONO)
    later.merge(earlier, TONO)
    assert found_in(later) == []
