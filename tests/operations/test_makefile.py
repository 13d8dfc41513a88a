"""What is not run by `make test` is run by another target, to the last file; what takes long says so first."""

import ast
import re
import subprocess
from pathlib import Path

from tests.walking import walked

ROOT = Path(__file__).parents[2]
MARK = re.compile(r"\bpytest\.mark\.interop\b")


def test_every_file_that_needs_programs_of_others_is_run_by_make_interop() -> None:
    """Without a mark a file would fail where they are missing; without its line it would never be run."""
    makefile = (ROOT / "Makefile").read_text()
    words = [word for files in re.findall(r"-m pytest -m interop (.+)", makefile) for word in files.split()]
    named = {file for word in walked(words) for file in ROOT.glob(word)}
    marked = {file for file in ROOT.glob("tests/**/test_*.py") if MARK.search(file.read_text())} - {Path(__file__)}
    assert {*walked(marked)} == named
    assert {*ROOT.glob("tests/interop/test_*.py")} <= marked


def test_who_waits_for_an_installation_is_told_before_it_begins() -> None:
    command = ["make", "--dry-run", "--always-make", ".venv/.dev"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
    lines = [line for line in done.stdout.splitlines() if line.startswith("echo ") or " pip install " in line]
    assert [line.startswith('echo "tindak: installing ') for line in lines] == [True, False] * 3


MODULES = {
    "av": "av",
    "cloudevents": "cloudevents",
    "datamodel-code-generator": "datamodel_code_generator",
    "dilithium-py": "dilithium_py",
    "odfpy": "odf",
    "openapi-generator-cli": "openapi_generator_cli",
    "pillow-heif": "pillow_heif",
    "proofbundle": "proofbundle",
    "python-docx": "docx",
    "python-pptx": "pptx",
    "xlwt": "xlwt",
}
"""What `make interop` alone installs, and how it is imported."""


def test_no_file_needs_what_make_interop_alone_installs_to_be_collected() -> None:
    """`make test` collects every file, and a machine that has run `make interop` would not notice."""
    wanted = (ROOT / "requirements/interop.in").read_text().splitlines()
    assert {line for line in walked(wanted) if not line.startswith("-r ")} == MODULES.keys()
    found = {}
    for file in walked(ROOT.glob("tests/**/*.py")):
        at_once = ast.parse(file.read_text()).body
        names = {alias.name for one in at_once if isinstance(one, ast.Import) for alias in one.names}
        names |= {str(one.module) for one in at_once if isinstance(one, ast.ImportFrom)}
        found[file] = {name.partition(".")[0] for name in names} & {*MODULES.values()}
    assert {file: names for file, names in found.items() if names} == {}
