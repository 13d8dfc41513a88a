"""Rows as a workbook (XLSX, by XlsxWriter): what a spreadsheet of any country opens as it was written.

Excel reads CSV by the separators of the machine's country: with Indonesian settings every line is one cell, and a code
such as 33.05 becomes a number or a day. In a workbook each cell says itself what it is. One row is held at a time, the
rest lies in files of a folder that nobody else may enter.
"""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

MOST_ROWS = 1_000_000
"""Rows of one sheet, after which another follows: Excel has room for 1,048,576."""

CHUNK = 64 * 1024
_WIDTH = 24
"""Letters that a column shows."""
_OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
_MADE = datetime(1980, 1, 1, tzinfo=UTC).replace(tzinfo=None)
"""The moment that the file says of itself, as the library does of its parts: the same rows are the same bytes."""


@asynccontextmanager
async def workbook(
    name: str, columns: Sequence[str], rows: AsyncIterator[Sequence[Any]], most: int = MOST_ROWS
) -> AsyncIterator[Path]:
    """A file with these rows below a head that stays in sight, until the block ends."""
    with tempfile.TemporaryDirectory(prefix="tindak-export-") as folder:
        path = Path(folder) / "workbook.xlsx"
        book = Workbook(path, {**_OPTIONS, "tmpdir": folder})
        book.set_properties({"title": f"Tindak: {name}", "created": _MADE})
        try:
            await _fill(book, name, columns, rows, most)
        except BaseException:
            for sheet in book.worksheets():
                sheet.row_data_fh.close()  # the library closes what it has written so far only with a whole book
            raise
        await asyncio.to_thread(book.close)
        yield path


def parts_of(path: Path) -> Iterator[bytes]:
    """The bytes of a file, part by part."""
    with path.open("rb") as file:
        while part := file.read(CHUNK):
            yield part


async def _fill(
    book: Workbook, name: str, columns: Sequence[str], rows: AsyncIterator[Sequence[Any]], most: int
) -> None:
    sheet, count = _sheet(book, name, columns), 0
    async for row in rows:
        if count and count % most == 0:
            sheet = _sheet(book, f"{name} {count // most + 1}", columns)
        _write(sheet, count % most + 1, row)
        count += 1


def _sheet(book: Workbook, name: str, columns: Sequence[str]) -> Worksheet:
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(columns) - 1, _WIDTH)
    sheet.set_row(0, None, book.add_format({"bold": True}))
    _write(sheet, 0, columns)
    return sheet


def _write(sheet: Worksheet, at: int, values: Sequence[Any]) -> None:
    """One row: numbers and truths as what they are, anything else as text, which is never a formula; null is empty."""
    for column, value in enumerate(values):
        if isinstance(value, bool):
            sheet.write_boolean(at, column, value)
        elif isinstance(value, int):
            sheet.write_number(at, column, value)
        elif value is not None:
            sheet.write_string(at, column, str(value))
