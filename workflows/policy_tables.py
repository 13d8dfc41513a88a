"""A policy as tables that people read: who gets what, by when, and what the law says. Made from the data alone."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from workflows.codes import Severity
from workflows.law import Law, LegalClock
from workflows.policy import Policy, Rule
from workflows.wording import label

NOTHING = "-"


class Table(NamedTuple):
    """A title, the names of the columns, and as many cells in each row."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def tables_of(policy: Policy, lang: str = "en") -> tuple[Table, ...]:
    """Routing, service clocks, legal clocks, what starts them, and the region's own days."""
    return (
        Table(
            f"{policy.region} {policy.version}: routing",
            ("rule", "when", "lead", "support (* obligatory)", "outside", "lead walled", "walls", "status"),
            tuple(_routing(rule) for rule in policy.rules),
        ),
        Table(
            f"{policy.region} {policy.version}: service clocks (acknowledge/verify)",
            ("rule", *Severity),
            tuple((rule.id, *(_lengths(rule, severity) for severity in Severity)) for rule in policy.rules),
        ),
        *law_tables(policy.law, lang),
        Table(
            f"{policy.region} {policy.version}: days that differ from the nation's ({policy.timezone})",
            ("day", "counts as", "name"),
            tuple(_days(policy, lang)),
        ),
    )


def law_tables(law: Law, lang: str = "en") -> tuple[Table, ...]:
    """The legal clocks, and which of them begin when."""
    return (
        Table(
            f"{law.version}: legal clocks",
            ("rule", "whose", "length", "extended", "counts from", "pauses", "basis", "status", "valid"),
            tuple(_limit(row, lang) for row in law.clocks),
        ),
        Table(
            f"{law.version}: what starts legal clocks",
            ("moment", "sets", "steps", "only where it leads"),
            tuple(
                (opening.moment, ", ".join(opening.sets), ", ".join(opening.steps), opening.led_by or NOTHING)
                for opening in law.openings
            ),
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


def _routing(rule: Rule) -> tuple[str, ...]:
    support = (f"{task.agency} ({task.kind}){'*' if task.obligatory else ''}" for task in rule.support)
    fallback = (*rule.fallback.leads, *(f"outside: {code}" for code in rule.fallback.outside))
    return (
        rule.id,
        _when(rule),
        f"{rule.lead} ({rule.lead_kind})",
        ", ".join(support) or NOTHING,
        ", ".join(rule.outside) or NOTHING,
        ", ".join(fallback) or NOTHING,
        rule.walls,
        rule.status,
    )


def _when(rule: Rule) -> str:
    parts = []
    if rule.when.stages:
        parts.append(f"in {', '.join(rule.when.stages)}")
    if rule.when.without:
        parts.append(f"without {', '.join(rule.when.without)}")
    return " and ".join(parts) or "always"


def _lengths(rule: Rule, severity: Severity) -> str:
    lengths = rule.clocks.of(severity)
    return f"{lengths.acknowledge or NOTHING}/{lengths.verify or NOTHING}"


def _limit(row: LegalClock, lang: str) -> tuple[str, ...]:
    return (
        row.id,
        row.whose,
        row.written,
        row.extends_to or NOTHING,
        label(row.counts_from, lang),
        "yes" if row.pauses else "no",
        row.basis,
        f"{row.status}: {row.note.of(lang)}" if row.note else row.status,
        f"{row.valid_from or '…'} to {row.valid_to or '…'}",
    )


def _days(policy: Policy, lang: str) -> Iterator[tuple[str, ...]]:
    special = ((policy.calendar.days_off, "day off"), (policy.calendar.working_days, "working day"))
    rows = [(day.isoformat(), kind, name.of(lang)) for days, kind in special for day, name in days.items()]
    yield from sorted(rows)
