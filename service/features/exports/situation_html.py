"""A situation report as one HTML page: no script, nothing from elsewhere, each bar in its row, ready to print."""

from html import escape

from service.features.exports.situation_document import Document, Section, Table, numbers

MEDIA = "text/html"
ABOUT = {
    "content-type": f"{MEDIA}; charset=utf-8",
    "content-disposition": "inline",
    "content-security-policy": (
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
}
"""The page runs nothing and loads nothing."""

_STYLE = """
:root { color-scheme: light; --ink: #1b2430; --soft: #5b6675; --line: #d5dae1; --navy: #14365d; --bar: #2f6ea8; }
* { box-sizing: border-box; }
body { margin: 0; background: #eef1f4; color: var(--ink); font: 15px/1.5 "Segoe UI", Roboto, Arial, sans-serif; }
main { max-width: 62rem; margin: 2rem auto; padding: 2.5rem 3rem; background: #fff; border-top: 6px solid var(--navy); }
header { border-bottom: 2px solid var(--navy); padding-bottom: 1rem; margin-bottom: 1.5rem; }
h1 { margin: 0; font-size: 1.9rem; color: var(--navy); letter-spacing: .01em; }
header p { margin: .25rem 0 0; } .period { color: var(--soft); }
h2 { margin: 2.25rem 0 .75rem; padding: .35rem .75rem; background: var(--navy); color: #fff; font-size: 1.15rem; }
h3 { margin: 1.5rem 0 .5rem; font-size: 1rem; color: var(--navy); }
dl.figures { display: flex; flex-wrap: wrap; gap: .75rem; margin: 0; }
dl.figures div { flex: 1 1 9rem; border: 1px solid var(--line); padding: .6rem .9rem; }
dl.figures dt { color: var(--soft); font-size: .85rem; }
dl.figures dd { margin: 0; font-size: 1.7rem; font-weight: 600; }
.table.whole { break-inside: avoid; } td.bar, th.bar { width: 32%; } tbody th { min-width: 24%; }
td.bar span { display: block; height: .9em; margin-top: .25em; background: var(--bar); print-color-adjust: exact; }
table { width: 100%; border-collapse: collapse; font-size: .9rem; }
th, td { padding: .3rem .5rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
thead th { border-bottom: 2px solid var(--navy); color: var(--navy); } tbody th { font-weight: 400; }
.n { text-align: right; font-variant-numeric: tabular-nums; }
.note, footer { color: var(--soft); font-size: .85rem; } footer dd { margin: 0; overflow-wrap: anywhere; }
footer dl { display: grid; grid-template-columns: 15rem 1fr; gap: .15rem 1rem; } footer dt { color: var(--ink); }
code { font: .85em ui-monospace, Consolas, monospace; }
@media (max-width: 45rem) { main { margin: 0; padding: 1.25rem; } }
@media print { :root, body { font-size: 11px; } body { background: #fff; }
  main { margin: 0; padding: 0; max-width: none; border: 0; }
  h2 { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  td.bar span { -webkit-print-color-adjust: exact; }
  h2, h3, dl.figures, thead, tbody tr:first-child { break-after: avoid; } tr, h2, h3, dl { break-inside: avoid; }
  thead { display: table-header-group; } @page { size: A4; margin: 16mm; } }
"""
_WHOLE = 14
"""Rows up to which a table stands on one page when it is printed."""


def html_of(document: Document) -> bytes:
    """The page."""
    parts = [
        '<!doctype html>\n<html lang="id">\n<head>\n<meta charset="utf-8">\n',
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n',
        f"<title>{escape(document.title)} - {escape(document.period)}</title>\n<style>{_STYLE}</style>\n</head>\n",
        f"<body>\n<main>\n<header>\n<h1>{escape(document.title)}</h1>\n<p>{escape(document.subtitle)}</p>\n",
        f'<p class="period">{escape(document.period)}</p>\n</header>\n',
        *(_section(section) for section in document.sections),
        _footer(document),
        "</main>\n</body>\n</html>\n",
    ]
    return "".join(parts).encode()


def _section(section: Section) -> str:
    figures = "".join(f"<div><dt>{escape(name)}</dt><dd>{number}</dd></div>" for name, number in section.figures)
    tables = "".join(map(_table, section.tables))
    return f'<section>\n<h2>{escape(section.heading)}</h2>\n<dl class="figures">{figures}</dl>\n{tables}</section>\n'


def _table(table: Table) -> str:
    """A table with its heading, which are never printed on two pages."""
    notes = "".join(f'<p class="note">{escape(note)}</p>\n' for note in table.notes)
    written = _rows(table) if table.rows else '<p class="note">Tidak ada.</p>\n'
    kind = "table whole" if len(table.rows) <= _WHOLE else "table"
    return f'<div class="{kind}">\n<h3>{escape(table.title)}</h3>\n{written}{notes}</div>\n'


def _rows(table: Table) -> str:
    numeric = [all(row[at].isdigit() for row in table.rows) for at in range(len(table.columns))]
    marks = [' class="n"' if each else "" for each in numeric]
    head = "".join(
        f'<th scope="col"{mark}>{escape(name)}</th>' for name, mark in zip(table.columns, marks, strict=True)
    )
    chart = "" if table.bars is None else f'<th scope="col" class="bar">{escape(table.chart)}</th>'
    bars = [number for _, number in numbers(table)]
    body = "".join(
        f'<tr><th scope="row">{escape(row[0])}</th>'
        + "".join(f"<td{mark}>{escape(cell)}</td>" for cell, mark in zip(row[1:], marks[1:], strict=True))
        + (_bar(bars[at], max(bars)) if bars else "")
        + "</tr>\n"
        for at, row in enumerate(table.rows)
    )
    return f"<table>\n<thead><tr>{head}{chart}</tr></thead>\n<tbody>\n{body}</tbody>\n</table>\n"


def _bar(number: int, most: int) -> str:
    """A bar in the row that it is of, whose number the row says."""
    drawn = f'<span style="width: {100 * number / most:.1f}%"></span>' if number else ""
    return f'<td class="bar">{drawn}</td>'


def _footer(document: Document) -> str:
    rests = "".join(f"<dt>{escape(name)}</dt><dd><code>{escape(value)}</code></dd>" for name, value in document.source)
    notes = "".join(f"<p>{escape(note)}</p>" for note in document.notes)
    return f"<footer>\n<h2>Sumber data</h2>\n<dl>{rests}</dl>\n{notes}</footer>\n"
