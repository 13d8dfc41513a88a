"""What is missed goes up, rung by rung, each at its own time, until somebody makes it good.

docs/domain.md, "Service clocks and the ladder": "What nobody acknowledges in time climbs: supervisor of the lead
agency, coordinator, Sekda, Forkopimda." docs/domain.md, "The task": "`expired`: nobody answered in time, and it goes up
the ladder".
"""

import json
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.trail.verifier.trails import BUDI, EKO, HADI, POLICY, SARI, START, TONO, Case, Trail, actor
from workflows.access.facts import Escalation
from workflows.codes.clocks import Rung
from workflows.codes.people import Role
from workflows.decisions.clocks.ladder import highest

LEAD = {"agency": "bawaslu", "role": "lead", "kind": "case"}
SUPPORT = {"agency": "polres", "role": "support", "kind": "information"}
LONG = timedelta(days=30)
JOKO, NITA = actor(Role.OFFICER, "satpolpp", "Joko"), actor(Role.OFFICER, "kesbangpol", "Nita")
RUNGS = ["lead_supervisor", "coordinator", "sekda", "forkopimda"]


def told(trail: Trail, *actions: str) -> list[dict[str, Any]]:
    """What clocks have put into the trail, oldest first."""
    events = [json.loads(leaf) for leaf in trail.leaves]
    clockwork = ("clock.warned", "task.expired", "report.escalated", "report.unassigned")
    return [event for event in events if event["action"] in (actions or clockwork)]


def steps(trail: Trail, clock: UUID | None = None) -> list[tuple[str, Any, str]]:
    """Each event as its action, the percent or rung, and its moment."""
    found = []
    for event in told(trail, "clock.warned", "task.expired", "report.escalated"):
        data = event["data"]
        if clock is None or data["clock"] == str(clock):
            found.append((event["action"], data.get("percent", data.get("rung")), data["moment"][11:19]))
    return found


def taken(trail: Trail, **changes: Any) -> Case:
    """A report that belongs to no election, so that no law limits anything beside its service clocks."""
    return trail.intake(**({"election": None} | changes))


def offered(trail: Trail, **changes: Any) -> Case:
    """A verified report whose lead task has just been offered, with no clock of its own left."""
    return taken(trail, **changes).verify().assign(LEAD)


def clock_of(case: Case, kind: str, *, on_task: bool) -> UUID:
    return next(c.id for c in case.clocks.values() if c.kind == kind and (c.task is not None) == on_task)


def test_an_offer_that_nobody_answers_warns_three_times_expires_and_goes_up_at_the_times_of_the_policy() -> None:
    trail = Trail()
    case = offered(trail)  # S2 of money_politics at 00:00:03: 1h to answer; then 0m, 15m, 30m and 1h more
    clock = clock_of(case, "acknowledge", on_task=True)
    case.look(START + LONG)
    assert steps(trail, clock) == [
        ("clock.warned", 50, "00:30:03"),
        ("clock.warned", 80, "00:48:03"),
        ("clock.warned", 100, "01:00:03"),
        ("task.expired", None, "01:00:03"),
        ("report.escalated", "lead_supervisor", "01:00:03"),
        ("report.escalated", "coordinator", "01:15:03"),
        ("report.escalated", "sekda", "01:45:03"),
        ("report.escalated", "forkopimda", "02:45:03"),
    ]
    assert not case.look(START + 2 * LONG)


def test_the_event_says_when_it_was_due_beside_when_it_was_written() -> None:
    trail = Trail()
    case = offered(trail)
    case.look(START + timedelta(hours=12))
    event = told(trail, "report.escalated")[-1]
    assert (event["data"]["moment"], event["at"]) == ("2024-11-25T02:45:03.000000Z", "2024-11-25T12:00:01.000000Z")
    assert event["data"]["due_at"] == "2024-11-25T01:00:03.000000Z"
    assert event["actor"] == {"person": str(UUID(int=0)), "agency": "system", "role": "system"}


