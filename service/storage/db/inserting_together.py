"""Rows of one or several calls inserted by one statement, a transaction of its own: one round trip, one commit.

The statement sets the caller's region and takes it from there for every row, so that row security knows it before any
row is held against it. For several calls values stand in one array a column, and the statement stays the same however
many rows there are. A lone call has its values as they are: an array costs the driver three times as much.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import chain
from typing import Any
from uuid import UUID

from service.storage.db.routines import column_types
from service.storage.db.write import Insert, Part

Rows = Mapping[Insert, Sequence[tuple[Any, ...]]]
"""The rows of one call by their insert, each with its region."""

_REGION, _CALLS, _LOCKS = 1, 2, 3
_FIRST = 4


class Inserts:
    """The inserts that one statement can carry, the first of which makes what the others hang on."""

    def __init__(self, inserts: Sequence[Insert]) -> None:
        self._inserts = tuple(inserts)
        self._columns = [_columns_of(one) for one in self._inserts]
        self.sql = _statement(self._inserts)
        self._lone: dict[tuple[tuple[int, int], ...], str] = {}

    def rows_of(self, parts: Iterable[Part]) -> Rows | None:
        """The rows of a call; None when it has a part that is another's to write."""
        rows: dict[Insert, list[tuple[Any, ...]]] = {}
        for what, found in parts:
            if not found:
                continue
            if not isinstance(what, Insert) or what not in self._inserts:
                return None
            rows.setdefault(what, []).extend(found)
        return rows

    def lone(self, region: str, call: UUID, lock: int | None, rows: Rows) -> tuple[str, list[Any]]:
        """The statement for the rows of one call, and what it takes."""
        shape = tuple((number, len(rows.get(what, ()))) for number, what in enumerate(self._inserts))
        values: list[Any] = [region, call, lock]
        for what, columns in zip(self._inserts, self._columns, strict=True):
            values += [row[place] for row in rows.get(what, ()) for place, _ in columns]
        return self._of_shape(shape), values

    def _of_shape(self, shape: tuple[tuple[int, int], ...]) -> str:
        if shape not in self._lone:
            self._lone[shape] = _lone_statement([(self._inserts[number], count) for number, count in shape])
        return self._lone[shape]

    def arguments(
        self, region: str, calls: Sequence[UUID], locks: Sequence[int | None], rows: Sequence[Rows]
    ) -> list[Any]:
        """What the statement takes: of each call the report and its key's lock, and the rows of all of them."""
        found: list[Any] = [region, calls, locks]
        for what, columns in zip(self._inserts, self._columns, strict=True):
            each = list(chain.from_iterable(one.get(what, ()) for one in rows))
            for place, is_array in columns:
                values = [row[place] for row in each]
                found.append([None if value is None else array_text(value) for value in values] if is_array else values)
        return found


def array_text(values: Iterable[Any]) -> str:
    """An array as PostgreSQL reads it in a text. Raises TypeError for a kind that no such column has."""
    return f"{{{','.join(map(_element, values))}}}"


def _element(value: Any) -> str:
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'
    if isinstance(value, UUID | int):
        return str(value)
    if isinstance(value, datetime | date):
        return f'"{value.isoformat()}"'
    raise TypeError(type(value).__name__)


def _columns_of(what: Insert) -> list[tuple[int, bool]]:
    """Of each column but the region: its place in a row, and whether it is an array itself."""
    kinds = column_types(what.table, what.columns, domains=False)
    return [
        (place, kind.endswith("[]"))
        for place, (name, kind) in enumerate(zip(what.columns, kinds, strict=True))
        if name != "region"
    ]


def _statement(inserts: Sequence[Insert]) -> str:
    ctes = [
        f"here AS MATERIALIZED (SELECT set_config('tindak.region', ${_REGION}::text, true) AS region)",
        f"""entered AS MATERIALIZED (SELECT x.report
  FROM unnest(${_CALLS}::uuid[], ${_LOCKS}::bigint[]) AS x (report, lock)
  WHERE x.lock IS NULL OR pg_try_advisory_xact_lock(x.lock))""",
    ]
    place = _FIRST
    for number, what in enumerate(inserts):
        sql, place = _insert(what, number, place)
        ctes.append(sql)
    return f"WITH {', '.join(ctes)} SELECT report FROM entered"


def _lone_statement(shape: Sequence[tuple[Insert, int]]) -> str:
    """The same for one call: a part for each row, since a report brings few of each."""
    ctes = [
        f"here AS MATERIALIZED (SELECT set_config('tindak.region', ${_REGION}::text, true) AS region)",
        f"""entered AS MATERIALIZED (SELECT ${_CALLS}::uuid AS report
  WHERE ${_LOCKS}::bigint IS NULL OR pg_try_advisory_xact_lock(${_LOCKS}::bigint))""",
    ]
    place = _FIRST
    for what in chain.from_iterable([what] * count for what, count in shape):
        kinds = dict(zip(what.columns, column_types(what.table, what.columns, domains=False), strict=True))
        forms = dict(zip(what.columns, what.forms or ("{}",) * len(what.columns), strict=True))
        names = [name for name in what.columns if name != "region"]
        values = [_value(kinds[name], forms[name], at) for at, name in enumerate(names, start=place)]
        listed = f"{', '.join(names)}) SELECT here.region, {', '.join(values)} FROM here, entered"
        ctes.append(f"p{len(ctes)} AS (INSERT INTO {what.table} (region, {listed} {what.otherwise})")
        place += len(names)
    return f"WITH {', '.join(ctes)} SELECT report FROM entered"


def _value(kind: str, form: str, place: int) -> str:
    """A value of its own kind, or shaped from a text."""
    return f"${place}::{kind}" if form == "{}" else form.format(f"${place}")


def _insert(what: Insert, number: int, place: int) -> tuple[str, int]:
    """One insert as a part of the statement, and the next free place."""
    kinds = dict(zip(what.columns, column_types(what.table, what.columns, domains=False), strict=True))
    forms = dict(zip(what.columns, what.forms or ("{}",) * len(what.columns), strict=True))
    names = [name for name in what.columns if name != "region"]
    arrays, values = [], []
    for at, name in enumerate(names, start=place):
        as_text = kinds[name].endswith("[]") or kinds[name] in _SENT_AS_TEXT
        arrays.append(f"${at}::{'text' if as_text else kinds[name]}[]")
        shaped = forms[name].format(f"x.{name}")
        values.append(f"{shaped}::{kinds[name]}" if as_text and shaped == f"x.{name}" else shaped)
    belongs = "report_id" if "report_id" in what.columns else "id"
    sql = f"""p{number} AS (INSERT INTO {what.table} (region, {", ".join(names)})
  SELECT here.region, {", ".join(values)} FROM here, unnest({", ".join(arrays)}) AS x ({", ".join(names)})
  WHERE x.{belongs} IN (SELECT report FROM entered){f" {what.otherwise}" if what.otherwise else ""})"""
    return sql, place + len(names)


_SENT_AS_TEXT = frozenset({"json", "jsonb", "tsvector"})
