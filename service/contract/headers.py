"""The headers of the contract: those a request may carry, those an answer may carry."""

from typing import Any

from service.edge.idempotency import KEY_PATTERN
from service.edge.problems.kind import LANGUAGES
from service.edge.web.body import IDENTITY
from service.edge.web.conditions import ETAG_PATTERN, IF_MATCH_PATTERN, LAST_EVENT_ID_PATTERN
from service.edge.web.declared import (
    AS_OF,
    DIGEST,
    ETAG,
    FORMER_CALENDAR,
    LINK,
    LOCATION,
    REQUIRED,
    TREE_ROOT,
    TREE_SIZE,
    UPLOAD,
)

JsonObject = dict[str, Any]

ACCEPT_LANGUAGE: JsonObject = {
    "name": "Accept-Language",
    "in": "header",
    "description": f"The language of titles, details and reasons; one of {', '.join(LANGUAGES)}. Codes never change.",
    "schema": {"type": "string", "default": LANGUAGES[0], "examples": ["id", "id-ID, en;q=0.5"]},
}
_CONDITIONS: dict[str, JsonObject] = {
    "key": {
        "name": "Idempotency-Key",
        "description": "A new UUID for a new command, the same again for a retry: the first answer comes back and "
        "nothing happens twice. Quoted or bare, 1 to 255 visible characters, kept for at least 24 hours.",
        "schema": {"type": "string", "pattern": KEY_PATTERN, "examples": ["6f1c1c1e-8a1b-4c55-9a57-0d4f4d1f6a10"]},
    },
    "resumes": {
        "name": "Last-Event-ID",
        "description": "The identifier of the last event that was read; it goes before `after`. Clients that know "
        "server-sent events send it by themselves when they come back.",
        "schema": {"type": "string", "pattern": LAST_EVENT_ID_PATTERN, "examples": ["1207"]},
    },
    "match": {
        "name": "If-Match",
        "description": "The ETag last read, also as a proxy marked it that compressed the answer. When somebody was "
        "faster the answer is 412 and nothing is written.",
        "schema": {"type": "string", "pattern": IF_MATCH_PATTERN, "examples": ['"3"']},
    },
}
_TRACE = "X-Trace-Id"
_SHA256 = "n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg="
_TAKEN: dict[str, JsonObject] = {
    "Tus-Resumable": {
        "description": "The version of the tus protocol.",
        "required": True,
        "schema": {"type": "string", "pattern": "^1\\.0\\.0$", "examples": ["1.0.0"]},
    },
    "Upload-Length": {
        "description": "Bytes of the whole file; an operator may set a lower limit than this.",
        "required": True,
        "schema": {"type": "integer", "minimum": 1, "maximum": 2 << 30, "examples": [48_123]},
    },
    "Upload-Metadata": {
        "description": "Pairs of a name and its value in base64, with commas: `filename`, `note`, `sha256`, "
        "`filetype` (its media type; one that is not taken is refused before anything is sent).",
        "schema": {"type": "string", "examples": ["filename Zm90by5qcGc="]},
    },
    "Upload-Offset": {
        "description": "The offset at which the upload stands, from where the body goes on.",
        "required": True,
        "schema": {"type": "integer", "minimum": 0, "maximum": 2 << 30, "examples": [0]},
    },
    "Upload-Checksum": {
        "description": "`sha1` or `sha256` of the body, with its digest in base64; without a match nothing counts.",
        "schema": {
            "type": "string",
            "pattern": "^sha(1|256) [A-Za-z0-9+/]+={0,2}$",
            "examples": [f"sha256 {_SHA256}"],
        },
    },
    "Range": {
        "description": "RFC 9110 section 14: one range of bytes.",
        "schema": {"type": "string", "examples": ["bytes=0-1023"]},
    },
}
"""Headers of a request that some routes take."""

