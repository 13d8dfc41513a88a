"""Nobody brings home by a merge what they do not read, and a duplicate is judged by what the other report says too."""

from typing import Any
from uuid import UUID

import pytest

from tests.trail.verifier.stories import LEAD
from tests.trail.verifier.trails import EKO, HADI, JOKO, POLICY, TONO, Case, Trail, actor
from tests.workflows.access.test_standing_in import AGUS
from tests.workflows.decisions.test_gaps import KPU
from tests.workflows.decisions.test_protections import RATNA, found_in
from workflows.access.actors import Actor
from workflows.access.refusals import DutyConflict
from workflows.codes.evidence import MediaType, PreviewState
from workflows.codes.people import Role
from workflows.codes.reports import Classification
from workflows.codes.tasks import TaskTrigger
from workflows.decisions.available import report_actions
from workflows.decisions.evidence.commands import TransferEvidence
from workflows.decisions.evidence.custody import EvidenceFacts, decide_transfer
from workflows.decisions.tasks.task_duties import task_conflicts, task_of

OF_THREATS = {"category": "security_threat", "severity": "S3", "election": None}
TO_KESBANGPOL = {"tasks": [LEAD | {"agency": "kesbangpol", "kind": "verification"}], "reason": "Dekat"}
ACCUSING = {"reported_party": {"agency": "diskominfo"}}


def test_who_stands_in_and_reads_no_words_merges_nothing_into_what_their_own_house_leads() -> None:
    trail = Trail()
    duplicate = trail.intake(KPU, category="hoax", severity="S3", election=None).verify(HADI)
    duplicate.fire(HADI, "assign", **TO_KESBANGPOL).amend(KPU, **ACCUSING).wall("kesbangpol", EKO)
    told = {"category": "ethics", "classification": "ordinary", "severity": "S3", "election": None}
    survivor = trail.intake(TONO, **told, **ACCUSING)
    survivor.wall("kesbangpol", TONO)
    assert (survivor.facts.lead_agency, "bawaslu" in duplicate.facts.stand_ins) == ("bawaslu", True)
    with pytest.raises(DutyConflict, match="second_person_needed"):
        duplicate.merge(survivor, TONO)


def carrying(classification: str) -> Case:
    """An ordinary report into which one that is classified otherwise was merged by the desk, which may not read it."""
    return carried_in(Trail(), classification)


def carried_in(trail: Trail, classification: str) -> Case:
    """The same in a trail that goes on."""
    duplicate = trail.intake(AGUS, classification=classification, **OF_THREATS)
    survivor = trail.intake(AGUS, classification="ordinary", **OF_THREATS).verify(HADI)
    duplicate.merge(survivor, HADI)
    assert survivor.facts.carried is Classification(classification)
    return survivor


def test_after_a_merge_nobody_brings_the_lead_home_with_what_was_secret() -> None:
    survivor = carrying("secret")
    with pytest.raises(DutyConflict, match="second_person_needed"):
        survivor.fire(HADI, "assign", **TO_KESBANGPOL)
    assert found_in(survivor) == []


@pytest.mark.parametrize("classification", ["ordinary", "restricted"])
def test_after_a_merge_of_what_the_desk_reads_it_gives_the_lead_as_before(classification: str) -> None:
    survivor = carrying(classification)
    survivor.fire(HADI, "assign", **TO_KESBANGPOL)
    assert (survivor.facts.lead_agency, found_in(survivor)) == ("kesbangpol", [])


def test_what_was_secret_stays_so_over_the_next_merge() -> None:
    trail = Trail()
    middle, last = carried_in(trail, "secret"), trail.intake(AGUS, classification="ordinary", **OF_THREATS)
    middle.merge(last, HADI)
    assert last.facts.carried is Classification.SECRET


