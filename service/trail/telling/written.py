"""A story as it is written down: plain lines, or one HTML page that can be printed and runs nothing.

Whatever anybody wrote goes out as visible characters, on paper as well: no mark of it is read as HTML.
"""

from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby
from typing import NamedTuple

from service.trail.telling.moments import day_of, hour_of
from service.trail.telling.particulars import Place, local, short
from service.trail.telling.titles import CODES
from service.trail.telling.told_story import Story, Told
from service.trail.verifier.bundle_members import Manifest
from service.trail.verifier.report import printable
from workflows.codes.wording import Wording

_TITLE = Wording("What happened: {}", "Yang terjadi: {}")
_REPORT, _REGION = Wording("report {}", "laporan {}"), Wording("region {}", "wilayah {}")
_MADE = Wording(
    "From a bundle of region {region} ({scope}), made on {at} with {size} entries.",
    "Dari berkas wilayah {region} ({scope}), dibuat pada {at} dengan {size} entri.",
)
_UNVERIFIED = Wording(
    "This tells what the bundle says. Whether it was altered, `tindak audit verify` says; run it first.",
    "Ini menuturkan isi berkas. Apakah berkas itu diubah, `tindak audit verify` yang menyatakan; jalankan dulu.",
)
_UNREAD = Wording("{} entries have no form that can be told.", "{} entri tidak berbentuk dan tidak dapat dituturkan.")
_PERSONS = Wording(
    "Persons stand by the last eight digits of their pseudonym.",
    "Orang disebut dengan delapan angka terakhir nama samarannya.",
)
_PENDING = Wording("not yet in the log", "belum masuk buku catatan")
_STYLE = (
    "body{font:11pt/1.45 serif;max-width:46em;margin:2em auto;padding:0 1em;color:#111;background:#fff}"
    "h1{font-size:1.4em}h2{font-size:1.1em;border-bottom:1px solid #777;margin-top:1.6em;break-after:avoid}"
    "article{margin:.7em 0;break-inside:avoid}time{font-weight:bold}small{color:#444}"
    "ul{margin:.2em 0 0 1.5em;padding:0}blockquote{margin:.3em 0 0 1.5em;white-space:pre-wrap;overflow-wrap:anywhere}"
    "@media print{body{margin:0;max-width:none}}"
)
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


class Written(NamedTuple):
    """A story with what it was told from: the bundle's own words of itself, and the report that was asked for."""

    story: Story
    manifest: Manifest
    report: str | None
    place: Place


def as_text(written: Written) -> str:
    """Plain lines."""
    return "".join(f"{printable(line)}\n" for line in _lines(written))


def as_page(written: Written) -> str:
    """One HTML page without a script, a link or anything that is fetched."""
    title = escape(_headline(written))
    body = "".join(f"<p>{escape(line)}</p>" for line in _preface(written))
    days = "".join(_day(day, told, written) for day, told in _days(written))
    head = (
        f'<!doctype html><html lang="{written.place.lang}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}"><title>{title}</title>'
        f"<style>{_STYLE}</style></head>"
    )
    return f"{head}<body><h1>{title}</h1>{body}{days}</body></html>\n"


def _lines(written: Written) -> Iterator[str]:
    yield _headline(written)
    yield from _preface(written)
    for day, told in _days(written):
        yield ""
        yield day
        for one in told:
            yield f"  {_hour(one, written)}  {one.sentence}{_of(one, written)}"
            yield from (f"      {name}: {value}" for name, value in one.particulars)
            yield from (f"      {name}: “{line}”" for name, line in one.words)


def _headline(written: Written) -> str:
    lang, region = written.place.lang, written.manifest.region
    about = _REGION.of(lang).format(region) if written.report is None else _REPORT.of(lang).format(written.report)
    return _TITLE.of(lang).format(about)


def _preface(written: Written) -> Iterator[str]:
    place, manifest = written.place, written.manifest
    at = local(manifest.made_at, place)
    told = {
        "region": manifest.region,
        "scope": CODES["scope"][manifest.scope.kind].of(place.lang),
        "at": at,
        "size": manifest.size,
    }
    yield _MADE.of(place.lang).format(**told)
    yield _UNVERIFIED.of(place.lang)
    yield _PERSONS.of(place.lang)
    if written.story.unread:
        yield _UNREAD.of(place.lang).format(written.story.unread)


def _days(written: Written) -> Iterator[tuple[str, Sequence[Told]]]:
    zone, lang = written.place.zone, written.place.lang
    for day, told in groupby(written.story.told, key=lambda one: day_of(one.at, zone, lang)):
        yield day, list(told)


def _day(day: str, told: Sequence[Told], written: Written) -> str:
    return f"<h2>{escape(day)}</h2>{''.join(_article(one, written) for one in told)}"


def _article(one: Told, written: Written) -> str:
    said = "".join(f"<li>{_safe(name)}: {_safe(value)}</li>" for name, value in one.particulars)
    words = "".join(f"<blockquote><small>{_safe(name)}</small> {_safe(text)}</blockquote>" for name, text in one.words)
    of = f" <small>{_safe(_of(one, written).strip())}</small>" if _of(one, written) else ""
    listed = f"<ul>{said}</ul>" if said else ""
    hour = f'<time datetime="{one.at.isoformat()}">{escape(_hour(one, written))}</time>'
    return f"<article>{hour} {_safe(one.sentence)}{of}{listed}{words}</article>"


def _hour(one: Told, written: Written) -> str:
    return hour_of(one.at, written.place.zone, written.place.lang)


def _of(one: Told, written: Written) -> str:
    """Of which report it is, where several are told, and that it is not in the log yet."""
    marks = []
    if written.report is None and one.report is not None:
        marks.append(_REPORT.of(written.place.lang).format(short(one.report)))
    if one.leaf is None:
        marks.append(_PENDING.of(written.place.lang))
    return f" [{', '.join(marks)}]" if marks else ""


def _safe(text: str) -> str:
    return escape("\n".join(map(printable, text.split("\n"))))
