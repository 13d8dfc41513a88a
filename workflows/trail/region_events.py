"""Events that belong to a region and to no report: one chain of their own, numbered and hashed as a report's are."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from workflows.codes.stamps import stamp
from workflows.decisions.told import Told
from workflows.trail.leaf import Leaf, canonical, leaf_hash


class Head(NamedTuple):
    """The newest event of a region's own chain; number 0 before the first."""

    seq: int
    leaf_hash: bytes | None
    at: datetime | None


class RegionEvent(NamedTuple):
    """An event as it is stored; its leaf is the exact bytes that were hashed."""

    id: UUID
    seq: int
    at: datetime
    prev: bytes | None
    leaf: bytes
    leaf_hash: bytes


def region_event(region: str, event: UUID, told: Told, head: Head, at: datetime) -> RegionEvent:
    """Number, chain and hash one event. It is never earlier than the one before it."""
    at = max(at, head.at or at)
    seq = head.seq + 1
    leaf = Leaf(
        event=str(event),
        region=region,
        report=None,
        seq=seq,
        version=seq,
        prev=head.leaf_hash.hex() if head.leaf_hash else None,
        action=told.action,
        task=None,
        agency=told.agency,
        actor=told.actor,
        before=None,
        after=None,
        at=stamp(at),
        data=told.data,
    )
    raw = canonical(leaf)
    return RegionEvent(event, seq, at, head.leaf_hash, raw, leaf_hash(raw))
