"""Whatever is tracked was written or made here: the work of others comes by packages, from their locks."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LARGEST = 64 * 1024
MADE_HERE = {
    "openapi/openapi.json": "make openapi",
    "openapi/code-lists.json": "make openapi",
    "requirements/run.txt": "make requirements",
    "requirements/dev.txt": "make requirements",
    "requirements/mutants.txt": "make requirements",
    "requirements/interop.txt": "make requirements",
    "tests/interop/generators/package-lock.json": "npm",
    "tests/trail/verifier/told.json": "python -m tests.trail.verifier.told",
    "tests/interop/lint/package-lock.json": "npm",
}
"""Larger files, and what makes them."""
WRITTEN = {".css", ".go", ".html", ".js", ".mako", ".mjs", ".py", ".sh", ".ts"}
LONGEST_LINE = 300
"""Of what a person writes. A minified script is one line, or a few of thousands of characters."""
BINARY = {".zip": "tests/trail/verifier/recorded/"}
"""The kinds that may be no text, and where alone they lie: trails that this service recorded."""
OTHERS_NAMES = re.compile(
    r"(^|/)(vendor|vendored|third[-_]party|node_modules|site-packages|dist)/"
    r"|[.-](min|bundle|standalone)\.(css|js|mjs)$|\.map$|\.LICENSE\.txt$"
    r"|(^|/)(NOTICE|COPYING)([.-][^/]*)?$|/LICEN[CS]E([.-][^/]*)?$",
    re.IGNORECASE,
)
OTHERS_WORDS = re.compile(rb"/\*!|@licen[cs]e|@preserve|copyright \(c\)|sourceMappingURL=", re.IGNORECASE)
"""What a bundler or an author leaves at the head or the foot of a file."""
BUNDLES = {
    "minified": ("a/page.js", b"!function(e,t){" + b"x;" * 5_000),
    "with its banner": ("a/page.js", b"/*! page v1.2 | MIT */\nlet page\n"),
    "with its map": ("a/page.css", b"a{color:red}\n/*# sourceMappingURL=page.css.map*/"),
    "by its name": ("a/swagger-ui-bundle.js", b"let page\n"),
    "a map": ("a/page.css.map", b"{}"),
    "a license beside it": ("a/LICENSE", b"Apache License\n"),
    "a notice beside it": ("a/NOTICE", b"page\n"),
    "large": ("a/page.txt", b"word\n" * 20_000),
    "a font": ("a/page.woff2", b"wOF2\x00\x01\x00\x00"),
    "a picture": ("a/page.png", b"\x89PNG\r\n\x1a\n\x00\x00"),
}


def tells(path: str, content: bytes) -> set[str]:
    """By what a tracked file looks like somebody else's; nothing when it looks like ours."""
    kind = Path(path).suffix
    long = kind in WRITTEN and max(map(len, content.split(b"\n"))) > LONGEST_LINE
    found = {
        "its size": len(content) > LARGEST and path not in MADE_HERE,
        "a line's length": long,
        "its name": OTHERS_NAMES.search(path) is not None,
        "its banner": kind in WRITTEN - {".py"} and OTHERS_WORDS.search(content) is not None,
        "its bytes": b"\0" in content and not path.startswith(BINARY.get(kind, "\0")),
    }
    return {name for name, tell in found.items() if tell}


@pytest.fixture(scope="module")
def tracked() -> dict[str, bytes]:
    """What Git knows of, with its bytes."""
    git = shutil.which("git")
    assert git, "git must be on the PATH"
    told = subprocess.run([git, "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, timeout=60).stdout
    paths = [path for path in told.decode().split("\0") if path and (ROOT / path).is_file()]
    return {path: (ROOT / path).read_bytes() for path in paths}


def test_no_tracked_file_is_the_work_of_others(tracked: dict[str, bytes]) -> None:
    assert len(tracked) > 500
    found = {path: tells(path, content) for path, content in tracked.items()}
    assert {path: why for path, why in found.items() if why} == {}


def test_what_may_be_large_is_there_and_is(tracked: dict[str, bytes]) -> None:
    assert [path for path in MADE_HERE if len(tracked[path]) <= LARGEST] == []


@pytest.mark.parametrize("bundle", BUNDLES)
def test_a_bundle_is_told(bundle: str) -> None:
    assert tells(*BUNDLES[bundle])


def test_what_lies_beside_the_page_is_ours() -> None:
    assert {file.name for file in (ROOT / "service/edge/docs/assets").iterdir()} == {"index.html", "init.js"}
