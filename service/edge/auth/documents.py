"""Fetching the provider's public documents: bounded in time and size, never led elsewhere.

Sources: OpenID Connect Discovery 1.0 section 4, RFC 8414 section 3, RFC 9111 (``max-age``).
"""

import asyncio
import json
import re
from typing import Any, NamedTuple
from urllib.parse import urlsplit, urlunsplit

import httpx

from service.edge.auth.token_keys import KeySet, read_key_set

_MOST_BYTES = 1_000_000
_TIMEOUT = httpx.Timeout(5.0, connect=3.0)
_WHOLE_TIMEOUT_S = 10.0  # httpx's own limits are per read: a slow drip would outlast them
_MAX_AGE = re.compile(r"(?:^|[,\s])max-age=\"?(\d{1,9})", re.ASCII | re.IGNORECASE)
_PLAIN = "identity"
_UNCACHED = re.compile(r"\b(?:no-store|no-cache)\b", re.IGNORECASE)


class ProviderFailed(Exception):
    """The provider could not be reached or answered what is of no use; the message says what."""


class Published(NamedTuple):
    """A key set and the seconds its provider lets it be kept, None when it does not say."""

    keys: KeySet
    max_age: float | None


def open_client() -> httpx.AsyncClient:
    """Make a client that follows no redirect: keys come from where they were said to be or not at all."""
    # Uncompressed, so that the limit of size is one of memory too.
    plain = {"Accept-Encoding": _PLAIN}
    return httpx.AsyncClient(timeout=_TIMEOUT, follow_redirects=False, headers=plain)


async def fetch_keys(
    client: httpx.AsyncClient, issuer: str, jwks_url: str | None, algorithms: frozenset[str]
) -> Published:
    """Fetch the key set from ``jwks_url``, or from where discovery says. Raises ProviderFailed."""
    try:
        async with asyncio.timeout(_WHOLE_TIMEOUT_S):
            document, headers = await _get(client, jwks_url or await _discover(client, issuer))
            return Published(read_key_set(document, algorithms), _max_age(headers))
    except (httpx.HTTPError, httpx.InvalidURL, TimeoutError, ValueError, RecursionError) as error:
        msg = f"{type(error).__name__}: {error}"
        raise ProviderFailed(msg) from error


async def _discover(client: httpx.AsyncClient, issuer: str) -> str:
    failures: list[str] = []
    for url in _discovery_urls(issuer):
        try:
            document, _ = await _get(client, url)
            return read_jwks_uri(document, issuer)
        except ValueError as error:
            failures.append(str(error))
    raise ValueError("; ".join(failures))


def _discovery_urls(issuer: str) -> tuple[str, str]:
    parts = urlsplit(issuer)
    path = parts.path.rstrip("/")
    rfc8414 = parts._replace(path=f"/.well-known/oauth-authorization-server{path}")
    return f"{issuer.rstrip('/')}/.well-known/openid-configuration", urlunsplit(rfc8414)


def read_jwks_uri(document: object, issuer: str) -> str:
    """Return where a discovery document says the keys are. Raises ValueError when it may not be believed."""
    # RFC 8414 section 3.3: identical, character by character.
    if not isinstance(document, dict) or document.get("issuer") != issuer:
        msg = "the discovery document is not this issuer's"
        raise ValueError(msg)
    uri = document.get("jwks_uri")
    if not isinstance(uri, str) or urlsplit(uri).scheme not in ("https", urlsplit(issuer).scheme):
        msg = "the discovery document names no key set that is reached as safely as the issuer"
        raise ValueError(msg)
    return uri


async def _get(client: httpx.AsyncClient, url: str) -> tuple[Any, httpx.Headers]:
    """Return a JSON document and its headers. Raises ValueError or what httpx raises."""
    async with client.stream("GET", url) as response:
        encoding = response.headers.get("content-encoding", _PLAIN)
        if response.status_code != httpx.codes.OK or encoding != _PLAIN:
            msg = f"{url} answered {response.status_code}, {encoding}"
            raise ValueError(msg)
        body = bytearray()
        async for chunk in response.aiter_raw():
            body += chunk
            if len(body) > _MOST_BYTES:
                msg = f"{url} answered more than may be read"
                raise ValueError(msg)
    return json.loads(bytes(body)), response.headers


def _max_age(headers: httpx.Headers) -> float | None:
    control = headers.get("cache-control", "")
    if _UNCACHED.search(control):
        return 0.0
    found = _MAX_AGE.search(control)
    return float(found.group(1)) if found else None
