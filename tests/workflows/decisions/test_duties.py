"""Every duty, for every office, over the whole of a report's story: lists here have two elements, and two orders."""

from itertools import product
from typing import Any
from uuid import UUID

import msgspec
import pytest

from tests.trail.verifier.trails import person
from tests.workflows.facts import WITH_ARMS, lead, report
from tests.workflows.law import POLICY
from workflows.access.actors import Actor
from workflows.access.facts import ReportFacts
from workflows.access.story import WORKS, hands_on, story_of
from workflows.codes.people import Role
from workflows.codes.reports import Category, ReportTrigger, Severity
from workflows.codes.tasks import TaskRole, TaskState, TaskTrigger
from workflows.decisions.duties import conflicts

ME, OTHER, THIRD = person("Me"), person("Other"), person("Third")
ENDING = (ReportTrigger.DISMISS, ReportTrigger.CLOSE)
GOVERNMENT = ("kesbangpol", "diskominfo", "dispermades")


def refused(code: str, about: ReportFacts, role: Role = Role.SUPERVISOR, agency: str = "bawaslu") -> set[ReportTrigger]:
    """The triggers that a duty with this code keeps from somebody."""
    me = Actor(ME, agency, role, frozenset({"33.05"}))
    return {trigger for trigger in ReportTrigger if code in conflicts(trigger, me, about, WITH_ARMS)}


@pytest.mark.parametrize("author", [{"reported_by": ME}, {"reported_by": OTHER, "reported_for": ME}, {}])
@pytest.mark.parametrize("taken", [None, Severity.S1, Severity.S2])
@pytest.mark.parametrize("severity", [Severity.S1, Severity.S3])
def test_nobody_checks_what_they_or_a_key_of_theirs_reported(
    author: dict[str, UUID], taken: Severity | None, severity: Severity
) -> None:
    """docs/domain.md, "The report": "Nobody verifies what they reported themselves"."""
    critical = severity is Severity.S1 and taken is not Severity.S2
    expected = {ReportTrigger.VERIFY, ReportTrigger.DISMISS} if author and not critical else set()
    assert refused("own_report", report(**author, severity=severity, severity_taken=taken)) == expected


@pytest.mark.parametrize("mine", [{"worked_by": (OTHER, ME)}, {"completed_by": ME}, {}])
@pytest.mark.parametrize("place", [0, 1])
@pytest.mark.parametrize("round_now", [1, 2])
def test_nobody_ends_alone_what_was_grave_and_they_took_part_in_leading(
    mine: dict[str, Any], place: int, round_now: int
) -> None:
    """docs/domain.md, "The report": "ended by somebody who never took part in its lead task, in any round"."""
    tasks = [lead(id=UUID(int=6), worked_by=(OTHER,), completed_by=OTHER), lead(role=TaskRole.SUPPORT)]
    tasks.insert(place, lead(id=UUID(int=7), assignee=ME, completed_by=OTHER) if not mine else lead(**mine))
    for severity, highest in product(Severity, [None, *Severity]):
        about = report(severity=severity, severity_highest=highest, tasks=tuple(tasks), round=round_now)
        grave = (highest or severity) in {Severity.S1, Severity.S2}
        assert refused("separation_of_duties", about) == ({*ENDING} if mine and grave else set())


def test_who_only_supported_ends_what_was_grave() -> None:
    about = report(severity=Severity.S1, tasks=(lead(role=TaskRole.SUPPORT, worked_by=(ME,), completed_by=ME),))
    assert refused("separation_of_duties", about) == set()


ACCUSED = [
    frozenset(agencies)
    for agencies in [(), ("kpu",), ("bawaslu",), ("diskominfo",), ("bawaslu", "kpu"), ("kpu", "diskominfo")]
]
OFFICES = [
    (Role.OFFICER, "kpu"), (Role.SUPERVISOR, "bawaslu"), (Role.SUPERVISOR, "panwascam"), (Role.OFFICER, "diskominfo"),
    (Role.SUPERVISOR, "dispermades"), (Role.COORDINATOR, "kesbangpol"), (Role.SUPERVISOR, "kecamatan"),
    (Role.SUPERVISOR, "kesbangpol"), (Role.OFFICER, "kesbangpol"), (Role.COORDINATOR, "inspektorat"),
]  # fmt: skip


