"""What the service needs beside the database: room, keys, and the issuer of tokens."""

import shutil
import stat
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from service.edge.auth.documents import ProviderFailed, fetch_keys, open_client
from service.edge.settings import Settings
from service.operations.doctor.findings import Finding, Level
from service.trail.cosigning.keyfile import KeyFileError
from service.trail.receipts.receipt_keys import open_signer

_MEGABYTE = 1_000_000
_FREE_MB = {"fail": 200, "warn": 2_000}
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_CHECK = "check TINDAK_OIDC_ISSUER, TINDAK_OIDC_JWKS_URL and TINDAK_OIDC_ALGORITHMS"


def look_at_disk(settings: Settings, *, embedded: bool) -> Finding:
    """How much room is left for the embedded run's data."""
    if not embedded:
        return Finding("disk", Level.OK, "the database server's free space cannot be seen from here: watch it there")
    try:
        free = shutil.disk_usage(settings.home).free // _MEGABYTE
    except OSError as error:
        return Finding("disk", Level.FAIL, f"{settings.home}: {error.strerror}", "start `tindak run`, which makes it")
    level = next((Level(name) for name, most in _FREE_MB.items() if free < most), Level.OK)
    remedy = "" if level is Level.OK else "make room: without it no report is taken"
    return Finding("disk", level, f"{free} MB free for {settings.home}", remedy)


def look_at_sealing_key(settings: Settings, *, embedded: bool) -> Finding:
    """Whether there is a key that seals and opens identities. Settings have checked its form."""
    if settings.sealing_key is not None:
        return Finding("sealing key", Level.OK, "present")
    if embedded:
        remedy = "put its backup back; `tindak run` makes a new one, with which no older identity opens"
        return _key_file("sealing key", settings.home / "keys" / "sealing.key", remedy)
    return Finding("sealing key", Level.WARN, "TINDAK_SEALING_KEY is not set, for the API")


def look_at_receipt_key(settings: Settings) -> Finding:
    """Whether the API has the key that signs receipts, and publishes it."""
    try:
        signer = open_signer(settings.receipt_key_file(), settings.log_origin, settings.max_merge_delay_s)
    except KeyFileError as error:
        remedy = "put its backup back, or make one with `tindak api --new-receipt-key`"
        return Finding("receipt key", Level.FAIL, str(error), remedy)
    return Finding("receipt key", Level.OK, signer.published[-1].encode())


def _key_file(check: str, path: Path, remedy: str) -> Finding:
    try:
        open_to_others = stat.S_IMODE(path.stat().st_mode) & _OTHERS
    except OSError as error:
        return Finding(check, Level.FAIL, f"{path}: {error.strerror}", remedy)
    if open_to_others:
        return Finding(check, Level.FAIL, f"{path} is open to other accounts", f"chmod 600 {path}")
    return Finding(check, Level.OK, f"{path}")


async def ask_issuer(settings: Settings) -> Finding:
    """Whether the issuer of tokens can be reached and publishes a key that may be used here."""
    issuer = settings.oidc_issuer
    if issuer is None:
        remedy = "start `tindak run`, which makes it, or set TINDAK_OIDC_ISSUER"
        return _key_file("issuer", settings.home / "issuer" / "private.jwk", remedy)
    async with open_client() as client:
        try:
            published = await fetch_keys(client, issuer, settings.oidc_jwks_url, settings.oidc_algorithms)
        except ProviderFailed as error:
            # What cannot be read as an address may hold a piece of a password.
            seen = "an address cannot be read" if isinstance(error.__cause__, httpx.InvalidURL) else error
            return Finding("issuer", Level.FAIL, f"{issuer}: {seen}", _CHECK)
    if not len(published.keys):
        return Finding("issuer", Level.FAIL, f"{issuer} publishes no key that may be used", _CHECK)
    return _transport(issuer, settings.oidc_jwks_url, f"{issuer}, usable keys: {len(published.keys)}")


def _transport(issuer: str, jwks_url: str | None, seen: str) -> Finding:
    """An issuer is reached by https but on one machine; its keys may come by http within a trusted network."""
    parts = urlsplit(issuer)
    if parts.scheme != "https" and parts.hostname not in _LOOPBACK:
        return Finding("issuer", Level.FAIL, f"{seen}, over plain http", "serve the issuer over https")
    if any(urlsplit(url).scheme != "https" for url in (issuer, jwks_url) if url):
        return Finding("issuer", Level.WARN, f"{seen}, over plain http", "only on one machine or trusted network")
    return Finding("issuer", Level.OK, seen)
