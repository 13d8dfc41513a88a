"""What README and the pages of ``docs/`` say about settings, states and commands is what the code says."""

import json
import re
from itertools import takewhile
from pathlib import Path
from typing import Any

import pytest
from prometheus_client import REGISTRY

import service.app
from service.cli import main
from service.contract.diagrams import diagrams
from service.edge.settings import Settings
from tests.operations.pages import sections

ROOT = Path(__file__).parents[2]
PAGES = "\n".join(file.read_text() for file in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))))
OPERATORS = (ROOT / "docs" / "operators.md").read_text()
ROWS = dict(re.findall(r"^\| `(TINDAK_\w+)` \| (.+?) \| .+ \|$", OPERATORS, re.MULTILINE))
FIELDS = {f"TINDAK_{name.upper()}": field for name, field in Settings.model_fields.items()}
SPANS = [" ".join(span.split()) for span in re.findall(r"(?<!`)`([^`]+)`(?!`)", PAGES)]
NAMED = sorted({span for span in SPANS if span.startswith("tindak ")})
ALONE = sorted({span for span in SPANS if span.startswith("--")})
MADE = sorted(set(re.findall(r"(?:`|^)(?:TINDAK_\S+ )?make ([a-z-]+)", PAGES, re.MULTILINE)))
OF_OTHERS = {
    *("--require-hashes -r requirements/run.txt", "--no-deps --no-build-isolation ."),
    *("--library native", "--use-annotated --capitalise-enum-members --set-default-enum-member"),
}
"""Options of pip, which the installing steps name, and of generators of clients, which integrators do."""


def _shown(default: Any) -> str:
    if isinstance(default, frozenset):
        default = ",".join(sorted(default))
    return "none" if default in (None, "") else f"`{str(default).lower() if isinstance(default, bool) else default}`"


def _path(command: str) -> list[str]:
    """The subcommands that a command line begins with."""
    return list(takewhile(re.compile(r"[a-z][a-z-]*").fullmatch, command.split()[1:]))


def _options(command: str, capsys: pytest.CaptureFixture[str]) -> set[str]:
    """The options that the help of a command names; fails for a command that there is not."""
    with pytest.raises(SystemExit) as end:
        main([*_path(command), "--help"])
    assert end.value.code == 0
    return set(re.findall(r"--[a-z-]+", capsys.readouterr().out))


def _requiring(header: str) -> set[str]:
    """The operations that are refused without a header."""
    document = json.loads((ROOT / "openapi" / "openapi.json").read_bytes())
    operations = [one for item in document["paths"].values() for one in item.values()]
    return {
        one["operationId"]
        for one in operations
        if any(given["name"] == header and given["required"] for given in one["parameters"])
    }


def test_integrators_are_told_which_changes_require_a_version_and_which_a_key() -> None:
    told = sections((ROOT / "docs" / "integrators.md").read_text())["How it answers"]
    versioned = {
        "for transitions of reports and tasks": {"transitionReport", "transitionTask"},
        "steps of a case": {"takeCaseStep", "takeAdministrativeStep"},
        "a review's sections and its closing": {"recordSection", "closeReview"},
        "the `PATCH` of a report or an endpoint": {"amendReport", "amendWebhook"},
    }
    assert _requiring("If-Match") == set().union(*versioned.values())
    patched = versioned["the `PATCH` of a report or an endpoint"]
    assert _requiring("Idempotency-Key") == _requiring("If-Match") - patched | {"createReport", "applyCommands"}
    assert [words for words in versioned if words not in told] == []
    assert "on intake, on `/commands`, and on transitions, steps, sections and closing" in told


def test_every_setting_and_no_other_is_in_the_table() -> None:
    assert set(ROWS) == set(FIELDS)


@pytest.mark.parametrize("variable", FIELDS)
def test_the_default_in_the_table_is_the_real_one(variable: str) -> None:
    assert ROWS[variable] == _shown(FIELDS[variable].default)


def test_every_metric_is_told_to_operators() -> None:
    assert service.app
    kept = {family.name for family in REGISTRY.collect() if family.name.startswith("tindak_")}
    assert len(kept) > 4
    assert [name for name in sorted(kept) if not re.search(rf"`{name}(_total)?`", OPERATORS)] == []


def test_every_setting_that_a_page_names_is_one() -> None:
    named = set(re.findall(r"\bTINDAK_[A-Z0-9_]*[A-Z0-9]\b(?!_?\*)", PAGES)) - {"TINDAK_RATE"}
    assert set(FIELDS) <= named
    assert named - set(FIELDS) <= {"TINDAK_URL", "TINDAK_TOKEN", "TINDAK_COMMAND"}


def test_the_pictures_are_the_machines() -> None:
    pictures = re.findall(r"^```mermaid\n(stateDiagram.*?)^```$", PAGES, re.MULTILINE | re.DOTALL)
    drawn = [picture.replace("    direction LR\n", "") for picture in pictures]
    assert {"report.mmd", "task.mmd"} <= {name for name, picture in diagrams().items() if picture in drawn}
    assert set(drawn) <= set(diagrams().values())


def test_readme_has_the_picture_of_a_report() -> None:
    (picture,) = re.findall(r"^```mermaid\n(.*?)^```$", (ROOT / "README.md").read_text(), re.MULTILINE | re.DOTALL)
    assert picture.replace("    direction LR\n", "") == diagrams()["report.mmd"]


def test_the_pages_name_commands_options_and_targets() -> None:
    assert len(NAMED) > 20
    assert len(ALONE) > 8
    assert {"run", "test", "interop", "clients", "docs"} <= set(MADE)


@pytest.mark.parametrize("command", NAMED)
def test_every_command_that_is_named_exists_with_its_options(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert set(re.findall(r"--[a-z-]+", command)) <= _options(command, capsys)


def test_every_option_that_is_named_alone_is_one_of_those_commands(capsys: pytest.CaptureFixture[str]) -> None:
    known = set().union(*(_options(command, capsys) for command in NAMED))
    assert {option.partition(" ")[0] for option in ALONE if option not in OF_OTHERS} <= known


@pytest.mark.parametrize("target", MADE)
def test_every_make_target_that_is_named_exists(target: str) -> None:
    assert target in re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