@pytest.mark.parametrize(
    ("severity", "moments"),
    [
        # intimidation at 00:00:03. S1: 5m; 0m, 5m, 10m, 15m. S2: 15m; 0m, 15m, 30m, 1h.
        ("S1", ["00:05:03", "00:10:03", "00:20:03", "00:35:03"]),
        ("S2", ["00:15:03", "00:30:03", "01:00:03", "02:00:03"]),
        # S3: 4h; 0m, 2h, then one working day twice, which end at 23:59:59 in Jakarta: 16:59:59 UTC.
        ("S3", ["04:00:03", "06:00:03", "16:59:59", "16:59:59"]),
    ],
)
def test_each_severity_has_its_own_times(severity: str, moments: list[str]) -> None:
    trail = Trail()
    case = taken(trail, category="intimidation", severity=severity).verify(HADI)
    case.assign(LEAD)
    lead = next(task.id for task in case.facts.tasks if task.role == "lead")
    clock = next(c.id for c in case.clocks.values() if c.task == lead)
    case.look(START + LONG)
    ups = [step for step in steps(trail, clock) if step[0] == "report.escalated"]
    assert [rung for _, rung, _ in ups] == RUNGS
    assert [moment for *_, moment in ups] == moments


def test_working_days_of_a_rung_are_those_of_the_region() -> None:
    trail = Trail()
    case = taken(trail, severity="S3").verify().assign(LEAD)
    case.look(START + LONG)
    days = [event["data"]["moment"][:10] for event in told(trail, "report.escalated")]
    # Monday, and then the ends of Tuesday and of Thursday: Wednesday 27 November 2024 is voting day of the pilkada.
    assert days == ["2024-11-25", "2024-11-25", "2024-11-26", "2024-11-28"]


def test_the_report_falls_back_when_the_offer_to_its_lead_expires() -> None:
    trail = Trail()
    case = offered(trail)
    case.look(START + timedelta(hours=1, seconds=3))
    assert (case.facts.state, case.facts.tasks[0].state) == ("verified", "expired")
    assert [event["action"] for event in told(trail)[-4:]] == [
        "clock.warned", "task.expired", "report.unassigned", "report.escalated",
    ]  # fmt: skip


def test_the_supervisor_of_who_was_to_lead_is_called_first_though_the_report_has_fallen_back() -> None:
    trail = Trail()
    case = taken(trail, category="hoax", severity="S2").verify(HADI)
    case.assign({"agency": "polres", "role": "lead", "kind": "clarification"})  # the rule's lead is bawaslu
    case.look(START + LONG)
    assert case.facts.lead_agency != "polres"
    assert told(trail, "report.escalated")[0]["data"]["agency"] == "polres"


def test_an_offer_to_support_goes_up_to_the_supervisor_of_the_lead() -> None:
    trail = Trail()
    case = taken(trail).verify().assign(LEAD, SUPPORT)
    case.work(SARI, "bawaslu", "accept")
    case.look(START + LONG)
    assert [event["agency"] for event in told(trail, "task.expired")] == ["polres"]
    assert told(trail, "report.escalated")[0]["data"]["agency"] == "bawaslu"
    assert case.facts.state == "assigned"


def test_a_report_that_nobody_verifies_goes_up_too() -> None:
    trail = Trail()
    case = taken(trail)  # S2 of money_politics at 00:00:01: 1h to answer, 6h to verify
    clock = clock_of(case, "verify", on_task=False)
    case.look(START + LONG)
    assert steps(trail, clock) == [
        ("clock.warned", 50, "03:00:01"),
        ("clock.warned", 80, "04:48:01"),
        ("clock.warned", 100, "06:00:01"),
        ("report.escalated", "lead_supervisor", "06:00:01"),
        ("report.escalated", "coordinator", "06:15:01"),
        ("report.escalated", "sekda", "06:45:01"),
        ("report.escalated", "forkopimda", "07:45:01"),
    ]
    assert {(e.kind, e.rung, e.task) for e in case.facts.escalations} == {
        ("verify", Rung.FORKOPIMDA, None),
        ("acknowledge", Rung.FORKOPIMDA, None),
    }


