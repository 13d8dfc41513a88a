"""``tindak run``: everything from one command. A second run goes on where the first stopped."""

import base64
import os
import secrets
import shlex
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from service.edge.auth.local_issuer import mint, refuse_beside_real_issuer
from service.edge.auth.sign_in_errors import LocalIssuerRefused
from service.edge.free_places import Place, require_free
from service.edge.private_files import private_file, private_folder
from service.edge.settings import Settings, SettingsError
from service.operations.embedded.account import NoAccountError
from service.operations.embedded.lock import FileLock, FolderTakenError
from service.operations.embedded.own_folder import FolderSharedError, make_own
from service.operations.embedded.parts import Part, how_it_ended, last_lines, start_part
from service.operations.embedded.places import PlaceError
from service.operations.embedded.postgres import EmbeddedPostgres, start_postgres
from service.operations.embedded.postmaster import PostgresError
from service.operations.embedded.sockets import SocketFolderError
from service.operations.migrate import upgrade
from service.operations.seed import DEMO_PEOPLE, seed_story
from service.trail.cosigning.keyfile import KeyFileError, generate
from service.trail.receipts.receipt_keys import make_key, open_signer
from service.trail.signer.second_key import add_key, second_key_file
from workflows.trail.tlog.note_keys import KeyKind

READY_WITHIN_S = 30.0
STOP_WITHIN_S = 8.0
LOG_ORIGIN = "tindak.local"
_KEY_BYTES = 32
_WATCH_S = 0.3


def run(settings: Settings, command: Callable[..., object]) -> int:
    """Run until a signal or until a part dies; the exit status is that part's.

    ``command`` is what a part is, called in its own process with what would follow `tindak`.

    Raises SettingsError when the folder is in use, the port is taken, or a real issuer is configured.
    """
    try:
        refuse_beside_real_issuer(settings)
        make_own(settings.home.absolute())
        with _only_run(settings.home.absolute()) as home, _stop_on_sigterm():
            require_free(Place(settings.host, settings.port))
            return _run_with_server(settings, home, command)
    except (
        LocalIssuerRefused,
        FolderTakenError,
        FolderSharedError,
        KeyFileError,
        NoAccountError,
        PlaceError,
        PostgresError,
        SocketFolderError,
    ) as error:
        raise SettingsError(str(error)) from error


def _run_with_server(settings: Settings, home: Path, command: Callable[..., object]) -> int:
    new = not (home / "postgres").exists()
    _say(f"starting PostgreSQL{', whose files are made this first time' if new else ''} ...")
    server = start_postgres(home / "postgres", tell=_say)
    try:
        return _run_beside(server, settings, home, command)
    except KeyboardInterrupt:
        return 0
    finally:
        server.stop()


def _run_beside(server: EmbeddedPostgres, settings: Settings, home: Path, command: Callable[..., object]) -> int:
    admin = server.url("postgres")
    _say("bringing the database to this version ...")
    upgrade(admin)
    environment = {
        **os.environ,
        "TINDAK_EMBEDDED": "true",
        "TINDAK_HOME": str(home),
        "TINDAK_DATABASE_URL": server.url("tindak_app"),
        "TINDAK_WORKER_DATABASE_URL": server.url("tindak_worker"),
        "TINDAK_SEALING_KEY": _sealing_key(home),
        "TINDAK_RECEIPT_KEY": str(_receipt_key(settings, home)),
        **signer_beside(home),
    }
    receipts = open_signer(Path(environment["TINDAK_RECEIPT_KEY"]), LOG_ORIGIN, settings.max_merge_delay_s)
    _say("loading the areas, and the story where there is none ...")
    seed_story(admin, server.url("tindak_app"), environment["TINDAK_SEALING_KEY"], receipts)
    _say("starting signer, API and worker ...")
    with _parts(command, environment, home) as parts:
        _wait_until_ready(settings, parts)
        _tell(settings, home)
        return _watch(parts, server)


@contextmanager
def _only_run(home: Path) -> Iterator[Path]:
    try:
        lock = FileLock(home / "run.lock")
    except FolderTakenError as error:
        msg = f"{error}; stop that `tindak run`, or set TINDAK_HOME to another folder"
        raise FolderTakenError(msg) from None
    try:
        yield home
    finally:
        lock.release()


@contextmanager
def _stop_on_sigterm() -> Iterator[None]:
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _sealing_key(home: Path) -> str:
    path = home / "keys" / "sealing.key"
    private_folder(path.parent)
    if not path.exists():
        draft = path.with_suffix(".new")
        draft.unlink(missing_ok=True)
        with private_file(draft) as file:
            file.write(base64.b64encode(os.urandom(_KEY_BYTES)))
        draft.replace(path)
    return path.read_text()


