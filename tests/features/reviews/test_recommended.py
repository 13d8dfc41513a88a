"""A recommendation becomes a task of its owner, which answers as to any offer, also after the end of the report."""

from datetime import datetime
from typing import Any

import pytest

from service.edge.settings import Settings
from tests.edge.api.story import DESK, KODIM, LEAD, OFFICER, SUPERVISOR, WATI, P, fire, headers
from tests.features.reviews.reviewing import DUE, Desk

SATPOLPP = (OFFICER, "satpolpp", "Joko")


@pytest.mark.parametrize("state", ["handled", "closed"])
async def test_a_handled_or_closed_report_gets_a_task_only_by_a_recommendation(desk: Desk, state: str) -> None:
    made = await (desk.handled() if state == "handled" else desk.closed())
    offer = {"agency": "satpolpp", "role": "support", "kind": "information", "obligatory": False}
    refused = await desk.post(f"/reports/{made['id']}/tasks", **offer)
    assert (refused.status_code, refused.json()["code"]) == (409, "report_no_longer_open")
    review = await desk.recommend(await desk.opened(made, "pilkada-2024"), "satpolpp")
    (one,) = review["recommendations"]
    assert (one["task"]["agency"], one["task"]["state"], one["task"]["version"]) == ("satpolpp", "offered", 1)
    task = await desk.get(f"/tasks/{one['task']['id']}", SATPOLPP)
    assert (task["role"], task["kind"], task["obligatory"]) == ("support", "information", False)
    assert (await desk.get(f"/reports/{made['id']}"))["state"] == state


async def test_its_owner_answers_as_to_any_offer_and_the_review_shows_how_far_it_is(desk: Desk) -> None:
    made = await desk.closed()
    review = await desk.recommend(await desk.opened(made, "pilkada-2024"), "satpolpp")
    task = review["recommendations"][0]["task"]["id"]
    steps = (("accept", {}, "accepted"), ("start", {}, "in_progress"), ("complete", {"result": "Sudah"}, "done"))
    for trigger, members, state in steps:
        await desk.task(task, SATPOLPP, trigger, **members)
        (shown,) = (await desk.get(f"/reviews/{review['id']}"))["recommendations"]
        assert shown["task"]["state"] == state
        assert (await desk.get(f"/reports/{made['id']}"))["state"] == "closed"


async def test_it_is_wanted_at_the_due_time_once_it_is_accepted(desk: Desk) -> None:
    review = await desk.recommend(await desk.opened(await desk.verified(), "pilkades-2023"), "satpolpp")
    task = await desk.task(review["recommendations"][0]["task"]["id"], SATPOLPP, "accept")
    assert datetime.fromisoformat(task["due_at"]) == datetime.fromisoformat(DUE)
    assert task["due_clock"] == "requested"


async def test_it_is_acknowledged_at_the_pace_of_the_lowest_severity(desk: Desk) -> None:
    """docs/domain.md, "Service clocks and the ladder": "S4 is given one working day": a lesson is no S1."""
    carrier = await desk.verified(severity="S1")
    review = await desk.recommend(await desk.opened(carrier), "satpolpp")
    task = review["recommendations"][0]["task"]["id"]
    clocks = (await desk.get(f"/reports/{carrier['id']}"))["clocks"]
    assert [(clock["kind"], clock["length"]) for clock in clocks if clock["task"] == task] == [("acknowledge", "1wd")]
    handed = await desk.task(
        task, (SUPERVISOR, "satpolpp", "Ani"), "transfer", agency="kecamatan", kind="forwarded", reason="x"
    )
    assert handed["state"] == "transferred"
    clocks = (await desk.get(f"/reports/{carrier['id']}"))["clocks"]
    assert clocks[-1]["length"] == "1wd"


async def test_an_owner_may_decline_and_hand_on(desk: Desk) -> None:
    review = await desk.opened(await desk.closed(), "pilkada-2024")
    await desk.recommend(review, "satpolpp")
    review = await desk.recommend(review, "kodim")
    first, second = (one["task"]["id"] for one in review["recommendations"])
    await desk.task(second, KODIM, "decline", reason="Bukan tugas kami")
    await desk.task(first, DESK, "transfer", agency="dispermades", kind="forwarded", reason="Urusan desa")
    shown = (await desk.get(f"/reviews/{review['id']}"))["recommendations"]
    assert [(one["agency"], one["task"]["agency"], one["task"]["state"]) for one in shown] == [
        ("satpolpp", "dispermades", "offered"),
        ("kodim", "kodim", "declined"),
    ]


