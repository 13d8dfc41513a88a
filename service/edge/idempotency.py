"""Idempotency-Key (IETF draft-07): what a request says of itself, and what the first one was answered."""

import hashlib
import re
from typing import NamedTuple

from service.edge.problems.faults import says
from service.edge.service_errors import FieldError, MalformedRequest
from workflows.access.actors import Actor

_QUOTED = re.compile(r'"([\x20\x21\x23-\x5b\x5d-\x7e]{1,255})"')
_BARE = re.compile(r"[\x21\x23-\x7e]{1,255}")
KEY_PATTERN = f"^({_QUOTED.pattern}|{_BARE.pattern})$"
"""What the header may be, for the OpenAPI document."""


class Answer(NamedTuple):
    """What a command answers: status, body as JSON bytes, validators; ``location`` is the path of what it made."""

    status: int
    body: bytes
    etag: str | None = None
    location: str | None = None
    replayed: bool = False


class IdempotencyKey(NamedTuple):
    """A key with the fingerprint of the request that carries it."""

    value: str
    fingerprint: bytes
    lock: int


def parse_key(header: str | None, *, required: bool) -> str | None:
    """The key, quoted (RFC 8941 string) or bare.

    Raises MalformedRequest ``idempotency_key_required`` or ``idempotency_key_malformed``.
    """
    if header is None:
        if required:
            raise MalformedRequest("idempotency_key_required")
        return None
    quoted = _QUOTED.fullmatch(header)
    if quoted:
        return quoted.group(1)
    if _BARE.fullmatch(header):
        return header
    error = FieldError("Idempotency-Key", "malformed", says("key"))
    raise MalformedRequest("idempotency_key_malformed", errors=[error])


def bind_key(key: str, actor: Actor, region: str, method: str, path: str, body: bytes) -> IdempotencyKey:
    """Tie a key to its caller and to the exact request."""
    fingerprint = hashlib.sha256(b"\x00".join((method.encode(), path.encode(), body))).digest()
    scope = hashlib.sha256(f"{region}\x00{actor.person}\x00{key}".encode()).digest()
    return IdempotencyKey(key, fingerprint, int.from_bytes(scope[:8], "big", signed=True))
