"""A table of a situation report in PDF: rows as high as their words, a bar in the row that it is of, heads repeated.

A bar has no label of its own that could be cut: it stands in the row whose first cell is its name.
"""

from collections.abc import Sequence
from typing import NamedTuple

from fpdf import FPDF

from service.features.exports.situation_document import Table, numbers

FONT, NAVY, SOFT, BAR = "Helvetica", (20, 54, 93), (91, 102, 117), (47, 110, 168)
RULE, TINT = (213, 218, 225), (232, 238, 245)
_LINE, _PAD, _SIZE = 4.4, 0.8, 9
"""Millimetres of a line of words and above and below it in its row; points of a letter."""
_WORDS, _CHART, _NARROWEST, _GAP = 3.0, 3.0, 12.0, 2.0
"""Shares of the room that numbers leave, of a column of words and of the chart; millimetres of a column of numbers,
and before the chart."""
_WHOLE = 14
"""Rows up to which a table stands on one page."""
_TOGETHER = 3
"""Rows of a longer one that stand with its heading."""

_PLAIN = {"\u2013": "-", "\u2014": "-", "\u2026": "...", "\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"'}


def plain(text: str) -> str:
    """A text in the letters of the fonts that every reader has (Latin-1); of another letter stands a question mark."""
    for letter, instead in _PLAIN.items():
        text = text.replace(letter, instead)
    return text.encode("latin-1", "replace").decode("latin-1")


class _Column(NamedTuple):
    """Where a column begins, how wide it is in millimetres, and on which side its words stand."""

    left: float
    width: float
    align: str


def room_of(page: FPDF, table: Table) -> float:
    """Millimetres that a table's heading needs below it on its page, so that it never stands there alone."""
    if not table.rows:
        return 2 * _LINE
    _font(page)
    columns = _columns(page, table)
    rows = table.rows if len(table.rows) <= _WHOLE else table.rows[:_TOGETHER]
    return sum(_height(page, columns, row) for row in (_head(table), *rows))


def draw_table(page: FPDF, table: Table) -> None:
    """The rows with their bars from where the page stands, on as many pages as they need."""
    _font(page)
    columns, bars = _columns(page, table), [number for _, number in numbers(table)]
    most = max(bars, default=0)
    _draw_head(page, table, columns)
    for at, row in enumerate(table.rows):
        if page.will_page_break(_height(page, columns, row)):
            page.add_page()
            _draw_head(page, table, columns)
        top = page.get_y()
        _draw_row(page, columns, row)
        if most and bars[at]:
            chart = columns[-1]
            page.set_fill_color(*BAR)
            page.rect(chart.left + 1, top + _PAD + 0.4, (chart.width - 2) * bars[at] / most, _LINE - 0.8, style="F")
    page.ln(2)


def _font(page: FPDF, emphasis: str = "") -> None:
    page.set_font(FONT, emphasis, _SIZE)
    page.set_text_color(*(NAVY if emphasis else (0, 0, 0)))


def _head(table: Table) -> tuple[str, ...]:
    return (*table.columns, table.chart) if table.bars is not None else table.columns


def _columns(page: FPDF, table: Table) -> list[_Column]:
    """Numbers as wide as their widest, the rest of the page shared by words and the chart, which comes last."""
    page.set_font(FONT, "B", _SIZE)
    numeric = [_width(page, table, at) for at in range(len(table.columns))]
    drawn = table.bars is not None
    share = (page.epw - sum(numeric) - drawn * _GAP) / (_WORDS * numeric.count(0) + drawn * _CHART)
    found, left = [], page.l_margin
    for width in numeric:
        found.append(_Column(left, width or _WORDS * share, "R" if width else "L"))
        left += found[-1].width
    _font(page)
    return [*found, _Column(left + _GAP, _CHART * share, "L")] if drawn else found


def _width(page: FPDF, table: Table, at: int) -> float:
    """Millimetres that a column of numbers needs; 0 for one of words, which takes what there is."""
    cells = [row[at] for row in table.rows]
    if not all(cell.isdigit() for cell in cells):
        return 0
    return max(_NARROWEST, *(page.get_string_width(plain(cell)) + 3 for cell in (table.columns[at], *cells)))


def _height(page: FPDF, columns: Sequence[_Column], row: Sequence[str]) -> float:
    """Millimetres of a row: those of its cell with the most lines."""
    said = zip(columns, row, strict=False)  # the chart has no words but in the head
    return max(_lines(page, column.width, plain(cell)) for column, cell in said) + 2 * _PAD


def _lines(page: FPDF, width: float, text: str) -> float:
    height: float = page.multi_cell(width, _LINE, text, dry_run=True, output="HEIGHT")  # type: ignore[assignment]
    return height


def _draw_head(page: FPDF, table: Table, columns: Sequence[_Column]) -> None:
    _font(page, "B")
    page.set_fill_color(*TINT)
    page.rect(page.l_margin, page.get_y(), page.epw, _height(page, columns, _head(table)), style="F")
    _draw_row(page, columns, _head(table))
    _font(page)


def _draw_row(page: FPDF, columns: Sequence[_Column], row: Sequence[str]) -> None:
    top, height = page.get_y(), _height(page, columns, row)
    for column, cell in zip(columns, row, strict=False):
        page.set_xy(column.left, top + _PAD)
        page.multi_cell(column.width, _LINE, plain(cell), align=column.align)
    page.set_draw_color(*RULE)
    page.line(page.l_margin, top + height, page.l_margin + page.epw, top + height)
    page.set_xy(page.l_margin, top + height)
