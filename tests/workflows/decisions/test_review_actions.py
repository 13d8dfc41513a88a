"""What is offered on an after-action review, in each of its states, whether or not it is whole."""

from itertools import product
from uuid import UUID

import pytest

from tests.trail.verifier.trails import BUDI, HADI, POLICY
from tests.workflows.facts import REPORT
from workflows.access.actors import Actor
from workflows.codes.reviews import ReviewSection, ReviewState
from workflows.decisions.available import review_actions
from workflows.decisions.reviews.reviewing import ReviewFacts

WHOLE = frozenset(ReviewSection)
PARTS = [frozenset(), *(WHOLE - {section} for section in ReviewSection), WHOLE]


@pytest.mark.parametrize(("state", "recorded"), [*product(ReviewState, PARTS)])
@pytest.mark.parametrize(("who", "lacks"), [(HADI, ()), (BUDI, ("role_not_permitted",))])
def test_each_action_is_told_with_everything_that_forbids_it(
    state: ReviewState, recorded: frozenset[ReviewSection], who: Actor, lacks: tuple[str, ...]
) -> None:
    review = ReviewFacts(UUID(int=4), "pilkada-2024", state, 1, recorded)
    told = {one.action: one.reasons for one in review_actions(REPORT, review, who, POLICY)}
    ended = state is ReviewState.CLOSED
    writing = (*(("review_closed",) if ended else ()), *lacks)
    incomplete = () if recorded == WHOLE else ("review_incomplete",)
    close = (*(("illegal_transition",) if ended else ()), *incomplete, *lacks)
    assert told == {"record": writing, "add_lesson": writing, "recommend": writing, "close": close}
