"""A small number of stories, from fixed seeds; `make stories` tells a thousand."""

import pytest
from hypothesis import seed
from hypothesis.stateful import run_state_machine_as_test

from tests.stories.faults import FAULTS, Fault, found
from tests.stories.findings import Met
from tests.stories.kinds import missing
from tests.stories.machine import settings, stories
from tests.stories.running import Teller
from tests.stories.telling import Plan, tell

PLAN = Plan(count=16, acts=40, seed=7)
RARE = frozenset({"extend", "revoke_key", "unseal_recipient", "return", "hand_on", "follow", "reopen"})
"""Kinds that so few stories need not have done."""


def test_nothing_is_told_beyond_the_oracle_and_nobody_does_alone_what_two_must() -> None:
    with Teller() as teller:
        run_state_machine_as_test(seed(7)(stories(teller)), settings=settings(12, 40))


def test_stories_of_every_kind_of_act_find_nothing() -> None:
    met, scripts = Met(), []
    with Teller() as teller:
        for story in range(PLAN.count):
            one = tell(teller, PLAN.of(story), story)
            met.add(one.met)
            scripts += [one.script] if one.met.findings else []
    assert not set(missing(met.kinds)) - RARE
    assert not scripts, "\n\n".join(scripts)


@pytest.mark.parametrize("fault", FAULTS[:1], ids=lambda fault: fault.name)
def test_a_fault_that_is_put_in_is_found(fault: Fault) -> None:
    tried, key = found(fault, Plan(count=4, acts=25))
    assert key is not None, f"not found in {tried} stories"
