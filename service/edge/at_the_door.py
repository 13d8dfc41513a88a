"""What is said to a request that is refused before the router sees it: to whom, in which form, and what instead.

Of a head that never came whole there may be a method and a path, or nothing at all.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple
from urllib.parse import unquote

import httptools
import msgspec

from service.edge.heads import whole_answer
from service.edge.origins import told_to
from service.edge.problems.problem_body import problem_body

LANGUAGE = "en"
"""In which nobody's head was read yet."""

RETRY_AFTER = {503: {"retry-after": "1"}}


class Asked(NamedTuple):
    """A request as far as it was read: its method, the path as the router would have it, its fields by small names."""

    method: str
    path: str
    fields: Sequence[tuple[bytes, bytes]]


NOTHING = Asked("", "", ())


class Instead(NamedTuple):
    """Another status that a refusal is told by, without content, and the fields that go with it where it lacks them."""

    status: int
    fields: Mapping[str, str]


class Front(NamedTuple):
    """What the door knows of the service that it stands before.

    ``public`` is the address under which clients know it, ``origins`` are those whose pages may read its answers, and
    ``instead`` says which refusals are told otherwise than by their status.
    """

    public: str = ""
    origins: frozenset[bytes] = frozenset()
    instead: Callable[[Asked, int], Instead | None] = lambda *_: None


def asked(method: bytes, target: bytes, fields: Sequence[tuple[bytes, bytes]]) -> Asked:
    """What a head asks, or the part of it that has come; the target as it stands in the request line."""
    try:
        path = httptools.parse_url(target).path or b""
    except httptools.HttpParserInvalidURLError:
        path = b""
    return Asked(method.decode("latin-1"), unquote(path.decode("latin-1")), fields)


def refusal(front: Front, of: Asked, status: int, code: str, trace_id: str) -> bytes:
    """A refusal as it is sent: a problem with the fields that every problem has, without content in answer to HEAD."""
    fields = {"x-trace-id": trace_id, **RETRY_AFTER.get(status, {})}
    fields |= {name.decode(): value.decode() for name, value in told_to(of.fields, front.origins)}
    instead = front.instead(of, status)
    if instead is not None:
        return whole_answer(instead.status, {**instead.fields, **fields}, b"")
    fields |= {"content-type": "application/problem+json", "content-language": LANGUAGE}
    body = msgspec.json.encode(problem_body(code, LANGUAGE, trace_id, {}, [], public=front.public))
    return whole_answer(status, fields, b"" if of.method == "HEAD" else body)
