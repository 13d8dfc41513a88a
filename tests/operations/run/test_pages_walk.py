"""Every command of README and of the pages for integrators and auditors, run as written, against a real `tindak run`.

A request that ends with ``# 200 verified`` promises the line that it prints; a block of ``text`` stands printed there.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.features.evidence.sending import photo
from tests.operations.run.running import free_port, own_home, running

pytestmark = pytest.mark.slow  # walks the pages as a newcomer would

ROOT = Path(__file__).parents[3]
PAGES = ("README.md", "docs/integrators.md", "docs/auditors.md")
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
PROMISE = re.compile(r" # (\d{3}(?: [\w./]+)?|HOLDS)$", re.MULTILINE)
REQUEST = re.compile(r"^(?:get|post|move|ask|send) |\bcut -c 1-5\b", re.MULTILINE)
SUMMARY = re.compile(r"\.zip: region of 33\.05, tree of \d+ leaves$")
"""What `tindak audit bundle` says of the file that it wrote, beside standard output."""
OURS = "127.0.0.0/8"
"""What the page says that has to be allowed for an endpoint on one's own machine."""


class Part(NamedTuple):
    """What one section of a page runs, what its requests promise, and what it says stands printed."""

    page: str
    name: str
    script: str
    promised: list[str]
    text: list[str]


def parts_of(page: str) -> list[Part]:
    """The sections of a page that hold commands, in order."""
    found = re.split(r"^## (.+)$", (ROOT / page).read_text(), flags=re.MULTILINE)
    made = [_part(page, name, text) for name, text in zip(found[1::2], found[2::2], strict=True)]
    return [part for part in made if part.script]


def _part(page: str, name: str, text: str) -> Part:
    blocks: dict[str, str] = {}
    for kind, block in FENCE.findall(text):
        blocks[kind] = blocks.get(kind, "") + block
    script = blocks.get("bash", "")
    return Part(page, name, script, PROMISE.findall(script), blocks.get("text", "").splitlines())


