"""From the bytes of a leaf to an event whose members have their form. Nothing is said yet about their order."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

import msgspec

from workflows.codes.stamps import stamp
from workflows.trail.leaf import LEAF_VERSION, Leaf, canonical, leaf_hash
from workflows.trail.replay.faults import Fault, FaultCode

MAX_NUMBER = 2**31 - 1
"""The largest event number and version: PostgreSQL's integer."""

_UUID = re.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", re.ASCII)
_HASH = re.compile("[0-9a-f]{64}")
_ACTOR = {"person", "agency", "role"}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DECODER = msgspec.json.Decoder(Leaf)


class Event(NamedTuple):
    """A leaf that could be read: identifiers as 16 bytes, its time in microseconds since 1970, its hash.

    ``report`` is empty for an event that belongs to no report.
    """

    leaf: Leaf
    leaf_index: int | None
    report: bytes
    event: bytes
    task: bytes | None
    person: bytes
    at: int
    hash: bytes

    def fault(self, code: FaultCode, words: str) -> Fault:
        """A fault of this event."""
        leaf = self.leaf
        return Fault(code, words, self.leaf_index, leaf.event, leaf.report, leaf.at)


class NotInFormError(ValueError):
    """A value that has not the form of its member: ``member`` is its name, ``lack`` what is wrong with it."""

    def __init__(self, member: str, lack: str) -> None:
        super().__init__(f"{member} {lack}")


class _DataError(NotInFormError):
    """A member of an event's data that has not its form."""

    def __init__(self, name: str, lack: str) -> None:
        super().__init__(f"data.{name}", lack)


def read_event(raw: bytes, leaf_index: int | None, faults: list[Fault]) -> Event | None:
    """The event in a leaf's bytes; None, and a fault added to ``faults``, when there is none to be read.

    A leaf that can be read but is not canonical (RFC 8785) is a fault and an event all the same.
    """
    try:
        leaf = _DECODER.decode(raw)
        event = _event(leaf, raw, leaf_index)
    except (msgspec.MsgspecError, NotInFormError, UnicodeDecodeError, RecursionError) as error:
        faults.append(_malformed(raw, leaf_index, error))
        return None
    if canonical(leaf) != raw:
        words = "The leaf was altered: its bytes are not the one canonical form of what it says."
        faults.append(event.fault(FaultCode.LEAF_NOT_CANONICAL, words))
    return event


def identifier(text: str) -> bytes:
    """The 16 bytes of an identifier in its one written form. Raises NotInFormError."""
    if _UUID.fullmatch(text) is None:
        raise NotInFormError("identifier", f"is written as {text[:40]!r}")
    return bytes.fromhex(text.replace("-", ""))


def written(raw: bytes) -> str:
    """An identifier of 16 bytes as it is written."""
    return str(UUID(bytes=raw))


def written_time(microseconds: int) -> str:
    """A time of microseconds since 1970 as it is written in a leaf."""
    return stamp(_EPOCH + timedelta(microseconds=microseconds))


def text_of(data: Mapping[str, Any], name: str) -> str:
    """A member of an event's data that must be a text. Raises NotInFormError."""
    value = data.get(name)
    if not isinstance(value, str):
        raise _DataError(name, "is no text")
    return value


def optional_text(data: Mapping[str, Any], name: str) -> str | None:
    """A member of an event's data that is a text or null. Raises NotInFormError."""
    return None if data.get(name) is None else text_of(data, name)


def moment_of(data: Mapping[str, Any], name: str) -> int:
    """A member of an event's data that must be a time, in microseconds since 1970. Raises NotInFormError."""
    text = text_of(data, name)
    try:
        return time_of(text)
    except NotInFormError:
        raise _DataError(name, "is no time") from None


def number_of(data: Mapping[str, Any], name: str) -> int:
    """A member of an event's data that must count from 1. Raises NotInFormError."""
    value = data.get(name)
    if type(value) is not int or not 0 < value <= MAX_NUMBER:
        raise _DataError(name, "is no number that counts from 1")
    return value


def texts_of(data: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """A member of an event's data that is a list of texts; none when it is absent. Raises NotInFormError."""
    value = data.get(name, [])
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise _DataError(name, "is no list of texts")
    return tuple(value)


def _event(leaf: Leaf, raw: bytes, leaf_index: int | None) -> Event:
    if leaf.v != LEAF_VERSION:
        raise NotInFormError("v", f"is {leaf.v}, a form of leaf that is unknown")
    if not 0 < leaf.seq <= MAX_NUMBER or not 0 < leaf.version <= MAX_NUMBER:
        raise NotInFormError("seq", "or version does not count from 1")
    if leaf.prev is not None and _HASH.fullmatch(leaf.prev) is None:
        raise NotInFormError("prev", "is no hash")
    if leaf.actor.keys() != _ACTOR:
        raise NotInFormError("actor", "is not person, agency and role")
    return Event(
        leaf,
        leaf_index,
        b"" if leaf.report is None else identifier(leaf.report),
        identifier(leaf.event),
        None if leaf.task is None else identifier(leaf.task),
        identifier(leaf.actor["person"]),
        time_of(leaf.at),
        leaf_hash(raw),
    )


def time_of(text: str) -> int:
    """A time as it stands in a leaf, in microseconds since 1970. Raises NotInFormError."""
    if _TIME.fullmatch(text) is None:
        raise NotInFormError("at", "is no time in UTC with microseconds")
    try:
        since = datetime.fromisoformat(text) - _EPOCH
    except ValueError:
        raise NotInFormError("at", "is no time that there is") from None
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def _malformed(raw: bytes, leaf_index: int | None, error: Exception) -> Fault:
    """Names event and report too when they can be told from what is there."""
    try:
        found = msgspec.json.decode(raw, type=dict[str, Any])
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        found = {}
    event, report, at = (found.get(name) for name in ("event", "report", "at"))
    return Fault(
        FaultCode.LEAF_MALFORMED,
        f"The leaf was altered: it cannot be read ({error}).",
        leaf_index,
        event if isinstance(event, str) else None,
        report if isinstance(report, str) else None,
        at if isinstance(at, str) else None,
    )
