"""A second opinion: who may know what of a report, from the rules of docs/domain.md and not from the code it judges."""

from collections.abc import Mapping
from enum import IntEnum

from tests.stories.contract import CORE, DESK, GOVERNMENT, REGION
from tests.stories.facts import GONE, Report
from tests.stories.people import Office


class Level(IntEnum):
    """How much of one report somebody may know; each holds what stands before it."""

    NOTHING = 0
    TASK = 1
    """That tasks of the own agency exist, and what stands on them. Not what of."""
    CODES = 2
    """Identifiers, codes, times and the history, without any words."""
    WORDS = 3


def walled(report: Report) -> frozenset[str]:
    """The agencies that may not know of it: accused, walled off by somebody, or all of the regency's own side."""
    own_side = GOVERNMENT if report.category == "incumbent_abuse" else frozenset()
    return report.accused | report.walls | own_side


def left_to_the_core(report: Report) -> bool:
    """Whether nobody of the lead may decide: nobody leads, or who does was ever accused, or is the regency's desk."""
    ever = report.accused | report.accused_ever | walled(report)
    return report.lead is None or report.lead in ever or (report.lead == DESK and bool(ever & GOVERNMENT))


def stand_ins(report: Report) -> frozenset[str]:
    """The core agencies that may act where neither the lead nor the desk may; some of them were passed over.

    Nor may the desk where nobody leads and one of its own shut somebody out: who did is not told here, so that it may
    be wherever somebody is shut out.
    """
    ever = report.accused | report.accused_ever | walled(report)
    stuck = left_to_the_core(report) and (bool(ever & GOVERNMENT) or (report.lead is None and bool(ever)))
    return CORE - ever if stuck else frozenset()


def level(office: Office, persons: Mapping[str, str], report: Report) -> Level:
    """What somebody may know of a report. ``persons`` is how the service calls each subject."""
    person = persons[office.subject]
    if office.role == "admin" or REGION not in office.regions or office.agency in walled(report):
        return Level.NOTHING
    if person in {report.author, report.author_behind}:
        return Level.WORDS
    if office.maker is not None:  # a key may know at most what its maker may
        return level(office.maker, persons, report)
    return _BY_CLASS[report.classification](office, person, report)


def _ordinary(office: Office, person: str, report: Report) -> Level:  # noqa: ARG001 - one signature for every class
    """Everybody of the region."""
    return Level.WORDS


def _restricted(office: Office, person: str, report: Report) -> Level:
    """Agencies that hold or held a task, the lead, the desk and auditors."""
    inside = office.agency == report.lead or report.holds(office.agency) or person in report.named
    if inside or office.role in {"coordinator", "auditor"}:
        return Level.WORDS
    return Level.CODES if office.role == "supervisor" and office.agency in stand_ins(report) else Level.NOTHING


def _secret(office: Office, person: str, report: Report) -> Level:
    """Named persons and the lead's supervisors; the desk and auditors its codes; holders that their task exists."""
    if person in report.named or person in _assignees(office, report):
        return Level.WORDS
    if office.role == "supervisor" and office.agency == report.lead:
        return Level.WORDS
    instead = office.role == "supervisor" and office.agency in stand_ins(report)
    if instead or office.role in {"coordinator", "auditor"}:
        return Level.CODES
    return Level.TASK if report.holds(office.agency) else Level.NOTHING


def _assignees(office: Office, report: Report) -> frozenset[str | None]:
    """Who works on the lead task at the lead agency, if this is somebody of it."""
    if office.agency != report.lead:
        return frozenset()
    lead = (task for task in report.tasks if task.role == "lead" and task.agency == report.lead)
    return frozenset(task.assignee for task in lead if task.state not in GONE and task.assignee is not None)


_BY_CLASS = {"ordinary": _ordinary, "restricted": _restricted, "secret": _secret}


def may_unseal(office: Office, persons: Mapping[str, str], report: Report) -> bool:
    """A reporter's name is shown to a supervisor of the lead agency who may read the words, for a reason."""
    leads = office.role == "supervisor" and office.agency == report.lead
    return leads and level(office, persons, report) is Level.WORDS
