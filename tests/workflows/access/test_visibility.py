"""Who sees a report, its words and its tasks: every caller against every classification, by more than one of each."""

from itertools import combinations
from typing import Any
from uuid import UUID

import msgspec
import pytest

from tests.trail.verifier.trails import person
from tests.workflows.facts import lead, report
from workflows.access.actors import Actor
from workflows.access.facts import ReportFacts
from workflows.access.visibility import (
    AUDIT,
    BLIND,
    DESK,
    EVERYONE,
    may_read,
    of_agency,
    of_person,
    readers,
    task_readers,
    text_readers,
    that_matter,
    tokens,
    walled_agencies,
    walled_tokens,
)
from workflows.codes.people import Role
from workflows.codes.reports import Classification
from workflows.codes.tasks import TaskRole, TaskState

ORDINARY, RESTRICTED, SECRET = Classification


def caller(name: str, role: Role = Role.OFFICER, agency: str = "kejari", **more: Any) -> Actor:
    return Actor(person(name), agency, role, frozenset({"33.05"}), **more)


TASKS = (
    lead(id=UUID(int=1), agency="kpu", assignee=person("Former")),
    lead(id=UUID(int=2), role=TaskRole.SUPPORT, assignee=person("Support")),
    lead(id=UUID(int=3), assignee=person("Given")),
    lead(id=UUID(int=4), assignee=person("Given too")),
    lead(id=UUID(int=5), assignee=None),
)
FACTS = report(
    reported_by=person("Author"),
    reported_for=person("Maker"),
    reporting_agency="polres",
    lead_agency="bawaslu",
    named=frozenset({person("Named"), person("Named too")}),
    held_by=frozenset({"kpu", "bawaslu", "satpolpp"}),
    tasks=TASKS,
    lead_moved_by=frozenset({person("Mover"), person("Mover too")}),
)
WORDS: dict[Classification, set[str]] = {
    ORDINARY: {"everybody"},
    RESTRICTED: {"author", "maker", "lead", "supervisor of the lead", "given", "given too", "mover", "mover too",
                 "author in audit", "support", "kpu", "satpolpp", "coordinator", "auditor", "given as a supervisor"},
    SECRET: {"author", "maker", "named", "named too", "given", "given too", "supervisor of the lead",
             "given as a supervisor"},
}  # fmt: skip
"""Who reads the words of a report of each classification. docs/domain.md, "Who may read a report"."""
SIGHT = WORDS | {SECRET: WORDS[SECRET] | {"coordinator", "auditor", "author in audit"}}
"""Who sees that it exists, its codes and its course."""

CALLERS: dict[str, Actor] = {
    "author": caller("Author"),
    "author in audit": caller("Author", Role.AUDITOR, "inspektorat"),
    "maker": caller("Maker"),
    "named": caller("Named"),
    "named too": caller("Named too"),
    "given": caller("Given", agency="bawaslu"),
    "given too": caller("Given too", agency="bawaslu"),
    "given as a supervisor": caller("Given", Role.SUPERVISOR, "bawaslu"),
    "given, in another office": caller("Given"),
    "support": caller("Support", agency="bawaslu"),
    "former lead task": caller("Former"),
    "lead": caller("Sari", agency="bawaslu"),
    "supervisor of the lead": caller("Tono", Role.SUPERVISOR, "bawaslu"),
    "mover": caller("Mover", Role.SUPERVISOR, "bawaslu"),
    "mover too": caller("Mover too", Role.SUPERVISOR, "bawaslu"),
    "kpu": caller("Former", agency="kpu"),
    "satpolpp": caller("Rudi", Role.SUPERVISOR, "satpolpp"),
    "supervisor elsewhere": caller("Joko", Role.SUPERVISOR, "polres"),
    "coordinator": caller("Hadi", Role.COORDINATOR, "kesbangpol"),
    "auditor": caller("Lestari", Role.AUDITOR, "inspektorat"),
    "machine": caller("Machine", Role.INTEGRATOR, "diskominfo"),
    "admin": caller("Author", Role.ADMIN, "bawaslu"),
}
UNSEEING = {"admin"}
"""Who reads nothing, whatever else they are: here the reporter, and of the agency that leads."""

MOVERS = {"mover", "mover too"}
"""Who brought the lead to the agency that has it, and supervises there."""


def classified(classification: Classification, **more: Any) -> ReportFacts:
    return msgspec.structs.replace(FACTS, classification=classification, **more)


def seeing(column: list[str], about: ReportFacts, **how: bool) -> set[str]:
    """Who sees a row with these readers."""
    return {name for name, who in CALLERS.items() if may_read(column, walled_tokens(about), tokens(who, **how))}


@pytest.mark.parametrize("classification", Classification)
def test_each_classification_is_seen_and_read_by_these_and_nobody_else(classification: Classification) -> None:
    about = classified(classification)
    everybody = set(CALLERS) - UNSEEING if classification is ORDINARY else None
    assert seeing(text_readers(about), about) == (everybody or WORDS[classification])
    assert seeing(readers(about), about) == (everybody or SIGHT[classification])


