"""Every command takes the same addresses of the database, and refuses the same ones before anything is tried."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from service.edge.settings import Settings
from service.operations.doctor import examine
from service.operations.embedded.postgres import EmbeddedPostgres
from service.trail.receipts.receipt_keys import make_key
from tests.commands import tindak
from tests.faults.processes import ready, started, until
from tests.lines import Line, line_to
from tests.operations.run.running import free_port
from tests.storage.db.certificates import HOST, certificates

SAID = "sslmode=verify-full&sslrootcert={roots}&application_name=kebumen&connect_timeout=5&target_session_attrs=primary"
NAMED = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'kebumen' AND usename = $1"
COMMANDS = {
    "migrate": ("migrate",),
    "seed": ("seed",),
    "bundle": ("audit", "bundle", "--region", "33.05", "--out", "{home}/bundle.zip"),
    "api": ("api",),
    "worker": ("worker",),
}
ENDS_WITH = {"migrate": (0, ""), "seed": (0, ""), "bundle": (1, "no checkpoint yet")}
"""What a command says that has reached the database, and ends by itself."""


@pytest.fixture
def roots(tmp_path: Path) -> Path:
    return tmp_path / "roots.crt"


@pytest.fixture
def line(postgres: EmbeddedPostgres, tmp_path: Path) -> Iterator[Line]:
    with line_to(postgres.socket_dir, certificates(tmp_path).shown) as opened:
        yield opened


def _addressed(settings: Settings, line: Line, database: str, query: str) -> dict[str, str]:
    """The environment of a command whose addresses are all of one kind."""
    roles = {"DATABASE_URL": "tindak_app", "WORKER_DATABASE_URL": "tindak_worker", "ADMIN_DATABASE_URL": "postgres"}
    hosts = f"127.0.0.1:1,{HOST}:{line.port}"
    assert settings.sealing_key is not None
    return {
        **{f"TINDAK_{name}": f"postgres://{role}@{hosts}/{database}?{query}" for name, role in roles.items()},
        "TINDAK_EMBEDDED": "true",
        "TINDAK_HOME": str(settings.home),
        "TINDAK_SEALING_KEY": settings.sealing_key.get_secret_value(),
    }


def _run(command: str, settings: Settings, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    words = [word.format(home=settings.home) for word in COMMANDS[command]]
    return tindak(*words, env={**os.environ, **environment}, timeout=120)


@pytest.mark.parametrize("command", ENDS_WITH)
def test_a_command_takes_it(command: str, settings: Settings, line: Line, database: str, roots: Path) -> None:
    ran = _run(command, settings, _addressed(settings, line, database, SAID.format(roots=roots)))
    status, words = ENDS_WITH[command]
    assert (ran.returncode, words in ran.stderr) == (status, True), ran.stderr
    assert line.secured
    assert all(line.secured)


@pytest.mark.parametrize(("part", "role"), [("api", "tindak_app"), ("worker", "tindak_worker")])
async def test_a_process_takes_it(
    part: str, role: str, settings: Settings, line: Line, database: str, roots: Path, admin: Any
) -> None:
    port, own = free_port(), _addressed(settings, line, database, SAID.format(roots=roots))
    with started(settings, part, port, **own):
        await until(lambda: admin.fetchval(NAMED, role), f"the {part} is connected under the address's name")
        if part == "api":
            async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as http:
                await ready(http)
    assert all(line.secured)


def test_the_doctor_takes_it(
    settings: Settings, line: Line, database: str, roots: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_key(settings.receipt_key_file(), settings.log_origin)
    own = {
        name.removeprefix("TINDAK_").lower(): value
        for name, value in _addressed(settings, line, database, SAID.format(roots=roots)).items()
        if name.endswith("_URL")
    }
    examine(lambda: Settings(embedded=True, home=settings.home, sealing_key=settings.sealing_key, **own))
    said = capsys.readouterr().out
    for door in ("app", "worker", "admin"):
        assert f"ok    {door} database" in said
    assert all(line.secured)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_says_in_words_what_it_cannot_take_and_tries_nothing(
    command: str, settings: Settings, line: Line, database: str
) -> None:
    ran = _run(command, settings, _addressed(settings, line, database, "load_balance_hosts=random"))
    assert ran.returncode == 1
    assert "DATABASE_URL: load_balance_hosts cannot be had: the hosts are tried in their order" in ran.stderr
    assert "Traceback" not in ran.stderr
    assert line.met == 0


def test_the_doctor_says_it_too(
    settings: Settings, line: Line, database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    url = line.url("tindak_app", database, "load_balance_hosts=random")
    assert examine(lambda: Settings(embedded=True, home=settings.home, database_url=url)) == 1
    assert "TINDAK_DATABASE_URL: load_balance_hosts cannot be had" in capsys.readouterr().out
    assert line.met == 0


@pytest.mark.parametrize("command", ["migrate", "seed"])
def test_a_database_that_cannot_be_reached_is_one_line(command: str, settings: Settings, line: Line) -> None:
    ran = _run(command, settings, _addressed(settings, line, "nowhere", "sslmode=disable"))
    assert ran.returncode == 1
    assert ran.stderr.startswith("tindak: TINDAK_ADMIN_DATABASE_URL: the database cannot be reached (")
    assert len(ran.stderr.splitlines()) == 1
