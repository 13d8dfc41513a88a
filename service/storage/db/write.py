"""The one function behind which every change is written.

On plain PostgreSQL one statement of data-modifying CTEs is fastest; on Citus it would be split here and
nowhere else. No part reads what another part of the same statement wrote.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from service.storage.db.pool import Transaction


@dataclass(frozen=True, eq=False, slots=True)
class Insert:
    """INSERT of rows, one tuple a row in the order of ``columns``. Equal to itself alone: it keys a cache.

    ``forms`` make of each value what its column holds, with ``{}`` for the value; ``otherwise`` is what happens to a
    row that is there already.
    """

    table: str
    columns: tuple[str, ...]
    forms: tuple[str, ...] = ()
    otherwise: str = ""


@dataclass(frozen=True, eq=False, slots=True)
class Update:
    """UPDATE of one row a tuple: the values of ``columns``, then of ``keys``, then of ``null_keys``.

    Equal to itself alone: it keys a cache.
    """

    table: str
    columns: tuple[str, ...]
    keys: tuple[str, ...]
    null_keys: tuple[str, ...] = ()
    also: str = ""


class Part(NamedTuple):
    """Rows for one insert or update."""

    what: Insert | Update
    rows: Sequence[tuple[Any, ...]]


async def write(transaction: Transaction, parts: Sequence[Part], deciding: int = 1) -> bool:
    """Write all parts in one round trip.

    Returns whether the first parts, ``deciding`` in number and of one row each, found their rows; an insert always
    does.
    """
    present = [part for part in parts if part.rows]
    shape = tuple([(part.what, len(part.rows)) for part in present])
    args = [value for part in present for row in part.rows for value in row]
    return bool(await transaction.fetchval(_statement(shape, deciding), *args))


@lru_cache(maxsize=512)
def _statement(shape: tuple[tuple[Insert | Update, int], ...], deciding: int) -> str:
    ctes: list[str] = []
    used = 0
    for what, count in shape:
        render = _insert if isinstance(what, Insert) else _update
        for sql, width in render(what, count, used):  # type: ignore[arg-type]
            ctes.append(f"p{len(ctes)} AS ({sql})")
            used += width
    found = [number for number in range(deciding) if isinstance(shape[number][0], Update)]
    for number in found:
        ctes[number] = f"{ctes[number][:-1]} RETURNING 1)"
    said = " AND ".join(f"(SELECT count(*) = 1 FROM p{number})" for number in found)
    return f"WITH {', '.join(ctes)} SELECT {said or 'true'}"


def _insert(what: Insert, count: int, used: int) -> list[tuple[str, int]]:
    width = len(what.columns)
    forms = what.forms or ("{}",) * width
    rows = ", ".join(
        f"({', '.join(form.format(f'${used + row * width + at}') for at, form in enumerate(forms, 1))})"
        for row in range(count)
    )
    otherwise = f" {what.otherwise}" if what.otherwise else ""
    return [(f"INSERT INTO {what.table} ({', '.join(what.columns)}) VALUES {rows}{otherwise}", count * width)]


def _update(what: Update, count: int, used: int) -> list[tuple[str, int]]:
    width = len(what.columns) + len(what.keys) + len(what.null_keys)
    return [(_update_one(what, used + row * width), width) for row in range(count)]


def _update_one(what: Update, used: int) -> str:
    places = iter(range(used + 1, used + 1 + 100))
    sets = ", ".join(f"{column} = ${next(places)}" for column in what.columns)
    where = [f"{key} = ${next(places)}" for key in what.keys]
    where += [f"{key} IS NOT DISTINCT FROM ${next(places)}" for key in what.null_keys]
    where += [what.also] if what.also else []
    return f"UPDATE {what.table} SET {sets} WHERE {' AND '.join(where)}"