RESPONSE_HEADERS: dict[str, JsonObject] = {
    ETAG: {
        "description": "The version, as If-Match takes it.",
        "required": True,
        "schema": {"type": "string", "pattern": ETAG_PATTERN, "examples": ['"3"']},
    },
    LOCATION: {
        "description": "The address of what was made or added to; a path where the operator named no public address.",
        "required": True,
        "schema": {
            "type": "string",
            "format": "uri-reference",
            "examples": ["/v1/regions/33.05/reports/019ab3f0-1c7e-7d21-8a4b-93d6c1e0f5a2"],
        },
    },
    LINK: {
        "description": 'RFC 8288, rel="next": the next page; absent on the last.',
        "schema": {"type": "string", "examples": ['</v1/regions/33.05/events?after=1207&limit=50>; rel="next"']},
    },
    UPLOAD: {
        "description": "The upload, and, once its last byte is there, the evidence; `Location` ends with it.",
        "required": True,
        "schema": {"type": "string", "format": "uuid", "examples": ["019ab3f6-0b1e-7d55-9c3a-6e2d4f8a1b07"]},
    },
    "Tus-Resumable": {
        "description": "The version of the tus protocol.",
        "required": True,
        "schema": {"type": "string", "const": "1.0.0"},
    },
    "Upload-Offset": {
        "description": "How many bytes are safe.",
        "required": True,
        "schema": {"type": "integer", "minimum": 0, "examples": [16_384]},
    },
    "Upload-Length": {
        "description": "Bytes of the whole file.",
        "required": True,
        "schema": {"type": "integer", "minimum": 1, "examples": [48_123]},
    },
    "Upload-Expires": {
        "description": "Until when it may be resumed; absent once it is finished.",
        "schema": {"type": "string", "examples": ["Wed, 25 Nov 2026 03:41:30 GMT"]},
    },
    "Upload-Metadata": {
        "description": "As its sender gave it; absent once it is finished.",
        "schema": {"type": "string", "examples": ["filename Zm90by5qcGc="]},
    },
    "Content-Range": {
        "description": "RFC 9110 section 14.4: which bytes of how many.",
        "required": True,
        "schema": {"type": "string", "examples": ["bytes 0-1023/48123"]},
    },
    DIGEST: {
        "description": "RFC 9530: SHA-256 of the file.",
        "required": True,
        "schema": {"type": "string", "pattern": "^sha-256=:[A-Za-z0-9+/]{43}=:$", "examples": [f"sha-256=:{_SHA256}:"]},
    },
    FORMER_CALENDAR: {
        "required": True,
        "description": "How many legal clocks that the caller sees run by a calendar that has changed since, at the "
        "moment of asking: the rows of a leaf do not tell it.",
        "schema": {"type": "integer", "minimum": 0, "examples": [0]},
    },
    AS_OF: {
        "description": "The leaf index as of which the file is; -1 while the log is empty.",
        "required": True,
        "schema": {"type": "integer", "minimum": -1, "examples": [1207]},
    },
    TREE_SIZE: {
        "description": "Leaves of the log's tree up to that leaf.",
        "required": True,
        "schema": {"type": "integer", "minimum": 0, "examples": [1208]},
    },
    TREE_ROOT: {
        "description": "Root of that tree (RFC 6962) in base64; a signed checkpoint of that size has the same.",
        "required": True,
        "schema": {"type": "string", "pattern": "^[A-Za-z0-9+/]{43}=$", "examples": [_SHA256]},
    },
    "Idempotency-Replayed": {
        "description": "Present when this is the first answer again.",
        "schema": {"type": "string", "enum": ["true"]},
    },
    _TRACE: {
        "description": "W3C trace id of the request; that of `traceparent` when one was sent.",
        "required": True,
        "schema": {"type": "string", "pattern": "^[0-9a-f]{32}$", "examples": ["4bf92f3577b34da6a3ce929d0e0e4736"]},
    },
    "Content-Language": {
        "description": "The language of the words in the answer.",
        "required": True,
        "schema": {"type": "string", "enum": list(LANGUAGES)},
    },
    "WWW-Authenticate": {
        "description": "RFC 6750: how to sign in.",
        "required": True,
        "schema": {"type": "string", "examples": ['Bearer error="invalid_token", error_description="expired"']},
    },
    "Accept-Encoding": {
        "description": "The content coding that a body may have, when it came with another.",
        "schema": {"type": "string", "const": IDENTITY},
    },
    "RateLimit": {
        "description": "draft-ietf-httpapi-ratelimit-headers: what is left (`r`) of the caller's quota for this class "
        "of routes, and the seconds (`t`) until it is whole again; absent where nobody need sign in.",
        "schema": {"type": "string", "pattern": '^"[a-z]+";r=[0-9]+;t=[0-9]+$', "examples": ['"write";r=29990;t=42']},
    },
    "RateLimit-Policy": {
        "description": "The quota (`q`) of the class in a window of `w` seconds.",
        "schema": {"type": "string", "pattern": '^"[a-z]+";q=[0-9]+;w=[0-9]+$', "examples": ['"write";q=30000;w=60']},
    },
    "Retry-After": {
        "description": "Seconds after which the same request, with the same Idempotency-Key, may succeed.",
        "schema": {"type": "integer", "minimum": 0, "examples": [5]},
    },
}
_RATE = ("RateLimit", "RateLimit-Policy")
_OF_STATUS = {
    401: ("WWW-Authenticate",),
    409: ("Retry-After",),
    412: (ETAG,),
    415: ("Accept-Encoding",),
    423: ("Retry-After",),
    429: ("Retry-After", *_RATE),
    503: ("Retry-After",),
}


def conditions(declared: JsonObject) -> list[JsonObject]:
    """The condition headers that a route takes, as parameters."""
    return [
        {"in": "header", **parameter, "required": declared[name] == REQUIRED}
        for name, parameter in _CONDITIONS.items()
        if name in declared
    ]


def taken(declared: JsonObject) -> list[JsonObject]:
    """Further headers that a route takes, as parameters."""
    names = [*(["Tus-Resumable"] if "version" in declared else []), *declared.get("takes", ())]
    return [{"name": name, "in": "header", "required": False, **_TAKEN[name]} for name in names]


def of_part(declared: JsonObject) -> JsonObject:
    """The headers of a part of what a route answers (206)."""
    return {**of_success(declared), **_references(["Content-Range"])}


def of_success(declared: JsonObject) -> JsonObject:
    """The headers of a route's success."""
    protocol = declared.get("always", {})
    names = [*protocol, *declared.get("sends", ()), *(["Idempotency-Replayed"] if "key" in declared else ()), _TRACE]
    if not declared.get("public"):
        names += [*_RATE]
    return _references(names)


def of_problem(status: int | None) -> JsonObject:
    """The headers of a problem, with those of its status."""
    also = () if status is None else _OF_STATUS.get(status, ())
    return _references(["Content-Language", *also, _TRACE])


def _references(names: list[str]) -> JsonObject:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}
