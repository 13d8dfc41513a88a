"""How keys are kept. Row security shows them to who keeps them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from asyncpg import Record

from service.edge.call import Call
from service.edge.keyset import Page, keyset_sql
from service.storage.db.pool import Transaction
from service.storage.db.write import Insert, Update
from service.storage.first_answers import FLIGHT, SEEN, read_beside

COLUMNS = (
    "id", "name", "agency", "scopes", "expires_at", "created_at", "created_by", "last_used_at", "revoked_at",
    "revoked_by",
)  # fmt: skip
INSERT = Insert(
    "api_key",
    ("region", "id", "hash", "name", "agency", "scopes", "expires_at", "created_at", "created_by", "maker_role"),
)
REVOKE = Update("api_key", ("revoked_at", "revoked_by", "revoked_agency"), ("region", "id"), ("revoked_at",))
ORDER = ("k.created_at", "k.id")

_SELECT = f"SELECT {', '.join(f'k.{name}' for name in COLUMNS)} FROM api_key k"
READ = f"{_SELECT} WHERE k.region = $1 AND k.id = $2"
SEEN_BEFORE = f"""WITH flight AS MATERIALIZED (SELECT {FLIGHT}) SELECT flight.won, {SEEN}
FROM flight LEFT JOIN idempotency i ON i.region = $4 AND i.person = $2 AND i.key = $3"""


class Wanted(NamedTuple):
    """A list of keys takes no filters."""


async def seen_before(transaction: Transaction, call: Call) -> Record:
    """The first answer under the call's key, if there was one."""
    return await read_beside(transaction, SEEN_BEFORE, call)


async def read(transaction: Transaction, region: str, key: UUID) -> Record | None:
    """One key, or None when it is not there for this caller."""
    return await transaction.fetchrow(READ, region, key)


async def listing(transaction: Transaction, region: str, after: Sequence[Any] | None, limit: int) -> list[Record]:
    """One page of keys, newest first, and one row more to tell whether there is a next page."""
    sql, args = keyset_sql(_SELECT, "k.region", region, (), Wanted(), ORDER, after, Page(limit, descending=True))
    return await transaction.fetch(sql, *args)


def revoked_row(call: Call, key: UUID, at: datetime) -> tuple[Any, ...]:
    """The values of ``REVOKE``: only a key that is not revoked yet finds its row."""
    return (at, call.person, call.actor.agency, call.region, key, None)
