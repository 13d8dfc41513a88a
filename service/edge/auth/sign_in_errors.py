"""Why a caller is not signed in.

ServiceError
├── Unauthenticated
│   └── TokenRefused                 the token is not good; ``reason`` says which test it failed
└── Unavailable
    └── IdentityProviderUnavailable
        └── KeysUnavailable          no key is at hand to check any token with
LocalIssuerRefused                   the embedded run's issuer may not be used, or not so
"""

from enum import StrEnum
from typing import Any

from service.edge.service_errors import IdentityProviderUnavailable, Unauthenticated

_RETRY_AFTER_S = "5"


class Reason(StrEnum):
    """Stable codes: which test a token failed, in the order in which they are made."""

    MALFORMED = "malformed"
    ALGORITHM_NOT_ALLOWED = "algorithm_not_allowed"
    WRONG_TYPE = "wrong_type"
    UNKNOWN_KEY = "unknown_key"
    BAD_SIGNATURE = "bad_signature"
    WRONG_ISSUER = "wrong_issuer"
    WRONG_AUDIENCE = "wrong_audience"
    EXPIRED = "expired"
    NOT_YET_VALID = "not_yet_valid"
    BAD_CLAIMS = "bad_claims"
    UNKNOWN_REGION = "unknown_region"
    UNKNOWN_AGENCY = "unknown_agency"
    UNKNOWN_API_KEY = "unknown_api_key"
    REVOKED = "revoked"


class TokenRefused(Unauthenticated):
    """An access token that is not good (401).

    ``reason`` is one of Reason; with ``bad_claims``, ``claim`` names the claim that is missing or wrong,
    so that an operator can mend the provider's mappers. Nothing else of the token is repeated.
    """

    def __init__(self, reason: str, claim: str | None = None) -> None:
        challenge = f'Bearer error="invalid_token", error_description="{reason}"'  # RFC 6750 section 3
        extra: dict[str, Any] = {"reason": str(reason)} | ({} if claim is None else {"claim": claim})
        super().__init__(headers={"WWW-Authenticate": challenge}, **extra)
        self.reason = str(reason)
        self.claim = claim


class KeysUnavailable(IdentityProviderUnavailable):
    """No usable key of the issuer is cached and none can be had (503)."""

    def __init__(self) -> None:
        super().__init__(headers={"Retry-After": _RETRY_AFTER_S})


class LocalIssuerRefused(Exception):
    """The local issuer was asked beside a real one, or for a token of no use; the message says why."""
