"""Transfers of the three kinds: who may, of which task, to whom, with what; and the hand-over between persons."""

from itertools import product
from typing import Any

import pytest

from service.edge.settings import Settings
from service.trail.audit.sequencer import sequence_all
from tests.edge.api.story import (
    AUDITOR,
    DESK,
    KODIM,
    LEAD,
    POLRES,
    SARI,
    TONO,
    VERIFY,
    P,
    fire,
    headers,
    report,
    verified,
)
from tests.features.gakkumdu.desk import NOBODY, Desk
from tests.trail.verifier.trails import BUDI, EKO, HADI, actor, person
from tests.trail.verifier.trails import SARI as NIA
from tests.trail.verifier.trails import TONO as CHIEF
from workflows.access.refusals import InvalidCommand, NotPermitted, Refused
from workflows.codes.clocks import LawStatus
from workflows.codes.people import Role
from workflows.codes.tasks import TaskKind, TaskRole, TransferKind
from workflows.decisions.tasks.transfers import TRANSFERS

WHY = {"reason": "Lebih dekat", "reference": "12/XI/2024"}
ARM = actor(Role.SUPERVISOR, "panwascam", "Sri")
STRANGER = actor(Role.SUPERVISOR, "kpu", "Nur")
INQUIRIES = {TaskKind.CASE, TaskKind.VERIFICATION, TaskKind.CLARIFICATION}
KINDS = {
    "handed_down": INQUIRIES | {TaskKind.INFORMATION},
    "taken_over": INQUIRIES | {TaskKind.SAFETY},
    "forwarded": set(TaskKind),
}


def led() -> Desk:
    """A report led by Bawaslu with a supporting task of the police."""
    return Desk().verify().assign(LEAD, {"agency": "polres", "role": "support", "kind": "clarification"})


def code_of(desk: Desk, who: Any, of: str, **members: Any) -> str | None:
    """The code of the refusal of a transfer, None when it is made."""
    try:
        desk.work(who, desk.task_of(of), "transfer", **{**WHY, **members})
    except Refused as refused:
        return refused.code
    return None


def test_each_kind_has_its_row_with_its_source_and_its_mark() -> None:
    assert set(TRANSFERS) == set(TransferKind)
    for kind, rule in TRANSFERS.items():
        assert (rule.kinds, rule.roles) == (KINDS[kind], set(TaskRole))
        assert "[P]" in rule.basis
        assert rule.status is LawStatus.TO_CONFIRM


WHO_MAY = {
    ("handed_down", "panwascam", "bawaslu"): {CHIEF, HADI},
    ("forwarded", "satpolpp", "polres"): {EKO, HADI},
    ("taken_over", "bawaslu", "polres"): {CHIEF},
    ("taken_over", "kesbangpol", "polres"): {HADI},
}
DENIED = {"handed_down": "not_task_agency", "forwarded": "not_task_agency", "taken_over": "not_lead_agency_nor_above"}


@pytest.mark.parametrize("case", WHO_MAY)
def test_who_may_make_which_kind(case: tuple[str, str, str]) -> None:
    kind, to, of = case
    for who in (CHIEF, EKO, HADI, STRANGER, NIA, BUDI, ARM):
        code = code_of(led(), who, of, kind=kind, agency=to)
        if who in WHO_MAY[case]:
            assert code is None, who
        elif who.role is Role.OFFICER:
            assert code == "role_not_permitted"
        else:
            assert code in {DENIED[kind], "transfer_not_own_agency"}, who


def test_a_lead_is_handed_down_to_its_arm_and_taken_back_by_the_agency_above() -> None:
    """Pelimpahan to a sub-district committee, pengambilalihan by Bawaslu above it."""
    desk = Desk().verify().assign()
    desk.work(CHIEF, desk.task_of("bawaslu"), "transfer", kind="handed_down", agency="panwascam", **WHY)
    assert (desk.report.lead_agency, desk.report.state) == ("panwascam", "assigned")
    desk.work(ARM, desk.task_of("panwascam"), "accept")
    desk.work(CHIEF, desk.task_of("panwascam"), "transfer", kind="taken_over", agency="bawaslu", **WHY)
    assert desk.report.lead_agency == "bawaslu"
    assert [(task.agency, task.state) for task in desk.report.tasks] == [
        ("bawaslu", "transferred"), ("panwascam", "transferred"), ("bawaslu", "offered"),
    ]  # fmt: skip


