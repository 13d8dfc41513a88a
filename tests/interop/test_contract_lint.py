"""The committed OpenAPI document under two linters that are not ours: all rules but those that ``openapi/`` names."""

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.edge.contract.document import DOCUMENT
from tests.interop import npm

pytestmark = pytest.mark.interop
FOLDER = Path(__file__).parent / "lint"
OPENAPI = Path(__file__).parents[2] / "openapi"
QUIET = {"REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true"}
LINTERS = {
    "spectral": ("spectral", "lint", "--ruleset", str(OPENAPI / "spectral.yaml"), "--fail-severity", "hint"),
    "redocly": ("redocly", "lint", "--config", str(OPENAPI / "redocly.yaml")),
}
WITHIN_S = 120


@pytest.fixture(scope="session")
def tools() -> Path:
    """Where the linters are, installed once."""
    npm.install(FOLDER)
    return FOLDER / "node_modules" / ".bin"


def lint(tools: Path, linter: str, document: Path) -> "subprocess.CompletedProcess[str]":
    program, *told = LINTERS[linter]
    command = [str(tools / program), *told, str(document)]
    environment = {**os.environ, **QUIET}
    return subprocess.run(
        command, cwd=FOLDER, env=environment, capture_output=True, text=True, check=False, timeout=WITHIN_S
    )


@pytest.mark.parametrize("linter", LINTERS)
def test_it_finds_nothing_in_the_document(tools: Path, linter: str) -> None:
    found = lint(tools, linter, OPENAPI / "openapi.json")
    assert found.returncode == 0, found.stdout + found.stderr
    assert "warning" not in found.stdout.casefold(), found.stdout


def nameless(document: dict[str, Any]) -> None:
    del document["paths"]["/v1/me"]["get"]["operationId"]


def untrue(document: dict[str, Any]) -> None:
    document["components"]["responses"]["NotFound"]["content"]["application/problem+json"]["example"]["status"] = "404"


@pytest.mark.parametrize("spoil", [nameless, untrue])
@pytest.mark.parametrize("linter", LINTERS)
def test_it_finds_what_is_wrong(
    tools: Path, linter: str, spoil: Callable[[dict[str, Any]], None], tmp_path: Path
) -> None:
    document = json.loads(json.dumps(DOCUMENT))
    spoil(document)
    spoiled = tmp_path / "openapi.json"
    spoiled.write_text(json.dumps(document))
    assert lint(tools, linter, spoiled).returncode != 0
