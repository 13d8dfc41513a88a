"""Keyset pages: filters in a table, the order in an index, the cursor an opaque place in that order."""

import base64
import binascii
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import urlencode
from uuid import UUID

import msgspec

from service.edge.problems.faults import says
from service.edge.service_errors import FieldError, ValidationFailed

DEFAULT_LIMIT = 50
MAX_LIMIT = 500
YEARS = range(1900, 2300)
"""Of the moments that a list is ordered by: what may be said is of 1900 to 2199, what is reckoned from it not far off.

Others have no place in UTC (the year 1 with an offset), or none in the database.
"""
NEVER = datetime(9999, 12, 31, tzinfo=UTC)
"""The moment by which is ordered what has none, such as a task that is due at no time: it comes last."""


class Filter(NamedTuple):
    """A filter by name and its SQL with ``{}`` for the parameter."""

    name: str
    sql: str


class Page(NamedTuple):
    """How much of a list is wanted: rows at most, and whether the newest come first."""

    limit: int
    descending: bool = False


class Place(msgspec.Struct, frozen=True, array_like=True):
    """A place in a list: moment or rank and identifier of the last row seen, and what the list was asked for."""

    value: datetime | int
    id: UUID
    question: str


def keyset_sql(
    select: str,
    region_column: str,
    region: str,
    filters: Sequence[Filter],
    wanted: Any,
    order: tuple[str, str],
    after: Sequence[Any] | None,
    page: Page,
) -> tuple[str, list[Any]]:
    """The statement and parameters of one page and one row more.

    ``wanted`` has an attribute per filter, None for absent. ``after`` is the order's values of the last row.
    """
    asked = tuple(f for f in filters if getattr(wanted, f.name) is not None)
    sql = page_sql(select, region_column, asked, order, after is not None, page.descending)
    args = [region, *(getattr(wanted, f.name) for f in asked), *(after or ()), page.limit + 1]
    return sql, args


@lru_cache(maxsize=256)
def page_sql(
    select: str,
    region_column: str,
    asked: tuple[Filter, ...],
    order: tuple[str, str],
    further: bool,  # noqa: FBT001 - part of the cache key
    descending: bool,  # noqa: FBT001 - part of the cache key
) -> str:
    """The statement of a page: ``$1`` is the region, then come the filters' values, the place and the limit."""
    places = (f"${n}" for n in range(1, 100))
    where = [f"{region_column} = {next(places)}"]
    where += [f.sql.format(next(places)) for f in asked]
    if further:
        sign = "<" if descending else ">"
        where.append(f"({', '.join(order)}) {sign} ({next(places)}, {next(places)})")
    way = " DESC" if descending else ""
    ordered = ", ".join(f"{column}{way}" for column in order)
    return f"{select} WHERE {' AND '.join(where)} ORDER BY {ordered} LIMIT {next(places)}"


def cursor_of(value: datetime | int, row_id: UUID, question: str) -> str:
    """The opaque cursor of a place."""
    raw = msgspec.json.encode(Place(value, row_id, question))
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def place_of(
    cursor: str | None, question: str, ordered_by: type[datetime | int] = datetime
) -> tuple[datetime | int, UUID] | None:
    """The place that a cursor names, in a list that is ordered by moments or by ranks.

    Raises ValidationFailed when it is not one of ours, or belongs to a list with other filters.
    """
    if cursor is None:
        return None
    try:
        raw = base64.urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4))
        place = msgspec.json.decode(raw, type=Place)
    except (ValueError, binascii.Error, msgspec.DecodeError):
        raise _bad_cursor() from None
    if place.question != question or not isinstance(place.value, ordered_by) or not _stored(place.value):
        raise _bad_cursor()
    return place.value, place.id


def _stored(value: datetime | int) -> bool:
    """Whether the database could have said so."""
    if isinstance(value, datetime):
        return value.tzinfo is not None and (value.year in YEARS or value == NEVER)
    return 0 <= value < 2**31


def question_of(wanted: Any, order: str) -> str:
    """What a list was asked for, so that a cursor is never used under other filters."""
    return urlencode(
        [(name, value) for name, value in sorted(wanted._asdict().items()) if value is not None] + [("sort", order)]
    )


def _bad_cursor() -> ValidationFailed:
    return ValidationFailed(errors=[FieldError("cursor", "cursor_invalid", says("cursor"))])
