"""What is told of a request that one person makes and another decides, whatever is asked for."""

from datetime import datetime
from typing import NamedTuple, Self
from uuid import UUID

from asyncpg import Record

from service.features.reports.member_types import AuthorAnswer
from service.storage.texts.kept_texts import Opened, shown
from workflows.access.actors import Actor


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
    """Read a row of a request: its ``reason`` and ``decision`` are texts as they are kept."""
    reason, decision = (shown(row[name], opened).content if readable else None for name in ("reason", "decision"))
    asked = (row["requested_by"], row["requested_agency"], row["requested_at"])
    return Told(*asked, reason, row["decided_by"], row["decided_agency"], row["decided_at"], decision)


def author_of(told: Told) -> AuthorAnswer:
    """Who asked."""
    return AuthorAnswer(person=told.requested_by, agency=told.requested_agency)


def decider_of(told: Told) -> AuthorAnswer | None:
    """Who decided, None until then."""
    if told.decided_by is None or told.decided_agency is None:
        return None
    return AuthorAnswer(person=told.decided_by, agency=told.decided_agency)
