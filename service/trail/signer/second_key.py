"""The signer's second key, of ML-DSA-44, beside the first: where it lies, and how a log that signs already takes it up.

The memory is told first that nothing is signed without such a key any more: from then on the sizes that were signed
without one are final, and a running signer refuses (``key_missing``) until it is started again. Then the key is made,
below these sizes. Interrupted anywhere, nothing is signed until the command is repeated, which is always safe.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

from service.trail.cosigning.keyfile import KeyFileError, generate
from service.trail.cosigning.memory import Memory
from service.trail.signer.published import added_lines
from workflows.trail.tlog.note_keys import KeyKind, VerifierKey

HAS_SIGNED = "was there: a key of its kind has signed, so put it back or replace it by --rotate-key, not by a first one"


def second_key_file(key_file: Path) -> Path:
    """Where the second key lies: ``log.ml-dsa-44.key`` beside ``log.key``."""
    return key_file.with_name(f"{key_file.stem}.{KeyKind.SUBTREE.algorithm}{key_file.suffix}")


def key_files(key_file: Path) -> list[Path]:
    """The signer's key files, the second where it or its list is there."""
    second = second_key_file(key_file)
    listed = second.with_name(f"{second.name}.vkeys")
    return [key_file, *([second] if second.exists() or listed.exists() else [])]


def add_key(key_file: Path, memory_file: Path, name: str) -> VerifierKey:
    """Make the second key; its public key is returned. A log that was never signed has it from the empty tree on.

    Raises KeyFileError when it is there already, when one of its kind has signed before, and when the memory cannot be
    used or a file cannot be written.
    """
    second = second_key_file(key_file)
    starts: dict[str, int] = {}
    if memory_file.is_file() and not second.exists():
        try:
            with closing(Memory(memory_file)) as memory:
                required = memory.require(KeyKind.SUBTREE)
        except sqlite3.Error as fault:
            raise KeyFileError(memory_file, f"cannot be used as the signer's memory ({fault})") from None
        if required is None:
            raise KeyFileError(second, HAS_SIGNED)
        starts = required
    return generate(second, name, KeyKind.SUBTREE, above=added_lines(starts))