def test_clocks_of_one_report_happen_in_the_order_of_their_moments() -> None:
    trail = Trail()
    # With its safety task: three clocks that go up, and beside them a limit of Bawaslu's to the initial study.
    case = taken(trail, category="intimidation", severity="S1", election="pemilu-2024")
    case.look(START + LONG)
    moments = [event["data"]["moment"] for event in told(trail, "clock.warned", "report.escalated")]
    assert len(moments) == 4 * 3 + 3 * 4
    assert moments == sorted(moments)


def test_a_step_that_a_wall_forbids_is_passed_over_and_named() -> None:
    """Every agency of the regency government is walled off: the desk, the secretary and the regent's forum with it."""
    trail = Trail()
    taken(trail, category="incumbent_abuse", severity="S2").look(START + LONG)
    ups = {event["data"]["rung"] for event in told(trail, "report.escalated")}
    assert ups == {"lead_supervisor"}


def test_a_report_that_nobody_may_lead_goes_up_past_the_supervisor() -> None:
    trail = Trail()
    case = taken(trail, severity="S2")
    facts = msgspec.structs.replace(case.facts, lead_agency=None)
    trail.reports[case.id] = facts
    case.look(START + timedelta(hours=1, minutes=16))
    first = told(trail, "report.escalated")[0]["data"]
    assert (first["rung"], first["passed_over"], first["agency"]) == ("coordinator", ["lead_supervisor"], None)


def gone_up(trail: Trail, *offers: dict[str, Any]) -> Case:
    case = taken(trail).verify().assign(*(offers or (LEAD,)))
    case.look(START + timedelta(hours=1, minutes=20))
    assert case.facts.escalations
    return case


def at_rest(case: Case) -> bool:
    """Nothing of the escalation is left, and however long one waits nothing more comes."""
    return not case.facts.escalations and not case.look(START + LONG)


def test_it_ends_when_another_lead_accepts_and_not_when_one_is_offered() -> None:
    case = gone_up(Trail())
    case.assign(LEAD)
    assert [e.rung for e in case.facts.escalations] == [Rung.COORDINATOR]
    case.work(SARI, "bawaslu", "accept")
    assert at_rest(case)


def test_it_ends_when_the_offer_that_expired_is_withdrawn() -> None:
    case = gone_up(Trail())
    case.work(HADI, "bawaslu", "withdraw", reason="Diganti")
    assert at_rest(case)


def test_it_ends_when_the_agency_accepts_a_second_offer() -> None:
    case = gone_up(Trail(), LEAD, SUPPORT)
    case.assign(LEAD).work(SARI, "bawaslu", "accept")
    assert [e.task for e in case.facts.escalations] == [case.facts.tasks[1].id]
    case.offer(**SUPPORT).work(BUDI, "polres", "accept")
    assert at_rest(case)


def test_it_ends_when_another_agency_takes_the_same_work_on() -> None:
    case = gone_up(Trail(), LEAD, SUPPORT)
    case.assign(LEAD).work(SARI, "bawaslu", "accept")
    case.offer(agency="satpolpp", role="support", kind="safety").work(JOKO, "satpolpp", "accept")
    assert case.facts.escalations  # other work than what was not answered
    case.offer(agency="kesbangpol", role="support", kind="information").work(NITA, "kesbangpol", "accept")
    assert at_rest(case)


def test_it_ends_when_the_report_is_verified() -> None:
    trail = Trail()
    case = taken(trail)
    case.look(START + timedelta(hours=7))
    assert case.facts.escalations
    case.verify()
    assert at_rest(case)


def test_it_ends_when_the_report_is_dismissed() -> None:
    trail = Trail()
    case = taken(trail)
    case.look(START + timedelta(hours=7))
    case.fire(HADI, "dismiss", outcome="unfounded", reason="Tidak benar")
    assert at_rest(case)


