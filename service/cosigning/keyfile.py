"""Ed25519 keys on disk: the private one for its owner alone, the public ones beside it for everybody.

A private key is one line, ``PRIVATE+KEY+<name>+<key id>+<base64 of kind and seed>``, as signed notes have it in Go.
Beside ``key`` stands ``key.vkeys``: its verifier key and those of the keys before it, one a line, each under a comment
with its dates. A key is replaced by making a new file; the old private key is left for its owner to destroy.
"""

import os
import secrets
import stat
from datetime import UTC, datetime
from pathlib import Path

from workflows.tlog.encoding import from_base64, to_base64
from workflows.tlog.errors import Malformed
from workflows.tlog.keys import KEY_BYTES, KeyKind, SigningKey, VerifierKey, parse_verifier_key, signing_key

_HEADER = "PRIVATE+KEY+"
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_PRIVATE, _PUBLIC = 0o600, 0o644
_PARTS = 3


class KeyFileError(Exception):
    """A key file that cannot be made or used; the message names the file and says why, and shows nothing of a key."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"{path}: {why}")


def generate(path: Path, name: str, kind: KeyKind) -> VerifierKey:
    """Make a key file and its list of verifier keys; the public key is returned.

    Raises KeyFileError when the name cannot be a key's, or either file is there already or cannot be written.
    """
    return _generate(path, name, kind, "")


def rotate(old: Path, new: Path) -> VerifierKey:
    """Make the successor of a key in a new file: same name and kind, the old key's verifier keys kept in its list.

    Raises KeyFileError as ``load`` and ``generate`` do.
    """
    retiring = load(old).verifier
    listed = _read_text(vkeys_path(old)) if vkeys_path(old).exists() else f"{retiring.encode()}\n"
    return _generate(new, retiring.name, retiring.kind, f"{listed}# until {_now()}: the key above\n")


def load(path: Path, kind: KeyKind | None = None) -> SigningKey:
    """The key in a file, of the kind asked for.

    Raises KeyFileError when it is missing, no plain file, open to anybody but its owner, no key, or of another kind.
    """
    try:
        with path.open(encoding="utf-8") as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise KeyFileError(path, "is no plain file")
            if status.st_mode & _OTHERS:
                mode = stat.S_IMODE(status.st_mode)
                raise KeyFileError(path, f"is open to others (mode {mode:04o}); make it 0600")
            text = file.read()
    except (OSError, UnicodeDecodeError) as fault:
        raise KeyFileError(path, _why(fault)) from None
    try:
        key = _parse(text)
    except Malformed as fault:
        raise KeyFileError(path, f"holds no usable key ({fault.reason})") from None
    if kind is not None and key.verifier.kind is not kind:
        raise KeyFileError(path, f"holds a {key.verifier.kind.name.lower()} key, not a {kind.name.lower()} key")
    return key


def read_vkeys(path: Path) -> tuple[VerifierKey, ...]:
    """The verifier keys in a file, one a line; empty lines and lines that begin with ``#`` are passed over.

    Raises KeyFileError for a file that cannot be read, and with its number for a line that is no key.
    """
    keys: dict[VerifierKey, None] = {}
    for number, line in enumerate(_read_text(path).splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            try:
                keys[parse_verifier_key(line.strip())] = None
            except Malformed as fault:
                raise KeyFileError(path, f"line {number} is no verifier key ({fault.reason})") from None
    return tuple(keys)


def vkeys_path(path: Path) -> Path:
    """Where the verifier keys of a key file stand: beside it."""
    return path.with_name(f"{path.name}.vkeys")


def _generate(path: Path, name: str, kind: KeyKind, earlier: str) -> VerifierKey:
    public = vkeys_path(path)
    if public.exists():
        raise KeyFileError(public, "is there already; a new key gets a file of its own")
    seed = secrets.token_bytes(KEY_BYTES)
    try:
        verifier = signing_key(name, seed, kind).verifier
        line = f"{_HEADER}{name}+{verifier.key_id.hex()}+{to_base64(bytes([kind]) + seed)}\n"
        _create(path, line, _PRIVATE)
        _create(public, f"{earlier}# from {_now()}\n{verifier.encode()}\n", _PUBLIC)
    except Malformed as fault:
        raise KeyFileError(path, f"{name!r} cannot name a key ({fault.reason})") from None
    except OSError as fault:
        raise KeyFileError(path, _why(fault)) from None
    return verifier


def _parse(text: str) -> SigningKey:
    parts = text.removesuffix("\n").removeprefix(_HEADER).split("+", _PARTS - 1)
    if not text.startswith(_HEADER) or len(parts) != _PARTS:
        raise Malformed("key_parts")
    name, key_id, material = parts[0], parts[1], from_base64(parts[2])
    if material[:1] not in {bytes([kind]) for kind in KeyKind}:
        raise Malformed("key_kind")
    key = signing_key(name, material[1:], KeyKind(material[0]))
    if key.verifier.key_id.hex() != key_id:
        raise Malformed("key_id_mismatch")
    return key


def _create(path: Path, text: str, mode: int) -> None:
    """Put a whole file where none was, down to the disk."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        os.fchmod(descriptor, mode)
        file.write(text)
        file.flush()
        os.fsync(descriptor)
    folder = os.open(path.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)


def _read_text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise KeyFileError(path, _why(fault)) from None


def _why(fault: OSError | UnicodeDecodeError) -> str:
    return (fault.strerror or "cannot be used") if isinstance(fault, OSError) else "is not UTF-8"


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
