"""Generators of clients that are not ours: each makes one of the committed document, and a compiler judges it.

Kotlin: the models alone, since OkHttp 5, on which its operations stand, is in no registry that is used here. Dart: made
and looked through, for want of a compiler. TypeScript with axios: ``typescript-fetch`` writes no import for the body of
a webhook, of whatever document, so that what it makes of one with webhooks does not compile.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from tests.clients.making import DOCUMENT

FOLDER = Path(__file__).parent / "generators"
MODULES = FOLDER / "node_modules"
JAKARTA = Path("/usr/share/java/jakarta-annotation-api.jar")
WITHIN_S = 600
PASSED_OVER = (
    "OpenAPI 3.1 support is still in beta",  # said of every document
    "Failed to get the schema name: null",  # said of alternatives that are references
    "Ignoring complex example on request body",
    "is not support in the Dart generators by default",  # bytes of a media type of their own
)
"""Warnings of openapi-generator that tell of itself and not of the document."""


class GeneratorMissingError(Exception):
    """``make interop`` installs the generators: requirements/interop.txt and Debian's packages."""


class Made(NamedTuple):
    """What a generator wrote, and what it said."""

    folder: Path
    said: str

    def text(self) -> str:
        """All of it, to look for names in."""
        kinds = {".ts", ".java", ".kt", ".dart", ".py"}
        return "\n".join(path.read_text() for path in sorted(self.folder.rglob("*")) if path.suffix in kinds)

    def files(self, kind: str) -> list[str]:
        """The files of one language."""
        return sorted(map(str, self.folder.rglob(f"*.{kind}")))


_OPENAPI_GENERATOR: Mapping[str, tuple[str, ...]] = {
    "typescript-axios": (),
    "java": (
        "--library=native",
        "--additional-properties=openApiNullable=false,useJakartaEe=true,hideGenerationTimestamp=true",
    ),
    "kotlin": ("--additional-properties=serializationLibrary=jackson",),
    "dart": (),
}


def jar() -> Path:
    """The generator's program, which its Python package ships."""
    found = find_spec("openapi_generator_cli")
    if found is None or found.origin is None:
        raise GeneratorMissingError(GeneratorMissingError.__doc__)
    return Path(found.origin).with_name("openapi-generator.jar")


def openapi_generator(language: str, into: Path, document: Path = DOCUMENT) -> Made:
    """A client in one language."""
    told = ["generate", f"--input-spec={document}", f"--generator-name={language}", f"--output={into}"]
    told += ["--global-property=apiDocs=false,modelDocs=false,apiTests=false,modelTests=false"]
    done = _run(["java", "-jar", str(jar()), *told, *_OPENAPI_GENERATOR[language]], into.parent)
    return Made(into, done.stdout + done.stderr)


def hey_api(into: Path) -> Made:
    """A client in TypeScript."""
    done = _run([_npm_tool("openapi-ts"), "--input", str(DOCUMENT), "--output", str(into), "--no-log-file"], FOLDER)
    return Made(into, done.stdout + done.stderr)


def orval(into: Path) -> Made:
    """A client in TypeScript, a file for each tag."""
    told = ["--input", str(DOCUMENT), "--output", str(into / "tindak.ts"), "--client", "fetch", "--mode", "tags-split"]
    done = _run([_npm_tool("orval"), *told], FOLDER)
    return Made(into, done.stdout + done.stderr)


def datamodel_codegen(into: Path) -> Made:
    """Pydantic models in Python, of everything that is asked, answered and posted."""
    into.mkdir()
    told = {"input": DOCUMENT, "input-file-type": "openapi", "output": into / "models.py", "formatters": "builtin"}
    told |= {"output-model-type": "pydantic_v2.BaseModel", "target-python-version": "3.11"}
    flags = ["--use-annotated", "--capitalise-enum-members", "--set-default-enum-member"]
    scopes = ["--openapi-scopes", "schemas", "paths", "parameters", "webhooks"]
    program = str(Path(sys.executable).parent / "datamodel-codegen")
    done = _run([program, *(f"--{name}={value}" for name, value in told.items()), *flags, *scopes], into)
    return Made(into, done.stdout + done.stderr)


GENERATORS: Mapping[str, Callable[[Path], Made]] = {
    **{
        language: lambda into, language=language: openapi_generator(language, into)  # type: ignore[misc]
        for language in _OPENAPI_GENERATOR
    },
    "hey-api": hey_api,
    "orval": orval,
    "datamodel-code-generator": datamodel_codegen,
}


def compile_typescript(made: Made) -> None:
    """``tsc --strict``, with what is installed beside the generators."""
    (made.folder / "node_modules").symlink_to(MODULES)
    options = {"strict": True, "noEmit": True, "target": "ES2022", "module": "ESNext", "moduleResolution": "Bundler"}
    options |= {"lib": ["ES2022", "DOM", "DOM.Iterable"], "types": []}
    config = {"compilerOptions": options, "include": ["**/*.ts"], "exclude": ["node_modules"]}
    (made.folder / "tsconfig.json").write_text(json.dumps(config))
    _run([_npm_tool("tsc"), "--project", "tsconfig.json"], made.folder)


def compile_java(made: Made) -> None:
    """Every warning of javac is an error but two that its own style earns; the classes it needs are in the jar."""
    classes, libraries = made.folder / "classes", os.pathsep.join([str(jar()), str(JAKARTA)])
    options = ["-Xlint:all,-serial,-deprecation", "-Werror", "-proc:none", "-d", str(classes), "-cp", libraries]
    _run(["javac", *options, *made.files("java")], made.folder)


def compile_kotlin(made: Made) -> None:
    """The models, which Jackson reads and writes."""
    models = [path for path in made.files("kt") if "/models/" in path]
    compiler = MODULES / "kotlin-compiler" / "bin" / "kotlinc-jvm"
    options = ["-no-reflect", "-nowarn", "-jvm-target", "17", "-cp", str(jar()), "-d", str(made.folder / "classes")]
    _run(["bash", str(compiler), *options, *models], made.folder)


def compile_python(made: Made) -> None:
    """mypy's strict rules, and an import in which every warning is an error."""
    models = str(made.folder / "models.py")
    _run([sys.executable, "-m", "mypy", "--strict", "--config-file=", models], made.folder)
    _run([sys.executable, "-W", "error", models], made.folder)


COMPILERS: Mapping[str, Callable[[Made], None]] = {
    **dict.fromkeys(("typescript-axios", "hey-api", "orval"), compile_typescript),
    "java": compile_java,
    "kotlin": compile_kotlin,
    "datamodel-code-generator": compile_python,
}


def complaints(made: Made) -> list[str]:
    """What openapi-generator says against the document."""
    told = re.findall(r"^\[main\] +(?:WARN|ERROR) .*$", made.said, re.MULTILINE)
    return [line for line in told if not any(known in line for known in PASSED_OVER)]


def _npm_tool(name: str) -> str:
    return str(MODULES / ".bin" / name)


def _run(command: list[str], folder: Path) -> "subprocess.CompletedProcess[str]":
    if shutil.which(command[0]) is None:
        raise GeneratorMissingError(GeneratorMissingError.__doc__)
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=WITHIN_S)
    assert done.returncode == 0, (done.stdout + done.stderr)[-5000:]
    return done
