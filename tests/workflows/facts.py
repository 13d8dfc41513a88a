"""A report and its lead task as the law is told of them, for tests of one rule at a time."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import msgspec

from tests.workflows.law import POLICY
from workflows.access.facts import ReportFacts, TaskFacts
from workflows.codes.reports import Category, Classification, ReportState, Severity
from workflows.codes.tasks import TaskKind, TaskRole, TaskState

AT = datetime(2024, 11, 25, 3, tzinfo=UTC)
"""A Monday; the 27th is voting day and no working day."""

REPORT = ReportFacts(
    region="33.05",
    id=UUID(int=1),
    state=ReportState.VERIFIED,
    version=1,
    seq=1,
    head=None,
    category=Category.MONEY_POLITICS,
    severity=Severity.S2,
    classification=Classification.RESTRICTED,
    reported_by=UUID(int=2),
    reporting_agency="polres",
    reported_at=AT,
    occurred_at=AT,
    known_at=AT,
    area="33.05.12",
    rule="money_politics/default",
    policy_version=POLICY.version,
    lead_agency="bawaslu",
    election="pilkada-2024",
    sealed=True,
)

WITH_ARMS = replace(POLICY, arms={"bawaslu": frozenset({"panwascam"}), "kpu": frozenset({"bpbd", "kecamatan"})})
"""The region's policy, were the sub-district offices arms of another agency too."""


def lead(**fields: Any) -> TaskFacts:
    """Its lead task, done, with other facts."""
    plain: dict[str, Any] = {
        "id": UUID(int=5), "report_id": REPORT.id, "agency": "bawaslu", "role": TaskRole.LEAD, "kind": TaskKind.CASE,
        "obligatory": True, "state": TaskState.DONE, "version": 1, "round": 1, "offered_at": REPORT.reported_at,
    }  # fmt: skip
    return TaskFacts(**plain | fields)


def report(**facts: Any) -> ReportFacts:
    """The report with other facts."""
    return msgspec.structs.replace(REPORT, **facts)