@pytest.mark.parametrize("classification", Classification)
@pytest.mark.parametrize("walled", [set(pair) for pair in combinations(("bawaslu", "kejari", "kpu", "kesbangpol"), 2)])
def test_nobody_of_any_walled_agency_sees_anything(classification: Classification, walled: set[str]) -> None:
    """docs/domain.md, "Walls": "in no list, number, history, event, search or export"."""
    about = classified(classification, walled=frozenset(walled))
    assert {*walled_agencies(walled_tokens(about))} == walled
    for column in (readers(about), text_readers(about), *(task_readers(about, task) for task in TASKS)):
        assert not {name for name in seeing(column, about, acting=True) if CALLERS[name].agency in walled}


def test_whoever_brought_the_lead_here_does_not_read_what_is_secret_as_a_supervisor_here() -> None:
    for classification in Classification:
        seen = seeing(readers(classified(classification)), classified(classification))
        assert seen & MOVERS == (set() if classification is SECRET else MOVERS)
    assert walled_tokens(classified(SECRET, lead_agency=None)) == []


@pytest.mark.parametrize("classification", Classification)
def test_an_agency_sees_its_own_task_and_may_act_on_it_without_reading_the_report(
    classification: Classification,
) -> None:
    about = classified(classification)
    for task in TASKS:
        of_it = {name for name, who in CALLERS.items() if who.agency == task.agency} - MOVERS - UNSEEING
        assert seeing(task_readers(about, task), about) == of_it | seeing(readers(about), about)
    holding = {name for name, who in CALLERS.items() if who.agency in about.held_by} - MOVERS - UNSEEING
    acting = seeing(readers(about), about, acting=True)
    assert acting == seeing(readers(about), about) | holding
    assert seeing(text_readers(about), about, acting=True) == seeing(text_readers(about), about)


@pytest.mark.parametrize("state", TaskState)
@pytest.mark.parametrize("in_round", [1, 2])
def test_a_lead_task_lets_its_assignee_read_while_it_stands_in_the_present_round(
    state: TaskState, in_round: int
) -> None:
    """docs/domain.md, "Who may read a report": one that was taken back or handed on does not."""
    gone = {TaskState.DECLINED, TaskState.EXPIRED, TaskState.TRANSFERRED, TaskState.WITHDRAWN}
    task = lead(state=state, round=in_round, assignee=person("Given"))
    about = classified(SECRET, tasks=(task,), round=2)
    reads = {"given", "given as a supervisor"} if in_round == 2 and state not in gone else {"given as a supervisor"}
    for column in (readers(about), text_readers(about)):
        assert seeing(column, about) & {"given", "given as a supervisor", "given, in another office"} == reads


OWN: dict[Role, set[str]] = {
    Role.OFFICER: {EVERYONE}, Role.SUPERVISOR: {EVERYONE}, Role.COORDINATOR: {EVERYONE, DESK},
    Role.AUDITOR: {EVERYONE, AUDIT}, Role.INTEGRATOR: {EVERYONE}, Role.ADMIN: set(),
}  # fmt: skip


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("maker", [None, *Role])
def test_a_key_holds_of_its_roles_tokens_those_that_its_maker_holds_too(role: Role, maker: Role | None) -> None:
    """And no token of a person where either of the two reads as an office: an auditor, an admin."""
    held = {*tokens(caller("Me", role, "kpu", maker=None if maker is None else person("Maker"), maker_role=maker))}
    assert held & {EVERYONE, DESK, AUDIT} == OWN[role] & (OWN[role] if maker is None else OWN[maker])
    assert of_agency("kpu") in held
    assert (BLIND in held) is (Role.ADMIN in (role, maker))
    as_person = {role, maker}.isdisjoint({Role.ADMIN, Role.AUDITOR})
    assert (of_person(person("Me")) in held) is as_person
    assert (len(held - {EVERYONE, DESK, AUDIT, BLIND}) == 1) is not as_person


def test_of_a_caller_s_tokens_all_that_rows_name_matter_and_an_auditor_s_all() -> None:
    held = tokens(CALLERS["given as a supervisor"])
    for some in combinations(held, 2):
        assert that_matter(held, frozenset({*some, "agency:nobody"})) == some
    every = tokens(CALLERS["auditor"])
    assert that_matter(every, frozenset({EVERYONE})) == every


@pytest.mark.parametrize("classification", Classification)
def test_where_nobody_leads_the_tokens_are_those_of_everybody_else(classification: Classification) -> None:
    led = msgspec.structs.replace(FACTS, classification=classification, tasks=(), held_by=frozenset())
    leaderless = msgspec.structs.replace(led, lead_agency=None)
    for seen_by in (readers, text_readers):
        assert seen_by(leaderless) == [token for token in seen_by(led) if "bawaslu" not in token]
