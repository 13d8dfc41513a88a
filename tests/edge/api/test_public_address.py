"""Behind a proxy with a path of its own: every address that an answer tells begins with the one that clients know."""

import json
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import pytest
from uuid_utils.compat import uuid7

from service.edge.at_the_door import NOTHING, Front, refusal
from service.edge.settings import Settings, SettingsError, load_settings
from service.trail.audit.sequencer import sequence_all
from tests.alive import alive
from tests.edge.api.story import DESK, POLRES, REPORT, P, headers, report, verified
from tests.features.evidence.sending import begin, link, photo, put

PUBLIC = "https://pemilu.example.go.id/tindak"
OURS = ("/v1/", "/problems/", "/docs", "/openapi.json")
NO_ADDRESS = {"source"}
"""Of a CloudEvent it names where it came from and is no address to be followed."""


@pytest.fixture
async def behind(settings: Settings, lives: Any) -> AsyncIterator[Any]:
    """The application behind a proxy that serves it below a path, and takes that away before it passes a request on."""
    async with alive(lives.app(settings.model_copy(update={"public_url": PUBLIC}))) as running:
        yield running


def paths_in(told: Any, name: str = "") -> list[str]:
    """Every text in an answer that is a path of ours and not an address, by the member that it stands in."""
    if isinstance(told, dict):
        return [found for key, value in told.items() for found in paths_in(value, key)]
    if isinstance(told, list):
        return [found for value in told for found in paths_in(value, name)]
    plain = isinstance(told, str) and told.startswith(OURS) and name not in NO_ADDRESS
    return [f"{name}: {told}"] if plain else []


def _ours(address: str) -> str:
    """What the proxy passes on."""
    assert address.startswith(f"{PUBLIC}/"), address
    return address.removeprefix(PUBLIC)


async def test_what_was_made_and_the_next_page_are_found_where_the_answer_says(behind: Any, settings: Settings) -> None:
    sent = headers(settings, POLRES)
    for _ in range(2):  # the second is the first answer again
        made = await behind.post(f"{P}/reports", json=REPORT, headers=sent)
        read = await behind.get(_ours(made.headers["location"]), headers=headers(settings, DESK))
        assert read.json()["id"] == made.json()["id"]
    await report(behind, settings)
    page = await behind.get(f"{P}/reports?limit=1", headers=headers(settings, DESK))
    target = page.headers["link"].partition(">")[0].removeprefix("<")
    following = await behind.get(_ours(target), headers=headers(settings, DESK))
    assert following.json()["items"][0]["id"] != page.json()["items"][0]["id"]


async def test_the_bare_address_leads_to_the_docs_below_it(behind: Any) -> None:
    assert (await behind.get("/")).headers["location"] == f"{PUBLIC}/docs"


async def test_evidence_is_sent_and_looked_at_through_the_proxy(behind: Any, settings: Settings) -> None:
    made, content = await report(behind, settings), photo()
    begun = await begin(behind, settings, DESK, made["id"], len(content))
    path = _ours(begun.headers["location"])
    assert (await put(behind, settings, DESK, path, 0, content)).status_code == 204
    asked = (await link(behind, settings, DESK, made["id"], path.rpartition("/")[2])).json()
    got = await behind.get(_ours(asked["url"]), headers=headers(settings, DESK))
    assert got.content == content


async def test_every_problem_is_explained_where_its_type_says(behind: Any, settings: Settings) -> None:
    asked = headers(settings, DESK)
    command = {"id": str(uuid7()), "kind": "note.add", "target": str(uuid4()), "at": "2024-11-25T08:00:00Z"}
    queued = {"commands": [command | {"expected_version": None, "body": {"text": "Catatan"}}]}
    batch = await behind.post(f"{P}/commands", json=queued, headers=asked)
    at_the_door = refusal(Front(PUBLIC), NOTHING, 408, "request_too_slow", "0" * 32)
    told = [
        (await behind.get("/v1/me")).json(),
        (await behind.get("/nowhere")).json(),
        (await behind.get(f"{P}/reports/{uuid4()}", headers=asked)).json(),
        (await behind.get(f"{P}/reports?nothing=1", headers=asked)).json(),
        (await behind.post(f"{P}/reports", json={}, headers=asked)).json(),
        batch.json()["results"][0]["problem"],
        json.loads(at_the_door.partition(b"\r\n\r\n")[2]),
    ]
    for problem in told:
        explained = await behind.get(_ours(problem["type"]))
        assert explained.json()["code"] == problem["code"]


