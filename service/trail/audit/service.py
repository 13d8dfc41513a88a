"""Reading the trail: a report's history, the region's feed, and counts as of a leaf."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import msgspec
from asyncpg import Record
from msgspec import UNSET

from service.edge.call import Call
from service.edge.service_errors import NotFound
from service.storage.db.pool import Database
from service.storage.sealing import Sealer
from service.storage.texts.kept_texts import Opened, open_kept, shown
from service.trail.audit import repository
from service.trail.audit.event_views import event_item, event_members
from service.trail.audit.schemas import (
    ActorAnswer,
    Counts,
    Detail,
    ElectionCounts,
    EventPage,
    HistoryItem,
    HistoryPage,
    SummaryAnswer,
    TextAnswer,
)
from service.trail.reading.recorder import Recorder
from workflows.access import visibility
from workflows.access.permissions import Action, require_role
from workflows.codes.policy import NO_ELECTION
from workflows.decisions.machines.subscriptions import ALL, Interest
from workflows.decisions.reports.namings import data_for_reader
from workflows.trail.reads import ReadKind

_GROUPS = ("state", "category", "agency", "area")


class _Counted(NamedTuple):
    as_of: int | datetime | None
    election: str | None


class _Fed(NamedTuple):
    election: str | None
    agency: str | None
    report: UUID | None
    action: str | None


class _LeafData(msgspec.Struct):
    data: dict[str, Detail]


_LEAF = msgspec.json.Decoder(_LeafData)


class _KeptText(msgspec.Struct):
    id: UUID
    field: str
    content: str


_TEXTS = msgspec.json.Decoder(list[_KeptText])


class AuditService:
    """The trail of every region, for whoever asks."""

    def __init__(self, database: Database, sealer: Sealer, reads: Recorder) -> None:
        self._database = database
        self._sealer = sealer
        self._reads = reads

    async def history(self, call: Call, report: UUID, after: int, limit: int) -> HistoryPage:
        """The action history of a report, oldest first. Raises NotFound for what is missing or hidden."""
        require_role(call.actor, Action.HISTORY_READ)
        async with self._database.transaction(call.region, visibility.tokens(call.actor)) as transaction:
            rows = await repository.history(transaction, call.region, report, after, limit + 1)
            await transaction.commit()
        if not rows and after == 0:
            raise NotFound
        if rows:
            secrecy = rows[0]["classification"]
            self._reads.note(call, ReadKind.HISTORY_OPENED, classification=secrecy, report=report)
        page = rows[:limit]
        further = str(page[-1]["seq"]) if len(rows) > limit else None
        texts = [_TEXTS.decode(row["texts"]) if row["texts"] else [] for row in page]
        opened = await open_kept(self._sealer, call.region, [text.content for some in texts for text in some])
        items = [
            _history_item(row, [_text(text, opened) for text in some]) for row, some in zip(page, texts, strict=True)
        ]
        return HistoryPage(items=items, next_cursor=further)

    async def feed(
        self, call: Call, after: int, limit: int, election: str | None, interest: Interest = ALL
    ) -> EventPage:
        """Events after a leaf index. What the caller may not see is left out and the indices are kept.

        An auditor's feed has no gaps: of a report that is walled off from the auditor's own agency an entry
        says only its place and hash. The feed of one election holds what happened to its reports, and nothing else;
        one of some actions, an agency or a report holds what a stream of them tells.
        """
        require_role(call.actor, Action.EVENT_READ)
        async with self._database.transaction(call.region, visibility.tokens(call.actor)) as transaction:
            rows = await repository.feed(transaction, call.region, after, limit, election, interest)
            await transaction.commit()
        self._reads.note(call, ReadKind.EVENTS_LISTED, wanted=_fed(election, interest))
        items = [event_item(row) for row in rows]
        return EventPage(items=items, next_cursor=str(rows[-1]["leaf_index"]) if len(rows) == limit else None)

    async def summary(self, call: Call, leaf: int | None, at: datetime | None, election: str | None) -> SummaryAnswer:
        """Counts over what the caller sees, as of a leaf index; elections are never mixed."""
        require_role(call.actor, Action.SUMMARY_READ)
        async with self._database.transaction(call.region, visibility.tokens(call.actor)) as transaction:
            newest = await repository.last_leaf(transaction, call.region, at)
            as_of = newest if leaf is None else min(leaf, newest)
            rows = await repository.summary(transaction, call.region, as_of, election)
            await transaction.commit()
        self._reads.note(call, ReadKind.SUMMARY_READ, wanted=_Counted(leaf if at is None else at, election))
        return _summary_view(rows, as_of, now=leaf is None and at is None)


def _fed(election: str | None, interest: Interest) -> _Fed:
    return _Fed(election, interest.agency, interest.report, ",".join(sorted(interest.actions)) or None)


def _text(text: _KeptText, opened: Opened) -> TextAnswer:
    told = shown(text.content, opened)
    return TextAnswer(id=text.id, field=text.field, content=told.content, erased=told.erased or UNSET)


def _history_item(row: Record, texts: list[TextAnswer]) -> HistoryItem:
    return HistoryItem(
        **event_members(row),
        seq=row["seq"],
        version=row["version"],
        prev=row["prev"],
        actor=ActorAnswer(person=row["actor_person"], agency=row["actor_agency"], role=row["actor_role"]),
        data=data_for_reader(row["action"], _LEAF.decode(row["leaf"]).data, row["naming"], hidden=row["names_hidden"]),
        texts=texts,
    )


def _summary_view(rows: list[Record], as_of: int, *, now: bool) -> SummaryAnswer:
    totals, changed = dict[str, int](), dict[str, int | None]()
    counts: dict[str, dict[str, Counts]] = {}
    for row in rows:
        election = row["election"]
        group = next((name for name in _GROUPS if not row[f"no_{name}"]), None)
        if group is None:
            totals[election] = row["count"]
            changed[election] = (row["calendar_changed"] or 0) if now else None
        else:
            counts.setdefault(election, {name: {} for name in _GROUPS})[group][row[group]] = row["count"]
    return SummaryAnswer(
        as_of=as_of,
        elections=[
            ElectionCounts(
                election=None if name == NO_ELECTION else name,
                total=totals[name],
                calendar_changed=changed[name],
                **each,
            )
            for name, each in sorted(counts.items(), key=lambda one: (one[0] != NO_ELECTION, one[0]))
        ],
    )
