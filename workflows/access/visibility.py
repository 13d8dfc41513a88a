"""Who may see a report at all, as tokens: a row shows when its readers and the caller's tokens meet.

The same tokens stand in the ``readers`` and ``walled`` columns, so that PostgreSQL's row security
and this module say one thing. Source: docs/domain.md, "Walls" and "Who may read a report".
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from uuid import UUID

from workflows.access.actors import Actor
from workflows.access.facts import ReportFacts, TaskFacts
from workflows.codes.people import Role
from workflows.codes.reports import Classification
from workflows.codes.states import STANDING_TASK_STATES
from workflows.codes.tasks import TaskRole

EVERYONE = "region"
DESK = "desk"
AUDIT = "audit"
SYSTEM = "system"
"""Reads every row, held by nobody: the write of a decided change may move a row out of its actor's sight."""

BLIND = "blind"
"""The token of who carries an agency's token for its walls alone, and reads nothing by it."""

_AGENCY = "agency:"
_ROLE_TOKENS = {
    Role.OFFICER: (EVERYONE,),
    Role.SUPERVISOR: (EVERYONE,),
    Role.COORDINATOR: (EVERYONE, DESK),
    Role.AUDITOR: (EVERYONE, AUDIT),
    Role.INTEGRATOR: (EVERYONE,),
    Role.ADMIN: (BLIND,),
}


def of_agency(agency: str) -> str:
    """The token of everybody in an agency."""
    return f"{_AGENCY}{agency}"


def of_holder(agency: str) -> str:
    """The token under which an agency that holds a task may act on it without reading the report."""
    return f"holder:{agency}"


def of_supervisor(agency: str) -> str:
    """The token of an agency's supervisors."""
    return f"supervisor:{agency}"


def of_supervising(agency: str, person: UUID) -> str:
    """The token of one person as a supervisor of an agency."""
    return f"{of_supervisor(agency)}:{person}"


def of_working(agency: str, person: UUID) -> str:
    """The token of one person in the office of an agency, and in no other."""
    return f"working:{agency}:{person}"


def of_person(person: UUID) -> str:
    """The token of one person."""
    return f"person:{person}"


def tokens(actor: Actor, *, acting: bool = False) -> tuple[str, ...]:
    """The caller's tokens; ``acting`` adds what a command needs to touch the report of its own task.

    An admin and an auditor carry their agency's token only so that a wall against it holds. An API key carries of its
    own role's tokens those that its maker's has too, and its own as a person: where that stands among the readers of
    what the key reported, its maker's stands beside it (``authors``), so that it sees nothing that its maker does not.
    """
    return _tokens(actor.role, actor.agency, actor.person, acting, actor.maker_role)


@lru_cache(maxsize=8192)
def _tokens(role: Role, agency: str, person: UUID, acting: bool, maker: Role | None) -> tuple[str, ...]:  # noqa: FBT001 - a cache's key
    own = _ROLE_TOKENS[role]
    if Role.ADMIN in (role, maker):
        return (BLIND, of_agency(agency))
    shared = (*(own if maker is None else (token for token in own if token in _ROLE_TOKENS[maker])), of_agency(agency))
    if Role.AUDITOR in (role, maker):
        return shared
    named = (of_person(person), of_working(agency, person))
    leading = (of_supervisor(agency), of_supervising(agency, person)) if role is Role.SUPERVISOR else ()
    holding = (of_holder(agency),) if acting else ()
    return (*shared, *named, *leading, *holding)


def may_read(readers: Iterable[str], walled: Iterable[str], held: tuple[str, ...]) -> bool:
    """Whether a caller with the tokens ``held`` sees the row."""
    tokens_held = frozenset(held)
    if BLIND in tokens_held:
        return False
    return tokens_held.isdisjoint(walled) and not tokens_held.isdisjoint(readers)