def accused_later(party: str = "satpolpp", category: str = "security_threat", *, verify: bool = False) -> Case:
    """A duplicate in which a report goes on that accuses an agency of the regency government after the merge."""
    trail = Trail()
    told = OF_THREATS | {"classification": "restricted", "reporter": {"name": "Pelapor Rahasia"}}
    duplicate = trail.intake(AGUS, **told | {"category": category})
    if verify:
        duplicate.verify(HADI)
    survivor = trail.intake(AGUS, **told)
    duplicate.merge(survivor, HADI)
    survivor.amend(EKO, reported_party={"agency": party})
    return duplicate


def test_the_desk_of_a_side_that_the_other_report_accuses_walls_nobody_off_the_duplicate() -> None:
    duplicate = accused_later()
    assert duplicate.facts.accused_beyond == {"satpolpp"}
    with pytest.raises(DutyConflict, match="own_side_accused"):
        duplicate.wall("polres", HADI)
    offered = {one.action: one.reasons for one in report_actions(duplicate.facts, HADI, POLICY, sealed=True)}
    assert "own_side_accused" in offered["raise_wall"]
    duplicate.wall("kejari", EKO)  # who is not of that side may
    assert found_in(duplicate) == []


def test_nor_in_the_middle_of_a_chain() -> None:
    trail = Trail()
    first, middle, last = (trail.intake(AGUS, classification="restricted", **OF_THREATS) for _ in range(3))
    first.merge(middle, HADI)
    middle.merge(last, HADI)
    last.amend(EKO, reported_party={"agency": "satpolpp"})
    for each in (first, middle):
        with pytest.raises(DutyConflict, match="own_side_accused"):
            each.wall("polres", HADI)


def test_the_desk_of_a_side_that_the_other_report_accuses_does_not_open_the_duplicate_again() -> None:
    duplicate = accused_later(category="polarisation", verify=True)
    with pytest.raises(DutyConflict, match="own_side_accused"):
        duplicate.fire(HADI, "reopen", basis="new_fact", reason="Saksi baru")


def test_a_duplicate_of_which_nobody_is_accused_is_opened_again_and_forgets_what_it_went_on_to() -> None:
    trail = Trail()
    duplicate = trail.intake(AGUS, **OF_THREATS | {"category": "polarisation"}).verify(HADI)
    duplicate.merge(trail.intake(AGUS, **OF_THREATS), HADI)
    duplicate.fire(HADI, "reopen", basis="new_fact", reason="Saksi baru")
    assert (duplicate.facts.merged_into, duplicate.facts.accused_beyond) == (None, frozenset())
    assert found_in(duplicate) == []


def test_whom_the_other_report_accuses_neither_unseals_nor_has_destroyed_what_they_led() -> None:
    duplicate = accused_later("kesbangpol", "polarisation")
    assert duplicate.facts.lead_agency == "kesbangpol"
    sukes = actor(Role.SUPERVISOR, "kesbangpol", "Sukes")
    with pytest.raises(DutyConflict, match="own_side_accused"):
        duplicate.unseal(sukes)
    asked = duplicate.ask_to_erase("reporter")
    with pytest.raises(DutyConflict, match="own_side_accused"):
        duplicate.settle_erasure(asked)


def test_nor_takes_a_task_back_that_its_review_recommended() -> None:
    """What was recommended outlives the report."""
    trail, told = Trail(), OF_THREATS | {"classification": "restricted", "election": "pilkada-2024"}
    survivor, duplicate = (trail.intake(AGUS, **told).verify() for _ in range(2))
    duplicate.review().recommend("kpu").merge(survivor, HADI)
    survivor.amend(EKO, reported_party={"agency": "satpolpp"})
    (task,) = duplicate.facts.tasks
    offered = dict(task_conflicts(HADI, task_of(task, duplicate.facts), POLICY))
    assert offered == dict.fromkeys((TaskTrigger.WITHDRAW, TaskTrigger.TRANSFER), "own_side_accused")
    with pytest.raises(DutyConflict, match="own_side_accused"):
        duplicate.work(HADI, "kpu", "withdraw", reason="Tidak perlu")
    duplicate.work(EKO, "kpu", "withdraw", reason="Tidak perlu")
    assert found_in(duplicate) == []


