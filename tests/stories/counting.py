"""Counts: nobody's summary holds more than the reports that they may know of."""

from collections import Counter
from collections.abc import Iterable, Iterator

from tests.stories.answers import Answer
from tests.stories.facts import Report
from tests.stories.findings import Finding

NO_LEAD = "-"
"""How a summary calls what nobody leads."""


def miscounted(answer: Answer, visible: Iterable[Report]) -> Iterator[Finding]:
    """What a summary counts beyond what its reader may know of, by election, state and category."""
    reports = list(visible)
    for told in answer["elections"]:
        of = [one for one in reports if one.election == told["election"]]
        allowed = {
            "state": Counter(one.state for one in of),
            "category": Counter(one.category for one in of),
            "agency": Counter(one.lead or NO_LEAD for one in of),
        }
        more = [
            f"{kind} {code}: {number}, not {allowed[kind][code]}"
            for kind in allowed for code, number in told[kind].items() if _total(number) > allowed[kind][code]
        ]  # fmt: skip
        if told["total"] > len(of):
            more.append(f"{told['total']} reports, not {len(of)}")
        if more:
            yield Finding("I1", "counts by GET /summary", f"{answer.office}: {more}")


def _total(counted: object) -> int:
    return counted if isinstance(counted, int) else sum(counted.values()) if isinstance(counted, dict) else 0