def _receipt_key(settings: Settings, home: Path) -> Path:
    path = settings.receipt_key or home / "keys" / "receipts.key"
    if not path.exists():
        make_key(path, LOG_ORIGIN)
    return path.absolute()


def signer_beside(home: Path) -> dict[str, str]:
    """A signer beside the API, on a free port, with a secret of this run and a key of this folder."""
    port = _free_port()
    key = home / "keys" / "log.key"
    if not key.exists():
        generate(key, LOG_ORIGIN, KeyKind.LOG)
    if not second_key_file(key).exists():
        add_key(key, home / "signer.sqlite", LOG_ORIGIN)
    return {
        "TINDAK_LOG_ORIGIN": LOG_ORIGIN,
        "TINDAK_SIGNER_URL": f"http://127.0.0.1:{port}",
        "TINDAK_SIGNER_PORT": str(port),
        "TINDAK_SIGNER_HOST": "127.0.0.1",
        "TINDAK_SIGNER_SECRET": secrets.token_urlsafe(_KEY_BYTES),
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def _parts(command: Callable[..., object], environment: dict[str, str], home: Path) -> Iterator[dict[str, Part]]:
    parts: dict[str, Part] = {}
    try:
        for name in ("signer", "api", "worker"):
            parts[name] = start_part(command, name, environment, home)
        yield parts
    finally:
        for stop in (signal.SIGINT, signal.SIGTERM):
            signal.signal(stop, signal.SIG_IGN)  # stopping has begun and takes a few seconds at most
        for part in parts.values():
            part.process.terminate()
        for part in parts.values():
            try:
                part.process.wait(STOP_WITHIN_S)
            except subprocess.TimeoutExpired:
                part.process.kill()
                part.process.wait()


def _wait_until_ready(settings: Settings, parts: dict[str, Part]) -> None:
    deadline = time.monotonic() + READY_WITHIN_S
    while time.monotonic() < deadline:
        _require_alive(parts)
        try:
            with urllib.request.urlopen(f"{listens_at(settings)}/readyz", timeout=2) as answer:
                if answer.status == 200:  # noqa: PLR2004 - the HTTP status itself
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    api = parts["api"]
    msg = f"the API did not become ready within {READY_WITHIN_S:.0f} s; {api.log} ends with:\n"
    raise SettingsError(msg + last_lines(api.log, api.begins))


def _require_alive(parts: dict[str, Part]) -> None:
    for name, part in parts.items():
        status = part.process.poll()
        if status is not None:
            raise SettingsError(how_it_ended(name, status, part.log, part.begins))


def _watch(parts: dict[str, Part], server: EmbeddedPostgres) -> int:
    while True:
        for name, part in parts.items():
            status = part.process.poll()
            if status is not None:
                return _stopping(status, how_it_ended(name, status, part.log, part.begins))
        if server.exit_code is not None:
            return _stopping(server.exit_code, how_it_ended("database server", server.exit_code, server.log))
        time.sleep(_WATCH_S)


def _stopping(status: int, why: str) -> int:
    sys.stderr.write(f"tindak: {why}\ntindak: stopping\n")
    return abs(status) or 1


def _say(what: str) -> None:
    """What is being done, at once: a first start takes a while, and root does things for the server's account."""
    sys.stdout.write(f"tindak: {what}\n")
    sys.stdout.flush()


def _tell(settings: Settings, home: Path) -> None:
    base = listens_at(settings)
    lines = [
        "",
        f"  Tindak is ready at {base}",
        f"  API reference      {base}/docs",
        f"  Data and logs      {home}",
        "",
        f"  One token for each role, good for 12 hours (`{_in(home)}tindak token` makes more):",
    ]
    tokens = {person.role: mint(home, person.role, person.agency, person.name, ["33.05"]) for person in DEMO_PEOPLE}
    for person in DEMO_PEOPLE:
        lines += ["", f"  {person.role.value:<11} {person.name}, {person.agency}", f"  {tokens[person.role]}"]
    example = next(iter(tokens.values()))
    curl = f"curl -H 'Authorization: Bearer {example}' {base}/v1/regions/33.05/tasks"
    lines += ["", "  Try it:", f"  {curl}", "", "  Ctrl-C stops everything; the data stay.", ""]
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()


def _in(home: Path) -> str:
    """What stands before a command so that it finds this home from any folder: nothing for that beside the program."""
    found = home.resolve() == (Path(sys.prefix).parent / ".tindak").resolve()
    return "" if found else f"TINDAK_HOME={shlex.quote(str(home))} "


def listens_at(settings: Settings) -> str:
    """The address at which the API is asked."""
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"http://{host}:{settings.port}"
