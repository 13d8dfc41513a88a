"""Nobody brings home by a merge what they do not read, and a duplicate is judged by what the other report says too."""

import pytest

from tests.trail.verifier.stories import LEAD
from tests.trail.verifier.trails import HADI, TONO, Case, Trail
from tests.workflows.test_gaps import KPU
from tests.workflows.test_protections import found_in
from tests.workflows.test_standing_in import AGUS, EKO
from workflows.access.refusals import DutyConflict
from workflows.codes.reports import Classification

OF_THREATS = {"category": "security_threat", "severity": "S3", "election": None}
TO_KESBANGPOL = {"tasks": [LEAD | {"agency": "kesbangpol", "kind": "verification"}], "reason": "Dekat"}
ACCUSING = {"reported_party": {"agency": "diskominfo"}}


def test_who_stands_in_and_reads_no_words_merges_nothing_into_what_their_own_house_leads() -> None:
    trail = Trail()
    duplicate = trail.intake(KPU, category="hoax", severity="S3", election=None).verify(HADI)
    duplicate.fire(HADI, "assign", **TO_KESBANGPOL).amend(KPU, **ACCUSING).wall("kesbangpol", EKO)
    survivor = trail.intake(TONO, category="ethics", classification="ordinary", severity="S3", election=None, **ACCUSING)
    survivor.wall("kesbangpol", TONO)
    assert (survivor.facts.lead_agency, "bawaslu" in duplicate.facts.stand_ins) == ("bawaslu", True)
    with pytest.raises(DutyConflict, match="second_person_needed"):
        duplicate.merge(survivor, TONO)


def carrying(classification: str) -> Case:
    """An ordinary report into which one that is classified otherwise was merged by the desk, which may not read it."""
    trail = Trail()
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
    middle = carrying("secret")
    last = middle._trail.intake(AGUS, classification="ordinary", **OF_THREATS)
    assert middle.merge(last, HADI) and last.facts.carried is Classification.SECRET
