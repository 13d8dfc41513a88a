"""A small number of stories, from fixed seeds; `make stories` tells a thousand."""

from pkgutil import resolve_name

import pytest
from hypothesis import seed
from hypothesis.stateful import run_state_machine_as_test

from tests.stories.faults import FAULTS
from tests.stories.findings import Met
from tests.stories.machine import settings, stories
from tests.stories.running import Teller
from tests.stories.taking_off import Fault, found
from tests.stories.telling import Plan, tell

PLAN = Plan(count=16, acts=40, seed=7)
OFTEN = frozenset({"intake", "amend", "wall", "make_key", "offer", "withdraw", "decide"})
"""Kinds that so few stories have done at least, among twenty; `make stories` asks for every one."""


@pytest.mark.parametrize("count", [6, pytest.param(12, marks=pytest.mark.slow)])  # in small: half as many stories
def test_nothing_is_told_beyond_the_oracle_and_nobody_does_alone_what_two_must(count: int) -> None:
    with Teller() as teller:
        run_state_machine_as_test(seed(7)(stories(teller)), settings=settings(count, 40))


@pytest.mark.slow
def test_stories_of_every_kind_of_act_find_nothing() -> None:
    met, scripts = Met(), []
    with Teller() as teller:
        for story in range(PLAN.count):
            one = tell(teller, PLAN.of(story), story)
            met.add(one.met)
            scripts += [one.script] if one.met.findings else []
    assert set(met.kinds) >= OFTEN
    assert len(met.kinds) >= 20
    assert not scripts, "\n\n".join(scripts)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_what_a_fault_is_put_in_place_of_is_there(fault: Fault) -> None:
    """Code that moves takes its name along; a fault that nobody can put in is never looked for."""
    assert fault.names or fault.sql
    for name, instead in fault.names:
        there = resolve_name(name)
        assert isinstance(there, type(instead)) or (callable(there) and callable(instead)), name


QUICK = [fault for fault in FAULTS if fault.quick]
"""Found in a few stories; `make stories-faults` looks for every one."""


@pytest.mark.slow
@pytest.mark.parametrize("fault", QUICK, ids=lambda fault: fault.name)
def test_a_fault_that_is_put_in_is_found(fault: Fault) -> None:
    tried, key = found(fault, Plan(count=12, acts=40))
    assert key is not None, f"not found in {tried} stories"
