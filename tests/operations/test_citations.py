"""Every citation of a page of ours leads to a page, a heading and, where it quotes, the words that stand there."""

import re
from functools import cache
from typing import NamedTuple

import pytest

from tests.operations.pages import ROOT, sections

KINDS = (".py", ".md", ".json", ".mmd", ".toml", ".yaml", ".ts")
FOLDERS = ("docs", "migrations", "openapi", "requirements", "service", "tests", "workflows")
NOT_OURS = {"assets", "node_modules"}
HERE = "tests/operations/test_citations.py"
FOREIGN = re.compile(r"\b(?:DOMAIN|DESIGN|STYLE|HOUSE)\.md|law-20\d\d-\d\d")
"""Pages that were never published: nobody outside could look them up."""
PAGE = re.compile(r"\bdocs/[a-z0-9/-]+\.md")
HEADING = r'"([A-Z][^"]+)"'
CITED = re.compile(rf'(docs/[a-z-]+\.md), {HEADING}((?:(?:,| and) {HEADING})*)(?:: "([^"]+)")?')
MUST_NAME = "docs/domain.md"


class Citation(NamedTuple):
    """Where it stands, what it names, and what it quotes, if anything."""

    where: str
    page: str
    headings: tuple[str, ...]
    quoted: str


@cache
def sources() -> dict[str, str]:
    """Every text of the project but this file, each line's comment mark and white space made one blank."""
    files = [file for folder in FOLDERS for file in sorted((ROOT / folder).rglob("*"))]
    named = {str(file.relative_to(ROOT)): file for file in (*sorted(ROOT.iterdir()), *files) if file.suffix in KINDS}
    ours = {name: file for name, file in named.items() if name != HERE and not NOT_OURS & set(file.parts)}
    return {name: _plain(file.read_text()) for name, file in ours.items()}


def _plain(text: str) -> str:
    return re.sub(r"\s+(?:# )?", " ", text.replace('\\"', '"'))


@cache
def citations() -> list[Citation]:
    return [
        Citation(name, found[1], (found[2], *re.findall(HEADING, found[3])), found[5] or "")
        for name, text in sources().items()
        for found in CITED.finditer(text)
    ]


@cache
def page(name: str) -> dict[str, str]:
    return dict(sections((ROOT / name).read_text()))


def test_there_are_sources_and_citations() -> None:
    assert len(sources()) > 800
    assert len(citations()) > 100
    assert sum(bool(one.quoted) for one in citations()) > 40


def test_nothing_cites_what_nobody_outside_has() -> None:
    assert [(name, FOREIGN.findall(text)) for name, text in sources().items() if FOREIGN.search(text)] == []


def test_every_page_that_is_named_is_there() -> None:
    named = {(name, found) for name, text in sources().items() for found in PAGE.findall(text)}
    assert sorted(one for one in named if not (ROOT / one[1]).is_file()) == []


@pytest.mark.parametrize("one", citations(), ids=lambda one: one.where)
def test_a_citation_leads_to_its_heading_and_words(one: Citation) -> None:
    found = page(one.page)
    assert set(one.headings) <= set(found)
    assert _bare(one.quoted) in " ".join(_bare(found[heading]) for heading in one.headings)


def _bare(text: str) -> str:
    return text.replace("`", "").replace("*", "").strip(".")


def test_code_and_tests_that_name_the_domain_say_where_in_it() -> None:
    whole = {"tests/stories/test_oracle.py", "tests/stories/oracle.py", "tests/edge/api/rights.py"}
    unplaced = {
        name
        for name, text in sources().items()
        if name.endswith((".py", ".json")) and text.count(MUST_NAME) > len([c for c in citations() if c.where == name])
    }
    assert unplaced - whole - {"tests/operations/pages.py"} == set()
