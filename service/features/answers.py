"""Which scope reads which answer. What an act answers with is read by the same scope as what a GET answers with."""

from service.edge.web.acts import ReadBy
from service.features.administrative.schemas import AdministrativeAnswer
from service.features.clocks.schemas import ClockDetail
from service.features.content_checks.schemas import ContentCheckAnswer
from service.features.erasures.schemas import ErasureAnswer
from service.features.evidence.schemas import EvidenceLinkAnswer, EvidenceTransferAnswer
from service.features.gakkumdu.schemas import CaseAnswer
from service.features.notices.schemas import NoticeAnswer
from service.features.reports.schemas import ReportAnswer
from service.features.reviews.schemas import ReviewAnswer
from service.features.tasks.schemas import TaskAnswer
from service.features.webhooks.schemas import SecretAnswer, WebhookAnswer, WebhookTestAnswer
from workflows.access.permissions import Action

READ_BY: ReadBy = {
    ReportAnswer: Action.REPORT_READ,
    TaskAnswer: Action.TASK_READ,
    ContentCheckAnswer: Action.CONTENT_READ,
    NoticeAnswer: Action.NOTICE_READ,
    EvidenceLinkAnswer: Action.EVIDENCE_READ,
    EvidenceTransferAnswer: Action.EVIDENCE_READ,
    ErasureAnswer: Action.ERASURE_READ,
    ClockDetail: Action.CLOCK_READ,
    CaseAnswer: Action.CASE_READ,
    AdministrativeAnswer: Action.CASE_READ,
    ReviewAnswer: Action.REVIEW_READ,
    WebhookAnswer: Action.WEBHOOK_READ,
    SecretAnswer: Action.WEBHOOK_READ,
    WebhookTestAnswer: Action.WEBHOOK_CHANGE,  # it tells of the test that was posted, and of nothing else
}
"""Every answer of an act on something that is read otherwise too."""
