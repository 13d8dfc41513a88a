"""Keys on disk, Ed25519 or ML-DSA-44: the private one for its owner alone, the public ones beside it for everybody.

A private key is one line, ``PRIVATE+KEY+<name>+<key id>+<base64 of kind and seed>``, as signed notes have it in Go.
Beside ``key`` stands ``key.vkeys``: its verifier key and those of the keys before it, one a line, each under a comment
with its date. The signer's key is replaced in its place (``service.trail.signer.rotation``).
"""

import os
import secrets
import stat
from datetime import UTC, datetime
from pathlib import Path

from workflows.trail.tlog.algorithms import SEED_BYTES
from workflows.trail.tlog.encoding import from_base64, to_base64
from workflows.trail.tlog.key_list import KeyListMalformed, ListedKey, parse_key_list
from workflows.trail.tlog.note_keys import KeyKind, SigningKey, VerifierKey, signing_key
from workflows.trail.tlog.tlog_errors import Malformed

_HEADER = "PRIVATE+KEY+"
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
PRIVATE, PUBLIC = 0o600, 0o644
_PARTS = 3


class KeyFileError(Exception):
    """A key file that cannot be made or used; the message names the file and says why, and shows nothing of a key."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"{path}: {why}")


class NoKeyFileError(KeyFileError):
    """A private key is not where it is looked for: the message of the command may say how one is made."""


def generate(path: Path, name: str, kind: KeyKind, *, earlier: str = "", above: str = "") -> VerifierKey:
    """Make a key file and its list of verifier keys, below the list of ``earlier`` ones; the public key is returned.

    ``above`` are comments that stand above the key.

    Raises KeyFileError when the name cannot be a key's, or either file is there already or cannot be written.
    """
    public = vkeys_path(path)
    if public.exists():
        raise KeyFileError(public, "is there already; a new key gets a file of its own")
    verifier, line = new_key(path, name, kind)
    try:
        _create(path, line, PRIVATE)
        _create(public, f"{earlier}# from {now()}\n{above}{verifier.encode()}\n", PUBLIC)
    except OSError as fault:
        raise KeyFileError(path, _why(fault)) from None
    return verifier


def new_key(path: Path, name: str, kind: KeyKind) -> tuple[VerifierKey, str]:
    """A new key and the line of its file, which is not written. Raises KeyFileError for a name that cannot be one."""
    seed = secrets.token_bytes(SEED_BYTES)
    try:
        verifier = signing_key(name, seed, kind).verifier
    except Malformed as fault:
        raise KeyFileError(path, f"{name!r} cannot name a key ({fault.reason})") from None
    return verifier, f"{_HEADER}{name}+{verifier.key_id.hex()}+{to_base64(bytes([kind]) + seed)}\n"


def put(path: Path, text: str, mode: int) -> None:
    """Put a whole file in the place of another, down to the disk. Raises KeyFileError."""
    staged = path.with_name(f"{path.name}.new")
    try:
        staged.unlink(missing_ok=True)
        _create(staged, text, mode)
        staged.replace(path)
        _sync(path.parent)
    except OSError as fault:
        raise KeyFileError(path, _why(fault)) from None


def load(path: Path, *kinds: KeyKind) -> SigningKey:
    """The key in a file, of one of the kinds asked for; of any when none is.

    Raises NoKeyFileError when it is missing; KeyFileError when it is no plain file, open to anybody but its owner, no
    key, or of another kind.
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
    except FileNotFoundError as fault:
        raise NoKeyFileError(path, _why(fault)) from None
    except (OSError, UnicodeDecodeError) as fault:
        raise KeyFileError(path, _why(fault)) from None
    try:
        key = _parse(text)
    except Malformed as fault:
        raise KeyFileError(path, f"holds no usable key ({fault.reason})") from None
    if kinds and key.verifier.kind not in kinds:
        wanted = " or ".join(kind.name.lower() for kind in kinds)
        raise KeyFileError(path, f"holds a {key.verifier.kind.name.lower()} key, not a {wanted} key")
    return key


def read_key_list(path: Path) -> tuple[ListedKey, ...]:
    """The verifier keys in a file, as ``workflows.trail.tlog.key_list`` has them.

    Raises KeyFileError for a file that cannot be read, and with its number for a line that is no key.
    """
    try:
        return parse_key_list(read_text(path))
    except KeyListMalformed as fault:
        raise KeyFileError(path, f"line {fault.line} is no verifier key ({fault.reason})") from None


def vkeys_path(path: Path) -> Path:
    """Where the verifier keys of a key file stand: beside it."""
    return path.with_name(f"{path.name}.vkeys")


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
    _sync(path.parent)


def _sync(path: Path) -> None:
    folder = os.open(path, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)


def read_text(path: Path) -> str:
    """A file's text. Raises KeyFileError for one that cannot be read."""
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise KeyFileError(path, _why(fault)) from None


def _why(fault: OSError | UnicodeDecodeError) -> str:
    return (fault.strerror or "cannot be used") if isinstance(fault, OSError) else "is not UTF-8"


def now() -> str:
    """The time as it stands in comments."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
