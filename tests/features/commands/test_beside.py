"""What is done beside a report makes no version of it: whoever read it before may still act on it."""

from typing import Any

from service.edge.settings import Settings
from tests.edge.api.story import DESK, POLRES, SARI, TONO, VERIFY, P, fire, headers, report
from tests.features.content_checks.test_desk import brought
from tests.features.disagreeing.test_going_on import hand
from tests.features.evidence.sending import follow, link, photo, send
from workflows.codes.actions import BESIDE

LACKING = {"finding": "incomplete", "missing": ["material"], "text": "Belum ada saksi"}
UNSEALED = {"reason": "Klarifikasi"}


async def test_who_read_the_report_before_may_verify_it_after_all_that_was_done_beside_it(
    client: Any, settings: Settings
) -> None:
    """Looks at evidence, its handing over, a check of content, an unsealing, and what it lacks."""
    made = await report(client, settings)
    one, path = made["id"], f"{P}/reports/{made['id']}"

    async def post(where: str, who: Any, body: Any) -> None:
        answer = await client.post(f"{path}/{where}", json=body, headers=headers(settings, who))
        assert answer.status_code in (200, 201), answer.text

    photograph = await send(client, settings, POLRES, one, photo(), filename="foto.jpg")
    linked = (await link(client, settings, SARI, one, photograph)).json()
    assert (await follow(client, settings, SARI, linked["url"])).status_code == 200
    assert (await hand(client, settings, TONO, one, photograph, agency="kejari")).status_code == 201
    await brought(client, settings, one, "takedown_answered")
    await post("reporter/unseal", TONO, UNSEALED)
    await post("completeness", SARI, LACKING)
    await post("completeness", SARI, {"finding": "complete"})
    told = (await client.get(f"{path}/history", headers=headers(settings, DESK))).json()["items"]
    beside = {event["action"] for event in told} & BESIDE
    assert {"reporter.unsealed", "report.found_incomplete", "report.completed"} < beside
    assert {action.partition(".")[0] for action in beside} >= {"evidence", "content"}
    assert (await client.get(path, headers=headers(settings, DESK))).json()["version"] == made["version"] == 1
    assert (await fire(client, settings, SARI, f"/reports/{one}", 1, VERIFY)).status_code == 200
