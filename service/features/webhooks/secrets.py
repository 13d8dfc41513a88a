"""Secrets of endpoints: 256 random bits, wrapped by the operator's key, bound to their endpoint, shown once."""

import base64
from datetime import datetime
from os import urandom
from uuid import UUID

from standardwebhooks import Webhook

from service.storage.wrapping import KeyWrapper

SECRET_BYTES = 32
PREFIX = "whsec_"


def make() -> bytes:
    """A new secret."""
    return urandom(SECRET_BYTES)


def shown(secret: bytes) -> str:
    """A secret as its owner is told it (Standard Webhooks, "Symmetric")."""
    return PREFIX + base64.b64encode(secret).decode()


async def wrap(wrapper: KeyWrapper, region: str, webhook: UUID, secret: bytes) -> bytes:
    """What of it is stored. Raises Unavailable."""
    return await wrapper.wrap(secret, _bound(region, webhook))


async def unwrap(wrapper: KeyWrapper, region: str, webhook: UUID, wrapped: bytes) -> bytes:
    """The secret again. Raises Unavailable ``sealing_key_wrong``."""
    return await wrapper.unwrap(wrapped, _bound(region, webhook))


def sign(secrets: list[bytes], message: str, at: datetime, payload: bytes) -> dict[str, str]:
    """The headers of a signed message: one signature for each live secret, the newest first."""
    signatures = [Webhook(secret).sign(message, at, payload.decode()) for secret in secrets]
    return {
        "webhook-id": message,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(signatures),
    }


def _bound(region: str, webhook: UUID) -> bytes:
    return f"{region}/webhook/{webhook}".encode()
