"""What a decision gathers of a report: what becomes of it, and the events that say so."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import msgspec

from workflows.access.actors import CLOCKWORK, Actor
from workflows.access.facts import ReportFacts, TaskFacts
from workflows.codes.notices import Audience, Occasion
from workflows.decisions.change import NO_DATA, Circumstances, EventDraft, NoticeDraft, TextDraft
from workflows.decisions.notices.owed import Settled
from workflows.decisions.reports.namings import Naming


class Gathering:
    """A report as a decision leaves it so far, with the events that led there and what is owed no longer by them."""

    def __init__(self, report: ReportFacts, actor: Actor, given: Circumstances, *, new: bool = False) -> None:
        self._before = None if new else report
        self.report = report
        self.actor = actor
        self.given = given
        self._events: list[EventDraft] = []
        self._settled: list[Settled] = []

    def set(self, **fields: Any) -> None:
        """Change facts of the report."""
        self.report = msgspec.structs.replace(self.report, **fields)

    def event(
        self,
        action: str,
        *,
        task: TaskFacts | None = None,
        before: str | None = None,
        after: str | None = None,
        data: Mapping[str, Any] = NO_DATA,
        texts: Sequence[TextDraft] = (),
        system: bool = False,
        notice: NoticeDraft | None = None,
        names: Naming | None = None,
    ) -> None:
        """Append an event; its agency is the task's, or else the actor's. A notice settles what was owed of it."""
        agency = task.agency if task else self.actor.agency
        subject = task.id if task else None
        by_rule = system or self.actor is CLOCKWORK
        if names is not None:
            data = {name: value for name, value in data.items() if name not in names.told}
        told = EventDraft(action, subject, agency, before, after, data, tuple(texts), by_rule, notice, names)
        self._events.append(told)
        if notice is not None and notice.occasion is not None:
            self.settle_owed(notice.audience, notice.occasion, notice.id)

    def settle_owed(self, audience: Audience, occasion: Occasion | None = None, notice: UUID | None = None) -> None:
        """Owe an audience nothing any longer, on one occasion or on all."""
        self._settled.append(Settled(audience, occasion, notice))
