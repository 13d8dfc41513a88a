"""Signed links to evidence: short-lived, for one reader, one rendition and one entry of the chain of custody.

A link alone opens nothing: whoever uses it signs in as the reader it was made for. It holds no token and no name.
"""

import hmac
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from service.edge.service_errors import LinkRefused

_INFO = b"tindak evidence link"
_KEY_BYTES = 32


class Grant(NamedTuple):
    """What a link opens: a rendition of evidence, by the event that says why, to one person, until a Unix second."""

    region: str
    report: UUID
    evidence: UUID
    rendition: str
    event: UUID
    person: UUID
    expires: int


class Links:
    """Signs grants and checks them, under keys derived (HKDF, RFC 5869) from the operator's, the present one first."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._keys = [HKDF(SHA256(), _KEY_BYTES, None, _INFO).derive(b64decode(key)) for key in keys]

    def sign(self, grant: Grant) -> str:
        """The signature of a grant: HMAC-SHA256 in unpadded base64url."""
        return _signature(self._keys[0], grant)

    def require(self, grant: Grant, signature: str, now: datetime) -> None:
        """Raise LinkRefused ``link_invalid`` unless it was signed so, ``link_expired`` when its time has passed."""
        signed = [hmac.compare_digest(_signature(key, grant), signature) for key in self._keys]
        if not any(signed):
            raise LinkRefused("link_invalid")
        if now.timestamp() > grant.expires:
            raise LinkRefused("link_expired")


def _signature(key: bytes, grant: Grant) -> str:
    raw = hmac.digest(key, "\n".join(map(str, grant)).encode(), "sha256")
    return urlsafe_b64encode(raw).rstrip(b"=").decode()
