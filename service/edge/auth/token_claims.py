"""From the claims of a token whose signature holds to a Principal.

Standard claims: RFC 9068 sections 2.2 and 4. Our own: ``agency``, ``role``, ``regions``, for integrators
``scope``, and optionally ``name``.
"""

import hmac
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from service.edge.auth.principal import Principal
from service.edge.auth.sign_in_errors import Reason, TokenRefused
from workflows.access.actors import Actor
from workflows.codes.people import Role
from workflows.codes.visible import is_visible

LEEWAY_S = 30
"""Seconds by which the provider's clock and ours may differ."""

_AGENCY = re.compile(r"[a-z][a-z0-9_]{1,31}", re.ASCII)
_REGION = re.compile(r"[0-9]{2}\.[0-9]{2}", re.ASCII)
_LAST_INSTANT = 253_402_300_799  # 9999-12-31T23:59:59Z: what a datetime can hold
_LONGEST_IDENTIFIER = 255  # OpenID Connect Core 1.0 section 2, of ``sub``
_LONGEST_NAME = 200
_PSEUDONYM_DIGITS = 16


def check_standard(claims: Mapping[str, Any], issuer: str, audience: str, now: float) -> None:
    """Check issuer, audience, times and the claims that RFC 9068 requires; ``now`` is in Unix seconds.

    Raises TokenRefused.
    """
    if _text(claims, "iss") != issuer:
        raise TokenRefused(Reason.WRONG_ISSUER)
    if audience not in _texts(claims, "aud"):
        raise TokenRefused(Reason.WRONG_AUDIENCE)
    if now >= _instant(claims, "exp") + LEEWAY_S:
        raise TokenRefused(Reason.EXPIRED)
    begins = [_instant(claims, name) for name in ("iat", "nbf") if name == "iat" or name in claims]
    if max(begins) > now + LEEWAY_S:
        raise TokenRefused(Reason.NOT_YET_VALID)
    for name in ("sub", "client_id", "jti"):
        _text(claims, name)


def read_principal(claims: Mapping[str, Any], pseudonym_key: bytes) -> Principal:
    """Read who the caller is. Raises TokenRefused ``bad_claims``."""
    person = uuid5(NAMESPACE_URL, f"{_text(claims, 'iss')}#{_text(claims, 'sub')}")
    role = _role(claims)
    actor = Actor(
        person=person,
        agency=_agency(claims),
        role=role,
        regions=_regions(claims),
        scopes=_scopes(claims) if role is Role.INTEGRATOR else frozenset(),
    )
    expires_at = datetime.fromtimestamp(_instant(claims, "exp"), UTC)
    return Principal(actor, _name(claims), expires_at, pseudonym_of(person, pseudonym_key))


def pseudonym_of(person: UUID, key: bytes) -> str:
    """What logs show of a person: nobody without the deployment's key can tell who it is."""
    return hmac.digest(key, person.bytes, "sha256").hex()[:_PSEUDONYM_DIGITS]


def _role(claims: Mapping[str, Any]) -> Role:
    try:
        return Role(_text(claims, "role"))
    except ValueError:
        raise TokenRefused(Reason.BAD_CLAIMS, "role") from None


def _agency(claims: Mapping[str, Any]) -> str:
    agency = _text(claims, "agency")
    if not _AGENCY.fullmatch(agency):
        raise TokenRefused(Reason.BAD_CLAIMS, "agency")
    return agency


def _regions(claims: Mapping[str, Any]) -> frozenset[str]:
    regions = _texts(claims, "regions", split=True)
    if not all(map(_REGION.fullmatch, regions)):
        raise TokenRefused(Reason.BAD_CLAIMS, "regions")
    return frozenset(regions)


def _scopes(claims: Mapping[str, Any]) -> frozenset[str]:
    """Read RFC 9068 section 2.2.3. Scopes that are not ours (``openid``) permit nothing and are kept.

    What cannot be printed, a lone surrogate above all, is no scope's character (RFC 6749 section 3.3) and is left out.
    """
    value = claims.get("scope", "")
    if not isinstance(value, str):
        raise TokenRefused(Reason.BAD_CLAIMS, "scope")
    return frozenset(filter(str.isprintable, value.split()))


def _name(claims: Mapping[str, Any]) -> str | None:
    """Clean an odd name rather than keep its bearer out: it decides nothing."""
    value = claims.get("name")
    if not isinstance(value, str | None):
        raise TokenRefused(Reason.BAD_CLAIMS, "name")
    name = "".join(filter(str.isprintable, value or "")).strip()[:_LONGEST_NAME]
    return name if is_visible(name) else None


def _text(claims: Mapping[str, Any], name: str) -> str:
    value = claims.get(name)
    # isprintable() is false for control characters and for lone surrogates, which no hash or database takes.
    if not isinstance(value, str) or not 0 < len(value) <= _LONGEST_IDENTIFIER or not value.isprintable():
        raise TokenRefused(Reason.BAD_CLAIMS, name)
    return value


def _texts(claims: Mapping[str, Any], name: str, *, split: bool = False) -> list[str]:
    value = claims.get(name)
    if isinstance(value, str):
        return value.split() if split else [value]
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise TokenRefused(Reason.BAD_CLAIMS, name)
    return value


def _instant(claims: Mapping[str, Any], name: str) -> float:
    value = claims.get(name)
    # bool is an int to Python; NaN fails both comparisons.
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= _LAST_INSTANT:
        raise TokenRefused(Reason.BAD_CLAIMS, name)
    return value
