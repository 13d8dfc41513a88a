"""A policy as tables that people read: who gets what, by when, and what the law says. Made from the data alone."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from workflows.clocks.law import CounterHours, Law, LegalClock, Opening, OpeningHours, Reading
from workflows.codes.reports import Severity
from workflows.codes.wording import Wording, label
from workflows.policy.region import Policy, Rule

NOTHING = "-"


_TITLES = {
    "routing": Wording("routing", "penyaluran laporan"),
    "service": Wording("service clocks (acknowledge/verify)", "batas waktu layanan (tanggapan awal/verifikasi)"),
    "legal": Wording("legal clocks", "batas waktu hukum"),
    "openings": Wording("what starts legal clocks", "yang memulai batas waktu hukum"),
    "counters": Wording("when the counter for formal reports is open", "jam buka loket penerimaan laporan"),
    "days": Wording("days that differ from the nation's", "hari yang berbeda dari kalender nasional"),
}
_HEADS = {
    "rule": Wording("rule", "aturan"),
    "when": Wording("when", "kapan"),
    "lead": Wording("lead", "penanggung jawab"),
    "support": Wording("support (* obligatory)", "pendukung (* wajib)"),
    "outside": Wording("outside", "luar daerah"),
    "lead_walled": Wording("when the lead is walled off", "bila penanggung jawab dikecualikan"),
    "walls": Wording("walls", "pengecualian"),
    "status": Wording("status", "status"),
    "day": Wording("day", "tanggal"),
    "counts_as": Wording("counts as", "dihitung sebagai"),
    "name": Wording("name", "nama"),
    "whose": Wording("whose", "pihak"),
    "length": Wording("length", "lama"),
    "extended": Wording("extended, in all", "diperpanjang, seluruhnya"),
    "counts_from": Wording("counts from", "sejak"),
    "pauses": Wording("pauses", "dapat berhenti"),
    "basis": Wording("basis", "dasar hukum"),
    "valid": Wording("valid", "berlaku"),
    "moment": Wording("moment", "saat"),
    "sets": Wording("sets", "golongan"),
    "steps": Wording("steps", "tahap"),
    "regime": Wording("regime", "rezim"),
    "hours": Wording("hours", "jam"),
    "around_the_clock": Wording("never closes", "tidak tutup"),
    "kept_on": Wording("kept on days off", "juga pada hari libur"),
    "at_counter": Wording("ends at the counter", "berakhir di loket"),
    "led_by": Wording("only where it leads", "hanya bila penanggung jawabnya"),
    "regimes": Wording("only under", "hanya dalam rezim"),
}
_SAID = {
    "always": Wording("always", "selalu"),
    "in_stages": Wording("in {}", "pada {}"),
    "without": Wording("without {}", "tanpa {}"),
    "and": Wording(" and ", " dan "),
    "yes": Wording("yes", "ya"),
    "no": Wording("no", "tidak"),
    "day_off": Wording("day off", "hari libur"),
    "working_day": Wording("working day", "hari kerja"),
}


class Table(NamedTuple):
    """A title, the names of the columns, and as many cells in each row."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def tables_of(policy: Policy, lang: str = "en") -> tuple[Table, ...]:
    """Routing, service clocks, legal clocks, what starts them, and the region's own days."""
    return (
        Table(
            _title(policy.version, "routing", lang),
            _heads(lang, "rule", "when", "lead", "support", "outside", "lead_walled", "walls", "status"),
            tuple(_routing(rule, lang) for rule in policy.rules),
        ),
        Table(
            _title(policy.version, "service", lang),
            (*_heads(lang, "rule"), *Severity),
            tuple((rule.id, *(_lengths(rule, severity) for severity in Severity)) for rule in policy.rules),
        ),
        *law_tables(policy.law, lang),
        Table(
            f"{_title(policy.version, 'days', lang)} ({policy.timezone})",
            _heads(lang, "day", "counts_as", "name"),
            tuple(_days(policy, lang)),
        ),
    )


def law_tables(law: Law, lang: str = "en") -> tuple[Table, ...]:
    """The legal clocks, which of them begin when, and the hours of the counter."""
    return (
        Table(
            _title(law.version, "legal", lang),
            _heads(
                lang,
                "rule",
                "whose",
                "length",
                "extended",
                "counts_from",
                "pauses",
                "at_counter",
                "basis",
                "status",
                "valid",
            ),
            tuple(_limit(row, lang) for row in law.clocks),
        ),
        Table(
            _title(law.version, "openings", lang),
            _heads(lang, "moment", "sets", "steps", "led_by", "regimes"),
            tuple(map(_opening, law.openings)),
        ),
        Table(
            _title(law.version, "counters", lang),
            _heads(lang, "regime", "hours", "around_the_clock", "kept_on", "basis", "status", "valid"),
            tuple(_counter(each, lang) for each in law.counters),
        ),
    )