async def test_what_was_recommended_before_the_end_of_the_report_outlives_it(desk: Desk, settings: Settings) -> None:
    made = await desk.handled()
    offered = await desk.recommend(await desk.opened(made, "pilkada-2024"), "satpolpp")
    made = await desk.get(f"/reports/{made['id']}")
    body = {"trigger": "close", "outcome": "resolved", "notice": {"sent": True, "text": "Selesai"}}
    answer = await fire(desk.client, settings, WATI, f"/reports/{made['id']}", made["version"], body)
    assert answer.json()["state"] == "closed"
    (one,) = (await desk.get(f"/reviews/{offered['id']}"))["recommendations"]
    assert one["task"]["state"] == "offered"


async def test_no_report_waits_for_it(desk: Desk, settings: Settings) -> None:
    """The report is handled when its lead and every obligatory task are done; a recommendation is no duty of it."""
    made = await desk.verified()
    await desk.recommend(await desk.opened(made), "satpolpp")
    made = await desk.get(f"/reports/{made['id']}")
    lead = LEAD | {"agency": "polres", "kind": "safety"}
    body = {"trigger": "assign", "tasks": [lead]}
    answer = await fire(desk.client, settings, DESK, f"/reports/{made['id']}", made["version"], body)
    task = next(one["id"] for one in answer.json()["tasks"] if one["role"] == "lead")
    for trigger, members in (("accept", {}), ("start", {}), ("complete", {"result": "Aman"})):
        await desk.task(task, (OFFICER, "polres", "Wahyu"), trigger, **members)
    assert (await desk.get(f"/reports/{made['id']}"))["state"] == "handled"


async def test_an_agency_behind_the_wall_owns_no_recommendation(desk: Desk, admin: Any) -> None:
    """docs/domain.md, "Walls": "it does not read the report, verify it, hold a task of it or end it"."""
    carrier = await desk.verified(reported_party={"agency": "kpu", "name": "Anggota"})
    review = await desk.opened(carrier)
    before = await admin.fetchval("SELECT count(*) FROM audit_event")
    answer = await desk.post(f"/reviews/{review['id']}/recommendations", agency="kpu", due_at=DUE, text="Kata")
    assert (answer.status_code, answer.json()["code"]) == (409, "agency_walled")
    assert await admin.fetchval("SELECT count(*) FROM audit_event") == before


async def test_an_owner_that_is_accused_later_loses_the_task(desk: Desk, settings: Settings) -> None:
    carrier = await desk.verified()
    review = await desk.recommend(await desk.opened(carrier), "satpolpp")
    made = await desk.get(f"/reports/{carrier['id']}")
    body = {"reported_party": {"agency": "satpolpp"}, "reason": "Saksi baru"}
    sent = headers(settings, DESK, match=made["version"])
    assert (await desk.client.patch(f"{P}/reports/{carrier['id']}", json=body, headers=sent)).status_code == 200
    (one,) = (await desk.get(f"/reviews/{review['id']}"))["recommendations"]
    assert one["task"]["state"] == "withdrawn"
    await desk.get(f"/tasks/{one['task']['id']}", SATPOLPP, 404)


@pytest.mark.parametrize(
    ("body", "code", "pointer"),
    [
        ({"agency": "dinas_gaib"}, "unknown_agency", "/agency"),
        ({"due_at": "2024-11-24T20:15:00+07:00"}, "due_in_past", "/due_at"),
        ({"due_at": "2030-06-30"}, "validation_failed", "/due_at"),
        ({"owner": "kejari"}, "validation_failed", "/owner"),
    ],
)
async def test_a_recommendation_with_a_mistake_is_refused_by_name(
    desk: Desk, admin: Any, body: dict[str, Any], code: str, pointer: str
) -> None:
    review = await desk.opened(await desk.verified())
    before = await admin.fetchval("SELECT count(*) FROM audit_event")
    given = {"agency": "kejari", "due_at": DUE, "text": "Kata"} | body
    answer = await desk.post(f"/reviews/{review['id']}/recommendations", **given)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert pointer in [error["pointer"] for error in answer.json()["errors"]]
    assert await admin.fetchval("SELECT count(*) FROM audit_event") == before
