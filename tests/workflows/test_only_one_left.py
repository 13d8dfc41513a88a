"""Where one person or one agency alone is left there is a next step, and whoever shut the others out takes none."""

import pytest

from tests.trail.verifier.stories import LEAD
from tests.trail.verifier.trails import BUDI, EKO, HADI, POLICY, Trail
from tests.workflows.test_gaps import GIVEN
from tests.workflows.test_next_step import sees
from tests.workflows.test_protections import RATNA, found_in, reads
from tests.workflows.test_standing_in import RINI, why_not
from workflows.access.refusals import DutyConflict, LawForbids
from workflows.access.standing_in import nobody_left
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
