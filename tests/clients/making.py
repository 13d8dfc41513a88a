"""The clients that an integrator makes from ``openapi/openapi.json``, made and compiled as ``docs/`` says."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.edge.contract.document import OPERATIONS, WEBHOOKS
from tests.interop import npm

ROOT = Path(__file__).parents[2]
DOCUMENT = ROOT / "openapi" / "openapi.json"
RECIPES = ROOT / "openapi" / "clients"
_TOOLS = Path(sys.executable).parent
_WITHIN_S = 300


def python_client(into: Path) -> Path:
    """Generate the Python package and return the folder that holds it.

    Raises CalledProcessError when the generator warns, which is what it does before it leaves an operation out.
    """
    options = {"path": DOCUMENT, "config": RECIPES / "python.json", "meta": "uv", "output-path": into}
    told = [f"--{name}={value}" for name, value in options.items()]
    _run([_tool("openapi-python-client"), "generate", "--fail-on-warning", "--overwrite", *told], ROOT)
    return into


def check_python(package: Path) -> None:
    """Type-check the package, and the program that does the main job with it, under mypy's strict rules."""
    environment = {"MYPYPATH": str(package), "MYPY_CACHE_DIR": str(package / ".mypy_cache")}
    job = Path(__file__).with_name("main_job.py")
    options = ["--strict", "--config-file="]
    _run([_tool("mypy"), *options, "--package", "tindak_client"], package, environment)
    _run([_tool("mypy"), *options, str(job)], package, environment)


def typescript_client(into: Path) -> Path:
    """Generate and compile the TypeScript package and return its folder; ``tsc --strict`` refuses what has no type."""
    shutil.copytree(RECIPES / "typescript", into, dirs_exist_ok=True, ignore=shutil.ignore_patterns("node_modules"))
    shutil.copy(DOCUMENT, into / "openapi.json")
    npm.install(into)
    _run(["npm", "run", "--silent", "build"], into)
    return into


def check_typescript(package: Path, **programs: str) -> Path:
    """Compile the program that does the main job, others by name, and a line for every operation with the package.

    Return their folder. An operation that the types lack, have beside those or elsewhere is refused by the compiler.
    """
    check = package / "check"
    shutil.copytree(Path(__file__).with_name("typescript"), check, dirs_exist_ok=True)
    (check / "operations.ts").write_text("\n".join(_operation_lines()))
    for name, program in programs.items():
        (check / f"{name}.ts").write_text(program)
    _run(["npm", "exec", "--offline", "--", "tsc", "-p", "check"], package)
    return check / "dist"


def _operation_lines() -> Iterator[str]:
    yield 'import type { operations, paths, webhooks } from "tindak-client";'
    yield "type At<T, P extends keyof T, M extends keyof T[P]> = Required<T[P]>[M];"
    yield "type Same<A, B> = [A, B] extends [B, A] ? true : never;"
    yield "export const all: { [Name in keyof operations]: true } = {"
    for kind, them in {"paths": OPERATIONS, "webhooks": WEBHOOKS}.items():
        for name, one in them.items():
            place = f'At<{kind}, "{one["path"]}", "{one["method"]}">'
            yield f'  {name}: true satisfies Same<operations["{name}"], {place}>,'
    yield "};\n"


def _tool(name: str) -> str:
    return str(_TOOLS / name)


def _run(command: list[str], folder: Path, environment: dict[str, str] | None = None) -> None:
    path = os.pathsep.join([str(_TOOLS), os.environ["PATH"]])  # the generators call ruff
    whole = {**os.environ, "PATH": path, **(environment or {})}
    subprocess.run(command, cwd=folder, env=whole, check=True, timeout=_WITHIN_S)
