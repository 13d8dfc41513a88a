"""A review holds what was planned, what happened, why, and what to keep and change; every version stays."""

from datetime import UTC, datetime
from typing import Any

import pytest

from service.edge.settings import Settings
from tests.edge.api.story import DESK, KPU, POLRES, SARI, TONO, P, headers, report
from tests.features.reviews.reviewing import DUE, PILKADES, SECTIONS, Desk
from workflows.codes.people import Role

CHIEF = (Role.SUPERVISOR, "polres", "Rudi")


async def test_the_first_review_is_of_the_village_head_elections_of_2023(desk: Desk) -> None:
    """docs/domain.md, "What it is for": "What an event taught is written down after it"."""
    carrier = await desk.verified()
    before = datetime.now(UTC)
    review = await desk.opened(carrier, who=CHIEF)
    assert (review["event"], review["state"], review["version"], review["report"]) == (
        "pilkades-2023", "open", 1, carrier["id"],
    )  # fmt: skip
    assert review["opened_by"]["agency"] == "polres"
    assert before <= datetime.fromisoformat(review["opened_at"]) <= datetime.now(UTC)
    assert (review["sections"], review["lessons"], review["recommendations"]) == ([], [], [])
    assert (await desk.get(f"/reports/{carrier['id']}"))["review"] == review["id"]


async def test_the_answer_of_each_change_is_what_is_read_afterwards(desk: Desk) -> None:
    review = await desk.complete(await desk.verified())
    answer = await desk.post(f"/reviews/{review['id']}/lessons", kind="keep", text="Patroli bersama")
    review = (await desk.recommend(answer.json(), "kesbangpol")) | {}
    read = await desk.get(f"/reviews/{review['id']}")
    receipt = review.pop("receipt")
    assert receipt["event"]
    assert read == review
    assert [(one["section"], one["text"], one["versions"]) for one in read["sections"]] == [
        (section, "Kata", 1) for section in SECTIONS
    ]
    assert [(one["kind"], one["text"]) for one in read["lessons"]] == [("keep", "Patroli bersama")]
    assert [(one["agency"], one["text"]) for one in read["recommendations"]] == [("kesbangpol", "Peta rawan")]
    assert datetime.fromisoformat(read["recommendations"][0]["due_at"]) == datetime.fromisoformat(DUE)
    assert read["version"] == 6


async def test_a_section_that_is_put_better_keeps_what_it_said_before(desk: Desk) -> None:
    carrier = await desk.verified()
    review = await desk.record(await desk.opened(carrier), "why", "Karena kurang petugas")
    review = await desk.record(review, "why", "Karena kurang petugas dan penghitungan sampai malam")
    (section,) = review["sections"]
    assert (section["text"], section["versions"]) == ("Karena kurang petugas dan penghitungan sampai malam", 2)
    items = (await desk.get(f"/reports/{carrier['id']}/history"))["items"]
    kept = [text["content"] for item in items for text in item["texts"] if text["field"] == "why"]
    assert kept == ["Karena kurang petugas", "Karena kurang petugas dan penghitungan sampai malam"]


async def test_every_change_is_an_event_of_the_report_that_holds_codes_alone(desk: Desk, admin: Any) -> None:
    carrier = await desk.verified()
    review = await desk.complete(carrier)
    await desk.post(f"/reviews/{review['id']}/lessons", kind="change", text="Ubahini")
    review = await desk.recommend(review, "satpolpp", "Rawanini")
    closed = await desk.post(f"/reviews/{review['id']}/closing", match=review["version"], note="Catatanini")
    assert (closed.status_code, closed.json()["state"]) == (200, "closed")
    items = (await desk.get(f"/reports/{carrier['id']}/history"))["items"][2:]
    assert [(item["action"], item["from"], item["to"]) for item in items] == [
        ("review.opened", None, "open"),
        *[("review.recorded", None, None)] * 3,
        ("review.lesson_added", None, None),
        ("review.recommended", None, None),
        ("task.offered", None, "offered"),
        ("review.closed", "open", "closed"),
    ]
    named = {"review": review["id"]}
    assert items[0]["data"] == named | {"event": "pilkades-2023"}
    entry = review["recommendations"][0]
    assert items[5]["data"] == named | {
        "entry": entry["id"], "agency": "satpolpp", "due_at": "2030-06-30T16:59:59.000000Z",
    }  # fmt: skip
    leaves = b"".join([row["leaf"] for row in await admin.fetch("SELECT leaf FROM audit_event")])
    assert not any(word in leaves for word in (b"Kata", b"Ubahini", b"Rawanini", b"Catatanini"))


async def test_a_review_is_closed_once_its_three_sections_are_there(desk: Desk) -> None:
    review = await desk.opened(await desk.verified())
    for missing, section in ((list(SECTIONS), "happened"), (["planned", "why"], "planned"), (["why"], "why")):
        refused = await desk.post(f"/reviews/{review['id']}/closing", match=review["version"])
        assert (refused.status_code, refused.json()["code"]) == (409, "review_incomplete")
        assert refused.json()["missing"] == missing
        (close,) = [one for one in review["actions"] if one["action"] == "close"]
        assert [reason["code"] for reason in close["reasons"]] == ["review_incomplete"]
        review = await desk.record(review, section)
    closed = (await desk.post(f"/reviews/{review['id']}/closing", match=review["version"])).json()
    assert (closed["state"], closed["closed_by"]["agency"]) == ("closed", "kesbangpol")
    assert closed["closed_at"]