@pytest.mark.parametrize("office", OFFICES, ids=lambda office: f"{office[0]}-{office[1]}")
@pytest.mark.parametrize("accused", ACCUSED)
@pytest.mark.parametrize("ever", ACCUSED)
def test_nobody_checks_or_ends_what_their_own_side_was_ever_accused_of(
    office: tuple[Role, str], accused: frozenset[str], ever: frozenset[str]
) -> None:
    """docs/domain.md, "Walls": "ends or decides what their own side was ever accused of"; the desk is the regency's."""
    role, agency = office
    charged = accused | ever
    of_it = agency in charged or {"panwascam": "bawaslu", "kecamatan": "kpu"}.get(agency) in charged
    at_the_desk = role is Role.COORDINATOR or agency == "kesbangpol"
    desk = at_the_desk and not charged.isdisjoint({*GOVERNMENT, "kpu"})  # whose arms are the regency's
    checking = {ReportTrigger.VERIFY} if of_it else set()
    expected = checking | ({*ENDING, ReportTrigger.RETURN, ReportTrigger.REOPEN} if of_it or desk else set())
    assert refused("own_side_accused", report(accused=accused, accused_ever=ever), role, agency) == expected


@pytest.mark.parametrize("proposed", [None, "money_politics/default"])
@pytest.mark.parametrize("leads", ["bawaslu", "polres"])
def test_what_became_another_case_is_not_closed_by_who_may_not_lead_it(proposed: str | None, leads: str) -> None:
    expected = {ReportTrigger.CLOSE} if proposed and leads == "polres" else set()
    assert refused("routing_conflict", report(proposed_rule=proposed, lead_agency=leads)) == expected


# What the story keeps


WORKED = {"accept", "start", "wait", "resume", "complete"}
"""docs/domain.md, "The report": "who accepted it, began it, let it wait, went on or completed it"."""


def test_who_has_worked_on_a_task_is_who_accepted_it_or_went_on_with_it() -> None:
    assert {one.value for one in WORKS} == WORKED


@pytest.mark.parametrize("trigger", TaskTrigger)
@pytest.mark.parametrize("before", [(), (ME,), (OTHER,), (OTHER, THIRD)], ids=len)
@pytest.mark.parametrize("assignee", [None, ME, THIRD])
def test_whoever_works_on_a_task_is_kept_and_for_whom_it_is_done_and_nobody_is_ever_forgotten(
    trigger: TaskTrigger, before: tuple[UUID, ...], assignee: UUID | None
) -> None:
    """To whom it is only given has done nothing yet."""
    kept = hands_on(lead(worked_by=before, assignee=assignee), trigger, ME)
    stood = {assignee} - {None} if trigger.value == "complete" else set()
    assert {*kept} == {*before} | ({ME} if trigger.value in WORKED else set()) | stood
    assert len(kept) == len({*kept})


@pytest.mark.parametrize("first", Severity)
@pytest.mark.parametrize("then", Severity)
def test_the_severity_that_it_came_in_with_and_the_highest_are_kept(first: Severity, then: Severity) -> None:
    before = report(severity=first, severity_taken=first, severity_highest=first)
    after = msgspec.structs.replace(before, severity=then)
    after = msgspec.structs.replace(after, **story_of(before, after, ME, "kpu", POLICY))
    assert (after.severity_taken, after.severity_highest, after.highest) == (first, min(first, then), min(first, then))


def test_every_accusation_and_everybody_who_moved_the_lead_is_kept() -> None:
    before = report(lead_moved_by=frozenset({OTHER}), accused_ever=frozenset({"kpu"}))
    after = msgspec.structs.replace(
        before, lead_agency="polres", accused=frozenset({"kodim"}), category=Category.INCUMBENT_ABUSE
    )
    told = story_of(before, after, ME, "kpu", POLICY)
    assert told["lead_moved_by"] == {OTHER, ME}
    assert told["accused_ever"] == {"kpu", "kodim"} | POLICY.walled_by_category[Category.INCUMBENT_ABUSE]
    assert "lead_moved_by" not in story_of(before, after, None, "kpu", POLICY)


def test_a_task_was_transferred_to_the_one_that_names_it() -> None:
    tasks = (
        lead(id=UUID(int=11), state=TaskState.TRANSFERRED), lead(id=UUID(int=12), state=TaskState.TRANSFERRED),
        lead(id=UUID(int=21), transferred_from=UUID(int=11)), lead(id=UUID(int=22), transferred_from=UUID(int=12)),
    )  # fmt: skip
    about = report(tasks=tasks)
    assert [about.transferred_to(task) for task in tasks] == [UUID(int=21), UUID(int=22), None, None]
