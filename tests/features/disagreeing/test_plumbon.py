"""The Plumbon riot with its hoax.

docs/domain.md, "Kebumen": "a crowd rioted over the count at Plumbon, and a false video of a burning house went round
with it [V]. That is one event in two categories, and two reports that name each other."
"""

from typing import Any

from service.edge.settings import Settings
from service.trail.audit.sequencer import sequence_all
from tests.edge.api.story import DESK, OFFICER, POLRES, SUPERVISOR, VERIFY, P, fire, headers, report
from tests.features.notices.telling import get, merge, sent

RIOT = {
    "category": "security_threat",
    "severity": "S1",
    "classification": "ordinary",
    "title": "Kericuhan usai penghitungan suara di Plumbon",
    "description": "Massa mendatangi balai desa setelah penghitungan.",
    "occurred_at": "2023-09-12T17:30:00+07:00",
    "place": {"area": "33.05.26"},
    "election": "pilkades-2023",
    "source": {"channel": "phone"},
}
HOAX = RIOT | {
    "category": "hoax",
    "severity": "S2",
    "title": "Video rumah terbakar beredar sebagai kejadian Plumbon",
    "description": "Video lama dari tempat lain.",
    "source": {"channel": "social_media"},
}
EKO, RINI = (SUPERVISOR, "polres", "Eko"), (OFFICER, "diskominfo", "Rini")


async def test_one_event_of_two_categories_is_two_linked_reports_of_one_election(
    client: Any, settings: Settings, worker: Any
) -> None:
    riot = await report(client, settings, **RIOT, reporter=None)
    hoax = await report(client, settings, RINI, **HOAX)
    assert (riot["election"], riot["stage"], riot["lead_agency"]) == ("pilkades-2023", "voting", "polres")
    assert (hoax["election"], hoax["stage"], hoax["lead_agency"]) == ("pilkades-2023", "voting", "diskominfo")
    # An S1 report opens its safety task at once, before verification; the hoax is nobody's riot.
    assert [(task["agency"], task["kind"]) for task in riot["tasks"]] == [("polres", "safety")]
    assert hoax["tasks"] == []
    path = f"{P}/reports/{hoax['id']}/links"
    linked = await client.post(
        path, json={"report": riot["id"], "kind": "same_event"}, headers=headers(settings, RINI, match=1)
    )
    assert linked.status_code == 201, linked.text
    for made, other, outgoing in ((hoax, riot, True), (riot, hoax, False)):
        found = await get(client, settings, f"/reports/{made['id']}", DESK)
        assert [(link["report"], link["kind"], link["outgoing"]) for link in found["links"]] == [
            (other["id"], "same_event", outgoing)
        ]
    await sequence_all(worker)
    summary = await get(client, settings, "/summary?election=pilkades-2023", DESK)
    assert summary["elections"][0]["category"] == {"security_threat": 1, "hoax": 1}


async def test_a_second_report_of_the_same_video_goes_into_the_first_and_the_riot_stays_its_own(
    client: Any, settings: Settings
) -> None:
    riot = await report(client, settings, **RIOT)
    hoax = await report(client, settings, **HOAX)
    # Somebody calls the video a threat to security; whoever checks it puts it right, and it goes to diskominfo.
    again = await report(client, settings, **(HOAX | {"category": "security_threat"}))
    body = {"category": "hoax", "reason": "Video lama, bukan ancaman"}
    patched = await client.patch(f"{P}/reports/{again['id']}", json=body, headers=headers(settings, POLRES, match=1))
    assert (patched.status_code, patched.json()["lead_agency"]) == (200, "diskominfo")
    task = {"agency": "polres", "role": "support", "kind": "clarification"}
    path = f"{P}/reports/{again['id']}/tasks"
    assert (await client.post(path, json=task, headers=headers(settings, DESK))).status_code == 201
    merged = await merge(client, settings, again, hoax["id"], 3)
    assert merged.status_code == 200, merged.text
    found = await get(client, settings, f"/reports/{hoax['id']}", POLRES)
    assert [(each["agency"], each["state"]) for each in found["tasks"]] == [("polres", "offered")]
    assert (await get(client, settings, f"/reports/{riot['id']}", POLRES))["links"] == []


async def test_the_village_is_told_that_the_video_is_false(client: Any, settings: Settings) -> None:
    hoax = await report(client, settings, **HOAX)
    verified = await fire(client, settings, DESK, f"/reports/{hoax['id']}", 1, VERIFY)
    assert verified.status_code == 200, verified.text
    assert verified.json()["owed_notices"] == []  # a Pilkades has no election supervisor's register to tell of
    told = {"audience": "public", "channel": "social_media", "text": "Video yang beredar bukan kejadian di Plumbon."}
    notice = await sent(client, settings, hoax, RINI, **told)
    assert notice["recipient"] == {"named": False, "sealed": False}
    events = (await get(client, settings, f"/reports/{hoax['id']}/history", RINI))["items"]
    assert events[-1]["texts"][0]["content"] == told["text"]


async def test_the_riot_that_turns_out_to_be_bought_becomes_bawaslus_case(client: Any, settings: Settings) -> None:
    """docs/domain.md, "Agencies": "The police may be given people's safety in it, never the case"."""
    riot = await report(client, settings, **RIOT)
    path = f"/reports/{riot['id']}"
    version = (await fire(client, settings, DESK, path, 1, VERIFY)).json()["version"]
    lead = {"agency": "polres", "role": "lead", "kind": "safety"}
    made = (await fire(client, settings, DESK, path, version, {"trigger": "assign", "tasks": [lead]})).json()
    body = {"category": "money_politics", "reason": "Massa dibayar"}
    answer = await client.patch(P + path, json=body, headers=headers(settings, DESK, match=made["version"]))
    proposal = answer.json()["routing"]["proposal"]
    assert (answer.json()["lead_agency"], proposal["lead"], proposal["conflict"]) == (
        "polres",
        "bawaslu",
        "bawaslu_only_door",
    )
    (listed,) = (await get(client, settings, "/reports", DESK))["items"]
    assert listed["routing"]["proposal"] == proposal
    task = next(task for task in made["tasks"] if task["role"] == "lead")
    moved = {"trigger": "transfer", "agency": "bawaslu", "kind": "forwarded", "reason": "Politik uang"}
    answer = await fire(client, settings, EKO, f"/tasks/{task['id']}", task["version"], moved)
    assert answer.status_code == 200, answer.text
    found = await get(client, settings, path, DESK)
    assert (found["lead_agency"], found["routing"]["proposal"]) == ("bawaslu", None)
    safety = next(task for task in found["tasks"] if task["kind"] == "safety" and task["role"] == "support")
    assert (safety["agency"], safety["state"]) == ("polres", "offered")
