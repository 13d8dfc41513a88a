"""Making access tokens, good ones and bad ones."""

import base64
import json
from collections.abc import Mapping
from typing import Any

from joserfc import jws
from joserfc.jwk import ECKey, Key, OKPKey, RSAKey

NOW = 1_732_500_000.0  # 2024-11-25T02:00:00Z
AUDIENCE = "tindak"
ALGORITHMS = frozenset({"RS256", "PS256", "ES256", "EdDSA"})

RSA = RSAKey.generate_key(2048, {"use": "sig", "kid": "rsa"})
EC = ECKey.generate_key("P-256", {"use": "sig", "kid": "ec"})
ED = OKPKey.generate_key("Ed25519", {"use": "sig", "kid": "ed"})
STRANGER = ECKey.generate_key("P-256", {"use": "sig", "kid": "stranger"})


def published(*keys: Key) -> list[dict[str, Any]]:
    """Return the public parts, as a provider's key set has them."""
    return [dict(key.as_dict(private=False)) for key in keys]


def claims(issuer: str, **changes: object) -> dict[str, Any]:
    """Return the claims of a good token; a change to ``...`` leaves that claim out."""
    good = {
        "iss": issuer,
        "aud": AUDIENCE,
        "sub": "f3b1",
        "client_id": "web",
        "jti": "1",
        "iat": NOW,
        "exp": NOW + 600,
        "agency": "bawaslu",
        "role": "officer",
        "regions": ["33.05"],
        "name": "Sari",
    }
    return {name: value for name, value in (good | changes).items() if value is not ...}


def sign(payload: object, key: Key = EC, alg: str = "ES256", header: Mapping[str, object] | None = None) -> str:
    """Sign any payload; a header member changed to ``...`` is left out."""
    full = {"alg": alg, "typ": "at+jwt", "kid": key.kid} | dict(header or {})
    kept = {name: value for name, value in full.items() if value is not ...}
    signing_input = f"{encode(kept)}.{encode(payload)}"
    signature = jws.JWSRegistry.algorithms[alg].sign(signing_input.encode(), key)
    return f"{signing_input}.{base64.urlsafe_b64encode(signature).decode().rstrip('=')}"


def encode(value: object) -> str:
    """Return base64url of bytes as they are, of anything else as JSON."""
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
