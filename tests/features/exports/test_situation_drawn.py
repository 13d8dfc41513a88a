"""How a situation report is drawn: nothing is cut, each chart has a title, no heading stands without its table."""

import io
import re
from base64 import b64encode
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import combinations
from typing import NamedTuple

import pytest
from fpdf import FPDF
from pypdf import PdfReader

from service.features.exports.situation_document import Section, Table, document_of, numbers
from service.features.exports.situation_html import html_of
from service.features.exports.situation_pdf import pdf_of
from service.features.exports.situation_pdf_table import BAR, FONT
from tests.walking import walked
from tests.workflows.codes.test_wording import POLICY
from workflows.codes.reports import Category, ReportState, Severity
from workflows.codes.tasks import TaskState
from workflows.trail.situation import Overdue, ReportStood, Situation, TaskStood

AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
DISTRICTS = sorted(code for code in POLICY.areas if re.fullmatch(r"33\.05\.[0-9]{2}", code))
CHARTS = ("Grafik: jumlah laporan", "Grafik: tugas dikerjakan")
WHOLE = re.compile(r"([0-9]+) laporan lain, ([0-9]+) di antaranya terbuka, menyebut kabupaten saja")
FILLED = re.compile(r"[\d.]+ [\d.]+ ([\d.]+) -?[\d.]+ re f")
DRAWN = re.compile(
    r"BT /F\d (?P<size>[\d.]+) Tf ET|(?P<colour>[\d. ]+) rg"
    r"|(?P<bar>[\d.]+ [\d.]+ [\d.]+ -[\d.]+) re f"
    r"|(?:q (?:[\d. -]+ re f )?)?BT (?P<at>[\d.]+ [\d.]+) Td .*?\((?P<words>.*)\) Tj ET(?: Q)?"
)
"""A line of a page as fpdf2 writes it: a letter's size, a colour, a rectangle that is filled, words at their place."""
BLUE = " ".join(f"{part / 255:.4f}" for part in BAR)


def situation(
    districts: Iterable[str] = DISTRICTS, *, categories: int = 15, late: int = 0, alone: int = 0
) -> Situation:
    made = Situation("33.05", AT.date(), AT, 1234, 1235, b64encode(bytes(32)).decode())
    kinds, states = list(Category)[:categories], list(ReportState)
    places = [*districts, *["33.05"] * alone]
    for at in range(max(len(places), len(kinds)) if places else 0):
        codes = (states[at % 5].value, kinds[at % len(kinds)].value, Severity.S2.value, places[at % len(places)])
        made.add_report(ReportStood("pilkada-2024", *codes, AT.date(), None))
    for agency in POLICY.agencies:
        made.add_task(TaskStood("pilkada-2024", agency, TaskState.ACCEPTED.value))
    for day in range(late):
        known = (
            "pilkada-2024",
            None,
            "019ab3f0-1c7e-7d21-8a4b-93d6c1e0f5a2",
            "study",
            "bawaslu",
            "UU 10/2016 Pasal 134",
        )
        made.overdue.append(Overdue(*known, AT - timedelta(days=day)))
    return made


def pages(made: Situation) -> list[list[str]]:
    """The lines of each page of the PDF in the order in which they are drawn."""
    reader = PdfReader(io.BytesIO(pdf_of(document_of(made, POLICY))), strict=True)
    return [[line for line in page.extract_text().splitlines() if line.strip()] for page in reader.pages]


def told(made: Situation, form: str) -> str:
    if form == "pdf":
        return re.sub(r"\s+", " ", " ".join(line for page in pages(made) for line in page))
    return html_of(document_of(made, POLICY)).decode()


@pytest.mark.parametrize("form", ["pdf", "html"])
def test_no_name_is_cut(form: str) -> None:
    text, made = told(situation(), form), document_of(situation(), POLICY)
    for table in walked(made.sections[0].tables):
        for row in walked(table.rows):
            assert re.sub(r"\s+", " ", row[0]) in text, row[0]
    assert "…" not in text


@pytest.mark.parametrize("form", ["pdf", "html"])
def test_each_chart_has_a_title(form: str) -> None:
    text, made = told(situation(), form), document_of(situation(), POLICY)
    drawn = [table.chart for section in made.sections for table in section.tables if table.bars is not None]
    assert set(drawn) == set(CHARTS)
    for title in CHARTS:
        assert text.count(title) >= drawn.count(title)


@pytest.mark.parametrize("form", ["pdf", "html"])
def test_the_region_is_none_of_its_districts_and_is_told_beside_them(form: str) -> None:
    made = situation(alone=7)
    areas = next(table for table in document_of(made, POLICY).sections[0].tables if table.title == "Menurut kecamatan")
    assert {row[1] for row in areas.rows} <= set(DISTRICTS)
    found = WHOLE.search(told(made, form))
    assert found is not None
    counts = made.counted["pilkada-2024"]
    assert int(found[1]) + sum(int(row[2]) for row in areas.rows) == counts.total
    assert int(found[2]) + sum(int(row[3]) for row in areas.rows) == counts.open
    assert not WHOLE.search(told(situation(), form))


