"""What was done about content is dated from the step before it on, that very instant included."""

from datetime import timedelta
from uuid import UUID

import pytest

from tests.trail.verifier.trails import TONO, Trail
from workflows.access.refusals import InvalidCommand
from workflows.codes.content import ContentState, ContentVerdict, TakedownOutcome
from workflows.decisions.content.checking import ContentFacts, decide_answer, decide_takedown
from workflows.decisions.content.commands import AnswerTakedown, RequestTakedown

INSTANT = timedelta(microseconds=1)


def test_a_step_may_be_of_the_instant_of_the_one_before_and_of_none_earlier() -> None:
    trail = Trail()
    case, opened = trail.intake(classification="ordinary").verify(), trail.now
    content = ContentFacts(UUID(int=8), ContentState.JUDGED, 1, opened, verdict=ContentVerdict.FALSE)
    given = trail.next()
    asked = decide_takedown(case.facts, content, RequestTakedown(to="Tim kepercayaan", at=opened), TONO, given).content
    assert asked.requested_at == opened
    answer = AnswerTakedown(outcome=TakedownOutcome.REMOVED, at=opened)
    assert decide_answer(case.facts, asked, answer, TONO, given).content.answered_at == opened
    early = RequestTakedown(to="Tim kepercayaan", at=opened - INSTANT)
    with pytest.raises(InvalidCommand, match="step_before_the_last"):
        decide_takedown(case.facts, content, early, TONO, given)
    with pytest.raises(InvalidCommand, match="step_before_the_last"):
        decide_answer(case.facts, asked, answer.model_copy(update={"at": opened - INSTANT}), TONO, given)