def render(tables: Sequence[Table]) -> str:
    """The tables as plain text, each column as wide as its widest cell."""
    return "\n\n".join("\n".join(_lines(table)) for table in tables) + "\n"


def _lines(table: Table) -> Iterator[str]:
    widths = [max(map(len, cells)) for cells in zip(table.columns, *table.rows, strict=True)]
    yield table.title
    for cells in (table.columns, tuple("-" * width for width in widths), *table.rows):
        yield "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip()


def _title(version: str, name: str, lang: str) -> str:
    return f"{version}: {_TITLES[name].of(lang)}"


def _heads(lang: str, *names: str) -> tuple[str, ...]:
    return tuple(_HEADS[name].of(lang) for name in names)


def _routing(rule: Rule, lang: str) -> tuple[str, ...]:
    support = (f"{task.agency} ({task.kind}){'*' if task.obligatory else ''}" for task in rule.support)
    fallback = (*rule.fallback.leads, *(f"{_HEADS['outside'].of(lang)}: {code}" for code in rule.fallback.outside))
    return (
        rule.id,
        _when(rule, lang),
        f"{rule.lead} ({rule.lead_kind})",
        ", ".join(support) or NOTHING,
        ", ".join(rule.outside) or NOTHING,
        ", ".join(fallback) or NOTHING,
        rule.walls,
        rule.status,
    )


def _when(rule: Rule, lang: str) -> str:
    parts = {"in_stages": rule.when.stages, "without": rule.when.without}
    said = [_SAID[name].of(lang).format(", ".join(codes)) for name, codes in parts.items() if codes]
    return _SAID["and"].of(lang).join(said) or _SAID["always"].of(lang)


def _lengths(rule: Rule, severity: Severity) -> str:
    lengths = rule.clocks.of(severity)
    return f"{lengths.acknowledge or NOTHING}/{lengths.verify or NOTHING}"


def _limit(row: LegalClock, lang: str) -> tuple[str, ...]:
    return (
        row.id,
        row.whose,
        " / ".join((row.written, *(reading.written for reading in row.readings))),
        f"{row.extends_to}: {label(row.extension.ground, lang)}" if row.extension else NOTHING,
        label(row.counts_from, lang),
        _SAID["yes" if row.pauses else "no"].of(lang),
        _SAID["yes" if row.at_counter else "no"].of(lang),
        " / ".join((row.basis, *map(_read, row.readings))),
        ": ".join((row.status, *(words.of(lang) for words in (row.note, row.caution) if words))),
        f"{row.valid_from or ''}..{row.valid_to or ''}",
    )


def _opening(opening: Opening) -> tuple[str, ...]:
    parts = (opening.sets, opening.steps, (opening.led_by or NOTHING,), opening.regimes)
    return (opening.moment, *(", ".join(each) or NOTHING for each in parts))


def _counter(counter: CounterHours, lang: str) -> tuple[str, ...]:
    return (
        counter.regime,
        "; ".join(_hours(each, lang) for each in counter.hours),
        ", ".join(counter.around_the_clock) or NOTHING,
        ", ".join(counter.kept_on) or NOTHING,
        counter.basis,
        f"{counter.status}: {counter.note.of(lang)}" if counter.note else counter.status,
        f"{counter.valid_from or ''}..{counter.valid_to or ''}",
    )


def _hours(hours: OpeningHours, lang: str) -> str:
    days = ", ".join(label(day, lang) for day in hours.days)
    return f"{days} {hours.opens}-{' / '.join(filter(None, (hours.closes, hours.disputed)))}"


def _read(reading: Reading) -> str:
    since = f" ({reading.valid_from}..)" if reading.valid_from else ""
    return f"{reading.written}: {reading.basis}{since}"


def _days(policy: Policy, lang: str) -> Iterator[tuple[str, ...]]:
    special = ((policy.calendar.days_off, "day_off"), (policy.calendar.working_days, "working_day"))
    rows = [
        (day.isoformat(), _SAID[kind].of(lang), name.of(lang)) for days, kind in special for day, name in days.items()
    ]
    yield from sorted(rows)
