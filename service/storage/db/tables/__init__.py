"""The schema: the single source that migrations and tests are held against.

``region`` comes first in every key of a tenant table and never changes. ``readers`` and ``walled`` hold
the tokens of ``workflows.access.visibility``; row-level security compares them with the caller's.
"""

from service.storage.db.tables.api_keys import ApiKey
from service.storage.db.tables.areas import Area
from service.storage.db.tables.background_tasks import BackgroundTask
from service.storage.db.tables.calendar_days import CalendarDay
from service.storage.db.tables.commands import Idempotency
from service.storage.db.tables.content_checks import ContentCheck
from service.storage.db.tables.erasures import Erasure
from service.storage.db.tables.evidence import Custody, Evidence, EvidenceKey, Upload
from service.storage.db.tables.gakkumdu import GakkumduCase
from service.storage.db.tables.limits import RateWindow
from service.storage.db.tables.notices import Notice, OwedNotice, ReportWall, SealedRecipient
from service.storage.db.tables.proposals import Proposal
from service.storage.db.tables.reports import RegisterCounter, Report, ReportKey, ReportLink, ReportText, SealedIdentity
from service.storage.db.tables.reviews import Review, ReviewEntry
from service.storage.db.tables.search import ReportWords
from service.storage.db.tables.tasks import Clock, Task
from service.storage.db.tables.trail import (
    AuditCheckpoint,
    AuditCosignature,
    AuditEvent,
    AuditHead,
    AuditKey,
    AuditLeaf,
    AuditPending,
    AuditTile,
    EventNaming,
)
from service.storage.db.tables.webhooks import Webhook, WebhookDelivery, WebhookHost

__all__ = [
    "ApiKey",
    "Area",
    "AuditCheckpoint",
    "AuditCosignature",
    "AuditEvent",
    "AuditHead",
    "AuditKey",
    "AuditLeaf",
    "AuditPending",
    "AuditTile",
    "BackgroundTask",
    "CalendarDay",
    "Clock",
    "ContentCheck",
    "Custody",
    "Erasure",
    "EventNaming",
    "Evidence",
    "EvidenceKey",
    "GakkumduCase",
    "Idempotency",
    "Notice",
    "OwedNotice",
    "Proposal",
    "RateWindow",
    "RegisterCounter",
    "Report",
    "ReportKey",
    "ReportLink",
    "ReportText",
    "ReportWall",
    "ReportWords",
    "Review",
    "ReviewEntry",
    "SealedIdentity",
    "SealedRecipient",
    "Task",
    "Upload",
    "Webhook",
    "WebhookDelivery",
    "WebhookHost",
]
