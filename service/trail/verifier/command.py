"""The ``tindak verify`` command: 0 when all holds, 1 when something does not, 2 when it cannot be told."""

import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from service.trail.verifier.bundle_members import Manifest, Unreadable
from service.trail.verifier.bundle_reader import Bundle
from service.trail.verifier.known import Known
from service.trail.verifier.plain_verdict import cannot_be_read, plainly
from service.trail.verifier.report import for_machines, for_people, unreadable
from service.trail.verifier.verdict import Verdict
from service.trail.verifier.verify import ignore, verify_bundle
from workflows.trail.tlog.checkpoints import Checkpoint
from workflows.trail.tlog.key_list import KeyListMalformed, ListedKey, begins_late, parse_key_list, validities
from workflows.trail.tlog.note_keys import LOG_KINDS, VerifierKey
from workflows.trail.tlog.opened_notes import open_checkpoint
from workflows.trail.tlog.quorum import Policy
from workflows.trail.tlog.quorum_file import parse_policy
from workflows.trail.tlog.tlog_errors import Malformed, SignatureRejected

HOLDS, DOES_NOT_HOLD, CANNOT_TELL = 0, 1, 2
_EVERY_S = 0.2


class Usage(Exception):
    """What was asked for cannot be done; the message says why."""


def verify(
    file: Path,
    keys: Sequence[str],
    policy: Path | None,
    as_json: bool,  # noqa: FBT001 - a switch of the command line
    out: BinaryIO,
    seen: Sequence[Path] = (),
    lang: str | None = None,
) -> int:
    """Verify a bundle, write the verdict to ``out``, and return the exit code.

    Each of ``keys`` is a verifier key (c2sp.org/signed-note) or the path of a list (``workflows.trail.tlog.key_list``);
    ``policy`` is the path of a policy (c2sp.org/tlog-policy), whose logs are trusted as well. ``seen`` are paths of
    checkpoints that were kept: the bundle's tree must begin with each of theirs. ``lang`` is ``id`` or ``en`` for words
    for people in place of the technical ones.
    """
    try:
        verdict = _verified(file, keys, policy, seen)
    except (Unreadable, Usage) as error:
        plain = lang is not None and not as_json
        out.write(cannot_be_read(str(error), str(lang)).encode() if plain else unreadable(str(error), as_json=as_json))
        return CANNOT_TELL
    out.write(for_machines(verdict) if as_json else _for_people(verdict, lang).encode())
    return HOLDS if verdict.holds else DOES_NOT_HOLD


def _for_people(verdict: Verdict, lang: str | None) -> str:
    return for_people(verdict) if lang is None else plainly(verdict, lang)


def read_keys(given: Sequence[str]) -> list[VerifierKey]:
    """Every key that was given, as text or in a file. Raises Usage for what is no key."""
    return [each.key for each in read_key_lists(given)]


def read_key_lists(given: Sequence[str]) -> list[ListedKey]:
    """Every key that was given, with the size from which it signs where a file says so. Raises Usage."""
    return [key for each in given for key in _listed(each)]


def _verified(file: Path, keys: Sequence[str], policy: Path | None, seen: Sequence[Path]) -> Verdict:
    listed, witnesses = read_key_lists(keys), None if policy is None else _policy(policy)
    trusted = list(dict.fromkeys(each.key for each in listed))
    if witnesses is not None:
        trusted += [log.key for log in witnesses.logs if log.key not in trusted]
    if not any(key.kind in LOG_KINDS for key in trusted):
        msg = "no key of a log was given, and nothing else says whom to trust"
        raise Usage(msg)
    progress = _Counter() if sys.stderr.isatty() else None
    with Bundle(file) as bundle:
        known = Known(validities(listed), begins=begins_late(listed), listed=tuple(listed))
        known = known._replace(seen=tuple(_seen(each, trusted, known, bundle.manifest) for each in seen))
        try:
            return verify_bundle(bundle, trusted, witnesses, progress or ignore, known=known)
        finally:
            if progress:
                progress.clear()


def _seen(path: Path, keys: Sequence[VerifierKey], known: Known, manifest: Manifest) -> Checkpoint:
    """A checkpoint that was kept, once a key of the bundle's log has verified it. Raises Usage."""
    why = "none of the keys given vouches for it"
    for key in keys:
        try:
            checkpoint, _ = open_checkpoint(read_file(path), key)
        except Malformed as error:
            msg = f"{path}: it is no checkpoint ({error.reason})"
            raise Usage(msg) from None
        except SignatureRejected:
            continue
        fault = known.key_fault(key, checkpoint.size)
        if fault is not None:
            why = fault.words
        elif checkpoint.origin != manifest.origin:
            why = f"it is of {checkpoint.origin}, the bundle of {manifest.origin}"
        elif manifest.scope.kind != "region" and checkpoint.size < manifest.size:
            why = "only the bundle of a whole region can be held against an earlier checkpoint"
        else:
            return checkpoint
    msg = f"{path}: {why}"
    raise Usage(msg)


def _policy(path: Path) -> Policy:
    try:
        return parse_policy(read_file(path))
    except Malformed as error:
        msg = f"{path}: it is no policy of witnesses ({error})"
        raise Usage(msg) from None


def _listed(given: str) -> tuple[ListedKey, ...]:
    alone = "+" in given and not _names_file(given)
    try:
        return parse_key_list(given if alone else _decoded(given))
    except KeyListMalformed as error:
        where = f"{given[:100]!r}" if alone else f"{given}: line {error.line}"
        msg = f"{where} is no verifier key ({error.reason})"
        raise Usage(msg) from None


def _names_file(given: str) -> bool:
    """Whether there is a file of that name. To ask it of a name too long for one, as some keys are, is an error."""
    try:
        return Path(given).is_file()
    except OSError:
        return False


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
    except FileNotFoundError:
        msg = f"{path}: it is not there"
        raise Usage(msg) from None
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        msg = f"{path}: it cannot be read ({why})"
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
