"""What README says about settings, states and commands is what the code says."""

import re
from pathlib import Path
from typing import Any

import pytest

from service.cli import _COMMANDS
from service.contract.diagrams import diagrams
from service.settings import Settings

README = (Path(__file__).parents[2] / "README.md").read_text()
ROWS = dict(re.findall(r"^\| `(TINDAK_\w+)` \| (.+?) \| .+ \|$", README, re.MULTILINE))
FIELDS = {f"TINDAK_{name.upper()}": field for name, field in Settings.model_fields.items()}


def _shown(default: Any) -> str:
    if isinstance(default, frozenset):
        default = ",".join(sorted(default))
    return "none" if default is None else f"`{str(default).lower() if isinstance(default, bool) else default}`"


def test_every_setting_and_no_other_is_in_the_table() -> None:
    assert set(ROWS) == set(FIELDS)


@pytest.mark.parametrize("variable", FIELDS)
def test_the_default_in_the_table_is_the_real_one(variable: str) -> None:
    assert ROWS[variable] == _shown(FIELDS[variable].default)


def test_the_pictures_are_the_machines() -> None:
    pictures = re.findall(r"^```mermaid\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    drawn = [picture.replace("    direction LR\n", "") for picture in pictures]
    assert {"report.mmd", "task.mmd"} <= {name for name, picture in diagrams().items() if picture in drawn}
    assert set(drawn) <= set(diagrams().values())


def test_every_command_it_names_exists() -> None:
    assert set(re.findall(r"`tindak ([a-z]+)", README)) <= set(_COMMANDS)


def test_every_make_target_it_names_exists() -> None:
    targets = re.findall(r"^([a-z]+):", (Path(__file__).parents[2] / "Makefile").read_text(), re.MULTILINE)
    assert set(re.findall(r"\bmake ([a-z]+)", README)) <= set(targets)
