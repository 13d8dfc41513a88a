"""Folders and files for nobody but who runs this, whatever the umask."""

import os
from pathlib import Path
from typing import BinaryIO

_FOLDER, _FILE = 0o700, 0o600


def private_folder(path: Path) -> None:
    """Make a folder, and every missing one above it, for this user alone; what is there stays as it is."""
    if not path.exists():
        private_folder(path.parent)
        path.mkdir(mode=_FOLDER, exist_ok=True)


def private_file(path: Path) -> BinaryIO:
    """A new file to write, for this user alone. Raises FileExistsError, and OSError."""
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, _FILE), "w+b")
