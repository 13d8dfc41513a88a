"""Who holds two offices under one subject is one person with two houses, as far as the report shows both."""

from dataclasses import replace

import pytest

from tests.trail.verifier.stories import LEAD
from tests.trail.verifier.trails import BUDI, HADI, SARI, Case, Trail
from tests.workflows.access.test_standing_in import RATIH, RINI, why_not
from tests.workflows.decisions.test_custody import hand, with_a_photo
from tests.workflows.decisions.test_gaps import CLARIFICATION, GIVEN, KPU, stood_in
from tests.workflows.decisions.test_protections import RATNA, found_in
from workflows.access.refusals import DutyConflict
from workflows.codes.people import Role

BUDI_AT_BAWASLU = replace(BUDI, role=Role.SUPERVISOR, agency="bawaslu")
"""Who reports as an officer of the police."""

RATIH_AT_BAWASLU = replace(RATIH, agency="bawaslu")
KPU_AT_KEJARI = replace(KPU, role=Role.SUPERVISOR, agency="kejari")


def handled(case: Case) -> Case:
    """Ratih of the prosecutor completed a task of it; Bawaslu led it."""
    case.verify(HADI).assign(LEAD).offer(agency="kejari", role="support", kind="clarification")
    for who, agency in ((RATIH, "kejari"), (SARI, "bawaslu")):
        case.work(who, agency, "accept").work(who, agency, "start").work(who, agency, "complete", result="Selesai")
    assert case.facts.state == "handled"
    return case


@pytest.mark.parametrize("trigger", ["return", "close"])
def test_who_reported_in_the_office_that_is_accused_ends_it_in_no_other(trigger: str) -> None:
    case = handled(Trail().intake(BUDI, classification="ordinary"))
    assert why_not(case, BUDI_AT_BAWASLU, trigger) == ()
    case.amend(HADI, reported_party={"agency": "polres"})
    assert why_not(case, BUDI_AT_BAWASLU, trigger) == ("own_side_accused",)


@pytest.mark.parametrize("trigger", ["return", "close"])
def test_who_completed_a_task_in_the_office_that_is_accused_ends_it_in_no_other(trigger: str) -> None:
    case = handled(Trail().intake(classification="ordinary"))
    assert why_not(case, RATIH_AT_BAWASLU, trigger) == ()
    case.amend(HADI, reported_party={"agency": "kejari"})
    assert why_not(case, RATIH_AT_BAWASLU, trigger) == ("own_side_accused",)
    assert found_in(case) == []


def test_who_stands_in_brings_it_to_none_of_their_houses() -> None:
    """Who reported it for KPU stands in for the prosecutor: KPU's task would let KPU read."""
    case = stood_in().verify(RINI)
    for act in (
        lambda: case.offer(KPU_AT_KEJARI, agency="kpu", **CLARIFICATION),
        lambda: case.fire(KPU_AT_KEJARI, "assign", tasks=[LEAD | {"agency": "kpu"}], **GIVEN),
    ):
        with pytest.raises(DutyConflict, match="second_person_needed"):
            act()
    case.offer(KPU_AT_KEJARI, agency="bawaslu", **CLARIFICATION)


def test_who_would_see_it_again_in_another_office_does_not_decide_on_the_wall() -> None:
    case = handled(Trail().intake(classification="ordinary")).wall("kejari", HADI)
    asked = case.propose(RATNA, "wall", agency="kejari")
    with pytest.raises(DutyConflict, match="gains_by_it"):
        case.decide(asked, RATIH_AT_BAWASLU)
    case.decide(asked)
    assert found_in(case) == []


def test_who_reported_in_the_office_that_is_accused_takes_no_evidence_and_no_task_from_who_leads() -> None:
    budi_at_the_desk = replace(BUDI, role=Role.COORDINATOR, agency="kesbangpol")
    case = with_a_photo(category="money_politics").amend(HADI, reported_party={"agency": "polres"})
    case.offer(agency="kejari", **CLARIFICATION)
    with pytest.raises(DutyConflict, match="own_side_accused"):
        hand(case, budi_at_the_desk, agency="kpu")
    with pytest.raises(DutyConflict, match="own_side_accused"):
        case.work(budi_at_the_desk, "kejari", "withdraw", reason="Ditarik")
    hand(case, HADI, agency="kpu")
