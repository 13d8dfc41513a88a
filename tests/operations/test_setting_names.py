"""A variable that is set to no effect is told, by every command, with what may have been meant."""

import os
import re
from pathlib import Path

import pytest

from service.cli.parsing import SUBCOMMANDS
from service.edge.setting_names import OTHERS, PREFIX, REPLACED_BY_RUN, replaced, unread
from service.edge.settings import Settings, SettingsError
from service.operations.embedded import run as embedded
from tests.commands import tindak

KNOWN = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}


def _said(*arguments: str, **variables: str) -> str:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)} | variables
    return tindak(*arguments, env=environment).stderr


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("TINDAK_PROT", "TINDAK_PORT"),
        ("TINDAK_DATABSE_URL", "TINDAK_DATABASE_URL"),
        ("TINDAK_WEBHOOKS_ALLOW", "TINDAK_WEBHOOK_ALLOW"),
        ("tindak_prot", "TINDAK_PORT"),
    ],
)
def test_a_misspelt_setting_is_told_with_what_may_have_been_meant(name: str, meant: str) -> None:
    (line,) = unread([name, "PATH", "TINDAK_PORT", "tindak_port", *OTHERS])
    assert line.startswith(f"{name} is no setting and is not read; did you mean ")
    assert meant in line


def test_nothing_is_told_of_a_setting_or_of_a_variable_of_others() -> None:
    assert not unread([*KNOWN, *OTHERS, "PATH", "TINDA", "XTINDAK_PROT"])
    (line,) = unread(["TINDAK_ZZZZZZZZ"])
    assert "mean" not in line


def test_a_line_shows_neither_the_value_nor_what_would_move_a_terminal() -> None:
    (line,) = unread(["TINDAK_\x1b[2J" + "A" * 500])
    assert line.isprintable()
    assert len(line) < 200


TOLD_BY: tuple[tuple[str, ...], ...] = (
    *((name,) for name in ("migrate", "seed", "doctor", "api", "worker", "signer")),
    ("policy", "check", "nowhere.json"),
    ("openapi", "--check"),
    ("witness", "--name", "kpu.example/w", "--key", "nowhere.key"),
    ("token", "--role", "auditor", "--agency", "inspektorat", "--name", "Lestari"),
    ("audit", "key", "--region", "33.05"),
    ("calendar", "list", "--url", "http://127.0.0.1:1", "--token-file", "nowhere.token"),
)


def test_every_command_is_tried_but_the_one_that_starts_them_all() -> None:
    assert {command[0] for command in TOLD_BY} == {*SUBCOMMANDS} - {"run"}


@pytest.mark.parametrize("command", TOLD_BY, ids=lambda command: command[0])
def test_every_command_tells_it(command: tuple[str, ...], tmp_path: Path) -> None:
    said = _said(*command, TINDAK_PROT="hunter2", TINDAK_HOME=str(tmp_path))
    assert "tindak: TINDAK_PROT is no setting and is not read; did you mean TINDAK_PORT" in said
    assert "hunter2" not in said


def test_what_the_run_has_its_own_value_of_is_what_it_is_told_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    for name in ("TINDAK_SIGNER_PORT", "TINDAK_LOG_ORIGIN"):
        monkeypatch.setenv(name, "8010" if name.endswith("PORT") else "log.example")
    monkeypatch.setattr(embedded, "run", _refusing)
    with pytest.raises(SettingsError):
        SUBCOMMANDS["run"].run(None)  # type: ignore[arg-type]
    told = capfd.readouterr().err
    assert "TINDAK_SIGNER_PORT is not used by `tindak run`" in told
    assert "TINDAK_LOG_ORIGIN is not used by `tindak run`: its log is always tindak.local" in told
    (tmp_path / "keys").mkdir()
    made = embedded.signer_beside(tmp_path).keys() | {"TINDAK_SEALING_KEY", "TINDAK_EMBEDDED"}
    made |= {"TINDAK_DATABASE_URL", "TINDAK_WORKER_DATABASE_URL", "TINDAK_ADMIN_DATABASE_URL"}
    made |= {name for name in KNOWN if name.startswith("TINDAK_OIDC_")} - {"TINDAK_OIDC_ISSUER"}  # which it refuses
    assert made == REPLACED_BY_RUN.keys() <= KNOWN
    assert replaced([*KNOWN]) == replaced(REPLACED_BY_RUN)


def _refusing(_: Settings, _command: object) -> int:
    raise SettingsError


def test_what_the_files_beside_the_program_name_is_known() -> None:
    named = {name for file in ("compose.yaml", "Makefile", "Dockerfile", "docs/operators.md") for name in _named(file)}
    assert "TINDAK_DEMO_PASSWORD" in named
    assert named <= KNOWN | OTHERS


def _named(file: str) -> list[str]:
    return re.findall(r"\bTINDAK_[A-Z0-9_]*[A-Z0-9]\b(?!_)", Path(file).read_text(encoding="utf-8"))
