"""Clocks that began by the law of before, and told less: they are replayed as they were, and go on under today's."""

import json
from typing import Any

from tests.trail.verifier.tampering import dump
from tests.trail.verifier.test_clocks import faults_of, handled
from tests.trail.verifier.trails import HADI, Trail

BEFORE, NEWER = "id/2026-11-1", ("readings", "extends_for")


def told_before(leaf: bytes) -> bytes:
    """The event as it was written when a law was read in one way and an extension had no ground."""
    event = json.loads(leaf)
    for clock in event["data"].get("legal_clocks", []):
        clock |= {"law": BEFORE}
        for name in NEWER:
            clock.pop(name, None)
    if event["action"] == "clock.extended":
        event["data"] |= {"law": BEFORE}
        event["data"].pop("ground")
    return dump(event)


def story() -> list[bytes]:
    trail = Trail()
    handled(trail).registered().extended().note(HADI)
    return trail.leaves


def told(leaves: list[bytes], name: str) -> list[Any]:
    clocks = [clock for leaf in leaves for clock in json.loads(leaf)["data"].get("legal_clocks", [])]
    return [clock[name] for clock in clocks if name in clock]


def test_a_trail_that_tells_less_of_its_clocks_verifies_as_it_did() -> None:
    leaves = [told_before(leaf) for leaf in story()]
    assert set(told(leaves, "law")) == {BEFORE}
    assert not [name for name in NEWER if told(leaves, name)]
    assert faults_of(leaves) == []


def test_a_clock_of_before_is_extended_today_on_the_ground_that_its_law_has() -> None:
    """What began told no ground; the extension of today tells one."""
    leaves = [leaf if b'"clock.extended"' in leaf else told_before(leaf) for leaf in story()]
    (ground,) = (event["data"]["ground"] for event in map(json.loads, leaves) if event["action"] == "clock.extended")
    assert ground == "question_to_reporter"
    assert faults_of(leaves) == []


def test_what_began_by_today_s_law_is_extended_on_no_ground_of_before() -> None:
    leaves = [told_before(leaf) if b'"clock.extended"' in leaf else leaf for leaf in story()]
    (fault,) = faults_of(leaves)
    assert "another ground than that of its law" in fault.words