PHOTO = EvidenceFacts(UUID(int=7), MediaType.JPEG, PreviewState.READY)


def handed(case: Case, through: Case | None, who: Actor, **to: str) -> Case:
    body = TransferEvidence(reason="Pelimpahan", **to)
    at = None if through is None else through.facts
    return case.keep(who, lambda given: decide_transfer(case.facts, PHOTO, body, who, given, through=at))


@pytest.mark.parametrize("reached", ["through", "by itself"])
@pytest.mark.parametrize("to", [{"agency": "kesbangpol"}, {"agency": "kejari"}, {"outside_body": "polda"}])
def test_the_side_that_the_other_report_accuses_takes_no_custody_of_the_duplicates_evidence(
    reached: str, to: dict[str, str]
) -> None:
    duplicate = accused_later()
    survivor = Case(duplicate._trail, duplicate.facts.merged_into) if reached == "through" else None  # type: ignore[arg-type]  # noqa: SLF001 - the other of the two
    with pytest.raises(DutyConflict, match="own_side_accused"):
        handed(duplicate, survivor, HADI, **to)


def test_nor_does_who_led_the_duplicate_hand_it_outside() -> None:
    duplicate = accused_later("kesbangpol", "polarisation")
    with pytest.raises(DutyConflict, match="own_side_accused"):
        handed(duplicate, None, actor(Role.SUPERVISOR, "kesbangpol", "Sukes"), outside_body="polda")


def test_who_leads_the_report_that_goes_on_hands_on_what_accuses_them_and_was_decided_to_be_theirs() -> None:
    trail = Trail()
    told = OF_THREATS | {"classification": "ordinary", "reported_party": {"agency": "bawaslu"}}
    duplicate, survivor = trail.intake(AGUS, **told), trail.intake(AGUS, **told | {"category": "ethics"})
    for each in (duplicate, survivor):
        each.agree(RATNA, HADI, "accusation", agency="bawaslu")
    duplicate.merge(survivor, HADI)
    assert (duplicate.facts.lead_agency, survivor.facts.lead_agency) == ("polres", "bawaslu")
    handed(duplicate, survivor, TONO, agency="polres")


# Who shut somebody out fills the gap by no merge

OF_POLRES = {"reported_party": {"agency": "polres"}}


def shut_out(trail: Trail, classification: str = "restricted") -> Case:
    """A report of which a coordinator has shut out who led it."""
    return trail.intake(AGUS, classification=classification, **OF_THREATS).wall("polres", HADI)


@pytest.mark.parametrize("classification", ["ordinary", "restricted"])
def test_nobody_gives_what_a_report_was_merged_into_to_whose_person_shut_somebody_out_of_it(
    classification: str,
) -> None:
    """Reported by themselves, so that nobody there was shut out by an act."""
    trail = Trail()
    duplicate = shut_out(trail, classification)
    survivor = trail.intake(HADI, classification=classification, **OF_THREATS | OF_POLRES).verify(RATNA)
    duplicate.merge(survivor, HADI)
    for who in (HADI, RATNA, JOKO):
        with pytest.raises(DutyConflict, match="second_person_needed"):
            survivor.fire(who, "assign", **TO_KESBANGPOL)
    survivor.agree(HADI, JOKO, "lead", agency="kesbangpol")
    survivor.fire(RATNA, "assign", **TO_KESBANGPOL)
    assert (survivor.facts.lead_agency, found_in(survivor)) == ("kesbangpol", [])


def test_nor_is_it_merged_into_what_they_lead_already() -> None:
    trail = Trail()
    duplicate = shut_out(trail)
    survivor = trail.intake(RATNA, classification="restricted", **OF_THREATS | OF_POLRES).verify(HADI)
    survivor.fire(HADI, "assign", **TO_KESBANGPOL)
    for who in (HADI, RATNA):
        with pytest.raises(DutyConflict, match="second_person_needed"):
            duplicate.merge(survivor, who)
    duplicate.agree(HADI, JOKO, "lead", agency="kesbangpol")
    duplicate.merge(survivor, RATNA)
    assert found_in(survivor) == []


