"""A key of the signer, replaced in its place by a successor of the same kind.

The memory retires the old key first: from then on no process signs with it, running or started again, and the sizes
that it signed last are final. Then the list of public keys is put in place, then the new private key. Interrupted
anywhere, the signer signs nothing until the rotation is repeated, which is always safe.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

from service.trail.cosigning.keyfile import PRIVATE, PUBLIC, KeyFileError, load, new_key, put, vkeys_path
from service.trail.cosigning.memory import Memory
from service.trail.signer.published import Published, read_published
from workflows.trail.tlog.note_keys import LOG_KINDS, VerifierKey


def rotate(key_file: Path, memory_file: Path) -> VerifierKey:
    """Put a successor of the same name in the key's place; its public key is returned. The old private key is gone.

    A private key that was lost is replaced all the same, as long as its list is there. Raises KeyFileError when
    neither can be read, when the memory is not there (nothing else knows from which sizes the successor counts),
    when it cannot be used, and when a file cannot be written.
    """
    published = _published(key_file)
    if not memory_file.is_file():
        raise KeyFileError(memory_file, "is not there, and nothing else says from which sizes a new key counts")
    retiring = published.newest
    try:
        with closing(Memory(memory_file)) as memory:
            starts = memory.retire(retiring)
    except sqlite3.Error as fault:
        raise KeyFileError(memory_file, f"cannot be used as the signer's memory ({fault})") from None
    successor, line = new_key(key_file, retiring.name, retiring.kind)
    put(vkeys_path(key_file), published.then(successor, starts).encode(), PUBLIC)
    put(key_file, line, PRIVATE)
    return successor


def _published(key_file: Path) -> Published:
    """The list up to the key in the file: what may stand after it never came into its place."""
    if not key_file.exists():
        return read_published(key_file)
    key = load(key_file, *sorted(LOG_KINDS)).verifier
    return read_published(key_file, key).up_to(key)
