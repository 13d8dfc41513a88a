"""Every problem that the API can answer: status and wording in two languages, keyed by its stable code.

RFC 9457. One table; the exception handlers, the ``actions`` reasons, the OpenAPI and ``/problems/{code}`` read it.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from service.edge.problems import (
    administrative,
    amounts,
    callers,
    cases,
    clocks,
    content,
    duplicates,
    erasures,
    evidence,
    machines,
    notices,
    outages,
    protections,
    reports,
    requests,
    reviews,
    tasks,
    trail,
)
from service.edge.problems.kind import ProblemType

_SUBJECTS = (
    *(requests, callers, amounts, outages),
    *(reports, duplicates, tasks, protections, erasures, cases, administrative, notices, clocks, reviews),
    *(evidence, content, trail, machines),
)


def by_code(tables: Iterable[Mapping[str, ProblemType]]) -> Mapping[str, ProblemType]:
    """The problems of all subjects by their codes. Raises ValueError for a code that two have."""
    gathered: dict[str, ProblemType] = {}
    for table in tables:
        if twice := gathered.keys() & table.keys():
            msg = f"two problems have one code: {', '.join(sorted(twice))}"
            raise ValueError(msg)
        gathered.update(table)
    return MappingProxyType(gathered)


PROBLEMS = by_code(subject.PROBLEMS for subject in _SUBJECTS)


def words(code: str, language: str) -> str:
    """The short wording of a code."""
    return PROBLEMS[code].title[language]