def test_closing_a_report_ends_every_escalation_of_it() -> None:
    trail = Trail()
    case = taken(trail).verify().assign(LEAD, SUPPORT | {"obligatory": False})
    case.work(SARI, "bawaslu", "accept").work(SARI, "bawaslu", "start")
    case.look(START + timedelta(hours=2))
    case.work(SARI, "bawaslu", "complete", result="Terbukti")
    assert case.facts.escalations
    case.fire(TONO, "close", outcome="sanctioned", notice={"sent": True, "text": "Selesai"})
    assert at_rest(case)


def test_an_offer_that_is_answered_in_time_says_nothing_more() -> None:
    trail = Trail()
    case = offered(trail)
    case.look(START + timedelta(minutes=31))
    case.work(SARI, "bawaslu", "accept")
    assert not case.look(START + LONG)
    assert [step[:2] for step in steps(trail)] == [("clock.warned", 50)]


@pytest.mark.parametrize("answer", ["decline", "transfer"])
def test_an_offer_that_is_refused_or_handed_on_in_time_does_not_expire(answer: str) -> None:
    trail = Trail()
    case = taken(trail, category="security_threat").verify().assign(SUPPORT | {"role": "lead", "kind": "safety"})
    members = {"agency": "satpolpp", "kind": "forwarded"} if answer == "transfer" else {}
    case.work(EKO, "polres", answer, reason="Bukan wewenang", **members)
    case.look(START + LONG)
    assert [event["agency"] for event in told(trail, "task.expired")] == ["satpolpp"] * (answer == "transfer")


def test_legal_clocks_warn_and_never_go_up() -> None:
    """docs/domain.md, "Service clocks and the ladder": "Only service clocks climb"."""
    trail = Trail()
    case = offered(trail)
    some = next(iter(case.clocks.values()))
    legal = msgspec.structs.replace(
        some, id=UUID(int=7), task=None, kind="to_court", stopped_at=None, next_at=START + timedelta(hours=1)
    )
    case.clocks = {legal.id: legal}
    case.look(START + LONG)
    assert [step[:2] for step in steps(trail)] == [("clock.warned", 50), ("clock.warned", 80), ("clock.warned", 100)]
    assert not case.facts.escalations


def stand(rung: Rung, since: datetime, number: int) -> Escalation:
    return Escalation(clock=UUID(int=number), task=None, kind="verify", rung=rung, since=since)


def test_of_several_escalations_the_one_that_went_furthest_is_shown_then_the_oldest() -> None:
    later = START + timedelta(hours=1)
    found = [stand(Rung.COORDINATOR, START, 1), stand(Rung.SEKDA, later, 2), stand(Rung.SEKDA, START, 3)]
    assert highest(found) == found[2]
    assert highest([]) is None


@settings(deadline=None, max_examples=40)
@given(looks=st.lists(st.timedeltas(timedelta(0), timedelta(days=9)), max_size=12), data=st.data())
def test_however_often_and_late_one_looks_the_same_things_happen_at_the_same_moments(
    looks: list[timedelta], data: st.DataObject
) -> None:
    severity = data.draw(st.sampled_from(["S1", "S2", "S3"]))
    category = data.draw(st.sampled_from(["intimidation", "money_politics", "polarisation"]))
    whole = timedelta(days=9)
    at_once = _told_by([whole], severity, category)
    assert _told_by([*sorted(looks), whole], severity, category) == at_once


def _told_by(looks: list[timedelta], severity: str, category: str) -> list[tuple[Any, ...]]:
    trail = Trail()
    case = taken(trail, severity=severity, category=category)
    names = {clock: number for number, clock in enumerate(case.clocks)}
    for look in looks:
        case.look(START + look)
    return [
        (event["action"], names[UUID(event["data"]["clock"])], event["data"].get("percent", event["data"].get("rung")),
         event["data"]["moment"])
        for event in told(trail, "clock.warned", "task.expired", "report.escalated")
    ]  # fmt: skip


def test_the_ladder_of_kebumen_is_proposed_and_says_so() -> None:
    assert [rung.rung for rung in POLICY.ladder.rungs] == list(Rung)
    assert POLICY.ladder.status == "to_confirm"
