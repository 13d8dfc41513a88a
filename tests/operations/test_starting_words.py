"""A process or command that cannot begin says in one line what is wrong and what to do, and shows no traceback."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from service.edge.policy_files import load_policies
from service.edge.settings import Settings
from service.operations.embedded.postgres import EmbeddedPostgres
from service.operations.migrate import head_revision
from service.trail.cosigning.keyfile import generate
from service.trail.receipts.receipt_keys import make_key
from tests.commands import tindak
from tests.operations.run.running import free_port
from workflows.trail.tlog.note_keys import KeyKind

WITNESS = ("witness", "--name", "kpu.example/w", "--key", "{home}/w.key", "--memory", "{home}/w.sqlite", "--logs")


@pytest.fixture
def taken() -> Iterator[int]:
    """A port at which somebody else listens."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def _run(settings: Settings, *words: str, **own: str) -> subprocess.CompletedProcess[str]:
    assert settings.sealing_key is not None
    assert settings.database_url is not None
    known = {
        "TINDAK_EMBEDDED": "true",
        "TINDAK_HOME": str(settings.home),
        "TINDAK_SEALING_KEY": settings.sealing_key.get_secret_value(),
        "TINDAK_DATABASE_URL": settings.database_url.get_secret_value(),
        "TINDAK_SIGNER_SECRET": "a secret of the tests, long enough",
    }
    return tindak(*(word.format(home=settings.home) for word in words), env={**os.environ, **known, **own})


def _refused(ran: subprocess.CompletedProcess[str]) -> str:
    """The one line that it says."""
    [line] = ran.stderr.splitlines()
    assert ran.returncode == 1
    assert line.startswith("tindak: ")
    return line


def test_a_key_that_is_not_there_is_told_with_the_way_to_one(settings: Settings) -> None:
    here = {"TINDAK_SIGNER_PORT": str(free_port())}
    assert _refused(_run(settings, "signer", **here)).endswith(
        "log.key: No such file or directory; put it back. "
        "A first one `tindak signer --new-key` makes, a lost one --rotate-key replaces"
    )
    generate(settings.home / "l.key", "log.example", KeyKind.LOG)
    line = _refused(_run(settings, *WITNESS, "{home}/l.key.vkeys", "--port", str(free_port())))
    assert line.endswith(
        "w.key: No such file or directory; put it back, or make one with the same command and --new-key"
    )
    generate(settings.home / "w.key", "kpu.example/w", KeyKind.COSIGNATURE)
    assert "--new-key" not in _refused(_run(settings, *WITNESS, "{home}/nowhere", "--port", str(free_port())))


def test_a_port_that_is_taken_is_told_by_the_name_of_its_setting(settings: Settings, taken: int) -> None:
    told = f"port {taken} of 127.0.0.1 is taken; set "
    make_key(settings.receipt_key_file(), settings.log_origin)
    assert f"{told}TINDAK_PORT to" in _refused(_run(settings, "api", TINDAK_PORT=str(taken)))
    key, _ = settings.signer_files()
    generate(key, settings.log_origin, KeyKind.LOG)
    assert f"{told}TINDAK_SIGNER_PORT to" in _refused(_run(settings, "signer", TINDAK_SIGNER_PORT=str(taken)))
    generate(settings.home / "w.key", "kpu.example/w", KeyKind.COSIGNATURE)
    ran = _run(settings, *WITNESS, f"{key}.vkeys", "--port", str(taken))
    assert f"{told}--port to" in _refused(ran)
    assert not (settings.home / "w.sqlite").exists()


@pytest.mark.parametrize(
    ("setting", "value", "why"),
    [
        ("WITNESS_POLICY", "{home}/nowhere", "No such file or directory"),
        ("WITNESS_POLICY", "{home}/wrong", "line 1: name_unknown"),
        ("EVIDENCE_STORE", "file:///proc/evidence", "No such file or directory"),
        ("BORDERS", "{home}/nowhere", "No such file or directory"),
    ],
)
def test_a_file_that_the_api_cannot_use_is_told_by_the_name_of_its_setting(
    settings: Settings, setting: str, value: str, why: str
) -> None:
    make_key(settings.receipt_key_file(), settings.log_origin)
    Path(settings.home / "wrong").write_text("quorum nobody\n", "utf-8")
    own = {f"TINDAK_{setting}": value.format(home=settings.home), "TINDAK_PORT": str(free_port())}
    line = _refused(_run(settings, "api", **own))
    assert line.startswith(f"tindak: TINDAK_{setting}: ")
    assert why in line


def test_areas_need_tables_and_what_was_done_is_told(
    settings: Settings, postgres: EmbeddedPostgres, database: str
) -> None:
    empty = {"TINDAK_ADMIN_DATABASE_URL": postgres.url("postgres", "template1")}
    line = "tindak: TINDAK_ADMIN_DATABASE_URL: the database has no tables yet; run `tindak migrate` first"
    assert _refused(_run(settings, "seed", **empty)) == line
    own = {"TINDAK_ADMIN_DATABASE_URL": postgres.url("postgres", database)}
    areas = sum(len(policy.areas) for policy in load_policies())
    assert _run(settings, "migrate", **own).stdout == f"the database is at {head_revision()}\n"
    assert _run(settings, "seed", **own).stdout == f"{areas} areas are there\n"


def test_a_folder_of_temporary_files_without_room_for_a_socket_is_told(tmp_path: Path) -> None:
    """By the command itself: what forks it here would have met the same."""
    long = tmp_path / ("x" * 90)
    long.mkdir()
    ran = subprocess.run(
        [sys.executable, "-m", "service.cli", "run"],
        env={**os.environ, "TMPDIR": str(long), "TINDAK_HOME": str(tmp_path / "home")},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert "TMPDIR: no process can be asked by a socket" in _refused(ran)
