"""What compose.yaml would run inside containers that are not ours, run here as far as it goes without containers."""

import asyncio
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Any

import asyncpg
import pytest
import yaml

from service.operations.embedded.account import launch_options, server_account
from service.operations.embedded.postgres import EmbeddedPostgres, start_postgres
from service.operations.migrate import upgrade

COMPOSE: dict[str, Any] = yaml.safe_load((Path(__file__).parents[2] / "compose.yaml").read_text())
INITDB = COMPOSE["services"]["postgres"]["environment"]["POSTGRES_INITDB_ARGS"].split()
SERVER = COMPOSE["services"]["postgres"]["command"]
ROLES = COMPOSE["configs"]["roles"]["content"].replace("$$", "$")
BIN = Path(sys.executable).parent
READY = COMPOSE["services"]["keycloak"]["healthcheck"]["test"]
PASSWORDS = {"APP_PASSWORD": "it's", "WORKER_PASSWORD": 'quo"ted', "KEYCLOAK_PASSWORD": "$HOME;--"}
LOGINS = {"tindak_app", "tindak_worker", "keycloak"}


@pytest.fixture(scope="module")
def programs(postgres: EmbeddedPostgres) -> Path:
    return postgres.bin_dir


@pytest.fixture(scope="module")
def server(programs: Path) -> Iterator[EmbeddedPostgres]:
    """A cluster made with the arguments of compose, as the image's entry point would."""
    account = server_account()
    with TemporaryDirectory(prefix="tindak-") as name:
        folder = Path(name)
        folder.chmod(0o711)
        data = folder / "data"
        data.mkdir(mode=0o700)
        if account is not None:
            account.own(data)
        options = launch_options(account, folder)
        options["env"]["LANG"] = "en_US.utf8"  # the image's
        command = [programs / "initdb", "--username=postgres", "--no-sync", *INITDB, "-D", data]
        made = subprocess.run(command, check=False, capture_output=True, text=True, **options)
        assert made.returncode == 0, made.stderr
        running = start_postgres(data, fast=True)
        yield running
        running.stop()


async def _fetch(url: str, sql: str) -> list[Any]:
    connection = await asyncpg.connect(url)
    try:
        return [tuple(row) for row in await connection.fetch(sql)]
    finally:
        await connection.close()


def fetch(server: EmbeddedPostgres, sql: str, database: str = "postgres") -> list[Any]:
    return asyncio.run(_fetch(server.url("postgres", database), sql))


def test_its_database_is_migrated_and_its_roles_have_their_passwords(server: EmbeddedPostgres, programs: Path) -> None:
    fetch(server, "CREATE DATABASE tindak")  # POSTGRES_DB
    environment = {**os.environ, **PASSWORDS, "PGHOST": server.socket_dir, "PATH": f"{programs}:{os.environ['PATH']}"}
    ran = subprocess.run(["bash", "-euc", ROLES], env=environment, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
    upgrade(server.url("postgres", "tindak"))
    roles = fetch(server, "SELECT rolname, rolcanlogin, rolsuper, rolbypassrls, rolpassword IS NOT NULL FROM pg_authid")
    able = {name for name, can_login, *_ in roles if can_login}
    assert able == LOGINS | {"postgres"}
    assert {name for name, _, super_, bypasses, _ in roles if super_ or bypasses} == {"postgres"}
    assert {name for name, *_, password in roles if password} == LOGINS
    assert fetch(server, "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = 'keycloak'") == [
        ("keycloak",)
    ]


@pytest.mark.parametrize(
    ("service", "file"),
    [("signer-key", "log.key"), ("signer-key", "log.ml-dsa-44.key"), ("receipt-key", "receipts.key")],
)
def test_a_key_is_made_once_and_kept(tmp_path: Path, service: str, file: str) -> None:
    command = [part.replace("$$", "$") for part in COMPOSE["services"][service]["entrypoint"]]
    environment = {**os.environ, "TINDAK_HOME": str(tmp_path), "PATH": f"{BIN}:{os.environ['PATH']}"}
    keys = []
    for _ in range(2):
        subprocess.run(command, env=environment, check=True, capture_output=True, timeout=30)
        keys.append((tmp_path / "keys" / file).read_bytes())
    assert keys[0] == keys[1] != b""


def test_its_database_sorts_by_code_point_in_utf8_on_every_system(server: EmbeddedPostgres) -> None:
    asked = "SELECT pg_encoding_to_char(encoding), datlocprovider::text, datlocale FROM pg_database"
    assert set(fetch(server, asked)) == {("UTF8", "b", "C.UTF-8")}


def test_every_setting_it_gives_the_server_is_one(server: EmbeddedPostgres) -> None:
    given = [
        setting.partition("=")[0] for flag, setting in zip(SERVER[1::2], SERVER[2::2], strict=True) if flag == "-c"
    ]
    assert len(given) == len(SERVER) // 2
    known = {name for (name,) in fetch(server, "SELECT lower(name) FROM pg_settings")}
    assert set(given) <= known


class _Health(BaseHTTPRequestHandler):
    status = 200

    def do_GET(self) -> None:
        assert self.path == "/health/ready"
        self.send_response(self.status)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
        """Stay silent."""


@pytest.mark.skipif(not shutil.which("bash"), reason="bash is not installed")
@pytest.mark.parametrize("status", [200, 503, None])
def test_keycloak_counts_as_healthy_only_when_it_says_so(status: int | None) -> None:
    handler = type("Handler", (_Health,), {"status": status})
    with HTTPServer(("127.0.0.1", 0), handler) as listening:
        Thread(target=listening.serve_forever, args=(0.01,)).start()
        port = listening.server_port
        if status is None:
            listening.shutdown()
            listening.server_close()
        command = READY[3].replace("$$", "$").replace("127.0.0.1/9000", f"127.0.0.1/{port}")
        asked = subprocess.run([*READY[1:3], command], capture_output=True, check=False, timeout=10)
        listening.shutdown()
    assert READY[0] == "CMD"
    assert (asked.returncode == 0) is (status == 200)
