"""A database with a trail in it, in the hands of a superuser and, through the command line, of an auditor."""

import asyncio
import io
import json
import os
from collections.abc import Callable, Coroutine, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any, NamedTuple, TypeVar
from unittest.mock import patch

import asyncpg
import httpx

from service.cli import main
from service.edge.settings import Settings
from service.operations.doctor.questions import GUARDED
from service.operations.embedded.postgres import EmbeddedPostgres
from tests.attacks.processes import Log, asking, started, until
from tests.conftest import REGION
from tests.operations.run.running import free_port
from tests.signing import Signer

T = TypeVar("T")
UNGUARD = "; ".join(f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in GUARDED)
REPLICA = "SET session_replication_role = replica"
SIZE = "SELECT coalesce(max(size), 0) FROM audit_checkpoint WHERE region = $1"
Client = httpx.AsyncClient


class Verdict(NamedTuple):
    """The exit code of `tindak audit verify --json` and what it printed."""

    code: int
    told: dict[str, Any]

    def names(self, code: str, **members: Any) -> bool:
        """Whether a fault of this code names all of this."""
        wanted = {"code": code, **members}.items()
        return self.code == 1 and any(wanted <= fault.items() for fault in self.told["faults"])

    @property
    def codes(self) -> set[str]:
        return {fault["code"] for fault in self.told["faults"]}


class Scene:
    """One database, its auditor's files in a folder, and the settings of its processes."""

    def __init__(self, server: EmbeddedPostgres, database: str, folder: Path, keys: Path) -> None:
        self.folder, self.keys = folder, keys
        self.database, self._server = database, server
        self.settings = Settings(
            embedded=True,
            home=folder,
            database_url=server.url("tindak_app", database),
            worker_database_url=server.url("tindak_worker", database),
            log_level="info",
        )
        self.environment = {
            "TINDAK_EMBEDDED": "true",
            "TINDAK_HOME": str(folder),
            "TINDAK_DATABASE_URL": server.url("tindak_app", database),
            "TINDAK_WORKER_DATABASE_URL": server.url("tindak_worker", database),
            "TINDAK_ADMIN_DATABASE_URL": server.url("postgres", database),
            "TINDAK_SEALING_KEY": f"{'A' * 43}=",
            "TINDAK_LOG_LEVEL": "info",
        }

    def superuser(self, *statements: str) -> None:
        """As superuser, in one session."""

        async def execute(connection: Any) -> None:
            for statement in statements:
                await connection.execute(statement)

        self.connected(execute)

    def rows(self, sql: str, *args: Any) -> list[Any]:
        """What a superuser reads."""

        async def fetch(connection: Any) -> list[Any]:
            return list(await connection.fetch(sql, *args))

        return self.connected(fetch)

    def connected(self, work: Callable[[Any], Coroutine[Any, Any, T]]) -> T:
        """Work with a superuser's connection."""

        async def run() -> T:
            connection = await asyncpg.connect(self._server.url("postgres", self.database))
            try:
                return await work(connection)
            finally:
                await connection.close()

        return asyncio.run(run())

    def tindak(self, *arguments: str) -> tuple[int, str]:
        """Exit code and output of a command, with this database in its environment."""
        return tindak(self.environment, *arguments)

    def bundle(self, name: str = "trail.bundle", region: str = REGION) -> Path:
        """`tindak audit bundle`."""
        file = self.folder / name
        file.unlink(missing_ok=True)
        assert self.tindak("audit", "bundle", "--region", region, "--out", str(file))[0] == 0
        return file

    def verdict(self, *options: str | Path, keys: Path | None = None, region: str = REGION) -> Verdict:
        """What `tindak audit verify` says of the bundle that `tindak audit bundle` makes now."""
        return verified(self.bundle(region=region), keys or self.keys, *options)

    def signed_size(self, region: str = REGION) -> int:
        """Of the newest checkpoint, in leaves."""
        return int(self.rows(SIZE, region)[0][0])

    @contextmanager
    def served(self, signer: Signer | None = None, **also: str) -> Iterator[Log]:
        """The worker at work; what it says. With a signer it asks for checkpoints."""
        environment = self.environment | (asking(signer) if signer else {}) | also
        with started("worker", environment, self.folder / "worker.log") as log:
            yield log

    def over_http(self, tell: Callable[[Client, Settings], Coroutine[Any, Any, T]]) -> T:
        """Do something through an API process."""
        port = free_port()
        environment = self.environment | {"TINDAK_PORT": str(port)}

        async def run() -> T:
            async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=20) as http:
                return await tell(http, self.settings)

        with started("api", environment, self.folder / "api.log"):
            until(lambda: _answers(port), "the API answers")
            return asyncio.run(run())

    def until_signed(self, region: str = REGION) -> None:
        """Wait until the newest checkpoint covers every event of the region."""
        count = "SELECT count(*) FROM audit_event WHERE region = $1"
        until(lambda: self.signed_size(region) == self.rows(count, region)[0][0], "everything is signed")


def tindak(environment: Mapping[str, str], *arguments: str) -> tuple[int, str]:
    """Exit code and output of a `tindak` command in this process."""
    out = io.TextIOWrapper(io.BytesIO(), "utf-8")
    with ExitStack() as stack:
        stack.enter_context(patch.dict(os.environ, environment))
        stack.enter_context(redirect_stdout(out))
        stack.enter_context(redirect_stderr(io.StringIO()))
        try:
            main(arguments)
        except SystemExit as end:
            code = end.code
    out.flush()
    written = out.buffer.getvalue().decode()  # type: ignore[attr-defined]
    return (code, written) if isinstance(code, int) else (1, str(code))


def verified(bundle: Path, keys: Path, *options: str | Path) -> Verdict:
    """`tindak audit verify --json`, without a database."""
    asked: Sequence[str] = ("--key", str(keys), "--json", *map(str, options))
    code, written = tindak({}, "audit", "verify", str(bundle), *asked)
    return Verdict(code, json.loads(written))


def _answers(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/readyz").status_code == 200
    except httpx.TransportError:
        return False
