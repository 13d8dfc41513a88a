"""A setting that names a place on the disk, and cannot: one sentence that names the setting, never a traceback."""

import os
import subprocess
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from tomllib import loads
from types import UnionType
from typing import get_args

import pytest

from service.edge.setting_paths import setting_of
from service.edge.settings import Settings, SettingsError, load_settings
from service.operations.embedded.own_folder import FolderSharedError, make_own
from service.operations.embedded.parts import how_it_ended
from tests import commands
from tests.operations.run.running import free_port
from tests.walking import walked
from workflows.codes.people import Role

FOLDERS, STORES = {"home"}, {"evidence_store"}
COMMANDS: dict[str, list[str]] = {
    "run": ["run"],
    "api": ["api"],
    "worker": ["worker"],
    "signer": ["signer"],
    "new key of the signer": ["signer", "--new-key"],
    "new key of receipts": ["api", "--new-receipt-key"],
    "token": ["token", "--role", "officer", "--agency", "polres", "--name", "Budi"],
    "audit key": ["audit", "key"],
    "audit key of receipts": ["audit", "key", "--receipts"],
    "audit bundle": ["audit", "bundle", "--out", "never.ndjson"],
    "migrate": ["migrate"],
    "seed": ["seed"],
    "doctor": ["doctor"],
}
ARGUMENTS: dict[str, list[str]] = {
    "a witness's key": ["witness", "--name", "kpu.example/witness", "--key", "{}", "--new-key"],
    "a bundle": ["audit", "verify", "{}", "--key", "{}"],
    "a receipt": ["audit", "check-receipt", "{}", "--bundle", "{}"],
    "a policy": ["policy", "check", "{}"],
    "two policies": ["policy", "diff", "{}", "{}"],
}


def paths() -> Iterator[str]:
    """The settings that are paths."""
    for name, field in Settings.model_fields.items():
        kinds = get_args(field.annotation) if isinstance(field.annotation, UnionType) else (field.annotation,)
        if Path in kinds or name in STORES:
            yield name


FILES = sorted({*paths()} - FOLDERS - STORES)


def tindak(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TINDAK_")}
    return commands.tindak(*arguments, env=kept | environment)


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    found = tmp_path / "letter.txt"
    found.write_text("mine")
    return found


def refused(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv(f"TINDAK_{name.upper()}", value)
    with pytest.raises(SettingsError, match=f"^TINDAK_{name.upper()}: ") as found:
        load_settings()
    return str(found.value)


@pytest.mark.parametrize("name", sorted(paths()))
def test_what_lies_below_a_file_is_refused_by_name(name: str, letter: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = "file://" if name in STORES else ""
    assert f"lies below {letter}, which is no folder" in refused(name, f"{before}{letter}/a/b", monkeypatch)


@pytest.mark.parametrize("name", sorted(FOLDERS | STORES))
def test_a_file_in_place_of_a_folder_is_refused_by_name(
    name: str, letter: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = "file://" if name in STORES else ""
    assert "is a file; a folder is needed" in refused(name, f"{before}{letter}", monkeypatch)


@pytest.mark.parametrize("name", walked(FILES))
def test_a_folder_in_place_of_a_file_is_refused_by_name(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "is a folder; a file is needed" in refused(name, str(tmp_path), monkeypatch)


@pytest.mark.parametrize("name", sorted(paths()))
def test_what_is_not_there_yet_may_be_named(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = "file://" if name in STORES else ""
    monkeypatch.setenv(f"TINDAK_{name.upper()}", f"{before}{tmp_path}/not/yet")
    assert getattr(load_settings(), name) is not None


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_says_in_a_sentence_that_the_home_is_a_file(command: str, letter: Path) -> None:
    done = tindak(*COMMANDS[command], TINDAK_HOME=str(letter))
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "TINDAK_HOME: " in done.stderr + done.stdout
    assert "a folder is needed" in done.stderr + done.stdout


@pytest.mark.parametrize("command", ARGUMENTS)
def test_a_folder_in_place_of_a_file_on_the_command_line_is_a_sentence(command: str, tmp_path: Path) -> None:
    done = tindak(*(one.format(tmp_path) for one in ARGUMENTS[command]))
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    assert str(tmp_path) in done.stderr + done.stdout


def test_a_bundle_is_not_written_below_a_file(letter: Path) -> None:
    address = f"postgresql://tindak_worker@127.0.0.1:{free_port()}/none"
    done = tindak("audit", "bundle", "--out", f"{letter}/a", TINDAK_WORKER_DATABASE_URL=address)
    assert (done.returncode, "Traceback" in done.stderr) == (1, False), done.stderr


def test_a_home_that_the_disk_refuses_is_named(letter: Path) -> None:
    with pytest.raises(FolderSharedError, match=r"^TINDAK_HOME: .* cannot be made or closed"):
        make_own(letter / "home")


def test_the_nearest_setting_names_a_place() -> None:
    set_ = {"TINDAK_HOME": "/var/tindak", "TINDAK_SIGNER_KEY": "/var/tindak/keys/log.key", "HOME": "/var"}
    assert setting_of("/var/tindak/keys/log.key", set_) == "TINDAK_SIGNER_KEY"
    assert setting_of("/var/tindak/issuer/key.pem", set_) == "TINDAK_HOME"
    assert setting_of("/var/lib/x", set_) is None
    assert setting_of(f"{Path.cwd()}/.tindak/keys", {}) == "TINDAK_HOME"


def test_a_part_that_ended_says_why(tmp_path: Path) -> None:
    log = tmp_path / "api.log"
    log.write_text("of the run before\n")
    begins = log.stat().st_size
    assert how_it_ended("api", 3, log, begins) == f"the api ended with status 3, and wrote nothing to {log}"
    with log.open("a") as file:
        file.write("tindak: TINDAK_BORDERS: cannot be read\n\n")
    said = how_it_ended("api", 3, log, begins)
    assert said == f"the api ended with status 3; {log} ends with:\n  tindak: TINDAK_BORDERS: cannot be read"
    assert "cannot be read" not in how_it_ended("api", 3, tmp_path / "gone.log")


def test_the_version_is_printed() -> None:
    done = tindak("--version")
    declared = loads(Path("pyproject.toml").read_text())["project"]["version"]
    assert (done.returncode, done.stdout) == (0, f"tindak {declared}\n")
    assert version("tindak") == declared


def test_the_help_of_a_token_lists_roles_and_agencies() -> None:
    done = tindak("token", "--help")
    assert done.returncode == 0
    for word in (*Role, "bawaslu", "polres", "kejari"):
        assert f"  {word} " in done.stdout
