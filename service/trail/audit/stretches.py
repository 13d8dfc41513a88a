"""The next stretch of the log as several callers see it, read in one snapshot: for streams and for webhooks.

PostgreSQL's row security decides for each caller. Its answer depends on nothing but the tokens that rows of the
stretch name, so that callers who hold the same of those share one query, however many they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, NamedTuple, TypeAlias, TypeVar

from service.trail.audit import repository
from workflows.access import visibility

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from asyncpg import Record

    from service.storage.db.pool import Database, Transaction

Tokens: TypeAlias = "tuple[str, ...]"
Item = TypeVar("Item")


class Stretch(NamedTuple, Generic[Item]):
    """Everything after one leaf index up to another, by the tokens of those who asked.

    The same list object stands for all who see the same.
    """

    upto: int
    seen: Mapping[Tokens, Sequence[Item]]


async def read_stretch(
    database: Database,
    region: str,
    after: int,
    askers: Collection[Tokens],
    most: int,
    item_of: Callable[[Record], Item],
) -> Stretch[Item] | None:
    """The log after a leaf index, ``most`` leaves at most; None when it does not go on. Raises DatabaseUnavailable.

    ``item_of`` makes of a row what the askers are told: an event of the feed with ``due``, the due time of its task.
    """
    async with database.snapshot(region, (visibility.SYSTEM,)) as transaction:
        news = await repository.news(transaction, region, after, most)
        upto = news["upto"]
        found = (
            None if upto is None else await _seen(transaction, region, (after, upto), askers, news["named"], item_of)
        )
        await transaction.commit()
    return None if found is None else Stretch(upto, found)


async def newest_leaf(database: Database, region: str) -> int:
    """The newest leaf index of a region, -1 while its log is empty. Raises DatabaseUnavailable."""
    async with database.transaction(region, (visibility.EVERYONE,)) as transaction:
        newest = await repository.last_leaf(transaction, region, None)
        await transaction.commit()
    return newest


async def _seen(
    transaction: Transaction,
    region: str,
    within: tuple[int, int],
    askers: Collection[Tokens],
    named: list[str],
    item_of: Callable[[Record], Item],
) -> dict[Tokens, Sequence[Item]]:
    shared: dict[Tokens, Sequence[Item]] = {(): ()}
    found: dict[Tokens, Sequence[Item]] = {}
    for tokens in askers:
        matter = visibility.that_matter(tokens, frozenset(named))
        if matter not in shared:
            await transaction.see_as(matter)
            shared[matter] = [item_of(row) for row in await repository.stretch(transaction, region, *within)]
        found[tokens] = shared[matter]
    return found
