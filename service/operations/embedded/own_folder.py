"""The embedded run's own folder: tokens' keys, sealing key, logs, evidence; for nobody but who runs it.

Also when it was made with wider modes before: it is closed again, with everything at its top.
"""

import os
import stat
from pathlib import Path

from service.edge.private_files import private_folder

UMASK = 0o077
MARKS = ("run.lock", "issuer", "keys", "postgres")
"""What a folder has that was used before."""

_FOLDER, _FILE = 0o700, 0o600
_CLOSED_BELOW = ("keys", "issuer")
_SHARED = frozenset(
    map(Path, ("/", "/bin", "/boot", "/dev", "/etc", "/home", "/lib", "/media", "/mnt", "/opt", "/proc", "/root"))
) | frozenset(map(Path, ("/run", "/sbin", "/srv", "/sys", "/tmp", "/usr", "/var", "/var/lib", "/var/log", "/var/tmp")))  # noqa: S108 - refused


class FolderSharedError(Exception):
    """The folder is not the embedded run's alone; the message says why and what can be done."""


def make_own(home: Path) -> None:
    """Make the folder, or close the one that is there; the files of this process are for its user alone from now on.

    Raises FolderSharedError for a folder that holds something else, or that is not ours to close.
    """
    os.umask(UMASK)
    try:
        private_folder(home)
        _require_own(home)
        for path in (home, *_within(home)):
            _close(path)
    except OSError as error:
        msg = f"TINDAK_HOME: {home} cannot be made or closed ({error.strerror}); set it to a folder of your own"
        raise FolderSharedError(msg) from None


def _require_own(home: Path) -> None:
    if not home.is_dir():
        msg = f"{home} is no folder; set TINDAK_HOME to one"
        raise FolderSharedError(msg)
    real, found = home.resolve(), home.stat()
    shared = real in _SHARED or real == Path.home() or found.st_mode & stat.S_IWOTH
    strange = any(home.iterdir()) and not any(os.path.lexists(home / mark) for mark in MARKS)
    if shared or strange or found.st_uid != os.geteuid():
        why = "belongs to another account" if found.st_uid != os.geteuid() else "holds or is meant for other things too"
        msg = f"{home} {why}; set TINDAK_HOME to a folder of its own, which is then closed to everybody else"
        raise FolderSharedError(msg)


def _within(home: Path) -> list[Path]:
    """What lies at its top, and the keys; the server's data have an owner and modes of their own."""
    return [path for folder in (home, *(home / name for name in _CLOSED_BELOW)) for path in _listed(folder)]


def _listed(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if not path.is_symlink()] if folder.is_dir() else []


def _close(path: Path) -> None:
    """Take everybody else's rights away. As root the group stays able to pass: it is that of the server's account."""
    found = path.stat()
    if found.st_uid != os.geteuid():
        return
    mode = stat.S_IMODE(found.st_mode)
    kept = _FOLDER | (stat.S_IXGRP if os.geteuid() == 0 else 0) if path.is_dir() else _FILE
    if mode & ~kept:
        path.chmod(mode & kept)
