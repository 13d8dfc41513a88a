"""An erasure as its readers see it."""

from datetime import datetime
from typing import NamedTuple, Self
from uuid import UUID

from asyncpg import Record
from msgspec import UNSET, UnsetType

from service.calls import Call
from service.erasures.schemas import ErasureAnswer
from service.reports.schemas import AuthorAnswer
from service.representation import actions_view
from service.schemas import Receipt
from service.texts.kept import Opened, shown
from workflows.actors import Actor
from workflows.available import erasure_actions
from workflows.codes import ErasureState, ErasureTarget, TextField
from workflows.erasing import ErasureFacts
from workflows.permissions import Standing


class Told(NamedTuple):
    """Who asked and decided, when, and in which words, where the caller may read them."""

    requested_by: UUID
    requested_agency: str
    requested_at: datetime
    reason: str | None = None
    decided_by: UUID | None = None
    decided_agency: str | None = None
    decided_at: datetime | None = None
    decision: str | None = None

    def by(self, actor: Actor, at: datetime, words: str | None) -> Self:
        """The same once an actor has decided."""
        return self._replace(decided_by=actor.person, decided_agency=actor.agency, decided_at=at, decision=words)


def told_of(row: Record, opened: Opened, *, readable: bool = True) -> Told:
    """Read a row of an erasure."""
    reason, decision = (shown(row[name], opened).content if readable else None for name in ("reason", "decision"))
    asked = (row["requested_by"], row["requested_agency"], row["requested_at"])
    return Told(*asked, reason, row["decided_by"], row["decided_agency"], row["decided_at"], decision)


def erasure_of(row: Record) -> ErasureFacts:
    """The facts of an erasure from its row."""
    field = row["of_field"]
    return ErasureFacts(
        row["erasure_id"],
        ErasureTarget(row["target"]),
        row["text_id"],
        None if field is None else TextField(field),
        ErasureState(row["erasure_state"]),
        row["requested_by"],
    )


def erasure_view(
    erasure: ErasureFacts,
    report: UUID,
    told: Told,
    call: Call,
    stands: Standing,
    receipt: Receipt | UnsetType = UNSET,
) -> ErasureAnswer:
    """The whole representation of an erasure."""
    return ErasureAnswer(
        id=erasure.id,
        report=report,
        target=erasure.target,
        text=erasure.text,
        field=erasure.field,
        state=erasure.state,
        reason=told.reason,
        requested_by=AuthorAnswer(person=told.requested_by, agency=told.requested_agency),
        requested_at=told.requested_at,
        decision_reason=told.decision,
        decided_by=_decider(told),
        decided_at=told.decided_at,
        actions=actions_view(erasure_actions(erasure, call.actor, stands), call.language),
        receipt=receipt,
    )


def _decider(told: Told) -> AuthorAnswer | None:
    if told.decided_by is None or told.decided_agency is None:
        return None
    return AuthorAnswer(person=told.decided_by, agency=told.decided_agency)
