"""Conditions of a request: If-Match and Accept-Language."""

import re

from service.edge.problems.faults import says
from service.edge.problems.kind import LANGUAGES
from service.edge.service_errors import FieldError, MalformedRequest, ValidationFailed
from service.edge.web.fields import OWS
from service.edge.web.parameters import LARGEST

_ETAG = re.compile(r'"(0|[1-9][0-9]{0,8})"')
ETAG_PATTERN = f"^{_ETAG.pattern}$"
"""Our validators, for the OpenAPI document: a version has one form, and what is written otherwise is none of ours."""

_IF_MATCH = re.compile(r'(?:W/)?"(0|[1-9][0-9]{0,8})(?:(?:--?|;)(?:gzip|deflate|br|zstd))?"')
IF_MATCH_PATTERN = f"^{_IF_MATCH.pattern}$"
"""The same, or one that a proxy marked when it compressed the answer: weak as nginx does, with a suffix as Apache,
Caddy and Jetty do. What is inside is the version all the same (docs/decisions/0048-behind-proxies.md)."""

_LAST_EVENT_ID = re.compile("-1|0|[1-9][0-9]{0,15}")
LAST_EVENT_ID_PATTERN = f"^({_LAST_EVENT_ID.pattern})?$"
"""Leaf indices, -1 for the place before the first; empty as clients send it that were given none."""

_FORMER = {"in": "id", "ind": "id", "eng": "en"}
"""Other codes of our languages: Indonesian's of before 1989, which Java and Android go on sending, and those of three
letters (ISO 639-2)."""

_RANGE = re.compile(r"\s*([A-Za-z]{1,8}|\*)(?:[-_][A-Za-z0-9_-]+)?(?:\s*;\s*[qQ]\s*=\s*([01](?:\.[0-9]{0,3})?))?\s*")
"""No two blanks that may be none stand side by side: of a long run of them each split would be tried."""

_QUALITY = re.compile(r"(?:^|;)\s*[qQ]\s*=\s*([01](?:\.[0-9]{0,3})?)\s*(?:;|$)")


def parse_if_match(header: str | None) -> int | None:
    """The version that the caller means, or None without the header.

    Raises MalformedRequest ``if_match_malformed`` for anything but one validator of ours; a list or ``*`` would not say
    which version was read (RFC 9110 section 13.1.1).
    """
    if header is None:
        return None
    match = _IF_MATCH.fullmatch(header.strip(OWS))
    if match is None:
        error = FieldError("If-Match", "malformed", says("one_validator"))
        raise MalformedRequest("if_match_malformed", errors=[error])
    return int(match.group(1))


def parse_last_event_id(header: str | None) -> int | None:
    """The leaf index after which the client goes on (WHATWG HTML 9.2.4), or None without one.

    Raises ValidationFailed for what is no leaf index: whoever sent it would wait for events it never read.
    """
    if not header:
        return None
    if _LAST_EVENT_ID.fullmatch(header) is None or int(header) > LARGEST:
        raise ValidationFailed(errors=[FieldError("Last-Event-ID", "malformed", says("leaf_index"))])
    return int(header)


def prefers_text(header: str | None) -> bool:
    """Whether Accept asks for plain text rather than JSON (RFC 9110 section 12.5.1)."""
    weights = {"text/plain": 0.0, "application/json": 0.0}
    for part in (header or "").split(",")[:20]:
        kind, _, parameters = part.partition(";")
        quality = _QUALITY.search(parameters)
        if (name := kind.strip().lower()) in weights:
            weights[name] = float(quality.group(1)) if quality else 1.0
    return weights["text/plain"] > weights["application/json"]


def language_of(header: str | None) -> str:
    """The language of the answer: the best of ours that Accept-Language asks for, else English."""
    best, weight = LANGUAGES[0], 0.0
    for part in (header or "").split(",")[:20]:
        match = _RANGE.fullmatch(part)
        if match is None:
            continue
        name, quality = match.group(1).lower(), float(match.group(2) or 1)
        language = _FORMER.get(name, name)
        if language in LANGUAGES and quality > weight:
            best, weight = language, quality
    return best
