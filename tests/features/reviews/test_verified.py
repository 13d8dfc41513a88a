"""Bundles of reviews hold; what a superuser does to a review or to an election in the tables is named."""

from pathlib import Path
from typing import Any

import pytest

from service.edge.settings import Settings
from tests.edge.api.story import DESK, OFFICER, P, headers
from tests.features.erasures.test_verified import Auditor
from tests.features.proposals.proposing import EKO, agreed
from tests.features.reviews.reviewing import Desk
from tests.signing import Signer

pytestmark = pytest.mark.slow  # tests/trail/verifier/test_reviews.py does the same without a server

SATPOLPP = (OFFICER, "satpolpp", "Joko")


@pytest.fixture
def auditor(settings: Settings, worker: Any, signer: Signer, tmp_path: Path) -> Auditor:
    return Auditor(settings, worker, signer, tmp_path)


async def told(desk: Desk) -> dict[str, Any]:
    """A closed report with a closed review, one of whose recommendations is done and one still open."""
    carrier = await desk.closed()
    review = await desk.opened(carrier, "pilkada-2024")
    for section in ("planned", "happened", "why", "why"):
        review = await desk.record(review, section)
    answer = await desk.post(f"/reviews/{review['id']}/lessons", kind="keep", text="Patroli")
    review = await desk.recommend(answer.json(), "satpolpp")
    task = review["recommendations"][0]["task"]["id"]
    for trigger, members in (("accept", {}), ("start", {}), ("complete", {"result": "Sudah"})):
        await desk.task(task, SATPOLPP, trigger, **members)
    review = await desk.recommend(review, "kecamatan")
    answer = await desk.post(f"/reviews/{review['id']}/closing", match=review["version"])
    assert answer.status_code == 200, answer.text
    return carrier


@pytest.mark.parametrize("classification", ["ordinary", "secret"])
async def test_everything_verifies_with_reviews_and_elections_put_right(
    desk: Desk, auditor: Auditor, settings: Settings, classification: str
) -> None:
    carrier = await told(desk)
    other = await desk.verified(classification=classification)
    await desk.recommend(await desk.complete(other), "satpolpp")
    made = await desk.get(f"/reports/{other['id']}")
    sent = headers(settings, DESK, match=made["version"])
    body = {"election": "pemilu-2024", "reason": "Diperbaiki"}
    assert (await desk.client.patch(f"{P}/reports/{other['id']}", json=body, headers=sent)).status_code == 200
    out_of_it = {"kind": "amendment", "amendment": {"election": None}}
    await agreed(desk.client, settings, other, out_of_it, DESK, EKO)
    await auditor.publish()
    for scope in ({}, {"report": carrier["id"]}, {"report": other["id"]}):
        code, said = await auditor.verdict(as_json=False, **scope)
        assert code == 0, said


ATTACKS = {
    "a review is opened again": (
        "UPDATE review SET state = 'open', closed_at = NULL, closed_by = NULL, closed_agency = NULL"
    ),
    "a review is of another event": "UPDATE review SET event = 'pemilu-2024'",
    "a recommendation is given to another": "UPDATE review_entry SET owner = 'kpu' WHERE owner = 'satpolpp'",
    "a recommendation has more time": "UPDATE review_entry SET due_at = due_at + interval '1 day' WHERE due_at > now()",
    "a lesson is turned round": "UPDATE review_entry SET lesson_kind = 'change' WHERE lesson_kind = 'keep'",
    "a section is deleted": "DELETE FROM review_entry WHERE field = 'happened'",
    "a recommended task is deleted": "DELETE FROM task WHERE agency = 'kecamatan'",
    "a report is moved to another election": "UPDATE report SET election = 'pemilu-2024'",
    "a report is moved out of every election": "UPDATE report SET election = NULL",
}


@pytest.mark.parametrize("attack", ATTACKS)
async def test_what_a_superuser_does_to_a_review_is_named(
    desk: Desk, admin: Any, auditor: Auditor, attack: str
) -> None:
    carrier = await told(desk)
    await auditor.publish()
    assert await auditor.faults() == []
    await admin.execute("SET session_replication_role = replica")
    await admin.execute("ALTER TABLE review_entry DISABLE TRIGGER ALL")
    await admin.execute(ATTACKS[attack])
    for scope in ({}, {"report": carrier["id"]}):
        assert set(await auditor.faults(**scope)) == {"state_differs"}
