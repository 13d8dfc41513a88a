"""How rows are written: CSV (RFC 4180) and newline JSON. The same values are the same bytes, always."""

import csv
import io
from collections.abc import Callable, Sequence
from typing import Any

import msgspec

CSV, NDJSON = "text/csv", "application/x-ndjson"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet may take for the beginning of a formula (OWASP, CSV injection)."""

Line = Callable[[Sequence[str], Sequence[Any]], bytes]


def csv_line(_columns: Sequence[str], values: Sequence[Any]) -> bytes:
    """One line of CSV in UTF-8, ended by CRLF; null is empty, and no value begins a formula."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow([_cell(value) for value in values])
    return out.getvalue().encode()


def json_line(columns: Sequence[str], values: Sequence[Any]) -> bytes:
    """One JSON object with a member for every column, in their order, ended by LF."""
    return msgspec.json.encode(dict(zip(columns, values, strict=True))) + b"\n"


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


LINES: dict[str, tuple[str, Line]] = {"csv": (CSV, csv_line), "ndjson": (NDJSON, json_line)}
"""Format: its media type, and how it writes a line."""
