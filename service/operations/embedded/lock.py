"""A lock that ends with the process that holds it, however that ends."""

import fcntl
import os
from pathlib import Path

from service.edge.private_files import private_folder


class FolderTakenError(Exception):
    """Another process uses the folder; the message names it."""


class FileLock:
    """An exclusive lock on a file, held from construction to ``release``.

    The operating system gives it back when the process dies, so that no stale lock is ever left.
    Raises FolderTakenError when another process holds it.
    """

    def __init__(self, path: Path) -> None:
        private_folder(path.parent)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            holder = os.read(descriptor, 20).decode(errors="replace").strip() or "unknown"
            os.close(descriptor)
            msg = f"{path.parent} is in use by process {holder}"
            raise FolderTakenError(msg) from None
        os.ftruncate(descriptor, 0)
        os.write(descriptor, f"{os.getpid()}\n".encode())
        self._descriptor: int | None = descriptor

    def release(self) -> None:
        """Give it back; once is enough.

        The file stays: removing it would let two processes each lock a file of that name.
        """
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