def test_nobody_but_bawaslu_and_its_arms_is_handed_the_lead_of_an_election_violation() -> None:
    """docs/domain.md, "Agencies": "Bawaslu's case and no other agency's: UU 7/2017 art. 454"."""
    for agency, kind in product(("polres", "kesbangpol"), ("forwarded", "taken_over")):
        who = HADI if agency == "kesbangpol" or kind == "forwarded" else EKO
        assert code_of(led(), who, "bawaslu", kind=kind, agency=agency) in {
            "bawaslu_only_door", "not_lead_agency_nor_above",
        }  # fmt: skip


WRONG_WAY = {
    "down to another authority": ("handed_down", "polres", "transfer_not_below"),
    "down to a stranger's arm": ("handed_down", "kodim", "transfer_not_below"),
    "on to one's own arm": ("forwarded", "panwascam", "transfer_not_another"),
    "to itself": ("forwarded", "bawaslu", "transfer_to_itself"),
    "to nobody": ("forwarded", "bareskrim", "unknown_agency"),
    "over into another agency": ("taken_over", "polres", "transfer_not_own_agency"),
}


@pytest.mark.parametrize("case", WRONG_WAY)
def test_a_transfer_goes_where_its_kind_says(case: str) -> None:
    kind, to, code = WRONG_WAY[case]
    desk = led()
    with pytest.raises(InvalidCommand) as refused:
        desk.work(HADI, desk.task_of("bawaslu"), "transfer", kind=kind, agency=to, **WHY)
    assert (refused.value.code, refused.value.pointer) == (code, "/agency")


@pytest.mark.parametrize(("kind", "task_kind"), [*product(KINDS, TaskKind)])
def test_each_kind_is_for_its_tasks(kind: str, task_kind: TaskKind) -> None:
    holder = "panwascam" if kind == "taken_over" else "bawaslu"
    to = {"handed_down": "panwascam", "taken_over": "bawaslu", "forwarded": "kpu"}[kind]
    desk = (
        Desk(category="polarisation")
        .verify()
        .assign(
            {"agency": "kesbangpol", "role": "lead", "kind": "clarification"},
            {"agency": holder, "role": "support", "kind": task_kind},
        )
    )
    code = code_of(desk, CHIEF, holder, kind=kind, agency=to)
    assert code == (None if task_kind in KINDS[kind] else "transfer_kind_not_for_task")


@pytest.mark.parametrize("kind", KINDS)
def test_a_case_goes_with_the_number_of_its_covering_letter(kind: str) -> None:
    desk = Desk(category="security_threat").verify().assign({"agency": "polres", "role": "lead", "kind": "case"})
    to = {"handed_down": "panwascam", "taken_over": "kesbangpol", "forwarded": "satpolpp"}[kind]
    code = code_of(desk, HADI, "polres", kind=kind, agency=to, reference=None)
    assert code == ("transfer_not_below" if kind == "handed_down" else "transfer_reference_required")
    desk = Desk().verify().assign()
    assert code_of(desk, CHIEF, "bawaslu", kind="handed_down", agency="panwascam", reference=None) == (
        "transfer_reference_required"
    )


def test_an_arm_stands_behind_the_wall_of_the_agency_above_it() -> None:
    """docs/domain.md, "Walls": "stands behind a wall, and its arms with it"."""
    desk = Desk(category="ethics", reported_party={"agency": "bawaslu"})
    assert desk.report.walled == {"bawaslu", "panwascam"}
    assert Desk(category="ethics", reported_party={"agency": "panwascam"}).report.walled == {"panwascam"}


def test_documents_are_codes_numbers_and_days_and_their_words_are_texts() -> None:
    desk = led()
    documents = [
        {"kind": "cover_letter", "number": "200/PM.00.02/K.JT-13/11/2024", "date": "2024-11-25"},
        {"kind": "statement", "words": "Keterangan Budi, tetangga"},
    ]
    desk.work(EKO, desk.task_of("polres"), "transfer", kind="forwarded", agency="satpolpp", documents=documents, **WHY)
    moved, offered = desk.change.events
    assert moved.data["documents"] == [
        {"kind": "cover_letter", "number": "200/PM.00.02/K.JT-13/11/2024", "date": "2024-11-25", "worded": False},
        {"kind": "statement", "number": None, "date": None, "worded": True},
    ]
    assert [(text.field.value, text.content) for text in moved.texts] == [
        ("reason", "Lebih dekat"), ("reference", "12/XI/2024"), ("document", "Keterangan Budi, tetangga"),
    ]  # fmt: skip
    assert (offered.action, offered.agency) == ("task.offered", "satpolpp")
    assert (offered.data["transfer"], offered.data["from_agency"]) == ("forwarded", "polres")


