"""Whom a task is offered to, held against the order of the law: the offer at fault is named by its place."""

import pytest

from tests.trail.verifier.stories import LEAD, SUPPORT
from tests.trail.verifier.trails import HADI, Trail
from workflows.access.refusals import InvalidCommand


@pytest.mark.parametrize("at", [0, 1])
def test_an_agency_that_the_region_does_not_have_is_named_with_the_place_of_its_offer(at: int) -> None:
    tasks = [LEAD, SUPPORT]
    tasks[at] = tasks[at] | {"agency": "bareskrim"}
    case = Trail().intake(category="money_politics", classification="ordinary", severity="S3").verify(HADI)
    with pytest.raises(InvalidCommand, match="unknown_agency") as refused:
        case.fire(HADI, "assign", tasks=tasks)
    assert (refused.value.pointer, refused.value.details) == (f"/tasks/{at}/agency", {"agency": "bareskrim"})
