"""How kept days are kept. Row security shows them to everybody in the region."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from asyncpg import Record

from service.edge.call import Call
from service.edge.keyset import Page, keyset_sql
from service.storage.db.pool import Transaction
from service.storage.db.write import Insert, Update
from service.storage.first_answers import FLIGHT, SEEN, read_beside
from workflows.clocks.calendar import KeptDay, SaidBy
from workflows.codes.wording import Wording

COLUMNS = (
    "id", "day", "working_day", "name_en", "name_id", "reason", "source", "kept_at", "kept_by", "withdrawn_at",
    "withdrawn_by", "withdrawal_reason",
)  # fmt: skip
INSERT = Insert("calendar_day", ("region", *COLUMNS[:9]))
WITHDRAW = Update(
    "calendar_day", ("withdrawn_at", "withdrawn_by", "withdrawal_reason"), ("region", "id"), ("withdrawn_at",)
)
ORDER = ("d.kept_at", "d.id")

_SELECT = f"SELECT {', '.join(f'd.{name}' for name in COLUMNS)} FROM calendar_day d"
READ = f"{_SELECT} WHERE d.region = $1 AND d.id = $2"
SAID = f"{_SELECT} WHERE d.region = $1 ORDER BY d.day, d.kept_at, d.id"
IN_FORCE = f"{_SELECT} WHERE d.region = $1 AND d.withdrawn_at IS NULL ORDER BY d.day"
KEPT_OF = f"""WITH flight AS MATERIALIZED (SELECT {FLIGHT}) SELECT flight.won, {SEEN},
  d.day, d.working_day, d.name_en, d.name_id
FROM flight LEFT JOIN idempotency i ON i.region = $4 AND i.person = $2 AND i.key = $3
LEFT JOIN calendar_day d ON d.region = $4 AND d.day = $5 AND d.withdrawn_at IS NULL"""


class Wanted(NamedTuple):
    """A list of kept days takes no filters."""


async def kept_of(transaction: Transaction, call: Call, day: date) -> Record:
    """What is kept of a day now, beside the first answer under the call's key."""
    return await read_beside(transaction, KEPT_OF, call, day)


async def read(transaction: Transaction, region: str, kept: UUID) -> Record | None:
    """One kept day, or None when there is none."""
    return await transaction.fetchrow(READ, region, kept)


async def in_force(transaction: Transaction, region: str) -> tuple[KeptDay, ...]:
    """The days that are kept now, in their order."""
    return tuple([kept_day(row) for row in await transaction.fetch(IN_FORCE, region)])


async def said(transaction: Transaction, region: str) -> tuple[tuple[KeptDay, ...], SaidBy]:
    """The days that are kept now, in their order, and who ever kept or withdrew each, or one that no longer is."""
    rows = await transaction.fetch(SAID, region)
    persons: dict[date, set[UUID]] = {}
    for row in rows:
        persons.setdefault(row["day"], set()).update({row["kept_by"], row["withdrawn_by"]} - {None})
    kept = tuple([kept_day(row) for row in rows if row["withdrawn_at"] is None])
    return kept, {day: frozenset(said_by) for day, said_by in persons.items()}


async def listing(transaction: Transaction, region: str, after: Sequence[Any] | None, limit: int) -> list[Record]:
    """One page of kept days, newest first, and one row more to tell whether there is a next page."""
    sql, args = keyset_sql(_SELECT, "d.region", region, (), Wanted(), ORDER, after, Page(limit, descending=True))
    return await transaction.fetch(sql, *args)


def kept_day(row: Record) -> KeptDay:
    """The day of a row."""
    return KeptDay(row["day"], row["working_day"], Wording(row["name_en"], row["name_id"]))


def withdrawn_row(call: Call, kept: UUID, at: datetime, reason: str) -> tuple[Any, ...]:
    """The values of ``WITHDRAW``: only a day that is not withdrawn yet finds its row."""
    return (at, call.person, reason, call.region, kept, None)