def that_matter(held: tuple[str, ...], named: frozenset[str]) -> tuple[str, ...]:
    """Those of a caller's tokens that can decide over rows whose ``readers`` and ``walled`` name only ``named``.

    Callers for whom the same remain see the same of those rows. An auditor also sees what names no reader, and is
    shown by every token what may be said of it, so that all of theirs remain.
    """
    return held if AUDIT in held else tuple(token for token in held if token in named)


def authors(report: ReportFacts) -> set[str]:
    """The tokens of who reported it: a person, or an API key and who made it."""
    return {of_person(person) for person in (report.reported_by, report.reported_for) if person is not None}


def walled_tokens(report: ReportFacts) -> list[str]:
    """The tokens that never see the report, whatever else they hold.

    Whoever brought the lead of a secret report to an agency does not see it as a supervisor there.
    """
    return sorted((*map(of_agency, report.walled), *_movers(report)))


def walled_agencies(tokens_walled: Iterable[str]) -> list[str]:
    """The agencies among such tokens."""
    return [token.removeprefix(_AGENCY) for token in tokens_walled if token.startswith(_AGENCY)]


def _movers(report: ReportFacts) -> Iterator[str]:
    if report.classification is Classification.SECRET and report.lead_agency is not None:
        for person in report.lead_moved_by:
            yield of_supervising(report.lead_agency, person)


def readers(report: ReportFacts) -> list[str]:
    """The tokens that see the report: its codes, tasks, clocks and history.

    Who stands in for the desk sees as much as the desk of a secret report, and none of its words: one person's
    accusation is enough to bring it to them.
    """
    holders = (of_holder(agency) for agency in report.held_by)
    hidden = report.classification is not Classification.ORDINARY
    instead = map(of_supervisor, report.stand_ins) if hidden else ()
    return sorted({SYSTEM, *holders, *instead, *_BY_CLASSIFICATION[report.classification](report)})


def text_readers(report: ReportFacts) -> list[str]:
    """The tokens that read the report's free text; for a secret report only the persons it names."""
    if report.classification is Classification.SECRET:
        return sorted({SYSTEM, *_named(report)})
    return sorted({SYSTEM, *_BY_CLASSIFICATION[report.classification](report)})


def task_readers(report: ReportFacts, task: TaskFacts) -> list[str]:
    """The tokens that see a task: its own agency always, and whoever sees the report."""
    return sorted({*readers(report), of_agency(task.agency)})


def _ordinary(_report: ReportFacts) -> set[str]:
    return {EVERYONE}


def _restricted(report: ReportFacts) -> set[str]:
    lead = () if report.lead_agency is None else (of_agency(report.lead_agency),)
    holders = (of_agency(agency) for agency in report.held_by)
    return {DESK, AUDIT, *authors(report), *lead, *holders}


def _named(report: ReportFacts) -> set[str]:
    """The lead agency's named persons: its supervisors by office, who was given its lead task, the named, the author.

    A supporting task gives nobody the report to read, whoever comes to lead; nor does the lead task to somebody who
    works elsewhere, nor one that was taken back, handed on, or of a round that is over.
    """
    lead = () if report.lead_agency is None else (of_supervisor(report.lead_agency),)
    leading = (task for task in report.tasks if _leads_now(task, report))
    working = (of_working(task.agency, task.assignee) for task in leading if task.assignee)
    return {*lead, *working, *authors(report), *map(of_person, report.named)}


def _leads_now(task: TaskFacts, report: ReportFacts) -> bool:
    """Whether it is the lead task of the agency that leads, in the present round, to be done or done."""
    leading = task.role is TaskRole.LEAD and task.agency == report.lead_agency
    return leading and task.round == report.round and task.state in STANDING_TASK_STATES


def _secret(report: ReportFacts) -> set[str]:
    return {DESK, AUDIT, *_named(report)}


_BY_CLASSIFICATION = {
    Classification.ORDINARY: _ordinary,
    Classification.RESTRICTED: _restricted,
    Classification.SECRET: _secret,
}
