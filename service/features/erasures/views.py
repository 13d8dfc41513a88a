"""An erasure as its readers see it."""

from asyncpg import Record
from msgspec import UNSET, UnsetType

from service.edge.answer_types import Receipt
from service.edge.call import Call
from service.edge.representation import actions_view
from service.features.changing.approvals import Told, author_of, decider_of
from service.features.erasures.schemas import ErasureAnswer
from workflows.access.facts import ReportFacts
from workflows.codes.approvals import ApprovalState, ErasureTarget
from workflows.codes.reports import TextField
from workflows.decisions.available import erasure_actions
from workflows.decisions.erasures.erasing import ErasureFacts


def erasure_of(row: Record) -> ErasureFacts:
    """The facts of an erasure from its row."""
    field = row["of_field"]
    return ErasureFacts(
        row["erasure_id"],
        ErasureTarget(row["target"]),
        row["text_id"],
        None if field is None else TextField(field),
        ApprovalState(row["erasure_state"]),
        row["requested_by"],
    )


def erasure_view(
    erasure: ErasureFacts,
    report: ReportFacts,
    told: Told,
    call: Call,
    receipt: Receipt | UnsetType = UNSET,
) -> ErasureAnswer:
    """The whole representation of an erasure."""
    return ErasureAnswer(
        id=erasure.id,
        report=report.id,
        target=erasure.target,
        text=erasure.text,
        field=erasure.field,
        state=erasure.state,
        reason=told.reason,
        requested_by=author_of(told),
        requested_at=told.requested_at,
        decision_reason=told.decision,
        decided_by=decider_of(told),
        decided_at=told.decided_at,
        actions=actions_view(erasure_actions(report, erasure, call.actor, call.policy), call.language),
        receipt=receipt,
    )