def test_nor_taken_for_what_they_lead_by_rule() -> None:
    trail = Trail()
    survivor = trail.intake(AGUS, classification="restricted", **OF_THREATS | OF_POLRES)
    shut_out(trail).merge(survivor, HADI)
    with pytest.raises(DutyConflict, match="second_person_needed"):
        survivor.amend(HADI, category="polarisation")


def test_whoever_moved_the_lead_of_a_duplicate_does_not_choose_who_leads_where_nobody_does() -> None:
    trail = Trail()
    survivor = trail.intake(AGUS, classification="restricted", **OF_THREATS | OF_POLRES).verify(RATNA)
    shut_out(trail).merge(survivor, HADI)
    survivor.wall("satpolpp", RATNA)
    assert survivor.facts.lead_agency is None
    with pytest.raises(DutyConflict, match="second_person_needed"):
        survivor.fire(HADI, "assign", tasks=[LEAD | {"agency": "kejari", "kind": "verification"}], reason="Dekat")


def test_what_was_carried_goes_on_over_the_next_merge() -> None:
    trail = Trail()
    told = {"classification": "restricted", **OF_THREATS, **OF_POLRES}
    middle, last = trail.intake(AGUS, **told), trail.intake(AGUS, **told).verify(RATNA)
    shut_out(trail).merge(middle, HADI)
    middle.merge(last, RATNA)
    assert (last.facts.passed_over_before, last.facts.lead_moved_before) == ({"kesbangpol"}, {HADI.person})
    with pytest.raises(DutyConflict, match="second_person_needed"):
        last.fire(HADI, "assign", **TO_KESBANGPOL)


def test_whom_nobody_shut_out_of_anything_is_given_the_lead_by_one_as_before() -> None:
    trail = Trail()
    told = {"classification": "restricted", **OF_THREATS}
    duplicate, survivor = trail.intake(AGUS, **told), trail.intake(AGUS, **told).verify(RATNA)
    duplicate.wall("kpu", EKO)
    survivor.wall("kpu", EKO)
    duplicate.merge(survivor, HADI)
    survivor.fire(HADI, "assign", **TO_KESBANGPOL)
    assert survivor.facts.lead_agency == "kesbangpol"


@pytest.mark.parametrize("accused", [{}, OF_POLRES])
def test_that_their_house_led_the_other_report_at_first_clears_it_for_nothing_of_the_duplicate(
    accused: dict[str, Any],
) -> None:
    """One may be reported as what the own house leads by rule, and then be taken for what it is."""
    trail = Trail()
    survivor = trail.intake(HADI, classification="restricted", **OF_THREATS | {"category": "polarisation"} | accused)
    survivor.amend(HADI, category="security_threat")
    if not accused:
        survivor.wall("polres", HADI)
    shut_out(trail).merge(survivor.verify(RATNA), HADI)
    assert ("kesbangpol" in survivor.facts.cleared) is bool(accused), "who shuts out who led is cleared no longer"
    with pytest.raises(DutyConflict, match="second_person_needed"):
        survivor.fire(HADI, "assign", **TO_KESBANGPOL)
    survivor.agree(HADI, JOKO, "lead", agency="kesbangpol")
    survivor.fire(HADI, "assign", **TO_KESBANGPOL)
    assert (survivor.facts.lead_agency, found_in(survivor)) == ("kesbangpol", [])


def test_nor_on_the_way_over_another() -> None:
    trail = Trail()
    told = OF_THREATS | {"category": "polarisation", "classification": "restricted"}
    middle = trail.intake(HADI, **told).amend(HADI, category="security_threat").wall("polres", HADI)
    shut_out(trail).merge(middle, RATNA)
    last = trail.intake(AGUS, **OF_THREATS | OF_POLRES, classification="restricted").verify(RATNA)
    middle.merge(last, RATNA)
    assert last.facts.passed_over_before == {"kesbangpol"}
