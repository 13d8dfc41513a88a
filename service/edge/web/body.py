"""Reading a request body strictly: size, media type, JSON without duplicate members, then the model.

Members at fault are named by their RFC 6901 pointers, the first of many; nothing of their values is repeated.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any, NoReturn, TypeVar

from litestar import Request
from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from service.edge.problems.faults import says
from service.edge.problems.model_faults import told_fault
from service.edge.service_errors import MOST_FAULTS, FieldError, MalformedRequest, TooLarge, TooSlow, ValidationFailed
from service.edge.web.fields import field
from service.edge.web.value_count import MOST_MEMBERS, MOST_VALUES, require_few, too_many

MAX_BODY_BYTES = 1_000_000
SLOWEST = 1_000
"""Bytes a second below which a sender of a large body is given up."""

LONGEST_NAME = 80
"""Characters of a name that are said back."""

MOST_DIGITS = 40
"""Digits of a whole number."""

IDENTITY = "identity"
"""The one content coding of a request body: none."""

Model = TypeVar("Model")


async def read_body(request: Request[Any, Any, Any], most: int = MAX_BODY_BYTES) -> bytes:
    """The raw body of a JSON request.

    Raises TooLarge over ``most`` bytes, MalformedRequest ``unsupported_media_type`` for
    anything but JSON, or compressed; TooSlow when it has not come within ``TINDAK_REQUEST_WITHIN_S``.
    """
    headers = request.headers
    if any(coding.strip().lower() != IDENTITY for coding in headers.getall("content-encoding", [])):
        error = FieldError("Content-Encoding", "unsupported", says("identity"))
        raise MalformedRequest("unsupported_media_type", errors=[error], headers={"Accept-Encoding": IDENTITY})
    if _says_more(field(request, "content-length"), most):
        raise TooLarge
    kind = (field(request, "content-type") or "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise MalformedRequest("unsupported_media_type")
    try:
        async with asyncio.timeout(request.app.state.request_within_s):
            return await _whole(request, most)
    except TimeoutError:
        raise TooSlow(headers={"Connection": "close"}) from None


def _says_more(length: str | None, most: int) -> bool:
    """Whether a sender says beforehand that it is too much."""
    if length is None or not (length.isascii() and length.isdigit()):
        return False
    digits = length.lstrip("0") or "0"
    return len(digits) > len(str(most)) or int(digits) > most


async def _whole(request: Request[Any, Any, Any], most: int) -> bytes:
    chunks, size = [], 0
    more = True
    while more:
        message = await request.receive()
        if message["type"] != "http.request":
            raise MalformedRequest("malformed_json")  # who went away in the middle has sent no JSON
        chunks.append(message["body"])
        size += len(chunks[-1])
        if size > most:
            raise TooLarge
        more = message["more_body"]
    return b"".join(chunks)


async def arriving(request: Request[Any, Any, Any]) -> AsyncIterator[bytes | None]:
    """A body that is no JSON, part by part as it comes; None at last when its sender went away before its end.

    Raises TooSlow for who falls behind ``SLOWEST`` bytes a second by more than ``TINDAK_REQUEST_WITHIN_S``.
    """
    now = asyncio.get_running_loop().time
    due, more = now() + request.app.state.request_within_s, True
    while more:
        try:
            async with asyncio.timeout_at(due):
                message = await request.receive()
        except TimeoutError:
            raise TooSlow(headers={"Connection": "close"}) from None
        if message["type"] != "http.request":
            yield None
            return
        if message["body"]:
            asked = now()
            yield message["body"]
            due += len(message["body"]) / SLOWEST + (now() - asked)  # our own work is not the sender's delay
        more = message["more_body"]


def parse(raw: bytes, adapter: TypeAdapter[Model], *, tagged: bool = False) -> Model:
    """Check a body against its model, without coercing one JSON type into another.

    ``tagged`` says that the model is a union told apart by a member, whose tag is no part of a pointer.
    Raises what ``require_json`` and ``checked`` raise.
    """
    require_json(raw)
    return checked(raw, adapter, tagged=tagged)


def checked(raw: bytes, adapter: TypeAdapter[Model], *, tagged: bool = False, within: str = "") -> Model:
    """Check JSON that is known to be sound against its model; ``within`` is the pointer at which it stands.

    Raises ValidationFailed with the first faults, MalformedRequest for JSON that is nested beyond all reason.
    """
    try:
        return adapter.validate_json(raw, strict=True)
    except ValidationError as error:
        faults = error.errors(include_url=False)[:MOST_FAULTS]
        if faults[0]["type"] == "json_invalid":
            raise MalformedRequest("malformed_json") from None
        told = [_fault(_with_tags(fault, adapter), within, tagged=tagged) for fault in faults]
        raise ValidationFailed(errors=told) from None


def _with_tags(fault: ErrorDetails, adapter: TypeAdapter[Any]) -> ErrorDetails:
    """A fault of a tag that is not there, with those that there are: the model names them of an unknown one alone."""
    if fault["type"] != "union_tag_not_found":
        return fault
    place = fault["loc"]
    asked: Any = {fault["ctx"]["discriminator"].strip("'"): ""}
    for step in reversed(place):
        asked = {step: asked} if isinstance(step, str) else [*[None] * step, asked]
    try:
        adapter.validate_python(asked)
    except ValidationError as error:
        for other in error.errors(include_url=False):
            if other["type"] == "union_tag_invalid" and other["loc"] == place:
                fault["ctx"]["expected_tags"] = other["ctx"]["expected_tags"]
    return fault


def _fault(fault: ErrorDetails, within: str, *, tagged: bool) -> FieldError:
    location = fault["loc"][1:] if tagged else fault["loc"]
    if fault["type"].startswith("union_tag_"):
        location = (*location, fault["ctx"]["discriminator"].strip("'"))
    return FieldError(within + _pointer(location), fault["type"], told_fault(fault))


def require_json(raw: bytes, most: int = MOST_VALUES) -> None:
    """Raise TooLarge ``too_many_values``, MalformedRequest ``malformed_json`` or ``duplicate_member``."""
    require_few(raw, most)
    try:
        _STRICT.decode(raw.decode())
    except (ValueError, RecursionError):
        raise MalformedRequest("malformed_json") from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(pairs) > MOST_MEMBERS:
        raise too_many(MOST_MEMBERS)
    members = dict(pairs)
    if len(members) != len(pairs):
        raise MalformedRequest("duplicate_member", member=_first_twice(pairs))
    return members


def _first_twice(pairs: list[tuple[str, Any]]) -> str:
    met: set[str] = set()
    twice = next(name for name, _ in pairs if name in met or met.add(name))  # type: ignore[func-returns-value]
    return _shown(twice)


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _pointer(location: tuple[int | str, ...]) -> str:
    parts = (_shown(str(part)).replace("~", "~0").replace("/", "~1") for part in location)
    return "".join(f"/{part}" for part in parts)


def _shown(name: str) -> str:
    """A name as its sender wrote it; of a long one, which is no member of ours, its beginning."""
    return name[:LONGEST_NAME].encode("ascii", "backslashreplace").decode()[:LONGEST_NAME]


def _integer(digits: str) -> int:
    """A number of few digits: to read one of thousands takes the square of them, and no member of ours is one."""
    if len(digits) > MOST_DIGITS:
        raise ValueError
    return int(digits)


_STRICT = json.JSONDecoder(object_pairs_hook=_object, parse_int=_integer, parse_constant=_no_constant)
