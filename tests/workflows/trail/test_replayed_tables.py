"""How a table that says otherwise than the events is told: what it says, and what the events make it."""

from uuid import UUID

from workflows.trail.replay import snapshots
from workflows.trail.replay.snapshots import EvidenceSnapshot
from workflows.trail.replay.standing import Held

PHOTO, SUM, OTHER = UUID(int=7), "a" * 64, "b" * 64
HELD = Held(PHOTO.bytes, SUM, 9, "image/jpeg")
KEPT = EvidenceSnapshot(id=str(PHOTO), sha256=SUM, size=9, media_type="image/jpeg", erased=False)


def told(*kept: EvidenceSnapshot) -> list[str]:
    return list(snapshots._evidence_differences((HELD,), list(kept)))  # noqa: SLF001 - one table of many


def test_evidence_that_is_in_the_tables_as_in_the_events_is_no_difference() -> None:
    assert told(KEPT) == []


def test_evidence_with_another_sum_is_told_with_both() -> None:
    changed = EvidenceSnapshot(id=str(PHOTO), sha256=OTHER, size=9, media_type="image/jpeg", erased=False)
    (words,) = told(changed)
    assert words == (
        f"evidence {PHOTO} is {OTHER} 9 image/jpeg False in the tables, the events make it {SUM} 9 image/jpeg False"
    )


def test_evidence_that_is_gone_or_stands_twice_is_told_so() -> None:
    assert told() == [f"evidence {PHOTO} is nothing in the tables, the events make it {SUM} 9 image/jpeg False"]
    assert told(KEPT, KEPT) == ["evidence stands twice in the tables"]
