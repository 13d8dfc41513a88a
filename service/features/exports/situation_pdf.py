"""A situation report as PDF (fpdf2): fonts that every reader has, times of the log, so that its bytes never change."""

from fpdf import FPDF

from service.features.exports.situation_document import Document, Section, Table
from service.features.exports.situation_pdf_table import FONT, NAVY, RULE, SOFT, draw_table, plain, room_of

_WHITE = (255, 255, 255)
_HEAD, _FIGURES, _TITLE = 14.0, 18.0, 6.0
"""Millimetres of a section's heading, of the figures below it, and of a table's title."""


class _Page(FPDF):
    """An A4 page with the number at its foot."""

    period = ""

    def footer(self) -> None:
        """Write the foot of each page."""
        self.set_y(-13)
        self.set_font(FONT, size=8)
        self.set_text_color(*SOFT)
        self.cell(0, 5, self.period)
        self.cell(0, 5, f"{self.page_no()} / {{nb}}", align="R")


def pdf_of(document: Document) -> bytes:
    """The file: the same document is the same bytes."""
    page = _Page(format="A4")
    page.period = plain(f"{document.title} - {document.period}")
    page.set_creation_date(document.at)
    page.set_producer("Tindak")
    page.set_compression(False)
    page.set_title(plain(document.title))
    page.set_lang("id")
    page.set_margins(16, 16)
    page.set_auto_page_break(auto=True, margin=18)
    page.add_page()
    _head(page, document)
    for section in document.sections:
        _section(page, section)
    _source(page, document)
    return bytes(page.output())


def _head(page: FPDF, document: Document) -> None:
    page.set_fill_color(*NAVY)
    page.rect(0, 0, page.w, 5, style="F")
    page.set_text_color(*NAVY)
    page.set_font(FONT, "B", 22)
    page.cell(0, 11, plain(document.title), new_x="LMARGIN", new_y="NEXT")
    page.set_text_color(0)
    page.set_font(FONT, size=11)
    page.cell(0, 6, plain(document.subtitle), new_x="LMARGIN", new_y="NEXT")
    page.set_text_color(*SOFT)
    page.cell(0, 6, plain(document.period), new_x="LMARGIN", new_y="NEXT")
    page.ln(2)


def _section(page: FPDF, section: Section) -> None:
    _heading(page, section.heading, _FIGURES + _TITLE + (room_of(page, section.tables[0]) if section.tables else 0))
    width = page.epw / max(len(section.figures), 4)
    page.set_draw_color(*RULE)
    for name, number in section.figures:
        x, y = page.get_x(), page.get_y()
        page.rect(x, y, width - 3, 15)
        _words(page, (x + 2, y + 1.5), plain(name), 8, SOFT)
        _words(page, (x + 2, y + 7), str(number), 15, (0, 0, 0), "B")
        page.set_xy(x + width, y)
    page.ln(_FIGURES)
    for table in section.tables:
        _table(page, table)


def _heading(page: FPDF, text: str, room: float) -> None:
    """The heading of a section, on the page on which ``room`` millimetres follow it."""
    if page.will_page_break(_HEAD + room):
        page.add_page()
    page.ln(3)
    page.set_fill_color(*NAVY)
    page.set_text_color(*_WHITE)
    page.set_font(FONT, "B", 12)
    page.cell(0, 8, f"  {plain(text)}", fill=True, new_x="LMARGIN", new_y="NEXT")
    page.ln(3)


def _words(
    page: FPDF, at: tuple[float, float], text: str, size: int, colour: tuple[int, int, int], style: str = ""
) -> None:
    page.set_xy(*at)
    page.set_font(FONT, style, size)
    page.set_text_color(*colour)
    page.cell(40, 6, text)


def _table(page: FPDF, table: Table) -> None:
    if page.will_page_break(_TITLE + room_of(page, table)):
        page.add_page()
    page.set_text_color(*NAVY)
    page.set_font(FONT, "B", 10)
    page.cell(0, _TITLE, plain(table.title), new_x="LMARGIN", new_y="NEXT")
    if table.rows:
        draw_table(page, table)
    page.set_text_color(*SOFT)
    page.set_font(FONT, "I", 8)
    for note in table.notes if table.rows else ["Tidak ada.", *table.notes]:
        page.multi_cell(0, 4, plain(note), new_x="LMARGIN", new_y="NEXT")
    page.ln(2)


def _source(page: FPDF, document: Document) -> None:
    _heading(page, "Sumber data", 5 * len(document.source))
    for name, value in document.source:
        page.set_text_color(0)
        page.set_font(FONT, "B", 8)
        page.cell(52, 5, plain(name))
        page.set_font("Courier", size=8)
        page.cell(0, 5, plain(value), new_x="LMARGIN", new_y="NEXT")
    page.ln(1)
    page.set_text_color(*SOFT)
    page.set_font(FONT, "I", 8)
    for note in document.notes:
        page.multi_cell(0, 4, plain(note), new_x="LMARGIN", new_y="NEXT")
