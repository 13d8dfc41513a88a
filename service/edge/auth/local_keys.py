"""The key pair of the embedded run's own issuer, in ``<home>/issuer/``.

It is made once, by whichever process comes first, and used by every later one. The API reads the public part
from disk; nothing travels over HTTP.
"""

import json
import os
import secrets
from contextlib import suppress
from pathlib import Path

from joserfc.jwk import ECKey

from service.edge.auth.sign_in_errors import KeysUnavailable
from service.edge.auth.token_keys import KeySet, read_key_set
from service.edge.private_files import private_folder

LOCAL_ISSUER = "https://localhost/tindak-local-issuer"
LOCAL_AUDIENCE = "tindak"
LOCAL_ALGORITHMS = frozenset({"ES256"})


class LocalKeys:
    """A KeySource that reads the local issuer's public keys from disk."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._keys: KeySet | None = None

    def current(self) -> KeySet | None:
        """Return the keys as last read."""
        return self._keys

    async def obtain(self) -> KeySet:
        """Return the keys, reading them when that was not done yet. Raises KeysUnavailable."""
        return self._keys if self._keys is not None else self._read()

    async def after_unknown_key(self) -> KeySet:
        """Read the file again: the key pair may have been made anew. Raises KeysUnavailable."""
        return self._read()

    async def start(self) -> None:
        """Make the key pair if there is none, and read it."""
        ensure_key(self._home)
        self._read()

    async def close(self) -> None:
        """Return at once: nothing runs in the background."""

    def _read(self) -> KeySet:
        try:
            keys = read_key_set(json.loads(_jwks_file(self._home).read_bytes()), LOCAL_ALGORITHMS)
        except (OSError, ValueError):
            raise KeysUnavailable from None
        if keys != self._keys:
            self._keys = keys
        return keys if self._keys is None else self._keys


def ensure_key(home: Path) -> ECKey:
    """Return the issuer's private key, making it and the public JWKS file if they are not there."""
    folder = home / "issuer"
    private_folder(folder)
    private = folder / "private.jwk"
    if not private.exists():
        fresh = ECKey.generate_key("P-256", {"use": "sig", "alg": "ES256"}, auto_kid=True)
        _create_once(private, json.dumps(fresh.as_dict(private=True)))
    key = ECKey.import_key(json.loads(private.read_text("utf-8")))
    _publish(_jwks_file(home), json.dumps({"keys": [key.as_dict(private=False)]}))
    return key


def has_key(home: Path) -> bool:
    """Whether the key pair was made, as every start of the service does."""
    return _jwks_file(home).is_file()


def _jwks_file(home: Path) -> Path:
    return home / "issuer" / "jwks.json"


def _publish(path: Path, text: str) -> None:
    if not path.exists() or path.read_text("utf-8") != text:
        _draft(path, text).replace(path)


def _create_once(path: Path, text: str) -> None:
    """Put a whole file where none was; of two processes the first one's stays."""
    draft = _draft(path, text)
    with suppress(FileExistsError):
        path.hardlink_to(draft)
    draft.unlink()


def _draft(path: Path, text: str) -> Path:
    """Write a file beside ``path`` that only its owner can read."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    return draft
