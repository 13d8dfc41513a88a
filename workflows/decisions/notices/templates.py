"""Templates of notices: words made ready, in which facts of the report and fields of the sender are put in.

A template is rendered once, when the notice is sent; what is kept is the text that came of it and never the template.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import NamedTuple

from workflows.access.facts import ReportFacts
from workflows.codes.notices import NoticeLanguage, TemplateFact
from workflows.codes.wording import label

_MONTHS: Mapping[str, tuple[str, ...]] = {
    "id": (
        "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober",
        "November", "Desember",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
        "November", "December",
    ),
}  # fmt: skip


class Telling(NamedTuple):
    """What the facts of a template are taken from: the report, when it is told, the region's zone and agencies' names.

    ``agencies`` has the name of each agency in a language.
    """

    report: ReportFacts
    sent_at: datetime
    local_day: Callable[[datetime], date]
    agency: Callable[[str, str], str]


def fact(name: TemplateFact, telling: Telling, language: NoticeLanguage) -> str | None:
    """What a fact of the report reads in a language; None when the report has none."""
    return _FACTS[name](telling, language.value)


def written_day(day: date, language: str) -> str:
    """A day in words, for example ``24 November 2024``."""
    return f"{day.day} {_MONTHS[language][day.month - 1]} {day.year}"


def _day(telling: Telling, moment: datetime | None, language: str) -> str | None:
    return None if moment is None else written_day(telling.local_day(moment), language)


def _lead(telling: Telling, language: str) -> str | None:
    lead = telling.report.lead_agency
    return None if lead is None else telling.agency(lead, language)


def _outcome(telling: Telling, language: str) -> str | None:
    outcome = telling.report.outcome
    return None if outcome is None else label(outcome, language)


_FACTS: Mapping[TemplateFact, Callable[[Telling, str], str | None]] = {
    TemplateFact.REGISTER_NUMBER: lambda telling, _: telling.report.register_number,
    TemplateFact.CATEGORY: lambda telling, language: label(telling.report.category, language),
    TemplateFact.STATE: lambda telling, language: label(telling.report.state, language),
    TemplateFact.OUTCOME: _outcome,
    TemplateFact.LEAD_AGENCY: _lead,
    TemplateFact.REPORTED_ON: lambda telling, language: _day(telling, telling.report.reported_at, language),
    TemplateFact.CLOSED_ON: lambda telling, language: _day(telling, telling.report.closed_at, language),
    TemplateFact.SENT_ON: lambda telling, language: _day(telling, telling.sent_at, language),
}