async def test_nothing_is_written_into_a_closed_review(desk: Desk, admin: Any) -> None:
    review = await desk.complete(await desk.verified())
    review = (await desk.post(f"/reviews/{review['id']}/closing", match=review["version"])).json()
    assert all(not one["allowed"] for one in review["actions"])
    before = await admin.fetchval("SELECT count(*) FROM audit_event")
    for path, body in {
        "sections": {"section": "why", "text": "Kata"},
        "lessons": {"kind": "keep", "text": "Kata"},
        "recommendations": {"agency": "kejari", "due_at": DUE, "text": "Kata"},
        "closing": {},
    }.items():
        answer = await desk.post(f"/reviews/{review['id']}/{path}", match=review["version"], **body)
        code = "illegal_transition" if path == "closing" else "review_closed"
        assert (answer.status_code, answer.json()["code"]) == (409, code)
    assert await admin.fetchval("SELECT count(*) FROM audit_event") == before


@pytest.mark.parametrize("event", ["pemilu-2024", "pilkada-2024"])
async def test_an_election_is_reviewed_on_a_report_of_it(desk: Desk, event: str) -> None:
    """docs/domain.md, "Elections and stages": "A report belongs to one election or to none"."""
    carrier = await desk.verified()
    answer = await desk.post(f"/reports/{carrier['id']}/review", event=event)
    assert (answer.status_code, answer.json()["code"]) == (422, "other_election")
    assert answer.json()["errors"][0]["pointer"] == "/event"


async def test_a_report_carries_one_review(desk: Desk) -> None:
    carrier = await desk.verified()
    await desk.opened(carrier)
    answer = await desk.post(f"/reports/{carrier['id']}/review", event="banjir-puring")
    assert (answer.status_code, answer.json()["code"]) == (409, "already_reviewed")
    (action,) = [
        one for one in (await desk.get(f"/reports/{carrier['id']}"))["actions"] if one["action"] == "open_review"
    ]
    assert [reason["code"] for reason in action["reasons"]] == ["already_reviewed"]


async def test_no_review_before_the_report_is_verified(client: Any, settings: Settings, desk: Desk) -> None:
    made = await report(client, settings, **PILKADES)
    answer = await desk.post(f"/reports/{made['id']}/review", event="pilkades-2023")
    assert (answer.status_code, answer.json()["code"]) == (409, "not_yet_verified")


@pytest.mark.parametrize("state", ["verified", "assigned", "handled", "closed"])
async def test_in_any_state_after_it(desk: Desk, state: str) -> None:
    made = await {"verified": desk.verified, "handled": desk.handled, "closed": desk.closed}.get(state, desk.verified)()
    if state == "assigned":
        offer = {"agency": "polres", "role": "lead", "kind": "safety"}
        path = f"{P}/reports/{made['id']}/transitions"
        sent = headers(desk.settings, DESK, match=made["version"])
        made = (await desk.client.post(path, json={"trigger": "assign", "tasks": [offer]}, headers=sent)).json()
    assert made["state"] == state
    review = await desk.opened(made, event="pelajaran-bersama")
    assert (await desk.get(f"/reports/{made['id']}"))["state"] == state
    assert review["event"] == "pelajaran-bersama"


@pytest.mark.parametrize("who", [POLRES, SARI, TONO, KPU], ids=str)
async def test_a_coordinator_or_a_supervisor_of_the_lead_agency_opens_it(desk: Desk, who: Any) -> None:
    carrier = await desk.verified()  # led by Polres
    answer = await desk.post(f"/reports/{carrier['id']}/review", who, event="pilkades-2023")
    assert answer.status_code == 403


async def test_what_was_read_before_somebody_wrote_is_not_written_over(desk: Desk) -> None:
    review = await desk.opened(await desk.verified())
    await desk.record(review, "why")
    path = f"/reviews/{review['id']}/sections"
    late = await desk.post(path, match=review["version"], section="why", text="Lain")
    assert (late.status_code, late.json()["current_version"]) == (412, 2)
    blind = await desk.post(path, section="why", text="Lain")
    assert (blind.status_code, blind.json()["code"]) == (428, "precondition_required")
    added = await desk.post(f"/reviews/{review['id']}/lessons", kind="keep", text="Tanpa versi")
    assert (added.status_code, added.headers["ETag"]) == (201, '"3"')


async def test_a_command_that_is_repeated_happens_once(desk: Desk) -> None:
    review = await desk.opened(await desk.verified())
    body = {"agency": "kejari", "due_at": DUE, "text": "Peta"}
    sent = headers(desk.settings, DESK, key="satu")
    path = f"{P}/reviews/{review['id']}/recommendations"
    first, again = [await desk.client.post(path, json=body, headers=sent) for _ in range(2)]
    assert (again.status_code, again.content) == (201, first.content)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert len((await desk.get(f"/reviews/{review['id']}"))["recommendations"]) == 1


async def test_reviews_are_listed_newest_first_by_event_in_pages(desk: Desk) -> None:
    opened = [await desk.opened(await desk.verified(), event) for event in ("pilkades-2023", "banjir", "pilkades-2023")]
    ids = [one["id"] for one in opened][::-1]
    assert [one["id"] for one in (await desk.get("/reviews"))["items"]] == ids
    assert [one["id"] for one in (await desk.get("/reviews", event="pilkades-2023"))["items"]] == [ids[0], ids[2]]
    assert (await desk.get("/reviews", state="closed"))["items"] == []
    page = await desk.get("/reviews", limit=2)
    rest = await desk.get("/reviews", limit=2, cursor=page["next_cursor"])
    assert [one["id"] for one in (*page["items"], *rest["items"])] == ids
    assert rest["next_cursor"] is None
