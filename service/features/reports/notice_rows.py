"""Which rows a change becomes of what was told, of what came to be owed, and of what is owed no longer."""

from datetime import datetime
from typing import Any
from uuid import UUID

from service.storage.db.write import Insert, Part, Update
from workflows.access.facts import ReportFacts
from workflows.codes.reports import TextField
from workflows.decisions.change import Change, NoticeDraft
from workflows.decisions.notices.owed import OwedDraft
from workflows.trail.chaining import RecordedEvent

INSERT_NOTICE = Insert(
    "notice",
    (
        "region",
        "id",
        "report_id",
        "event_id",
        "text_id",
        "audience",
        "channel",
        "language",
        "occasion",
        "template",
        "template_version",
        "to_agency",
        "named",
        "sent_at",
        "sent_by",
        "sent_agency",
        "recorded_at",
    ),
)
INSERT_OWED = Insert(
    "owed_notice",
    (
        "region",
        "id",
        "report_id",
        "event_id",
        "occasion",
        "audience",
        "since",
        "due_at",
        "basis",
        "status",
        "policy_version",
        "settled_at",
        "notice_id",
    ),
)
_SETTLING = ("settled_at", "notice_id")
SETTLE_OWED = Update(
    "owed_notice", _SETTLING, ("region", "report_id", "audience", "occasion"), (), "settled_at IS NULL"
)
SETTLE_ALL_OWED = Update("owed_notice", _SETTLING, ("region", "report_id", "audience"), (), "settled_at IS NULL")


def notice_parts(change: Change, events: tuple[RecordedEvent, ...], now: datetime) -> list[Part]:
    """What was told, what came to be owed, and what is owed no longer."""
    report = change.report
    at = (report.region, report.id)
    one = [(now, done.notice, *at, done.audience, done.occasion) for done in change.settled if done.occasion]
    every = [(now, done.notice, *at, done.audience) for done in change.settled if not done.occasion]
    return [
        Part(INSERT_NOTICE, [_notice_row(report, e, e.draft.notice) for e in events if e.draft.notice is not None]),
        Part(SETTLE_OWED, one),
        Part(SETTLE_ALL_OWED, every),
        Part(INSERT_OWED, [_owed_row(report, owed, events[owed.event].id, now) for owed in change.owed]),
    ]


def _notice_row(report: ReportFacts, event: RecordedEvent, notice: NoticeDraft) -> tuple[Any, ...]:
    words = next(text.id for text in event.texts if text.draft.field is TextField.NOTICE)
    return (
        report.region, notice.id, report.id, event.id, words, notice.audience, notice.channel, notice.language,
        notice.occasion, notice.template, notice.template_version, notice.to_agency, notice.named, notice.sent_at,
        event.person, event.actor["agency"], event.at,
    )  # fmt: skip


def _owed_row(report: ReportFacts, draft: OwedDraft, event: UUID, now: datetime) -> tuple[Any, ...]:
    owed, settled, owed_with = draft.owed, draft.settled, draft.duplicate or report.id
    return (
        report.region, draft.id, owed_with, event, owed.occasion, owed.audience, owed.since, owed.due_at,
        owed.basis, owed.status, owed.policy_version, now if settled else None, settled.notice if settled else None,
    )  # fmt: skip
