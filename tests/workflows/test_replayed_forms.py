"""What a leaf must be to be read as an event: each of its numbers counts from 1, whatever the other is."""

import json
from typing import Any

import pytest

from tests.trail.verifier.tampering import dump
from tests.trail.verifier.trails import Trail
from workflows.trail.replay.events import MAX_NUMBER, read_event
from workflows.trail.replay.faults import Fault, FaultCode


def read(**members: Any) -> tuple[Any, list[Fault]]:
    """The event of a lawful leaf in which something else is said, with what is wrong with it."""
    faults: list[Fault] = []
    leaf = json.loads(Trail().intake().leaves[0]) | members
    return read_event(dump(leaf), 0, faults), faults


@pytest.mark.parametrize("member", ["seq", "version"])
@pytest.mark.parametrize("number", [0, -1, MAX_NUMBER + 1])
def test_a_number_that_does_not_count_from_1_makes_no_event(member: str, number: int) -> None:
    event, (fault,) = read(**{member: number})
    assert (event, fault.code) == (None, FaultCode.LEAF_MALFORMED)


@pytest.mark.parametrize("member", ["seq", "version"])
@pytest.mark.parametrize("number", [1, MAX_NUMBER])
def test_a_number_within_its_bounds_is_read(member: str, number: int) -> None:
    event, faults = read(**{member: number})
    assert (getattr(event.leaf, member), faults) == (number, [])
