"""What a leaf must be to be read as an event of its chain, and how the replay names what is not."""

import json
from typing import Any

import pytest

from tests.trail.verifier.tampering import dump
from tests.trail.verifier.test_more_than_one import at, dismissed, found, trail_of
from tests.trail.verifier.trails import EKO, Trail
from tests.workflows.decisions.test_custody import hand, with_a_photo
from tests.workflows.decisions.test_gaps import POLRES_LEAD
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


def test_a_gap_is_told_of_the_report_whose_events_are_gone() -> None:
    events = trail_of(dismissed)
    del events[1]
    told = [fault.words for fault in found(events) if fault.code is FaultCode.SEQUENCE_GAP]
    assert told == ["Events were taken away: number 3 follows number 1 of the report."]


def test_evidence_through_what_is_no_report_is_no_leaf() -> None:
    case = hand(with_a_photo().verify().assign(POLRES_LEAD), EKO, agency="kesbangpol")
    events = [json.loads(leaf) for leaf in case.leaves]
    assert found(events) == []
    events[at(events, "evidence.transferred")]["data"]["through"] = "laporan"
    assert FaultCode.LEAF_MALFORMED in {fault.code for fault in found(events)}
