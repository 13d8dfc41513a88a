"""Which reads are kept in the trail, and the leaf that keeps them: codes, identifiers and times, never words.

Records of reads stand in the region's own chain, beside its other events that belong to no report.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from workflows.access.actors import NOBODY
from workflows.codes.people import SYSTEM, Role
from workflows.codes.reports import Classification
from workflows.codes.stamps import stamp
from workflows.codes.states import READS_RECORDED
from workflows.decisions.told import Told
from workflows.trail.region_events import Head, RegionEvent, region_event

COMMAND_LINE = "command_line"
"""In the place of a role: who reads at the operator's own machine is nobody that a token names."""

MOST = 100
"""Reads in one record at most, so that its leaf stays below the 65,535 bytes of an entry (C2SP tlog-tiles)."""

BY_RULE = {"person": str(NOBODY), "agency": SYSTEM, "role": SYSTEM}


_KEPT = frozenset({Classification.RESTRICTED, Classification.SECRET})


class ReadKind(StrEnum):
    """What was read."""

    REPORT_OPENED = "report.opened"
    HISTORY_OPENED = "history.opened"
    CLOCK_OPENED = "clock.opened"
    CLOCKS_LISTED = "clocks.listed"
    TASK_OPENED = "task.opened"
    ERASURES_OPENED = "erasures.opened"
    PROPOSALS_OPENED = "proposals.opened"
    CASE_OPENED = "case.opened"
    NOTICES_OPENED = "notices.opened"
    OWED_LISTED = "owed_notices.listed"
    ROUTE_PREVIEWED = "route.previewed"
    DUPLICATES_LISTED = "duplicates.listed"
    REPORTS_LISTED = "reports.listed"
    TASKS_LISTED = "tasks.listed"
    EVENTS_LISTED = "events.listed"
    ENTRIES_LISTED = "entries.listed"
    SUMMARY_READ = "summary.read"
    REVIEW_SHOWN = "review.shown"
    REVIEWS_LISTED = "reviews.listed"
    TIMELINE_LISTED = "timeline.listed"
    CONTENT_LISTED = "content.listed"
    EVIDENCE_OPENED = "evidence.opened"
    EVIDENCE_LISTED = "evidence.listed"
    CUSTODY_LISTED = "custody.listed"
    READS_LISTED = "reads.listed"
    BUNDLE_MADE = "bundle.made"
    EXPORT_MADE = "export.made"


class Read(NamedTuple):
    """One read: what, when, by whom, of which report or task, by which filters (their names), and what a bundle covers.

    ``covers`` holds the members of a bundle's scope and the size of its tree, or an export's name, leaf and digest.
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


def audited(role: str, classification: str | None = None) -> bool:
    """Whether a read is kept: of a restricted or secret report whoever reads, and whatever an auditor reads."""
    return role == Role.AUDITOR or classification in _KEPT


def record_reads(region: str, event: UUID, reads: Sequence[Read], head: Head, now: datetime) -> RegionEvent:
    """Number, chain and hash one record of at most ``MOST`` reads.

    It is never earlier than what it tells of or than the event before it, whatever the clocks of two processes say.
    """
    told = Told(READS_RECORDED, None, BY_RULE, {"reads": [_told(read) for read in reads]})
    return region_event(region, event, told, head, max(now, *(read.at for read in reads)))


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
