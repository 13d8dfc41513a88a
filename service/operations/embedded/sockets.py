"""Where the server's Unix socket lives: beside the data, or in the system's folder for passing things."""

import os
import stat
from hashlib import sha256
from pathlib import Path
from tempfile import gettempdir

from service.operations.embedded.account import Account

SOCKET_NAME = ".s.PGSQL.5432"
_LONGEST_PATH = 103
"""Bytes that a socket's address holds on macOS; Linux has room for four more."""


class SocketFolderError(Exception):
    """The folder for the socket belongs to somebody else."""


def socket_folder(data_dir: Path, account: Account | None) -> Path:
    """Return a folder that only the server's account may enter. Raises SocketFolderError."""
    if _fits(data_dir):
        return data_dir
    name = sha256(os.fsencode(data_dir)).hexdigest()[:12]
    folder = Path(gettempdir()) / f"tindak-{name}"
    if not os.path.lexists(folder):
        folder.mkdir(mode=0o700)
        if account is not None:
            account.own(folder)
    _check_owner(folder, account.uid if account else os.geteuid())
    return folder


def _fits(folder: Path) -> bool:
    """Whether clients can name the socket there: its length, and no comma, which separates hosts in an address."""
    path = os.fsencode(folder / SOCKET_NAME)
    return len(path) <= _LONGEST_PATH and not set(path) & set(b',"')


def _check_owner(folder: Path, uid: int) -> None:
    """In a folder that everybody may write to, another could have put this one there first."""
    found = folder.lstat()
    if found.st_uid != uid or not stat.S_ISDIR(found.st_mode) or stat.S_IMODE(found.st_mode) != stat.S_IRWXU:
        msg = f"{folder} is not ours alone; remove it"
        raise SocketFolderError(msg)
