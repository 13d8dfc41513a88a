"""The public keys that may have signed a token, and which of them fits one. Sources: RFC 7517, 7518, 8725."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, Protocol, cast

from joserfc.errors import JoseError
from joserfc.jwk import JWKRegistry, Key
from joserfc.util import base64_to_int

from service.edge.auth.sign_in_errors import Reason, TokenRefused

_MEMBERS: Mapping[str, tuple[str, ...]] = {"RSA": ("n", "e"), "EC": ("crv", "x", "y"), "OKP": ("crv", "x")}
_PRIVATE_MEMBERS = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k"})
_RSA_BITS = range(2048, 8192 + 1)  # NIST SP 800-131A at the least; at the most what is quick to check
_MOST_KEYS = 100


class _Kind(NamedTuple):
    """Key type and curve: what an algorithm demands of a key."""

    kty: str
    crv: str | None


KEY_OF_ALGORITHM: Mapping[str, _Kind] = {
    "RS256": _Kind("RSA", None),
    "PS256": _Kind("RSA", None),
    "ES256": _Kind("EC", "P-256"),
    "EdDSA": _Kind("OKP", "Ed25519"),
    "Ed25519": _Kind("OKP", "Ed25519"),
}
"""Every algorithm that may be allowed. RFC 8725 section 3.1: a key serves an algorithm of its own kind."""


class KeySet:
    """An issuer's usable keys at one time. Two sets with the same keys are equal."""

    __slots__ = ("_identity", "_keys")

    def __init__(self, keys: Iterable[Key]) -> None:
        self._keys = tuple(keys)
        self._identity = frozenset((key.kid, key.alg, key.thumbprint()) for key in self._keys)

    def __len__(self) -> int:
        return len(self._keys)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, KeySet) and self._identity == other._identity

    def __hash__(self) -> int:
        return hash(self._identity)

    def choose(self, kid: str | None, algorithm: str) -> Key | None:
        """Return the key that a token's header names, or None when it is not here.

        A header without ``kid`` is served while only one key fits (OpenID Connect Core 1.0 section 10.1).
        Raises TokenRefused ``algorithm_not_allowed`` when the key named is not one for the algorithm.
        """
        named = [key for key in self._keys if kid in (None, key.kid)]
        kind = KEY_OF_ALGORITHM[algorithm]
        fitting = [key for key in named if key.alg in (None, algorithm) and _kind(key) == kind]
        if named and not fitting:
            raise TokenRefused(Reason.ALGORITHM_NOT_ALLOWED)
        return fitting[0] if len(fitting) == 1 else None


class KeySource(Protocol):
    """Where the keys of one issuer come from."""

    def current(self) -> KeySet | None:
        """Return the keys at hand at once, or None when there are none that may still be used.

        The same object is returned until the keys change.
        """

    async def obtain(self) -> KeySet:
        """Return the keys, fetching them when none are at hand. Raises KeysUnavailable."""
        ...

    async def after_unknown_key(self) -> KeySet:
        """Return the keys after a token named one that is not at hand. Raises KeysUnavailable."""
        ...

    async def start(self) -> None:
        """Get the first keys if that can be done, and keep them fresh from now on."""

    async def close(self) -> None:
        """Stop what ``start`` began."""


def read_key_set(document: object, algorithms: frozenset[str]) -> KeySet:
    """Read a JWK Set, leaving out every key that may not check a signature here.

    Left out are keys for another use or algorithm, symmetric keys, weak ones, and keys published with their
    private part, which are nobody's any more. Raises ValueError when the document is no JWK Set.
    """
    entries = document.get("keys") if isinstance(document, dict) else None
    if not isinstance(entries, list) or len(entries) > _MOST_KEYS:
        msg = "not a JWK Set"
        raise ValueError(msg)
    kinds = {KEY_OF_ALGORITHM[name] for name in algorithms}
    read = (_read_key(entry, algorithms) for entry in entries if isinstance(entry, dict))
    return KeySet(key for key in read if key is not None and _kind(key) in kinds)


def _read_key(jwk: Mapping[str, Any], algorithms: frozenset[str]) -> Key | None:
    try:
        return _import(jwk) if _may_verify(jwk, algorithms) else None
    except (JoseError, ValueError, TypeError, KeyError):
        return None


def _may_verify(jwk: Mapping[str, Any], algorithms: frozenset[str]) -> bool:
    return (
        jwk["kty"] in _MEMBERS
        and not _PRIVATE_MEMBERS & jwk.keys()
        and jwk.get("use") in (None, "sig")
        and "verify" in jwk.get("key_ops", ("verify",))
        and jwk.get("alg") in (None, *algorithms)
        and (jwk["kty"] != "RSA" or base64_to_int(jwk["n"]).bit_length() in _RSA_BITS)
    )


def _import(jwk: Mapping[str, Any]) -> Key:
    """Take only what makes the key: what else a provider adds (certificates, dates) is not ours to judge."""
    members = {name: jwk[name] for name in ("kty", *_MEMBERS[jwk["kty"]])}
    named = {name: jwk[name] for name in ("kid", "alg") if name in jwk}
    return JWKRegistry.import_key(members | named)


def _kind(key: Key) -> _Kind:
    return _Kind(key.key_type, cast("str | None", key.get("crv")))
