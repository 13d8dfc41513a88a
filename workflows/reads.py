"""Which reads are kept in the trail, and the leaf that keeps them: codes, identifiers and times, never words.

A region's records of reads form one chain of their own, numbered and hashed as a report's events are.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from workflows.audit import Leaf, canonical, leaf_hash, stamp
from workflows.codes import SYSTEM, Classification, Role

RECORDED = "reads.recorded"
COMMAND_LINE = "command_line"
"""In the place of a role: who reads at the operator's own machine is nobody that a token names."""

MOST = 100
"""Reads in one record at most, so that its leaf stays below the 65,535 bytes of an entry (C2SP tlog-tiles)."""

NOBODY = UUID(int=0)


class ReadKind(StrEnum):
    """What was read."""

    REPORT_OPENED = "report.opened"
    HISTORY_OPENED = "history.opened"
    CLOCK_OPENED = "clock.opened"
    TASK_OPENED = "task.opened"
    ERASURES_OPENED = "erasures.opened"
    CASE_OPENED = "case.opened"
    NOTICES_OPENED = "notices.opened"
    OWED_LISTED = "owed_notices.listed"
    ROUTE_PREVIEWED = "route.previewed"
    REPORTS_LISTED = "reports.listed"
    TASKS_LISTED = "tasks.listed"
    EVENTS_LISTED = "events.listed"
    ENTRIES_LISTED = "entries.listed"
    SUMMARY_READ = "summary.read"
    REVIEW_SHOWN = "review.shown"
    REVIEWS_LISTED = "reviews.listed"
    TIMELINE_LISTED = "timeline.listed"
    BUNDLE_MADE = "bundle.made"


class Read(NamedTuple):
    """One read: what, when, by whom, of which report or task, by which filters (their names), and what a bundle covers.

    ``covers`` holds the members of a bundle's scope and the size of its tree.
    """

    what: ReadKind
    at: datetime
    person: UUID | None
    agency: str | None
    role: str
    report: UUID | None = None
    task: UUID | None = None
    filters: tuple[str, ...] = ()
    covers: Mapping[str, str | int] | None = None


class Head(NamedTuple):
    """The newest record of a region's reads; number 0 before the first."""

    seq: int
    leaf_hash: bytes | None
    at: datetime | None


class RecordedReads(NamedTuple):
    """A record as it is stored; its leaf is the exact bytes that were hashed."""

    id: UUID
    seq: int
    at: datetime
    prev: bytes | None
    leaf: bytes
    leaf_hash: bytes


def audited(role: str, classification: str | None = None) -> bool:
    """Whether a read is kept: of a secret report whoever reads, and whatever an auditor reads."""
    return role == Role.AUDITOR or classification == Classification.SECRET


def record_reads(region: str, event: UUID, reads: Sequence[Read], head: Head, now: datetime) -> RecordedReads:
    """Number, chain and hash one record of at most ``MOST`` reads.

    It is never earlier than what it tells of or than the record before it, whatever the clocks of two processes say.
    """
    at = max(now, *(read.at for read in reads), head.at or now)
    seq = head.seq + 1
    leaf = Leaf(
        event=str(event),
        region=region,
        report=None,
        seq=seq,
        version=seq,
        prev=head.leaf_hash.hex() if head.leaf_hash else None,
        action=RECORDED,
        task=None,
        agency=None,
        actor={"person": str(NOBODY), "agency": SYSTEM, "role": SYSTEM},
        before=None,
        after=None,
        at=stamp(at),
        data={"reads": [_told(read) for read in reads]},
    )
    raw = canonical(leaf)
    return RecordedReads(event, seq, at, head.leaf_hash, raw, leaf_hash(raw))


def _told(read: Read) -> dict[str, Any]:
    told: dict[str, Any] = {
        "what": read.what.value,
        "at": stamp(read.at),
        "person": None if read.person is None else str(read.person),
        "agency": read.agency,
        "role": read.role,
    }
    told |= _given(("report", read.report), ("task", read.task))
    if read.filters:
        told["filters"] = list(read.filters)
    return told | dict(read.covers or {})


def _given(*members: tuple[str, UUID | None]) -> Iterable[tuple[str, str]]:
    return [(name, str(value)) for name, value in members if value is not None]
