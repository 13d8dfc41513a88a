"""A proposal as its readers see it."""

from typing import Any, NamedTuple
from uuid import UUID

import msgspec
from asyncpg import Record
from msgspec import UNSET, UnsetType
from pydantic import TypeAdapter

from service.edge.answer_types import Receipt
from service.edge.call import Call
from service.edge.representation import actions_view
from service.features.changing.approvals import Told, author_of, decider_of
from service.features.proposals.schemas import AmendmentAnswer, ChangeProposalAnswer
from workflows.access.facts import ReportFacts
from workflows.codes.approvals import ApprovalState, Protection
from workflows.decisions.available import proposal_actions
from workflows.decisions.protections.commands import ProposeAmendment, ProposeChange, Proposed
from workflows.decisions.protections.proposals import ProposalFacts

_ASKS = TypeAdapter(ProposeChange)
_WITHOUT_WORDS = {"reason"}
_KEPT_AS_TEXT = "-"
"""Stands for the reason, which is a text of its own and not kept a second time."""


class Seen(NamedTuple):
    """A proposal with what was told of it."""

    proposal: ProposalFacts
    told: Told


def kept_asks(asks: Proposed) -> str:
    """What is kept of a proposal as it was asked: its codes, none of its words."""
    return asks.model_dump_json(exclude=_WITHOUT_WORDS, exclude_unset=True)


def proposal_of(row: Record) -> ProposalFacts:
    """The facts of a proposal from its row."""
    asks: dict[str, Any] = msgspec.json.decode(row["asks"])
    return ProposalFacts(
        row["proposal_id"],
        _ASKS.validate_python({**asks, "reason": _KEPT_AS_TEXT}).root,
        frozenset(map(Protection, row["protections"])),
        ApprovalState(row["proposal_state"]),
        row["requested_by"],
        msgspec.json.decode(row["was"]),
    )


def proposal_view(
    seen: Seen, report: ReportFacts, call: Call, receipt: Receipt | UnsetType = UNSET
) -> ChangeProposalAnswer:
    """The whole representation of a proposal."""
    proposal, told = seen
    asks = proposal.asks
    return ChangeProposalAnswer(
        id=proposal.id,
        report=report.id,
        kind=asks.kind,
        amendment=_amendment(asks) if isinstance(asks, ProposeAmendment) else None,
        agency=None if isinstance(asks, ProposeAmendment) else asks.agency,
        protections=sorted(proposal.protections),
        state=proposal.state,
        reason=told.reason,
        requested_by=author_of(told),
        requested_at=told.requested_at,
        decision_reason=told.decision,
        decided_by=decider_of(told),
        decided_at=told.decided_at,
        actions=actions_view(proposal_actions(report, proposal, call.actor, call.policy), call.language),
        receipt=receipt,
    )


def _amendment(asks: ProposeAmendment) -> AmendmentAnswer:
    members = asks.amendment.model_dump(exclude_unset=True)
    named: tuple[UUID, ...] | None = members.pop("named_persons", None)
    return AmendmentAnswer(**members, named_persons=UNSET if named is None else list(named))
