"""Reads that are asked for often: each in one round trip, and several callers' together.

A lookup is one SELECT, kept in the database as a routine that sets each caller's context and runs it under row
security. Where the routine is not there, or fails for several callers at once, the same SELECT runs in a transaction.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from asyncpg import Record

from service.storage.db.gathered_calls import Gathering, TogetherError
from service.storage.db.pool import Database, tokens_text
from service.storage.db.routines import NOT_INSTALLED, PLACE, Installed, Routine

_AT_ONCE, _MOST = 2, 8
_CALL = "call_number"


class Lookup(NamedTuple):
    """One SELECT. ``$1`` is the region; ``arguments`` are the SQL types of ``$2`` and on.

    ``returns`` names what it selects, in order, with the SQL type of each.
    """

    name: str
    returns: Mapping[str, str]
    arguments: tuple[str, ...]
    select: str

    def routine(self) -> Routine:
        """The function that looks up for several callers: their tokens and arguments stand in arrays."""
        names = [f"argument_{place}" for place, _ in enumerate(self.arguments, start=2)]
        arrays = "".join(f", p_{name} {kind}[]" for name, kind in zip(names, self.arguments, strict=True))
        select = numbered(self.select, "p_region", *(f"this.{name}" for name in names))
        return Routine(
            self.name,
            (),
            f"""CREATE FUNCTION {PLACE}.{self.name}(p_region text, p_tokens text[]{arrays})
RETURNS TABLE ({_CALL} integer, {", ".join(f'"{name}" {kind}' for name, kind in self.returns.items())})
LANGUAGE plpgsql AS $routine$
#variable_conflict use_column
DECLARE
    this record;
BEGIN
    PERFORM set_config('tindak.region', p_region, true);
    FOR this IN SELECT * FROM unnest(p_tokens{"".join(f", p_{name}" for name in names)})
      WITH ORDINALITY AS x ({", ".join(("tokens", *names, _CALL))})
    LOOP
        PERFORM set_config('tindak.tokens', this.tokens, true);
        RETURN QUERY SELECT this.{_CALL}::integer, found.* FROM ({select}) AS found;
    END LOOP;
END
$routine$""",
            2 + len(self.arguments),
        )


class Lookups:
    """The lookups of one feature, against one database."""

    def __init__(self, database: Database, installed: Installed, lookups: Sequence[Lookup]) -> None:
        self._database = database
        self._gathered = {
            lookup.name: Gathering(self._sender(installed.call(lookup.routine())), at_once=_AT_ONCE, most=_MOST)
            for lookup in lookups
        }

    async def rows(self, lookup: Lookup, region: str, tokens: tuple[str, ...], *arguments: Any) -> list[Record]:
        """What a lookup finds for a caller who holds ``tokens``. Raises DatabaseUnavailable."""
        try:
            rows: list[Record] = await self._gathered[lookup.name].ask(region, (tokens_text(tokens), *arguments))
        except (TogetherError, *NOT_INSTALLED):
            async with self._database.transaction(region, tokens) as transaction:
                rows = await transaction.fetch(lookup.select, region, *arguments)
                await transaction.commit()
        return rows

    def _sender(self, sql: str) -> Any:
        async def send(region: str, asked: Sequence[tuple[Any, ...]]) -> list[list[Record]]:
            found: list[list[Record]] = [[] for _ in asked]
            for row in await self._database.ask(sql, region, *zip(*asked, strict=True)):
                found[row[_CALL] - 1].append(row)
            return found

        return send


def numbered(sql: str, *names: str) -> str:
    """A statement with names in the place of its numbered parameters."""
    return re.sub(r"\$(\d+)", lambda place: names[int(place[1]) - 1], sql)
