"""What a report's row carries beside its facts, opened for who asks, and the same once a change is written."""

from typing import NamedTuple, Self

import msgspec
from asyncpg import Record
from msgspec import UNSET, UnsetType

from service.edge.call import Call
from service.features.reports.clock_views import clocks_after, clocks_in
from service.features.reports.schemas import LinkAnswer
from service.features.reports.search_schemas import DuplicateAnswer
from service.features.reports.stored_facts import facts_of
from service.features.reports.text_pointers import POINTED, TextPointers, pointers_of
from service.storage.texts.kept_texts import NONE_OPENED, ErasedAnswer, Opened, told_apart
from workflows.access import visibility
from workflows.access.facts import ReportFacts
from workflows.clocks.kept_clocks import KeptClock
from workflows.codes.reports import TextField
from workflows.decisions.change import Change
from workflows.decisions.notices.owed import OwedDraft
from workflows.trail.chaining import RecordedEvent

_TEXTS = msgspec.json.Decoder(dict[str, str])
_OWED = msgspec.json.Decoder(list[str])
_LINKS = msgspec.json.Decoder(list[LinkAnswer])
_HIDDEN = '"?'

Erased = dict[str, ErasedAnswer]


class Shown(NamedTuple):
    """What a report's row carries beside its facts."""

    facts: ReportFacts
    pointers: TextPointers | None
    channel: str
    sealed: bool
    consent_to_share: bool
    readable: bool
    texts: dict[str, str]
    results: dict[str, str]
    clocks: list[KeptClock]
    links: list[LinkAnswer]
    owed: list[str]
    erased: Erased = {}  # noqa: RUF012 - read only
    erased_results: Erased = {}  # noqa: RUF012 - read only
    reporter: ErasedAnswer | None = None
    duplicates: list[DuplicateAnswer] | UnsetType = UNSET

    @classmethod
    def of(cls, row: Record, call: Call, opened: Opened = NONE_OPENED) -> Self:
        """Read a row of ``repository.WHOLE``; ``opened`` has what ``hidden_in`` found in it."""
        held = visibility.tokens(call.actor)
        texts, erased = told_apart(_TEXTS.decode(row["texts"]) if row["texts"] else {}, opened)
        results, erased_results = told_apart(_TEXTS.decode(row["results"]) if row["results"] else {}, opened)
        return cls(
            facts=facts_of(row),
            pointers=pointers_of(row),
            channel=row["channel"],
            sealed=row["sealed"],
            consent_to_share=row["consent_to_share"],
            readable=visibility.may_read(row["text_readers"], row["walled"], held),
            texts=texts,
            results=results,
            clocks=clocks_in(row),
            links=_LINKS.decode(row["links"]) if row["links"] else [],
            owed=_OWED.decode(row["owed"]) if row["owed"] else [],
            erased=erased,
            erased_results=erased_results,
            reporter=opened[row["reporter_erased"]].erased if row["reporter_erased"] else None,
        )

    def after(self, change: Change, events: tuple[RecordedEvent, ...]) -> Self:
        """The same once a change is written, without reading it back."""
        drafts = [text.draft for event in events for text in event.texts]
        texts = {draft.field.value: draft.content for draft in drafts if draft.field in POINTED}
        results = {str(d.task): d.content for d in drafts if d.field is TextField.RESULT}
        now = events[0].at
        links = [LinkAnswer(report=link.other, kind=link.kind, created_at=now, outgoing=True) for link in change.links]
        return self._replace(
            facts=change.report,
            texts={**self.texts, **texts},
            results={**self.results, **results},
            erased={field: each for field, each in self.erased.items() if field not in texts},
            erased_results={task: each for task, each in self.erased_results.items() if task not in results},
            clocks=clocks_after(self.clocks, change, now),
            links=[*self.links, *links],
            owed=_owed_after(self.owed, change),
        )


def hidden_in(row: Record) -> list[str]:
    """The texts of a row that are not plain, to be opened before the row is read."""
    raw = [each for each in (row["texts"], row["results"]) if each and _HIDDEN in each]
    found = [kept for each in raw for kept in _TEXTS.decode(each).values()]
    return [*found, row["reporter_erased"]] if row["reporter_erased"] else found


def _owed_after(owed: list[str], change: Change) -> list[str]:
    """What is still owed once a change is written, each as the database says it."""
    told = {(done.audience.value, done.occasion) for done in change.settled}
    kept = [code for code in owed if told.isdisjoint(_settling(code))]
    return [*kept, *(f"{new.owed.occasion}/{new.owed.audience}" for new in change.owed if _is_open(new))]


def _settling(code: str) -> list[tuple[str, str | None]]:
    """What would settle a notice that is owed: one to its audience on its occasion, or everything to the audience."""
    occasion, _, audience = code.partition("/")
    return [(audience, occasion), (audience, None)]


def _is_open(new: OwedDraft) -> bool:
    """Whether it is owed with the report itself, and was not told in the same change."""
    return new.settled is None and new.duplicate is None