async def test_who_asks_too_often_is_told_the_address_too(settings: Settings, lives: Any) -> None:
    few = settings.model_copy(update={"public_url": PUBLIC, "rate_anonymous": 2})
    async with alive(lives.app(few)) as running:
        answers = [await running.get("/v1/me") for _ in range(5)]
    assert answers[-1].status_code == 429
    assert {_ours(answer.json()["type"]) for answer in answers} == {
        "/problems/unauthenticated",
        "/problems/rate_limited",
    }


async def test_no_answer_tells_a_path_of_ours_without_the_address(behind: Any, settings: Settings, worker: Any) -> None:
    made = await verified(behind, settings)
    begun = await begin(behind, settings, DESK, made["id"], len(photo()))
    await put(behind, settings, DESK, _ours(begun.headers["location"]), 0, photo())
    reviewed = await behind.post(
        f"{P}/reports/{made['id']}/review", json={"event": "pilkada-2024"}, headers=headers(settings, DESK)
    )
    await sequence_all(worker)
    assert reviewed.status_code == 201, reviewed.text
    seen = [reviewed.json()]
    one = f"{P}/reports/{made['id']}"
    targets = (
        *(one, f"{one}/history", f"{one}/evidence", f"{P}/reports", f"{P}/tasks", f"{P}/events"),
        *(f"{P}/reviews", f"{P}/webhooks", f"{P}/policy", "/openapi.json"),
        f"{P}/reviews/{reviewed.json()['id']}/timeline",
    )
    seen += [(await behind.get(target, headers=headers(settings, DESK))).json() for target in targets]
    assert seen[-1]["items"]
    stream = await behind.get(f"{P}/events/stream?after=9999&follow=false", headers=headers(settings, DESK))
    frames = [json.loads(line.removeprefix("data: ")) for line in stream.text.splitlines() if line.startswith("data")]
    assert any("read" in frame for frame in frames)
    described = {"paths", "components", "webhooks"}  # examples, of a service without a public address
    seen = [{name: part for name, part in one.items() if name not in described} for one in (*seen, *frames)]
    assert not paths_in(seen)


async def test_the_description_and_its_page_lead_through_the_proxy(behind: Any) -> None:
    described = (await behind.get("/openapi.json")).json()
    assert [server["url"] for server in described["servers"]] == [PUBLIC]
    page = (await behind.get("/docs")).text
    assert 'src="/' not in page
    assert 'href="/' not in page


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://a.example/", "https://a.example"),
        ("https://a.example/x/y/", "https://a.example/x/y"),
        ("http://[::1]:8000", "http://[::1]:8000"),
        *((wrong, None) for wrong in ("a.example", "/tindak", "ftp://a.example", "https://", "https://a.example/?x=1")),
        *((wrong, None) for wrong in ("https://a.example/#x", "https://a.example/a b", "https://a.example//x")),
        *((wrong, None) for wrong in ("https://a.example:99999", 'https://a.example/"', "https://a.example/\r\nX: y")),
    ],
)
def test_the_public_address_is_one_that_a_path_can_stand_behind(given: str, kept: str | None) -> None:
    if kept is not None:
        assert load_settings(public_url=given).public_url == kept
        return
    with pytest.raises(SettingsError, match="TINDAK_PUBLIC_URL"):
        load_settings(public_url=given)


async def test_without_it_a_path_is_told_as_it_always_was(client: Any, settings: Settings) -> None:
    made = await client.post(f"{P}/reports", json=REPORT, headers=headers(settings, POLRES))
    assert made.headers["location"] == f"{P}/reports/{made.json()['id']}"
    assert (await client.get("/v1/me")).json()["type"] == "/problems/unauthenticated"
    assert (await client.get("/openapi.json")).json()["servers"][0]["url"] == "/"
