"""Who read a report: of what is kept of reads, what concerns it."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import msgspec

from service.edge.call import Call
from service.edge.keyset import cursor_of, place_of
from service.edge.service_errors import NotFound
from service.storage.db.pool import Database
from service.trail.reading.recorder import Recorder
from service.trail.reading.schemas import ReadAnswer, ReadPage
from workflows.access import visibility
from workflows.access.permissions import Action, Standing, require, require_role
from workflows.trail.reads import ReadKind

REPORT = "SELECT r.classification, r.lead_agency FROM report r WHERE r.region = $1 AND r.id = $2"
READS = "SELECT event, seq, place, told FROM reads_of_report($1, $2, $3, $4, $5)"


class _Told(msgspec.Struct):
    """A read as its leaf says it."""

    what: str
    at: datetime
    role: str
    person: UUID | None = None
    agency: str | None = None
    task: UUID | None = None


class _Place(NamedTuple):
    """The record and the place in it of the last read that was told."""

    seq: int = 0
    place: int = 0


_TOLD = msgspec.json.Decoder(_Told)


class ReadService:
    """Reads of every region's reports, for whom the law lets see them."""

    def __init__(self, database: Database, reads: Recorder) -> None:
        self._database = database
        self._reads = reads

    async def listing(self, call: Call, report: UUID, cursor: str | None, limit: int) -> ReadPage:
        """Who read a report, in the order in which it was recorded.

        Raises NotFound for a report that is missing or hidden, NotPermitted for who neither audits nor supervises its
        lead, ValidationFailed for a cursor of something else.
        """
        require_role(call.actor, Action.READS_READ)
        question = f"reads={report}"
        after = _place(cursor, question)
        async with self._database.transaction(call.region, visibility.tokens(call.actor)) as transaction:
            found = await transaction.fetchrow(REPORT, call.region, report)
            if found is None:
                raise NotFound
            require(call.actor, Action.READS_READ, Standing(found["lead_agency"], None))
            rows = await transaction.fetch(READS, call.region, report, *after, limit + 1)
            await transaction.commit()
        self._reads.note(call, ReadKind.READS_LISTED, classification=found["classification"], report=report)
        last = rows[limit - 1] if len(rows) > limit else None
        further = None if last is None else cursor_of(last["seq"], UUID(int=last["place"]), question)
        return ReadPage(items=[_item(row["event"], row["told"]) for row in rows[:limit]], next_cursor=further)


def _place(cursor: str | None, question: str) -> _Place:
    found = place_of(cursor, question, int)
    if found is None:
        return _Place()
    seq, place = found
    return _Place(int(seq), min(place.int, 2**31 - 1))  # type: ignore[arg-type]  # a number, as was asked for


def _item(event: UUID, raw: str) -> ReadAnswer:
    told = _TOLD.decode(raw)
    members = {name: getattr(told, name) for name in _Told.__struct_fields__}
    return ReadAnswer(event=event, **members)
