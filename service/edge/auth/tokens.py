"""Checking an access token. Sources: RFC 9068 (what it holds), 8725 (what to beware of), 7515 (its form)."""

import json
import time
from collections import OrderedDict
from collections.abc import Callable
from hashlib import sha256
from typing import Any, NamedTuple

from joserfc import jws
from joserfc.errors import JoseError, UnsupportedAlgorithmError
from joserfc.jwa import JWSAlgModel
from joserfc.jwk import Key

from service.edge.auth.principal import Principal
from service.edge.auth.sign_in_errors import Reason, TokenRefused
from service.edge.auth.token_claims import LEEWAY_S, check_standard, read_principal
from service.edge.auth.token_keys import KeySet, KeySource

LONGEST_TOKEN = 8192
"""Characters. An auditor of all 514 regions fits; more is not worth decoding."""

_TYPES = frozenset({"at+jwt", "application/at+jwt"})
_REMEMBERED = 8192


class _Header(NamedTuple):
    algorithm: str
    kid: str | None


class _Remembered(NamedTuple):
    principal: Principal
    good_until: float


class _Signatures(jws.JWSRegistry):
    """joserfc's algorithms as far as the operator allows them.

    The header is judged by ``_read_header``, and members that could lead to another key (``jku``, ``x5u``,
    ``jwk``) are never looked at. The base class would warn of ``EdDSA``, which providers still send.
    """

    max_header_length = 4096
    max_payload_length = LONGEST_TOKEN

    def get_alg(self, name: str) -> JWSAlgModel:
        """Return an allowed algorithm. Raises UnsupportedAlgorithmError."""
        if name not in (self.allowed or ()):
            raise UnsupportedAlgorithmError
        return self.algorithms[name]

    def check_header(self, header: dict[str, Any]) -> None:
        """Leave it to ``_read_header``."""


class TokenVerifier:
    """Turns the access tokens of one issuer into principals.

    A verified token is remembered by its SHA-256 until it ends, or until the issuer's keys change.
    ``now`` gives Unix seconds.
    """

    def __init__(
        self,
        source: KeySource,
        *,
        issuer: str,
        audience: str,
        algorithms: frozenset[str],
        pseudonym_key: bytes,
        now: Callable[[], float] = time.time,
        remembered: int = _REMEMBERED,
    ) -> None:
        self._source = source
        self._issuer = issuer
        self._audience = audience
        self._signatures = _Signatures(algorithms=algorithms)
        self._algorithms = algorithms
        self._pseudonym_key = pseudonym_key
        self._now = now
        self._most = remembered
        self._seen: OrderedDict[bytes, _Remembered] = OrderedDict()
        self._seen_with: KeySet | None = None

    @property
    def ready(self) -> bool:
        """Whether tokens can be checked now: some key set of the issuer is at hand."""
        return self._source.current() is not None

    async def start(self) -> None:
        """Get the issuer's keys and keep them fresh. Returns also when the issuer is out of reach."""
        await self._source.start()

    async def close(self) -> None:
        """Stop what ``start`` began."""
        await self._source.close()

    async def verify(self, token: str) -> Principal:
        """Return who the token speaks for.

        Raises TokenRefused, or KeysUnavailable when no key is at hand to check it with.
        """
        digest = _digest(token)
        known = self._recall(digest)
        if known is not None:
            return known
        signed = _extract(token, self._signatures)
        header = _read_header(signed.protected, self._algorithms)
        keys, key = await self._find_key(header)
        self._check_signature(signed, key)
        claims = _read_claims(signed.payload)
        check_standard(claims, self._issuer, self._audience, self._now())
        principal = read_principal(claims, self._pseudonym_key)
        self._remember(digest, principal, keys)
        return principal

    def _recall(self, digest: bytes) -> Principal | None:
        self._forget_with_old_keys()
        found = self._seen.get(digest)
        if found is None:
            return None
        if self._now() >= found.good_until:
            del self._seen[digest]
            raise TokenRefused(Reason.EXPIRED)
        self._seen.move_to_end(digest)
        return found.principal

    def _forget_with_old_keys(self) -> None:
        keys = self._source.current()
        if keys is not self._seen_with:
            self._seen.clear()
            self._seen_with = keys

    def _remember(self, digest: bytes, principal: Principal, keys: KeySet) -> None:
        self._forget_with_old_keys()
        if keys is not self._seen_with:
            return
        self._seen[digest] = _Remembered(principal, principal.expires_at.timestamp() + LEEWAY_S)
        if len(self._seen) > self._most:
            self._seen.popitem(last=False)

    async def _find_key(self, header: _Header) -> tuple[KeySet, Key]:
        keys = await self._source.obtain()
        key = keys.choose(header.kid, header.algorithm)
        if key is None:
            keys = await self._source.after_unknown_key()
            key = keys.choose(header.kid, header.algorithm)
        if key is None:
            raise TokenRefused(Reason.UNKNOWN_KEY)
        return keys, key

    def _check_signature(self, signed: jws.CompactSignature, key: Key) -> None:
        try:
            good = jws.validate_compact(signed, key, registry=self._signatures)
        except JoseError:
            raise TokenRefused(Reason.ALGORITHM_NOT_ALLOWED) from None
        if not good:
            raise TokenRefused(Reason.BAD_SIGNATURE)


def _digest(token: str) -> bytes:
    if len(token) > LONGEST_TOKEN or not token.isascii():
        raise TokenRefused(Reason.MALFORMED)
    return sha256(token.encode()).digest()


def _extract(token: str, registry: jws.JWSRegistry) -> jws.CompactSignature:
    try:
        return jws.extract_compact(token.encode(), registry=registry)
    except (JoseError, ValueError, TypeError, RecursionError):
        raise TokenRefused(Reason.MALFORMED) from None


def _read_header(header: object, algorithms: frozenset[str]) -> _Header:
    """Judge the header. ``crit`` is refused whatever it lists: we know no extension (RFC 7515, 4.1.11)."""
    if not isinstance(header, dict) or "crit" in header:
        raise TokenRefused(Reason.MALFORMED)
    algorithm, kid, kind = header.get("alg"), header.get("kid"), header.get("typ")
    if not isinstance(algorithm, str) or not isinstance(kid, str | None):
        raise TokenRefused(Reason.MALFORMED)
    if algorithm not in algorithms:
        raise TokenRefused(Reason.ALGORITHM_NOT_ALLOWED)
    if not isinstance(kind, str) or kind.lower() not in _TYPES:
        raise TokenRefused(Reason.WRONG_TYPE)
    return _Header(algorithm, kid)


def _read_claims(payload: bytes) -> dict[str, Any]:
    try:
        claims = json.loads(payload)
    except (ValueError, RecursionError):
        raise TokenRefused(Reason.MALFORMED) from None
    if not isinstance(claims, dict):
        raise TokenRefused(Reason.MALFORMED)
    return claims