def begins(table: Table) -> list[str]:
    """The words that a table begins with."""
    return [table.columns[0], *table.rows[0][0].split()] if table.rows else ["Tidak ada."]


def titled(section: Section) -> list[tuple[str, Table]]:
    """Each heading with the table that it stands above."""
    return [(section.heading, section.tables[0]), *((table.title, table) for table in section.tables)]


@pytest.mark.parametrize("many", range(0, len(DISTRICTS) + 1, 3))
@pytest.mark.parametrize("categories", [3, 9, 15])
def test_no_heading_stands_without_its_table(many: int, categories: int) -> None:
    made = situation(DISTRICTS[:many], categories=categories, late=many)
    document = document_of(made, POLICY)
    printed = pages(made)
    for section in walked(document.sections):
        for title, first in titled(section):
            (page,) = [page for page in printed if any(line.strip() == title for line in page)]
            after = " ".join(page[[line.strip() for line in page].index(title) + 1 :])
            assert all(words in after for words in begins(first)), title


def test_a_table_that_goes_on_says_its_columns_again() -> None:
    printed = pages(situation(late=60))
    listed = [page for page in printed if any("UU 10/2016" in line for line in page)]
    assert len(listed) > 1
    for page in listed:
        assert any("Jatuh tempo" in line for line in page)


def bars_of(pdf: bytes) -> Iterator[float]:
    """The width of every rectangle that is filled in the colour of bars."""
    colour = ""
    for line in pdf.decode("latin-1").splitlines():
        colour = line.removesuffix(" rg") if re.fullmatch(r"[\d.]+ [\d.]+ [\d.]+ rg", line) else colour
        filled = FILLED.fullmatch(line)
        if filled and colour == BLUE:
            yield float(filled[1])


def test_a_bar_is_as_long_as_its_number() -> None:
    made = situation(alone=5)
    document = document_of(made, POLICY)
    widths = list(bars_of(pdf_of(document)))
    tables = [table for section in document.sections for table in section.tables if table.bars is not None]
    expected = [[number for _, number in numbers(table) if number] for table in tables]
    assert len(widths) == sum(map(len, expected))
    for bars in expected:
        drawn, widths = widths[: len(bars)], widths[len(bars) :]
        assert [round(width / max(drawn), 2) for width in drawn] == [round(number / max(bars), 2) for number in bars]


class Place(NamedTuple):
    """What is drawn, and the edges of where it is, in points from the page's lower left corner."""

    what: str
    left: float
    right: float
    bottom: float
    top: float

    def meets(self, other: "Place") -> bool:
        beside = self.right <= other.left or other.right <= self.left
        return not (beside or self.top <= other.bottom or other.top <= self.bottom)


def drawn_on(page: str) -> Iterator[Place]:
    """All words and bars of a page; words as wide as the bold letters of their size."""
    measure, size, colour = FPDF(unit="pt"), 0.0, ""
    lines = [DRAWN.fullmatch(line) for line in page.split("\n")]
    assert sum(bool(found and found["at"]) for found in lines) == page.count(" Td "), "no word is missed"
    for found in filter(None, lines):
        size, colour = float(found["size"] or size), found["colour"] or colour
        if found["bar"] and colour == BLUE:
            left, top, width, height = map(float, found["bar"].split())
            yield Place("a bar", left, left + width, top + height, top)
        elif found["at"]:
            measure.set_font(FONT, "B", size)
            words, (left, bottom) = re.sub(r"\\(.)", r"\1", found["words"]), map(float, found["at"].split())
            yield Place(words, left, left + measure.get_string_width(words), bottom, bottom + size * 0.7)


def test_no_words_run_into_others_or_into_a_bar() -> None:
    reader = PdfReader(io.BytesIO(pdf_of(document_of(situation(alone=5, late=9), POLICY))))
    placed = [[*drawn_on(page.get_contents().get_data().decode("latin-1"))] for page in walked(reader.pages)]  # type: ignore[union-attr]
    words = {one.what for page in placed for one in page}
    assert {"a bar", "Dilaporkan", "Bawaslu Kabupaten Kebumen"} <= words
    assert [(a, b) for page in placed for a, b in combinations(page, 2) if a.meets(b)] == []


def test_a_printed_page_keeps_headings_with_their_tables() -> None:
    page = told(situation(), "html")
    assert "h2, h3, dl.figures, thead, tbody tr:first-child { break-after: avoid; }" in page
    assert "thead { display: table-header-group; }" in page
    for title in ("Ringkasan menurut status", "Menurut kecamatan"):
        assert re.search(rf'<div class="table( whole)?">\n<h3>{title}</h3>\n<table>', page)
