"""Column shorthands of the schema: explicit about null, so that a table reads as its definition."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Column, ForeignKeyConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY, BYTEA, DOMAIN, JSONB, TIMESTAMP, TSVECTOR, UUID
from sqlalchemy.types import BigInteger, Boolean, Integer, SmallInteger, Text

MOMENT = TIMESTAMP(timezone=True)
UUID_TYPE = UUID(as_uuid=True)


def textual(*, null: bool = False, key: bool = False) -> Any:
    """A text column."""
    return Column(Text, nullable=null, primary_key=key)


def uuid(*, null: bool = False, key: bool = False) -> Any:
    """A UUID column."""
    return Column(UUID_TYPE, nullable=null, primary_key=key)


def moment(*, null: bool = False, key: bool = False) -> Any:
    """An instant, with time zone."""
    return Column(MOMENT, nullable=null, primary_key=key)


def number(*, null: bool = False, key: bool = False) -> Any:
    """A 32-bit integer column."""
    return Column(Integer, nullable=null, primary_key=key, autoincrement=False)


def big(*, null: bool = False, key: bool = False) -> Any:
    """A 64-bit integer column."""
    return Column(BigInteger, nullable=null, primary_key=key, autoincrement=False)


def small(*, null: bool = False, key: bool = False) -> Any:
    """A 16-bit integer column."""
    return Column(SmallInteger, nullable=null, primary_key=key, autoincrement=False)


def small_zero() -> Any:
    """A 16-bit integer column, zero by default."""
    return Column(SmallInteger, nullable=False, server_default=text("0"))


def flag(*, null: bool = False) -> Any:
    """A boolean column."""
    return Column(Boolean, nullable=null)


def count_up() -> Any:
    """A 64-bit integer column, 0 by default."""
    return Column(BigInteger, nullable=False, server_default=text("0"))


def document() -> Any:
    """A column of JSON, an empty array by default."""
    return Column(JSONB, nullable=False, server_default=text("'[]'"))


def document_or_none() -> Any:
    """A column of JSON, null for nothing."""
    return Column(JSONB, nullable=True)


def flag_off() -> Any:
    """A boolean column, false by default."""
    return Column(Boolean, nullable=False, server_default=text("false"))


def raw(*, null: bool = False) -> Any:
    """A column of bytes."""
    return Column(BYTEA, nullable=null)


def words() -> Any:
    """A column of the words of a text, null for none."""
    return Column(TSVECTOR, nullable=True)


def texts() -> Any:
    """An array of texts, empty by default."""
    return Column(ARRAY(Text), nullable=False, server_default=text("'{}'"))


def uuids() -> Any:
    """An array of UUIDs, empty by default."""
    return Column(ARRAY(UUID_TYPE), nullable=False, server_default=text("'{}'"))


def code(domain: str, codes: Iterable[StrEnum], *, null: bool = False, key: bool = False) -> Any:
    """A column of codes, held to its list by a PostgreSQL domain.

    A domain's CHECK is compiled once a session. A table's CHECK is parsed anew by every statement that writes
    the table; with lists of codes that was a fifth of the cost of a task transition.
    """
    listed = ", ".join(f"'{one.value}'" for one in codes)
    kind = DOMAIN(domain, Text(), check=f"VALUE IN ({listed})", constraint_name=f"{domain}_known", create_type=False)
    return Column(kind, nullable=null, primary_key=key)


def check(name: str, condition: str) -> CheckConstraint:
    """A named CHECK."""
    return CheckConstraint(condition, name=name)


def of_report(name: str, column: str = "report_id") -> ForeignKeyConstraint:
    """The foreign key of a tenant table to its report, region first."""
    return ForeignKeyConstraint(["region", column], ["report.region", "report.id"], name=name)


def of_erasure(name: str) -> ForeignKeyConstraint:
    """The foreign key of what was erased to the erasure, region first."""
    return ForeignKeyConstraint(["region", "erasure"], ["erasure.region", "erasure.id"], name=name)
