"""A situation report as PDF (fpdf2): fonts that every reader has, times of the log, so that its bytes never change."""

from fpdf import FPDF, FontFace
from fpdf.enums import TableBordersLayout

from service.features.exports.situation_document import Document, Section, Table, numbers

MEDIA = "application/pdf"
ABOUT = {"content-type": MEDIA, "x-content-type-options": "nosniff"}
_FONT, _NAVY, _SOFT, _BAR, _WHITE = "Helvetica", (20, 54, 93), (91, 102, 117), (47, 110, 168), (255, 255, 255)
_RULE, _TINT = (213, 218, 225), (232, 238, 245)
_LINE, _SHARE, _NAMES, _NARROW = 5.0, 0.6, 62, 4
"""Millimetres of a row, a table's share of the page beside its bars, millimetres of names, columns that leave room."""

_PLAIN = {"\u2013": "-", "\u2014": "-", "\u2026": "...", "\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"'}


class _Page(FPDF):
    """An A4 page with the number at its foot."""

    period = ""

    def footer(self) -> None:
        """Write the foot of each page."""
        self.set_y(-13)
        self.set_font(_FONT, size=8)
        self.set_text_color(*_SOFT)
        self.cell(0, 5, self.period)
        self.cell(0, 5, f"{self.page_no()} / {{nb}}", align="R")


def pdf_of(document: Document) -> bytes:
    """The file: the same document is the same bytes."""
    page = _Page(format="A4")
    page.period = _plain(f"{document.title} - {document.period}")
    page.set_creation_date(document.at)
    page.set_producer("Tindak")
    page.set_compression(False)
    page.set_title(_plain(document.title))
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
    page.set_fill_color(*_NAVY)
    page.rect(0, 0, page.w, 5, style="F")
    page.set_text_color(*_NAVY)
    page.set_font(_FONT, "B", 22)
    page.cell(0, 11, _plain(document.title), new_x="LMARGIN", new_y="NEXT")
    page.set_text_color(0)
    page.set_font(_FONT, size=11)
    page.cell(0, 6, _plain(document.subtitle), new_x="LMARGIN", new_y="NEXT")
    page.set_text_color(*_SOFT)
    page.cell(0, 6, _plain(document.period), new_x="LMARGIN", new_y="NEXT")
    page.ln(2)


def _section(page: FPDF, section: Section) -> None:
    _heading(page, section.heading)
    width = page.epw / max(len(section.figures), 4)
    page.set_draw_color(*_RULE)
    for name, number in section.figures:
        x, y = page.get_x(), page.get_y()
        page.rect(x, y, width - 3, 15)
        _words(page, (x + 2, y + 1.5), _plain(name), 8, _SOFT)
        _words(page, (x + 2, y + 7), str(number), 15, (0, 0, 0), "B")
        page.set_xy(x + width, y)
    page.ln(18)
    for table in section.tables:
        _table(page, table)


def _heading(page: FPDF, text: str) -> None:
    if page.will_page_break(40):
        page.add_page()
    page.ln(3)
    page.set_fill_color(*_NAVY)
    page.set_text_color(*_WHITE)
    page.set_font(_FONT, "B", 12)
    page.cell(0, 8, f"  {_plain(text)}", fill=True, new_x="LMARGIN", new_y="NEXT")
    page.ln(3)


def _words(
    page: FPDF, at: tuple[float, float], text: str, size: int, colour: tuple[int, int, int], style: str = ""
) -> None:
    page.set_xy(*at)
    page.set_font(_FONT, style, size)
    page.set_text_color(*colour)
    page.cell(40, 6, text)


def _table(page: FPDF, table: Table) -> None:
    beside = table.bars is not None and len(table.columns) <= _NARROW
    if page.will_page_break(8 + _LINE * (len(table.rows) + 2) if beside else 30):
        page.add_page()
    page.set_text_color(*_NAVY)
    page.set_font(_FONT, "B", 10)
    page.cell(0, 6, _plain(table.title), new_x="LMARGIN", new_y="NEXT")
    page.set_font(_FONT, size=9)
    page.set_text_color(0)
    if table.rows:
        top = page.get_y() + _LINE
        _rows(page, table, page.epw * (_SHARE if beside else 1))
        _chart(page, table, top if beside else None)
    page.set_text_color(*_SOFT)
    page.set_font(_FONT, "I", 8)
    for note in [table.note] if table.rows else ["Tidak ada."]:
        page.multi_cell(0, 4, _plain(note), new_x="LMARGIN", new_y="NEXT")
    page.ln(2)


def _rows(page: FPDF, table: Table, width: float) -> None:
    numeric = [all(row[at].isdigit() for row in table.rows) for at in range(len(table.columns))]
    page.set_fill_color(255)
    page.set_draw_color(*_RULE)
    with page.table(
        width=width,
        align="LEFT",
        col_widths=tuple(2 if each else 4 for each in numeric),
        text_align=tuple("RIGHT" if each else "LEFT" for each in numeric),
        borders_layout=TableBordersLayout.HORIZONTAL_LINES,
        headings_style=FontFace(emphasis="BOLD", color=_NAVY, fill_color=_TINT),
        line_height=_LINE,
    ) as drawn:
        for row in (table.columns, *table.rows):
            drawn.row([_plain(cell) for cell in row])
    page.ln(2)


def _chart(page: FPDF, table: Table, top: float | None) -> None:
    """Bars at the height of their rows, from ``top`` on; without it below the table, each with its name."""
    bars = list(numbers(table))
    most = max([number for _, number in bars] or [0])
    if not most:
        return
    if top is None and page.will_page_break(_LINE * len(bars) + 4):
        page.add_page()
    start, left = top or page.get_y(), page.l_margin + (page.epw * _SHARE + 4 if top else _NAMES)
    room, after = page.l_margin + page.epw - left - 12, page.get_y() if top else None
    page.set_fill_color(*_BAR)
    page.set_font(_FONT, size=8)
    for at, (name, number) in enumerate(bars):
        y, long = start + at * _LINE, number * room / most
        if top is None:
            page.set_xy(page.l_margin, y)
            page.cell(_NAMES - 2, _LINE, _plain(name)[:44], align="R")
        page.rect(left, y + 0.9, long, _LINE - 1.8, style="F")
        page.set_xy(left + long + 1, y)
        page.cell(12, _LINE, str(number))
    page.set_xy(page.l_margin, start + _LINE * len(bars) + 2 if after is None else after)


def _source(page: FPDF, document: Document) -> None:
    _heading(page, "Sumber data")
    for name, value in document.source:
        page.set_text_color(0)
        page.set_font(_FONT, "B", 8)
        page.cell(52, 5, _plain(name))
        page.set_font("Courier", size=8)
        page.cell(0, 5, _plain(value), new_x="LMARGIN", new_y="NEXT")
    page.ln(1)
    page.set_text_color(*_SOFT)
    page.set_font(_FONT, "I", 8)
    for note in document.notes:
        page.multi_cell(0, 4, _plain(note), new_x="LMARGIN", new_y="NEXT")


def _plain(text: str) -> str:
    """A text in the letters of the fonts that every reader has (Latin-1); of another letter stands a question mark."""
    for letter, instead in _PLAIN.items():
        text = text.replace(letter, instead)
    return text.encode("latin-1", "replace").decode("latin-1")
