"""The schema: the single source that migrations and tests are held against.

``region`` comes first in every key of a tenant table and never changes. ``readers`` and ``walled`` hold
the tokens of ``workflows.visibility``; row-level security compares them with the caller's.
"""

from service.db.tables.api_keys import ApiKey
from service.db.tables.areas import Area
from service.db.tables.commands import Idempotency
from service.db.tables.content_checks import ContentCheck
from service.db.tables.erasures import Erasure
from service.db.tables.evidence import Custody, Evidence, EvidenceKey, Upload
from service.db.tables.gakkumdu import GakkumduCase
from service.db.tables.limits import RateWindow
from service.db.tables.notices import Notice, OwedNotice, ReportWall, SealedRecipient
from service.db.tables.proposals import Proposal
from service.db.tables.reports import RegisterCounter, Report, ReportKey, ReportLink, ReportText, SealedIdentity
from service.db.tables.reviews import Review, ReviewEntry
from service.db.tables.search import ReportWords
from service.db.tables.tasks import Clock, Task
from service.db.tables.trail import (
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
from service.db.tables.webhooks import Webhook, WebhookDelivery

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
]