@pytest.mark.parametrize("number", ["Budi Santoso", "Budi", "", "a b 1", "7\n"])
def test_a_documents_number_is_no_place_for_a_name(number: str) -> None:
    desk = led()
    with pytest.raises(ValueError, match="number"):
        desk.work(
            EKO, desk.task_of("polres"), "transfer", kind="forwarded", agency="satpolpp",
            documents=[{"kind": "study", "number": number}], **WHY,
        )  # fmt: skip


def test_no_more_than_twenty_documents_go_along() -> None:
    desk = led()
    with pytest.raises(ValueError, match="documents"):
        desk.work(
            EKO, desk.task_of("polres"), "transfer", kind="forwarded", agency="satpolpp",
            documents=[{"kind": "study"}] * 21, **WHY,
        )  # fmt: skip


def test_whoever_receives_a_task_declines_it_as_any_offer() -> None:
    desk = led()
    desk.work(EKO, desk.task_of("polres"), "transfer", kind="forwarded", agency="satpolpp", **WHY)
    chief = actor(Role.SUPERVISOR, "satpolpp", "Ida")
    desk.work(chief, desk.task_of("satpolpp"), "decline", reason="Bukan wewenang kami")
    assert desk.task_of("satpolpp").state == "declined"


def test_a_hand_over_names_the_previous_and_the_next_person_and_keeps_its_note() -> None:
    desk = led()
    task = desk.task_of("polres")
    desk.work(BUDI, task, "accept", assignee=str(person("Budi")))
    desk.work(EKO, desk.report.task(task.id), "assign_person", assignee=str(NOBODY), note="Saksi datang besok")
    (event,) = desk.change.events
    assert event.action == "task.person_assigned"
    assert event.data == {"assignee": str(NOBODY), "previous": str(person("Budi"))}
    assert [(text.field.value, text.content, text.task) for text in event.texts] == [
        ("handover", "Saksi datang besok", task.id)
    ]
    assert desk.report.task(task.id).assignee == NOBODY


@pytest.mark.parametrize("who", [HADI, CHIEF, STRANGER])
def test_only_the_agency_that_holds_a_task_hands_it_over(who: Any) -> None:
    desk = led()
    desk.work(BUDI, desk.task_of("polres"), "accept")
    with pytest.raises(NotPermitted):
        desk.work(who, desk.task_of("polres"), "assign_person", assignee=str(NOBODY))


async def _transferred(client: Any, settings: Settings, **changes: Any) -> Any:
    """A supporting task of the police that the desk has forwarded to the civil service police."""
    made = await verified(client, settings, **changes)
    support = {"agency": "polres", "role": "support", "kind": "information", "obligatory": False}
    body = {"trigger": "assign", "tasks": [LEAD, support]}
    made = (await fire(client, settings, DESK, f"/reports/{made['id']}", 2, body)).json()
    task = next(task for task in made["tasks"] if task["agency"] == "polres")
    documents = [{"kind": "study", "number": "7/XI/2024", "words": "Kajian awal"}]
    handed = {"trigger": "transfer", "kind": "forwarded", "agency": "satpolpp", "documents": documents, **WHY}
    answer = await fire(client, settings, DESK, f"/tasks/{task['id']}", task["version"], handed)
    assert answer.status_code == 200, answer.text
    return made, answer.json()


async def test_the_chain_of_a_task_is_seen_from_both_ends(client: Any, settings: Settings) -> None:
    made, old = await _transferred(client, settings)
    found = (await client.get(f"{P}/reports/{made['id']}", headers=headers(settings, DESK))).json()
    by_agency = {task["agency"]: task for task in found["tasks"]}
    new = by_agency["satpolpp"]
    assert old["transferred_to"] == by_agency["polres"]["transferred_to"] == new["id"]
    assert (old["transfer_kind"], new["transferred_from"], new["transferred_to"]) == ("forwarded", old["id"], None)
    for task in (old, new):
        one = (await client.get(f"{P}/tasks/{task['id']}", headers=headers(settings, DESK))).json()
        assert (one["transferred_from"], one["transferred_to"]) == (
            (None, new["id"]) if task is old else (old["id"], None)
        )
    listed = (await client.get(f"{P}/tasks?agency=polres", headers=headers(settings, POLRES))).json()["items"]
    assert listed[0]["transferred_to"] == new["id"]