PARTS = {part.name: part for page in PAGES for part in parts_of(page)}
WALK, FIRST, HOAX = "A walk through one report", "A first report", "The hoax desk"
PROMISING = [name for name, part in PARTS.items() if part.promised]
NEEDED = pytest.mark.skipif(not (shutil.which("bash") and shutil.which("curl")), reason="bash or curl is not installed")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the pages are walked, with the picture that they speak of."""
    made = tmp_path_factory.mktemp("walk")
    (made / "foto.jpg").write_bytes(photo())
    (made / "tindak").write_text(f'#!/bin/sh\nPYTHONPATH={ROOT} exec "{sys.executable}" -m service.cli "$@"\n')
    (made / "tindak").chmod(0o700)
    return made


@pytest.fixture(scope="module")
def told(folder: Path) -> Mapping[str, list[str]]:
    """The lines that each section prints, each page in a shell of its own."""
    with own_home() as home, pytest.MonkeyPatch.context() as patched:
        patched.setenv("TINDAK_WEBHOOK_ALLOW", OURS)
        with running(home, free_port()) as address:
            kept = str(folder / "audit")
            ours = {
                "TINDAK_URL": address,
                "TINDAK_COMMAND": str(folder / "tindak"),
                "TINDAK_HOME": str(home),
                "K": kept,
            }
            return {name: lines for page in PAGES for name, lines in _walked(page, folder, ours).items()}


def _walked(page: str, folder: Path, ours: Mapping[str, str]) -> dict[str, list[str]]:
    script = "".join(
        f"printf '\\n§ %s\\n' '{part.name}'\n{part.script}\n" for part in PARTS.values() if part.page == page
    )
    ran = subprocess.run(
        ["bash", "-u", "-c", script],
        cwd=folder,
        env={**os.environ, **ours, "TMPDIR": str(folder)},
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )
    assert [line for line in ran.stderr.splitlines() if not SUMMARY.search(line)] == []
    printed = re.split(r"^§ (.+)$", ran.stdout, flags=re.MULTILINE)
    return {name: _lines(text) for name, text in zip(printed[1::2], printed[2::2], strict=True)}


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.strip().splitlines()]


def test_there_are_commands_and_promises() -> None:
    assert len(PARTS) >= 11
    assert sum(len(part.promised) for part in PARTS.values()) > 30
    assert {WALK, FIRST, HOAX} <= set(PROMISING)


@pytest.mark.parametrize("name", PARTS)
def test_every_request_says_what_it_answers(name: str) -> None:
    part = PARTS[name]
    assert len(part.promised) == len(REQUEST.findall(part.script))


def test_every_block_of_the_walked_pages_is_run_or_is_another_language() -> None:
    kinds = {page: {kind for kind, _ in FENCE.findall((ROOT / page).read_text())} for page in PAGES}
    assert kinds["docs/auditors.md"] == {"bash"}
    assert kinds["docs/integrators.md"] == {"bash", "text", "python", "ts", ""}
    bare = [block for page in PAGES for kind, block in FENCE.findall((ROOT / page).read_text()) if not kind]
    assert all(line.startswith("make ") for block in bare for line in block.splitlines())


@NEEDED
@pytest.mark.parametrize("name", PROMISING)
def test_a_section_prints_what_it_promises(told: Mapping[str, list[str]], name: str) -> None:
    left = iter(told[name])
    assert [line for line in PARTS[name].promised if line not in left] == []


@NEEDED
def test_the_walk_the_first_report_and_the_hoax_desk_print_nothing_else(told: Mapping[str, list[str]]) -> None:
    *steps, last = PARTS[WALK].promised
    assert told[WALK] == [*steps, *PARTS[WALK].text, last]
    assert (told[FIRST], told[HOAX]) == (PARTS[FIRST].promised, PARTS[HOAX].promised)


@NEEDED
def test_no_command_that_promises_nothing_answers_a_problem(told: Mapping[str, list[str]]) -> None:
    assert [line for lines in told.values() for line in lines if "/problems/" in line] == []


@NEEDED
def test_both_queued_commands_are_applied(told: Mapping[str, list[str]]) -> None:
    assert told["Without a signal"] == ["200", "applied", "applied"]


@NEEDED
def test_evidence_comes_back_as_it_was_sent(told: Mapping[str, list[str]], folder: Path) -> None:
    assert "HTTP/1.1 204 No Content" in told["Evidence"]
    (back,) = folder.glob("tmp.*/kembali.jpg")
    assert back.read_bytes() == photo()


@NEEDED
def test_a_search_marks_words_and_an_export_is_a_file(told: Mapping[str, list[str]], folder: Path) -> None:
    assert '"highlights"' in told["Find reports"][0]
    (rows,), (situation,) = folder.glob("tmp.*/reports.csv"), folder.glob("tmp.*/situation.pdf")
    assert rows.read_text().count("\n") > 8
    assert situation.read_bytes().startswith(b"%PDF")
    events = [json.loads(line) for line in told["Take it with you"] if line.startswith("{")]
    assert [event["leaf_index"] for event in events] == [0, 1, 2, 3, 4]


@NEEDED
def test_the_stream_tells_the_past_and_a_webhook_shows_its_secret_once(told: Mapping[str, list[str]]) -> None:
    assert "event: position" in told["Listen to it"]
    assert any('"report.closed"' in line for line in told["Listen to it"])
    assert "".join(told["Be told"]).count('"secret":"whsec_') == 1


@NEEDED
def test_the_auditor_keeps_a_key_and_a_checkpoint(told: Mapping[str, list[str]], folder: Path) -> None:
    assert told["In four commands"] == ["HOLDS"]
    (kept,) = folder.glob("audit/checkpoint-*")
    assert (folder / "audit" / "log.vkey").is_file()
    assert kept.read_text().startswith("tindak.local/33.05\n")
