"""The ``tindak verify`` command: 0 when all holds, 1 when something does not, 2 when it cannot be told."""

import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from service.verifier.bundle import Bundle
from service.verifier.members import Unreadable
from service.verifier.report import for_machines, for_people, unreadable
from service.verifier.verdict import Verdict
from service.verifier.verify import ignore, verify_bundle
from workflows.tlog.errors import Malformed
from workflows.tlog.keys import KeyKind, VerifierKey, parse_verifier_key
from workflows.tlog.quorum import Policy
from workflows.tlog.quorum_file import parse_policy

HOLDS, DOES_NOT_HOLD, CANNOT_TELL = 0, 1, 2
_EVERY_S = 0.2


class Usage(Exception):
    """What was asked for cannot be done; the message says why."""


def verify(file: Path, keys: Sequence[str], policy: Path | None, as_json: bool, out: BinaryIO) -> int:  # noqa: FBT001 - a switch of the command line
    """Verify a bundle, write the verdict to ``out``, and return the exit code.

    Each of ``keys`` is a verifier key (c2sp.org/signed-note) or the path of a file with one a line; ``policy`` is
    the path of a policy (c2sp.org/tlog-policy), whose logs are trusted as well.
    """
    try:
        verdict = _verified(file, keys, policy)
    except (Unreadable, Usage) as error:
        out.write(unreadable(str(error), as_json=as_json))
        return CANNOT_TELL
    out.write(for_machines(verdict) if as_json else for_people(verdict).encode())
    return HOLDS if verdict.holds else DOES_NOT_HOLD


def read_keys(given: Sequence[str]) -> list[VerifierKey]:
    """Every key that was given, as text or in a file. Raises Usage for what is no key."""
    return [_key(text) for each in given for text in _texts(each)]


def _verified(file: Path, keys: Sequence[str], policy: Path | None) -> Verdict:
    trusted, witnesses = read_keys(keys), None if policy is None else _policy(policy)
    if witnesses is not None:
        trusted += [log.key for log in witnesses.logs if log.key not in trusted]
    if not any(key.kind is KeyKind.LOG for key in trusted):
        msg = "no key of a log was given, and nothing else says whom to trust"
        raise Usage(msg)
    progress = _Counter() if sys.stderr.isatty() else None
    with Bundle(file) as bundle:
        try:
            return verify_bundle(bundle, trusted, witnesses, progress or ignore)
        finally:
            if progress:
                progress.clear()


def _policy(path: Path) -> Policy:
    try:
        return parse_policy(read_file(path))
    except Malformed as error:
        msg = f"{path}: it is no policy of witnesses ({error})"
        raise Usage(msg) from None


def _texts(given: str) -> list[str]:
    if "+" in given and not Path(given).is_file():
        return [given]
    return [line for line in _decoded(given).splitlines() if line and not line.startswith("#")]


def _key(text: str) -> VerifierKey:
    try:
        return parse_verifier_key(text)
    except Malformed as error:
        msg = f"{text[:100]!r} is no verifier key ({error.reason})"
        raise Usage(msg) from None


def _decoded(path: str) -> str:
    try:
        return read_file(Path(path)).decode()
    except UnicodeDecodeError:
        msg = f"{path}: it is no text"
        raise Usage(msg) from None


def read_file(path: Path) -> bytes:
    """The bytes of a file. Raises Usage when it cannot be read."""
    try:
        return path.read_bytes()
    except (OSError, ValueError) as error:
        msg = f"{path}: it cannot be read ({error})"
        raise Usage(msg) from None


class _Counter:
    """Shows on a terminal how far it has come."""

    def __init__(self) -> None:
        self._next = 0.0

    def __call__(self, events: int) -> None:
        now = time.monotonic()
        if now >= self._next:
            self._next = now + _EVERY_S
            sys.stderr.write(f"\r{events:,} events")
            sys.stderr.flush()

    def clear(self) -> None:
        sys.stderr.write("\r\x1b[K")
