"""What is decided where a report has more than one: tasks, walls, accusations, clearances, documents, clocks.

A decision that takes the first for all, or the newest for all there were, is right wherever a test has one of each.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest

from tests.features.gakkumdu.desk import Desk
from tests.trail.verifier.stories import CLOSE, LEAD, SUPPORT
from tests.trail.verifier.trails import BUDI, EKO, HADI, RINA, SARI, TONO, Case, Trail
from tests.workflows.decisions.test_rerouting import named
from tests.workflows.facts import WITH_ARMS
from tests.workflows.law import kept, started
from workflows.access.facts import TaskFacts
from workflows.access.refusals import LawForbids
from workflows.codes.reports import Category, ReportState
from workflows.codes.tasks import TaskState
from workflows.policy.routing import walls

WANTED = datetime.fromisoformat("2024-12-02T10:00:00+07:00")
INFORM = {"role": "support", "kind": "information"}
CLARIFY = {"role": "support", "kind": "clarification"}


def shown(case: Case) -> list[tuple[str, str, str]]:
    return [(task.agency, task.kind.value, task.state.value) for task in case.facts.tasks]


def facts(task: TaskFacts) -> tuple[Any, ...]:
    """What a task takes along when it is offered elsewhere."""
    return task.agency, task.role, task.kind, task.obligatory, task.requested_due_at


# Merging


def test_every_open_task_moves_to_the_one_that_names_it_and_what_may_not_stays_behind() -> None:
    trail = Trail()
    first = trail.intake().verify().assign(LEAD, {"agency": "polres", **CLARIFY}, {"agency": "kodim", **INFORM})
    second = trail.intake()
    second.offer(agency="kejari", **CLARIFY, obligatory=False).offer(agency="polres", **CLARIFY)
    second.offer(agency="kodim", **CLARIFY, due_at=WANTED).offer(agency="polres", **INFORM)
    second.offer(agency="kodim", **INFORM).merge(first)
    duplicate, survivor = trail.changes[-2:]
    gone, new = second.facts.tasks, first.facts.tasks[3:]
    moved = [gone[place] for place in (0, 2, 3)]
    assert {task.state for task in gone} == {TaskState.WITHDRAWN}
    assert [facts(task) for task in new] == [facts(task) for task in moved]
    assert [task.transferred_from for task in new] == [task.id for task in moved]
    ids, becoming = [str(task.id) for task in moved], {old.id: str(one.id) for old, one in zip(moved, new, strict=True)}
    assert named(duplicate.events[0])[1]["moved"] == sorted(ids)
    assert named(survivor.events[0])[1]["tasks"] == ids
    told = {event.task: named(event)[1] for event in duplicate.events if event.task is not None}
    assert told == {
        task.id: {"moved_to": becoming[task.id]} if task.id in becoming else {"not_moved": "already_there"}
        for task in gone
    }


@pytest.mark.parametrize("there", [{"kpu", "kejari"}, {"kpu"}, {"kejari"}, {"kodim", "kpu"}])
def test_walls_around_more_than_one_are_compared_both_ways(there: set[str]) -> None:
    trail = Trail()
    first, second = trail.intake(), trail.intake().wall("kpu").wall("kejari")
    for agency in sorted(there):
        first.wall(agency)
    if there == {"kpu", "kejari"}:
        second.merge(first)
        assert second.facts.state is ReportState.CLOSED
        return
    for one, other in ((first, second), (second, first)):
        with pytest.raises(LawForbids, match="walls_differ") as refused:
            one.merge(other)
        assert refused.value.details == {"agencies": sorted(there ^ {"kpu", "kejari"})}


def test_a_report_that_is_handled_takes_no_open_task_either() -> None:
    trail = Trail()
    first = trail.intake().verify().assign(LEAD)
    done(first)
    assert first.facts.state is ReportState.HANDLED
    with pytest.raises(LawForbids, match="survivor_not_open"):
        trail.intake().offer(agency="kejari", **CLARIFY).merge(first)


# The end of a report, and its return


def done(case: Case, who: Any = SARI, of: str = "bawaslu") -> Case:
    case.work(who, of, "accept").work(who, of, "start")
    return case.work(who, of, "complete", result="Selesai")


def test_with_a_report_every_open_task_ends_but_what_was_recommended() -> None:
    case = Trail().intake(severity="S3").verify().review().recommend("kejari")
    case.offer(agency="polres", **INFORM).recommend("kodim").offer(agency="kpu", **INFORM)
    case.fire(HADI, "dismiss", outcome="unfounded", reason="Tidak benar")
    assert [state for *_, state in shown(case)] == ["offered", "withdrawn", "offered", "withdrawn"]


def test_what_is_returned_is_worked_again_in_its_own_round_alone() -> None:
    case = done(Trail().intake(severity="S3").verify().assign(LEAD)).fire(HADI, "close", **CLOSE)
    case.fire(HADI, "reopen", reason="Bukti baru", basis="new_fact").assign(LEAD, SUPPORT | {"kind": "information"})
    done(done(case, BUDI, "polres")).fire(TONO, "return", reason="Kurang lengkap")
    assert [state for *_, state in shown(case)] == ["done", "in_progress", "done"]


# Walls, accusations, clearances


def test_of_who_is_walled_off_every_open_task_is_taken_back_and_people_stay_protected() -> None:
    case = Trail().intake(category="intimidation", severity="S1")
    case.offer(agency="polres", **CLARIFY).offer(agency="kpu", **INFORM).offer(agency="polres", **INFORM).wall("polres")
    assert shown(case) == [
        ("polres", "safety", "withdrawn"), ("polres", "clarification", "withdrawn"), ("kpu", "information", "offered"),
        ("polres", "information", "withdrawn"), ("satpolpp", "safety", "offered"),
    ]  # fmt: skip


def test_people_whom_somebody_else_protects_already_get_no_second_protector() -> None:
    case = Trail().intake(category="intimidation", severity="S1").offer(agency="kodim", role="support", kind="safety")
    case.wall("polres")
    assert shown(case) == [("polres", "safety", "withdrawn"), ("kodim", "safety", "offered")]


def test_a_second_wall_leaves_the_first_and_one_that_is_taken_down_the_others() -> None:
    case = Trail().intake()
    for walled in ({"kpu"}, {"kpu", "kejari"}, {"kpu", "kejari", "satpolpp"}):
        case.wall((walled - case.facts.walled).pop())
        assert case.facts.barred == case.facts.walled == walled
    case.lift("kejari")
    assert case.facts.barred == case.facts.walled == {"kpu", "satpolpp"}


def test_arms_stand_behind_the_wall_with_whichever_agency_they_belong_to() -> None:
    accused, barred = frozenset({"kejari", "bawaslu"}), frozenset({"kodim", "kpu"})
    arms = {"panwascam", "bpbd", "kecamatan"}
    assert walls(WITH_ARMS, Category.SECURITY_THREAT, accused, barred) == accused | barred | arms


def test_the_lead_passes_to_nobody_who_put_any_of_the_walls_up() -> None:
    case = Trail().intake().wall("kpu", HADI).wall("kejari", TONO)
    assert case.facts.passed_over == {"kesbangpol", "bawaslu"}
    case.wall("bawaslu", TONO)
    assert case.facts.passed_over == {"kesbangpol", "bawaslu"}
    assert case.facts.lead_agency not in {"kesbangpol", "bawaslu"}


def test_a_second_accusation_leaves_the_first_and_one_that_is_taken_back_the_other() -> None:
    case = Trail().intake(reported_party={"agency": "kpu"}).verify().assign(LEAD)
    case.amend(HADI, reported_party={"agency": "kejari"})
    assert case.facts.accused == case.facts.walled == {"kpu", "kejari"}
    case.agree(HADI, TONO, "accusation", agency="kpu")
    assert case.facts.accused == case.facts.walled == {"kejari"}
    assert case.facts.accused_ever == {"kpu", "kejari"}


def test_who_is_cleared_to_lead_stays_so_when_another_is_and_when_a_wall_passes_the_lead_on() -> None:
    case = Trail().intake(category="security_threat").verify().assign(SUPPORT | {"role": "lead"})
    first = case.facts.cleared
    for agency in ("satpolpp", "kesbangpol"):
        case.agree(HADI, EKO, "lead", agency=agency)
    assert case.facts.cleared == first | {"satpolpp", "kesbangpol"}
    case.wall("polres", EKO)
    assert case.facts.cleared >= first | {"satpolpp", "kesbangpol"}


# Transfers


def test_each_of_several_tasks_is_handed_on_with_what_belongs_to_it() -> None:
    case = Trail().intake().verify().assign(LEAD)
    case.offer(agency="polres", **INFORM, obligatory=False, due_at=WANTED).offer(agency="kejari", **CLARIFY)
    for agency, to in (("polres", "satpolpp"), ("kejari", "kpu")):
        case.work(HADI, agency, "transfer", agency=to, kind="forwarded", reason="Urusan lain")
    lead, *former, third, fourth = case.facts.tasks
    assert lead.state is TaskState.OFFERED
    assert [facts(task)[1:] for task in (third, fourth)] == [facts(task)[1:] for task in former]
    assert [task.transferred_from for task in (third, fourth)] == [task.id for task in former]
    assert [case.facts.transferred_to(task) for task in former] == [third.id, fourth.id]


@pytest.mark.parametrize(("lead", "holder"), [(SUPPORT | {"role": "lead"}, "bawaslu"), (LEAD, "polres")])
def test_a_task_is_handed_down_to_an_arm_of_its_holder_and_of_the_lead(lead: dict[str, Any], holder: str) -> None:
    category = "security_threat" if holder == "bawaslu" else "money_politics"
    case = Trail().intake(category=category).verify().assign(lead).offer(agency=holder, **CLARIFY)
    case.work(HADI, holder, "transfer", agency="panwascam", kind="handed_down", reason="Lebih dekat")
    assert case.facts.tasks[-1].agency == "panwascam"


def test_every_document_goes_along_in_order() -> None:
    trail = Trail()
    case = trail.intake().verify().assign(LEAD)
    papers = [{"kind": "study", "number": f"{number}/XI/2024", "words": f"Kajian {number}"} for number in range(3)]
    case.work(
        TONO, "bawaslu", "transfer", agency="panwascam", kind="handed_down", reason="Dekat", reference="1/XI/2024",
        documents=papers,
    )  # fmt: skip
    event = trail.changes[-1].events[0]
    assert [one["number"] for one in event.data["documents"]] == [paper["number"] for paper in papers]
    assert [text.content for text in event.texts[2:]] == [paper["words"] for paper in papers]


# Escalations


def test_who_answers_for_several_offers_ends_the_escalation_of_each_and_of_no_other() -> None:
    trail = Trail()
    case = trail.intake().verify().assign(LEAD).work(SARI, "bawaslu", "accept")
    case.offer(agency="polres", **INFORM).offer(agency="kpu", **CLARIFY).offer(agency="satpolpp", **INFORM)
    case.look(trail.now + timedelta(hours=3))
    assert escalated(case) == ["kpu", "polres", "satpolpp"]
    case.offer(agency="kejari", **INFORM).work(RINA, "kejari", "accept")
    assert escalated(case) == ["kpu"]


def test_with_a_report_the_escalation_of_every_offer_that_nobody_answered_ends() -> None:
    trail = Trail()
    case = trail.intake().offer(agency="polres", **INFORM).offer(agency="kpu", **CLARIFY)
    case.look(trail.now + timedelta(hours=3))
    assert escalated(case) == ["kpu", "polres"]
    case.fire(HADI, "dismiss", outcome="unfounded", reason="Tidak benar")
    assert case.facts.escalations == ()


def escalated(case: Case) -> list[str]:
    """Whose offers have gone up the ladder."""
    of = {task.id: task.agency for task in case.facts.tasks}
    return sorted(of[up.task] for up in case.facts.escalations if up.task is not None)


# Pauses


def test_while_the_lead_task_waits_every_clock_that_may_stands_still_and_each_runs_on_after_it() -> None:
    desk = Desk().verify().assign()
    for trigger in ("accept", "start"):
        desk.work(SARI, desk.task_of("bawaslu"), trigger)
    rules = ("pemilu/handling", "pemilu/forward_crime", "pilkada/handling")
    clocks = [kept(started(rule, desk.now), id=UUID(int=number), pauses=True) for number, rule in enumerate(rules)]
    desk.report = msgspec.structs.replace(desk.report, pausable=tuple(clocks))
    for trigger, why, still in (("wait", {"reason": "Menunggu saksi"}, desk.now), ("resume", {}, None)):
        desk.work(SARI, desk.task_of("bawaslu"), trigger, **why)
        assert [clock.paused_at for clock in desk.report.pausable] == [still] * len(rules)
        assert desk.report.pausable == desk.change.changed_clocks
        told = "clock.paused" if still else "clock.resumed"
        assert [event.action for event in desk.change.events][1:] == [told] * len(rules)
