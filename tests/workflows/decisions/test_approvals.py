"""What one person asked for is decided once, by another; that it was decided comes before who may decide."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from tests.trail.verifier.trails import BUDI, HADI, OPERATOR, RINA, TONO, Case, Trail
from workflows.access.actors import Actor
from workflows.access.refusals import IllegalTransition, NotPermitted
from workflows.codes.approvals import ApprovalState, ErasureTarget
from workflows.decisions.approvals import ASKED, trigger_of
from workflows.decisions.erasures.commands import DecideErasure
from workflows.decisions.erasures.erasing import ErasureFacts, decide_erasure
from workflows.decisions.protections.commands import DecideProposal
from workflows.decisions.protections.proposals import decide_on_proposal

Decide = Callable[..., Any]


def of_an_erasure(case: Case, who: Actor, state: ApprovalState, *, approve: bool) -> Any:
    asked = ErasureFacts(UUID(int=1), ErasureTarget.REPORTER, None, None, state, OPERATOR.person)
    return decide_erasure(case.facts, asked, DecideErasure(approve=approve), who, TRAIL.next())


def of_a_proposal(case: Case, who: Actor, state: ApprovalState, *, approve: bool) -> Any:
    asked = PROPOSED._replace(state=state)
    return decide_on_proposal(case.facts, asked, DecideProposal(approve=approve), who, TRAIL.next(), found=False)


TRAIL = Trail()
REPORT = TRAIL.intake().verify().wall("kejari")
PROPOSED = REPORT.propose(HADI, "wall", agency="kejari")
ASKED_BY: dict[Decide, Actor] = {of_an_erasure: OPERATOR, of_a_proposal: HADI}
DECIDED = {*ApprovalState} - {ASKED}


@pytest.mark.parametrize("decide", ASKED_BY)
@pytest.mark.parametrize("state", sorted(DECIDED))
@pytest.mark.parametrize("approve", [True, False])
def test_what_is_decided_is_told_as_that_to_whoever_decides_again(
    decide: Decide, state: ApprovalState, *, approve: bool
) -> None:
    for who in (TONO, BUDI, RINA, ASKED_BY[decide]):
        with pytest.raises(IllegalTransition) as refused:
            decide(REPORT, who, state, approve=approve)
        assert refused.value.details == {"state": state, "trigger": trigger_of(approve=approve), "legal": []}


@pytest.mark.parametrize("decide", ASKED_BY)
@pytest.mark.parametrize("approve", [True, False])
def test_while_it_is_asked_who_may_not_is_told_that(decide: Decide, *, approve: bool) -> None:
    for who in (BUDI, RINA):
        with pytest.raises(NotPermitted):
            decide(REPORT, who, ApprovalState.REQUESTED, approve=approve)


@pytest.mark.parametrize("decide", ASKED_BY)
def test_one_who_may_decides_either_way(decide: Decide) -> None:
    for approve, state in ((True, ApprovalState.APPROVED), (False, ApprovalState.REFUSED)):
        assert decide(REPORT, TONO, ApprovalState.REQUESTED, approve=approve)[1].state is state