async def test_a_transfer_does_not_land_silently(client: Any, settings: Settings, admin: Any) -> None:
    """docs/domain.md, "What others complained of": "tasks that change hands without a word to who gets them"."""
    made, old = await _transferred(client, settings)
    await sequence_all(admin)
    receiver = (Role.OFFICER, "satpolpp", "Ida")
    events = (await client.get(f"{P}/events", headers=headers(settings, receiver))).json()["items"]
    told = [event for event in events if event["agency"] == "satpolpp"]
    assert [event["action"] for event in told] == ["task.offered"]
    queue = (await client.get(f"{P}/tasks?agency=satpolpp&state=offered", headers=headers(settings, receiver))).json()
    assert [task["transferred_from"] for task in queue["items"]] == [old["id"]]
    assert queue["items"][0]["due_at"] is not None
    history = (await client.get(f"{P}/reports/{made['id']}/history", headers=headers(settings, receiver))).json()
    handed = next(item for item in history["items"] if item["action"] == "task.transferred")
    assert handed["data"]["documents"][0]["number"] == "7/XI/2024"
    assert {text["content"] for text in handed["texts"]} == {"Lebih dekat", "12/XI/2024", "Kajian awal"}
    offered = next(item for item in history["items"] if item["data"].get("transferred_from"))
    assert (offered["data"]["from_agency"], offered["data"]["transfer"]) == ("polres", "forwarded")


async def test_of_a_secret_report_the_former_holder_learns_nothing_of_the_next(client: Any, settings: Settings) -> None:
    made = await report(client, settings, classification="secret", category="security_threat", reporter=None)
    made = (await fire(client, settings, DESK, f"/reports/{made['id']}", 1, VERIFY)).json()
    lead = {"agency": "polres", "role": "lead", "kind": "safety"}
    support = {"agency": "kodim", "role": "support", "kind": "safety", "obligatory": False}
    body = {"trigger": "assign", "tasks": [lead, support]}
    made = (await fire(client, settings, DESK, f"/reports/{made['id']}", 2, body)).json()
    task = next(task for task in made["tasks"] if task["agency"] == "kodim")
    handed = {"trigger": "transfer", "kind": "forwarded", "agency": "satpolpp", **WHY}
    answer = await fire(client, settings, DESK, f"/tasks/{task['id']}", 1, handed)
    assert answer.status_code == 200, answer.text
    one = (await client.get(f"{P}/tasks/{task['id']}", headers=headers(settings, KODIM))).json()
    assert (one["state"], one["report"], one["transferred_to"]) == ("transferred", None, None)
    seen = (await client.get(f"{P}/tasks/{task['id']}", headers=headers(settings, AUDITOR))).json()
    assert seen["transferred_to"] is not None


async def test_the_lead_takes_a_supporting_task_over_and_is_told_so_beforehand(client: Any, settings: Settings) -> None:
    made = await verified(client, settings)
    support = {"agency": "polres", "role": "support", "kind": "clarification", "obligatory": False}
    body = {"trigger": "assign", "tasks": [LEAD, support]}
    made = (await fire(client, settings, DESK, f"/reports/{made['id']}", 2, body)).json()
    task = next(task for task in made["tasks"] if task["agency"] == "polres")
    path = f"/tasks/{task['id']}"
    for who, allowed in ((TONO, True), (SARI, False), (POLRES, False), (DESK, True)):
        shown = (await client.get(P + path, headers=headers(settings, who))).json()
        transfer = next(action for action in shown["actions"] if action["action"] == "transfer")
        assert transfer["allowed"] is allowed
    taken = {"trigger": "transfer", "kind": "taken_over", "agency": "bawaslu", **WHY}
    answer = await fire(client, settings, TONO, path, 1, taken)
    assert answer.status_code == 200, answer.text
    assert answer.json()["state"] == "transferred"
